import { and, eq, gt, gte, inArray, isNull, sql } from "drizzle-orm";
import { type Severity, type SlashState, slash, type ViolationType } from "../db/chain.ts";
import { LIVE_SLASH_STATES } from "../domain/slash-options.ts";
import type { NestedTableList, TableList } from "./table-list.ts";

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

export interface ApprovalFilter {
  /** The slash clock now: those past their time can only expire. */
  readonly clock: number;
  /** Lowercase address. */
  readonly operator?: string | undefined;
}

/** Slashes that wait for governance, the most urgent first. `slashRefusal` of api/domain says the same of one slash. */
export const pendingApprovals: TableList<SlashRow, ApprovalFilter> = {
  name: "pendingApprovals",
  table: slash,
  sort: { column: slash.executeBy, type: "bigint", of: (row) => String(row.executeBy) },
  id: slash.id,
  idType: "numeric",
  idOf: (row) => row.id.toString(),
  filter: ({ clock, operator }) =>
    and(
      inArray(slash.state, [...LIVE_SLASH_STATES]),
      gt(slash.bps, slash.largeSlashBps),
      eq(slash.approvedAtBirth, false),
      isNull(slash.approvedAt),
      gte(slash.executeBy, clock),
      operator === undefined ? undefined : sql`${slash.operator} = ${operator}`,
    ),
};
