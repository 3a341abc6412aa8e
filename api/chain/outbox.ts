/** Telling: the statements that turn journal rows into outbox rows. Each is set-based; `plan.ts` decides about the tail. */
import type pg from "pg";
import { LOCKS } from "../db/locks.ts";
import { API_SCHEMA, type Finality } from "../db/schema.ts";
import { type EventKey, type JournalEvent, markOf, type PendingEvent, type Plan, type Position } from "./plan.ts";

/** What an event looks like in the outbox, from a row of the journal: a `ChainEventPayload`. */
const PAYLOAD = `jsonb_build_object('name', name, 'seq', seq, 'subject', subject::text, 'blockTime', block_time,
  'transactionHash', transaction_hash, 'logIndex', log_index)`;

const OUTBOX = `${API_SCHEMA}.outbox (finality, event_id, block_hash, block_number, operator, payload)`;
const PENDING = `${API_SCHEMA}.pending_event`;
const SLICE = `${API_SCHEMA}.violation_slice`;
const DIRTY = `${API_SCHEMA}.dirty_operator (operator, reason)`;

/** Makes id order commit order: held to the end of the transaction by everyone who writes the outbox. */
async function lockOutbox(client: pg.PoolClient): Promise<void> {
  await client.query("select pg_advisory_xact_lock($1)", [LOCKS.outbox]);
}

/**
 * Tells the next final events after the cursor, at most `limit`; those told as PENDING before are settled by it, and so is
 * what was assessed and is slashed by one of them.
 *
 * @returns how many, and the last of them, which is the new cursor
 */
export async function tellFinal(
  client: pg.PoolClient,
  cursor: string,
  finalized: string,
  limit: number,
): Promise<{ count: number; cursor: string }> {
  const next = await client.query("select 1 from event where id > $1 and id <= $2 limit 1", [cursor, finalized]);
  if (next.rows.length === 0) return { count: 0, cursor };
  await lockOutbox(client);
  const { rows } = await client.query<{ count: number; cursor: string | null }>(
    `with batch as materialized (
       select * from event where id > $1 and id <= $2 order by id limit $3
     ), told as (
       insert into ${OUTBOX}
       select 'FINALIZED', id, block_hash, block_number, operator, ${PAYLOAD} from batch order by id
     ), settled as (
       delete from ${PENDING} using batch where event_id = batch.id and pending_event.block_hash = batch.block_hash
     ), dirty as (
       insert into ${DIRTY} select distinct operator, 'CHAIN_EVENT' from batch where operator is not null
     ), slashed as (
       update ${SLICE} set settled = true from batch join slash on slash.id = batch.subject
       where batch.name = 'SlashProposed' and violation_slice.incident_key = slash.incident_key and not settled
     )
     select count(*)::int as count, max(id) as cursor from batch`,
    [cursor, finalized, limit],
  );
  return { count: rows[0]?.count ?? 0, cursor: rows[0]?.cursor ?? cursor };
}

/**
 * The journal after `floor` and what was told as PENDING, without the events on both sides that need nothing.
 *
 * @param floor the place up to which everything is final or told
 */
export async function readTail(
  client: pg.PoolClient,
  floor: string,
): Promise<{ tail: JournalEvent[]; pending: PendingEvent[] }> {
  const { rows } = await client.query<{
    id: string;
    blockHash: string;
    blockNumber: string;
    missingAt: string | null;
    inJournal: boolean;
    told: boolean;
  }>(
    `select coalesce(e.id, p.event_id) as id, coalesce(e.block_hash, p.block_hash) as "blockHash",
            coalesce(e.block_number, p.block_number) as "blockNumber", p.missing_at_checkpoint as "missingAt",
            e.id is not null as "inJournal", p.event_id is not null as told
     from (select id, block_hash, block_number from event where id > $1) as e
     full join ${PENDING} as p on p.event_id = e.id and p.block_hash = e.block_hash
     where e.id is null or p.event_id is null or p.missing_at_checkpoint is not null
     order by 1`,
    [floor],
  );
  const events = rows.map((row) => ({ ...row, blockNumber: Number(row.blockNumber) }));
  return { tail: events.filter((row) => row.inJournal), pending: events.filter((row) => row.told) };
}

/** Carries a plan out. Retractions come first, newest event first; then what is new, oldest first. */
export async function applyPlan(client: pg.PoolClient, plan: Plan, position: Position): Promise<void> {
  if (plan.mark.length > 0) {
    await client.query(`update ${PENDING} set missing_at_checkpoint = $3 where ${IN_KEYS}`, [
      ...keys(plan.mark),
      markOf(position),
    ]);
  }
  if (plan.clear.length > 0) {
    // The operator may have been recomputed while the event was missing.
    await client.query(
      `with back as (update ${PENDING} set missing_at_checkpoint = null where ${IN_KEYS} returning operator)
       insert into ${DIRTY} select distinct operator, 'CHAIN_EVENT' from back where operator is not null`,
      keys(plan.clear),
    );
  }
  if (plan.retract.length > 0 || plan.tell.length > 0) await lockOutbox(client);
  if (plan.retract.length > 0) {
    await client.query(
      `with gone as (delete from ${PENDING} where ${IN_KEYS} returning *), ${telling("RETRACTED", "gone", "desc")}
       insert into ${DIRTY} select distinct operator, 'RETRACTION' from gone where operator is not null`,
      keys(plan.retract),
    );
  }
  if (plan.tell.length > 0) {
    await client.query(
      `with added as (
         insert into ${PENDING} (event_id, block_hash, block_number, operator, payload)
         select id, block_hash, block_number, operator, ${PAYLOAD} from event where id = any($1) returning *
       ), ${telling("PENDING", "added", "asc")}
       insert into ${DIRTY} select distinct operator, 'CHAIN_EVENT' from added where operator is not null`,
      // The journal has one row for an id, and it was read in this snapshot.
      [plan.tell.map((key) => key.id)],
    );
  }
}

function telling(finality: Finality, from: string, order: "asc" | "desc"): string {
  return `told as (
    insert into ${OUTBOX}
    select '${finality}', event_id, block_hash, block_number, operator, payload from ${from} order by event_id ${order}
  )`;
}

const IN_KEYS = "(event_id, block_hash) in (select * from unnest($1::text[], $2::text[]))";

function keys(of: readonly EventKey[]): [string[], string[]] {
  return [of.map((key) => key.id), of.map((key) => key.blockHash)];
}
