import { scoreHistory } from "../db/schema.ts";
import type { NestedTableList } from "./table-list.ts";

export type ScoreHistoryRow = typeof scoreHistory.$inferSelect;

/** An operator's score at the end of each hour. */
export const scoreHistoryList: NestedTableList<ScoreHistoryRow, null> = {
  name: "scoreHistory",
  table: scoreHistory,
  id: scoreHistory.at,
  idType: "bigint",
  idOf: (row) => String(row.at),
  parent: scoreHistory.operator,
  parentOf: (row) => row.operator,
  filter: () => undefined,
};
