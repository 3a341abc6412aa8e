/** Webhooks are made, ended and tried out here. Whoever made one sees and changes it, and who may do everything. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { lockAlerts } from "../alerts/record.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { transactAgain } from "../db/transaction.ts";
import type { AlertKind, AlertSeverity } from "../domain/alert.ts";
import { ConflictError, NotFoundError, ValidationError } from "../domain/failure.ts";
import { dropDeliveries } from "./purge.ts";
import { addressesOf, PrivateTargetError, type Resolve, resolverOf } from "./resolve.ts";
import { formatSecret, newSecret } from "./signature.ts";
import { checkedUrl, hostOf } from "./target.ts";

/** Webhooks that one key may have at a time. */
export const MAX_WEBHOOKS = 50;

export const MAX_DESCRIPTION = 200;

/** Milliseconds that a name server is waited for when a webhook is created. What does not resolve by then may do so later. */
const LOOKUP_MS = 2_500;

/** All of a webhook but its secret. Times are Unix seconds. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  /** Null for any, both. */
  readonly kinds: AlertKind[] | null;
  readonly severities: AlertSeverity[] | null;
  /** Lowercase address; null for any. */
  readonly operator: string | null;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly deletedAt: number | null;
}

export interface WebhookRequest {
  readonly url: string;
  readonly description: string;
  readonly kinds: readonly AlertKind[] | null;
  readonly severities: readonly AlertSeverity[] | null;
  readonly operator: string | null;
}

/** Whose webhooks are spoken of. */
export interface Owner {
  readonly keyId: string;
  /** Whether those of all keys are. */
  readonly all: boolean;
}

export interface TargetRules {
  readonly allowPrivate: boolean;
  /** Default: see `resolverOf`. */
  readonly resolve?: Resolve;
}

const WEBHOOK = `${API_SCHEMA}.webhook`;
const COLUMNS = `id, url, description, kinds, severities, operator, created_by as "createdBy",
  created_at::float8 as "createdAt", deleted_at::float8 as "deletedAt"`;

/**
 * Creates a webhook and tells its secret, for the only time.
 *
 * @param now Unix seconds
 * @throws ValidationError; ConflictError TOO_MANY_WEBHOOKS
 */
export async function createWebhook(
  pool: pg.Pool,
  request: WebhookRequest,
  owner: Owner,
  rules: TargetRules,
  now: number,
): Promise<{ readonly secret: string; readonly webhook: Webhook }> {
  const url = checkedUrl(request.url, rules.allowPrivate);
  const description = checkedDescription(request.description);
  const kinds = checkedChoice(request.kinds, "kinds");
  const severities = checkedChoice(request.severities, "severities");
  await assertTarget(url, rules);
  const secret = newSecret();
  const webhook = await transactAgain(pool, async (client) => {
    // Others of the same key wait here, so that the count holds.
    await client.query(`select from ${API_SCHEMA}.api_key where id = $1 for no key update`, [owner.keyId]);
    await assertRoom(client, owner.keyId);
    const { rows } = await client.query<Webhook>(
      `insert into ${WEBHOOK} (id, url, description, secret, kinds, severities, operator, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${COLUMNS}`,
      [
        ...[`wh_${randomBytes(10).toString("hex")}`, url.href, description, secret],
        ...[kinds, severities, request.operator, owner.keyId, now],
      ],
    );
    const [row] = rows;
    if (row === undefined) throw new Error("a webhook was not inserted");
    return row;
  });
  return { secret: formatSecret(secret), webhook };
}

/**
 * Ends a webhook; what waits for it is dropped. Again changes nothing.
 *
 * @param now Unix seconds
 * @throws NotFoundError
 */
export async function deleteWebhook(pool: pg.Pool, id: string, owner: Owner, now: number): Promise<Webhook> {
  const deleted = await transactAgain(pool, async (client) => {
    // A writer of alerts that saw the webhook must have put its deliveries before they are dropped.
    await lockAlerts(client);
    await lockWebhook(client, id, owner);
    const { rows } = await client.query<Webhook>(
      `update ${WEBHOOK} set deleted_at = coalesce(deleted_at, $2) where id = $1 returning ${COLUMNS}`,
      [id, now],
    );
    const [row] = rows;
    if (row === undefined) throw notFound(id);
    return row;
  });
  // All alerts wait for the lock, and what waits for one that does not answer may be much.
  await dropDeliveries(pool);
  return deleted;
}

/**
 * A webhook of the owner's, deleted or not.
 *
 * @throws NotFoundError
 */
export async function findWebhook(pool: pg.Pool, id: string, owner: Owner): Promise<Webhook> {
  const { rows } = await pool.query<Webhook>(
    `select ${COLUMNS} from ${WEBHOOK} where id = $1 and (created_by = $2 or $3)`,
    [idOf(id), owner.keyId, owner.all],
  );
  const [row] = rows;
  if (row === undefined) throw notFound(id);
  return row;
}

/** The same, locked for the transaction. @throws NotFoundError */
export async function lockWebhook(client: pg.ClientBase, id: string, owner: Owner): Promise<Webhook> {
  const { rows } = await client.query<Webhook>(
    `select ${COLUMNS} from ${WEBHOOK} where id = $1 and (created_by = $2 or $3) for update`,
    [idOf(id), owner.keyId, owner.all],
  );
  const [row] = rows;
  if (row === undefined) throw notFound(id);
  return row;
}

/** Postgres has no NUL in text, and no id has one. */
const idOf = (id: string): string => (/^wh_[0-9a-f]{20}$/.test(id) ? id : "");

/** The same words for one that is not there and another's: ids are not to be found out. */
function notFound(id: string): NotFoundError {
  const message = `You have no webhook ${JSON.stringify(id.slice(0, 80))}.`;
  return new NotFoundError({ code: "WEBHOOK_NOT_FOUND", message, path: ["id"] });
}

async function assertRoom(client: pg.ClientBase, keyId: string): Promise<void> {
  const { rowCount } = await client.query(`select from ${WEBHOOK} where created_by = $1 and deleted_at is null`, [
    keyId,
  ]);
  if ((rowCount ?? 0) < MAX_WEBHOOKS) return;
  const message = `A key has at most ${MAX_WEBHOOKS} webhooks: delete one first.`;
  throw new ConflictError({ code: "TOO_MANY_WEBHOOKS", message });
}

/** Told early where it can be; what holds is what the sender finds. */
async function assertTarget(url: URL, { allowPrivate, resolve = resolverOf(allowPrivate) }: TargetRules) {
  if (allowPrivate) return;
  const found = addressesOf(hostOf(url), { allowPrivate, resolve }).then(
    () => null,
    (error: unknown) => error,
  );
  const failure = await Promise.race([found, sleep(LOOKUP_MS, null, { ref: false })]);
  if (!(failure instanceof PrivateTargetError)) return;
  throw new ValidationError({
    code: "PRIVATE_TARGET",
    message: "The URL's host has an address that is not on the public internet.",
    path: ["input", "url"],
  });
}

function checkedDescription(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length <= MAX_DESCRIPTION && !/\p{Cc}|\p{Cs}/u.test(trimmed)) return trimmed;
  throw new ValidationError({
    code: "INVALID_DESCRIPTION",
    message: `A description has at most ${MAX_DESCRIPTION} printable characters.`,
    path: ["input", "description"],
  });
}

function checkedChoice<Item>(items: readonly Item[] | null, field: string): Item[] | null {
  if (items === null) return null;
  if (items.length > 0) return [...new Set(items)];
  const message = `An empty list of ${field} would match nothing: leave it out for all of them.`;
  throw new ValidationError({ code: "EMPTY_LIST", message, path: ["input", field] });
}
