import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { maintainPartitions } from "../db/partitions.ts";
import type { Store } from "./store.ts";

/** Thrown by what a transaction does, to have it done again from the start: somebody else was faster. */
export class Overtaken extends Error {
  override readonly name = "Overtaken";
}

const ATTEMPTS = 6;

/**
 * Does work in one transaction that is on disk when this returns. What lost against another transaction is done again.
 * Where a partition is missing they are made, once.
 *
 * @param now Unix seconds
 */
export async function inTransaction<Result>(
  { pool, retention }: Store,
  now: number,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  let maintained = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(pool, work);
    } catch (error) {
      if (isMissingPartition(error) && !maintained) {
        maintained = true;
        await maintainPartitions(pool, now, retention);
      } else if (!isOvertaken(error) || attempt >= ATTEMPTS) throw error;
      // Both sides of a conflict would come at the same time again.
      else await sleep(Math.random() * 10 * attempt);
    }
  }
}

async function once<Result>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin; set local synchronous_commit = on");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** SQLSTATE check_violation: no partition for the row. */
function isMissingPartition(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "23514";
}

/** Deadlock, serialization failure, or a loss that the work itself noticed. */
function isOvertaken(error: unknown): boolean {
  if (error instanceof Overtaken) return true;
  return error instanceof pg.DatabaseError && (error.code === "40P01" || error.code === "40001");
}
