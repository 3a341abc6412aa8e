/** An operator beside the middle of the network, both from the newest snapshot of the ranking. */
import type { Medians } from "../domain/ranking.ts";
import type { StandingRow } from "../loaders/standings.ts";
import { builder } from "./builder.ts";
import type { EnumValues } from "./enums.ts";
import { OperatorRef } from "./operator.ts";
import { PPM_OF_PERCENT, scaled } from "./ranking-snapshot.ts";

const [HUNDREDTHS, MICROS_OF_MS] = [100, 1_000];

interface Compared<Value> {
  readonly value: Value | null;
  readonly median: Value | null;
  /** Of the latency, less is better. */
  readonly less: boolean;
}

type Incomparable = "VALUE_UNKNOWN" | "MEDIAN_UNKNOWN";

const IncomparableReasonEnum = builder.enumType("IncomparableReason", {
  description: "Why an operator cannot be compared with the network.",
  values: {
    VALUE_UNKNOWN: {
      value: "VALUE_UNKNOWN",
      description: "Its own value is unknown: of what was measured, also if nobody but itself has measured it.",
    },
    MEDIAN_UNKNOWN: { value: "MEDIAN_UNKNOWN", description: "Nobody with a rank has a value." },
  } satisfies EnumValues<Incomparable>,
});

function incomparable({ value, median }: Compared<unknown>): Incomparable | null {
  if (value === null) return "VALUE_UNKNOWN";
  return median === null ? "MEDIAN_UNKNOWN" : null;
}

function isBetter({ value, median, less }: Compared<number> | Compared<bigint>): boolean | null {
  if (value === null || median === null) return null;
  return less ? value < median : value > median;
}

const BETTER = "Whether it is better than the median; equal is not. Null if it cannot be compared.";
const REASON = "Why it cannot be compared; null if it can.";

const NetworkComparisonRef = builder
  .objectRef<Compared<number> & { readonly scale: number }>("NetworkComparison")
  .implement({
    description: "A figure of an operator beside the network's median; the unit is the field's.",
    fields: (t) => ({
      value: t.float({
        nullable: true,
        description: "Of the operator; null if unknown.",
        resolve: ({ value, scale }) => scaled(value, scale),
      }),
      median: t.float({
        nullable: true,
        description: "Of all with a rank that have a value, the lower one of two in the middle; null if nobody has.",
        resolve: ({ median, scale }) => scaled(median, scale),
      }),
      difference: t.float({
        nullable: true,
        description: "Its value less the median; null if it cannot be compared.",
        resolve: ({ value, median, scale }) => (value === null || median === null ? null : (value - median) / scale),
      }),
      better: t.boolean({ nullable: true, description: BETTER, resolve: isBetter }),
      reason: t.field({ type: IncomparableReasonEnum, nullable: true, description: REASON, resolve: incomparable }),
    }),
  });

interface ComparedStake extends Compared<bigint> {
  /** Always known. */
  readonly value: bigint;
}

const StakeComparisonRef = builder.objectRef<ComparedStake>("StakeComparison").implement({
  description: "The stake of an operator beside the network's median: ETH value of active stake, wei.",
  fields: (t) => ({
    value: t.expose("value", { type: "Wei", description: "Of the operator." }),
    median: t.expose("median", {
      type: "Wei",
      nullable: true,
      description: "Of all with a rank, the lower one of two in the middle; null if there is nobody.",
    }),
    difference: t.field({
      type: "SignedWei",
      nullable: true,
      description: "Its value less the median; null if it cannot be compared.",
      resolve: ({ value, median }) => (median === null ? null : value - median),
    }),
    better: t.boolean({ nullable: true, description: BETTER, resolve: isBetter }),
    reason: t.field({ type: IncomparableReasonEnum, nullable: true, description: REASON, resolve: incomparable }),
  }),
});

const weiOf = ({ stakeValue }: Medians): bigint | null => (stakeValue === null ? null : BigInt(stakeValue));

const AgainstNetworkRef = builder.objectRef<StandingRow>("AgainstNetwork").implement({
  description: "An operator beside the medians of all with a rank, all of one snapshot.",
  fields: (t) => {
    const compared = (
      description: string,
      key: "reputation" | "score" | "successPpm" | "p95Micros" | "uptimePpm",
      scale: number,
    ) =>
      t.field({
        type: NetworkComparisonRef,
        description,
        resolve: (row) => ({ value: row[key], median: row.medians[key], less: key === "p95Micros", scale }),
      });
    return {
      at: t.expose("at", { type: "DateTime", description: "As of when." }),
      ranked: t.exposeInt("ranked", { description: "How many have a rank." }),
      reputation: compared("Points, 0 to 1000.", "reputation", 1),
      score: compared("0 to 100.", "score", HUNDREDTHS),
      successRate: compared("Percent, of the last day that had closed.", "successPpm", PPM_OF_PERCENT),
      p95LatencyMs: compared(
        "Milliseconds, of the last day that had closed; less is better.",
        "p95Micros",
        MICROS_OF_MS,
      ),
      uptime: compared("Percent, of the last day that had closed.", "uptimePpm", PPM_OF_PERCENT),
      stakeValue: t.field({
        type: StakeComparisonRef,
        description: "ETH value of active stake.",
        resolve: ({ stakeValue, medians }) => ({ value: stakeValue, median: weiOf(medians), less: false }),
      }),
    };
  },
});

builder.objectField(OperatorRef, "againstNetwork", (t) =>
  t.field({
    type: AgainstNetworkRef,
    nullable: true,
    description:
      "How it compares with the middle of the network, as of the newest snapshot; null until it is in one: `policy.ranking` says how often they are taken.",
    complexity: 2,
    resolve: ({ row }, _args, { loaders }) => loaders.standing.load(row.address),
  }),
);
