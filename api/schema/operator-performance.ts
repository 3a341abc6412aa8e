/** What was measured of an operator, and what follows from it. */
import { type Breach, type OpenBreach, openBreaches } from "../domain/judgement.ts";
import { scoreDelta } from "../domain/score.ts";
import { RequestError } from "../loaders/errors.ts";
import type { HeartbeatRow } from "../loaders/heartbeats.ts";
import { MAX_PAGE_SIZE, parsePage } from "../loaders/page.ts";
import { currentAppraisal, currentWindows, pastAppraisal } from "./appraisal.ts";
import { builder } from "./builder.ts";
import type { EnumValues } from "./enums.ts";
import { pageCost } from "./lists.ts";
import { ConfidenceEnum, OperatorWindowsRef } from "./metric-window.ts";
import { OperatorRef } from "./operator.ts";
import { PerformanceScoreRef, ScoreDeltaRef, ScoreRecordConnectionRef, ScoreRecordRef } from "./score.ts";

const BreachEnum = builder.enumType("BreachMetric", {
  description: "What can be breached.",
  values: {
    SUCCESS_RATE: { value: "SUCCESS_RATE", description: "Too few requests succeed, over 24 hours and just now." },
    LATENCY: { value: "LATENCY", description: "p95 is above the tier's threshold, over the hour and just now." },
    THROUGHPUT: { value: "THROUGHPUT", description: "The month's throughput is too low." },
    UPTIME: { value: "UPTIME", description: "Uptime over 7 days has been too low for a day." },
  } satisfies EnumValues<Breach>,
});

const OpenBreachRef = builder.objectRef<OpenBreach>("Breach").implement({
  description: "A promise that an operator breaks now.",
  fields: (t) => ({
    metric: t.expose("breach", { description: "What is breached.", type: BreachEnum }),
    since: t.expose("since", { description: "When the breach opened.", type: "DateTime" }),
  }),
});

const HeartbeatRef = builder.objectRef<HeartbeatRow>("Heartbeat").implement({
  description: "The last sign of life that a service gave by itself. It measures nothing.",
  fields: (t) => ({
    service: t.exposeString("service", { description: "Id of the service." }),
    region: t.exposeString("region", { description: "Where it runs." }),
    node: t.string({
      nullable: true,
      description: "Which of the operator's nodes; null if it did not say.",
      resolve: ({ node }) => node || null,
    }),
    version: t.exposeString("version", { nullable: true, description: "Of its software; null if it did not say." }),
    at: t.expose("at", { description: "When it was received.", type: "DateTime" }),
  }),
});

/** Recomputing a score reads the sums of a month. */
const PAST_SCORE_COST = { field: 20, multiplier: 1 };

builder.objectFields(OperatorRef, (t) => ({
  score: t.field({
    type: PerformanceScoreRef,
    description: "How well it performs, as evaluated last. Its value is null as long as a part of it is unknown.",
    resolve: (view, _args, context) => currentAppraisal(view, context),
  }),
  scoreAt: t.field({
    type: PerformanceScoreRef,
    description:
      "The score as of a moment of the past, computed again from what is known of that time now: by the minute while all its windows are kept by the minute, else by the hour. `windowEnd` says as of when exactly.",
    args: { at: t.arg({ description: "Not in the future.", type: "DateTime", required: true }) },
    complexity: PAST_SCORE_COST,
    resolve: (view, { at }, context) => pastAppraisal(view, at, "at", context),
  }),
  scoreDelta: t.field({
    type: ScoreDeltaRef,
    description: "How the score changed between two moments, and by what; both as by `scoreAt`.",
    args: {
      from: t.arg({ description: "The earlier moment.", type: "DateTime", required: true }),
      to: t.arg({ description: "The later moment, not in the future.", type: "DateTime", required: true }),
    },
    complexity: { ...PAST_SCORE_COST, field: 2 * PAST_SCORE_COST.field },
    resolve: async (view, args, context) => {
      if (args.from >= args.to)
        throw new RequestError("INVALID_RANGE", "`from` must be before `to`.", { argument: "from" });
      const [from, to] = await Promise.all([
        pastAppraisal(view, args.from, "from", context),
        pastAppraisal(view, args.to, "to", context),
      ]);
      return { from, to, delta: scoreDelta(from.score, to.score) };
    },
  }),
  scoreHistory: t.connection(
    {
      type: ScoreRecordRef,
      description: "The score at the end of each hour, newest first, as it was stored then.",
      complexity: pageCost,
      resolve: ({ row }, args, context) =>
        context.loaders.scoreHistory.load({ parent: row.address, args, filter: null }),
    },
    ScoreRecordConnectionRef,
  ),
  windows: t.field({
    type: OperatorWindowsRef,
    description: "What was measured over the last hour, day, week and month, as evaluated last.",
    resolve: (view, _args, context) => currentWindows(view, context),
  }),
  confidence: t.field({
    type: ConfidenceEnum,
    description: "How well its score is known; LOW if it was never measured.",
    resolve: (view, _args, context) => currentAppraisal(view, context).score.confidence,
  }),
  lastMeasuredAt: t.field({
    type: "DateTime",
    nullable: true,
    description: "End of the newest interval with a measurement; null if it was never measured.",
    // 0: its samples said that nothing was measured.
    resolve: ({ row }) => row.evaluation?.measuredUntil || null,
  }),
  initialCheckPassedAt: t.field({
    type: "DateTime",
    nullable: true,
    description: "When it first passed the initial check, which it needs once to be active; null if never.",
    resolve: ({ row }) => row.evaluation?.judgement.initialCheckAt ?? null,
  }),
  breaches: t.field({
    type: [OpenBreachRef],
    description: "The promises it breaks now; none if it was never measured.",
    complexity: { field: 1, multiplier: 4 },
    resolve: ({ row }) => (row.evaluation === null ? [] : [...openBreaches(row.evaluation.judgement)]),
  }),
  disagreeingReporters: t.stringList({
    description: "Ids of reporters that are too far off the others now.",
    resolve: ({ row }) => [...(row.evaluation?.disagreeing ?? [])],
  }),
  heartbeats: t.field({
    type: [HeartbeatRef],
    description: "The last sign of life of each of its services in each region, and of each node, the latest first.",
    args: {
      first: t.arg.int({
        description: `The first so many, 0 to ${MAX_PAGE_SIZE}.`,
        required: true,
        defaultValue: 20,
      }),
    },
    complexity: pageCost,
    resolve: async ({ row }, args, { loaders }) => {
      const { limit } = parsePage(args);
      return (await loaders.heartbeats.load(row.address)).slice(0, limit);
    },
  }),
}));
