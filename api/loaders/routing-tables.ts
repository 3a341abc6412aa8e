/** Which services and regions there are routes in. */
import { eq } from "drizzle-orm";
import { routeTable } from "../db/schema-routing.ts";
import type { TableList } from "./table-list.ts";

export type RoutingTableRow = typeof routeTable.$inferSelect;

/** By service and region; of one service, or of all: null. */
export const routingTables: TableList<RoutingTableRow, string | null> = {
  name: "routingTables",
  table: routeTable,
  sort: { column: routeTable.service, type: "text", of: ({ service }) => service },
  id: routeTable.region,
  idType: "text",
  idOf: ({ region }) => region,
  filter: (service) => (service === null ? undefined : eq(routeTable.service, service)),
};
