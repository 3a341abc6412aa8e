import { sql } from "drizzle-orm";
import type { Database } from "../db/pool.ts";
import { columnsOf, selectRows } from "../db/rows.ts";
import { networkSnapshot, operatorEvaluation, operatorSort } from "../db/schema.ts";
import { TIERS, type Tier } from "../domain/policy.ts";
import { STATUSES, type Status } from "../domain/status.ts";

export interface NetworkTotals {
  readonly operators: number;
  /** ETH value of all active stake, wei. */
  readonly activeStake: bigint;
  /** ETH value of all executed slashes, wei. */
  readonly slashedValue: bigint;
  /** Operators that have a score. */
  readonly scored: number;
  /** Mean of their scores, x 100, rounded half up; null if nobody has one. */
  readonly averageScore: number | null;
  /** When an operator was last evaluated, Unix seconds; null if none ever was. */
  readonly lastEvaluationAt: number | null;
  readonly byTier: ReadonlyMap<Tier, number>;
  readonly byStatus: ReadonlyMap<Status, number>;
}

/** Sums over all operators, from their sort rows: one statement. */
export async function loadNetworkTotals(db: Database): Promise<NetworkTotals> {
  const groups = await db
    .select({
      tier: operatorSort.tier,
      status: operatorSort.status,
      operators: sql<string>`count(*)`,
      activeStake: sql<string>`sum(${operatorSort.stakeValue})`,
      slashedValue: sql<string>`sum(${operatorSort.slashedValue})`,
      scored: sql<string>`count(${operatorSort.score})`,
      scoreSum: sql<string>`coalesce(sum(${operatorSort.score}), 0)`,
      lastEvaluationAt: sql<
        string | null
      >`(select floor(extract(epoch from max(${operatorEvaluation.evaluatedAt})))::bigint from ${operatorEvaluation})`,
    })
    .from(operatorSort)
    .groupBy(operatorSort.tier, operatorSort.status);
  const sum = (value: (group: (typeof groups)[number]) => string) =>
    groups.reduce((total, group) => total + BigInt(value(group)), 0n);
  const count = (belongs: (group: (typeof groups)[number]) => boolean) =>
    groups.filter(belongs).reduce((total, group) => total + Number(group.operators), 0);
  const scored = sum((group) => group.scored);
  const lastEvaluationAt = groups[0]?.lastEvaluationAt ?? null;
  return {
    operators: count(() => true),
    activeStake: sum((group) => group.activeStake),
    slashedValue: sum((group) => group.slashedValue),
    scored: Number(scored),
    averageScore:
      scored === 0n
        ? null
        : mean(
            sum((group) => group.scoreSum),
            scored,
          ),
    lastEvaluationAt: lastEvaluationAt === null ? null : Number(lastEvaluationAt),
    byTier: new Map(TIERS.map((tier) => [tier, count((group) => group.tier === tier)])),
    byStatus: new Map(STATUSES.map((status) => [status, count((group) => group.status === status)])),
  };
}

/** Rounded half up, in integers. */
function mean(sum: bigint, count: bigint): number {
  return Number((sum * 2n + count) / (count * 2n));
}

/** What the network's totals were at the end of an hour. */
export interface NetworkSnapshot {
  /** Unix seconds. */
  readonly at: number;
  readonly operators: number;
  readonly activeOperators: number;
  readonly slashedOperators: number;
  /** Wei. */
  readonly activeStake: bigint;
  readonly slashedValue: bigint;
  /** x 100; null if nobody had a score. */
  readonly averageScore: number | null;
}

/** The newest snapshot at or before a moment, Unix seconds; null if there is none. */
export async function loadNetworkSnapshot(db: Database, at: number): Promise<NetworkSnapshot | null> {
  const [snapshot] = await selectRows<NetworkSnapshot>(
    db,
    sql`select ${columnsOf(networkSnapshot)} from ${networkSnapshot}
      where ${networkSnapshot.at} <= ${at} order by ${networkSnapshot.at} desc limit 1`,
  );
  return snapshot ?? null;
}
