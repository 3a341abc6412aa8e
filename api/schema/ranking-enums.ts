import type { RankingMetric, RankingRange } from "../domain/ranking.ts";
import type { BoardOrder } from "../loaders/leaderboard.ts";
import { builder } from "./builder.ts";
import type { EnumValues } from "./enums.ts";

export const RankingMetricEnum = builder.enumType("RankingMetric", {
  description: "What operators are compared by.",
  values: {
    REPUTATION: { value: "REPUTATION", description: "0 to 1000." },
    SCORE: {
      value: "SCORE",
      description:
        "0 to 100, two decimals. On a leaderboard those that nobody but themselves has measured in the range come after all others.",
    },
    STAKE: { value: "STAKE", description: "ETH value of active stake, wei." },
    SUCCESS_RATE: { value: "SUCCESS_RATE", description: "Successes of requests, percent, four decimals." },
    LATENCY_P95: {
      value: "LATENCY_P95",
      description: "p95 latency of successes, milliseconds, three decimals. The lowest is the best.",
    },
    UPTIME: { value: "UPTIME", description: "Seconds up of those up or down, percent, four decimals." },
    REQUESTS: { value: "REQUESTS", description: "Requests that the success rate is of." },
  } satisfies EnumValues<RankingMetric>,
});

export const RankingRangeEnum = builder.enumType("RankingRange", {
  description:
    "Over what time measurements are compared: what others than the operator have measured, nobody wins by its own word. All ranges end with the snapshot's `measuredUntil`.",
  values: {
    DAY: { value: "DAY", description: "The last 1,440 intervals: 24 hours, if an interval is a minute." },
    WEEK: { value: "WEEK", description: "The last 10,080 intervals: 7 days." },
    MONTH: { value: "MONTH", description: "The last 43,200 intervals: 30 days." },
  } satisfies EnumValues<RankingRange>,
});

export const BoardOrderEnum = builder.enumType("LeaderboardOrder", {
  description: "Which end of a leaderboard comes first.",
  values: {
    BEST_FIRST: { value: "BEST_FIRST", description: "From rank 1 on." },
    WORST_FIRST: { value: "WORST_FIRST", description: "From the last rank on." },
  } satisfies EnumValues<BoardOrder>,
});

/** The arguments of everything that is made of measurements of a place. */
export const PLACE_ARGUMENTS = builder.args((t) => ({
  service: t.string({
    description:
      "Only what others than the operator have measured of this service, and only operators of which anything was. Default: all of them.",
  }),
  region: t.string({
    description:
      "Only what others than the operator have measured in this region, and only operators of which anything was. Default: all of them.",
  }),
  range: t.field({
    description: "Over what time measurements are summed.",
    type: RankingRangeEnum,
    required: true,
    defaultValue: "DAY",
  }),
}));
