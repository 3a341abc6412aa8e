import { service } from "../db/schema.ts";
import type { TableList } from "./table-list.ts";

export type ServiceRow = typeof service.$inferSelect;

/** What operators run, by id. */
export const services: TableList<ServiceRow, null> = {
  name: "services",
  table: service,
  id: service.id,
  idType: "text",
  idOf: (row) => row.id,
  filter: () => undefined,
};
