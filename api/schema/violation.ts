import { loadByIds } from "../loaders/table-list.ts";
import { type SliceRow, type ViolationRow, violations } from "../loaders/violations.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { TierEnum } from "./enums.ts";
import { pageCost } from "./lists.ts";
import { ConfidenceEnum, TimeRangeRef } from "./metric-window.ts";
import { SlashRef } from "./slash.ts";
import { ChargeEnum, ViolationKindEnum, ViolationSeverityEnum } from "./violation-enums.ts";

/** A dossier holds every report it stands on: as much to send as a page of anything else. */
const DOSSIER_COST = { field: 100, multiplier: 1 };

export const ViolationSliceRef = builder.objectRef<SliceRow>("ViolationSlice").implement({
  description: "A part of a violation that was assessed. One slash may be proposed for it. It never changes.",
  fields: (t) => ({
    slice: t.exposeInt("slice", { description: "Its number within the violation, from 1 on." }),
    period: t.field({
      type: TimeRangeRef,
      description: "What it is assessed over. Slices of a violation do not overlap.",
      resolve: ({ startAt, endAt }) => ({ start: startAt, end: endAt }),
    }),
    final: t.exposeBoolean("final", { description: "Whether the violation had ended: no slice comes after it." }),
    charged: t.exposeInt("charged", {
      description: "Outage intervals, started hours of bad ones, or incidents that it charges.",
    }),
    chargedBasisPoints: t.exposeInt("chargedBps", {
      description: "What they cost before the tier's multiplier and the caps: basis points, which may pass the whole.",
    }),
    fraction: t.expose("bps", {
      type: "BasisPoints",
      description: "Of `stakeValue`, after the tier's multiplier and the caps; rounded down.",
    }),
    severity: t.expose("severity", { type: ViolationSeverityEnum, description: "By `chargedBasisPoints`." }),
    confidence: t.expose("confidence", {
      type: ConfidenceEnum,
      description: "How well its period was measured. LOW: nothing is slashed for it automatically.",
    }),
    stakeValue: t.expose("stakeValue", {
      type: "Wei",
      description: "ETH value of active and unbonding stake when it was assessed, wei.",
    }),
    amount: t.expose("amount", { type: "Wei", description: "ETH value to be slashed, wei; rounded down." }),
    incidentKey: t.expose("incidentKey", {
      type: "Hash",
      description: "By what the registry knows it: keccak256 of the violation's id and the slice's number.",
    }),
    evidenceHash: t.expose("evidenceHash", {
      type: "Hash",
      description: "keccak256 of `dossier`, which is also at /dossiers/<evidenceHash>.",
    }),
    dossier: t.string({
      description: "What it stands on, as canonical JSON (RFC 8785), byte for byte as it was hashed.",
      complexity: DOSSIER_COST,
      resolve: async ({ evidenceHash }, _args, context) => {
        const dossier = await context.loaders.dossier.load(evidenceHash);
        if (dossier === null) throw new Error(`no dossier ${evidenceHash}`);
        return dossier;
      },
    }),
    assessedAt: t.expose("assessedAt", { type: "DateTime", description: "When it was assessed." }),
    slash: t.field({
      type: SlashRef,
      nullable: true,
      description: "The slash on the chain that was proposed for it; null if none was.",
      resolve: ({ incidentKey }, _args, context) => context.loaders.incidentSlash.load(incidentKey),
    }),
  }),
});

export const ViolationSliceConnectionRef = connectionOf(ViolationSliceRef, "ViolationSlice");

export const ViolationRef = builder.objectRef<ViolationRow>("Violation");

builder.node(ViolationRef, {
  description: "What an operator did wrong, from the moment it counts.",
  id: { resolve: ({ id }) => id },
  loadMany: (ids, context) => loadByIds(context.db, violations, ids),
  isTypeOf: (value) => typeof value === "object" && value !== null && "startedAt" in value && "charge" in value,
  fields: (t) => ({
    violationId: t.expose("id", {
      type: "Hash",
      description: "Fixed at its opening: docs/dossiers.md tells how it is made.",
    }),
    type: t.expose("type", { type: ViolationKindEnum, description: "What it is." }),
    charge: t.expose("charge", {
      type: ChargeEnum,
      nullable: true,
      description: "By what it is charged; null for an incident.",
    }),
    operatorAddress: t.expose("operator", { type: "Address", description: "Who did it." }),
    startedAt: t.expose("startedAt", {
      type: "DateTime",
      description: "Start of the first interval that counts, or of the incident.",
    }),
    openedAt: t.expose("openedAt", {
      type: "DateTime",
      description: "When there was enough of it to be a violation, or the incident was confirmed.",
    }),
    closedAt: t.expose("closedAt", { type: "DateTime", nullable: true, description: "Null while it goes on." }),
    open: t.boolean({ description: "Whether it goes on.", resolve: ({ closedAt }) => closedAt === null }),
    tier: t.expose("tier", { type: TierEnum, description: "At its opening: this tier's multiplier counts." }),
    policyVersion: t.exposeInt("policyVersion", { description: "The rules it was opened by." }),
    slices: t.connection(
      {
        type: ViolationSliceRef,
        description: "What was assessed of it, oldest first: at its end, and every 24 hours while it goes on.",
        complexity: pageCost,
        resolve: ({ id }, args, context) => context.loaders.violationSlices.load({ parent: id, args, filter: null }),
      },
      ViolationSliceConnectionRef,
    ),
  }),
});

export const ViolationConnectionRef = connectionOf(ViolationRef, "Violation");

/** From a slash to what it stands on: null for one that was proposed on anything else. */
builder.objectFields(SlashRef, (t) => ({
  violation: t.field({
    type: ViolationRef,
    nullable: true,
    description: "The violation it is for, by its `incidentKey`; null if it is for none assessed here.",
    resolve: async ({ incidentKey }, _args, { loaders }) => {
      const slice = await loaders.assessedSlice.load(incidentKey);
      return slice === null ? null : loaders.violation.load(slice.violationId);
    },
  }),
  violationSlice: t.field({
    type: ViolationSliceRef,
    nullable: true,
    description: "What was assessed, by its `incidentKey`; null as `violation` is. Compare it with what was proposed.",
    resolve: ({ incidentKey }, _args, { loaders }) => loaders.assessedSlice.load(incidentKey),
  }),
  dossier: t.string({
    nullable: true,
    description:
      "The dossier that `evidenceHash` is of, as canonical JSON (RFC 8785); null if the evidence is none of ours.",
    complexity: DOSSIER_COST,
    resolve: ({ evidenceHash }, _args, { loaders }) => loaders.dossier.load(evidenceHash),
  }),
}));
