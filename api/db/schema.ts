/**
 * The API's own tables, in their own Postgres schema: a reindex replaces the indexer's tables, never these. They are
 * joined to the indexer's by operator address, without foreign keys. Times are Unix seconds unless they are `timestamp`.
 */
import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  numeric,
  pgSchema,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import type { Judgement } from "../domain/judgement.ts";
import type { Tier } from "../domain/policy.ts";
import type { Score } from "../domain/score.ts";
import type { Status } from "../domain/status.ts";
import type { Watch } from "../domain/watch.ts";
import type { StoredWindows } from "../domain/window.ts";

export const API_SCHEMA = "din_api";

export const schema = pgSchema(API_SCHEMA);

export const operatorVersion = schema.sequence("operator_version");

export const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({ dataType: () => "bytea" });

/** What lists of operators sort and filter by: one row for each registered operator, written by the follower. */
export const operatorSort = schema.table(
  "operator_sort",
  {
    address: text().primaryKey(),
    registeredAt: bigint({ mode: "number" }).notNull(),
    /** ETH value of active stake at the recorded rates, wei. */
    stakeValue: numeric({ precision: 78, scale: 0 }).notNull(),
    tier: text().$type<Tier>().notNull(),
    status: text().$type<Status>().notNull(),
    /** The evaluator's score, x 100; null while unknown. */
    score: integer(),
    /** ETH value of all executed slashes, wei. */
    slashedValue: numeric({ precision: 78, scale: 0 }).notNull(),
    /** Address and metadata URI, both in lower case, for text search. */
    searchText: text().notNull(),
    policyVersion: integer().notNull(),
    /** The operator's last event when the row was computed. */
    sourceEventId: text().notNull(),
    /** When time alone changes the row; null if it does not. */
    nextDueAt: bigint({ mode: "number" }),
    /**
     * Grows with every change of what the row says, over all rows. The follower is the only writer, one transaction at a
     * time, so versions become visible in order and the largest one seen is a cursor.
     */
    version: bigint({ mode: "number" }).notNull().default(sql`nextval('din_api.operator_version')`),
    computedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index("operator_sort_version").on(table.version),
    index("operator_sort_stake").on(table.stakeValue, table.address),
    index("operator_sort_registered").on(table.registeredAt, table.address),
    index("operator_sort_score").on(sql`coalesce(${table.score}, -1)`, table.address),
    index("operator_sort_slashed").on(table.slashedValue, table.address),
    index("operator_sort_status").on(table.status, table.stakeValue, table.address),
    index("operator_sort_tier").on(table.tier, table.stakeValue, table.address),
    index("operator_sort_due").on(table.nextDueAt).where(sql`${table.nextDueAt} is not null`),
  ],
);

/**
 * Operators whose registration a reorg took back, with the version of that, so that what follows versions hears of it.
 * One that is registered again keeps its row here, below its sort row's version.
 */
export const operatorRemoval = schema.table(
  "operator_removal",
  {
    address: text().primaryKey(),
    version: bigint({ mode: "number" }).notNull().default(sql`nextval('din_api.operator_version')`),
  },
  (table) => [index("operator_removal_version").on(table.version)],
);

export type Finality = "PENDING" | "FINALIZED" | "RETRACTED";

/** A chain event as the outbox tells it: enough to speak of it after a reorg has removed its row. */
export interface ChainEventPayload {
  readonly name: string;
  readonly seq: number | null;
  /** Slash id or unstake request id, decimal. */
  readonly subject: string | null;
  readonly blockTime: number;
  readonly transactionHash: string;
  readonly logIndex: number;
}

/**
 * What happened, in the order it was committed: append only. Writers take `LOCKS.outbox` before inserting, so ids become
 * visible in order and an id is a cursor that misses nothing.
 */
export const outbox = schema.table(
  "outbox",
  {
    id: bigserial({ mode: "bigint" }).primaryKey(),
    finality: text().$type<Finality>().notNull(),
    /** The indexer's event id. */
    eventId: text().notNull(),
    blockHash: text().notNull(),
    blockNumber: bigint({ mode: "number" }).notNull(),
    operator: text(),
    payload: jsonb().$type<ChainEventPayload>().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index("outbox_operator").on(table.operator, table.id), index("outbox_event").on(table.eventId)],
);

/** Events told as PENDING and not yet final: what a reorg may take back. */
export const pendingEvent = schema.table(
  "pending_event",
  {
    eventId: text().notNull(),
    blockHash: text().notNull(),
    blockNumber: bigint({ mode: "number" }).notNull(),
    operator: text(),
    payload: jsonb().$type<ChainEventPayload>().notNull(),
    /** How far the indexer was when the event was found missing last (`markOf`); null while it is there. */
    missingAtCheckpoint: text(),
  },
  (table) => [
    primaryKey({ columns: [table.eventId, table.blockHash] }),
    index("pending_event_block").on(table.blockNumber),
  ],
);

/** Operators whose computed state may be stale. Append only; a reader deletes the rows it read. */
export const dirtyOperator = schema.table(
  "dirty_operator",
  {
    id: bigserial({ mode: "bigint" }).primaryKey(),
    operator: text().notNull(),
    /**
     * `INPUTS`: rates or the minimum stake changed. `RULES`: the policy or the indexer's deployment did, which tells
     * nothing of the operator. `RECONCILE`: found to differ.
     * `EVALUATION`: the evaluator came to another score, or to something else its status depends on.
     */
    reason: text().$type<"CHAIN_EVENT" | "RETRACTION" | "INPUTS" | "RULES" | "RECONCILE" | "EVALUATION">().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index("dirty_operator_operator").on(table.operator)],
);

/** How far the follower has come: one row. */
export const followerState = schema.table("follower_state", {
  /** The registry followed, as `chainId:address`. */
  registry: text().primaryKey(),
  /** The last final event told; empty before the first. */
  finalEventId: text().notNull(),
  /** The indexer's checkpoint of the last pass. */
  checkpoint: text().notNull(),
  /** Everything outside the operator's own row that its sort row was computed from: rates, minimum stake, policy, deployment. */
  inputsDigest: text().notNull(),
  passedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
});

export type Scope = "metrics:write" | "incidents:write" | "alerts:write" | "circuit:write" | "keeper:write" | "admin";

/** Keys of machines that write. The secret is shown once and kept as its SHA-256: it is random, so that suffices. */
export const apiKey = schema.table("api_key", {
  /** Public: the part of the key before its secret. */
  id: text().primaryKey(),
  name: text().notNull(),
  hash: bytes().notNull(),
  scopes: text().array().$type<Scope[]>().notNull(),
  /** The only reporter it may report as; null for any. */
  reporter: text(),
  /** The key that created it; null for the command line. */
  createdBy: text(),
  createdAt: bigint({ mode: "number" }).notNull(),
  revokedAt: bigint({ mode: "number" }),
  /** To the minute. */
  lastUsedAt: bigint({ mode: "number" }),
});

/** Who measures. */
export const reporter = schema.table("reporter", {
  id: text().primaryKey(),
  name: text().notNull(),
  /** Signs batches, lowercase; null if it only uses keys. */
  address: text().unique(),
  /** How much its word counts in a consensus, 0 to 100. A report keeps the weight it came with. */
  weight: integer().notNull(),
  createdAt: bigint({ mode: "number" }).notNull(),
  updatedAt: bigint({ mode: "number" }).notNull(),
});

/** What operators run, as far as it is measured. */
export const service = schema.table("service", {
  id: text().primaryKey(),
  name: text().notNull(),
  createdAt: bigint({ mode: "number" }).notNull(),
});

/** Signed batches that were taken, until their deadline has passed: none is taken twice. */
export const signedBatch = schema.table(
  "signed_batch",
  {
    reporter: text().notNull(),
    /** The EIP-712 hash that was signed. */
    digest: bytes().notNull(),
    deadline: bigint({ mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reporter, table.digest] }),
    index("signed_batch_deadline").on(table.deadline),
  ],
);

/** The last sign of life a service of an operator gave by itself. It measures nothing. */
export const heartbeat = schema.table(
  "heartbeat",
  {
    operator: text().notNull(),
    service: text().notNull(),
    region: text().notNull(),
    /** Which of the operator's nodes; empty if it did not say. */
    node: text().notNull().default(""),
    version: text(),
    at: bigint({ mode: "number" }).notNull(),
    /** The first of those that came without a gap in which it would have been taken for dead: see `FailoverPolicy`. */
    since: bigint({ mode: "number" }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.operator, table.service, table.region, table.node] })],
);

/**
 * Samples as they came, every revision: append only. The highest revision of a key speaks. Partitioned by day on `at`
 * (see partitions.ts), like the next; the operator comes first in every key.
 */
export const metricSample = schema.table(
  "metric_sample",
  {
    operator: text().notNull(),
    /** Start of the interval, Unix seconds, a multiple of the interval. */
    at: bigint({ mode: "number" }).notNull(),
    service: text().notNull(),
    region: text().notNull(),
    reporter: text().notNull(),
    revision: integer().notNull(),
    requests: bigint({ mode: "number" }).notNull(),
    successes: bigint({ mode: "number" }).notNull(),
    timeouts: bigint({ mode: "number" }).notNull(),
    upSeconds: integer().notNull(),
    downSeconds: integer().notNull(),
    /** `encodeSketch` of the latencies of successes; null if it came without. */
    sketch: bytes(),
    /** The scalar form's latency, microseconds; null if it came with a sketch or without a success. */
    p95Micros: bigint("p95_micros", { mode: "number" }),
    p99Micros: bigint("p99_micros", { mode: "number" }),
    /** The reporter's weight when it came; 0 if it is the operator itself or its manager. */
    weight: integer().notNull(),
    /** Unix seconds. */
    receivedAt: bigint({ mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.operator, table.at, table.service, table.region, table.reporter, table.revision],
    }),
  ],
);

/** The columns of `Totals`. */
export const totals = () => ({
  operator: text().notNull(),
  /** Start of the interval, hour or day, Unix seconds. */
  at: bigint({ mode: "number" }).notNull(),
  requests: bigint({ mode: "number" }).notNull(),
  successes: bigint({ mode: "number" }).notNull(),
  timeouts: bigint({ mode: "number" }).notNull(),
  offered: bigint({ mode: "number" }).notNull(),
  upSeconds: bigint({ mode: "number" }).notNull(),
  downSeconds: bigint({ mode: "number" }).notNull(),
  measuredSeconds: bigint({ mode: "number" }).notNull(),
  corroboratedSeconds: bigint({ mode: "number" }).notNull(),
  sketch: bytes().notNull(),
  /** Null unless there were successes without a distribution. */
  scalarSuccesses: bigint({ mode: "number" }),
  minP95Micros: bigint("min_p95_micros", { mode: "number" }),
  maxP95Micros: bigint("max_p95_micros", { mode: "number" }),
  minP99Micros: bigint("min_p99_micros", { mode: "number" }),
  maxP99Micros: bigint("max_p99_micros", { mode: "number" }),
});

/** The consensus of each interval, over services and regions. */
export const metricMinute = schema.table(
  "metric_minute",
  {
    ...totals(),
    /** Reporters that were too far off the consensus; null if none. */
    dissenters: text().array(),
    /** Whether a service was down in all its regions: see `OutagePolicy`. */
    outage: boolean().notNull().default(false),
    /**
     * What was known of it when it closed, if samples came later: judgement goes by this, never by what came after. Null
     * if the row is what was known then.
     */
    atClose: jsonb().$type<StoredClose>(),
  },
  (table) => [
    primaryKey({ columns: [table.operator, table.at] }),
    index("metric_minute_at_close").on(table.operator, table.at).where(sql`${table.atClose} is not null`),
  ],
);

/** An interval as it was known when it closed: the columns of its row that differ from nothing measured. */
export interface StoredClose {
  /** `Totals` without its sketch and with it as base64; absent if nothing had come. */
  readonly totals?: Readonly<Record<string, number | null>> & { readonly outage: 0 | 1 };
  readonly sketch?: string;
}

/** Partial sums of `metric_minute`, partitioned by month. */
export const metricHour = schema.table("metric_hour", totals(), (table) => [
  primaryKey({ columns: [table.operator, table.at] }),
]);

/** Partial sums of `metric_hour`, kept for ever, partitioned by year. */
export const metricDay = schema.table("metric_day", totals(), (table) => [
  primaryKey({ columns: [table.operator, table.at] }),
]);

/**
 * Operators with samples that no evaluator has looked at, written with the samples; and those that have withdrawn
 * everything, without intervals. A reader deletes what it read.
 */
export const metricDirty = schema.table(
  "metric_dirty",
  {
    id: bigserial({ mode: "bigint" }).primaryKey(),
    operator: text().notNull(),
    /** Starts of the intervals that changed. */
    intervals: bigint({ mode: "number" }).array().notNull(),
    createdAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index("metric_dirty_operator").on(table.operator)],
);

/** What the evaluator last came to: one row for each operator that was ever measured. */
export const operatorEvaluation = schema.table(
  "operator_evaluation",
  {
    operator: text().primaryKey(),
    /** All windows end here, Unix seconds. */
    windowEnd: bigint({ mode: "number" }).notNull(),
    policyVersion: integer().notNull(),
    windows: jsonb().$type<StoredWindows>().notNull(),
    score: jsonb().$type<Score>().notNull(),
    /** End of the newest interval with a measurement, Unix seconds. */
    measuredUntil: bigint({ mode: "number" }).notNull(),
    judgement: jsonb().$type<Judgement>().notNull(),
    /** Reporters that disagree with the consensus now. */
    disagreeing: text().array().notNull(),
    /** What its alerts depend on besides. */
    watch: jsonb().$type<Watch>().notNull().default({ told: [], scores: [] }),
    /** When time alone changes the row; null if it does not any more. */
    nextDueAt: bigint({ mode: "number" }),
    evaluatedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index("operator_evaluation_due").on(table.nextDueAt).where(sql`${table.nextDueAt} is not null`)],
);

/** The score at the end of each hour. */
export const scoreHistory = schema.table(
  "score_history",
  {
    operator: text().notNull(),
    /** End of the hour, Unix seconds. */
    at: bigint({ mode: "number" }).notNull(),
    policyVersion: integer().notNull(),
    score: jsonb().$type<Score>().notNull(),
    /** The score's value, x 100; null while unknown. */
    value: integer().generatedAlwaysAs(sql`((score ->> 'value')::integer)`),
    /** How much of the hour itself others than the operator have measured, basis points. */
    coverageBps: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.operator, table.at] }),
    // All that a reputation reads of thousands of hours, without their rows.
    index("score_history_hours").on(table.operator, table.at, table.value, table.coverageBps),
  ],
);

/** The network's totals at the end of each hour, for its change. */
export const networkSnapshot = schema.table("network_snapshot", {
  at: bigint({ mode: "number" }).primaryKey(),
  operators: integer().notNull(),
  activeOperators: integer().notNull(),
  slashedOperators: integer().notNull(),
  /** Wei. */
  activeStake: numeric({ precision: 78, scale: 0 }).notNull(),
  slashedValue: numeric({ precision: 78, scale: 0 }).notNull(),
  /** Mean of the scores, x 100; null if nobody had one. */
  averageScore: integer(),
});
