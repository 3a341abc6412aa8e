/** Work that one process at a time does. */
import { type Connection, type ConnectionOptions, openConnection } from "./connection.ts";

/**
 * A connection that holds the leader's lock and runs the leader's transactions, so that a leader that has lost the lock
 * cannot write any more: the transaction dies with the connection, as the lock does, and with it leadership.
 */
export interface LeaderConnection extends Connection {
  /** Whether it leads, having tried to if it did not. */
  readonly tryLead: () => Promise<boolean>;
}

export interface LeaderOptions extends ConnectionOptions {
  /** One of `LOCKS`: it is the session's. */
  readonly lock: bigint;
}

/** @throws when the database cannot be reached */
export async function openLeader({ lock, ...options }: LeaderOptions): Promise<LeaderConnection> {
  const connection = await openConnection(options);
  let held = false;
  return {
    ...connection,
    tryLead: async () => {
      if (!held) {
        const { rows } = await connection.client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [
          lock,
        ]);
        held = rows[0]?.held === true;
      }
      return held && !connection.isLost();
    },
  };
}
