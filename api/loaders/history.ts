/** Lists of an operator that are read as history, in the order of the chain. */
import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import { managerChange, metadataChange, score, statusChange } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import { selectRows } from "../db/rows.ts";
import type { NestedTableList } from "./table-list.ts";

export type ScoreRow = typeof score.$inferSelect;
export type StatusChangeRow = typeof statusChange.$inferSelect;
export type ManagerChangeRow = typeof managerChange.$inferSelect;
export type MetadataChangeRow = typeof metadataChange.$inferSelect;

/** What all of them have in common: an event's id, and the operator it is listed under. */
const ofOperator = {
  idType: "text",
  idOf: (row: { readonly id: string }) => row.id,
  parentOf: (row: { readonly operator: string }) => row.operator,
  filter: () => undefined,
} as const;

/** Scores as they were written to the chain. */
export const publishedScores: NestedTableList<ScoreRow, null> = {
  ...ofOperator,
  name: "publishedScores",
  table: score,
  id: score.id,
  parent: score.operator,
};

/** Status changes as the registry emitted them. */
export const statusChanges: NestedTableList<StatusChangeRow, null> = {
  ...ofOperator,
  name: "statusChanges",
  table: statusChange,
  id: statusChange.id,
  parent: statusChange.operator,
};

/** Managers named and dismissed. */
export const managerChanges: NestedTableList<ManagerChangeRow, null> = {
  ...ofOperator,
  name: "managerChanges",
  table: managerChange,
  id: managerChange.id,
  parent: managerChange.operator,
};

/** What operators said of themselves. */
export const metadataChanges: NestedTableList<MetadataChangeRow, null> = {
  ...ofOperator,
  name: "metadataChanges",
  table: metadataChange,
  id: metadataChange.id,
  parent: metadataChange.operator,
};

/** Ids of operators' first scores: only they have no score before them, whatever the event says. */
export function createFirstScoreLoader(db: Database): DataLoader<string, string | null> {
  return new DataLoader(async (operators) => {
    const rows = await selectRows<{ readonly operator: string; readonly first: string | null }>(
      db,
      sql`select wanted.operator as "operator", (select min(${score.id}) from ${score} where ${score.operator} = wanted.operator) as "first"
        from unnest(${sql.param([...operators])}::text[]) as wanted(operator)`,
    );
    const found = new Map(rows.map(({ operator, first }) => [operator, first]));
    return operators.map((operator) => found.get(operator) ?? null);
  });
}
