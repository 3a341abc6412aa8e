/** Whose score is to be published. Pure. Scores are x 100. */
import type { Address } from "viem";
import type { Hold, HoldCode } from "./hold.ts";
import { PAUSE, type ScoreSeen, type Sight } from "./sight.ts";

/** An operator whose score is to be published. */
export interface ScoreDue {
  readonly operator: Address;
  readonly score: number;
  readonly why: "FIRST" | "MOVED" | "OLD";
  /** What is on the chain; null if nothing is. */
  readonly published: number | null;
  /** End of what is on the chain; 0 if nothing is. */
  readonly publishedEnd: number;
}

export interface ScorePlan {
  /** By address. */
  readonly due: readonly ScoreDue[];
  /** Of those that are due. */
  readonly holds: readonly Hold[];
}

export function planScores(sight: Sight): ScorePlan {
  const due: ScoreDue[] = [];
  const holds: Hold[] = [];
  for (const seen of [...sight.scores].sort((a, b) => (a.operator < b.operator ? -1 : 1))) {
    const wanted = dueOf(seen, sight);
    if (wanted === null) continue;
    const held = holdOf(seen, sight);
    if (held === null) due.push(wanted);
    else {
      const about = `${seen.operator} score ${(wanted.score / 100).toFixed(2)}`;
      holds.push({ kind: "SCORES", key: `scores/${seen.operator}`, about, ...held });
    }
  }
  return { due, holds };
}

/** Whether neither the kill-switch nor the registry's own pause stops scores. */
export function isOpenForScores({ keeperPaused, pauseMask }: Sight): boolean {
  return !keeperPaused && (pauseMask & PAUSE.SCORES) === 0;
}

function dueOf({ operator, value, windowEnd, published }: ScoreSeen, sight: Sight): ScoreDue | null {
  if (value === null) return null;
  if (published === null) return { operator, score: value, why: "FIRST", published: null, publishedEnd: 0 };
  // The registry takes nothing older than what it has, and nothing is gained by the same again.
  if (windowEnd <= published.windowEnd) return null;
  const due = { operator, score: value, published: published.value, publishedEnd: published.windowEnd };
  const { scoreMove, scoreSeconds } = sight.publishing;
  if (Math.abs(value - published.value) >= scoreMove) return { ...due, why: "MOVED" };
  return sight.chainTime - published.updatedAt >= scoreSeconds ? { ...due, why: "OLD" } : null;
}

function holdOf(seen: ScoreSeen, sight: Sight): { readonly code: HoldCode; readonly until: number | null } | null {
  if (sight.keeperPaused) return { code: "PAUSED", until: null };
  if (!isOpenForScores(sight)) return { code: "REGISTRY_PAUSED", until: sight.pausedUntil };
  return seen.confidence === "HIGH" ? null : { code: "LOW_CONFIDENCE", until: null };
}
