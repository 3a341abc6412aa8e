/** What operators are ranked by. */
import type { TimePolicy } from "./policy.ts";
import { hourStart, type Range } from "./window.ts";

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

/** When so much of the past has closed that what was measured of it stands, Unix seconds: the end of an hour. */
export function measuredUntil(at: number, time: TimePolicy): number {
  return hourStart(at - time.closeAfterIntervals * time.intervalSeconds, time);
}

/** What a range of a snapshot covers: whole hours up to the last one that had closed. @param at of the snapshot, Unix seconds */
export function measuredRange(range: RankingRange, at: number, time: TimePolicy): Range {
  const { windowIntervals, trailingMonthIntervals, intervalSeconds } = time;
  const intervals = { DAY: windowIntervals.DAY, WEEK: windowIntervals.WEEK, MONTH: trailingMonthIntervals }[range];
  const end = measuredUntil(at, time);
  return { start: end - intervals * intervalSeconds, end };
}
