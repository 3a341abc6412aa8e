/**
 * The report of a score: all that it follows from, so that anybody computes it again from the report alone. Pure.
 * docs/scores.md tells how.
 */
import type { Policy } from "./policy.ts";
import { type Score, weightOf } from "./score.ts";
import { type Range, utcMonthSeconds } from "./window.ts";

export interface ScoreFacts {
  readonly registry: { readonly chainId: number; readonly address: string };
  /** Lowercase address. */
  readonly operator: string;
  readonly score: Score;
  /** Where the score's windows end, Unix seconds. */
  readonly windowEnd: number;
}

export type ScoreReport = ReturnType<typeof scoreReportOf>;

/**
 * Numbers are integers or null: what is put through canonical JSON must read the same everywhere.
 *
 * @param policy what the score was computed by
 * @throws RangeError for a score that is not known
 */
export function scoreReportOf({ registry, operator, score, windowEnd }: ScoreFacts, policy: Policy) {
  if (score.value === null) throw new RangeError(`the score of ${operator} is not known`);
  return {
    version: 1,
    registry: { chainId: registry.chainId, address: registry.address },
    operator,
    /** x 100 */
    score: score.value,
    window: wholeWindow(score, windowEnd),
    formulaVersion: policy.version,
    profile: policy.profile,
    rules: {
      latencyFullMs: policy.score.latencyFullMs,
      latencyStepMs: policy.score.latencyStepMs,
      throughputTarget: policy.targets.throughput,
      monthSeconds: utcMonthSeconds(windowEnd - 1),
    },
    components: score.components.map(({ component, input, scoreE4, pointsE4, window }) => ({
      component,
      weight: weightOf(component, policy),
      numerator: input?.numerator ?? null,
      denominator: input?.denominator ?? null,
      scoreE4,
      pointsE4,
      window: { start: window.start, end: window.end },
    })),
  } as const;
}

/** From where the first of the components' windows starts to where all end. */
function wholeWindow({ components }: Score, end: number): Range {
  return { start: Math.min(...components.map(({ window }) => window.start)), end };
}
