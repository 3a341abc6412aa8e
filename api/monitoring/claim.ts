/**
 * Which operators an evaluator takes: those with samples that nobody has looked at, and those that time has caught up
 * with. An operator is locked for the transaction, so that no two evaluators compute the same one at once.
 */
import type pg from "pg";
import { EVALUATION_LOCK } from "../db/locks.ts";
import { API_SCHEMA } from "../db/schema.ts";

const DIRTY = `${API_SCHEMA}.metric_dirty`;
const EVALUATION = `${API_SCHEMA}.operator_evaluation`;

export interface ClaimLimits {
  /** Most operators in one transaction. */
  readonly operators: number;
  /** About as many changed intervals in one transaction: what is over waits, and its operator with it. */
  readonly intervals: number;
}

export interface Claim {
  /** Locked until the transaction ends. */
  readonly operators: readonly string[];
  /** Starts of the intervals that changed, of those operators that have any. */
  readonly touched: ReadonlyMap<string, readonly number[]>;
  /** Those of the operators that have more of them, left for the next transaction. */
  readonly unfinished: ReadonlySet<string>;
}

/**
 * How many candidates are looked at for each that is wanted: evaluators that run side by side look at the same ones, in
 * an order of their own.
 */
const CHOICE = 8;

/**
 * `offset 0` keeps the locks out of the inner query: just the rows that come out of the outer one are locked, each when
 * it comes.
 */
const LOCK = `
  select operator from (
    select operator from (
      select operator from (select operator from ${DIRTY} order by id limit $1) as oldest
      union
      select operator from (
        select operator from ${EVALUATION} where next_due_at <= $2 order by next_due_at limit $1) as due
    ) as candidates
    order by random() offset 0
  ) as shuffled
  where pg_try_advisory_xact_lock(${EVALUATION_LOCK}, hashtext(operator))
  limit $3`;

/** An operator that is due but was just evaluated by another, before it was locked here, is due no more. */
const STILL_DUE = `select operator from ${EVALUATION} where operator = any($1) and next_due_at <= $2`;

/** Whole rows, oldest first, until their intervals are enough; at least one. Of what is left only the operators, with null. */
const TAKE = `
  with counted as (
    select id, operator, sum(cardinality(intervals)) over (order by id) - cardinality(intervals) as before
    from ${DIRTY} where operator = any($1)
  ), taken as (
    delete from ${DIRTY} where id in (select id from counted where before < $2) returning operator, intervals
  )
  select operator, intervals from taken
  union all
  select distinct operator, null::bigint[] from counted where before >= $2`;

/**
 * Locks operators that need an evaluation and takes their dirty rows. Reads that come after it see every sample those
 * rows were written with; rows that are written later are left to the next evaluation.
 *
 * @param now Unix seconds
 */
export async function claimOperators(client: pg.ClientBase, now: number, limits: ClaimLimits): Promise<Claim> {
  const locked = await client.query<{ operator: string }>(LOCK, [limits.operators * CHOICE, now, limits.operators]);
  const candidates = locked.rows.map(({ operator }) => operator);
  if (candidates.length === 0) return { operators: [], touched: new Map(), unfinished: new Set() };
  const taken = await client.query<{ operator: string; intervals: string[] | null }>(TAKE, [
    candidates,
    limits.intervals,
  ]);
  const due = await client.query<{ operator: string }>(STILL_DUE, [candidates, now]);
  const touched = new Map<string, Set<number>>();
  const unfinished = new Set<string>();
  for (const { operator, intervals } of taken.rows) {
    if (intervals === null) {
      unfinished.add(operator);
      continue;
    }
    const known = touched.get(operator) ?? new Set();
    for (const at of intervals) known.add(Number(at));
    touched.set(operator, known);
  }
  return {
    operators: [...new Set([...touched.keys(), ...due.rows.map(({ operator }) => operator)])].sort(),
    touched: new Map([...touched].map(([operator, starts]) => [operator, [...starts].sort((a, b) => a - b)])),
    unfinished,
  };
}
