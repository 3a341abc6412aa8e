import type { Tier } from "../domain/policy.ts";
import { TIERS } from "../domain/policy.ts";
import { STATUSES, type Status } from "../domain/status.ts";
import { loadNetworkTotals, type NetworkTotals } from "../loaders/network.ts";
import { builder } from "./builder.ts";
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

const NetworkStatusRef = builder.objectRef<NetworkTotals>("NetworkStatus").implement({
  description: "The network as a whole.",
  fields: (t) => ({
    totalOperators: t.exposeInt("operators", { description: "Registered operators." }),
    activeOperators: t.int({
      description: "Operators with status ACTIVE.",
      resolve: ({ byStatus }) => byStatus.get("ACTIVE") ?? 0,
    }),
    slashedOperators: t.int({
      description: "Operators with status SLASHED.",
      resolve: ({ byStatus }) => byStatus.get("SLASHED") ?? 0,
    }),
    totalStaked: t.expose("activeStake", { type: "Wei", description: "ETH value of all active stake." }),
    totalSlashed: t.expose("slashedValue", { type: "Wei", description: "ETH value of all executed slashes." }),
    averagePerformanceScore: t.exposeFloat("averageScore", {
      nullable: true,
      description: "Mean of the published scores, 0 to 100, two decimals; null if nobody was scored.",
    }),
    lastPerformanceCheck: t.expose("lastScoreAt", {
      type: "DateTime",
      nullable: true,
      description: "When a score was last published; null if never.",
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
