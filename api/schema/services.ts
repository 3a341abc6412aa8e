import { registerService } from "../ingestion/registry.ts";
import { type ServiceRow, services } from "../loaders/services.ts";
import { loadTablePage } from "../loaders/table-list.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { WRITE_FAILURES } from "./errors.ts";
import { pageCost } from "./lists.ts";

const ServiceRef = builder.objectRef<ServiceRow>("Service").implement({
  description: "What operators run, as far as it is measured.",
  fields: (t) => ({
    serviceId: t.exposeString("id", { description: "What samples call it." }),
    name: t.exposeString("name", { description: "Its name." }),
    createdAt: t.expose("createdAt", { description: "When it was registered.", type: "DateTime" }),
  }),
});

const ServiceConnectionRef = connectionOf(ServiceRef, "Service");

const RegisterServiceInput = builder.inputType("RegisterServiceInput", {
  description: "A service to be registered.",
  fields: (t) => ({
    id: t.string({ description: "1 to 63 of a-z, 0-9, dot, underscore and hyphen.", required: true }),
    name: t.string({ description: "1 to 100 characters.", required: true }),
  }),
});

builder.queryField("services", (t) =>
  t.connection(
    {
      type: ServiceRef,
      description: "What operators run, by id.",
      complexity: pageCost,
      resolve: (_root, args, { db }) => loadTablePage(db, services, args, null, "ASC"),
    },
    ServiceConnectionRef,
  ),
);

builder.mutationField("registerService", (t) =>
  t.field({
    type: ServiceRef,
    description: "Registers a service; the same again changes nothing. Needs the scope ADMIN.",
    access: { scope: "admin" },
    args: { input: t.arg({ description: "The service.", type: RegisterServiceInput, required: true }) },
    errors: { types: WRITE_FAILURES, union: { name: "RegisterServiceResult", description: "It, or why not." } },
    resolve: (_root, { input }, { pool, now }) => registerService(pool, input, now),
  }),
);
