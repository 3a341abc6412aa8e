/** What operators are ranked by. */

/** Ranges of what was measured; they end with the snapshot. */
export const RANKING_RANGES = ["DAY", "WEEK", "MONTH"] as const;
export type RankingRange = (typeof RANKING_RANGES)[number];

/** What leaderboards and distributions are made of. */
export const RANKING_METRICS = [
  "REPUTATION",
  "SCORE",
  "STAKE",
  "SUCCESS_RATE",
  "LATENCY_P95",
  "UPTIME",
  "REQUESTS",
] as const;
export type RankingMetric = (typeof RANKING_METRICS)[number];

/** The middle of the network; the lower one of two. Null where nobody has a value. Units are the columns' of a snapshot. */
export interface Medians {
  readonly reputation: number | null;
  /** x 100. */
  readonly score: number | null;
  /** Wei, decimal. */
  readonly stakeValue: string | null;
  /** Parts per million, microseconds, parts per million: of the day, over all services. */
  readonly successPpm: number | null;
  readonly p95Micros: number | null;
  readonly uptimePpm: number | null;
}
