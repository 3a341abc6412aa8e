import { type Connection, openConnection } from "../db/connection.ts";
import { LOCKS } from "../db/locks.ts";

/**
 * The one connection of a follower. It holds the leader's lock and runs the leader's transactions, so that a follower
 * that has lost the lock cannot write any more: the transaction dies with the connection, as the lock does, and with
 * it leadership.
 */
export interface Session extends Connection {
  /** Whether this session leads, having tried to if it did not. */
  readonly tryLead: () => Promise<boolean>;
}

export interface SessionOptions {
  readonly connectionString: string;
  readonly viewsSchema: string;
  /** Called once when the connection breaks. */
  readonly onLost: (error: Error) => void;
}

/** A reorg holds the indexer's tables for far less; a pass is made of small statements. Milliseconds. */
const STATEMENT_TIMEOUT_MS = 10_000;

/** @throws when the database cannot be reached */
export async function openSession({ connectionString, viewsSchema, onLost }: SessionOptions): Promise<Session> {
  const connection = await openConnection({
    connectionString,
    viewsSchema,
    applicationName: "din-follower",
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    settings: "",
    onLost,
  });
  let held = false;
  return {
    ...connection,
    tryLead: async () => {
      if (!held) {
        const { rows } = await connection.client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [
          LOCKS.follower,
        ]);
        held = rows[0]?.held === true;
      }
      return held && !connection.isLost();
    },
  };
}
