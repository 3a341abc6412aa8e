/**
 * The API's own tables, in their own Postgres schema: a reindex replaces the indexer's tables, never these. They are
 * joined to the indexer's by operator address, without foreign keys. Times are Unix seconds unless they are `timestamp`.
 */
import { sql } from "drizzle-orm";
import {
  bigint,
  bigserial,
  index,
  integer,
  jsonb,
  numeric,
  pgSchema,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import type { Tier } from "../domain/policy.ts";
import type { Status } from "../domain/status.ts";

export const API_SCHEMA = "din_api";

export const schema = pgSchema(API_SCHEMA);

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
    /** Last score on chain, x 100; null if never scored. */
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
    computedAt: timestamp({ withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index("operator_sort_stake").on(table.stakeValue, table.address),
    index("operator_sort_registered").on(table.registeredAt, table.address),
    index("operator_sort_score").on(sql`coalesce(${table.score}, -1)`, table.address),
    index("operator_sort_slashed").on(table.slashedValue, table.address),
    index("operator_sort_status").on(table.status, table.stakeValue, table.address),
    index("operator_sort_tier").on(table.tier, table.stakeValue, table.address),
    index("operator_sort_due").on(table.nextDueAt).where(sql`${table.nextDueAt} is not null`),
  ],
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
    /** `INPUTS`: rates, minimum stake, policy or the indexer's deployment changed. `RECONCILE`: found to differ. */
    reason: text().$type<"CHAIN_EVENT" | "RETRACTION" | "INPUTS" | "RECONCILE">().notNull(),
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
