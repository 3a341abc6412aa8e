/** Times in which what is told of some alerts reaches nobody: it is recorded, and marked as silenced. */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import { assertRegistered } from "../db/registered.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { transactAgain } from "../db/transaction.ts";
import type { AlertKind } from "../domain/alert.ts";
import { NotFoundError, ValidationError } from "../domain/failure.ts";
import { lineOf } from "../domain/naming.ts";
import { lockAlerts } from "./record.ts";

/** Times are Unix seconds. */
export interface Silence {
  readonly id: string;
  /** Lowercase address; null for any. */
  readonly operator: string | null;
  /** Null for any. */
  readonly kind: AlertKind | null;
  readonly startAt: number;
  /** It ends before this moment. */
  readonly endAt: number;
  readonly reason: string;
  /** The key that did it. */
  readonly createdBy: string;
  readonly createdAt: number;
}

export interface SilenceRequest extends Pick<Silence, "operator" | "kind" | "endAt" | "reason"> {
  /** Null for now. */
  readonly startAt: number | null;
}

/** Days from now to the end of a silence: what is silenced for longer is forgotten. */
const MAX_DAYS = 30;
const MAX_REASON = 200;

const COLUMNS = `id, operator, kind, start_at::float8 as "startAt", end_at::float8 as "endAt", reason,
  created_by as "createdBy", created_at::float8 as "createdAt"`;

/**
 * Silences alerts from a moment on. What was told before stays told.
 *
 * @param by the API key that asks
 * @param now Unix seconds
 * @throws ValidationError, NotFoundError
 */
export async function silenceAlerts(pool: pg.Pool, request: SilenceRequest, by: string, now: number): Promise<Silence> {
  const { operator, kind, endAt } = request;
  const reason = checkedReason(request.reason);
  // The past is told already.
  const startAt = Math.max(request.startAt ?? now, now);
  assertTimes(startAt, endAt, now);
  const id = randomBytes(12).toString("hex");
  return transactAgain(pool, async (client) => {
    // First: a reorg may hold the indexer's tables for a while, and nobody is to wait for alerts meanwhile.
    if (operator !== null) await assertRegistered(client, operator, ["input", "operator"]);
    // What is told from now on sees it; but for a pass of the follower that has begun, which sees what was before it.
    await lockAlerts(client);
    const { rows } = await client.query<Silence>(
      `insert into ${API_SCHEMA}.silence (id, operator, kind, start_at, end_at, reason, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
      [id, operator, kind, startAt, endAt, reason, by, now],
    );
    return only(rows);
  });
}

/**
 * Ends a silence now; one that has not begun never will. Again changes nothing.
 *
 * @param now Unix seconds
 * @throws NotFoundError
 */
export async function endSilence(pool: pg.Pool, id: string, now: number): Promise<Silence> {
  return transactAgain(pool, async (client) => {
    await lockAlerts(client);
    const { rows } = await client.query<Silence>(
      `update ${API_SCHEMA}.silence set end_at = greatest(start_at, least(end_at, $2::bigint))
       where id = $1 returning ${COLUMNS}`,
      [id.replaceAll("\0", ""), now],
    );
    if (rows.length > 0) return only(rows);
    throw new NotFoundError({ code: "SILENCE_NOT_FOUND", message: "There is no such silence.", path: ["id"] });
  });
}

function only(rows: readonly Silence[]): Silence {
  const [row] = rows;
  if (row === undefined) throw new Error("the silence was not written");
  return row;
}

function assertTimes(startAt: number, endAt: number, now: number): void {
  if (endAt <= now) throw invalid("INVALID_END", "A silence ends in the future.", "end");
  if (endAt <= startAt) throw invalid("INVALID_END", "A silence ends after it starts.", "end");
  if (endAt > now + MAX_DAYS * 86_400) {
    throw invalid("INVALID_END", `A silence ends within ${MAX_DAYS} days from now.`, "end");
  }
}

function checkedReason(text: string): string {
  const reason = lineOf(text, MAX_REASON);
  if (reason !== null) return reason;
  throw invalid("INVALID_REASON", `A reason is one line of 1 to ${MAX_REASON} printable characters.`, "reason");
}

function invalid(code: string, message: string, field: string): ValidationError {
  return new ValidationError({ code, message, path: ["input", field] });
}
