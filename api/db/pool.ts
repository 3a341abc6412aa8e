import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import * as chain from "../../indexer/ponder.schema.ts";
import * as own from "./schema.ts";
import * as alerts from "./schema-alerts.ts";
import * as violations from "./schema-violations.ts";

/** The indexer's tables (through its views) and the API's own, as drizzle knows them. */
const tables = { ...chain, ...own, ...violations, ...alerts };

export type Database = NodePgDatabase<typeof tables> & { readonly $client: pg.Pool | pg.PoolClient };

export interface PoolOptions {
  readonly connectionString: string;
  /** The stable schema the indexer's views live in; the tables of `chain.ts` resolve there. */
  readonly viewsSchema: string;
  readonly applicationName: string;
  readonly max: number;
  /** Milliseconds; short, because a reorg takes an exclusive lock on every table of the indexer. */
  readonly statementTimeoutMs: number;
  /**
   * Milliseconds to wait for an answer before the query fails on this side; for a server that went away without a word.
   * None by default.
   */
  readonly queryTimeoutMs?: number;
  /** Called with errors of idle connections, which have no caller to throw at. */
  readonly onError: (error: Error) => void;
}

/** A pool whose connections find the indexer's views by search path. Connects lazily; close with `pool.end()`. */
export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    application_name: options.applicationName,
    max: options.max,
    connectionTimeoutMillis: 5_000,
    statement_timeout: options.statementTimeoutMs,
    query_timeout: options.queryTimeoutMs,
    keepAlive: true,
    options: `-c search_path="${options.viewsSchema}"`,
  });
  pool.on("error", options.onError);
  // The error of a connection in use reaches its user with the query; without a listener it would end the process too.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** Drizzle over a pool or one of its clients. */
export function createDatabase(client: pg.Pool | pg.PoolClient): Database {
  return drizzle(client, { schema: tables, casing: "snake_case" });
}
