/** What was found against operators, in its tables: the intervals that count, and the violations they become. */
import type pg from "pg";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { type BreachState, type ChargeEvent, violationOf } from "../domain/charging.ts";
import type { Judgement } from "../domain/judgement.ts";
import type { Policy, Tier } from "../domain/policy.ts";
import { CHARGES, type Charge, type IntervalFigures, type Violation } from "../domain/violation.ts";
import type { Evaluated } from "./evaluate-all.ts";
import { violationIdOf } from "./violation-ids.ts";

interface OfCharge {
  readonly operator: string;
  readonly charge: Charge;
}

interface CountedRow extends OfCharge {
  readonly at: number;
  readonly figures: IntervalFigures;
  readonly violationId: string | null;
}

interface ViolationRow extends OfCharge {
  readonly id: string;
  readonly type: Violation;
  readonly startedAt: number;
  readonly openedAt: number;
  readonly tier: Tier;
}

/** All that becomes of the tables. Of stored intervals that have no violation it says whether they go or get one. */
interface Changes {
  readonly dropped: OfCharge[];
  readonly adopted: (OfCharge & { readonly violationId: string })[];
  readonly counted: CountedRow[];
  readonly opened: ViolationRow[];
  readonly closed: { readonly id: string; readonly closedAt: number }[];
}

/** Writes down what the evaluations found. Costs nothing where they found nothing. */
export async function saveViolations(
  client: pg.ClientBase,
  evaluated: readonly Evaluated[],
  registry: ExpectedRegistry,
  { version }: Policy,
): Promise<void> {
  const changes: Changes = { dropped: [], adopted: [], counted: [], opened: [], closed: [] };
  for (const one of evaluated) {
    if (one.evaluation.events.length > 0) addChanges(changes, one, registry);
  }
  const { dropped, adopted, counted, opened, closed } = changes;
  // What is stored goes, or gets its violation, before new intervals come.
  if (dropped.length > 0) await client.query({ ...DROP, values: [JSON.stringify(dropped)] });
  if (adopted.length > 0) await client.query({ ...ADOPT, values: [JSON.stringify(adopted)] });
  if (counted.length > 0) await client.query({ ...COUNT, values: [JSON.stringify(counted)] });
  if (opened.length > 0) await client.query({ ...OPEN, values: [JSON.stringify(opened), version] });
  if (closed.length > 0) await client.query({ ...CLOSE, values: [JSON.stringify(closed)] });
}

/** The state of a charge within a judgement. */
export function stateOf(judgement: Judgement, charge: Charge): BreachState {
  return { DOWNTIME: judgement.outage, SUCCESS_RATE: judgement.success, LATENCY: judgement.latency }[charge];
}

/** The id of an operator's violation. @param openedAt Unix seconds */
export function idOf({ operator, charge }: OfCharge, openedAt: number, registry: ExpectedRegistry): string {
  const { chainId, address } = registry;
  return violationIdOf({ chainId, registry: address, operator, source: { charge }, openedAt });
}

function addChanges(changes: Changes, { facts, evaluation }: Evaluated, registry: ExpectedRegistry): void {
  for (const charge of CHARGES) {
    const own = evaluation.events.filter((event) => event.charge === charge);
    if (own.length === 0) continue;
    const before = facts.previous === null ? null : stateOf(facts.previous.judgement, charge);
    const of = { operator: facts.operator, charge };
    addChargeChanges(changes, own, { of, before, tier: facts.tier ?? "NONE", registry });
  }
}

interface Context {
  readonly of: OfCharge;
  /** Before the events; null if nothing was judged before. */
  readonly before: BreachState | null;
  readonly tier: Tier;
  readonly registry: ExpectedRegistry;
}

/** In the order of the events: an interval belongs to the violation that is open, or that opens before the build-up ends. */
function addChargeChanges(changes: Changes, events: readonly ChargeEvent[], { of, before, tier, registry }: Context) {
  const idAt = (openedAt: number) => idOf(of, openedAt, registry);
  const openSince = before?.openSince ?? null;
  let violationId = openSince === null ? null : idAt(openSince);
  let hasStored = before !== null && before.bad > 0 && violationId === null;
  let building: CountedRow[] = [];
  for (const event of events) {
    if (event.type === "COUNTED") {
      const { at, figures } = event;
      (violationId === null ? building : changes.counted).push({ ...of, at, figures, violationId });
    } else if (event.type === "DROPPED") {
      if (hasStored) changes.dropped.push(of);
      [hasStored, building] = [false, []];
    } else if (event.type === "OPENED") {
      const { startedAt, openedAt } = event;
      const id = idAt(openedAt);
      changes.opened.push({ ...of, id, type: violationOf(of.charge), startedAt, openedAt, tier });
      changes.counted.push(...building.map((row) => ({ ...row, violationId: id })));
      if (hasStored) changes.adopted.push({ ...of, violationId: id });
      [violationId, hasStored, building] = [id, false, []];
    } else if (event.type === "CLOSED") {
      changes.closed.push({ id: idAt(event.openedAt), closedAt: event.closedAt });
      violationId = null;
    }
  }
  changes.counted.push(...building);
}

const INTERVAL = `${API_SCHEMA}.charged_interval`;
const VIOLATION = `${API_SCHEMA}.violation`;

const DROP = {
  name: "din_drop_charged",
  text: `
    delete from ${INTERVAL} as i using jsonb_to_recordset($1::jsonb) as r ("operator" text, "charge" text)
    where i.operator = r."operator" and i.charge = r."charge" and i.violation_id is null`,
};

const ADOPT = {
  name: "din_adopt_charged",
  text: `
    update ${INTERVAL} as i set violation_id = r."violationId"
    from jsonb_to_recordset($1::jsonb) as r ("operator" text, "charge" text, "violationId" text)
    where i.operator = r."operator" and i.charge = r."charge" and i.violation_id is null`,
};

const COUNT = {
  name: "din_save_charged",
  text: `
    insert into ${INTERVAL} (operator, charge, at, figures, violation_id)
    select "operator", "charge", "at", "figures", "violationId"
    from jsonb_to_recordset($1::jsonb) as r (
      "operator" text, "charge" text, "at" bigint, "figures" jsonb, "violationId" text)`,
};

const OPEN = {
  name: "din_open_violations",
  text: `
    insert into ${VIOLATION} (id, operator, type, charge, started_at, opened_at, tier, policy_version)
    select "id", "operator", "type", "charge", "startedAt", "openedAt", "tier", $2::integer
    from jsonb_to_recordset($1::jsonb) as r (
      "id" text, "operator" text, "type" text, "charge" text, "startedAt" bigint, "openedAt" bigint, "tier" text)`,
};

const CLOSE = {
  name: "din_close_violations",
  text: `
    update ${VIOLATION} as v set closed_at = r."closedAt"
    from jsonb_to_recordset($1::jsonb) as r ("id" text, "closedAt" bigint)
    where v.id = r."id"`,
};
