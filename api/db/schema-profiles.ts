/** What operators say of themselves, and which of their nodes serves. Times are Unix seconds. */
import { sql } from "drizzle-orm";
import { bigint, bigserial, index, integer, jsonb, primaryKey, text } from "drizzle-orm/pg-core";
import type { OperatorProfile, SoftwareRole } from "../domain/profile.ts";
import { schema } from "./schema.ts";

/** Every profile an operator signed; the highest revision speaks. */
export const operatorProfile = schema.table(
  "operator_profile",
  {
    operator: text().notNull(),
    /** Signed with it, and higher each time: what was signed before is not taken again. */
    revision: bigint({ mode: "number" }).notNull(),
    profile: jsonb().$type<OperatorProfile>().notNull(),
    /** Until when it could be set: signed with it. */
    deadline: bigint({ mode: "number" }).notNull(),
    /** The EIP-712 hash that was signed, and the signature. */
    digest: text().notNull(),
    signature: text().notNull(),
    setAt: bigint({ mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.operator, table.revision] })],
);

/** The client software of the newest profiles, for its spread over the network. */
export const operatorSoftware = schema.table(
  "operator_software",
  {
    operator: text().notNull(),
    role: text().$type<SoftwareRole>().notNull(),
    name: text().notNull(),
    version: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.operator, table.role, table.name, table.version] }),
    index("operator_software_role").on(table.role, table.name, table.version),
  ],
);

/** Which node of an operator's service in a region serves, by the heartbeats of all its nodes. */
export const failover = schema.table(
  "failover",
  {
    operator: text().notNull(),
    service: text().notNull(),
    region: text().notNull(),
    /** The one that serves; null if none lives. */
    node: text(),
    /** The one that should. */
    firstNode: text().notNull(),
    /** When `node` began to serve, or the last one ceased to. */
    since: bigint({ mode: "number" }).notNull(),
    /** When to look again at the latest: before that time alone changes nothing. Null if it never does. */
    nextDueAt: bigint({ mode: "number" }),
  },
  (table) => [
    primaryKey({ columns: [table.operator, table.service, table.region] }),
    index("failover_due").on(table.nextDueAt).where(sql`${table.nextDueAt} is not null`),
  ],
);

/** Whether somebody looks for silent nodes: one row. */
export const failoverWatch = schema.table("failover_watch", {
  id: integer().primaryKey(),
  /** When somebody looked last, to an interval. */
  lookedAt: bigint({ mode: "number" }).notNull(),
  /** Since when that is so without a break in which nodes could not be heard; 0 if there never was one. */
  since: bigint({ mode: "number" }).notNull(),
});

/** Each time another node took over: append only. */
export const failoverEvent = schema.table(
  "failover_event",
  {
    id: bigserial({ mode: "bigint" }).primaryKey(),
    operator: text().notNull(),
    service: text().notNull(),
    region: text().notNull(),
    /** Null if none lived before, or none lives any more. */
    fromNode: text(),
    toNode: text(),
    at: bigint({ mode: "number" }).notNull(),
  },
  (table) => [index("failover_event_operator").on(table.operator, table.at, table.id)],
);
