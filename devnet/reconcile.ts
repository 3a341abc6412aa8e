import { Client } from "pg";
import { releaseLock } from "../indexer/database.ts";
import type { ChainClient } from "./anvil.ts";

/** Where the views of the indexer's tables are, and how the schemas behind them are called. */
export const VIEWS_SCHEMA = "din_chain";
const DEPLOYMENTS = "din_indexer_%";

/**
 * Before a resumed indexer starts: frees the locks of one that was killed, and makes sure that the database is not
 * further than the chain. After a crash the chain may have lost the blocks since its last snapshot; the indexer sees that
 * as a reorg. But blocks it holds for final it would never take back, so then it has to begin anew.
 *
 * @returns whether what was indexed had to be thrown away
 */
export async function reconcile(databaseUrl: string, client: ChainClient, now: Date): Promise<boolean> {
  const db = new Client({ connectionString: databaseUrl });
  await db.connect();
  try {
    const schemas = await db.query<{ name: string }>(
      `SELECT schemaname AS name FROM pg_tables WHERE tablename = '_ponder_checkpoint' AND schemaname LIKE $1`,
      [DEPLOYMENTS],
    );
    const head = await client.getBlockNumber({ cacheTime: 0 });
    let ahead = false;
    for (const { name } of schemas.rows) {
      await releaseLock(db, name, now.getTime());
      const { rows } = await db.query<{ checkpoint: string }>(
        `SELECT finalized_checkpoint AS checkpoint FROM ${db.escapeIdentifier(name)}._ponder_checkpoint`,
      );
      ahead ||= rows.some(({ checkpoint }) => blockOf(checkpoint) > head);
    }
    if (!ahead) return false;
    for (const name of [VIEWS_SCHEMA, "ponder_sync", ...schemas.rows.map((row) => row.name)]) {
      await db.query(`DROP SCHEMA IF EXISTS ${db.escapeIdentifier(name)} CASCADE`);
    }
    return true;
  } finally {
    await db.end();
  }
}

/**
 * The block number inside a Ponder checkpoint: digits of fixed width, 10 for the time and 16 for the chain before it.
 *
 * @example blockOf("1700000000" + "0000000000031337" + "0000000000000042" + "0".repeat(33)) // 42n
 */
export const blockOf = (checkpoint: string): bigint => BigInt(checkpoint.slice(26, 42) || "0");
