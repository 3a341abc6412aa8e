/** Violations as the evaluator and a confirmed incident leave them, with real dossiers. */
import { drizzle } from "drizzle-orm/node-postgres";
import type pg from "pg";
import type { Hex } from "viem";
import { violation, violationSlice } from "../../../api/db/schema-violations.ts";
import { assessSlice, type SliceFacts } from "../../../api/domain/dossier.ts";
import { POLICY } from "../../../api/domain/policy.ts";
import { sealJson } from "../../../api/monitoring/seal.ts";
import { incidentKeyOf } from "../../../api/monitoring/violation-ids.ts";
import { outage, sliceFacts } from "../../unit/domain/support/slices.ts";
import { CHAIN_ID, hash, NOW, PAST, REGISTRY } from "./rows.ts";

type ViolationRow = typeof violation.$inferInsert;
type SliceRow = typeof violationSlice.$inferInsert & { readonly incidentKey: Hex; readonly evidenceHash: Hex };

/** The n-th violation of the tests: each opens a minute after the one before it, and goes on. */
export function violationRow(n: number, told: Partial<ViolationRow> & Pick<ViolationRow, "operator">): ViolationRow {
  return {
    id: hash(`violation ${n}`),
    type: "DOWNTIME",
    charge: "DOWNTIME",
    startedAt: PAST + n * 60,
    openedAt: PAST + n * 60 + 3_660,
    closedAt: null,
    tier: "TIER_1",
    policyVersion: POLICY.version,
    incidentId: null,
    ...told,
  };
}

/** A slice of it: an outage of 72 minutes unless told otherwise. */
export function sliceRow(of: ViolationRow, told: Partial<SliceFacts> = {}): SliceRow {
  const facts = sliceFacts({
    registry: { chainId: CHAIN_ID, address: REGISTRY },
    violationId: of.id,
    operator: of.operator,
    violation: of.type,
    startedAt: of.startedAt,
    openedAt: of.openedAt,
    tier: of.tier,
    period: { start: NOW - 10_000, end: NOW - 9_000 },
    final: of.closedAt !== null,
    evidence: outage(72),
    ...told,
  });
  const { charge, assessment, confidence, dossier } = assessSlice(facts, POLICY);
  const { text, hash: evidenceHash } = sealJson(dossier);
  return {
    violationId: of.id,
    slice: facts.slice,
    operator: of.operator,
    startAt: facts.period.start,
    endAt: facts.period.end,
    final: facts.final,
    charged: charge.charged,
    chargedBps: charge.chargedBps,
    bps: assessment.bps,
    severity: assessment.severity,
    confidence,
    stakeValue: facts.stakeValue.toString(),
    amount: assessment.amount.toString(),
    incidentKey: incidentKeyOf(of.id, facts.slice),
    evidenceHash,
    dossier: text,
    assessedAt: NOW,
  };
}

export async function fillViolations(
  client: pg.Client,
  rows: { readonly violations: readonly ViolationRow[]; readonly slices: readonly SliceRow[] },
): Promise<void> {
  const db = drizzle(client, { casing: "snake_case" });
  await db.insert(violation).values([...rows.violations]);
  if (rows.slices.length > 0) await db.insert(violationSlice).values([...rows.slices]);
}
