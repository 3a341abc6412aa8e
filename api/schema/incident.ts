import { UnauthenticatedError } from "../access/caller.ts";
import type { IncidentType } from "../domain/incident.ts";
import { type IncidentFilter, type IncidentRow, incidents } from "../loaders/incidents.ts";
import { loadByIds, loadTablePage } from "../loaders/table-list.ts";
import { confirmIncident, reportIncident } from "../monitoring/incidents.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import type { Context } from "./context.ts";
import type { EnumValues } from "./enums.ts";
import { WRITE_FAILURES } from "./errors.ts";
import { DIRECTION, pageCost } from "./lists.ts";
import { TimeRangeRef } from "./metric-window.ts";
import { OperatorRef } from "./operator.ts";
import { loadOperatorView } from "./operator-view.ts";
import { ViolationRef } from "./violation.ts";

const IncidentTypeEnum = builder.enumType("IncidentType", {
  description: "What a reporter can see an operator do.",
  values: {
    BAD_DATA: { value: "BAD_DATA", description: "It delivered wrong data." },
    MISBEHAVIOR: { value: "MISBEHAVIOR", description: "It misbehaved." },
  } satisfies EnumValues<IncidentType>,
});

interface Testimony {
  readonly reporter: string;
  readonly evidenceHash: string;
  readonly evidenceUri: string;
  readonly at: number;
}

const TestimonyRef = builder.objectRef<Testimony>("Testimony").implement({
  description: "A reporter's word, and what it stands on.",
  fields: (t) => ({
    reporter: t.exposeString("reporter", { description: "Id of the reporter." }),
    evidenceHash: t.expose("evidenceHash", { type: "Hash", description: "keccak256 of the evidence." }),
    evidenceUri: t.exposeString("evidenceUri", { description: "Where the evidence is." }),
    at: t.expose("at", { type: "DateTime", description: "When it was given." }),
  }),
});

export const IncidentRef = builder.objectRef<IncidentRow>("Incident");

builder.node(IncidentRef, {
  description: "What somebody saw an operator do. It costs nothing until a second reporter confirms it.",
  id: { resolve: ({ id }) => id },
  loadMany: (ids, { db }) => loadByIds(db, incidents, ids),
  isTypeOf: (value) => typeof value === "object" && value !== null && "reportedAt" in value,
  fields: (t) => ({
    incidentId: t.expose("id", { type: "Hash", description: "keccak256 of what makes a report the same report." }),
    operatorAddress: t.expose("operator", { type: "Address", description: "Who did it." }),
    operator: t.field({
      type: OperatorRef,
      nullable: true,
      description: "The operator it belongs to; null if the address never registered.",
      resolve: ({ operator }, _args, context) => loadOperatorView(context, operator),
    }),
    type: t.expose("type", { type: IncidentTypeEnum, description: "What it is." }),
    period: t.field({
      type: TimeRangeRef,
      description: "When it happened.",
      resolve: ({ startAt, endAt }) => ({ start: startAt, end: endAt }),
    }),
    summary: t.exposeString("summary", { description: "What happened, in the reporter's words." }),
    report: t.field({
      type: TestimonyRef,
      description: "Who saw it.",
      resolve: ({ reporter, evidenceHash, evidenceUri, reportedAt: at }) => ({
        reporter,
        evidenceHash,
        evidenceUri,
        at,
      }),
    }),
    confirmation: t.field({
      type: TestimonyRef,
      nullable: true,
      description: "Who confirmed it; null while nobody has, and nothing is charged.",
      resolve: confirmationOf,
    }),
    violation: t.field({
      type: ViolationRef,
      nullable: true,
      description: "What it became when it was confirmed, with its assessment and dossier; null until then.",
      resolve: ({ violationId }, _args, { loaders }) =>
        violationId === null ? null : loaders.violation.load(violationId),
    }),
  }),
});

builder.objectField(ViolationRef, "incident", (t) =>
  t.field({
    type: IncidentRef,
    nullable: true,
    description: "The confirmed incident it is; null if it was measured.",
    resolve: ({ incidentId }, _args, { loaders }) => (incidentId === null ? null : loaders.incident.load(incidentId)),
  }),
);

function confirmationOf(row: IncidentRow): Testimony | null {
  const { confirmedBy, confirmedAt, confirmationHash, confirmationUri } = row;
  if (confirmedBy === null || confirmedAt === null || confirmationHash === null || confirmationUri === null)
    return null;
  return { reporter: confirmedBy, evidenceHash: confirmationHash, evidenceUri: confirmationUri, at: confirmedAt };
}

const IncidentConnectionRef = connectionOf(IncidentRef, "Incident");

/** Under an operator a list is of that operator already. */
const OperatorIncidentFilterInput = builder.inputType("OperatorIncidentFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    type: t.field({ type: [IncidentTypeEnum], description: "Any of these." }),
    confirmed: t.boolean({ description: "True: only those that a second reporter confirmed. False: only the others." }),
  }),
});

const IncidentFilterInput = builder.inputType("IncidentFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    type: t.field({ type: [IncidentTypeEnum], description: "Any of these." }),
    confirmed: t.boolean({ description: "True: only those that a second reporter confirmed. False: only the others." }),
    operator: t.field({ description: "Only of this operator.", type: "Address" }),
  }),
});

/** What the loader calls the filter. */
function incidentFilter(input: typeof IncidentFilterInput.$inferInput | null | undefined): IncidentFilter {
  return {
    types: input?.type ?? undefined,
    confirmed: input?.confirmed ?? undefined,
    operator: input?.operator ?? undefined,
  };
}

builder.queryField("incidents", (t) =>
  t.connection(
    {
      type: IncidentRef,
      description: "All incidents by when they were reported.",
      args: {
        filter: t.arg({ description: "Which ones; default: all.", type: IncidentFilterInput }),
        direction: t.arg(DIRECTION),
      },
      complexity: pageCost,
      resolve: (_root, { filter, direction, ...args }, { db }) =>
        loadTablePage(db, incidents, args, incidentFilter(filter), direction),
    },
    IncidentConnectionRef,
  ),
);

builder.objectField(OperatorRef, "incidents", (t) =>
  t.connection(
    {
      type: IncidentRef,
      description: "What was reported of it, newest first.",
      args: { filter: t.arg({ description: "Which ones; default: all.", type: OperatorIncidentFilterInput }) },
      complexity: pageCost,
      resolve: ({ row }, { filter, ...args }, { loaders }) =>
        loaders.incidents.load({ parent: row.address, args, filter: incidentFilter(filter) }),
    },
    IncidentConnectionRef,
  ),
);

const ReportIncidentInput = builder.inputType("ReportIncidentInput", {
  description: "What a reporter saw.",
  fields: (t) => ({
    operator: t.field({ type: "Address", description: "Who did it.", required: true }),
    type: t.field({ type: IncidentTypeEnum, description: "What it is.", required: true }),
    start: t.field({ type: "DateTime", description: "When it began: at most 7 days ago.", required: true }),
    end: t.field({ type: "DateTime", description: "When it had ended.", required: true }),
    summary: t.string({ description: "What happened, one line of 1 to 1000 characters.", required: true }),
    evidenceHash: t.field({ type: "Hash", description: "keccak256 of the evidence, not zero.", required: true }),
    evidenceUri: t.string({
      description: "Where the evidence is: https://, http://, ipfs:// or ar://, at most 2048 characters.",
      required: true,
    }),
    reporter: t.string({ description: "Who saw it. Default: the key's reporter." }),
  }),
});

const ConfirmIncidentInput = builder.inputType("ConfirmIncidentInput", {
  description: "A second reporter's word for an incident.",
  fields: (t) => ({
    id: t.field({ type: "Hash", description: "The incident's `incidentId`.", required: true }),
    evidenceHash: t.field({ type: "Hash", description: "keccak256 of the evidence, not zero.", required: true }),
    evidenceUri: t.string({ description: "Where the evidence is: as for a report.", required: true }),
    reporter: t.string({ description: "Who confirms it. Default: the key's reporter." }),
  }),
});

const INCIDENTS = { scope: "incidents:write" } as const;

builder.mutationFields((t) => ({
  reportIncident: t.field({
    type: IncidentRef,
    description:
      "Records what an independent reporter saw. It is not charged unless another confirms it. Sending the same again is harmless. Needs the scope INCIDENTS_WRITE.",
    access: INCIDENTS,
    args: { input: t.arg({ type: ReportIncidentInput, description: "What was seen.", required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "ReportIncidentResult", description: "It, or why not." } },
    resolve: (_root, { input }, context) =>
      reportIncident(context, callerOf(context), {
        ...input,
        evidence: { hash: input.evidenceHash, uri: input.evidenceUri },
        reporter: input.reporter ?? null,
      }),
  }),
  confirmIncident: t.field({
    type: IncidentRef,
    description:
      "Confirms an incident as another independent reporter: it becomes a violation at once. Sending the same again is harmless. Needs the scope INCIDENTS_WRITE.",
    access: INCIDENTS,
    args: { input: t.arg({ type: ConfirmIncidentInput, description: "Which one, and why.", required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "ConfirmIncidentResult", description: "It, or why not." } },
    resolve: (_root, { input }, context) =>
      confirmIncident(context, callerOf(context), {
        id: input.id,
        evidence: { hash: input.evidenceHash, uri: input.evidenceUri },
        reporter: input.reporter ?? null,
      }),
  }),
}));

function callerOf({ caller }: Context) {
  if (caller === null) throw new UnauthenticatedError("This needs an API key.");
  return caller;
}
