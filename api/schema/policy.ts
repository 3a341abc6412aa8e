import type { Policy, TierPolicy } from "../domain/policy.ts";
import { builder } from "./builder.ts";
import { TierEnum } from "./enums.ts";

const TierPolicyRef = builder.objectRef<TierPolicy>("TierPolicy").implement({
  description: "What a tier asks and gives.",
  fields: (t) => ({
    tier: t.expose("tier", { description: "Which tier.", type: TierEnum }),
    minStake: t.expose("minValue", { type: "Wei", description: "Least ETH value of active stake, inclusive." }),
    routingPriority: t.exposeInt("routingPriority", { description: "Higher is preferred; 0 is never routed to." }),
    slashMultiplier: t.expose("slashMultiplierBps", {
      type: "BasisPoints",
      description: "What is charged of an assessed slash. Misbehaviour is never discounted.",
    }),
    latencyThresholdMs: t.exposeInt("latencyThresholdMs", { description: "p95 above which a breach may open." }),
    graceMultiplier: t.float({
      description: "By how much the grace before a breach counts is stretched.",
      resolve: ({ graceBps }) => graceBps / 10_000,
    }),
  }),
});

const PolicyRef = builder.objectRef<Policy>("Policy").implement({
  description: "The rules behind every computed field.",
  fields: (t) => ({
    version: t.exposeInt("version", { description: "Stored beside every computed value." }),
    tiers: t.field({
      description: "All tiers, lowest first.",
      type: [TierPolicyRef],
      complexity: { field: 1, multiplier: 4 },
      resolve: ({ tiers }) => [...tiers],
    }),
  }),
});

builder.queryField("policy", (t) =>
  t.field({ type: PolicyRef, description: "The rules in force.", resolve: (_root, _args, { policy }) => policy }),
);
