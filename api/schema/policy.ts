/** The rules behind every computed field, so that nobody has to write down their numbers a second time. */
import type { ConfidencePolicy, Policy, ProfileName, ScorePolicy, TierPolicy } from "../domain/policy.ts";
import { COMPONENT_WINDOW, SCORE_COMPONENTS, type ScoreComponentName, weightOf } from "../domain/score.ts";
import { builder } from "./builder.ts";
import { TierEnum } from "./enums.ts";
import {
  AlertPolicyRef,
  MaintenancePolicyRef,
  OutagePolicyRef,
  PublishingPolicyRef,
  SlashPolicyRef,
} from "./policy-conduct.ts";
import { ReputationPolicyRef } from "./policy-reputation.ts";
import { FailoverPolicyRef, RankingPolicyRef, RoutingPolicyRef } from "./policy-routing.ts";
import { TargetPolicyRef, TimePolicyRef, WindowEnum } from "./policy-time.ts";
import { ScoreComponentEnum } from "./score.ts";

const ProfileEnum = builder.enumType("PolicyProfile", {
  description: "Which set of rules.",
  values: {
    PRODUCTION: { value: "production", description: "Measured by the minute." },
    DEVNET: { value: "devnet", description: "The same rules in fast motion: measured by the second." },
  } satisfies Record<Uppercase<ProfileName>, { value: ProfileName; description: string }>,
});

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
    latencyThresholdMs: t.exposeInt("latencyThresholdMs", {
      description: "p95 above which a breach may open, milliseconds.",
    }),
    graceMultiplier: t.float({
      description: "By how much the grace before a breach counts is stretched.",
      resolve: ({ graceBps }) => graceBps / 10_000,
    }),
    reputationBoost: t.int({
      description: "What is added to a reputation.",
      resolve: ({ tier }, _args, { policy }) => policy.reputation.boost[tier],
    }),
  }),
});

const ScoreWeightRef = builder.objectRef<{ component: ScoreComponentName; weight: number }>("ScoreWeight").implement({
  description: "What a part of the score counts.",
  fields: (t) => ({
    component: t.expose("component", { description: "Which part.", type: ScoreComponentEnum }),
    weight: t.exposeInt("weight", { description: "Its share, percent; they add up to 100." }),
    window: t.field({
      type: WindowEnum,
      description: "The window it is measured over.",
      resolve: ({ component }) => COMPONENT_WINDOW[component],
    }),
  }),
});

const ScorePolicyRef = builder.objectRef<Policy>("ScorePolicy").implement({
  description: "How the score is made.",
  fields: (t) => {
    const of = (key: keyof ScorePolicy) => (policy: Policy) => policy.score[key];
    return {
      weights: t.field({
        type: [ScoreWeightRef],
        description: "What each part counts.",
        complexity: { field: 1, multiplier: SCORE_COMPONENTS.length },
        resolve: (policy) => SCORE_COMPONENTS.map((component) => ({ component, weight: weightOf(component, policy) })),
      }),
      latencyFullMs: t.int({
        description: "p95 up to which latency scores 100, milliseconds.",
        resolve: of("latencyFullMs"),
      }),
      latencyStepMs: t.int({
        description: "Each so many milliseconds above that cost a point.",
        resolve: of("latencyStepMs"),
      }),
    };
  },
});

const ConfidencePolicyRef = builder.objectRef<Pick<Policy, "confidence" | "time">>("ConfidencePolicy").implement({
  description: "When a figure is trusted enough to act on it by itself.",
  fields: (t) => {
    const of = (key: keyof ConfidencePolicy) => (policy: Pick<Policy, "confidence">) => policy.confidence[key];
    return {
      coverage: t.field({
        type: "BasisPoints",
        description: "How much of the time must be measured.",
        resolve: of("coverageBps"),
      }),
      reporters: t.int({ description: "By how many independent reporters at least.", resolve: of("reporters") }),
      corroborated: t.field({
        type: "BasisPoints",
        description: "For how much of the measured time there must be so many.",
        resolve: of("corroboratedBps"),
      }),
      rateTolerance: t.field({
        type: "BasisPoints",
        description:
          "How far off the others' success rate and uptime a report may be: hundredths of a percentage point.",
        resolve: of("rateToleranceBps"),
      }),
      valueTolerance: t.field({
        type: "BasisPoints",
        description: "How far off the others' p95 and requests a report may be: of the value.",
        resolve: of("valueToleranceBps"),
      }),
      disagreementSeconds: t.int({
        description: "How long a reporter must be further off to disagree.",
        resolve: ({ confidence, time }) => confidence.disagreementIntervals * time.intervalSeconds,
      }),
    };
  },
});

const PolicyRef = builder.objectRef<Policy>("Policy").implement({
  description: "The rules behind every computed field.",
  fields: (t) => ({
    version: t.exposeInt("version", { description: "Stored beside every computed value." }),
    profile: t.expose("profile", { description: "Which set of rules is in force.", type: ProfileEnum }),
    tiers: t.field({
      description: "All tiers, lowest first.",
      type: [TierPolicyRef],
      complexity: { field: 1, multiplier: 4 },
      resolve: ({ tiers }) => [...tiers],
    }),
    time: t.expose("time", { description: "How time is measured.", type: TimePolicyRef }),
    targets: t.field({
      description: "What is promised of an operator.",
      type: TargetPolicyRef,
      resolve: (policy) => policy,
    }),
    score: t.field({ description: "How the score is made.", type: ScorePolicyRef, resolve: (policy) => policy }),
    confidence: t.field({
      description: "When a figure is trusted.",
      type: ConfidencePolicyRef,
      resolve: (policy) => policy,
    }),
    outage: t.field({
      description: "When an operator counts as down.",
      type: OutagePolicyRef,
      resolve: (policy) => policy,
    }),
    slash: t.field({ description: "What violations cost.", type: SlashPolicyRef, resolve: (policy) => policy }),
    maintenance: t.field({
      description: "How much maintenance may be announced.",
      type: MaintenancePolicyRef,
      resolve: (policy) => policy,
    }),
    alerts: t.field({ description: "When alerts fire.", type: AlertPolicyRef, resolve: (policy) => policy }),
    publishing: t.field({
      description: "When scores are written to the chain.",
      type: PublishingPolicyRef,
      resolve: (policy) => policy,
    }),
    reputation: t.field({
      description: "How the reputation is made.",
      type: ReputationPolicyRef,
      resolve: (policy) => policy,
    }),
    ranking: t.field({
      description: "When all operators are ranked.",
      type: RankingPolicyRef,
      resolve: (policy) => policy,
    }),
    routing: t.field({
      description: "Whom requests are routed to.",
      type: RoutingPolicyRef,
      resolve: (policy) => policy,
    }),
    failover: t.field({
      description: "When another node of an operator takes over.",
      type: FailoverPolicyRef,
      resolve: (policy) => policy,
    }),
  }),
});

builder.queryField("policy", (t) =>
  t.field({ type: PolicyRef, description: "The rules in force.", resolve: (_root, _args, { policy }) => policy }),
);
