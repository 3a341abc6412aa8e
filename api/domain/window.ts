/** Windows of measured time: where they begin and end, and what their sums say. */
import type { Totals } from "./measurement.ts";
import type { Policy, TimePolicy, WindowName } from "./policy.ts";
import type { Ratio } from "./ratio.ts";
import { countOf, quantile } from "./sketch.ts";

/** Half open: [start, end), Unix seconds. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** How well a figure is known. */
export type Confidence = "HIGH" | "LOW";

/** A latency quantile, whole microseconds. */
export interface LatencyFigure {
  /** SKETCH: within 1 %. BOUNDED: between the two, from figures that cannot be added up. */
  readonly method: "SKETCH" | "BOUNDED";
  readonly lowerMicros: number;
  /** What is scored; equal to the lower end with SKETCH. */
  readonly upperMicros: number;
}

/** The sums of a window, as stored and as figures are computed from: latencies as their quantiles. */
export interface StoredWindow extends Range, Omit<Totals, "sketch" | "scalar"> {
  /** Null where no success was measured, or, for p50, where only p95 and p99 were. */
  readonly p50: LatencyFigure | null;
  readonly p95: LatencyFigure | null;
  readonly p99: LatencyFigure | null;
}

/** TRAILING: too little of the month is measured, and the trailing 30 days stand for it. */
export type StoredWindows = Readonly<Record<WindowName, StoredWindow>> & {
  readonly monthBasis: "CALENDAR" | "TRAILING";
};

export type TimeRules = TimePolicy;

const BPS = 10_000;

/** Start of the interval that a moment lies in. */
export function intervalStart(at: number, time: TimeRules): number {
  return floorTo(at, time.intervalSeconds);
}

/** End of the last interval that has ended. */
export function lastIntervalEnd(now: number, time: TimeRules): number {
  return floorTo(now, time.intervalSeconds);
}

/** When the interval that starts at `at` closes: what is received before it is what it is judged by. */
export function closesAt(at: number, time: TimeRules): number {
  return at + (1 + time.closeAfterIntervals) * time.intervalSeconds;
}

/** Start of the hour, of partial sums, that a moment lies in. */
export function hourStart(at: number, time: TimeRules): number {
  return floorTo(at, time.hourIntervals * time.intervalSeconds);
}

/** Start of the day, of partial sums, that a moment lies in. */
export function dayStart(at: number, time: TimeRules): number {
  return floorTo(at, time.dayIntervals * time.intervalSeconds);
}

/** The whole month that a moment lies in. */
export function monthRange(at: number, time: TimeRules): Range {
  if (time.monthSeconds === null) return utcMonth(at);
  const start = floorTo(at, time.monthSeconds);
  return { start, end: start + time.monthSeconds };
}

/** All windows that end at a moment, which must be the end of an interval. The month is so much of it as has passed. */
export function windowRanges(end: number, time: TimeRules): Readonly<Record<WindowName | "TRAILING", Range>> {
  const last = (intervals: number) => ({ start: end - intervals * time.intervalSeconds, end });
  return {
    HOUR: last(time.windowIntervals.HOUR),
    DAY: last(time.windowIntervals.DAY),
    WEEK: last(time.windowIntervals.WEEK),
    MONTH: { start: monthRange(end - 1, time).start, end },
    TRAILING: last(time.trailingMonthIntervals),
  };
}

/**
 * A quantile of a window's latencies; null where nothing is known of it.
 *
 * @param quantileBps 5,000, 9,500 or 9,900
 */
export function latencyFigure(totals: Pick<Totals, "sketch" | "scalar">, quantileBps: number): LatencyFigure | null {
  const { sketch, scalar } = totals;
  const counted = countOf(sketch) > 0 ? quantile(sketch, quantileBps) : null;
  if (scalar === null) {
    return counted === null ? null : { method: "SKETCH", lowerMicros: counted, upperMicros: counted };
  }
  const bounds = {
    9500: [scalar.minP95Micros, scalar.maxP95Micros],
    9900: [scalar.minP99Micros, scalar.maxP99Micros],
  }[quantileBps];
  if (bounds === undefined) return null;
  const values = counted === null ? bounds : [...bounds, counted];
  return { method: "BOUNDED", lowerMicros: Math.min(...values), upperMicros: Math.max(...values) };
}

/** What is kept of a window's sums. */
export function summarise({ start, end }: Range, totals: Totals): StoredWindow {
  const { sketch: _sketch, scalar: _scalar, ...counts } = totals;
  return {
    start,
    end,
    ...counts,
    p50: latencyFigure(totals, 5_000),
    p95: latencyFigure(totals, 9_500),
    p99: latencyFigure(totals, 9_900),
  };
}

/** The windows that end at a moment, from their sums. */
export function storedWindows(
  sums: Readonly<Record<WindowName | "TRAILING", Totals>>,
  end: number,
  time: TimeRules,
): StoredWindows {
  const ranges = windowRanges(end, time);
  const month = monthRange(end - 1, time);
  const enough = sums.MONTH.measuredSeconds * BPS >= (month.end - month.start) * time.monthCoverageBps;
  const monthBasis = enough ? "CALENDAR" : "TRAILING";
  return {
    HOUR: summarise(ranges.HOUR, sums.HOUR),
    DAY: summarise(ranges.DAY, sums.DAY),
    WEEK: summarise(ranges.WEEK, sums.WEEK),
    MONTH: enough ? summarise(ranges.MONTH, sums.MONTH) : summarise(ranges.TRAILING, sums.TRAILING),
    monthBasis,
  };
}

/** Measured of expected seconds, basis points, rounded down. */
export function coverageBps({ start, end, measuredSeconds }: StoredWindow): number {
  return end > start ? Math.floor((measuredSeconds * BPS) / (end - start)) : 0;
}

/** HIGH if enough of the window was measured, and enough of that by enough independent reporters. */
export function confidenceOf(window: StoredWindow, { confidence }: Policy): Confidence {
  const covered = coverageBps(window) >= confidence.coverageBps;
  const corroborated = window.corroboratedSeconds * BPS >= window.measuredSeconds * confidence.corroboratedBps;
  return covered && corroborated ? "HIGH" : "LOW";
}

/** Successes of requests; null if none was measured. */
export function successRatio({ requests, successes }: Pick<Totals, "requests" | "successes">): Ratio | null {
  return requests > 0 ? { numerator: successes, denominator: requests } : null;
}

/** Seconds up of seconds up or down; null if none was measured. */
export function uptimeRatio({ upSeconds, downSeconds }: Pick<Totals, "upSeconds" | "downSeconds">): Ratio | null {
  const denominator = upSeconds + downSeconds;
  return denominator > 0 ? { numerator: upSeconds, denominator } : null;
}

/**
 * Requests a month at the rate of the measured time: requests / measured seconds x seconds of the UTC month in which the
 * window ends, rounded down; null if nothing was measured.
 */
export function monthlyThroughput(window: Pick<StoredWindow, "offered" | "measuredSeconds" | "end">): number | null {
  if (window.measuredSeconds === 0) return null;
  return Number((BigInt(window.offered) * BigInt(utcMonthSeconds(window.end - 1))) / BigInt(window.measuredSeconds));
}

/** Seconds of the UTC month that a moment lies in. */
export function utcMonthSeconds(at: number): number {
  const { start, end } = utcMonth(at);
  return end - start;
}

function utcMonth(at: number): Range {
  const date = new Date(at * 1_000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { start: Date.UTC(year, month) / 1_000, end: Date.UTC(year, month + 1) / 1_000 };
}

function floorTo(value: number, step: number): number {
  return Math.floor(value / step) * step;
}
