import { and, gte, lt } from "drizzle-orm";
import { reputationCheckpoint } from "../db/schema-ranking.ts";
import type { NestedTableList } from "./table-list.ts";

export type CheckpointRow = typeof reputationCheckpoint.$inferSelect;

export interface CheckpointFilter {
  /** Ends of days from then to before then, Unix seconds. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** An operator's reputation at the end of each day. */
export const checkpoints: NestedTableList<CheckpointRow, CheckpointFilter> = {
  name: "reputationHistory",
  table: reputationCheckpoint,
  id: reputationCheckpoint.at,
  idType: "bigint",
  idOf: (row) => String(row.at),
  parent: reputationCheckpoint.operator,
  parentOf: (row) => row.operator,
  filter: ({ from, to }) =>
    and(
      from === undefined ? undefined : gte(reputationCheckpoint.at, from),
      to === undefined ? undefined : lt(reputationCheckpoint.at, to),
    ),
};
