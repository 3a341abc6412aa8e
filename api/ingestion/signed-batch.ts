/** Which signed batches were taken: none is taken twice. */
import type pg from "pg";
import { MAX_DEADLINE_SECONDS } from "../access/typed-data.ts";
import { ConflictError } from "../domain/failure.ts";
import type { SignedBatch } from "./signature.ts";

/**
 * Notes a batch as taken, in the transaction that writes it.
 *
 * @throws ConflictError if it was taken before
 */
export async function takeOnce(client: pg.PoolClient, { reporter, hash, deadline }: SignedBatch): Promise<void> {
  const { rowCount } = await client.query(
    "insert into din_api.signed_batch (reporter, digest, deadline) values ($1, $2, $3) on conflict do nothing",
    [reporter, hash, deadline],
  );
  if (rowCount !== 0) return;
  throw new ConflictError({
    code: "REPLAYED",
    message: "This signed batch was taken before. Sign a new deadline to send the samples again.",
    path: ["input", "signature"],
  });
}

/** So many are forgotten at once, that it is never a long statement. */
const AT_ONCE = 1_000;

/**
 * Forgets batches that their deadline keeps from being taken again, on any replica whose clock is not an hour behind.
 * Rows that another replica is forgetting are left to it.
 *
 * @returns whether these were all
 */
export async function forgetPassed(pool: pg.Pool, now: number): Promise<boolean> {
  const { rowCount } = await pool.query(
    `delete from din_api.signed_batch where (reporter, digest) in (
       select reporter, digest from din_api.signed_batch where deadline < $1 limit ${AT_ONCE} for update skip locked
     )`,
    [now - MAX_DEADLINE_SECONDS],
  );
  return (rowCount ?? 0) < AT_ONCE;
}
