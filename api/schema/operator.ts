import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import type { Context } from "./context.ts";
import { RegistryStatusEnum, StatusEnum, StatusReasonEnum, TierEnum } from "./enums.ts";
import { PublishedScoreRef } from "./operator-history.ts";
import {
  loadOperatorView,
  type OperatorView,
  requiredStakeOf,
  statusVerdictOf,
  tierProgressOf,
} from "./operator-view.ts";
import { StakeRef, TierProgressRef } from "./stake.ts";

export const OperatorRef = builder.objectRef<OperatorView>("Operator");

export const OperatorConnectionRef = connectionOf(OperatorRef, "Operator");

builder.node(OperatorRef, {
  description: "A registered infrastructure operator: what it has at stake and where it stands.",
  id: { resolve: ({ row }) => row.address },
  loadMany: (ids, context) => Promise.all(ids.map((id) => loadById(id.toLowerCase(), context))),
  isTypeOf: (value) => typeof value === "object" && value !== null && "row" in value && "chain" in value,
  fields: (t) => ({
    address: t.field({ description: "What it is known by.", type: "Address", resolve: ({ row }) => row.address }),
    registeredAt: t.field({
      description: "When it registered.",
      type: "DateTime",
      resolve: ({ row }) => row.registeredAt,
    }),
    registeredBlock: t.int({
      description: "In which block.",
      nullable: true,
      resolve: ({ row }) => row.registeredBlock,
    }),
    registeredTransaction: t.field({
      description: "In which transaction.",
      type: "Hash",
      nullable: true,
      resolve: ({ row }) => row.registeredTransaction,
    }),
    registeredBy: t.field({
      type: "Address",
      nullable: true,
      description: "The manager that registered it; null if it did so itself.",
      resolve: ({ row }) => row.registeredBy,
    }),
    metadataUri: t.string({
      description: "Its self-description; empty if none.",
      resolve: ({ row }) => row.metadataUri,
    }),
    minStake: t.field({
      type: "Wei",
      description: "Its own commitment, wei of ETH.",
      resolve: ({ row }) => row.minStake,
    }),
    requiredStake: t.field({
      type: "Wei",
      description: "ETH value it must keep active: the larger of its commitment and the registry's minimum.",
      resolve: requiredStakeOf,
    }),
    stake: t.field({ description: "What it has at stake.", type: StakeRef, resolve: (view) => view }),
    tier: t.field({
      description: "By ETH value of active stake.",
      type: TierEnum,
      resolve: (view, _args, context) => tierProgressOf(view, context).tier,
    }),
    tierProgress: t.field({
      description: "How far the next tier is.",
      type: TierProgressRef,
      resolve: (view, _args, context) => tierProgressOf(view, context),
    }),
    status: t.field({
      description: "Where it stands now.",
      type: StatusEnum,
      resolve: (view, _args, context) => statusVerdictOf(view, context).status,
    }),
    statusReasons: t.field({
      description: "Why it has that status.",
      type: [StatusReasonEnum],
      complexity: { field: 1, multiplier: 1 },
      resolve: (view, _args, context) => [...statusVerdictOf(view, context).reasons],
    }),
    registryStatus: t.field({
      description: "The registry's own status, as emitted last.",
      type: RegistryStatusEnum,
      resolve: ({ row }) => row.emittedStatus,
    }),
    firstActiveAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "When it first met the minimum stake; null if never.",
      resolve: ({ row }) => row.firstActiveAt,
    }),
    firstStakedAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "When anything was staked for it first; null if never.",
      resolve: ({ row }) => row.firstStakedAt,
    }),
    slashedUntil: t.field({
      type: "DateTime",
      nullable: true,
      description: "End of the cooldown after its last executed slash; null if none is in force.",
      resolve: ({ row }) => row.slashedUntil || null,
    }),
    publishedScore: t.field({
      type: PublishedScoreRef,
      nullable: true,
      description: "Null if it was never scored on chain.",
      resolve: ({ row }) =>
        row.score === null || row.scoreWindowEnd === null || row.scoreUpdatedAt === null
          ? null
          : {
              ...{ operator: row.address, newScore: row.score },
              ...{ windowEnd: row.scoreWindowEnd, updatedAt: row.scoreUpdatedAt },
            },
    }),
    slashCount: t.int({ description: "Executed slashes.", resolve: ({ row }) => row.slashCount }),
    liveSlashCount: t.int({ description: "Slashes that reserve stake now.", resolve: ({ row }) => row.liveSlashCount }),
    slashedValue: t.field({
      type: "Wei",
      description: "ETH value of all executed slashes, at the rates of execution.",
      resolve: ({ row }) => row.slashedValue,
    }),
    recentSlashedFraction: t.field({
      type: "BasisPoints",
      description:
        "Executed over the 30 days up to its last execution; the registry caps it at 5000 with live slashes.",
      resolve: ({ row }) => row.cumulativeSlashedBps,
    }),
    eventCount: t.int({ description: "The operator's event counter.", resolve: ({ row }) => row.seq }),
    missingEvents: t.boolean({
      description: "Whether the counter ever jumped: then the mirror of this operator is incomplete.",
      resolve: ({ row }) => row.seqGaps > 0,
    }),
    missingEventGaps: t.int({
      description: "How often the counter jumped; each time one event or more is missing.",
      resolve: ({ row }) => row.seqGaps,
    }),
    updatedBlock: t.int({ description: "In which block its last event was.", resolve: ({ row }) => row.updatedBlock }),
    updatedAt: t.field({
      type: "DateTime",
      description: "When its last event was.",
      resolve: ({ row }) => row.updatedAt,
    }),
  }),
});

/** The id is the address; nothing else is asked of the database, which would not take every text. */
function loadById(id: string, context: Context): Promise<OperatorView | null> {
  return /^0x[0-9a-f]{40}$/.test(id) ? loadOperatorView(context, id) : Promise.resolve(null);
}
