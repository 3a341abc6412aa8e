/** From what was seen to what is wanted: the keeper's rules. Pure: one sight, one plan, in whatever order it was read. */
import { slashKey } from "./calls.ts";
import type { Hold, HoldCode } from "./hold.ts";
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
  /** Keys of intents that must not be, whatever was planned before: one that waits to be mined is called off. */
  readonly unwanted: readonly string[];
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

/** With these the answer is no; with the others it is not yet, or not known. */
const REFUSALS: ReadonlySet<HoldCode> = new Set(["REVIEW", "REGISTRY_PAUSED", "LOW_CONFIDENCE"]);

export function planOf(sight: Sight): Plan {
  const slashes = planSlashes(sight);
  const slices = planSlices(sight);
  const scores = planScores(sight);
  const holds = [...slashes.holds, ...slices.holds, ...scores.holds];
  const cancelled = new Set(
    [...slashes.intents, ...holds].flatMap(({ kind, key }) => (kind === "CANCEL" ? [key] : [])),
  );
  // What is to be cancelled must not be executed first.
  const spared = sight.slashes.filter((slash) => cancelled.has(slashKey("CANCEL", slash)));
  const refused = holds.filter(({ code }) => REFUSALS.has(code));
  return {
    intents: [...slashes.intents, ...slices.intents],
    scores: scores.due,
    scoresOpen: isOpenForScores(sight),
    holds,
    unwanted: [...refused.map(({ key }) => key), ...spared.map((slash) => slashKey("EXECUTE", slash))].sort(),
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
