/** Announced maintenance: which intervals it covers, and how much of it an operator may announce. Pure. */
import type { Policy } from "./policy.ts";
import { intervalStart, type Range, type TimeRules } from "./window.ts";

/** So many weeks (of the policy) ahead maintenance may be announced, at most: nobody plans further, and lists stay short. */
export const MAX_WEEKS_AHEAD = 52;

/** An announcement as it was made. Unix seconds. */
export interface Announcement {
  readonly startAt: number;
  readonly endAt: number;
  /** Null unless it was called off. */
  readonly cancelledAt: number | null;
}

/** What of an announcement counts: up to its cancellation. Null if nothing. */
export function countedRange({ startAt, endAt, cancelledAt }: Announcement): Range | null {
  const end = Math.min(endAt, cancelledAt ?? endAt);
  return end > startAt ? { start: startAt, end } : null;
}

/** Whether the whole interval that starts at `at` lies in one of the ranges. They come from whole intervals. */
export function isMaintained(at: number, ranges: readonly Range[], { intervalSeconds }: TimeRules): boolean {
  return ranges.some(({ start, end }) => start <= at && at + intervalSeconds <= end);
}

/**
 * The whole intervals within a range; null if there is none. Maintenance is rounded inwards, so that nobody gets more of
 * it, or at shorter notice, than was announced.
 *
 * @example wholeIntervals({ start: 30, end: 200 }, POLICY.time) // { start: 60, end: 180 }
 */
export function wholeIntervals({ start, end }: Range, time: TimeRules): Range | null {
  const first = intervalStart(start + time.intervalSeconds - 1, time);
  const last = intervalStart(end, time);
  return last > first ? { start: first, end: last } : null;
}

/**
 * The most seconds that ranges cover within any stretch of `span` seconds; what overlaps counts once. The most is found
 * where the stretch begins with a range: one that begins within a range loses nothing by beginning with it, and one that
 * begins between two nothing by waiting for the next.
 */
export function mostWithin(ranges: readonly Range[], span: number): number {
  const parts = united(ranges);
  return Math.max(0, ...parts.map(({ start }) => covered(parts, { start, end: start + span })));
}

export interface MaintenanceFault {
  readonly code: "MAINTENANCE_AT_SHORT_NOTICE" | "MAINTENANCE_TOO_FAR" | "TOO_MUCH_MAINTENANCE";
  readonly message: string;
}

/**
 * Why maintenance cannot be announced; null if it can.
 *
 * @param wanted whole intervals
 * @param others what counts of the operator's other announcements within a week (of the policy) of `wanted`
 * @param now Unix seconds
 */
export function maintenanceFault(
  wanted: Range,
  others: readonly Range[],
  now: number,
  { maintenance, time }: Policy,
): MaintenanceFault | null {
  const seconds = (intervals: number) => intervals * time.intervalSeconds;
  const { maxIntervals, weekIntervals, noticeIntervals } = maintenance;
  if (wanted.start < now + seconds(noticeIntervals)) {
    const message = `Maintenance is announced at least ${seconds(noticeIntervals)} seconds ahead.`;
    return { code: "MAINTENANCE_AT_SHORT_NOTICE", message };
  }
  if (wanted.end > now + MAX_WEEKS_AHEAD * seconds(weekIntervals)) {
    const message = `Maintenance is announced at most ${MAX_WEEKS_AHEAD * seconds(weekIntervals)} seconds ahead.`;
    return { code: "MAINTENANCE_TOO_FAR", message };
  }
  const most = mostWithin([...others, wanted], seconds(weekIntervals));
  if (most <= seconds(maxIntervals)) return null;
  const message = `With it there would be ${most} seconds of maintenance within ${seconds(weekIntervals)}; at most ${seconds(maxIntervals)} may be.`;
  return { code: "TOO_MUCH_MAINTENANCE", message };
}

/** The same time in ranges that are apart, in order. */
function united(ranges: readonly Range[]): Range[] {
  const parts: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = parts.at(-1);
    if (last === undefined || last.end < range.start) parts.push(range);
    else parts[parts.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
  }
  return parts;
}

function covered(parts: readonly Range[], { start, end }: Range): number {
  return parts.reduce((sum, part) => sum + Math.max(0, Math.min(part.end, end) - Math.max(part.start, start)), 0);
}
