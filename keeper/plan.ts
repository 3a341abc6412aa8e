/** From what was seen to what is wanted: the keeper's rules. Pure: one sight, one plan, in whatever order it was read. */
import type { Hold } from "./hold.ts";
import type { Intent } from "./intent.ts";
import { isOpenForScores, planScores, type ScoreDue } from "./plan-scores.ts";
import { planSlashes } from "./plan-slashes.ts";
import { planSlices } from "./plan-slices.ts";
import type { Sight } from "./sight.ts";

export interface Plan {
  /** Of slashes: what spares operators first, then by deadline, then proposals. */
  readonly intents: readonly Intent[];
  /** Whose score is to be published: sealing it makes the intent. By address. */
  readonly scores: readonly ScoreDue[];
  /** Whether scores may be published at all. */
  readonly scoresOpen: boolean;
  readonly holds: readonly Hold[];
  /** What has to be asked before more can be planned. Until then it is held. */
  readonly wanting: Wanting;
}

export interface Wanting {
  /** Incident keys. */
  readonly slices: readonly string[];
  readonly sliceReviews: readonly string[];
  /** Numbers of slashes. */
  readonly slashes: readonly string[];
  readonly slashReviews: readonly string[];
}

export function planOf(sight: Sight): Plan {
  const slashes = planSlashes(sight);
  const slices = planSlices(sight);
  const scores = planScores(sight);
  return {
    intents: [...slashes.intents, ...slices.intents],
    scores: scores.due,
    scoresOpen: isOpenForScores(sight),
    holds: [...slashes.holds, ...slices.holds, ...scores.holds],
    wanting: {
      slices: slices.wantFacts,
      sliceReviews: slices.wantReviews,
      slashes: slashes.wantFacts,
      slashReviews: slashes.wantReviews,
    },
  };
}

/** Whether nothing has to be asked any more. */
export function isComplete({ slices, sliceReviews, slashes, slashReviews }: Wanting): boolean {
  return slices.length + sliceReviews.length + slashes.length + slashReviews.length === 0;
}
