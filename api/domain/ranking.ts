/** What operators are ranked by. */
import { roundHalfUp } from "./fraction.ts";
import type { Totals } from "./measurement.ts";
import type { Policy, TimePolicy } from "./policy.ts";
import type { Ratio } from "./ratio.ts";
import type { Status } from "./status.ts";
import {
  type Confidence,
  confidenceOf,
  coverageBps,
  hourStart,
  type Range,
  successRatio,
  summarise,
  uptimeRatio,
} from "./window.ts";

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

/** Whether an operator takes part: all that are registered do, but for those that have withdrawn everything. */
export function isRanked(status: Status): boolean {
  return status !== "EXITED";
}

export interface Place {
  /** 1 is the best. */
  readonly rank: number;
  /** Of the others with a rank, how many are behind it, basis points, rounded half up; 10,000 of who is alone. */
  readonly percentileBps: number;
}

/** The places of those that take part: by reputation, the largest first, and then by address, so that no two share one. */
export function placesOf(
  standings: readonly { readonly operator: string; readonly status: Status; readonly reputation: number }[],
): ReadonlyMap<string, Place> {
  const order = standings
    .filter(({ status }) => isRanked(status))
    .sort((a, b) => b.reputation - a.reputation || (a.operator < b.operator ? -1 : 1));
  return new Map(
    order.map(({ operator }, index) => {
      const [behind, others] = [order.length - 1 - index, order.length - 1];
      const share = others === 0 ? 10_000 : roundHalfUp({ n: BigInt(behind), d: BigInt(others) }, 10_000n);
      return [operator, { rank: index + 1, percentileBps: share }];
    }),
  );
}

/** What was measured of an operator in a range, as it is ranked by. */
export interface MeasuredFigures {
  readonly requests: number;
  /** Parts per million, rounded half up; null without a request. */
  readonly successPpm: number | null;
  /** Microseconds, the upper end where it is bounded; null without a latency. */
  readonly p95Micros: number | null;
  /** Parts per million, rounded half up; null if no second was measured. */
  readonly uptimePpm: number | null;
  readonly coverageBps: number;
  readonly confidence: Confidence;
}

/** Null if nothing was measured. */
export function measuredFigures(totals: Totals, range: Range, policy: Policy): MeasuredFigures | null {
  const window = summarise(range, totals);
  const { requests, measuredSeconds, offered } = window;
  if (requests === 0 && measuredSeconds === 0 && offered === 0) return null;
  return {
    requests,
    successPpm: ppm(successRatio(window)),
    p95Micros: window.p95?.upperMicros ?? null,
    uptimePpm: ppm(uptimeRatio(window)),
    coverageBps: coverageBps(window),
    confidence: confidenceOf(window, policy),
  };
}

function ppm(ratio: Ratio | null): number | null {
  return ratio === null ? null : roundHalfUp({ n: BigInt(ratio.numerator), d: BigInt(ratio.denominator) }, 1_000_000n);
}

/**
 * The integer bounds of buckets of equal width: a value is in one if it is at least `from` and below `to`, the largest in
 * the last.
 *
 * @param buckets at most `max - min`, and at least 1
 * @example bucketBounds(0n, 10n, 4) // 0-3, 3-5, 5-8, 8-10: widths of 2.5
 */
export function bucketBounds(min: bigint, max: bigint, buckets: number): { from: bigint; to: bigint }[] {
  const n = BigInt(buckets);
  const bound = (index: number) => min + (BigInt(index) * (max - min) + n - 1n) / n;
  return Array.from({ length: buckets }, (_, index) => ({ from: bound(index), to: bound(index + 1) }));
}
