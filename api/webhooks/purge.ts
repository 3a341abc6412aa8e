/** What was sent long ago is forgotten, a little at a time. */
import type pg from "pg";
import { API_SCHEMA } from "../db/schema.ts";

/** Days for which deliveries, their attempts and deleted webhooks are kept. */
export const KEPT_DAYS = 30;

/** Deliveries looked at in one statement. */
const BATCH = 1_000;

/**
 * The oldest after `$1`, in the order they were made; it goes on while any of them is old enough. What still waits is left,
 * however old. Another process that does the same is let alone.
 */
const PURGE = `
  with oldest as (
    select id, state, created_at from ${API_SCHEMA}.webhook_delivery where id > $1 order by id limit ${BATCH}
  ), gone as (
    delete from ${API_SCHEMA}.webhook_delivery where id in (
      select d.id from ${API_SCHEMA}.webhook_delivery as d join oldest using (id)
      where d.state <> 'WAITING' and d.created_at < $2 for update of d skip locked)
    returning id
  ), forgotten as (
    delete from ${API_SCHEMA}.webhook_attempt where delivery_id in (select id from gone)
  )
  select max(id)::text as last, coalesce(min(created_at) < $2 and count(*) = ${BATCH}, false) as "goesOn" from oldest`;

const PURGE_WEBHOOKS = `
  delete from ${API_SCHEMA}.webhook as w where w.deleted_at < $1
    and not exists (select from ${API_SCHEMA}.webhook_delivery as d where d.webhook_id = w.id)`;

/** Deliveries dropped in one statement: well under a second. */
const DROPPED_AT_ONCE = 5_000;

/** Nothing of it is sent; this says so. */
const DROP = `
  update ${API_SCHEMA}.webhook_delivery set state = 'DROPPED' where state = 'WAITING' and id in (
    select d.id from ${API_SCHEMA}.webhook as w cross join lateral (
      select id from ${API_SCHEMA}.webhook_delivery where webhook_id = w.id and state = 'WAITING' limit ${DROPPED_AT_ONCE}
    ) as d
    where w.deleted_at is not null limit ${DROPPED_AT_ONCE})`;

/**
 * Drops what waits for webhooks that were deleted: one batch of it.
 *
 * @returns whether there may be more
 */
export async function dropDeliveries(pool: pg.Pool): Promise<boolean> {
  const { rowCount } = await pool.query(DROP);
  return rowCount === DROPPED_AT_ONCE;
}

/**
 * One batch, and one of what is to be dropped.
 *
 * @param after where the last one ended, decimal; "0" to begin
 * @param now Unix seconds
 * @returns where the next one begins; null if there is no more
 */
export async function purgeDeliveries(pool: pg.Pool, after: string, now: number): Promise<string | null> {
  const before = now - KEPT_DAYS * 86_400;
  const dropsOn = await dropDeliveries(pool);
  const { rows } = await pool.query<{ last: string | null; goesOn: boolean }>(PURGE, [after, before]);
  const [found] = rows;
  if (found?.goesOn) return found.last;
  if (dropsOn) return after;
  await pool.query(PURGE_WEBHOOKS, [before]);
  return null;
}
