import { sql } from "drizzle-orm";
import { manager } from "../db/chain.ts";
import type { NestedTableList } from "./table-list.ts";

export type ManagerRow = typeof manager.$inferSelect;

/** Who may act for an account besides itself, by address, under the account that named them. */
export const managers: NestedTableList<ManagerRow, null> = {
  name: "managers",
  table: manager,
  id: manager.manager,
  idType: "text",
  idOf: (row) => row.manager,
  parent: manager.operator,
  parentOf: (row) => row.operator,
  direction: "ASC",
  filter: () => sql`${manager.allowed}`,
};
