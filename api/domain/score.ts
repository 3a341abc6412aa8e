/** The score: what it is made of, and why. */
import type { Confidence, Range } from "./window.ts";

export const SCORE_COMPONENTS = ["SUCCESS", "LATENCY", "THROUGHPUT", "UPTIME"] as const;
export type ScoreComponentName = (typeof SCORE_COMPONENTS)[number];

/** One of the four parts of a score. */
export interface ScoreComponent {
  readonly component: ScoreComponentName;
  /** The window it was measured over. */
  readonly window: Range;
  /**
   * What was measured, as exact integers whose quotient it is: successes / requests, microseconds / 1, requests /
   * measured seconds, up / (up + down) seconds. Null if unknown.
   */
  readonly input: { readonly numerator: number; readonly denominator: number } | null;
  /** Its part of the score before weighing, 0 to 100, x 10,000; null if unknown. */
  readonly scoreE4: number | null;
  /** What it adds to the value, x 10,000; null if unknown. */
  readonly pointsE4: number | null;
  readonly confidence: Confidence;
}

export interface Score {
  /** x 100, rounded half up; null if a component is unknown. */
  readonly value: number | null;
  /** The components that are unknown. */
  readonly unknown: readonly ScoreComponentName[];
  /** In the order of `SCORE_COMPONENTS`. */
  readonly components: readonly ScoreComponent[];
  /** LOW if any component's is. */
  readonly confidence: Confidence;
}
