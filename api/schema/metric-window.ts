import type { Ratio } from "../domain/ratio.ts";
import {
  type Confidence,
  confidenceOf,
  coverageBps,
  type LatencyFigure,
  monthlyThroughput,
  type Range,
  type StoredWindow,
  type StoredWindows,
  successRatio,
  uptimeRatio,
} from "../domain/window.ts";
import { builder } from "./builder.ts";
import type { EnumValues } from "./enums.ts";

export const ConfidenceEnum = builder.enumType("Confidence", {
  description: "How well a figure is known.",
  values: {
    HIGH: { value: "HIGH", description: "Enough of its time was measured, by enough independent reporters." },
    LOW: { value: "LOW", description: "Too little time was measured, or by too few: nothing is decided by it alone." },
  } satisfies EnumValues<Confidence>,
});

const LatencyMethodEnum = builder.enumType("LatencyMethod", {
  description: "How a latency quantile is known.",
  values: {
    SKETCH: { value: "SKETCH", description: "From merged distributions, within 1 %." },
    BOUNDED: { value: "BOUNDED", description: "Part of it came without a distribution: it lies between two bounds." },
  } satisfies EnumValues<LatencyFigure["method"]>,
});

const MonthBasisEnum = builder.enumType("MonthBasis", {
  description: "What stands for the month.",
  values: {
    CALENDAR: { value: "CALENDAR", description: "The UTC calendar month so far." },
    TRAILING: { value: "TRAILING", description: "The trailing 30 days: too little of the month is measured yet." },
  } satisfies EnumValues<StoredWindows["monthBasis"]>,
});

export const TimeRangeRef = builder.objectRef<Range>("TimeRange").implement({
  description: "From `start` to before `end`.",
  fields: (t) => ({
    start: t.expose("start", { description: "Inclusive.", type: "DateTime" }),
    end: t.expose("end", { description: "Exclusive.", type: "DateTime" }),
  }),
});

const LatencyFigureRef = builder.objectRef<LatencyFigure>("LatencyFigure").implement({
  description: "A quantile of the latencies of successes.",
  fields: (t) => ({
    method: t.expose("method", { description: "How it is known.", type: LatencyMethodEnum }),
    ms: t.float({
      description: "Milliseconds, to the microsecond: what is scored, the upper bound if it is only bounded.",
      resolve: ({ upperMicros }) => upperMicros / 1_000,
    }),
    lowerMs: t.float({
      description: "Milliseconds; the same as the upper bound with SKETCH.",
      resolve: ({ lowerMicros }) => lowerMicros / 1_000,
    }),
    upperMs: t.float({ description: "Milliseconds.", resolve: ({ upperMicros }) => upperMicros / 1_000 }),
  }),
});

const LatencyRef = builder.objectRef<StoredWindow>("Latency").implement({
  description: "Latencies of successes.",
  fields: (t) => ({
    p50: t.expose("p50", {
      type: LatencyFigureRef,
      nullable: true,
      description: "Null if no success was measured, or some of them without a distribution.",
    }),
    p95: t.expose("p95", {
      type: LatencyFigureRef,
      nullable: true,
      description: "Null if no success was measured.",
    }),
    p99: t.expose("p99", {
      type: LatencyFigureRef,
      nullable: true,
      description: "Null if no success was measured.",
    }),
  }),
});

/** Whether anything is known of a window. Where nothing is, its counts are unknown, not zero. */
function isMeasured({ measuredSeconds, requests, offered }: StoredWindow): boolean {
  return measuredSeconds > 0 || requests > 0 || offered > 0;
}

function count(of: (window: StoredWindow) => number): (window: StoredWindow) => number | null {
  return (window) => (isMeasured(window) ? of(window) : null);
}

/** The nearest double to the exact quotient: the product is exact for any count of a month. */
export function percentOf({ numerator, denominator }: Ratio): number {
  return (numerator * 100) / denominator;
}

export const MetricWindowRef = builder.objectRef<StoredWindow>("MetricWindow").implement({
  description: "What was measured of an operator over a time, summed over its services, regions and reporters.",
  fields: (t) => ({
    start: t.expose("start", { description: "Where it begins, inclusive.", type: "DateTime" }),
    end: t.expose("end", { description: "Where it ends, exclusive.", type: "DateTime" }),
    requests: t.field({
      type: "Long",
      nullable: true,
      description: "Requests that the success rate is of; null if nothing was measured.",
      resolve: count((window) => window.requests),
    }),
    successes: t.field({
      type: "Long",
      nullable: true,
      description: "Of the requests; null if nothing was measured.",
      resolve: count((window) => window.successes),
    }),
    timeouts: t.field({
      type: "Long",
      nullable: true,
      description: "Of the requests; no success is one. Null if nothing was measured.",
      resolve: count((window) => window.timeouts),
    }),
    successRate: t.float({
      nullable: true,
      description: "Successes of requests, percent; null if no request was measured.",
      resolve: (window) => nullOr(successRatio(window), percentOf),
    }),
    latency: t.field({ type: LatencyRef, description: "Latencies of successes.", resolve: (window) => window }),
    throughput: t.field({
      type: "Long",
      nullable: true,
      description:
        "Requests a month at the rate of the measured time: requests / measured seconds x seconds of the UTC month, rounded down; null if nothing was measured.",
      resolve: monthlyThroughput,
    }),
    uptime: t.float({
      nullable: true,
      description: "Service-seconds up of those up or down, percent; null if none was measured.",
      resolve: (window) => nullOr(uptimeRatio(window), percentOf),
    }),
    upSeconds: t.field({
      type: "Long",
      nullable: true,
      description: "Service-seconds up; null if nothing was measured.",
      resolve: count((window) => window.upSeconds),
    }),
    downSeconds: t.field({
      type: "Long",
      nullable: true,
      description: "Service-seconds down; null if nothing was measured.",
      resolve: count((window) => window.downSeconds),
    }),
    measuredSeconds: t.field({
      type: "Long",
      description: "Seconds of the clock for which anything was measured; 0 if nothing was.",
      resolve: (window) => window.measuredSeconds,
    }),
    coverage: t.float({
      description: "Measured of all seconds, percent, rounded down to two decimals.",
      resolve: (window) => coverageBps(window) / 100,
    }),
    confidence: t.field({
      type: ConfidenceEnum,
      description: "How well its figures are known.",
      resolve: (window, _args, { policy }) => confidenceOf(window, policy),
    }),
  }),
});

function nullOr<Value, Result>(value: Value | null, map: (value: Value) => Result): Result | null {
  return value === null ? null : map(value);
}

export const OperatorWindowsRef = builder.objectRef<StoredWindows>("OperatorWindows").implement({
  description:
    "The windows an operator is judged by. All end with the last interval that had ended when it was evaluated.",
  fields: (t) => ({
    hour: t.expose("HOUR", { description: "The rolling hour: what latency is scored by.", type: MetricWindowRef }),
    day: t.expose("DAY", {
      description: "The rolling 24 hours: what the success rate is scored by.",
      type: MetricWindowRef,
    }),
    week: t.expose("WEEK", { description: "The rolling 7 days: what uptime is scored by.", type: MetricWindowRef }),
    month: t.expose("MONTH", {
      description: "The month so far: what throughput is scored by. `monthBasis` says which.",
      type: MetricWindowRef,
    }),
    monthBasis: t.expose("monthBasis", { description: "What stands for the month.", type: MonthBasisEnum }),
  }),
});
