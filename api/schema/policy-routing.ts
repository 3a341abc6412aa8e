/** The numbers of ranking, routing and failover. */
import type { Policy } from "../domain/policy.ts";
import { builder } from "./builder.ts";

type Of<Part extends keyof Policy> = Pick<Policy, Part | "time">;

export const RankingPolicyRef = builder.objectRef<Of<"ranking">>("RankingPolicy").implement({
  description: "When all operators are ranked.",
  fields: (t) => ({
    snapshotSeconds: t.int({
      description: "Time between snapshots.",
      resolve: ({ ranking, time }) => ranking.snapshotIntervals * time.intervalSeconds,
    }),
    keptSnapshots: t.int({
      description: "How many of them can still be paged through.",
      resolve: ({ ranking }) => ranking.keptSnapshots,
    }),
  }),
});

export const RoutingPolicyRef = builder.objectRef<Of<"routing">>("RoutingPolicy").implement({
  description: "Whom requests are routed to.",
  fields: (t) => ({
    success: t.field({
      type: "BasisPoints",
      description: "A received interval with a lower success rate is bad.",
      resolve: ({ routing }) => routing.successBps,
    }),
    openIntervals: t.int({
      description: "Bad received intervals in a row that open a circuit.",
      resolve: ({ routing }) => routing.openIntervals,
    }),
    closeIntervals: t.int({
      description: "Good ones in a row that close it.",
      resolve: ({ routing }) => routing.closeIntervals,
    }),
    halfOpenSeconds: t.int({
      description: "After so long an open circuit is half open.",
      resolve: ({ routing, time }) => routing.halfOpenIntervals * time.intervalSeconds,
    }),
    halfOpenShare: t.field({
      type: "BasisPoints",
      description: "What is left of the weight while it is half open.",
      resolve: ({ routing }) => routing.halfOpenBps,
    }),
    minScore: t.float({
      description: "A lower score opens the circuit.",
      resolve: ({ routing }) => routing.minScore / 100,
    }),
    lowConfidence: t.field({
      type: "BasisPoints",
      description: "What a score of LOW confidence counts.",
      resolve: ({ routing }) => routing.lowConfidenceBps,
    }),
  }),
});

export const FailoverPolicyRef = builder.objectRef<Of<"failover">>("FailoverPolicy").implement({
  description: "When another node of an operator takes over.",
  fields: (t) => ({
    deadSeconds: t.int({
      description: "A node without a heartbeat for longer is taken for dead.",
      resolve: ({ failover, time }) => failover.deadIntervals * time.intervalSeconds,
    }),
    backSeconds: t.int({
      description: "A better node serves again once it has lived for so long.",
      resolve: ({ failover, time }) => failover.backIntervals * time.intervalSeconds,
    }),
  }),
});
