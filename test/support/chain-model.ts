/**
 * A chain, and an indexer that follows it as Ponder does: a block is one transaction, a reorg undoes in one transaction
 * and replays in others, and the checkpoint is not rewound by the first. Pure: it answers the indexer's transactions as
 * `IndexerStep`s, to be played against memory or Postgres.
 */

import type { Intent, ModelBlock, ModelEvent } from "./chain-events.ts";
import { isPossible } from "./chain-steps.ts";

export type { Effect, Intent, ModelBlock, ModelEvent } from "./chain-events.ts";

export const CHAIN_ID = 31_337;
const GENESIS_TIME = 1_700_000_000;
const BLOCK_SECONDS = 12;

/** One transaction of the indexer. */
export type IndexerStep =
  /** Live: the block's rows and the checkpoint. */
  | { readonly type: "BLOCK"; readonly block: ModelBlock }
  /** Rows after `to` go, the checkpoint stays. */
  | { readonly type: "REVERT"; readonly to: number }
  | { readonly type: "FINALIZE"; readonly to: ModelBlock }
  /** After a crash, at the next start: everything not final goes, the checkpoint stays. */
  | { readonly type: "RECOVER"; readonly to: number }
  /** Blocks that are final already when the indexer starts, in one transaction, with the checkpoint. */
  | { readonly type: "BACKFILL"; readonly blocks: readonly ModelBlock[] }
  /** The backfill is over. */
  | { readonly type: "LIVE" };

/** Ponder's checkpoint of a whole block, or with a log index its event id. */
export function checkpointOf(time: number, block: number, logIndex?: number): string {
  const wide = (value: number | string) => String(value).padStart(16, "0");
  const place = logIndex === undefined ? "9".repeat(33) : `${wide(0)}5${wide(logIndex)}`;
  return `${String(time).padStart(10, "0")}${wide(CHAIN_ID)}${wide(block)}${place}`;
}

export class ChainModel {
  /** What the indexer has indexed, from block 1. */
  indexed: ModelBlock[] = [];
  /** What the node has and the indexer has not. */
  queue: ModelBlock[] = [];
  finalized = 0;
  private branch = 0;

  get head(): number {
    return this.indexed.length;
  }

  /** The chain as the node has it now: what the indexer will have once it has caught up. */
  get chain(): ModelBlock[] {
    return [...this.indexed, ...this.queue];
  }

  /** The node makes a block; steps of slashes and requests that the registry would not take are left out. */
  mine(intents: readonly Intent[] = []): ModelBlock {
    const number = this.chain.length + 1;
    const hash = `0x${this.branch.toString(16).padStart(8, "0")}${number.toString(16).padStart(56, "0")}` as const;
    const time = GENESIS_TIME + number * BLOCK_SECONDS;
    const events: ModelEvent[] = [];
    for (const intent of intents) {
      if (!isPossible([...this.chain, { number, hash, time, events }], intent)) continue;
      const logIndex = events.length;
      const id = checkpointOf(time, number, logIndex);
      events.push({ ...intent, id, blockHash: hash, blockNumber: number, blockTime: time, logIndex });
    }
    const block = { number, hash, time, events };
    this.queue.push(block);
    return block;
  }

  /** The indexer takes the next `count` blocks, each in a transaction of its own. */
  index(count = Number.POSITIVE_INFINITY): IndexerStep[] {
    const steps: IndexerStep[] = [];
    while (steps.length < count) {
      const block = this.queue.shift();
      if (block === undefined) break;
      this.indexed.push(block);
      steps.push({ type: "BLOCK", block });
    }
    return steps;
  }

  /** Another branch wins: the indexer undoes up to `depth` blocks; the node has the new ones ready. */
  reorg(depth: number, blocks: readonly (readonly Intent[])[]): IndexerStep[] {
    const { steps } = this.undo(depth);
    this.queue = [];
    this.branch += 1;
    for (const intents of blocks) this.mine(intents);
    return steps;
  }

  /** A node that lags answers once: the indexer undoes blocks that it will index again, the same ones. */
  stale(depth: number): IndexerStep[] {
    const { steps, removed } = this.undo(depth);
    this.queue.unshift(...removed);
    return steps;
  }

  /** The indexer is killed and started again; `backfill` of the undone blocks have become final meanwhile. */
  crash(backfill = 0): IndexerStep[] {
    const removed = this.indexed.splice(this.finalized);
    this.queue.unshift(...removed);
    const steps: IndexerStep[] = [{ type: "RECOVER", to: this.finalized }];
    const blocks = this.queue.splice(0, Math.min(backfill, this.queue.length));
    if (blocks.length > 0) {
      this.indexed.push(...blocks);
      this.finalized = this.head;
      steps.push({ type: "BACKFILL", blocks });
    }
    return [...steps, { type: "LIVE" }];
  }

  /** All but the last `depth` indexed blocks are final. */
  finalize(depth: number): IndexerStep[] {
    const to = this.indexed[this.head - depth - 1];
    if (to === undefined || to.number <= this.finalized) return [];
    this.finalized = to.number;
    return [{ type: "FINALIZE", to }];
  }

  private undo(depth: number): { steps: IndexerStep[]; removed: ModelBlock[] } {
    const to = Math.max(this.finalized, this.head - depth);
    return { steps: [{ type: "REVERT", to }], removed: this.indexed.splice(to) };
  }
}
