/** The buckets that measurements are shown in, and how far back each of them is kept. */
import type { TimePolicy } from "./policy.ts";
import { type Range, windowRanges } from "./window.ts";

/** From the finest to the coarsest. MINUTE is one interval. */
export const RESOLUTIONS = ["MINUTE", "HOUR", "DAY"] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

export interface Retention {
  /** Days for which samples and minutes are kept. */
  readonly rawDays: number;
  /** Days for which hours are kept. Days are kept for ever. */
  readonly hourDays: number;
}

const DAY = 86_400;

/** Seconds of a bucket. */
export function bucketSeconds(resolution: Resolution, time: TimePolicy): number {
  const intervals = { MINUTE: 1, HOUR: time.hourIntervals, DAY: time.dayIntervals }[resolution];
  return intervals * time.intervalSeconds;
}

/** The whole buckets that a range touches. */
export function alignedRange({ start, end }: Range, resolution: Resolution, time: TimePolicy): Range {
  const step = bucketSeconds(resolution, time);
  return { start: Math.floor(start / step) * step, end: Math.ceil(end / step) * step };
}

/** From when on buckets are kept for sure, Unix seconds; null if all of them are. */
export function keptSince(resolution: Resolution, now: number, retention: Retention): number | null {
  if (resolution === "DAY") return null;
  return now - (resolution === "MINUTE" ? retention.rawDays : retention.hourDays) * DAY;
}

/**
 * The last moment up to `at` as of which windows can still be computed exactly: the end of an interval while the edges of
 * all windows that end there are kept by the interval, else the end of an hour; null where not even hours are kept.
 *
 * @param at Unix seconds, at most `now`
 */
export function recomputableEnd(at: number, now: number, time: TimePolicy, retention: Retention): number | null {
  for (const resolution of ["MINUTE", "HOUR"] as const) {
    const step = bucketSeconds(resolution, time);
    const end = Math.floor(at / step) * step;
    const oldest = Math.min(...Object.values(windowRanges(end, time)).map(({ start }) => start));
    if (oldest >= (keptSince(resolution, now, retention) ?? 0)) return end;
  }
  return null;
}
