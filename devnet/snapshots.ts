import { setTimeout as delay } from "node:timers/promises";
import { type ChainClient, saveSnapshot } from "./anvil.ts";
import { messageOf } from "./errors.ts";

/** How often it is looked whether there is something to save. */
const LOOK_MS = 5_000;

/**
 * Ponder holds a block for final after 30 more. A snapshot is never that far behind, so that what a crash loses is, to
 * the indexer, a reorg.
 */
const BLOCKS_BETWEEN = 10n;

/** A long chain takes a while to write: then less often, so that saving takes no more than a tenth of the time ... */
const REST = 9;
/** ... but never so seldom that 30 blocks go by. */
const LONGEST_PAUSE_MS = 25_000;

/** Saves the chain again and again until the signal aborts. */
export async function keepSaving(
  client: ChainClient,
  stateDir: string,
  saved: bigint,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<void> {
  let last = saved;
  let pause = LOOK_MS;
  while (!signal.aborted) {
    await delay(pause, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    const begun = performance.now();
    try {
      const head = await client.getBlockNumber({ cacheTime: 0 });
      // Fewer blocks than were saved: a reorg or a revert, which is to be saved as well.
      if (head >= last && head - last < BLOCKS_BETWEEN) continue;
      last = await saveSnapshot(client, stateDir);
    } catch (error) {
      // anvil is being restarted, or the disk is full; either way the last snapshot is still whole.
      log(`no snapshot: ${messageOf(error)}`);
    }
    pause = Math.min(LONGEST_PAUSE_MS, Math.max(LOOK_MS, REST * (performance.now() - begun)));
  }
}
