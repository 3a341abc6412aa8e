import type { Tier } from "../domain/policy.ts";
import { TIERS } from "../domain/policy.ts";
import { STATUSES, type Status } from "../domain/status.ts";
import {
  loadNetworkSnapshot,
  loadNetworkTotals,
  type NetworkSnapshot,
  type NetworkTotals,
} from "../loaders/network.ts";
import { builder } from "./builder.ts";
import type { Context } from "./context.ts";
import { StatusEnum, TierEnum } from "./enums.ts";
import { MIN_BLOCK } from "./lists.ts";

const TierCountRef = builder.objectRef<{ tier: Tier; operators: number }>("TierCount").implement({
  description: "How many operators have a tier.",
  fields: (t) => ({
    tier: t.expose("tier", { description: "Which tier.", type: TierEnum }),
    operators: t.exposeInt("operators", { description: "How many." }),
  }),
});

const StatusCountRef = builder.objectRef<{ status: Status; operators: number }>("StatusCount").implement({
  description: "How many operators have a status.",
  fields: (t) => ({
    status: t.expose("status", { description: "Which status.", type: StatusEnum }),
    operators: t.exposeInt("operators", { description: "How many." }),
  }),
});

/** Two states of the network, the earlier one stored. */
interface NetworkChange {
  readonly since: NetworkSnapshot;
  readonly now: NetworkTotals;
}

const NetworkChangeRef = builder.objectRef<NetworkChange>("NetworkChange").implement({
  description: "How the network changed. Positive is more than before.",
  fields: (t) => ({
    since: t.field({
      type: "DateTime",
      description: "Since when: totals are kept by the hour, so it may be up to an hour more.",
      resolve: ({ since }) => since.at,
    }),
    operators: t.int({
      description: "Registered operators.",
      resolve: ({ since, now }) => now.operators - since.operators,
    }),
    activeOperators: t.int({
      description: "Operators with status ACTIVE.",
      resolve: ({ since, now }) => countOf(now, "ACTIVE") - since.activeOperators,
    }),
    slashedOperators: t.int({
      description: "Operators with status SLASHED.",
      resolve: ({ since, now }) => countOf(now, "SLASHED") - since.slashedOperators,
    }),
    totalStaked: t.field({
      type: "SignedWei",
      description: "ETH value of all active stake, wei.",
      resolve: ({ since, now }) => now.activeStake - since.activeStake,
    }),
    totalSlashed: t.field({
      type: "SignedWei",
      description: "ETH value of all executed slashes, wei.",
      resolve: ({ since, now }) => now.slashedValue - since.slashedValue,
    }),
    averagePerformanceScore: t.float({
      nullable: true,
      description:
        "Mean of the scores, in points, two decimals; null if nobody had a score then or nobody has one now.",
      resolve: ({ since, now }) =>
        now.averageScore === null || since.averageScore === null ? null : (now.averageScore - since.averageScore) / 100,
    }),
  }),
});

function countOf({ byStatus }: NetworkTotals, status: Status): number {
  return byStatus.get(status) ?? 0;
}

async function changeSince(
  now: NetworkTotals,
  window: "DAY" | "WEEK",
  context: Context,
): Promise<NetworkChange | null> {
  const { windowIntervals, intervalSeconds, hourIntervals } = context.policy.time;
  const then = context.now - windowIntervals[window] * intervalSeconds;
  const since = await loadNetworkSnapshot(context.db, then);
  // Older ones are of hours when nothing ran that could have kept them: another time's change would pass for this one's.
  return since === null || since.at <= then - hourIntervals * intervalSeconds ? null : { since, now };
}

export const NetworkStatusRef = builder.objectRef<NetworkTotals>("NetworkStatus").implement({
  description: "The network as a whole.",
  fields: (t) => ({
    totalOperators: t.exposeInt("operators", { description: "Registered operators." }),
    activeOperators: t.int({
      description: "Operators with status ACTIVE.",
      resolve: (totals) => countOf(totals, "ACTIVE"),
    }),
    slashedOperators: t.int({
      description: "Operators with status SLASHED.",
      resolve: (totals) => countOf(totals, "SLASHED"),
    }),
    totalStaked: t.expose("activeStake", { type: "Wei", description: "ETH value of all active stake." }),
    totalSlashed: t.expose("slashedValue", { type: "Wei", description: "ETH value of all executed slashes." }),
    averagePerformanceScore: t.float({
      nullable: true,
      description: "Mean of the scores of those that have one, 0 to 100, two decimals; null if nobody has.",
      resolve: ({ averageScore }) => (averageScore === null ? null : averageScore / 100),
    }),
    scoredOperators: t.exposeInt("scored", { description: "Operators that have a score: all parts of it are known." }),
    lastPerformanceCheck: t.expose("lastEvaluationAt", {
      type: "DateTime",
      nullable: true,
      description: "When an operator was last evaluated; null if none ever was.",
    }),
    change24h: t.field({
      type: NetworkChangeRef,
      nullable: true,
      description: "How it changed over a day; null if it is not known what it was then.",
      resolve: (now, _args, context) => changeSince(now, "DAY", context),
    }),
    change7d: t.field({
      type: NetworkChangeRef,
      nullable: true,
      description: "How it changed over 7 days; null if it is not known what it was then.",
      resolve: (now, _args, context) => changeSince(now, "WEEK", context),
    }),
    tiers: t.field({
      description: "Operators by tier, all of them, lowest first.",
      type: [TierCountRef],
      complexity: { field: 1, multiplier: TIERS.length },
      resolve: ({ byTier }) => TIERS.map((tier) => ({ tier, operators: byTier.get(tier) ?? 0 })),
    }),
    statuses: t.field({
      description: "Operators by status, all of them, in order of precedence.",
      type: [StatusCountRef],
      complexity: { field: 1, multiplier: STATUSES.length },
      resolve: ({ byStatus }) => STATUSES.map((status) => ({ status, operators: byStatus.get(status) ?? 0 })),
    }),
  }),
});

builder.queryField("network", (t) =>
  t.field({
    type: NetworkStatusRef,
    description: "Totals over all operators.",
    args: { minBlock: t.arg.int(MIN_BLOCK) },
    complexity: { field: 20, multiplier: 1 },
    resolve: async (_root, { minBlock }, context) => {
      await context.chain(minBlock);
      return loadNetworkTotals(context.db);
    },
  }),
);
