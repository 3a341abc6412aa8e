/** `Operator.metrics`: what was measured over any time, bucket by bucket. */
import { bucketSeconds, type Resolution } from "../domain/resolution.ts";
import { addTotals, EMPTY_TOTALS } from "../domain/totals.ts";
import { type Range, type StoredWindow, summarise } from "../domain/window.ts";
import { type Bucket, MAX_POINTS, parseRange, type RangeArgs, refuseForgotten } from "../loaders/metric-points.ts";
import { builder } from "./builder.ts";
import type { Context } from "./context.ts";
import type { EnumValues } from "./enums.ts";
import { MetricWindowRef, TimeRangeRef } from "./metric-window.ts";
import { OperatorRef } from "./operator.ts";

const ResolutionEnum = builder.enumType("MetricResolution", {
  description: "How long a point is.",
  values: {
    MINUTE: {
      value: "MINUTE",
      description: "One interval of measurement: a minute, unless `policy.time` says otherwise.",
    },
    HOUR: { value: "HOUR", description: "60 intervals." },
    DAY: { value: "DAY", description: "1,440 intervals: a UTC day, if an interval is a minute." },
  } satisfies EnumValues<Resolution>,
});

interface Metrics {
  readonly range: Range;
  readonly resolution: Resolution;
  /** Those of the range in which anything was measured, oldest first. */
  readonly buckets: readonly Bucket[];
}

const MetricsRef = builder.objectRef<Metrics>("Metrics").implement({
  description: "What was measured of an operator over a time.",
  fields: (t) => ({
    range: t.expose("range", {
      type: TimeRangeRef,
      description: "The time it is of: all whole points that `from` to `to` touches.",
      complexity: { field: 0, multiplier: 0 },
    }),
    resolution: t.expose("resolution", {
      type: ResolutionEnum,
      description: "How long a point is.",
      complexity: 0,
    }),
    points: t.field({
      type: [MetricWindowRef],
      description:
        "Every point of the range, oldest first. Where nothing was measured, figures are null and coverage is 0.",
      complexity: { field: 0, multiplier: 1 },
      resolve: (metrics, _args, { policy }) => pointsOf(metrics, bucketSeconds(metrics.resolution, policy.time)),
    }),
    total: t.field({
      type: MetricWindowRef,
      description: "The whole range as one, its quantiles from the merged distributions.",
      // It is one, of points that `metrics` has paid for.
      complexity: { field: 0, multiplier: 0 },
      resolve: ({ range, buckets }) => summarise(range, addTotals(buckets.map(({ totals }) => totals))),
    }),
  }),
});

builder.objectField(OperatorRef, "metrics", (t) =>
  t.field({
    type: MetricsRef,
    description: `What was measured from \`from\` to \`to\`, at most ${MAX_POINTS} points. Late data changes points of the past.`,
    args: {
      from: t.arg({ description: "Inclusive; rounded down to a whole point.", type: "DateTime", required: true }),
      to: t.arg({ description: "Exclusive; rounded up to a whole point.", type: "DateTime", required: true }),
      resolution: t.arg({ description: "How long a point is.", type: ResolutionEnum, required: true }),
    },
    // A point is read, with its distribution, whether it is shown or only added up.
    complexity: (args, { policy }) => {
      const { points } = parseRange(args, policy.time);
      return { field: 5 + points, multiplier: points };
    },
    resolve: ({ row }, args, context) => loadMetrics(row.address, args, context),
  }),
);

async function loadMetrics(operator: string, args: RangeArgs, context: Context): Promise<Metrics> {
  const { resolution } = args;
  const { time } = context.policy;
  const { range } = parseRange(args, time);
  refuseForgotten(range, resolution, context.now, context.retention);
  const buckets = await context.loaders.buckets.load({ operator, range, resolution });
  return { range, resolution, buckets };
}

/** One for each bucket of the range, measured or not. */
function pointsOf({ range, buckets }: Metrics, seconds: number): StoredWindow[] {
  const found = new Map(buckets.map(({ at, totals }) => [at, totals]));
  const points: StoredWindow[] = [];
  for (let start = range.start; start < range.end; start += seconds) {
    points.push(summarise({ start, end: start + seconds }, found.get(start) ?? EMPTY_TOTALS));
  }
  return points;
}
