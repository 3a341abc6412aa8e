import { deadlineOnWallClock, effectivePauseMask, slashClock } from "../domain/slash-clock.ts";
import { type SlashFacts, type SlashOptions, slashOptions } from "../domain/slash-options.ts";
import { type SlashRow, slashes } from "../loaders/slashes.ts";
import { loadByIds } from "../loaders/table-list.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import type { Context } from "./context.ts";
import { DisputeOutcomeEnum, SeverityEnum, SlashStateEnum, ViolationTypeEnum } from "./enums.ts";
import { type SlashStep, timelineOf } from "./slash-timeline.ts";

const SlashStepKindEnum = builder.enumType("SlashStepKind", {
  description: "A step in the life of a slash.",
  values: ["PROPOSED", "APPROVED", "DISPUTED", "RESOLVED", "EXECUTED", "CANCELLED", "EXPIRED", "BOND_SETTLED"] as const,
});

const SlashStepRef = builder.objectRef<SlashStep>("SlashStep").implement({
  description: "What was done to a slash, when and by whom.",
  fields: (t) => ({
    kind: t.expose("kind", { description: "What was done.", type: SlashStepKindEnum }),
    at: t.expose("at", { description: "When it was done.", type: "DateTime" }),
    by: t.expose("by", { type: "Address", nullable: true, description: "Null where the event names nobody." }),
    transaction: t.expose("transaction", { description: "In which transaction.", type: "Hash" }),
  }),
});

const SlashNextRef = builder.objectRef<SlashOptions>("SlashNext").implement({
  description: "Which steps the registry would accept now, each from whoever may take it.",
  fields: (t) => ({
    needsApproval: t.exposeBoolean("needsApproval", {
      description: "Governance has to approve it first: it is large.",
    }),
    disputable: t.exposeBoolean("disputable", { description: "The operator or a manager may dispute it." }),
    resolvable: t.exposeBoolean("resolvable", { description: "The resolver may decide its dispute." }),
    executable: t.exposeBoolean("executable", { description: "Anyone may execute it." }),
    expirable: t.exposeBoolean("expirable", { description: "Its time ran out; anyone may release what it reserves." }),
  }),
});

export const DisputeRef = builder.objectRef<SlashRow>("Dispute").implement({
  description: "An operator's objection to a slash.",
  fields: (t) => ({
    disputer: t.expose("disputer", { description: "Who filed it.", type: "Address", nullable: true }),
    disputedAt: t.expose("disputedAt", { description: "When it was filed.", type: "DateTime", nullable: true }),
    evidenceHash: t.expose("disputeEvidenceHash", {
      description: "keccak256 of the evidence.",
      type: "Hash",
      nullable: true,
    }),
    uri: t.exposeString("disputeUri", {
      nullable: true,
      description: "Where the evidence is, as the disputer gave it.",
    }),
    bond: t.expose("bond", { type: "Wei", nullable: true, description: "ETH put down, wei." }),
    resolveBy: t.field({
      type: "DateTime",
      nullable: true,
      description:
        "Last moment for a decision on the wall clock: later by the pauses of slashing or disputes that began before it; while one is in force, the earliest it can be.",
      resolve: (slash, _args, context) => (slash.resolveBy === null ? null : wallClock(slash.resolveBy, context)),
    }),
    resolver: t.expose("resolver", { type: "Address", nullable: true, description: "Null while undecided." }),
    resolvedAt: t.expose("resolvedAt", {
      description: "When it was decided; null while undecided.",
      type: "DateTime",
      nullable: true,
    }),
    outcome: t.expose("outcome", { type: DisputeOutcomeEnum, nullable: true, description: "Null while undecided." }),
    resolution: t.exposeString("resolution", { nullable: true, description: "The resolver's reason." }),
    bondRecipient: t.expose("bondRecipient", { type: "Address", nullable: true, description: "Null until settled." }),
    bondForfeited: t.exposeBoolean("bondForfeited", { nullable: true, description: "Null until settled." }),
  }),
});

export const SlashRef = builder.objectRef<SlashRow>("Slash");

builder.node(SlashRef, {
  description: "A slash from proposal to end, with its dispute.",
  id: { resolve: (slash) => slash.id.toString() },
  loadMany: (ids, context) => loadByIds(context.db, slashes, ids),
  isTypeOf: (value) => typeof value === "object" && value !== null && "incidentKey" in value,
  fields: (t) => ({
    slashId: t.field({
      type: "ID",
      description: "Its number in the registry.",
      resolve: (slash) => slash.id.toString(),
    }),
    operatorAddress: t.expose("operator", { description: "Whose stake it takes.", type: "Address" }),
    state: t.expose("state", { description: "Where it is in its life.", type: SlashStateEnum }),
    violationType: t.expose("violationType", { description: "What it is for.", type: ViolationTypeEnum }),
    severity: t.expose("severity", { description: "As the proposer put it.", type: SeverityEnum }),
    reason: t.exposeString("reason", { description: "As the proposer put it." }),
    evidenceHash: t.expose("evidenceHash", { type: "Hash", description: "keccak256 of the evidence." }),
    evidenceUri: t.exposeString("evidenceUri", { description: "Where the evidence is." }),
    incidentKey: t.expose("incidentKey", { type: "Hash", description: "One slash for one incident, ever." }),
    faultStart: t.expose("faultStart", { description: "Start of the fault it is for.", type: "DateTime" }),
    faultEnd: t.expose("faultEnd", { description: "End of the fault it is for.", type: "DateTime" }),
    fraction: t.expose("bps", { type: "BasisPoints", description: "Of the snapshot, after any dispute." }),
    proposedFraction: t.expose("proposedBps", { description: "Of the snapshot, as proposed.", type: "BasisPoints" }),
    snapshotValue: t.expose("snapshotValue", {
      type: "Wei",
      description: "ETH value of active and unbonding stake when it was proposed, wei.",
    }),
    proposedValue: t.expose("proposedValue", { type: "Wei", description: "ETH value asked for, at the rates then." }),
    ethUnits: t.expose("ethUnits", {
      type: "Wei",
      description: "Wei of ETH it reserves or reserved, after any dispute.",
    }),
    wstethUnits: t.expose("wstethUnits", {
      type: "Wei",
      description: "Wei of wstETH it reserves or reserved, after any dispute.",
    }),
    proposedEthUnits: t.expose("proposedEthUnits", { type: "Wei", description: "Wei of ETH it reserved at first." }),
    proposedWstethUnits: t.expose("proposedWstethUnits", {
      type: "Wei",
      description: "Wei of wstETH it reserved at first.",
    }),
    ethRate: t.field({
      type: "Wei",
      nullable: true,
      description: "ETH value of 10^18 wei of ETH when it was proposed, wei; null if no rate was recorded.",
      resolve: ({ ethRateE18 }) => ethRateE18 || null,
    }),
    wstethRate: t.field({
      type: "Wei",
      nullable: true,
      description: "ETH value of 10^18 wei of wstETH when it was proposed, wei; null if no rate was recorded.",
      resolve: ({ wstethRateE18 }) => wstethRateE18 || null,
    }),
    largeSlash: t.expose("largeSlashBps", { type: "BasisPoints", description: "Above this it needs approval." }),
    disputeBond: t.expose("disputeBond", { type: "Wei", description: "ETH that a dispute of it puts down, wei." }),
    resolutionWindow: t.exposeInt("resolutionWindow", {
      description: "How long a dispute of it can be decided, seconds on the slash clock.",
    }),
    executionWindow: t.exposeInt("executionWindow", {
      description: "How long it can be executed once disputes are over, seconds on the slash clock.",
    }),
    cooldown: t.exposeInt("cooldown", {
      description: "How long its execution keeps the operator in status SLASHED at least, seconds.",
    }),
    slashedUntil: t.expose("slashedUntil", {
      type: "DateTime",
      nullable: true,
      description: "End of the cooldown that its execution began; null unless executed.",
    }),
    cancelReason: t.exposeString("cancelReason", {
      nullable: true,
      description: "Why it was cancelled; null unless so.",
    }),
    slashedValue: t.expose("slashedValue", {
      type: "Wei",
      nullable: true,
      description: "ETH value taken, at the rates of execution; null unless executed.",
    }),
    slashedEthUnits: t.expose("slashedEthUnits", {
      description: "Wei of ETH taken; null unless executed.",
      type: "Wei",
      nullable: true,
    }),
    slashedWstethUnits: t.expose("slashedWstethUnits", {
      description: "Wei of wstETH taken; null unless executed.",
      type: "Wei",
      nullable: true,
    }),
    proposer: t.expose("proposer", { description: "Who proposed it.", type: "Address" }),
    proposedAt: t.expose("proposedAt", { description: "When it was proposed.", type: "DateTime" }),
    approved: t.boolean({ description: "Whether governance has approved it.", resolve: isApproved }),
    disputeUntil: t.field({
      type: "DateTime",
      description:
        "Last moment for a dispute on the wall clock: later by the pauses of slashing or disputes that began before it; while one is in force, the earliest it can be.",
      resolve: (slash, _args, context) => wallClock(slash.disputeUntil, context),
    }),
    executeBy: t.field({
      type: "DateTime",
      description:
        "Last moment for execution on the wall clock: later by the pauses of slashing or disputes that began before it; while one is in force, the earliest it can be.",
      resolve: (slash, _args, context) => wallClock(slash.executeBy, context),
    }),
    next: t.field({
      description: "Which steps the registry would accept now.",
      type: SlashNextRef,
      resolve: async (slash, _args, context) => {
        const { clock, pauseMask } = await slashMoment(context);
        return slashOptions(slashFacts(slash), clock, pauseMask);
      },
    }),
    dispute: t.field({
      type: DisputeRef,
      nullable: true,
      description: "Null if it was never disputed.",
      resolve: (slash) => (slash.disputer === null ? null : slash),
    }),
    timeline: t.field({
      type: [SlashStepRef],
      description: "Every step so far, oldest first.",
      complexity: { field: 1, multiplier: 5 },
      resolve: timelineOf,
    }),
  }),
});

function isApproved(slash: SlashRow): boolean {
  return slash.approvedAtBirth || slash.approvedAt !== null;
}

/** What the domain asks of a slash. */
export function slashFacts(slash: SlashRow): SlashFacts {
  return { ...slash, approved: isApproved(slash) };
}

/** The slash clock and the pause bits in force, at the request's moment. */
export async function slashMoment(context: Context): Promise<{ readonly clock: number; readonly pauseMask: number }> {
  const { registry } = await context.chain();
  return { clock: slashClock(registry, context.now), pauseMask: effectivePauseMask(registry, context.now) };
}

async function wallClock(deadline: number, context: Context): Promise<number> {
  return deadlineOnWallClock(deadline, await context.clockStops());
}

export const SlashConnectionRef = connectionOf(SlashRef, "Slash");
