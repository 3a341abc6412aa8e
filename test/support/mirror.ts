/** The indexer's tables against the chain: when they can be compared, and what a comparison must say. */
import pg from "pg";
import { expect } from "vitest";
import { decodeCheckpoint } from "../../api/db/chain.ts";
import type { ChainClient } from "../../devnet/anvil.ts";
import { waitFor } from "../../devnet/wait.ts";
import type { CanonicalEvent } from "../fold/canonical.ts";
import { compareTables, type Mirror } from "../fold/compare.ts";

/** A mirror on a chain whose blocks the test makes itself. */
export interface TestMirror extends Mirror {
  readonly chain: ChainClient;
}

/** The block the indexer says it has come to; undefined before it has said so. */
export async function indexedBlock(mirror: Mirror): Promise<number | undefined> {
  const client = new pg.Client({ connectionString: mirror.connectionString, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    const table = `${pg.escapeIdentifier(mirror.viewsSchema)}._ponder_checkpoint`;
    const { rows } = await client.query<{ latest_checkpoint: string }>(`SELECT latest_checkpoint FROM ${table}`);
    const [row] = rows;
    return row === undefined ? undefined : decodeCheckpoint(row.latest_checkpoint).blockNumber;
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Waits until the indexer has come to the head, and a new one at that. The checkpoint alone proves nothing after a
 * restart or a reorg: both take rows back and leave it where it was. It passes a block that is higher than any before
 * only once everything below is in place again.
 */
export async function caughtUp(mirror: TestMirror, timeoutMs = 60_000): Promise<void> {
  const before = (await indexedBlock(mirror).catch(() => undefined)) ?? 0;
  const head = Number(await mirror.chain.getBlockNumber({ cacheTime: 0 }));
  const blocks = Math.max(1, before + 1 - head);
  await mirror.chain.mine({ blocks });
  await waitFor(async () => ((await indexedBlock(mirror)) ?? 0) >= head + blocks, {
    what: `the indexer to come to block ${head + blocks}`,
    timeoutMs,
  });
}

/** The tables are what the canonical chain says, all of it. Returns the events they were held against. */
export async function expectMirrored(mirror: TestMirror, timeoutMs?: number): Promise<readonly CanonicalEvent[]> {
  await caughtUp(mirror, timeoutMs);
  const { differences, events } = await compareTables(mirror);
  expect(differences).toEqual([]);
  return events;
}
