/** Deliveries that people ask for: a test, and one that was sent before. */
import type pg from "pg";
import { API_SCHEMA } from "../db/schema.ts";
import type { DeliveryState } from "../db/schema-alerts.ts";
import { transactAgain } from "../db/transaction.ts";
import { ConflictError, NotFoundError } from "../domain/failure.ts";
import { lockWebhook, type Owner } from "./webhooks.ts";

/** Tests of one webhook that may wait at a time: it is no way to make many requests to somebody. */
export const MAX_WAITING_TESTS = 5;

export interface Delivery {
  readonly id: number;
  readonly webhookId: string;
  /** Null for a test. */
  readonly alertEventId: number | null;
  readonly state: DeliveryState;
  /** Since it was queued last. */
  readonly attempts: number;
  /** Milliseconds since the epoch. */
  readonly nextAttemptAt: number;
  /** Unix seconds, both. */
  readonly createdAt: number;
  readonly deliveredAt: number | null;
}

const DELIVERY = `${API_SCHEMA}.webhook_delivery`;
const COLUMNS = `d.id::float8 as id, d.webhook_id as "webhookId", d.alert_event_id::float8 as "alertEventId", d.state,
  d.attempts, d.next_attempt_at::float8 as "nextAttemptAt", d.created_at::float8 as "createdAt",
  d.delivered_at::float8 as "deliveredAt"`;

/**
 * Queues a message that says nothing but that it came.
 *
 * @param now Unix seconds
 * @throws NotFoundError; ConflictError WEBHOOK_DELETED, TOO_MANY_TESTS
 */
export async function testWebhook(pool: pg.Pool, id: string, owner: Owner, now: number): Promise<Delivery> {
  return transactAgain(pool, async (client) => {
    const webhook = await lockWebhook(client, id, owner);
    assertLives(webhook);
    const { rowCount } = await client.query(
      `select from ${DELIVERY} where webhook_id = $1 and state = 'WAITING' and alert_event_id is null`,
      [id],
    );
    if ((rowCount ?? 0) >= MAX_WAITING_TESTS) {
      const message = `${MAX_WAITING_TESTS} tests wait already; see what became of them.`;
      throw new ConflictError({ code: "TOO_MANY_TESTS", message, path: ["id"] });
    }
    return only(
      await client.query<Delivery>(
        `insert into ${DELIVERY} as d (webhook_id, alert_event_id, state, next_attempt_at, created_at)
         values ($1, null, 'WAITING', 0, $2) returning ${COLUMNS}`,
        [id, now],
      ),
    );
  });
}

/**
 * Sends what is dead, or was delivered, again, with all its attempts. What waits goes on waiting.
 *
 * @param id of the delivery, decimal
 * @throws NotFoundError; ConflictError WEBHOOK_DELETED
 */
export async function redeliver(pool: pg.Pool, id: string, owner: Owner): Promise<Delivery> {
  if (!/^\d{1,15}$/.test(id)) throw notFound(id);
  return transactAgain(pool, async (client) => {
    const { rows } = await client.query<Delivery>(
      `select ${COLUMNS} from ${DELIVERY} as d join ${API_SCHEMA}.webhook as w on w.id = d.webhook_id
       where d.id = $1 and (w.created_by = $2 or $3)`,
      [id, owner.keyId, owner.all],
    );
    const [found] = rows;
    if (found === undefined) throw notFound(id);
    assertLives(await lockWebhook(client, found.webhookId, owner));
    await client.query(
      `update ${DELIVERY} set state = 'WAITING', attempts = 0, next_attempt_at = 0, delivered_at = null
       where id = $1 and state in ('DEAD', 'DELIVERED')`,
      [id],
    );
    return only(await client.query<Delivery>(`select ${COLUMNS} from ${DELIVERY} as d where id = $1`, [id]));
  });
}

function assertLives({ id, deletedAt }: { readonly id: string; readonly deletedAt: number | null }): void {
  if (deletedAt === null) return;
  throw new ConflictError({ code: "WEBHOOK_DELETED", message: `The webhook ${id} was deleted.` });
}

function notFound(id: string): NotFoundError {
  const message = `You have no delivery ${JSON.stringify(id.slice(0, 80))}.`;
  return new NotFoundError({ code: "DELIVERY_NOT_FOUND", message, path: ["deliveryId"] });
}

function only({ rows: [row] }: pg.QueryResult<Delivery>): Delivery {
  if (row === undefined) throw new Error("a delivery is not there");
  return row;
}
