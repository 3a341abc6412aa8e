/** The rules of violations, slashes and alerts. The policy counts in intervals; here they are seconds where they are durations. */
import type { AlertPolicy, OutagePolicy, Policy, SlashPolicy } from "../domain/policy.ts";
import { builder } from "./builder.ts";

type Of<Section extends keyof Policy> = Pick<Policy, Section | "time">;

/** A duration that is counted in intervals, in seconds. */
const inSeconds =
  <Part extends Pick<Policy, "time">>(of: (part: Part) => number) =>
  (part: Part) =>
    of(part) * part.time.intervalSeconds;

export const OutagePolicyRef = builder.objectRef<Of<"outage">>("OutagePolicy").implement({
  description: "When an operator counts as down.",
  fields: (t) => {
    const seconds = (key: keyof OutagePolicy) => inSeconds<Of<"outage">>(({ outage }) => outage[key]);
    return {
      down: t.field({
        type: "BasisPoints",
        description: "An interval counts in which a service is down for at least this share of it in all its regions.",
        resolve: ({ outage }) => outage.downBps,
      }),
      graceSeconds: t.int({
        description: "How much of an outage is not charged; the violation opens with the next interval.",
        resolve: seconds("graceIntervals"),
      }),
      endSeconds: t.int({ description: "How long it must be up to end an outage.", resolve: seconds("endIntervals") }),
    };
  },
});

export const SlashPolicyRef = builder.objectRef<Of<"slash">>("SlashPolicy").implement({
  description: "What violations cost, in basis points of active and unbonding stake.",
  fields: (t) => {
    const share = (description: string, key: keyof SlashPolicy) =>
      t.field({ type: "BasisPoints", description, resolve: ({ slash }) => slash[key] });
    const seconds = (description: string, key: keyof SlashPolicy) =>
      t.int({ description, resolve: inSeconds<Of<"slash">>(({ slash }) => slash[key]) });
    return {
      downtime: share("For each interval of an outage beyond its grace.", "downtimeBps"),
      badData: share("For each confirmed incident.", "badDataBps"),
      misbehavior: share("For each confirmed incident; no tier has a discount on it.", "misbehaviorBps"),
      performance: share("For each started `performanceSeconds` of bad intervals.", "performanceBps"),
      performanceSeconds: seconds("What performance is charged by.", "performanceIntervals"),
      cap: share("The most for one assessment, and for all within `capSeconds`.", "capBps"),
      capSeconds: seconds("How long the rolling cap reaches back.", "capIntervals"),
      sliceSeconds: seconds("How often a violation is assessed while it goes on.", "sliceIntervals"),
      mediumSeverity: share("From here on an assessment is of MEDIUM severity.", "mediumBps"),
      highSeverity: share("From here on it is HIGH.", "highBps"),
      criticalSeverity: share("From here on it is CRITICAL.", "criticalBps"),
    };
  },
});

export const MaintenancePolicyRef = builder.objectRef<Of<"maintenance">>("MaintenancePolicy").implement({
  description: "How much maintenance may be announced. What is measured in it is not held against an operator.",
  fields: (t) => ({
    maxSeconds: t.int({
      description: "The most within any `weekSeconds`.",
      resolve: inSeconds(({ maintenance }) => maintenance.maxIntervals),
    }),
    weekSeconds: t.int({
      description: "The time that it is limited in.",
      resolve: inSeconds(({ maintenance }) => maintenance.weekIntervals),
    }),
    noticeSeconds: t.int({
      description: "How long ahead it must be announced.",
      resolve: inSeconds(({ maintenance }) => maintenance.noticeIntervals),
    }),
  }),
});

export const AlertPolicyRef = builder.objectRef<Of<"alerts">>("AlertPolicy").implement({
  description: "When alerts fire, and at which other level they resolve.",
  fields: (t) => {
    type Figure = Exclude<keyof AlertPolicy, "reputationLevels">;
    const seconds = (description: string, key: Figure) =>
      t.int({ description, resolve: inSeconds<Of<"alerts">>(({ alerts }) => alerts[key]) });
    const points = (description: string, key: Figure) =>
      t.float({ description, resolve: ({ alerts }) => alerts[key] / 100 });
    return {
      offlineSeconds: seconds(
        "How long it must be down, by what was received, for OPERATOR_OFFLINE.",
        "offlineIntervals",
      ),
      missedSeconds: seconds("How long nothing must be measured for a pending MISSED_REPORTS.", "missedIntervals"),
      scoreLow: points("A score below it fires SCORE_LOW.", "scoreLow"),
      scoreLowClear: points("One at or above it resolves SCORE_LOW.", "scoreLowClear"),
      scoreDrop: points("A drop of the score by so much fires SCORE_DROPPED.", "scoreDrop"),
      scoreDropClear: points("A drop of less resolves it.", "scoreDropClear"),
      scoreDropSeconds: seconds("The time in which a score drops.", "scoreDropIntervals"),
      reputationLevels: t.intList({
        description: "REPUTATION_CHANGED tells when the reputation crosses one of these.",
        complexity: 5,
        resolve: ({ alerts }) => [...alerts.reputationLevels],
      }),
      reputationMargin: t.int({
        description: "Upwards it counts as crossed when it is above the level by so much.",
        resolve: ({ alerts }) => alerts.reputationMargin,
      }),
      risk: t.field({
        type: "BasisPoints",
        description: "SLASHING_RISK fires from this share of what opens a violation.",
        resolve: ({ alerts }) => alerts.riskBps,
      }),
      noticeSeconds: seconds("After which what merely happened resolves by itself.", "noticeIntervals"),
      rateStaleSeconds: t.int({
        description: "Age of the recorded wstETH rate at which RATE_STALE fires.",
        resolve: ({ alerts }) => alerts.rateStaleSeconds,
      }),
      rateFreshSeconds: t.int({
        description: "Age below which it resolves.",
        resolve: ({ alerts }) => alerts.rateFreshSeconds,
      }),
    };
  },
});

export const PublishingPolicyRef = builder.objectRef<Of<"publishing">>("PublishingPolicy").implement({
  description: "When a score is written to the chain. Only scores of HIGH confidence are.",
  fields: (t) => ({
    scoreMove: t.float({
      description: "By how much it must have moved since the last one.",
      resolve: ({ publishing }) => publishing.scoreMove / 100,
    }),
    scoreSeconds: t.int({
      description: "After so long it is written anew, moved or not.",
      resolve: inSeconds(({ publishing }) => publishing.scoreIntervals),
    }),
  }),
});
