/** Routing: circuits, and the rows that the router is answered from. Times are Unix seconds. */
import { sql } from "drizzle-orm";
import { bigint, bigserial, index, integer, jsonb, primaryKey, text } from "drizzle-orm/pg-core";
import type { CircuitBase, CircuitState, ReceivedInterval } from "../domain/circuit.ts";
import type { Tier } from "../domain/policy.ts";
import type { ExclusionReason } from "../domain/routing.ts";
import type { Status } from "../domain/status.ts";
import { schema } from "./schema.ts";

/** Begins with the time of its migration, milliseconds: a new database repeats no version of the one before. */
export const routeVersion = schema.sequence("route_version");

/** The circuit of an operator's service in a region, as the evaluator found it from what was received. */
export const circuit = schema.table(
  "circuit",
  {
    operator: text().notNull(),
    service: text().notNull(),
    region: text().notNull(),
    /** After the newest interval; what time makes of it since is not written: see `circuitAt`. */
    state: text().$type<CircuitState>().notNull(),
    /** Since when it is so; null if it never changed. */
    since: bigint({ mode: "number" }),
    /** What came before the intervals that are kept. */
    base: jsonb().$type<CircuitBase>().notNull(),
    /** The newest received intervals, the newest last. */
    received: jsonb().$type<readonly ReceivedInterval[]>().notNull(),
    /** End of the newest interval that anybody but the operator measured; 0 if there is none. */
    measuredUntil: bigint({ mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.operator, table.service, table.region] })],
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

/**
 * What the router is told: one row for each operator's service in a region, computed by the domain's rules. Whoever writes
 * it, or the next, takes `LOCKS.routes` first.
 */
export const route = schema.table(
  "route",
  {
    service: text().notNull(),
    region: text().notNull(),
    operator: text().notNull(),
    /** Share of the requests it gets beside the others', an integer; 0 if it is excluded. */
    weight: bigint({ mode: "number" }).notNull(),
    /** Why it is excluded; empty if it is a candidate. */
    excluded: text().array().$type<readonly ExclusionReason[]>().notNull(),
    circuit: text().$type<CircuitState>().notNull(),
    /** Null if it never changed. */
    circuitSince: bigint({ mode: "number" }),
    status: text().$type<Status>().notNull(),
    tier: text().$type<Tier>().notNull(),
    /** x 100; null while unknown. */
    score: integer(),
    confidence: text().$type<"HIGH" | "LOW">().notNull(),
    /** Of its stake, what live slashes may take, basis points. */
    liveSlashBps: integer().notNull(),
    policyVersion: integer().notNull(),
    /** When time alone changes it. */
    nextDueAt: bigint({ mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.service, table.region, table.operator] }),
    index("route_weight").on(table.service, table.region, table.weight.desc(), table.operator),
    index("route_operator").on(table.operator),
    index("route_due").on(table.nextDueAt),
    index("route_slashed").on(table.operator).where(sql`${table.liveSlashBps} > 0`),
  ],
);

export type StoredRoute = Readonly<typeof route.$inferSelect>;

/** A service in a region: the version of what its routes say, and how many there are. Gone with its last route. */
export const routeTable = schema.table(
  "route_table",
  {
    service: text().notNull(),
    region: text().notNull(),
    /**
     * Another with every change of what a route says, and with each that comes or goes. One writer at a time takes them from
     * one sequence: none is ever used twice, and they become visible in order.
     */
    version: bigint({ mode: "number" }).notNull().default(sql`nextval('din_api.route_version')`),
    candidates: integer().notNull(),
    excluded: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.service, table.region] })],
);

/** Operators whose routes may be stale, told by the evaluator. Append only; the router deletes what it read. */
export const routeDirty = schema.table("route_dirty", {
  id: bigserial({ mode: "bigint" }).primaryKey(),
  operator: text().notNull(),
});

/** The router's sign of life: one row. */
export const routerState = schema.table("router_state", {
  id: integer().primaryKey(),
  /** When it last looked, to a few seconds. */
  passedAt: bigint({ mode: "number" }).notNull(),
  /** The last block that routes know of; null until there is one. */
  block: bigint({ mode: "number" }),
});
