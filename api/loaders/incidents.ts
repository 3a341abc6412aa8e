import DataLoader from "dataloader";
import { and, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { Database } from "../db/pool.ts";
import { incident } from "../db/schema-violations.ts";
import type { IncidentType } from "../domain/incident.ts";
import { loadByIds, type NestedTableList } from "./table-list.ts";

export type IncidentRow = typeof incident.$inferSelect;

export interface IncidentFilter {
  readonly types?: readonly IncidentType[] | undefined;
  readonly confirmed?: boolean | undefined;
  /** Lowercase address. */
  readonly operator?: string | undefined;
}

/** Incidents by when they were reported. */
export const incidents: NestedTableList<IncidentRow, IncidentFilter> = {
  name: "incidents",
  table: incident,
  sort: { column: incident.reportedAt, type: "bigint", of: (row) => String(row.reportedAt) },
  id: incident.id,
  idType: "text",
  idOf: (row) => row.id,
  parent: incident.operator,
  parentOf: (row) => row.operator,
  filter: ({ types, confirmed, operator }) =>
    and(
      types && inArray(incident.type, [...types]),
      confirmed === undefined ? undefined : confirmed ? isNotNull(incident.confirmedBy) : isNull(incident.confirmedBy),
      operator === undefined ? undefined : sql`${incident.operator} = ${operator}`,
    ),
};

/** Incidents by id; null for ids that do not exist. */
export function createIncidentLoader(db: Database): DataLoader<string, IncidentRow | null> {
  return new DataLoader((ids) => loadByIds<IncidentRow>(db, incidents, ids));
}
