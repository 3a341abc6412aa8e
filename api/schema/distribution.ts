/** `Query.distribution`: how a metric is spread over the network. */
import { decimalOf } from "../domain/decimal.ts";
import type { RankingMetric } from "../domain/ranking.ts";
import { type Distribution, loadDistribution, MAX_BUCKETS, type ValueBucket } from "../loaders/distribution.ts";
import { builder } from "./builder.ts";
import { BOARD_COST } from "./leaderboard.ts";
import { PLACE_ARGUMENTS, RankingMetricEnum } from "./ranking-enums.ts";
import { RankingSnapshotRef } from "./ranking-snapshot.ts";

builder.scalarType("Decimal", {
  description: 'An exact number as a decimal string, such as "99.95": in the unit of what it is of, never a float.',
  serialize: (value) => value,
});

/** What of the unit that a metric is told in is its stored unit: so many decimals. */
const DECIMALS: Readonly<Record<RankingMetric, number>> = {
  REPUTATION: 0,
  SCORE: 2,
  STAKE: 0,
  SUCCESS_RATE: 4,
  LATENCY_P95: 3,
  UPTIME: 4,
  REQUESTS: 0,
};

interface MetricBucket extends ValueBucket {
  readonly decimals: number;
}

const BucketRef = builder.objectRef<MetricBucket>("DistributionBucket").implement({
  description: "The operators whose value is at least `from` and below `to`; in the last bucket, at most `to`.",
  fields: (t) => ({
    from: t.field({
      type: "Decimal",
      description: "Inclusive; in the metric's unit.",
      resolve: ({ from, decimals }) => decimalOf(from, decimals),
    }),
    to: t.field({
      type: "Decimal",
      description: "Exclusive, but inclusive in the last bucket.",
      resolve: ({ to, decimals }) => decimalOf(to, decimals),
    }),
    count: t.exposeInt("count", { description: "How many operators." }),
    stake: t.expose("stake", { description: "ETH value of their active stake.", type: "Wei" }),
  }),
});

const DistributionRef = builder.objectRef<Distribution>("Distribution").implement({
  description:
    "How the values of a metric are spread over the operators with a rank. All of them are in the metric's unit.",
  fields: (t) => {
    const figure = (description: string, key: "min" | "max" | "median") =>
      t.field({
        type: "Decimal",
        nullable: true,
        description,
        resolve: ({ figures, request }) =>
          figures === null ? null : decimalOf(figures[key], DECIMALS[request.metric]),
      });
    return {
      metric: t.field({ type: RankingMetricEnum, description: "Of what.", resolve: ({ request }) => request.metric }),
      snapshot: t.expose("snapshot", {
        type: RankingSnapshotRef,
        nullable: true,
        description: "What it was computed from: the newest; null before the first.",
      }),
      count: t.exposeInt("count", { description: "How many operators have a value." }),
      unknown: t.exposeInt("unknown", { description: "How many take part and have none: they are in no bucket." }),
      min: figure("The least value; null if nobody has one.", "min"),
      max: figure("The largest value; null if nobody has one.", "max"),
      median: figure("The middle one, the lower one of two; null if nobody has one.", "median"),
      mean: t.field({
        type: "Decimal",
        nullable: true,
        description: "The mean, rounded half up to the last decimal of the metric; null if nobody has a value.",
        resolve: ({ figures, count, request }) =>
          figures === null ? null : decimalOf(meanOf(figures.sum, count), DECIMALS[request.metric]),
      }),
      buckets: t.field({
        type: [BucketRef],
        description:
          "From the least value to the largest, ascending, all of the same width to the metric's last decimal, empty ones too. No bucket if nobody has a value; one if all have the same.",
        complexity: { field: 1, multiplier: MAX_BUCKETS },
        resolve: ({ buckets, request }) => buckets.map((bucket) => ({ ...bucket, decimals: DECIMALS[request.metric] })),
      }),
    };
  },
});

/** Rounded half up, in integers: wei do not fit a double. */
function meanOf(sum: bigint, count: number): bigint {
  const n = BigInt(count);
  return (2n * sum + n) / (2n * n);
}

builder.queryField("distribution", (t) =>
  t.field({
    type: DistributionRef,
    description:
      "How a metric is spread over the operators with a rank, or of a service or region over those of them that were measured there. From the newest snapshot. UNKNOWN_SERVICE if there is no such service.",
    args: {
      metric: t.arg({ description: "Of what.", type: RankingMetricEnum, required: true }),
      buckets: t.arg.int({
        description: `At most so many buckets, 1 to ${MAX_BUCKETS}: fewer where the values lie so close together that the metric's decimals do not tell more apart.`,
        required: true,
        defaultValue: 10,
      }),
      ...PLACE_ARGUMENTS,
    },
    complexity: { field: BOARD_COST, multiplier: 1 },
    resolve: (_root, { metric, buckets, service = null, region = null, range }, { db }) =>
      loadDistribution(db, { metric, service, region, range }, buckets),
  }),
);
