/** Routing: circuits, and the rows that the router is answered from. Times are Unix seconds. */
import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, primaryKey, text } from "drizzle-orm/pg-core";
import type { CircuitState } from "../domain/circuit.ts";
import type { Tier } from "../domain/policy.ts";
import type { ExclusionReason } from "../domain/routing.ts";
import type { Status } from "../domain/status.ts";
import { schema } from "./schema.ts";

export const routeVersion = schema.sequence("route_version");

/** The circuit of an operator's service in a region, as the evaluator found it from what was received. */
export const circuit = schema.table(
  "circuit",
  {
    operator: text().notNull(),
    service: text().notNull(),
    region: text().notNull(),
    state: text().$type<CircuitState>().notNull(),
    /** Since when it is so. */
    since: bigint({ mode: "number" }).notNull(),
    /** The newest received intervals, the newest last: see `circuit.ts` of the domain. */
    received: jsonb().$type<readonly { readonly at: number; readonly isGood: boolean }[]>().notNull(),
    /** When time alone changes it; null if it does not. */
    nextDueAt: bigint({ mode: "number" }),
  },
  (table) => [
    primaryKey({ columns: [table.operator, table.service, table.region] }),
    index("circuit_due").on(table.nextDueAt).where(sql`${table.nextDueAt} is not null`),
  ],
);

/** The kill-switch of each operator: everything it was set to, the newest last. The newest holds. */
export const circuitOverride = schema.table(
  "circuit_override",
  {
    id: bigint({ mode: "bigint" }).primaryKey().generatedAlwaysAsIdentity(),
    operator: text().notNull(),
    /** OPEN: nobody routes to it. Null: back to what is measured. */
    state: text().$type<Extract<CircuitState, "OPEN">>(),
    reason: text().notNull(),
    setBy: text().notNull(),
    setAt: bigint({ mode: "number" }).notNull(),
  },
  (table) => [index("circuit_override_operator").on(table.operator, table.id)],
);

/** What the router is told: one row for each operator's service in a region, computed by the domain's rules. */
export const route = schema.table(
  "route",
  {
    service: text().notNull(),
    region: text().notNull(),
    operator: text().notNull(),
    /** Share of the requests it gets beside the others', an integer; 0 if it is excluded. */
    weight: bigint({ mode: "number" }).notNull(),
    /** Why it is excluded; empty if it is a candidate. */
    excluded: text().array().$type<ExclusionReason[]>().notNull(),
    circuit: text().$type<CircuitState>().notNull(),
    circuitSince: bigint({ mode: "number" }).notNull(),
    status: text().$type<Status>().notNull(),
    tier: text().$type<Tier>().notNull(),
    /** x 100; null while unknown. */
    score: integer(),
    confidence: text().$type<"HIGH" | "LOW">().notNull(),
    /** Of its stake, what live slashes may take, basis points. */
    liveSlashBps: integer().notNull(),
    policyVersion: integer().notNull(),
    /** When time alone changes it; null if it does not. */
    nextDueAt: bigint({ mode: "number" }),
    /** Grows with every change of what rows say: the largest of a service and region is its version. */
    version: bigint({ mode: "number" }).notNull().default(sql`nextval('din_api.route_version')`),
  },
  (table) => [
    primaryKey({ columns: [table.service, table.region, table.operator] }),
    index("route_weight").on(table.service, table.region, table.weight, table.operator),
    index("route_operator").on(table.operator),
    index("route_version_of").on(table.service, table.region, table.version),
    index("route_due").on(table.nextDueAt).where(sql`${table.nextDueAt} is not null`),
  ],
);
