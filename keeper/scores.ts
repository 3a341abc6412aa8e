/**
 * Scores on their way to the chain: sealed by the API, put in batches that the chain takes, and kept until they are there.
 * What is kept is kept in memory: after a restart a score may be published a second time, which only makes it newer.
 */
import type { Address } from "viem";
import type { ApiReader } from "./api.ts";
import { type SealedScore, submission } from "./calls.ts";
import type { ChainReader } from "./chain.ts";
import type { Log } from "./follow.ts";
import type { Intent } from "./intent.ts";
import type { ScoreDue } from "./plan-scores.ts";
import { chunks } from "./reviews.ts";
import type { Simulation } from "./transaction.ts";

export interface ScoreDeskOptions {
  readonly api: Pick<ApiReader, "seal">;
  readonly chain: Pick<ChainReader, "scoreWindowEnd">;
  /** What the chain says of a transaction of the monitor's now. */
  readonly simulate: (intent: Intent) => Promise<Simulation>;
  /** The most gas of one batch. */
  readonly maxGas: bigint;
  /** Milliseconds of any clock that is never set back. */
  readonly now: () => number;
  readonly log: Log;
}

export interface ScoreDesk {
  /**
   * What is to be sent: the batches under way, and new ones of those that are due. Some at a time: what is sealed when
   * the chain takes it is newer, and nobody waits long for a look at thousands.
   *
   * @param due as seen last; none: nothing newer than before was seen
   * @param chainTime of the latest block, Unix seconds: the chain takes no window that ends later
   * @throws when the API or the chain cannot be asked
   */
  intents(due: readonly ScoreDue[], chainTime: number): Promise<Intent[]>;
  /** Forgets what is under way: it is not to be published now. */
  clear(): void;
}

/** Scores in one transaction, at most. */
const MAX_BATCH = 50;
/** Operators whose scores the API seals at once, and whose scores are under way, at most. */
const MAX_SEALED = 100;
/** A batch that did not get to the chain in this time holds scores that nobody waits for any more. Milliseconds. */
const BATCH_LASTS_MS = 600_000;

interface Batch {
  readonly scores: readonly SealedScore[];
  /** Null: its size is not known to be one that the chain takes. */
  readonly intent: Intent | null;
  /** Milliseconds. */
  readonly madeAt: number;
}

export function createScoreDesk({ api, chain, simulate, maxGas, now, log }: ScoreDeskOptions): ScoreDesk {
  let batches: readonly Batch[] = [];
  let waiting: readonly ScoreDue[] = [];

  return {
    async intents(due, chainTime) {
      if (due.length > 0) waiting = due;
      batches = await underWay(batches);
      const busy = new Set(batches.flatMap(({ scores }) => scores.map(({ operator }) => operator)));
      waiting = waiting.filter(({ operator }) => !busy.has(operator));
      const turn = waiting.slice(0, Math.max(0, MAX_SEALED - busy.size));
      // Where they cannot be sealed, others have their turn before they are seen as due again.
      waiting = waiting.slice(turn.length);
      const sealed = await seal(turn);
      batches = [...batches, ...chunks(sealed, MAX_BATCH).map((scores) => ({ scores, intent: null, madeAt: now() }))];
      const next: Batch[] = [];
      for (const batch of batches) {
        const isReady = batch.intent === null && batch.scores.every(({ windowEnd }) => windowEnd <= chainTime);
        next.push(...(isReady ? await sized(batch.scores, batch.madeAt) : [batch]));
      }
      batches = next;
      return batches.flatMap(({ intent }) => (intent === null ? [] : [intent]));
    },
    clear() {
      batches = [];
      waiting = [];
    },
  };

  /** Without those that are on the chain, or that it would not take any more. A batch gets there as a whole or not at all. */
  async function underWay(all: readonly Batch[]): Promise<Batch[]> {
    const open = all.filter(({ madeAt }) => now() - madeAt < BATCH_LASTS_MS);
    const over = await Promise.all(
      open.map(async ({ scores }) => {
        const ends = await Promise.all(scores.map(({ operator }) => chain.scoreWindowEnd(operator)));
        return scores.some(({ windowEnd }, index) => (ends[index] ?? 0) >= windowEnd);
      }),
    );
    return open.filter((_batch, index) => over[index] !== true);
  }

  /** @param due as many as the API seals at once, at most */
  async function seal(due: readonly ScoreDue[]): Promise<SealedScore[]> {
    const ends = await Promise.all(due.map(({ operator }) => chain.scoreWindowEnd(operator)));
    // Where the chain is ahead of the API, what is due was published a moment ago.
    const wanted = due.filter(({ publishedEnd }, index) => (ends[index] ?? 0) <= publishedEnd);
    if (wanted.length === 0) return [];
    const endOf = new Map<Address, number>(wanted.map(({ operator, publishedEnd }) => [operator, publishedEnd]));
    const { sealed, refused } = await api.seal(wanted.map(({ operator }) => operator));
    for (const { operator, code } of refused) log.info({ operator, code }, "no score to publish after all");
    return sealed.filter(({ operator, windowEnd }) => windowEnd > (endOf.get(operator) ?? 0));
  }

  /** In batches that cost no more gas than they may, without scores that the registry refuses. */
  async function sized(scores: readonly SealedScore[], madeAt: number): Promise<Batch[]> {
    if (scores.length === 0) return [];
    const intent = submission(scores);
    const simulation = await simulate(intent);
    if (!simulation.reverts) {
      if (simulation.gas <= maxGas || scores.length === 1) return [{ scores, intent, madeAt }];
      const half = Math.ceil(scores.length / 2);
      return [...(await sized(scores.slice(0, half), madeAt)), ...(await sized(scores.slice(half), madeAt))];
    }
    const index = refusedIndex(simulation.text);
    const refused = index === null ? undefined : scores[index];
    log.warn({ operator: refused?.operator ?? null, why: simulation.text }, "the registry refuses scores");
    if (refused === undefined) return [];
    return sized(
      scores.filter((score) => score !== refused),
      madeAt,
    );
  }
}

/**
 * Which report of a batch the registry's error names first of all; null if it names none.
 *
 * @example refusedIndex("ScoreWindowOld(3, 1700000000)") // 3
 */
export function refusedIndex(text: string): number | null {
  const [, index] = /^Score\w+\((\d+)\b/.exec(text) ?? [];
  return index === undefined ? null : Number(index);
}
