import { UnauthenticatedError } from "../access/caller.ts";
import { recordHeartbeat } from "../ingestion/heartbeat.ts";
import { type Recorded, recordScalar } from "../ingestion/record.ts";
import { builder } from "./builder.ts";
import { WRITE_FAILURES } from "./errors.ts";

const PerformanceMetricsInput = builder.inputType("PerformanceMetricsInput", {
  description:
    "Rates of one service over one interval. All are needed; what is missing or wrong is answered as a ValidationError.",
  fields: (t) => ({
    serviceId: t.field({ type: "Text", description: "Id of a registered service." }),
    successRate: t.field({ type: "Measure", description: "Percent, 0 to 100." }),
    p95Latency: t.field({ type: "Measure", description: "Milliseconds." }),
    p99Latency: t.field({ type: "Measure", description: "Milliseconds; not below `p95Latency`." }),
    throughput: t.field({ type: "Measure", description: "Requests a month." }),
    uptime: t.field({ type: "Measure", description: "Percent, 0 to 100." }),
    timestamp: t.field({ type: "Timestamp", description: "Any moment of the interval." }),
  }),
});

const RecordedMetricsRef = builder.objectRef<Recorded>("RecordedMetrics").implement({
  description: "Metrics that are on disk.",
  fields: (t) => ({
    operator: t.expose("operator", { type: "Address", description: "Whose they are." }),
    interval: t.expose("at", { type: "DateTime", description: "Start of the interval they are of." }),
    duplicate: t.exposeBoolean("duplicate", { description: "Whether the same was recorded before." }),
  }),
});

const HeartbeatInput = builder.inputType("HeartbeatInput", {
  description: "A sign of life of a service.",
  fields: (t) => ({
    operator: t.field({ type: "Address", description: "Whose service it is.", required: true }),
    service: t.string({ description: "Id of a registered service.", required: true }),
    region: t.string({ description: "Where it runs.", required: true, defaultValue: "global" }),
    node: t.string({
      description:
        "Which of the operator's nodes, by its id in the profile: failover goes by these. Default: none in particular.",
    }),
    version: t.string({ description: "Of its software, 1 to 64 visible ASCII characters." }),
  }),
});

const RecordedHeartbeatRef = builder
  .objectRef<{ readonly operator: string; readonly at: number }>("RecordedHeartbeat")
  .implement({
    description: "A sign of life that was taken.",
    fields: (t) => ({
      operator: t.expose("operator", { type: "Address", description: "Whose service it is." }),
      at: t.expose("at", { type: "DateTime", description: "When it was received." }),
    }),
  });

const METRICS = { scope: "metrics:write" } as const;

builder.mutationFields((t) => ({
  recordMetrics: t.field({
    type: RecordedMetricsRef,
    description:
      "Records rates of one interval, which become counts; durably before the answer. Sending the same again is harmless. Counts with a distribution say more: see `recordMetricsBatch`. Needs the scope METRICS_WRITE.",
    access: METRICS,
    args: {
      operator: t.arg({ type: "Address", description: "Whose metrics they are.", required: true }),
      metrics: t.arg({ type: PerformanceMetricsInput, description: "What was measured.", required: true }),
      reporter: t.arg.string({ description: "Who measured. Default: the key's reporter." }),
    },
    errors: {
      types: WRITE_FAILURES,
      union: { name: "RecordMetricsResult", description: "What was recorded, or why not." },
    },
    resolve: (_root, { operator, metrics, reporter }, context) => {
      const { caller } = context;
      if (caller === null) throw new UnauthenticatedError("This needs an API key.");
      return recordScalar(context, caller, operator, metrics, reporter ?? null);
    },
  }),
  recordHeartbeat: t.field({
    type: RecordedHeartbeatRef,
    description:
      "Takes a sign of life. It measures nothing; those of nodes say which of them serves. Needs the scope METRICS_WRITE.",
    access: METRICS,
    args: { input: t.arg({ type: HeartbeatInput, description: "Whose and of what.", required: true }) },
    errors: {
      types: WRITE_FAILURES,
      union: { name: "RecordHeartbeatResult", description: "What was taken, or why not." },
    },
    resolve: (_root, { input }, context) =>
      recordHeartbeat(context, { ...input, node: input.node ?? null, version: input.version ?? null }),
  }),
}));
