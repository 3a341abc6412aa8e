import type { AssetRateRow, RateRow } from "../loaders/registry-history.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { AssetEnum } from "./enums.ts";
import { ProvenanceRef } from "./provenance.ts";

export const AssetRateRef = builder.objectRef<AssetRateRow>("AssetRate").implement({
  description: "What an asset is worth, as the registry recorded it last, and where that comes from.",
  fields: (t) => ({
    asset: t.expose("asset", { description: "Which asset.", type: AssetEnum }),
    rate: t.field({
      type: "Wei",
      nullable: true,
      description: "ETH value of 10^18 units, wei; null before the first record.",
      resolve: ({ rateE18 }) => rateE18 || null,
    }),
    updatedAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "When its source says it was current; null before the first record.",
      resolve: ({ rateE18, rateUpdatedAt }) => (rateE18 === 0n ? null : rateUpdatedAt),
    }),
    observedAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "When the registry recorded it; null before the first record.",
      resolve: ({ rateE18, observedAt }) => (rateE18 === 0n ? null : observedAt),
    }),
    rateSource: t.expose("source", {
      type: "Address",
      nullable: true,
      description: "The contract the rate is read from; null for ETH, which is worth itself.",
    }),
    maxAge: t.exposeInt("maxAge", {
      nullable: true,
      description: "How old the source's answer may be to be recorded, seconds; null without a source.",
    }),
    maxJump: t.expose("maxJumpBps", {
      type: "BasisPoints",
      nullable: true,
      description: "How far it may move from one record to the next; null without a source.",
    }),
  }),
});

export const RateObservationRef = builder.objectRef<RateRow>("RateObservation").implement({
  description: "A rate the registry recorded.",
  fields: (t) => ({
    asset: t.expose("asset", { description: "Which asset.", type: AssetEnum }),
    rate: t.expose("rateE18", { type: "Wei", description: "ETH value of 10^18 units, wei." }),
    updatedAt: t.expose("updatedAt", { type: "DateTime", description: "When its source says it was current." }),
    rateSource: t.expose("source", { description: "The contract the rate was read from.", type: "Address" }),
    source: t.field({
      description: "Where on the chain the event stands.",
      type: ProvenanceRef,
      resolve: (observation) => observation,
    }),
  }),
});

export const RateObservationConnectionRef = connectionOf(RateObservationRef, "RateObservation");
