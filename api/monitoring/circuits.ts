/**
 * The circuits of operators whose samples changed, from intervals as they are received and not as they close: routing
 * cannot wait for that. Within the transaction that takes the dirty rows, under the operators' locks.
 */
import type pg from "pg";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import {
  type Circuit,
  circuitAfter,
  circuitStand,
  isGoodInterval,
  measuredUntil,
  NEW_CIRCUIT,
} from "../domain/circuit.ts";
import { consensusOfCell } from "../domain/consensus.ts";
import type { Report } from "../domain/measurement.ts";
import type { Policy } from "../domain/policy.ts";
import type { Evaluated } from "./evaluate-all.ts";

/** An operator's service in a region. */
interface Cell {
  readonly operator: string;
  readonly service: string;
  readonly region: string;
}

/** A circuit as it is stored. */
interface CircuitRow extends Cell, Circuit {
  readonly state: string;
  /** Unix seconds; null if it never changed. */
  readonly since: number | null;
  /** Unix seconds; 0 if nobody but the operator measured anything. */
  readonly measuredUntil: number;
}

/**
 * As many of an operator's changed intervals are looked at, the newest: many more than are kept of a circuit, so that
 * what is left out of a batch of old data is settled already, but for services that are measured now and then.
 */
const MAX_CHANGED = 60;

/** Computes the circuits of touched intervals again, and tells the router whose routes may be stale. */
export async function saveCircuits(
  client: pg.ClientBase,
  touched: ReadonlyMap<string, readonly number[]>,
  evaluated: readonly Evaluated[],
  { policy, now }: { readonly policy: Policy; readonly now: number },
): Promise<void> {
  const told = await loadTold(client, touched, policy);
  const before = new Map((await loadCircuits(client, [...told.values()])).map((row) => [keyOf(row), row]));
  const rows = [...told].flatMap(([key, { cell, intervals }]): CircuitRow[] => {
    const previous = before.get(key);
    const circuit = circuitAfter(previous ?? NEW_CIRCUIT, intervals, policy);
    const until = measuredUntil(circuit, policy);
    if (previous === undefined && until === 0) return [];
    const { state, since } = circuitStand(circuit, policy);
    return [{ ...cell, ...circuit, state, since, measuredUntil: until }];
  });
  const stale = [
    ...rows.flatMap((row) => (changesRoute(before.get(keyOf(row)), row, now, policy) ? [row.operator] : [])),
    ...evaluated.flatMap(({ facts: { operator, previous }, evaluation: { score } }) =>
      previous !== null && previous.score.confidence !== score.confidence ? [operator] : [],
    ),
  ];
  if (rows.length === 0 && stale.length === 0) return;
  await client.query({ ...SAVE, values: [JSON.stringify(rows), [...new Set(stale)]] });
}

/**
 * Whether the router would come to something else. That it was measured just now it finds out when it would call it silent;
 * of who has not been measured for half of that time it is told: it may call it silent while this transaction runs, and
 * its clock is another.
 */
function changesRoute(before: CircuitRow | undefined, after: CircuitRow, now: number, { time }: Policy): boolean {
  if (before === undefined) return true;
  if (before.state !== after.state || before.since !== after.since) return true;
  const isQuiet = 2 * (now - before.measuredUntil) >= time.silentAfterIntervals * time.intervalSeconds;
  return after.measuredUntil < before.measuredUntil || (isQuiet && after.measuredUntil > before.measuredUntil);
}

/** Whether each of some intervals of a cell is good, by its start; null if nothing is known of it any more. */
interface Told {
  readonly cell: Cell;
  readonly intervals: Map<number, boolean | null>;
}

interface ReportRow extends Cell, Omit<Report, "latency"> {
  /** Unix seconds. */
  readonly at: number;
}

/** The highest revision of each key speaks. Latencies are left where they are: circuits know nothing of them. */
const REPORTS = {
  name: "din_circuit_reports",
  text: `
    select distinct on (s.operator, s.at, s.service, s.region, s.reporter)
      s.operator, s.at, s.service, s.region, s.reporter, s.weight, s.requests, s.successes, s.timeouts,
      s.up_seconds as "upSeconds", s.down_seconds as "downSeconds"
    from unnest($1::text[], $2::bigint[]) as place (operator, at)
    join ${API_SCHEMA}.metric_sample as s on s.operator = place.operator and s.at = place.at
    order by s.operator, s.at, s.service, s.region, s.reporter, s.revision desc`,
  types: columnTypes,
};

/**
 * What anybody but the operator says of each cell. What it says alone is neither good nor bad: it could close its own circuits,
 * and be routed to wherever it likes.
 */
async function loadTold(
  client: pg.ClientBase,
  touched: ReadonlyMap<string, readonly number[]>,
  policy: Policy,
): Promise<ReadonlyMap<string, Told>> {
  const places = [...touched].flatMap(([operator, starts]) =>
    starts.slice(-MAX_CHANGED).map((at) => ({ operator, at })),
  );
  if (places.length === 0) return new Map();
  const { rows } = await client.query<ReportRow>({
    ...REPORTS,
    values: [places.map(({ operator }) => operator), places.map(({ at }) => at)],
  });
  const reports = new Map<string, { readonly row: ReportRow; readonly of: Report[] }>();
  for (const row of rows) {
    const key = `${keyOf(row)} ${row.at}`;
    const known = reports.get(key) ?? { row, of: [] };
    if (row.weight > 0) known.of.push({ ...row, latency: null });
    reports.set(key, known);
  }
  const told = new Map<string, Told>();
  for (const { row, of } of reports.values()) {
    const { operator, service, region, at } = row;
    const known = told.get(keyOf(row)) ?? { cell: { operator, service, region }, intervals: new Map() };
    known.intervals.set(at, of.length === 0 ? null : isGoodInterval(consensusOfCell(of, policy).totals, policy));
    told.set(keyOf(row), known);
  }
  return told;
}

const CIRCUITS = {
  name: "din_circuits_of",
  text: `
    select c.operator, c.service, c.region, c.state, c.since, c.base, c.received, c.measured_until as "measuredUntil"
    from unnest($1::text[], $2::text[], $3::text[]) as wanted (operator, service, region)
    join ${API_SCHEMA}.circuit as c
      on c.operator = wanted.operator and c.service = wanted.service and c.region = wanted.region`,
  types: columnTypes,
};

async function loadCircuits(client: pg.ClientBase, told: readonly Told[]): Promise<readonly CircuitRow[]> {
  if (told.length === 0) return [];
  const { rows } = await client.query<CircuitRow>({
    ...CIRCUITS,
    values: [
      told.map(({ cell }) => cell.operator),
      told.map(({ cell }) => cell.service),
      told.map(({ cell }) => cell.region),
    ],
  });
  return rows;
}

const keyOf = ({ operator, service, region }: Cell): string => JSON.stringify([operator, service, region]);

const SAVE = {
  name: "din_save_circuits",
  text: `
    with marked as (insert into ${API_SCHEMA}.route_dirty (operator) select unnest($2::text[]))
    insert into ${API_SCHEMA}.circuit (operator, service, region, state, since, base, received, measured_until)
    select "operator", "service", "region", "state", "since", "base", "received", "measuredUntil"
    from jsonb_to_recordset($1::jsonb) as r (
      "operator" text, "service" text, "region" text, "state" text, "since" bigint, "base" jsonb, "received" jsonb,
      "measuredUntil" bigint)
    on conflict (operator, service, region) do update set
      state = excluded.state, since = excluded.since, base = excluded.base, received = excluded.received,
      measured_until = excluded.measured_until`,
};
