/** `routingTables`: which services and regions can be asked for with `routingCandidates`. */
import { type RoutingTableRow, routingTables } from "../loaders/routing-tables.ts";
import { loadTablePage } from "../loaders/table-list.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { pageCost } from "./lists.ts";
import { checkedId } from "./routing.ts";

const SummaryRef = builder.objectRef<RoutingTableRow>("RoutingTableSummary").implement({
  description: "A service in a region that there are routes in. It does not know of a pause of the registry.",
  fields: (t) => ({
    service: t.exposeString("service", { description: "Id of the service." }),
    region: t.exposeString("region", { description: "As those who measure call it." }),
    version: t.string({
      description:
        "What `routingCandidates` has as `version` unless the registry is paused: who has it, has the table.",
      resolve: ({ version }) => String(version),
    }),
    candidateCount: t.exposeInt("candidates", {
      description: "How many get requests there unless the registry is paused.",
    }),
    excludedCount: t.exposeInt("excluded", { description: "How many get none." }),
  }),
});

builder.queryField("routingTables", (t) =>
  t.connection(
    {
      type: SummaryRef,
      description:
        "Where there is anybody to route to, or to be excluded, by service and region: regions are what reporters call them.",
      args: { service: t.arg.string({ description: "Id of a service; of all without." }) },
      complexity: pageCost,
      resolve: (_root, { service, ...page }, { db }) => {
        const wanted = typeof service === "string" ? checkedId("service", service) : null;
        return loadTablePage(db, routingTables, page, wanted, "ASC");
      },
    },
    connectionOf(SummaryRef, "RoutingTableSummary"),
  ),
);
