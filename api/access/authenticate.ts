/** From a request's Authorization header to who asks. */
import type pg from "pg";
import { type Caller, type Scope, UnauthenticatedError } from "./caller.ts";
import { isSecretOf, parseKey } from "./key.ts";

export interface Authenticator {
  /**
   * Who sent this header; null without one.
   *
   * @param header the Authorization header as it came
   * @param now Unix seconds
   * @throws UnauthenticatedError for a header that is no key, a key that is not known, and one that was revoked: whoever
   * shows a key means to use it, and must learn that it does not hold
   */
  callerOf(header: string | undefined, now: number): Promise<Caller | null>;
}

interface KeyRow {
  readonly hash: Buffer;
  readonly scopes: Scope[];
  readonly reporter: string | null;
  readonly revoked: boolean;
  readonly usedMinute: string | null;
}

const MINUTE = 60;

/** Reads the key's row each time, so that a revoked key ends at once and everywhere. */
export function createAuthenticator(pool: pg.Pool): Authenticator {
  return {
    async callerOf(header, now) {
      if (header === undefined) return null;
      const [, token = ""] = /^Bearer +(\S+)$/i.exec(header) ?? [];
      const key = parseKey(token);
      if (key === null) {
        throw new UnauthenticatedError("The Authorization header is not `Bearer din_<id>_<secret>`.");
      }
      const { rows } = await pool.query<KeyRow>({
        name: "din_api_key",
        text: `select hash, scopes, reporter, revoked_at is not null as revoked, last_used_at / ${MINUTE} as "usedMinute"
               from din_api.api_key where id = $1`,
        values: [key.id],
      });
      const [row] = rows;
      // The same words for a key that is not there and a wrong secret: ids are not to be found out.
      if (row === undefined || !isSecretOf(key.secret, row.hash)) {
        throw new UnauthenticatedError("This API key is not known.");
      }
      if (row.revoked) throw new UnauthenticatedError("This API key was revoked.");
      const minute = Math.floor(now / MINUTE);
      if (row.usedMinute === null || Number(row.usedMinute) < minute) await recordUse(pool, key.id, minute * MINUTE);
      return { keyId: key.id, scopes: row.scopes, reporter: row.reporter };
    },
  };
}

/** Once a minute and key, so that no request waits for another's row lock more often. */
async function recordUse(pool: pg.Pool, id: string, minute: number): Promise<void> {
  await pool.query(
    `update din_api.api_key set last_used_at = $2
     where id = $1 and (last_used_at is null or last_used_at < $2)`,
    [id, minute],
  );
}
