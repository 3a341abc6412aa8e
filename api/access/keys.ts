/** Keys are created, listed and revoked here, by an admin's mutation and by the command line alike. */
import type pg from "pg";
import { NotFoundError, ValidationError } from "../domain/failure.ts";
import { checkedName, ID } from "../domain/naming.ts";
import { isScope, type Scope } from "./caller.ts";
import { formatKey, hashSecret, isKeyId, newKey } from "./key.ts";

/** All of a key but its secret. Times are Unix seconds. */
export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: Scope[];
  readonly reporter: string | null;
  readonly createdBy: string | null;
  readonly createdAt: number;
  readonly revokedAt: number | null;
  readonly lastUsedAt: number | null;
}

export interface KeyRequest {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly reporter: string | null;
}

const COLUMNS = `id, name, scopes, reporter, created_by as "createdBy", created_at::float8 as "createdAt",
  revoked_at::float8 as "revokedAt", last_used_at::float8 as "lastUsedAt"`;

/**
 * Creates a key and tells it, for the only time.
 *
 * @param createdBy the key that asks; null for the command line
 * @param now Unix seconds
 * @throws ValidationError, NotFoundError
 */
export async function createKey(
  pool: pg.Pool,
  request: KeyRequest,
  createdBy: string | null,
  now: number,
): Promise<{ readonly key: string; readonly row: ApiKeyRow }> {
  const name = checkedName(request.name);
  const scopes = checkedScopes(request.scopes);
  if (request.reporter !== null) await assertReporter(pool, request.reporter);
  const key = newKey();
  const { rows } = await pool.query<ApiKeyRow>(
    `insert into din_api.api_key (id, name, hash, scopes, reporter, created_by, created_at)
     values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
    [key.id, name, hashSecret(key.secret), scopes, request.reporter, createdBy, now],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`key ${key.id} was not inserted`);
  return { key: formatKey(key), row };
}

/** All keys, the newest first; revoked ones too. */
export async function listKeys(pool: pg.Pool): Promise<ApiKeyRow[]> {
  const { rows } = await pool.query<ApiKeyRow>(`select ${COLUMNS} from din_api.api_key order by created_at desc, id`);
  return rows;
}

/**
 * Ends a key from the next request on. Revoking it again changes nothing.
 *
 * @throws NotFoundError
 */
export async function revokeKey(pool: pg.Pool, id: string, now: number): Promise<ApiKeyRow> {
  const revoke = `update din_api.api_key set revoked_at = coalesce(revoked_at, $2) where id = $1 returning ${COLUMNS}`;
  const [row] = isKeyId(id) ? (await pool.query<ApiKeyRow>(revoke, [id, now])).rows : [];
  if (row !== undefined) return row;
  throw new NotFoundError({ code: "API_KEY_NOT_FOUND", message: `There is no API key ${show(id)}.`, path: ["id"] });
}

function checkedScopes(scopes: readonly string[]): Scope[] {
  const known = [...new Set(scopes)].filter(isScope);
  if (known.length > 0 && known.length === new Set(scopes).size) return known;
  throw new ValidationError({
    code: "INVALID_SCOPES",
    message: scopes.length === 0 ? "A key needs a scope." : `Not all of these are scopes: ${show(scopes.join(", "))}.`,
    path: ["input", "scopes"],
  });
}

async function assertReporter(pool: pg.Pool, id: string): Promise<void> {
  if (ID.test(id)) {
    const { rowCount } = await pool.query("select from din_api.reporter where id = $1", [id]);
    if (rowCount !== 0) return;
  }
  throw new NotFoundError({
    code: "REPORTER_NOT_FOUND",
    message: `There is no reporter ${show(id)}: register it first.`,
    path: ["input", "reporter"],
  });
}

const show = (text: string): string => JSON.stringify(text.slice(0, 80));
