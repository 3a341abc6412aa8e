/** Work in one transaction that is on disk when it returns. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const ATTEMPTS = 6;

/** Does work in one transaction, once. @throws whatever the work or Postgres throws; then nothing was changed */
export async function transact<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
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

/** As `transact`; what lost against another transaction is done again. */
export async function transactAgain<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transact(pool, work);
    } catch (error) {
      if (attempt >= ATTEMPTS || !isOvertaken(error)) throw error;
      await pause(attempt);
    }
  }
}

/** Both sides of a conflict would come at the same time again. */
export async function pause(attempt: number): Promise<void> {
  await sleep(Math.random() * 10 * attempt);
}

/** Deadlock, or serialization failure. */
export function isOvertaken(error: unknown): boolean {
  return hasState(error, ["40P01", "40001"]);
}

/** Whether Postgres gave one of these SQLSTATEs. */
export function hasState(error: unknown, states: readonly string[]): boolean {
  return error instanceof pg.DatabaseError && states.includes(error.code ?? "");
}
