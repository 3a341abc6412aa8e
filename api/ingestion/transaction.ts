import type pg from "pg";
import { makePartitions } from "../db/partitions.ts";
import { hasState, isOvertaken, pause, transact } from "../db/transaction.ts";
import type { Store } from "./store.ts";

const ATTEMPTS = 6;

/**
 * Does work in one transaction that is on disk when this returns. What lost against another transaction is done again.
 * Where a partition is missing, it is made.
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
      return await transact(pool, work);
    } catch (error) {
      if (attempt >= ATTEMPTS) throw error;
      if (isMissingPartition(error) && !maintained) maintained = await makeMissing(pool, now, retention);
      else if (!isOvertaken(error)) throw error;
      await pause(attempt);
    }
  }
}

/** One at a time in this process: of many batches that miss a partition, one makes it. */
const making = new WeakMap<pg.Pool, Promise<boolean>>();

/** Makes what is missing; false if another process is at it for so long that it may be there when it is tried again. */
async function makeMissing(pool: pg.Pool, now: number, retention: Store["retention"]): Promise<boolean> {
  const running = making.get(pool);
  if (running !== undefined) return running;
  const made = makePartitions(pool, now, retention)
    .then(() => true)
    .catch((error: unknown) => {
      if (hasState(error, ["55P03", "40P01"])) return false;
      throw error;
    })
    .finally(() => making.delete(pool));
  making.set(pool, made);
  return made;
}

/** SQLSTATE check_violation: no partition for the row. */
function isMissingPartition(error: unknown): boolean {
  return hasState(error, ["23514"]);
}
