import { MAX_SAMPLES, type Outcome, recordBatch } from "../ingestion/batch.ts";
import { Refusal } from "../ingestion/sample.ts";
import { builder } from "./builder.ts";
import { WRITE_FAILURES } from "./errors.ts";
import { isSigned } from "./signature.ts";

const SAMPLE_STATUSES = ["ACCEPTED", "DUPLICATE", "CONFLICT", "REJECTED"] as const;
type SampleStatus = (typeof SAMPLE_STATUSES)[number];

const SampleStatusEnum = builder.enumType("SampleStatus", {
  description: "What became of a sample.",
  values: {
    ACCEPTED: { value: "ACCEPTED", description: "It is stored." },
    DUPLICATE: { value: "DUPLICATE", description: "It was stored before, the same to the last count." },
    CONFLICT: { value: "CONFLICT", description: "It contradicts what is stored, which stays as it is." },
    REJECTED: { value: "REJECTED", description: "It is wrong in itself, or speaks of what is not known." },
  } satisfies Record<SampleStatus, { value: SampleStatus; description: string }>,
});

const ID_TEXT = "1 to 63 of a-z, 0-9, dot, underscore and hyphen.";

const MetricSampleInput = builder.inputType("MetricSampleInput", {
  description:
    "What one reporter measured of one service of an operator in one region over one interval (a minute; `policy` tells). All but `reporter`, `revision` and, without a success, `sketch` are needed; what is missing or wrong is told in the sample's own result. See docs/metrics.md.",
  fields: (t) => ({
    operator: t.field({ type: "Text", description: "The operator's address." }),
    service: t.field({ type: "Text", description: "Id of a registered service." }),
    region: t.field({ type: "Text", description: `Where it was measured: ${ID_TEXT}` }),
    reporter: t.field({ type: "Text", description: "Who measured. Default: the key's or the signature's reporter." }),
    timestamp: t.field({ type: "Timestamp", description: "Any moment of the interval; its start is what is kept." }),
    revision: t.field({
      type: "Count",
      description: "0 (the default) for the first report of this interval; each correction one more than the last.",
    }),
    requests: t.field({ type: "Count", description: "How many were made." }),
    successes: t.field({ type: "Count", description: "Of the requests." }),
    timeouts: t.field({ type: "Count", description: "Of the requests that did not succeed." }),
    upSeconds: t.field({ type: "Count", description: "Seconds it was up; with `downSeconds` at most the interval." }),
    downSeconds: t.field({ type: "Count", description: "Seconds it was down." }),
    sketch: t.field({
      type: "Text",
      description:
        "Latencies of the successes in microseconds: a DDSketch of 1 % accuracy in DataDog's protobuf message as base64, at most 6 KiB before base64.",
    }),
  }),
});

const BatchSignatureInput = builder.inputType("BatchSignatureInput", {
  description:
    "A batch signed by a reporter's account (EIP-712), which needs no API key. All its samples are the reporter's. See docs/metrics.md.",
  fields: (t) => ({
    reporter: t.string({ description: "Id of the reporter that has the account.", required: true }),
    deadline: t.field({
      type: "Count",
      description: "Until when the signature holds, Unix seconds; at most an hour ahead.",
      required: true,
    }),
    signature: t.field({ type: "Text", description: "65 bytes r, s, v as 0x and hex.", required: true }),
  }),
});

const RecordMetricsBatchInput = builder.inputType("RecordMetricsBatchInput", {
  description: "Samples in any mixture of operators, services, regions and reporters.",
  fields: (t) => ({
    samples: t.field({
      type: t.listRef(MetricSampleInput, { required: false }),
      description: `1 to ${MAX_SAMPLES}.`,
      required: true,
    }),
    signature: t.field({ type: BatchSignatureInput, description: "In place of an API key." }),
  }),
});

interface SampleResult {
  readonly index: number;
  readonly status: SampleStatus;
  readonly code: string | null;
  readonly message: string | null;
  readonly path: readonly string[] | null;
}

const SampleResultRef = builder.objectRef<SampleResult>("SampleResult").implement({
  description: "What became of one sample.",
  fields: (t) => ({
    index: t.exposeInt("index", { description: "Its place in the batch, from 0." }),
    status: t.expose("status", { description: "What became of it.", type: SampleStatusEnum }),
    code: t.exposeString("code", { nullable: true, description: "Why not, for programs; null if it is stored." }),
    message: t.exposeString("message", { nullable: true, description: "Why not, for people; null if it is stored." }),
    path: t.stringList({
      nullable: true,
      description: "What it is about, such as `samples`, `3`, `successes`; null if it is stored.",
      resolve: ({ path }) => (path === null ? null : [...path]),
    }),
  }),
});

const BatchResultRef = builder.objectRef<readonly Outcome[]>("RecordedBatch").implement({
  description: "What became of a batch. All that is said to be stored is on disk.",
  fields: (t) => ({
    accepted: t.int({ description: "Samples stored now.", resolve: countOf("ACCEPTED") }),
    duplicates: t.int({ description: "Samples stored before.", resolve: countOf("DUPLICATE") }),
    conflicts: t.int({ description: "Samples that contradict what is stored.", resolve: countOf("CONFLICT") }),
    rejected: t.int({ description: "Samples that were refused.", resolve: countOf("REJECTED") }),
    results: t.field({
      description: "Sample by sample, in the order of the batch.",
      type: [SampleResultRef],
      args: {
        status: t.arg({
          description: "Only these; default: all. Ask for CONFLICT and REJECTED to hear only of what went wrong.",
          type: [SampleStatusEnum],
        }),
      },
      // As many as a batch may have.
      complexity: { field: 1, multiplier: MAX_SAMPLES },
      resolve: (outcomes, { status }) =>
        outcomes.map(resultOf).filter((result) => !status || status.includes(result.status)),
    }),
  }),
});

function countOf(status: SampleStatus) {
  return (outcomes: readonly Outcome[]) => outcomes.filter((outcome) => statusOf(outcome) === status).length;
}

function statusOf(outcome: Outcome): SampleStatus {
  if (outcome instanceof Refusal) return "REJECTED";
  return outcome === "ACCEPTED" || outcome === "DUPLICATE" ? outcome : "CONFLICT";
}

const CONFLICTS = {
  PAYLOAD_DIFFERS: "This revision is stored with other figures; send a correction as the next revision.",
  REVISION_GAP: "The revision before this one is not there.",
} as const;

function resultOf(outcome: Outcome, index: number): SampleResult {
  const status = statusOf(outcome);
  if (outcome === "ACCEPTED" || outcome === "DUPLICATE")
    return { index, status, code: null, message: null, path: null };
  const place = ["samples", String(index)];
  if (outcome instanceof Refusal) {
    const { code, field, message } = outcome;
    return { index, status, code, message, path: field === null ? place : [...place, field] };
  }
  return { index, status, code: outcome, message: CONFLICTS[outcome], path: [...place, "revision"] };
}

builder.mutationField("recordMetricsBatch", (t) =>
  t.field({
    type: BatchResultRef,
    description:
      "Records counts and latencies, durably before the answer. Sending the same again is harmless. Needs the scope METRICS_WRITE, or a signature.",
    access: { scope: "metrics:write", unless: isSigned },
    args: { input: t.arg({ description: "The samples.", type: RecordMetricsBatchInput, required: true }) },
    errors: {
      types: WRITE_FAILURES,
      union: { name: "RecordMetricsBatchResult", description: "What became of each sample, or why nothing was taken." },
    },
    resolve: (_root, { input }, context) => recordBatch(context, context.caller, input),
  }),
);
