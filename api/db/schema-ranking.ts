/** The ranking: what all operators came to at one moment, so that pages, ranks and medians agree. Times are Unix seconds. */
import { sql } from "drizzle-orm";
import { bigint, bigserial, index, integer, jsonb, numeric, primaryKey, text } from "drizzle-orm/pg-core";
import type { Tier } from "../domain/policy.ts";
import type { Medians, RankingRange } from "../domain/ranking.ts";
import type { ReputationComponents } from "../domain/reputation.ts";
import type { Status } from "../domain/status.ts";
import type { Confidence } from "../domain/window.ts";
import { schema, totals } from "./schema.ts";

/** Written once all its rows are, and never changed; the newest few are kept. Rows of others were never finished. */
export const snapshot = schema.table("snapshot", {
  id: bigserial({ mode: "number" }).primaryKey(),
  /** What it says is as of then: a multiple of the interval between snapshots. */
  at: bigint({ mode: "number" }).notNull().unique(),
  policyVersion: integer().notNull(),
  /** How many operators are in it, and how many of them have a rank. */
  operators: integer().notNull(),
  ranked: integer().notNull(),
  /** Of those with a rank. */
  medians: jsonb().$type<Medians>().notNull(),
});

/** One row for each registered operator. */
export const standing = schema.table(
  "standing",
  {
    snapshot: bigint({ mode: "number" }).notNull(),
    operator: text().notNull(),
    status: text().$type<Status>().notNull(),
    tier: text().$type<Tier>().notNull(),
    /** 0 to 1000. */
    reputation: integer().notNull(),
    components: jsonb().$type<ReputationComponents>().notNull(),
    /** By reputation, then address: 1 is the best. Null if it takes no part: see `isRanked`. */
    rank: integer(),
    /** Of the others with a rank, how many are behind it, basis points. */
    percentileBps: integer(),
    /** x 100; null while unknown. */
    score: integer(),
    /** ETH value of active stake, wei. */
    stakeValue: numeric({ precision: 78, scale: 0 }).notNull(),
    /** Which of the policy's levels its alerts take it to be at: see `levelOf`. */
    level: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.snapshot, table.operator] }),
    index("standing_rank").on(table.snapshot, table.rank),
  ],
);

/** What others have measured of operators in a range that ends with the snapshot, by service and region; empty text is all of them. */
export const measuredStanding = schema.table(
  "measured_standing",
  {
    snapshot: bigint({ mode: "number" }).notNull(),
    service: text().notNull(),
    region: text().notNull(),
    range: text().$type<RankingRange>().notNull(),
    operator: text().notNull(),
    requests: bigint({ mode: "number" }).notNull(),
    /** Parts per million, rounded half up; null without a request. */
    successPpm: integer(),
    /** Microseconds; the upper end where it is bounded; null without a latency. */
    p95Micros: bigint("p95_micros", { mode: "number" }),
    /** Parts per million, rounded half up; null if no second was measured. */
    uptimePpm: integer(),
    /** Measured of expected seconds, basis points. */
    coverageBps: integer().notNull(),
    confidence: text().$type<Confidence>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.snapshot, table.service, table.region, table.range, table.operator] })],
);

const cell = () => ({ ...totals(), service: text().notNull(), region: text().notNull() });

/**
 * The consensus of what others have measured of an operator's service in a region, summed over an hour: `at` is its start.
 * Empty text is all services or all regions.
 */
export const cellHour = schema.table("cell_hour", cell(), (table) => [
  primaryKey({ columns: [table.operator, table.at, table.service, table.region] }),
  index("cell_hour_at").on(table.at),
]);

/** Partial sums of `cell_hour`. */
export const cellDay = schema.table("cell_day", cell(), (table) => [
  primaryKey({ columns: [table.operator, table.at, table.service, table.region] }),
  index("cell_day_at").on(table.at),
]);

/**
 * Hours of operators whose samples changed since their cells were summed, and with each the last one of its day, which the
 * day is summed with; written with the consensus of the intervals.
 */
export const cellDue = schema.table(
  "cell_due",
  {
    operator: text().notNull(),
    /** Start of the hour. */
    at: bigint({ mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.at, table.operator] })],
);

/** The reputation at the end of each day, kept for ever. A day that no process was there for has none. */
export const reputationCheckpoint = schema.table(
  "reputation_checkpoint",
  {
    operator: text().notNull(),
    /** End of the day. */
    at: bigint({ mode: "number" }).notNull(),
    policyVersion: integer().notNull(),
    value: integer().notNull(),
    components: jsonb().$type<ReputationComponents>().notNull(),
    rank: integer(),
    percentileBps: integer(),
    /** Among how many. */
    ranked: integer().notNull().default(sql`0`),
  },
  (table) => [primaryKey({ columns: [table.operator, table.at] })],
);
