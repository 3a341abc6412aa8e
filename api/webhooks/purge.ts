/** What was sent long ago is forgotten, a little at a time. */
import type pg from "pg";
import { API_SCHEMA } from "../db/schema.ts";

/** Days for which deliveries, their attempts and deleted webhooks are kept. */
export const KEPT_DAYS = 30;

/** Deliveries looked at in one statement. */
const BATCH = 1_000;

/**
 * The oldest after `$1`, in the order they were made; it goes on while any of them is old enough. What still waits is left, however old. Another process that does
 * the same is let alone.
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

/**
 * One batch.
 *
 * @param after where the last one ended, decimal; "0" to begin
 * @param now Unix seconds
 * @returns where the next one begins; null if there is no more
 */
export async function purgeDeliveries(pool: pg.Pool, after: string, now: number): Promise<string | null> {
  const before = now - KEPT_DAYS * 86_400;
  const { rows } = await pool.query<{ last: string | null; goesOn: boolean }>(PURGE, [after, before]);
  const [found] = rows;
  if (found?.goesOn) return found.last;
  await pool.query(PURGE_WEBHOOKS, [before]);
  return null;
}
