import { and, eq, inArray, sql } from "drizzle-orm";
import { unstakeRequest } from "../db/chain.ts";
import type { NestedTableList } from "./table-list.ts";

export type UnstakeRequestRow = typeof unstakeRequest.$inferSelect;
export type UnstakeRequestState = UnstakeRequestRow["state"];
export const UNSTAKE_REQUEST_STATES = ["OPEN", "CLAIMED", "CANCELLED"] as const satisfies UnstakeRequestState[];

export interface UnstakeRequestFilter {
  readonly states?: readonly UnstakeRequestState[] | undefined;
  /** Only open requests that are, or are not, past their `unlockAt` at this moment, Unix seconds. */
  readonly matured?: { readonly at: number; readonly is: boolean } | undefined;
  /** Lowercase address that is paid, or that is the operator. */
  readonly party?: string | undefined;
}

/** Unstake requests by id, which is their order of request. */
export const unstakeRequests: NestedTableList<UnstakeRequestRow, UnstakeRequestFilter> = {
  name: "unstakeRequests",
  table: unstakeRequest,
  id: unstakeRequest.id,
  idType: "numeric",
  idOf: (row) => row.id.toString(),
  parent: unstakeRequest.operator,
  parentOf: (row) => row.operator,
  filter: (filter) =>
    and(
      filter.states && inArray(unstakeRequest.state, [...filter.states]),
      filter.matured && eq(unstakeRequest.state, "OPEN"),
      filter.matured && sql`(${unstakeRequest.unlockAt} < ${filter.matured.at}) = ${filter.matured.is}`,
      filter.party === undefined
        ? undefined
        : sql`(${unstakeRequest.recipient} = ${filter.party} or ${unstakeRequest.operator} = ${filter.party})`,
    ),
};
