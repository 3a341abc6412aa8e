import pg from "pg";
import { API_SCHEMA } from "../db/schema.ts";

/** Why the follower makes no progress. It retries all of them; none needs a restart. */
export type FollowerErrorCode =
  /** No connection, or it broke. */
  | "DATABASE_UNREACHABLE"
  /** The API's own tables are missing: migrations have not run. */
  | "NOT_MIGRATED"
  /** The indexer's views are missing, or hold no checkpoint or registry yet: it has never finished its backfill. */
  | "INDEXER_NOT_READY"
  /** The indexer holds its tables, as it does while it undoes a reorg, or the database is slow. */
  | "INDEXER_BUSY"
  /** Another transaction got in the way. */
  | "CONFLICT"
  /** The views hold another registry than this API is meant for. */
  | "WRONG_REGISTRY"
  /** The last event told as final is not what the indexer's final history says now. */
  | "FINAL_HISTORY_CHANGED"
  /** A bug. */
  | "INTERNAL";

/** Something the follower found that keeps it from going on. */
export class FollowerError extends Error {
  override readonly name = "FollowerError";
  readonly code: FollowerErrorCode;

  constructor(code: FollowerErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Codes that somebody has to do something about; the others pass. */
const SEVERE: ReadonlySet<FollowerErrorCode> = new Set([
  "NOT_MIGRATED",
  "WRONG_REGISTRY",
  "FINAL_HISTORY_CHANGED",
  "INTERNAL",
]);

export function isSevere(code: FollowerErrorCode): boolean {
  return SEVERE.has(code);
}

/** Which of the codes an error stands for. */
export function codeOf(error: unknown): FollowerErrorCode {
  if (error instanceof FollowerError) return error.code;
  if (error instanceof pg.DatabaseError) return codeOfState(error.code ?? "", error.message);
  return isConnectionError(error) ? "DATABASE_UNREACHABLE" : "INTERNAL";
}

function codeOfState(state: string, message: string): FollowerErrorCode {
  // Undefined table, schema or column; an object that was dropped while the statement waited for it.
  if (["42P01", "3F000", "42703", "XX000"].includes(state)) {
    if (message.includes(API_SCHEMA)) return "NOT_MIGRATED";
    return state === "XX000" && !message.includes("could not open relation") ? "INTERNAL" : "INDEXER_NOT_READY";
  }
  // Lock timeout, statement timeout.
  if (state === "55P03" || state === "57014") return "INDEXER_BUSY";
  // Serialisation failure, deadlock.
  if (state === "40001" || state === "40P01") return "CONFLICT";
  // Connection, authorisation, database missing, resources, shutdown, idle timeouts.
  if (/^(08|28|3D|53|57P|25P)/.test(state)) return "DATABASE_UNREACHABLE";
  return "INTERNAL";
}

/** Errors of the socket carry a system call; those of the driver only a sentence. */
function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("syscall" in error || error instanceof AggregateError) return true;
  return /connection|connect|timeout|terminated|not queryable/i.test(error.message);
}
