/** `Operator.samples`: what each reporter sent, before any of it was weighed against the others. */
import { ID } from "../domain/naming.ts";
import { decodeSketch, quantile } from "../domain/sketch.ts";
import { monthRange, type Range, successRatio, uptimeRatio } from "../domain/window.ts";
import { RequestError } from "../loaders/errors.ts";
import { type SampleFilter, type SampleRow, sampleRange } from "../loaders/samples.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import type { Context } from "./context.ts";
import type { EnumValues } from "./enums.ts";
import { pageCost } from "./lists.ts";
import { percentOf } from "./metric-window.ts";
import { OperatorRef } from "./operator.ts";

type SampleLatency = "SKETCH" | "SCALAR";

const SampleLatencyEnum = builder.enumType("SampleLatency", {
  description: "What a sample said of latencies.",
  values: {
    SKETCH: { value: "SKETCH", description: "Their distribution: every quantile is known within 1 %." },
    SCALAR: { value: "SCALAR", description: "The two quantiles alone, as `recordMetrics` takes them." },
  } satisfies EnumValues<SampleLatency>,
});

const SampleRef = builder.objectRef<SampleRow>("Sample").implement({
  description: "What one reporter measured of one service in one region over one interval.",
  fields: (t) => ({
    at: t.expose("at", { description: "Start of the interval.", type: "DateTime" }),
    service: t.exposeString("service", { description: "Id of the service." }),
    region: t.exposeString("region", { description: "Where it was measured; `global` in the scalar form." }),
    reporter: t.exposeString("reporter", { description: "Id of who measured." }),
    revision: t.exposeInt("revision", { description: "The highest of this interval: the one that counts." }),
    requests: t.expose("requests", { description: "All requests.", type: "Long" }),
    successes: t.expose("successes", { description: "Of the requests.", type: "Long" }),
    timeouts: t.expose("timeouts", { description: "Of the requests; no success is one.", type: "Long" }),
    upSeconds: t.exposeInt("upSeconds", { description: "Seconds of the interval in which it was up." }),
    downSeconds: t.exposeInt("downSeconds", { description: "Seconds of the interval in which it was down." }),
    successRate: t.float({
      nullable: true,
      description: "Successes of requests, percent; null without a request.",
      resolve: (sample) => nullOr(successRatio(sample), percentOf),
    }),
    uptime: t.float({
      nullable: true,
      description: "Seconds up of those up or down, percent; null if neither was measured.",
      resolve: (sample) => nullOr(uptimeRatio(sample), percentOf),
    }),
    throughput: t.field({
      type: "Long",
      description:
        "Requests a month at this rate: requests / seconds of the interval x seconds of the month, rounded. The UTC month, unless `policy.time` says otherwise.",
      resolve: ({ requests, at }, _args, { policy: { time } }) => {
        const { start, end } = monthRange(at, time);
        return Math.round((requests * (end - start)) / time.intervalSeconds);
      },
    }),
    latency: t.field({
      type: SampleLatencyEnum,
      nullable: true,
      description: "What it says of latencies; null without a success.",
      resolve: latencyOf,
    }),
    p95LatencyMs: t.float({
      nullable: true,
      description: "p95 of the latencies of successes, milliseconds; null without a success.",
      resolve: (sample) => milliseconds(sample, 9_500, sample.p95Micros),
    }),
    p99LatencyMs: t.float({
      nullable: true,
      description: "p99 of the latencies of successes, milliseconds; null without a success.",
      resolve: (sample) => milliseconds(sample, 9_900, sample.p99Micros),
    }),
    weight: t.exposeInt("weight", {
      description: "What the reporter's word counted when it came, 0 to 100; 0 if it is the operator or its manager.",
    }),
    receivedAt: t.expose("receivedAt", { description: "When it was received.", type: "DateTime" }),
  }),
});

const SampleConnectionRef = connectionOf(SampleRef, "Sample");

function nullOr<Value, Result>(value: Value | null, map: (value: Value) => Result): Result | null {
  return value === null ? null : map(value);
}

function latencyOf({ sketch, p95Micros }: SampleRow): SampleLatency | null {
  if (sketch !== null) return "SKETCH";
  return p95Micros === null ? null : "SCALAR";
}

/** @param q in basis points */
function milliseconds({ sketch }: SampleRow, q: number, scalar: number | null): number | null {
  const micros = sketch === null ? scalar : quantile(decodeSketch(sketch), q);
  return micros === null ? null : micros / 1_000;
}

const SampleFilterInput = builder.inputType("SampleFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    service: t.string({ description: "Only of this service, by its id." }),
    region: t.string({ description: "Only from this region." }),
    reporter: t.string({ description: "Only by this reporter, by its id." }),
    from: t.field({
      type: "DateTime",
      description:
        "Inclusive, rounded down to a whole interval; not before samples are kept. Default: a day before `to`.",
    }),
    to: t.field({ type: "DateTime", description: "Exclusive. Default: now, and what may have come ahead of it." }),
  }),
});

type SampleFilterValue = typeof SampleFilterInput.$inferInput | null | undefined;

/** @throws RequestError INVALID_FILTER, INVALID_RANGE, RANGE_NOT_KEPT */
function sampleFilter(input: SampleFilterValue, context: Context): SampleFilter {
  return {
    service: checkedId(input?.service, "service"),
    region: checkedId(input?.region, "region"),
    reporter: checkedId(input?.reporter, "reporter"),
    range: rangeOf(input, context),
  };
}

function rangeOf(input: SampleFilterValue, { now, policy, retention }: Context): Range {
  return sampleRange({ from: input?.from, to: input?.to }, now, policy.time, retention);
}

/** What cannot be an id is told: an empty list would pass for nothing measured. */
function checkedId(id: string | null | undefined, argument: string): string | undefined {
  if (id === null || id === undefined) return undefined;
  if (ID.test(id)) return id;
  throw new RequestError("INVALID_FILTER", `\`${argument}\` is no id that a sample can have.`, { argument });
}

/**
 * What a day costs that is looked through: a page of what is rare, and a count, may read all samples of it. A page of 50
 * operators may look at a day, of ten at five.
 */
const DAY_COST = 50;

builder.objectField(OperatorRef, "samples", (t) =>
  t.connection(
    {
      type: SampleRef,
      description:
        "What reporters sent, newest first; those of one interval by service, region and reporter, from last to first. Only what counts: the highest revision of each.",
      args: { filter: t.arg({ description: "Which ones; default: those of the last day.", type: SampleFilterInput }) },
      complexity: ({ filter, ...args }, context) => {
        const { start, end } = rangeOf(filter, context);
        const { dayIntervals, intervalSeconds } = context.policy.time;
        const days = (Math.min(end, context.now) - start) / (dayIntervals * intervalSeconds);
        const { field, multiplier } = pageCost(args);
        return { field: field + DAY_COST * Math.max(1, Math.round(days)), multiplier };
      },
      resolve: ({ row }, { filter, ...args }, context) =>
        context.loaders.samples.load({ parent: row.address, args, filter: sampleFilter(filter, context) }),
    },
    SampleConnectionRef,
  ),
);
