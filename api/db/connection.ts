/** A connection of one's own for work that runs on and on: it is held, not shared, and says when it breaks. */
import type pg from "pg";
import { createPool } from "./pool.ts";

export interface Connection {
  readonly client: pg.PoolClient;
  readonly isLost: () => boolean;
  /** Ends the connection, with whatever runs on it. */
  readonly end: () => void;
}

export interface ConnectionOptions {
  readonly connectionString: string;
  readonly viewsSchema: string;
  readonly applicationName: string;
  /** Milliseconds. */
  readonly statementTimeoutMs: number;
  /** `set …;` statements for the session. */
  readonly settings: string;
  /** Called once when the connection breaks, not when it is ended here. */
  readonly onLost: (error: Error) => void;
}

/**
 * A reader that waits for a lock holds up nobody, but one that gives up and comes back shows what it is doing. And
 * Postgres must let go of the locks of a process that vanished without a word (power, network) or was stopped.
 */
const SETTINGS = `
  set lock_timeout = '2s';
  set idle_in_transaction_session_timeout = '15s';
  set idle_session_timeout = '30s';
  set tcp_keepalives_idle = 5;
  set tcp_keepalives_interval = 5;
  set tcp_keepalives_count = 3;
`;

/** @throws when the database cannot be reached */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const pool = createPool({
    connectionString: options.connectionString,
    viewsSchema: options.viewsSchema,
    applicationName: options.applicationName,
    max: 1,
    statementTimeoutMs: options.statementTimeoutMs,
    queryTimeoutMs: options.statementTimeoutMs + 5_000,
    // The connection is never idle in the pool: its errors come to `lose`.
    onError: () => undefined,
  });
  const client = await pool.connect().catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  let lost = false;
  const lose = (error?: Error) => {
    if (lost) return;
    lost = true;
    client.release(true);
    void pool.end();
    if (error !== undefined) options.onLost(error);
  };
  client.on("error", lose);
  client.on("end", () => lose(new Error("the connection ended")));
  try {
    await client.query(SETTINGS + options.settings);
  } catch (error) {
    lose();
    throw error;
  }
  return { client, isLost: () => lost, end: () => lose() };
}
