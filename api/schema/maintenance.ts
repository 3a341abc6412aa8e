import { countedRange } from "../domain/maintenance.ts";
import type { MaintenanceRow } from "../loaders/maintenance.ts";
import { announceMaintenance, cancelMaintenance } from "../monitoring/maintenance.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { WRITE_FAILURES } from "./errors.ts";
import { pageCost } from "./lists.ts";
import { TimeRangeRef } from "./metric-window.ts";
import { OperatorRef } from "./operator.ts";
import { isSigned, SignatureInput } from "./signature.ts";

export const MaintenanceRef = builder.objectRef<MaintenanceRow>("Maintenance").implement({
  description: "Maintenance that was announced: what is measured in it is not held against the operator.",
  fields: (t) => ({
    maintenanceId: t.expose("id", { type: "Hash", description: "Names it, as in `cancelMaintenance`." }),
    operatorAddress: t.expose("operator", { type: "Address", description: "Whose it is." }),
    period: t.field({
      type: TimeRangeRef,
      description: "The whole intervals that were announced.",
      resolve: ({ startAt, endAt }) => ({ start: startAt, end: endAt }),
    }),
    counts: t.field({
      type: TimeRangeRef,
      nullable: true,
      description: "What of it counts: up to its cancellation; null if nothing does.",
      resolve: countedRange,
    }),
    reason: t.exposeString("reason", { description: "Why, as it was announced." }),
    announcedAt: t.expose("announcedAt", { type: "DateTime", description: "When it was announced." }),
    signed: t.boolean({
      description: "Whether the operator's own account announced it; else an admin did.",
      resolve: ({ announcedBy }) => announcedBy === null,
    }),
    cancelledAt: t.expose("cancelledAt", {
      type: "DateTime",
      nullable: true,
      description: "When it was called off; null unless it was.",
    }),
  }),
});

const MaintenanceConnectionRef = connectionOf(MaintenanceRef, "Maintenance");

const MaintenanceFilterInput = builder.inputType("MaintenanceFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    over: t.boolean({
      description: "True: only what is over or was called off. False: only what goes on or is to come.",
    }),
  }),
});

builder.objectField(OperatorRef, "maintenance", (t) =>
  t.connection(
    {
      type: MaintenanceRef,
      description: "Its announced maintenance by its end, what lies furthest ahead first.",
      args: { filter: t.arg({ description: "Which ones; default: all.", type: MaintenanceFilterInput }) },
      complexity: pageCost,
      resolve: ({ row }, { filter, ...args }, { loaders, now }) => {
        const is = filter?.over ?? null;
        const over = is === null ? undefined : { at: now, is };
        return loaders.maintenance.load({ parent: row.address, args, filter: { over } });
      },
    },
    MaintenanceConnectionRef,
  ),
);

const AnnounceMaintenanceInput = builder.inputType("AnnounceMaintenanceInput", {
  description: "Maintenance to be announced: the whole intervals from `start` to `end`.",
  fields: (t) => ({
    operator: t.field({ type: "Address", description: "Whose it is.", required: true }),
    start: t.field({ type: "DateTime", description: "Its start: at least 24 hours ahead.", required: true }),
    end: t.field({ type: "DateTime", description: "Its end. At most 2 hours in any 7 days.", required: true }),
    reason: t.string({ description: "Why, one line of 1 to 200 characters.", required: true }),
    signature: t.field({ type: SignatureInput, description: "The operator's, in place of an API key." }),
  }),
});

const CancelMaintenanceInput = builder.inputType("CancelMaintenanceInput", {
  description: "Maintenance to be called off.",
  fields: (t) => ({
    id: t.field({ type: "Hash", description: "Its `maintenanceId`.", required: true }),
    signature: t.field({ type: SignatureInput, description: "The operator's, in place of an API key." }),
  }),
});

const ADMIN = { scope: "admin", unless: isSigned } as const;

builder.mutationFields((t) => ({
  announceMaintenance: t.field({
    type: MaintenanceRef,
    description:
      "Announces maintenance. Downtime and poor performance in it are not charged. Sending the same again is harmless. Needs the scope ADMIN, or the operator's signature.",
    access: ADMIN,
    args: { input: t.arg({ type: AnnounceMaintenanceInput, description: "Whose and when.", required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "AnnounceMaintenanceResult", description: "It, or why not." } },
    resolve: (_root, { input }, context) =>
      announceMaintenance(context, context.caller, { ...input, signature: input.signature ?? null }),
  }),
  cancelMaintenance: t.field({
    type: MaintenanceRef,
    description:
      "Calls maintenance off: it counts up to now. Again changes nothing. Needs the scope ADMIN, or the operator's signature.",
    access: ADMIN,
    args: { input: t.arg({ type: CancelMaintenanceInput, description: "Which.", required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "CancelMaintenanceResult", description: "It, or why not." } },
    resolve: (_root, { input }, context) =>
      cancelMaintenance(context, context.caller, input.id, input.signature ?? null),
  }),
}));
