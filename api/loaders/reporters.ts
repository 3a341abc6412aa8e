import { reporter } from "../db/schema.ts";
import type { TableList } from "./table-list.ts";

export type ReporterRow = typeof reporter.$inferSelect;

/** Who measures, by id. */
export const reporters: TableList<ReporterRow, null> = {
  name: "reporters",
  table: reporter,
  id: reporter.id,
  idType: "text",
  idOf: (row) => row.id,
  filter: () => undefined,
};
