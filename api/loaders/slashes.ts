import { and, inArray, sql } from "drizzle-orm";
import { type Severity, type SlashState, slash, type ViolationType } from "../db/chain.ts";
import type { NestedTableList } from "./table-list.ts";

export type SlashRow = typeof slash.$inferSelect;

export interface SlashFilter {
  readonly states?: readonly SlashState[] | undefined;
  readonly violationTypes?: readonly ViolationType[] | undefined;
  readonly severities?: readonly Severity[] | undefined;
  readonly incidentKey?: string | undefined;
  /** Lowercase address. */
  readonly operator?: string | undefined;
}

/** Slashes by id, which is their order of proposal. */
export const slashes: NestedTableList<SlashRow, SlashFilter> = {
  name: "slashes",
  table: slash,
  id: slash.id,
  idType: "numeric",
  idOf: (row) => row.id.toString(),
  parent: slash.operator,
  parentOf: (row) => row.operator,
  filter: (filter) =>
    and(
      filter.states && inArray(slash.state, [...filter.states]),
      filter.violationTypes && inArray(slash.violationType, [...filter.violationTypes]),
      filter.severities && inArray(slash.severity, [...filter.severities]),
      filter.incidentKey === undefined ? undefined : sql`${slash.incidentKey} = ${filter.incidentKey}`,
      filter.operator === undefined ? undefined : sql`${slash.operator} = ${filter.operator}`,
    ),
};
