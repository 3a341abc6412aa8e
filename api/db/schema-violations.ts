/** What operators did wrong, and what speaks for them. Times are Unix seconds. */
import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, numeric, primaryKey, text } from "drizzle-orm/pg-core";
import type { Tier } from "../domain/policy.ts";
import type { Charge, IntervalFigures, Violation, ViolationSeverity } from "../domain/violation.ts";
import type { Confidence } from "../domain/window.ts";
import { schema } from "./schema.ts";

/**
 * Closed intervals that speak against an operator, as they were judged: an outage, or a bad interval of a breach. Those of
 * an outage or breach that ends before it is a violation are deleted; the others are what its dossiers stand on.
 */
export const chargedInterval = schema.table(
  "charged_interval",
  {
    operator: text().notNull(),
    charge: text().$type<Charge>().notNull(),
    /** Start of the interval, Unix seconds. */
    at: bigint({ mode: "number" }).notNull(),
    /** What it was judged by. */
    figures: jsonb().$type<IntervalFigures>().notNull(),
    /** Null until there is one. */
    violationId: text(),
  },
  (table) => [
    primaryKey({ columns: [table.operator, table.charge, table.at] }),
    index("charged_interval_violation").on(table.violationId, table.at),
  ],
);

/** What an operator did wrong, from the moment it counts. Never deleted. */
export const violation = schema.table(
  "violation",
  {
    /** 32 bytes as 0x and hexadecimal digits; fixed at opening. */
    id: text().primaryKey(),
    operator: text().notNull(),
    type: text().$type<Violation>().notNull(),
    /** What it is charged by; null for an incident. */
    charge: text().$type<Charge>(),
    /** Start of the first interval, or of the incident, Unix seconds. */
    startedAt: bigint({ mode: "number" }).notNull(),
    openedAt: bigint({ mode: "number" }).notNull(),
    /** Null while it goes on. */
    closedAt: bigint({ mode: "number" }),
    /** At opening: its multiplier is what counts. */
    tier: text().$type<Tier>().notNull(),
    policyVersion: integer().notNull(),
    /** The confirmed incident it is; null if it was measured. */
    incidentId: text(),
  },
  (table) => [
    index("violation_operator").on(table.operator, table.openedAt, table.id),
    index("violation_opened").on(table.openedAt, table.id),
    index("violation_open").on(table.operator).where(sql`${table.closedAt} is null`),
    index("violation_closed").on(table.operator, table.closedAt, table.id).where(sql`${table.closedAt} is not null`),
  ],
);

/** A part of a violation that was assessed: one slash may be proposed for it. Slices of a violation do not overlap. */
export const violationSlice = schema.table(
  "violation_slice",
  {
    violationId: text().notNull(),
    /** From 1 on. */
    slice: integer().notNull(),
    operator: text().notNull(),
    /** Unix seconds: from its first interval, or the end of the slice before. */
    startAt: bigint({ mode: "number" }).notNull(),
    endAt: bigint({ mode: "number" }).notNull(),
    /** Whether the violation had ended. */
    final: boolean().notNull(),
    /** Outage intervals, started hours of bad ones, or incidents that are charged by it. */
    charged: integer().notNull(),
    /** Before the tier's multiplier and the caps. */
    chargedBps: integer().notNull(),
    /** Of the stake snapshot, after them. */
    bps: integer().notNull(),
    severity: text().$type<ViolationSeverity>().notNull(),
    confidence: text().$type<Confidence>().notNull(),
    /** ETH value of active and unbonding stake when it was assessed, wei. */
    stakeValue: numeric({ precision: 78, scale: 0 }).notNull(),
    /** What is to be slashed of it, wei. */
    amount: numeric({ precision: 78, scale: 0 }).notNull(),
    /** keccak256 of the violation's id and the slice's number: one slash for one incident, ever. */
    incidentKey: text().notNull().unique(),
    /** keccak256 of `dossier`. */
    evidenceHash: text().notNull().unique(),
    /** Canonical JSON (RFC 8785), byte for byte as it was hashed. */
    dossier: text().notNull(),
    assessedAt: bigint({ mode: "number" }).notNull(),
    /**
     * Whether a slash for it is on the chain for good: the follower says so once it is final. Only there so that nobody who
     * looks for what is not slashed has to pass over all that is.
     */
    settled: boolean().notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.violationId, table.slice] }),
    index("violation_slice_operator").on(table.operator, table.assessedAt),
    index("violation_slice_assessed").on(table.assessedAt, table.incidentKey),
    index("violation_slice_to_slash")
      .on(table.assessedAt, table.incidentKey)
      .where(sql`not ${table.settled} and ${table.bps} > 0 and ${table.confidence} = 'HIGH'`),
  ],
);

/** What somebody saw an operator do: wrong data or misbehaviour. It costs nothing until a second reporter confirms it. */
export const incident = schema.table(
  "incident",
  {
    id: text().primaryKey(),
    operator: text().notNull(),
    type: text().$type<"BAD_DATA" | "MISBEHAVIOR">().notNull(),
    /** When it happened, Unix seconds. */
    startAt: bigint({ mode: "number" }).notNull(),
    endAt: bigint({ mode: "number" }).notNull(),
    summary: text().notNull(),
    evidenceHash: text().notNull(),
    evidenceUri: text().notNull(),
    reporter: text().notNull(),
    reportedAt: bigint({ mode: "number" }).notNull(),
    /** The key that did it. */
    reportedWith: text().notNull(),
    confirmedBy: text(),
    confirmedAt: bigint({ mode: "number" }),
    confirmationHash: text(),
    confirmationUri: text(),
    /** The key that did it: never the one that reported. */
    confirmedWith: text(),
    violationId: text(),
  },
  (table) => [
    index("incident_operator").on(table.operator, table.reportedAt, table.id),
    index("incident_reported").on(table.reportedAt, table.id),
  ],
);

/** Announced maintenance: what is measured in it is not held against the operator. */
export const maintenance = schema.table(
  "maintenance",
  {
    id: text().primaryKey(),
    operator: text().notNull(),
    startAt: bigint({ mode: "number" }).notNull(),
    endAt: bigint({ mode: "number" }).notNull(),
    reason: text().notNull(),
    announcedAt: bigint({ mode: "number" }).notNull(),
    /** The admin's key; null if the operator signed it. */
    announcedBy: text(),
    /** It counts up to then; null unless it was called off. */
    cancelledAt: bigint({ mode: "number" }),
    /** Hashes of signed messages that asked for the same while it stood: none of them announces it again. */
    alsoSigned: text().array().notNull().default([]),
  },
  (table) => [index("maintenance_operator").on(table.operator, table.endAt)],
);
