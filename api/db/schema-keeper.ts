/** What keepers, governance and disputing operators leave with the API. Times are Unix seconds. */
import { bigint, bigserial, boolean, index, integer, jsonb, text } from "drizzle-orm/pg-core";
import type { KeeperAccount, SaidProblem } from "../domain/keeper.ts";
import type { ReviewFinding } from "../domain/review.ts";
import { schema } from "./schema.ts";

/** The kill-switch of the keepers: its last row is what holds. Append only. */
export const keeperSwitch = schema.table("keeper_switch", {
  id: bigserial({ mode: "bigint" }).primaryKey(),
  paused: boolean().notNull(),
  reason: text().notNull(),
  at: bigint({ mode: "number" }).notNull(),
  /** The key that did it. */
  by: text().notNull(),
});

/** What each keeper process said last of itself. */
export const keeperReport = schema.table("keeper_report", {
  /** Its name, which its operator chooses. */
  id: text().primaryKey(),
  at: bigint({ mode: "number" }).notNull(),
  /** Whether it is the one that acts; the others stand by. */
  active: boolean().notNull(),
  /** When it last was; of one that never was, when any last was as it first reported, or else that moment. */
  activeAt: bigint({ mode: "number" }).notNull(),
  accounts: jsonb().$type<readonly KeeperAccount[]>().notNull(),
  /** What keeps it from working; empty if nothing does. */
  problems: jsonb().$type<readonly SaidProblem[]>().notNull(),
  /** The key that it reports with. */
  reportedWith: text().notNull(),
});

/** What a score on the chain stands on. Written once, when the keeper is about to publish it. */
export const scoreReport = schema.table(
  "score_report",
  {
    /** keccak256 of `report`: the `reportHash` on the chain. */
    hash: text().primaryKey(),
    operator: text().notNull(),
    /** x 100 */
    score: integer().notNull(),
    windowStart: bigint({ mode: "number" }).notNull(),
    windowEnd: bigint({ mode: "number" }).notNull(),
    /** The policy version. */
    formulaVersion: integer().notNull(),
    /** Canonical JSON (RFC 8785), byte for byte as it was hashed. */
    report: text().notNull(),
    sealedAt: bigint({ mode: "number" }).notNull(),
  },
  (table) => [index("score_report_operator").on(table.operator, table.windowEnd)],
);

/** What an operator may dispute a slash with: drafted when a review of the slash finds a fault. Written once, never deleted. */
export const disputeDraft = schema.table(
  "dispute_draft",
  {
    /** keccak256 of `pack`. */
    evidenceHash: text().primaryKey(),
    /** The slash's number, decimal: after a reorg another slash may have it, with another incident key. */
    slashId: text().notNull(),
    incidentKey: text().notNull(),
    /** Lowercase address. */
    operator: text().notNull(),
    findings: jsonb().$type<readonly ReviewFinding[]>().notNull(),
    /** Canonical JSON (RFC 8785), byte for byte as it was hashed. */
    pack: text().notNull(),
    draftedAt: bigint({ mode: "number" }).notNull(),
  },
  (table) => [index("dispute_draft_slash").on(table.slashId, table.incidentKey, table.draftedAt)],
);
