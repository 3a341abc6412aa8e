import type { StakingEventKind } from "../db/chain.ts";
import { type StakingEventRow, stakingEvents } from "../loaders/staking-events.ts";
import { loadByIds } from "../loaders/table-list.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import type { Context } from "./context.ts";
import { AssetEnum, StakingEventKindEnum } from "./enums.ts";
import { ProvenanceRef } from "./provenance.ts";

const TYPE_NAMES: Record<StakingEventKind, string> = {
  STAKED: "Staked",
  UNSTAKE_REQUESTED: "UnstakeRequested",
  UNSTAKE_CANCELLED: "UnstakeCancelled",
  UNSTAKE_CLAIMED: "UnstakeClaimed",
  SLASHED: "Slashed",
};

export const StakingEventRef = builder.interfaceRef<StakingEventRow>("StakingEvent").implement({
  description: "Stake going in, being asked back, going out or being taken. Amounts are units of the event's asset.",
  resolveType: (event) => TYPE_NAMES[event.kind],
  fields: (t) => ({
    kind: t.expose("kind", { description: "What happened.", type: StakingEventKindEnum }),
    operatorAddress: t.expose("operator", { description: "Whose stake.", type: "Address" }),
    asset: t.expose("asset", { description: "Which asset.", type: AssetEnum }),
    units: t.expose("units", { type: "Wei", description: "Credited, asked, returned, paid or taken." }),
    activeAfter: t.expose("activeAfter", {
      type: "Wei",
      nullable: true,
      description: "The operator's active stake after it; null where the event leaves it alone.",
    }),
    unbondingAfter: t.expose("unbondingAfter", {
      type: "Wei",
      nullable: true,
      description: "The operator's unbonding stake after it; null where the event leaves it alone.",
    }),
    seq: t.exposeInt("seq", { description: "The operator's event counter." }),
    source: t.field({
      description: "Where on the chain the event stands.",
      type: ProvenanceRef,
      resolve: (event) => event,
    }),
  }),
});

/** One concrete kind, to be registered as a node of its own: an id of one kind finds no event of another. */
function kind(stakingKind: StakingEventKind) {
  const ref = builder.objectRef<StakingEventRow>(TYPE_NAMES[stakingKind]);
  const isKind = (value: unknown) => isRow(value) && value.kind === stakingKind;
  const loadMany = async (ids: string[], { db }: Context) =>
    (await loadByIds(db, stakingEvents, ids)).map((event) => (isKind(event) ? event : null));
  return { ref, isKind, loadMany };
}

function isRow(value: unknown): value is StakingEventRow {
  return typeof value === "object" && value !== null && "kind" in value && "unbondingAfter" in value;
}

const staked = kind("STAKED");
builder.node(staked.ref, {
  description: "Stake was added.",
  interfaces: [StakingEventRef],
  isTypeOf: staked.isKind,
  id: { resolve: (event) => event.id },
  loadMany: staked.loadMany,
  fields: (t) => ({
    payer: t.expose("payer", { type: "Address", nullable: true, description: "Who paid." }),
    amountIn: t.expose("amountIn", {
      type: "Wei",
      nullable: true,
      description: "What the payer gave, before stETH was wrapped.",
    }),
    rate: t.expose("rateE18", { type: "Wei", nullable: true, description: "ETH value of 10^18 units then, wei." }),
  }),
});

const requested = kind("UNSTAKE_REQUESTED");
builder.node(requested.ref, {
  description: "Stake was asked back.",
  interfaces: [StakingEventRef],
  isTypeOf: requested.isKind,
  id: { resolve: (event) => event.id },
  loadMany: requested.loadMany,
  fields: (t) => ({
    requestId: t.field({
      description: "The request it is about.",
      type: "ID",
      nullable: true,
      resolve: (event) => event.requestId?.toString(),
    }),
    recipient: t.expose("recipient", { type: "Address", nullable: true, description: "Who a claim pays." }),
    unlockAt: t.expose("unlockAt", {
      description: "It can be claimed strictly after this moment.",
      type: "DateTime",
      nullable: true,
    }),
  }),
});

const cancelled = kind("UNSTAKE_CANCELLED");
builder.node(cancelled.ref, {
  description: "A request was withdrawn; what slashes left of it is active again.",
  interfaces: [StakingEventRef],
  isTypeOf: cancelled.isKind,
  id: { resolve: (event) => event.id },
  loadMany: cancelled.loadMany,
  fields: (t) => ({
    requestId: t.field({
      description: "The request it is about.",
      type: "ID",
      nullable: true,
      resolve: (event) => event.requestId?.toString(),
    }),
    slashed: t.expose("unitsSlashed", {
      type: "Wei",
      nullable: true,
      description: "What slashes took while it waited.",
    }),
  }),
});

const claimed = kind("UNSTAKE_CLAIMED");
builder.node(claimed.ref, {
  description: "A request was paid.",
  interfaces: [StakingEventRef],
  isTypeOf: claimed.isKind,
  id: { resolve: (event) => event.id },
  loadMany: claimed.loadMany,
  fields: (t) => ({
    requestId: t.field({
      description: "The request it is about.",
      type: "ID",
      nullable: true,
      resolve: (event) => event.requestId?.toString(),
    }),
    recipient: t.expose("recipient", { type: "Address", nullable: true, description: "Who was paid." }),
    slashed: t.expose("unitsSlashed", {
      type: "Wei",
      nullable: true,
      description: "What slashes took while it waited.",
    }),
    remaining: t.expose("unitsRemaining", {
      type: "Wei",
      nullable: true,
      description: "What stays in the request because live slashes reserve it.",
    }),
  }),
});

const slashed = kind("SLASHED");
builder.node(slashed.ref, {
  description: "A slash took stake of one asset.",
  interfaces: [StakingEventRef],
  isTypeOf: slashed.isKind,
  id: { resolve: (event) => event.id },
  loadMany: slashed.loadMany,
  fields: (t) => ({
    slashId: t.field({
      description: "The slash that took it.",
      type: "ID",
      nullable: true,
      resolve: (event) => event.slashId?.toString(),
    }),
    fromActive: t.expose("fromActive", { description: "Taken from active stake.", type: "Wei", nullable: true }),
    fromUnbonding: t.expose("fromUnbonding", {
      description: "Taken from unbonding stake.",
      type: "Wei",
      nullable: true,
    }),
    recipient: t.expose("recipient", { type: "Address", nullable: true, description: "Whom the units are owed to." }),
    rate: t.expose("rateE18", { type: "Wei", nullable: true, description: "ETH value of 10^18 units then, wei." }),
  }),
});

export const StakingEventConnectionRef = connectionOf(StakingEventRef, "StakingEvent");
