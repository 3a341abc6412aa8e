import {
  SCORE_COMPONENTS,
  type Score,
  type ScoreComponent,
  type ScoreComponentName,
  type ScoreDelta,
  weightOf,
} from "../domain/score.ts";
import { monthlyThroughput } from "../domain/window.ts";
import type { ScoreHistoryRow } from "../loaders/score-history.ts";
import type { Appraisal } from "./appraisal.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import type { EnumValues } from "./enums.ts";
import { ConfidenceEnum, percentOf, TimeRangeRef } from "./metric-window.ts";

export const ScoreComponentEnum = builder.enumType("ScoreComponentName", {
  description: "The parts of a score.",
  values: {
    SUCCESS: {
      value: "SUCCESS",
      description: "Success rate over 24 hours: numerator successes, denominator requests, value percent.",
    },
    LATENCY: {
      value: "LATENCY",
      description: "p95 latency over the hour: numerator microseconds, denominator 1, value milliseconds.",
    },
    THROUGHPUT: {
      value: "THROUGHPUT",
      description:
        "Throughput over the month: numerator requests, denominator measured seconds, value requests a month.",
    },
    UPTIME: {
      value: "UPTIME",
      description:
        "Uptime over 7 days: numerator service-seconds up, denominator service-seconds up or down, value percent.",
    },
  } satisfies EnumValues<ScoreComponentName>,
});

const ScoreUnitEnum = builder.enumType("ScoreUnit", {
  description: "What the value of a score's component is in.",
  values: {
    PERCENT: { value: "PERCENT", description: "0 to 100." },
    MILLISECONDS: { value: "MILLISECONDS", description: "To the microsecond." },
    REQUESTS_PER_MONTH: { value: "REQUESTS_PER_MONTH", description: "At the rate of the measured time." },
  } as const,
});

const UNITS = {
  SUCCESS: "PERCENT",
  LATENCY: "MILLISECONDS",
  THROUGHPUT: "REQUESTS_PER_MONTH",
  UPTIME: "PERCENT",
} as const satisfies Record<ScoreComponentName, string>;

const UnknownScoreReasonEnum = builder.enumType("UnknownScoreReason", {
  description: "Why there is no score.",
  values: {
    NEVER_MEASURED: { value: "NEVER_MEASURED", description: "Nothing was ever measured of the operator." },
    COMPONENT_UNKNOWN: {
      value: "COMPONENT_UNKNOWN",
      description: "Nothing was measured in the window of a component; `unknown` names them.",
    },
  } as const,
});

const E4 = 10_000;

const ScoreComponentRef = builder.objectRef<ScoreComponent>("ScoreComponent").implement({
  description: "A part of a score, and what it stands on.",
  fields: (t) => ({
    component: t.expose("component", { description: "Which part.", type: ScoreComponentEnum }),
    weight: t.int({
      description: "Its share of the score under the rules in force, percent.",
      resolve: ({ component }, _args, { policy }) => weightOf(component, policy),
    }),
    score: t.float({
      nullable: true,
      description: "Before weighing, 0 to 100, four decimals; null if unknown.",
      resolve: ({ scoreE4 }) => (scoreE4 === null ? null : scoreE4 / E4),
    }),
    points: t.float({
      nullable: true,
      description: "What it adds to the score, 0 to its weight, four decimals; null if unknown.",
      resolve: ({ pointsE4 }) => (pointsE4 === null ? null : pointsE4 / E4),
    }),
    value: t.float({
      nullable: true,
      description:
        "What was measured, in `unit`; null if unknown, and for a latency that scores 0 as nothing succeeded.",
      resolve: measuredValue,
    }),
    unit: t.field({
      type: ScoreUnitEnum,
      description: "What `value` is in.",
      resolve: ({ component }) => UNITS[component],
    }),
    numerator: t.field({
      type: "Long",
      nullable: true,
      description: "What was counted, exactly; see the component's name for what it is. Null as `value` is.",
      resolve: ({ input }) => input?.numerator ?? null,
    }),
    denominator: t.field({
      type: "Long",
      nullable: true,
      description: "What it was counted of; see the component's name for what it is. Null as `value` is.",
      resolve: ({ input }) => input?.denominator ?? null,
    }),
    window: t.expose("window", { description: "The time it was measured over.", type: TimeRangeRef }),
    confidence: t.expose("confidence", { description: "How well it is known.", type: ConfidenceEnum }),
  }),
});

function measuredValue({ component, input, window }: ScoreComponent): number | null {
  if (input === null) return null;
  const { numerator, denominator } = input;
  if (component === "LATENCY") return numerator / 1_000;
  if (component === "THROUGHPUT")
    return monthlyThroughput({ offered: numerator, measuredSeconds: denominator, end: window.end });
  return percentOf(input);
}

function scoreValue({ value }: Score): number | null {
  return value === null ? null : value / 100;
}

export const PerformanceScoreRef = builder.objectRef<Appraisal>("PerformanceScore").implement({
  description: "How well an operator performs by what was measured of it, and why.",
  fields: (t) => ({
    value: t.float({
      nullable: true,
      description: "0 to 100, two decimals; null if a component is unknown: unknown is not 0.",
      resolve: ({ score }) => scoreValue(score),
    }),
    unknownReason: t.field({
      type: UnknownScoreReasonEnum,
      nullable: true,
      description: "Why there is no value; null if there is one.",
      resolve: ({ score, everMeasured }) => {
        if (score.value !== null) return null;
        return everMeasured ? "COMPONENT_UNKNOWN" : "NEVER_MEASURED";
      },
    }),
    unknown: t.field({
      type: [ScoreComponentEnum],
      description: "The components that are unknown.",
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ score }) => [...score.unknown],
    }),
    confidence: t.field({
      type: ConfidenceEnum,
      description: "LOW if any component's is.",
      resolve: ({ score }) => score.confidence,
    }),
    components: t.field({
      type: [ScoreComponentRef],
      description: "All of them, always in the same order.",
      complexity: { field: 1, multiplier: SCORE_COMPONENTS.length },
      resolve: ({ score }) => [...score.components],
    }),
    windowEnd: t.expose("windowEnd", { description: "Where all its windows end.", type: "DateTime" }),
    policyVersion: t.exposeInt("policyVersion", { description: "The rules it was computed by." }),
    evaluatedAt: t.expose("evaluatedAt", {
      type: "DateTime",
      nullable: true,
      description: "When the evaluator stored it as the score of now; null for a score of the past.",
    }),
  }),
});

const ScoreContributionRef = builder.objectRef<ScoreDelta["components"][number]>("ScoreContribution").implement({
  description: "What a component did to a change of the score.",
  fields: (t) => ({
    component: t.expose("component", { description: "Which part.", type: ScoreComponentEnum }),
    from: t.float({
      nullable: true,
      description: "What it added to the earlier score, four decimals; null if unknown.",
      resolve: ({ fromE4 }) => (fromE4 === null ? null : fromE4 / E4),
    }),
    to: t.float({
      nullable: true,
      description: "What it adds to the later score, four decimals; null if unknown.",
      resolve: ({ toE4 }) => (toE4 === null ? null : toE4 / E4),
    }),
    change: t.float({
      nullable: true,
      description: "Its part of the change, four decimals; null if it is unknown at either end.",
      resolve: ({ deltaE4 }) => (deltaE4 === null ? null : deltaE4 / E4),
    }),
  }),
});

export interface AppraisalDelta {
  readonly from: Appraisal;
  readonly to: Appraisal;
  readonly delta: ScoreDelta;
}

export const ScoreDeltaRef = builder.objectRef<AppraisalDelta>("ScoreDelta").implement({
  description: "How a score changed between two moments, and by what.",
  fields: (t) => ({
    from: t.expose("from", { description: "The earlier score.", type: PerformanceScoreRef }),
    to: t.expose("to", { description: "The later score.", type: PerformanceScoreRef }),
    change: t.float({
      nullable: true,
      description:
        "What the components' changes add up to, four decimals; null if one of them is unknown. The two scores are rounded to two decimals each, so their difference may be off by a hundredth.",
      resolve: ({ delta }) => (delta.valueE4 === null ? null : delta.valueE4 / E4),
    }),
    unknown: t.field({
      type: [ScoreComponentEnum],
      description: "The components that are unknown at either end, and cannot be compared.",
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ delta }) =>
        delta.components.flatMap(({ component, deltaE4 }) => (deltaE4 === null ? [component] : [])),
    }),
    components: t.field({
      type: [ScoreContributionRef],
      description: "All of them, always in the same order.",
      complexity: { field: 1, multiplier: SCORE_COMPONENTS.length },
      resolve: ({ delta }) => [...delta.components],
    }),
  }),
});

export const ScoreRecordRef = builder.objectRef<ScoreHistoryRow>("ScoreRecord").implement({
  description: "A score as it was stored at the end of an hour.",
  fields: (t) => ({
    at: t.expose("at", { description: "End of the hour, and of all its windows.", type: "DateTime" }),
    value: t.float({
      nullable: true,
      description: "0 to 100, two decimals; null if a component was unknown.",
      resolve: ({ score }) => scoreValue(score),
    }),
    score: t.field({
      type: PerformanceScoreRef,
      description: "With all it stands on.",
      resolve: ({ score, at, policyVersion }) => ({
        score,
        windowEnd: at,
        policyVersion,
        evaluatedAt: null,
        everMeasured: true,
      }),
    }),
  }),
});

export const ScoreRecordConnectionRef = connectionOf(ScoreRecordRef, "ScoreRecord");
