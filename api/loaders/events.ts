import { and, inArray, sql } from "drizzle-orm";
import { event } from "../db/chain.ts";
import type { NestedTableList } from "./table-list.ts";

export type EventRow = typeof event.$inferSelect;

export interface EventFilter {
  readonly names?: readonly string[] | undefined;
  /** Lowercase address. */
  readonly operator?: string | undefined;
}

/** Every event of the registry in the order of the chain. Those of no operator are under none. */
export const events: NestedTableList<EventRow, EventFilter> = {
  name: "events",
  table: event,
  id: event.id,
  idType: "text",
  idOf: (row) => row.id,
  parent: event.operator,
  parentOf: (row) => row.operator,
  filter: ({ names, operator }) =>
    and(
      names && inArray(event.name, [...names]),
      operator === undefined ? undefined : sql`${event.operator} = ${operator}`,
    ),
};
