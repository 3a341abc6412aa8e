import type pg from "pg";
import { LOCKS } from "../db/locks.ts";
import { createPool } from "../db/pool.ts";

/**
 * The one connection of a follower. It holds the leader's lock and runs the leader's transactions, so that a follower
 * that has lost the lock cannot write any more: the transaction dies with the connection, as the lock does.
 */
export interface Session {
  readonly client: pg.PoolClient;
  /** Whether the connection broke, which ends leadership at once. */
  readonly isLost: () => boolean;
  /** Whether this session leads, having tried to if it did not. */
  readonly tryLead: () => Promise<boolean>;
  /** Ends the connection, with whatever runs on it, and with it leadership. */
  readonly end: () => void;
}

export interface SessionOptions {
  readonly connectionString: string;
  readonly viewsSchema: string;
  /** Called once when the connection breaks. */
  readonly onLost: (error: Error) => void;
}

/** A reorg holds the indexer's tables for far less; a pass is made of small statements. Milliseconds. */
const STATEMENT_TIMEOUT_MS = 10_000;

/**
 * A reader that waits for a lock holds up nobody, but one that gives up and comes back shows the follower as it is. And
 * Postgres must let go of the lock of a leader that vanished without a word (power, network) or was stopped.
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
export async function openSession(options: SessionOptions): Promise<Session> {
  const pool = createPool({
    connectionString: options.connectionString,
    viewsSchema: options.viewsSchema,
    applicationName: "din-follower",
    max: 1,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    queryTimeoutMs: STATEMENT_TIMEOUT_MS + 5_000,
    // The connection is never idle in the pool: its errors come to `lose`.
    onError: () => undefined,
  });
  const client = await pool.connect().catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  let lost = false;
  let leading = false;
  const lose = (error?: Error) => {
    if (lost) return;
    lost = true;
    leading = false;
    client.release(true);
    void pool.end();
    if (error !== undefined) options.onLost(error);
  };
  client.on("error", lose);
  client.on("end", () => lose(new Error("the connection ended")));
  try {
    await client.query(SETTINGS);
  } catch (error) {
    lose();
    throw error;
  }
  return {
    client,
    isLost: () => lost,
    tryLead: async () => {
      if (leading) return true;
      const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [
        LOCKS.follower,
      ]);
      leading = !lost && rows[0]?.held === true;
      return leading;
    },
    end: () => lose(),
  };
}
