/** Incidents: reported by one, confirmed by another, and only then charged. */
import { eq, sql } from "drizzle-orm";
import type pg from "pg";
import { encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from "viem";
import type { Caller } from "../access/caller.ts";
import { reporterOf } from "../access/reporter.ts";
import { EVALUATION_LOCK } from "../db/locks.ts";
import { createDatabase } from "../db/pool.ts";
import { unknownOperator } from "../db/registered.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { columnsOf, selectRows } from "../db/rows.ts";
import { incident, violation } from "../db/schema-violations.ts";
import { transactAgain } from "../db/transaction.ts";
import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from "../domain/failure.ts";
import {
  type Evidence,
  evidenceFault,
  type Fault,
  type IncidentType,
  MAX_SUMMARY,
  timeFault,
} from "../domain/incident.ts";
import { lineOf } from "../domain/naming.ts";
import type { Policy } from "../domain/policy.ts";
import { isEmpty, stakeValue } from "../domain/stake.ts";
import { tierOf } from "../domain/tier.ts";
import { loadAlreadyBps, loadStakes, type OperatorStake, slashableValue, writeSlice } from "./slices.ts";
import { violationIdOf } from "./violation-ids.ts";
import { witnessWeight } from "./witness.ts";

export type IncidentRow = typeof incident.$inferSelect;

/** The moment and the rules that an incident is recorded under. */
export interface Reporting {
  readonly pool: pg.Pool;
  /** Unix seconds. */
  readonly now: number;
  readonly policy: Policy;
  readonly registry: ExpectedRegistry;
}

export interface IncidentReport {
  /** Lowercase. */
  readonly operator: string;
  readonly type: IncidentType;
  /** Unix seconds. */
  readonly start: number;
  readonly end: number;
  readonly summary: string;
  readonly evidence: Evidence;
  /** As whom; null for the key's own. */
  readonly reporter: string | null;
}

export interface IncidentConfirmation {
  /** Lowercase. */
  readonly id: string;
  readonly evidence: Evidence;
  /** As whom; null for the key's own. */
  readonly reporter: string | null;
}

/**
 * Records what a reporter saw. It costs the operator nothing yet. The same again (by the same reporter, of the same operator,
 * type, time and evidence) is the same incident.
 *
 * @throws ValidationError, NotFoundError, ForbiddenError
 */
export async function reportIncident(
  { pool, now, policy, registry }: Reporting,
  caller: Caller,
  report: IncidentReport,
): Promise<IncidentRow> {
  const { operator, type, start, end, evidence } = report;
  const reporter = reporterOf(caller, report.reporter, ["input", "reporter"]);
  const summary = checkedSummary(report.summary);
  refuse(timeFault({ start, end }, now, policy) ?? evidenceFault(evidence));
  const id = incidentIdOf(report, reporter, registry);
  return transactAgain(pool, async (client) => {
    if (!(await loadStakes(client, [operator])).has(operator)) throw unknownOperator(operator, ["input", "operator"]);
    await witnessWeight(client, operator, reporter, ["input", "reporter"]);
    const row = { id, operator, type, startAt: start, endAt: end, summary, reporter };
    await createDatabase(client)
      .insert(incident)
      .values({
        ...row,
        ...{ evidenceHash: evidence.hash, evidenceUri: evidence.uri, reportedAt: now, reportedWith: caller.keyId },
      })
      .onConflictDoNothing();
    const stored = await findIncident(client, id);
    if (stored === null) throw new Error(`incident ${id} was not inserted`);
    return stored;
  });
}

/**
 * Confirms what another reporter saw: from then on it is a violation, with its one slice and dossier. By the same reporter
 * again it changes nothing.
 *
 * @throws ValidationError, NotFoundError, ConflictError, ForbiddenError
 */
export async function confirmIncident(
  reporting: Reporting,
  caller: Caller,
  { id, evidence, reporter: given }: IncidentConfirmation,
): Promise<IncidentRow> {
  const reporter = reporterOf(caller, given, ["input", "reporter"]);
  refuse(evidenceFault(evidence));
  return transactAgain(reporting.pool, async (client) => {
    const found = await findIncident(client, id, "for update");
    if (found === null) {
      const message = `There is no incident ${id}.`;
      throw new NotFoundError({ code: "INCIDENT_NOT_FOUND", message, path: ["input", "id"] });
    }
    if (found.confirmedBy !== null) return sameConfirmation(found, reporter, evidence);
    if (found.reporter === reporter) {
      const message = "An incident is confirmed by another reporter than the one that reported it.";
      throw new ForbiddenError({ code: "SECOND_REPORTER_NEEDED", message, path: ["input", "reporter"] });
    }
    // A key that may speak as any reporter would be both of them.
    if (found.reportedWith === caller.keyId) {
      const message = "An incident is confirmed with another key than the one that reported it.";
      throw new ForbiddenError({ code: "SECOND_KEY_NEEDED", message, path: ["input", "id"] });
    }
    return charge(client, reporting, found, { reporter, evidence, keyId: caller.keyId });
  });
}

/** Makes an incident a violation. Its row is locked. */
async function charge(
  client: pg.PoolClient,
  { now, policy, registry }: Reporting,
  found: IncidentRow,
  { reporter, evidence, keyId }: { readonly reporter: string; readonly evidence: Evidence; readonly keyId: string },
): Promise<IncidentRow> {
  const { id, operator, type, startAt, endAt, summary } = found;
  // Both words must count now: weights and managers may have changed since the report.
  const weight = await witnessWeight(client, operator, found.reporter, ["input", "id"]);
  const confirming = await witnessWeight(client, operator, reporter, ["input", "reporter"]);
  // The evaluator writes slices of the same operator, and the cap is over all of them.
  await client.query("select pg_advisory_xact_lock($1, hashtext($2))", [EVALUATION_LOCK, operator]);
  const stake = await chargeableStake(client, operator);
  const alreadyBps = await loadAlreadyBps(client, operator, now, policy);
  const source = { chainId: registry.chainId, registry: registry.address, operator };
  const violationId = violationIdOf({ ...source, source: { incidentId: id }, openedAt: now });
  const tier = tierOf(stakeValue(stake.active, stake.rates), policy);
  const db = createDatabase(client);
  await db.insert(violation).values({
    ...{ id: violationId, operator, type, startedAt: startAt, openedAt: now, closedAt: now, tier },
    ...{ policyVersion: policy.version, incidentId: id },
  });
  const report = { reporter: found.reporter, weight, evidenceHash: found.evidenceHash, evidenceUri: found.evidenceUri };
  const confirmation = { reporter, weight: confirming, evidenceHash: evidence.hash, evidenceUri: evidence.uri };
  await writeSlice(
    client,
    {
      ...{ registry, violationId, operator, violation: type, startedAt: startAt, openedAt: now, tier },
      ...{ slice: 1, final: true, period: { start: startAt, end: endAt } },
      // It suspends what is measured, and excuses nobody's wrong data.
      maintenance: [],
      evidence: {
        ...{ kind: "INCIDENT", incidentId: id, summary },
        report: { ...report, at: found.reportedAt },
        confirmation: { ...confirmation, at: now },
      },
      ...{ stakeValue: slashableValue(stake), alreadyBps },
    },
    policy,
    now,
  );
  const confirmed = { confirmedBy: reporter, confirmedWith: keyId, confirmedAt: now, violationId };
  const changes = { ...confirmed, confirmationHash: evidence.hash, confirmationUri: evidence.uri };
  await db.update(incident).set(changes).where(eq(incident.id, id));
  return { ...found, ...changes };
}

/** @throws NotFoundError, ConflictError for who has nothing that could be charged */
async function chargeableStake(client: pg.ClientBase, operator: string): Promise<OperatorStake> {
  const stake = (await loadStakes(client, [operator])).get(operator);
  if (stake === undefined) throw unknownOperator(operator, ["input", "id"]);
  if (!isEmpty(stake.active) || !isEmpty(stake.unbonding)) return stake;
  throw new ConflictError({
    code: stake.everStaked ? "OPERATOR_EXITED" : "NOTHING_STAKED",
    message: `The operator ${operator} ${stake.everStaked ? "has exited" : "has staked nothing"}: it cannot be charged.`,
    path: ["input", "id"],
  });
}

function sameConfirmation(found: IncidentRow, reporter: string, evidence: Evidence): IncidentRow {
  if (found.confirmedBy === reporter && found.confirmationHash === evidence.hash) return found;
  throw new ConflictError({
    code: "ALREADY_CONFIRMED",
    message:
      found.confirmedBy === reporter
        ? `${reporter} confirmed this incident with other evidence.`
        : `${found.confirmedBy} confirmed this incident already.`,
    path: ["input", "id"],
  });
}

async function findIncident(
  client: pg.PoolClient,
  id: string,
  lock: "" | "for update" = "",
): Promise<IncidentRow | null> {
  const [row] = await selectRows<IncidentRow>(
    createDatabase(client),
    sql`select ${columnsOf(incident)} from ${incident} where ${incident.id} = ${id} ${sql.raw(lock)}`,
  );
  return row ?? null;
}

const INCIDENT = parseAbiParameters(
  "uint256 chainId, address registry, address operator, string type, uint256 start, uint256 end, string reporter, bytes32 evidenceHash",
);

/** keccak256 of what makes a report the same report. */
function incidentIdOf(
  { operator, type, start, end, evidence }: IncidentReport,
  reporter: string,
  { chainId, address }: ExpectedRegistry,
): Hex {
  const told = [type, BigInt(start), BigInt(end), reporter, hexOf(evidence.hash)] as const;
  return keccak256(encodeAbiParameters(INCIDENT, [BigInt(chainId), hexOf(address), hexOf(operator), ...told]));
}

function hexOf(text: string): Hex {
  return `0x${text.slice(2)}`;
}

function checkedSummary(text: string): string {
  const summary = lineOf(text, MAX_SUMMARY);
  if (summary !== null) return summary;
  const message = `A summary has 1 to ${MAX_SUMMARY} printable characters.`;
  throw new ValidationError({ code: "INVALID_SUMMARY", message, path: ["input", "summary"] });
}

function refuse(fault: Fault | null): void {
  if (fault === null) return;
  const { code, message, field } = fault;
  throw new ValidationError({ code, message, path: ["input", field] });
}
