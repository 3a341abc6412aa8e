import { sql } from "drizzle-orm";
import { operator } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import { operatorSort } from "../db/schema.ts";
import { TIERS, type Tier } from "../domain/policy.ts";
import { STATUSES, type Status } from "../domain/status.ts";

export interface NetworkTotals {
  readonly operators: number;
  /** ETH value of all active stake, wei. */
  readonly activeStake: bigint;
  /** ETH value of all executed slashes, wei. */
  readonly slashedValue: bigint;
  /** Mean of the published scores, 0..100 with two decimals; null if nobody was scored. */
  readonly averageScore: number | null;
  /** When a score was last published, Unix seconds. */
  readonly lastScoreAt: number | null;
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
      lastScoreAt: sql<string | null>`(select max(${operator.scoreUpdatedAt}) from ${operator})`,
    })
    .from(operatorSort)
    .groupBy(operatorSort.tier, operatorSort.status);
  const sum = (value: (group: (typeof groups)[number]) => string) =>
    groups.reduce((total, group) => total + BigInt(value(group)), 0n);
  const count = (belongs: (group: (typeof groups)[number]) => boolean) =>
    groups.filter(belongs).reduce((total, group) => total + Number(group.operators), 0);
  const scored = sum((group) => group.scored);
  const lastScoreAt = groups[0]?.lastScoreAt ?? null;
  return {
    operators: count(() => true),
    activeStake: sum((group) => group.activeStake),
    slashedValue: sum((group) => group.slashedValue),
    averageScore:
      scored === 0n
        ? null
        : averageScore(
            sum((group) => group.scoreSum),
            scored,
          ),
    lastScoreAt: lastScoreAt === null ? null : Number(lastScoreAt),
    byTier: new Map(TIERS.map((tier) => [tier, count((group) => group.tier === tier)])),
    byStatus: new Map(STATUSES.map((status) => [status, count((group) => group.status === status)])),
  };
}

/** Scores are stored x 100; their mean is rounded half up to two decimals in integers before it becomes a number. */
function averageScore(sumTimes100: bigint, count: bigint): number {
  return Number((sumTimes100 * 2n + count) / (count * 2n)) / 100;
}
