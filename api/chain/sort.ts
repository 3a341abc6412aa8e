/** Keeping the sort rows: which operators are stale, and computing them again. */
import { and, eq, isNotNull, sql } from "drizzle-orm";
import type pg from "pg";
import { operator } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import { API_SCHEMA, operatorEvaluation } from "../db/schema.ts";
import { type SortInputs, type SortRow, sortRowOf } from "./sort-row.ts";

const DIRTY = `${API_SCHEMA}.dirty_operator`;
const SORT = `${API_SCHEMA}.operator_sort`;
const EVALUATION = `${API_SCHEMA}.operator_evaluation`;

/** Marks every operator, and every row that there is: what they are computed from has changed. */
export async function markAll(client: pg.PoolClient): Promise<void> {
  await client.query(
    `insert into ${DIRTY} (operator, reason)
     select address, 'INPUTS' from operator where registered_at is not null
     union select address, 'INPUTS' from ${SORT}`,
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

export interface Refreshed {
  readonly count: number;
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
  const dirty = await addresses(
    client,
    `select distinct operator as address from (select operator from ${DIRTY} order by id limit $1) as oldest`,
    [limit],
  );
  const due = await addresses(
    client,
    `select address from ${SORT} where next_due_at <= $2 order by next_due_at limit $1`,
    [limit, now],
  );
  const stale = [...new Set([...dirty, ...due])];
  if (stale.length === 0) return { count: 0, more: false };

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
  if (rows.length > 0) await upsert(client, rows);
  const kept = rows.map((row) => row.address);
  await client.query(`delete from ${SORT} where address = any($1) and address <> all($2)`, [stale, kept]);
  await client.query(`delete from ${DIRTY} where operator = any($1)`, [stale]);
  const left = await client.query(`select 1 from ${DIRTY} limit 1`);
  return { count: stale.length, more: left.rows.length > 0 || due.length === limit };
}

async function addresses(client: pg.PoolClient, text: string, values: unknown[]): Promise<string[]> {
  const { rows } = await client.query<{ address: string }>(text, values);
  return rows.map((row) => row.address);
}

/** Numbers past 2^53 travel as decimal strings. */
async function upsert(client: pg.PoolClient, rows: readonly SortRow[]): Promise<void> {
  await client.query(
    `insert into ${SORT} (address, registered_at, stake_value, tier, status, score, slashed_value, search_text,
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
       computed_at = excluded.computed_at`,
    [JSON.stringify(rows)],
  );
}
