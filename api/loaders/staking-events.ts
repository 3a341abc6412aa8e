import { and, inArray, sql } from "drizzle-orm";
import { type Asset, type StakingEventKind, stakingEvent } from "../db/chain.ts";
import type { NestedTableList } from "./table-list.ts";

export type StakingEventRow = typeof stakingEvent.$inferSelect;

export interface StakingEventFilter {
  readonly kinds?: readonly StakingEventKind[] | undefined;
  readonly assets?: readonly Asset[] | undefined;
  /** Lowercase address. */
  readonly operator?: string | undefined;
  /** Lowercase address. */
  readonly payer?: string | undefined;
}

/** Staking events in the order of the chain. */
export const stakingEvents: NestedTableList<StakingEventRow, StakingEventFilter> = {
  name: "stakingEvents",
  table: stakingEvent,
  id: stakingEvent.id,
  idType: "text",
  idOf: (row) => row.id,
  parent: stakingEvent.operator,
  parentOf: (row) => row.operator,
  filter: (filter) =>
    and(
      filter.kinds && inArray(stakingEvent.kind, [...filter.kinds]),
      filter.assets && inArray(stakingEvent.asset, [...filter.assets]),
      filter.operator === undefined ? undefined : sql`${stakingEvent.operator} = ${filter.operator}`,
      filter.payer === undefined ? undefined : sql`${stakingEvent.payer} = ${filter.payer}`,
    ),
};
