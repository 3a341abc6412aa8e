/** Keeping the sort rows: which operators are stale, and computing them again. */
import { and, eq, isNotNull, sql } from "drizzle-orm";
import type pg from "pg";
import { operator } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import { API_SCHEMA, operatorEvaluation } from "../db/schema.ts";
import type { Standing } from "../domain/change-alerts.ts";
import { type SortInputs, type SortRow, sortRowOf } from "./sort-row.ts";

const DIRTY = `${API_SCHEMA}.dirty_operator`;
const SORT = `${API_SCHEMA}.operator_sort`;
const REMOVAL = `${API_SCHEMA}.operator_removal`;
const EVALUATION = `${API_SCHEMA}.operator_evaluation`;

/**
 * Marks every operator, and every row that there is: what they are computed from has changed. If that is the rules, it is
 * the only reason left: whatever else an operator was marked for, its row is not compared with the one before.
 */
export async function markAll(client: pg.PoolClient, reason: "INPUTS" | "RULES" = "INPUTS"): Promise<void> {
  if (reason === "RULES") await client.query(`delete from ${DIRTY}`);
  await client.query(
    `insert into ${DIRTY} (operator, reason)
     select address, $1 from operator where registered_at is not null
     union select address, $1 from ${SORT}`,
    [reason],
  );
}

/**
 * Marks operators whose row is missing, superfluous, from another event or older than their evaluation. A leader starts
 * with it: it trusts nobody.
 */
export async function markDiffering(client: pg.PoolClient): Promise<void> {
  await client.query(
    `insert into ${DIRTY} (operator, reason)
     select coalesce(o.address, s.address), 'RECONCILE'
     from (select address, last_event_id from operator where registered_at is not null) as o
     full join ${SORT} as s on s.address = o.address
     left join ${EVALUATION} as e on e.operator = s.address
     where o.address is null or s.address is null or o.last_event_id <> s.source_event_id
        or e.evaluated_at >= s.computed_at`,
  );
}

/** What a row said of an operator, and says now. */
export interface RowChange {
  readonly operator: string;
  /** Null if there was no row. */
  readonly before: Standing | null;
  /** Null if there is none any more. */
  readonly after: Standing | null;
  /** Of the row as it is now, or was. */
  readonly version: string;
  /** Whether events of the operator were taken back since the row was computed last. */
  readonly isRetraction: boolean;
}

export interface Refreshed {
  readonly count: number;
  /** One for each row that was computed or deleted, but for those that were there under other rules. */
  readonly changes: readonly RowChange[];
  /** Whether more may be waiting. */
  readonly more: boolean;
}

/**
 * Computes the rows of dirty operators, and of those whose status changes with time, again; at most `limit` of each.
 * Within a transaction of one snapshot it deletes just the dirty rows it saw, however many there are of an operator.
 *
 * @param now Unix seconds
 */
export async function refreshSortRows(
  client: pg.PoolClient,
  db: Database,
  inputs: SortInputs,
  now: number,
  limit: number,
): Promise<Refreshed> {
  const { rows: dirty } = await client.query<{ operator: string }>(
    `select operator from ${DIRTY} order by id limit $1`,
    [limit],
  );
  const { rows: due } = await client.query<{ address: string }>(
    `select address from ${SORT} where next_due_at <= $2 order by next_due_at limit $1`,
    [limit, now],
  );
  const stale = [...new Set([...dirty.map((mark) => mark.operator), ...due.map(({ address }) => address)])];
  if (stale.length === 0) return { count: 0, changes: [], more: false };
  const marks = await marksOf(client, stale);

  const found = await db
    .select({
      facts: operator,
      evaluation: {
        score: operatorEvaluation.score,
        measuredUntil: operatorEvaluation.measuredUntil,
        judgement: operatorEvaluation.judgement,
      },
    })
    .from(operator)
    .leftJoin(operatorEvaluation, eq(operatorEvaluation.operator, operator.address))
    .where(and(sql`${operator.address} = any(${sql.param(stale)})`, isNotNull(operator.registeredAt)));
  const rows = found.flatMap(({ facts, evaluation }) => sortRowOf(facts, evaluation, inputs, now) ?? []);
  const { rows: before } = await client.query<StoredStanding>(
    `select address, tier, status, policy_version as "policyVersion", version::text from ${SORT} where address = any($1)`,
    [stale],
  );
  const versions = rows.length > 0 ? await upsert(client, rows) : new Map<string, string>();
  const kept = rows.map((row) => row.address);
  await client.query(
    `with removed as (delete from ${SORT} where address = any($1) and address <> all($2) returning address)
     insert into ${REMOVAL} (address) select address from removed
     on conflict (address) do update set version = excluded.version`,
    [stale, kept],
  );
  await client.query(`delete from ${DIRTY} where operator = any($1)`, [stale]);
  await markExited(client, rows, before);
  const left = await client.query(`select 1 from ${DIRTY} limit 1`);
  return {
    count: stale.length,
    changes: changesOf(stale, { before, after: rows, versions, marks }, inputs.policy.version),
    more: left.rows.length > 0 || due.length === limit,
  };
}

/**
 * Has those evaluated once more that have withdrawn everything: whatever is told of their measurements is over, and of who
 * has not been measured for a month nothing else is due. It is their evaluator that takes it back.
 */
async function markExited(
  client: pg.PoolClient,
  rows: readonly SortRow[],
  before: readonly StoredStanding[],
): Promise<void> {
  const had = new Set(before.flatMap(({ address, status }) => (status === "EXITED" ? [address] : [])));
  const exited = rows.flatMap(({ address, status }) => (status === "EXITED" && !had.has(address) ? [address] : []));
  if (exited.length === 0) return;
  await client.query(
    `insert into ${API_SCHEMA}.metric_dirty (operator, intervals)
     select operator, '{}' from ${EVALUATION} where operator = any($1)`,
    [exited],
  );
}

/** Why an operator is computed again, as far as it matters. */
interface Mark {
  readonly operator: string;
  readonly isRetraction: boolean;
  readonly hasOtherRules: boolean;
}

/** All marks of each operator, and not just those that were found first: all of them are deleted. */
async function marksOf(client: pg.PoolClient, operators: readonly string[]): Promise<Map<string, Mark>> {
  const { rows } = await client.query<Mark>(
    `select operator, bool_or(reason = 'RETRACTION') as "isRetraction", bool_or(reason = 'RULES') as "hasOtherRules"
     from ${DIRTY} where operator = any($1) group by operator`,
    [operators],
  );
  return new Map(rows.map((mark) => [mark.operator, mark]));
}

interface StoredStanding extends Standing {
  readonly address: string;
  readonly policyVersion: number;
  readonly version: string;
}

interface Recomputed {
  readonly before: readonly StoredStanding[];
  readonly after: readonly SortRow[];
  readonly versions: ReadonlyMap<string, string>;
  readonly marks: ReadonlyMap<string, Mark>;
}

function changesOf(stale: readonly string[], recomputed: Recomputed, policyVersion: number): RowChange[] {
  const before = new Map(recomputed.before.map((row) => [row.address, row]));
  const after = new Map(recomputed.after.map((row) => [row.address, row]));
  return stale.flatMap((operator) => {
    const was = before.get(operator) ?? null;
    const mark = recomputed.marks.get(operator);
    if (mark?.hasOtherRules || (was !== null && was.policyVersion !== policyVersion)) return [];
    const version = recomputed.versions.get(operator) ?? was?.version ?? "0";
    const is = after.get(operator) ?? null;
    return [{ operator, before: was, after: is, version, isRetraction: mark?.isRetraction === true }];
  });
}

/**
 * A row has a new version exactly if it says something else than before. Numbers past 2^53 travel as decimal strings.
 *
 * @returns versions by address
 */
async function upsert(client: pg.PoolClient, rows: readonly SortRow[]): Promise<Map<string, string>> {
  const { rows: versions } = await client.query<{ address: string; version: string }>(
    `insert into ${SORT} as s (address, registered_at, stake_value, tier, status, score, slashed_value, search_text,
                               policy_version, source_event_id, next_due_at, computed_at)
     select "address", "registeredAt", "stakeValue", "tier", "status", "score", "slashedValue", "searchText",
            "policyVersion", "sourceEventId", "nextDueAt", now()
     from jsonb_to_recordset($1::jsonb) as r (
       "address" text, "registeredAt" bigint, "stakeValue" numeric, "tier" text, "status" text, "score" integer,
       "slashedValue" numeric, "searchText" text, "policyVersion" integer, "sourceEventId" text, "nextDueAt" bigint)
     on conflict (address) do update set
       registered_at = excluded.registered_at, stake_value = excluded.stake_value, tier = excluded.tier,
       status = excluded.status, score = excluded.score, slashed_value = excluded.slashed_value,
       search_text = excluded.search_text, policy_version = excluded.policy_version,
       source_event_id = excluded.source_event_id, next_due_at = excluded.next_due_at,
       computed_at = excluded.computed_at,
       version = case when (s.registered_at, s.stake_value, s.tier, s.status, s.score, s.slashed_value, s.search_text,
                            s.source_event_id)
                        is distinct from (excluded.registered_at, excluded.stake_value, excluded.tier, excluded.status,
                            excluded.score, excluded.slashed_value, excluded.search_text, excluded.source_event_id)
                      then excluded.version else s.version end
     returning address, version::text`,
    [JSON.stringify(rows)],
  );
  return new Map(versions.map(({ address, version }) => [address, version]));
}
