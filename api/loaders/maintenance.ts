import { sql } from "drizzle-orm";
import { columnsWithout } from "../db/rows.ts";
import { maintenance } from "../db/schema-violations.ts";
import type { NestedTableList } from "./table-list.ts";

/** Without the hashes of what was signed, which are not read to be shown. */
export type MaintenanceRow = Omit<typeof maintenance.$inferSelect, "alsoSigned">;

export interface MaintenanceFilter {
  /** Only what counts from this moment on (Unix seconds) or has to come; or only what does not any more. */
  readonly over?: { readonly at: number; readonly is: boolean } | undefined;
}

/** Announced maintenance of an operator by its end, what lies furthest ahead first. */
export const maintenanceList: NestedTableList<MaintenanceRow, MaintenanceFilter> = {
  name: "maintenance",
  table: maintenance,
  columns: columnsWithout(maintenance, ["alsoSigned"]),
  sort: { column: maintenance.endAt, type: "bigint", of: (row) => String(row.endAt) },
  id: maintenance.id,
  idType: "text",
  idOf: (row) => row.id,
  parent: maintenance.operator,
  parentOf: (row) => row.operator,
  filter: ({ over }) => {
    if (over === undefined) return undefined;
    const isOver = sql`(${maintenance.cancelledAt} is not null or ${maintenance.endAt} <= ${over.at})`;
    return over.is ? isOver : sql`not ${isOver}`;
  },
};
