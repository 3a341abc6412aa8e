/** Deliveries as senders take them and put them back. Any number of senders share them. */
import type pg from "pg";
import { API_SCHEMA } from "../db/schema.ts";
import type { LoggedEvent } from "./payload.ts";
import type { Outcome, Verdict } from "./retry.ts";

const WEBHOOK = `${API_SCHEMA}.webhook`;
const DELIVERY = `${API_SCHEMA}.webhook_delivery`;
const ATTEMPT = `${API_SCHEMA}.webhook_attempt`;

/** A delivery that is this sender's until its lease ends. */
export interface Claimed {
  /** Decimal. */
  readonly id: string;
  readonly webhookId: string;
  readonly url: string;
  readonly secret: Buffer;
  /** With the one that is to come; counted anew after a redelivery. */
  readonly attempts: number;
  /** Unix seconds. */
  readonly createdAt: number;
  /** Null for a test. */
  readonly event: LoggedEvent | null;
  /** When others may take it, milliseconds since the epoch. */
  readonly leaseUntil: number;
}

/** What may be begun for one webhook. */
export interface Room {
  readonly left: number;
  /** Whether its last attempt failed. */
  readonly failing: boolean;
}

export interface ClaimRequest {
  /** Milliseconds since the epoch, both. */
  readonly now: number;
  readonly leaseUntil: number;
  /** Most deliveries in all, of all webhooks that fail, and of one webhook; of those in `rooms` as many as it says. */
  readonly limit: number;
  readonly failingLimit: number;
  readonly room: number;
  readonly rooms: ReadonlyMap<string, Room>;
}

/**
 * The first part jumps over the index from webhook to webhook that anything waits for, so that a long backlog of one costs
 * the others nothing. An attempt is counted when it begins: a delivery that ends its senders ends, too, see `UNFINISHED`.
 */
const CLAIM = `
  with recursive waiting (webhook_id) as (
    (select webhook_id from ${DELIVERY} where state = 'WAITING' order by webhook_id limit 1)
    union all
    select (select d.webhook_id from ${DELIVERY} as d where d.state = 'WAITING' and d.webhook_id > waiting.webhook_id
            order by d.webhook_id limit 1)
    from waiting where waiting.webhook_id is not null
  ), ready as (
    select d.*, told.failing is true as failing,
      row_number() over (partition by told.failing is true order by d.next_attempt_at, d.id) as place
    from waiting
    join ${WEBHOOK} as w on w.id = waiting.webhook_id and w.deleted_at is null
    left join unnest($2::text[], $3::int[], $7::boolean[]) as told (webhook_id, room, failing)
      on told.webhook_id = waiting.webhook_id
    cross join lateral (
      select id, webhook_id, alert_event_id, next_attempt_at from ${DELIVERY}
      where webhook_id = waiting.webhook_id and state = 'WAITING' and next_attempt_at <= $1
      order by next_attempt_at, id limit coalesce(told.room, $4)
      for update skip locked
    ) as d
  ), due as (
    select * from ready where not failing or place <= $8 order by next_attempt_at, id limit $5
  )
  update ${DELIVERY} as d set next_attempt_at = $6, attempts = d.attempts + 1
  from due join ${WEBHOOK} as w on w.id = due.webhook_id
  left join ${API_SCHEMA}.alert_event as e on e.id = due.alert_event_id
  where d.id = due.id
  returning d.id::text, d.webhook_id as "webhookId", w.url, w.secret, d.attempts, d.created_at::float8 as "createdAt",
    case when e.id is not null
      then jsonb_build_object('id', e.id::text, 'type', e.type, 'at', e.at, 'alert', e.alert) end as event`;

/** Takes due deliveries, the oldest first, so that no other sender takes them before the lease ends. */
export async function claimDeliveries(pool: pg.Pool, request: ClaimRequest): Promise<readonly Claimed[]> {
  const { now, leaseUntil, limit, failingLimit, room, rooms } = request;
  const told = [...rooms.values()];
  const { rows } = await pool.query<Omit<Claimed, "leaseUntil">>({
    name: "din_claim_deliveries",
    text: CLAIM,
    values: [
      ...[now, [...rooms.keys()], told.map(({ left }) => left), room, limit, leaseUntil],
      ...[told.map(({ failing }) => failing), failingLimit],
    ],
  });
  return rows.map((row) => ({ ...row, leaseUntil })).sort((a, b) => Number(a.id) - Number(b.id));
}

/**
 * An attempt after the lease has ended may have been overtaken by another's: then only a success changes the delivery. One
 * that was dropped in the meantime stays so.
 */
const RECORD = `
  with logged as (
    insert into ${ATTEMPT} (delivery_id, attempt, at, status, error, duration_ms)
    select $1, coalesce(max(attempt), 0) + 1, $2, $3, $4, $5 from ${ATTEMPT} where delivery_id = $1
  )
  update ${DELIVERY} set state = $6, next_attempt_at = coalesce($7, next_attempt_at), delivered_at = $8
  where id = $1 and state = 'WAITING' and (next_attempt_at = $9 or $6 = 'DELIVERED')`;

export interface Attempt {
  readonly outcome: Outcome;
  readonly verdict: Verdict;
  readonly durationMs: number;
}

/**
 * Writes down what came of an attempt.
 *
 * @param now milliseconds since the epoch
 */
export async function recordAttempt(
  pool: pg.Pool,
  { id, leaseUntil }: Claimed,
  { outcome, verdict, durationMs }: Attempt,
  now: number,
): Promise<void> {
  const at = Math.floor(now / 1_000);
  const nextAttemptAt = verdict.state === "WAITING" ? now + verdict.delayMs : null;
  await pool.query({
    name: "din_record_attempt",
    text: RECORD,
    values: [
      ...[id, at, outcome.status, outcome.error, Math.round(durationMs)],
      ...[verdict.state, nextAttemptAt, verdict.state === "DELIVERED" ? at : null, leaseUntil],
    ],
  });
}

/**
 * Gives back what was not sent to its end: the next sender need not wait for the leases.
 *
 * @param now milliseconds since the epoch
 */
export async function releaseDeliveries(pool: pg.Pool, held: readonly Claimed[], now: number): Promise<void> {
  if (held.length === 0) return;
  await pool.query(
    `update ${DELIVERY} as d set next_attempt_at = $3, attempts = d.attempts - 1
     from unnest($1::bigint[], $2::bigint[]) as held (id, lease_until)
     where d.id = held.id and d.state = 'WAITING' and d.next_attempt_at = held.lease_until`,
    [held.map(({ id }) => id), held.map(({ leaseUntil }) => leaseUntil), now],
  );
}
