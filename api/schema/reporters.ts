import { registerReporter, setReporterWeight } from "../ingestion/registry.ts";
import { type ReporterRow, reporters } from "../loaders/reporters.ts";
import { loadTablePage } from "../loaders/table-list.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { WRITE_FAILURES } from "./errors.ts";
import { pageCost } from "./lists.ts";

const ReporterRef = builder.objectRef<ReporterRow>("Reporter").implement({
  description: "Who measures.",
  fields: (t) => ({
    reporterId: t.exposeString("id", { description: "What samples call it." }),
    name: t.exposeString("name", { description: "Its name." }),
    address: t.expose("address", {
      description: "The account that signs its batches; null if it only uses API keys.",
      type: "Address",
      nullable: true,
    }),
    weight: t.exposeInt("weight", {
      description:
        "How much its word counts in a consensus, 0 to 100. A report keeps the weight it came with; an operator's own reports weigh 0.",
    }),
    createdAt: t.expose("createdAt", { description: "When it was registered.", type: "DateTime" }),
    updatedAt: t.expose("updatedAt", { description: "When its weight was changed last.", type: "DateTime" }),
  }),
});

const ReporterConnectionRef = connectionOf(ReporterRef, "Reporter");

const RegisterReporterInput = builder.inputType("RegisterReporterInput", {
  description: "A reporter to be registered.",
  fields: (t) => ({
    id: t.string({ description: "1 to 63 of a-z, 0-9, dot, underscore and hyphen.", required: true }),
    name: t.string({ description: "1 to 100 characters.", required: true }),
    address: t.field({ description: "The account that signs its batches.", type: "Address" }),
    weight: t.int({ description: "0 to 100.", required: true, defaultValue: 1 }),
  }),
});

const ADMIN = { scope: "admin" } as const;

builder.queryField("reporters", (t) =>
  t.connection(
    {
      type: ReporterRef,
      description: "Who measures, by id.",
      complexity: pageCost,
      resolve: (_root, args, { db }) => loadTablePage(db, reporters, args, null, "ASC"),
    },
    ReporterConnectionRef,
  ),
);

builder.mutationFields((t) => ({
  registerReporter: t.field({
    type: ReporterRef,
    description: "Registers a reporter; the same again changes nothing. Needs the scope ADMIN.",
    access: ADMIN,
    args: { input: t.arg({ description: "The reporter.", type: RegisterReporterInput, required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "RegisterReporterResult", description: "It, or why not." } },
    resolve: (_root, { input }, { pool, now }) =>
      registerReporter(pool, { ...input, address: input.address ?? null }, now),
  }),
  setReporterWeight: t.field({
    type: ReporterRef,
    description: "Sets what a reporter's word counts in reports from now on. Needs the scope ADMIN.",
    access: ADMIN,
    args: {
      id: t.arg.string({ description: "Its `reporterId`.", required: true }),
      weight: t.arg.int({ description: "0 to 100.", required: true }),
    },
    errors: { types: WRITE_FAILURES, union: { name: "SetReporterWeightResult", description: "It, or why not." } },
    resolve: (_root, { id, weight }, { pool, now }) => setReporterWeight(pool, id, weight, now),
  }),
}));
