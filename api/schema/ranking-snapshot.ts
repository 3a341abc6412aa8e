/** The ranking that pages, ranks and medians agree on. */
import { type Medians, measuredUntil } from "../domain/ranking.ts";
import { loadSnapshot, type SnapshotRow } from "../loaders/ranking-snapshot.ts";
import { builder } from "./builder.ts";

export const MediansRef = builder.objectRef<Medians>("RankingMedians").implement({
  description:
    "The middle of all operators that are ranked, the lower one of two, each among those whose value is known; of what was measured, by others than themselves. Null where nobody's is.",
  fields: (t) => ({
    reputation: t.exposeInt("reputation", { nullable: true, description: "0 to 1000." }),
    score: t.float({
      nullable: true,
      description: "0 to 100, two decimals.",
      resolve: ({ score }) => scaled(score, 100),
    }),
    stakeValue: t.field({
      type: "Wei",
      nullable: true,
      description: "ETH value of active stake.",
      resolve: ({ stakeValue }) => (stakeValue === null ? null : BigInt(stakeValue)),
    }),
    successRate: t.float({
      nullable: true,
      description: "Successes of requests over the DAY, percent, four decimals.",
      resolve: ({ successPpm }) => scaled(successPpm, PPM_OF_PERCENT),
    }),
    p95LatencyMs: t.float({
      nullable: true,
      description: "p95 latency over the DAY, milliseconds.",
      resolve: ({ p95Micros }) => scaled(p95Micros, 1_000),
    }),
    uptime: t.float({
      nullable: true,
      description: "Seconds up of those up or down over the DAY, percent, four decimals.",
      resolve: ({ uptimePpm }) => scaled(uptimePpm, PPM_OF_PERCENT),
    }),
  }),
});

/** Parts per million of a percent. */
export const PPM_OF_PERCENT = 10_000;

/** The nearest double to a stored integer in another unit; null stays null. */
export function scaled(value: number | null, unit: number): number | null {
  return value === null ? null : value / unit;
}

export const RankingSnapshotRef = builder.objectRef<SnapshotRow>("RankingSnapshot").implement({
  description:
    "All operators as they stood at one moment. It never changes; `policy.ranking` says when the next one comes.",
  fields: (t) => ({
    at: t.expose("at", { description: "When that was.", type: "DateTime" }),
    measuredUntil: t.field({
      type: "DateTime",
      description:
        "Where all its ranges of measurements end: with the last hour that had closed. What was measured after is in the next one.",
      resolve: ({ at }, _args, { policy }) => measuredUntil(at, policy.time),
    }),
    policyVersion: t.exposeInt("policyVersion", { description: "The rules it was computed by." }),
    operators: t.exposeInt("operators", { description: "How many operators were registered." }),
    ranked: t.exposeInt("ranked", { description: "How many of them have a rank." }),
    medians: t.expose("medians", { description: "The middle of those with a rank.", type: MediansRef }),
  }),
});

builder.queryField("rankingSnapshot", (t) =>
  t.field({
    type: RankingSnapshotRef,
    nullable: true,
    description: "The newest ranking of all operators; null before the first.",
    resolve: (_root, _args, { db }) => loadSnapshot(db),
  }),
);
