import DataLoader from "dataloader";
import { and, gt, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { slash } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import { columnsOf, columnsWithout, selectRows } from "../db/rows.ts";
import { violation, violationSlice } from "../db/schema-violations.ts";
import type { Violation, ViolationSeverity } from "../domain/violation.ts";
import type { Confidence } from "../domain/window.ts";
import { createTextLoader } from "./sealed-texts.ts";
import type { SlashRow } from "./slashes.ts";
import type { NestedTableList, TableList } from "./table-list.ts";

export type ViolationRow = typeof violation.$inferSelect;

/** Without its dossier, which may be megabytes. */
export type SliceRow = Omit<typeof violationSlice.$inferSelect, "dossier" | "settled" | "stakeValue" | "amount"> & {
  /** Wei. */
  readonly stakeValue: bigint;
  readonly amount: bigint;
};

export interface ViolationFilter {
  readonly types?: readonly Violation[] | undefined;
  /** Those with a slice that is so severe. */
  readonly severities?: readonly ViolationSeverity[] | undefined;
  /** Whether it goes on. */
  readonly open?: boolean | undefined;
  /** Lowercase address. */
  readonly operator?: string | undefined;
}

/** Violations by when they opened. */
export const violations: NestedTableList<ViolationRow, ViolationFilter> = {
  name: "violations",
  table: violation,
  sort: { column: violation.openedAt, type: "bigint", of: (row) => String(row.openedAt) },
  id: violation.id,
  idType: "text",
  idOf: (row) => row.id,
  parent: violation.operator,
  parentOf: (row) => row.operator,
  filter: ({ types, severities, open, operator }) =>
    and(
      types && inArray(violation.type, [...types]),
      severities &&
        sql`exists (select 1 from ${violationSlice} where ${violationSlice.violationId} = ${violation.id}
          and ${inArray(violationSlice.severity, [...severities])})`,
      open === undefined ? undefined : open ? isNull(violation.closedAt) : isNotNull(violation.closedAt),
      operator === undefined ? undefined : sql`${violation.operator} = ${operator}`,
    ),
};

const SLICE_COLUMNS = columnsWithout(violationSlice, ["dossier", "settled"]);

/** The slices of a violation, from the first on. */
export const violationSlices: NestedTableList<SliceRow, null> = {
  name: "violationSlices",
  table: violationSlice,
  columns: SLICE_COLUMNS,
  id: violationSlice.slice,
  idType: "integer",
  idOf: (row) => String(row.slice),
  parent: violationSlice.violationId,
  parentOf: (row) => row.violationId,
  direction: "ASC",
  filter: () => undefined,
};

export interface SliceFilter {
  /** Lowercase address. */
  readonly operator?: string | undefined;
  readonly confidence?: Confidence | undefined;
  /** Whether a slash for it is on the chain. */
  readonly slashed?: boolean | undefined;
  /** Whether it costs anything. */
  readonly charged?: boolean | undefined;
  /** Unix seconds; strictly later. */
  readonly assessedAfter?: number | undefined;
}

const SLASHED = sql`exists (select from ${slash} where ${slash.incidentKey} = ${violationSlice.incidentKey})`;

/**
 * As text and not as parameters, so that Postgres knows the index of what may be slashed for them. What is settled has a
 * slash: it is left out a second time, by that index, and also while the indexer starts anew and has not come to it.
 */
const LITERALLY = {
  confidence: {
    HIGH: sql`${violationSlice.confidence} = 'HIGH'`,
    LOW: sql`${violationSlice.confidence} = 'LOW'`,
  },
  charged: { yes: sql`${violationSlice.bps} > 0`, no: sql`${violationSlice.bps} = 0` },
  slashed: {
    yes: sql`(${violationSlice.settled} or ${SLASHED})`,
    no: sql`not ${violationSlice.settled} and not ${SLASHED}`,
  },
} as const;

const either = <Condition>(
  is: boolean | undefined,
  { yes, no }: { readonly yes: Condition; readonly no: Condition },
) => (is === undefined ? undefined : is ? yes : no);

/** The slices of all violations by when they were assessed. */
export const assessedSlices: TableList<SliceRow, SliceFilter> = {
  name: "assessedSlices",
  table: violationSlice,
  columns: SLICE_COLUMNS,
  sort: { column: violationSlice.assessedAt, type: "bigint", of: (row) => String(row.assessedAt) },
  id: violationSlice.incidentKey,
  idType: "text",
  idOf: (row) => row.incidentKey,
  filter: ({ operator, confidence, slashed, charged, assessedAfter }) =>
    and(
      operator === undefined ? undefined : sql`${violationSlice.operator} = ${operator}`,
      confidence === undefined ? undefined : LITERALLY.confidence[confidence],
      either(charged, LITERALLY.charged),
      either(slashed, LITERALLY.slashed),
      assessedAfter === undefined ? undefined : gt(violationSlice.assessedAt, assessedAfter),
    ),
};

/** Violations by id; null for ids that do not exist. */
export function createViolationLoader(db: Database): DataLoader<string, ViolationRow | null> {
  return new DataLoader(async (ids) => {
    const rows = await selectRows<ViolationRow>(
      db,
      sql`select ${columnsOf(violation)} from ${violation} where ${violation.id} = any(${sql.param([...ids])}::text[])`,
    );
    return inOrder(ids, rows, ({ id }) => id);
  });
}

/** What was assessed, by the key that the registry knows it by; null for slashes that stand on nothing assessed here. */
export function createAssessedSliceLoader(db: Database): DataLoader<string, SliceRow | null> {
  return new DataLoader(async (keys) => {
    const rows = await selectRows<SliceRow>(
      db,
      sql`select ${SLICE_COLUMNS} from ${violationSlice}
        where ${violationSlice.incidentKey} = any(${sql.param([...keys])}::text[])`,
    );
    return inOrder(keys, rows, ({ incidentKey }) => incidentKey);
  });
}

/** The slash on the chain for an incident key; null if none was proposed. A key is used once, but by governance: the first. */
export function createIncidentSlashLoader(db: Database): DataLoader<string, SlashRow | null> {
  return new DataLoader(async (keys) => {
    const rows = await selectRows<SlashRow>(
      db,
      sql`select ${columnsOf(slash)} from ${slash} where ${slash.incidentKey} = any(${sql.param([...keys])}::text[])
        order by ${slash.id} desc`,
    );
    return inOrder(keys, rows, ({ incidentKey }) => incidentKey);
  });
}

/**
 * Dossiers by their hashes, canonical JSON as it was hashed; null for hashes of none. Past `most` bytes in all there is a
 * RequestError in place of each.
 */
export function createDossierLoader(db: Database, most?: number): DataLoader<string, string | null> {
  const { evidenceHash, dossier } = violationSlice;
  return createTextLoader(
    db,
    {
      name: "dossiers",
      at: "/dossiers/",
      tooLarge: "DOSSIERS_TOO_LARGE",
      table: violationSlice,
      hash: evidenceHash,
      text: dossier,
    },
    most,
  );
}

/** Basis points that were assessed of operators after `since`, Unix seconds: as `loadAlreadyBps` of api/monitoring counts. */
export function createAssessedBpsLoader(db: Database, since: number): DataLoader<string, number> {
  return new DataLoader(async (operators) => {
    const rows = await selectRows<{ operator: string; bps: number }>(
      db,
      sql`select ${violationSlice.operator} as "operator", sum(${violationSlice.bps}) as "bps" from ${violationSlice}
        where ${violationSlice.operator} = any(${sql.param([...operators])}::text[]) and ${violationSlice.assessedAt} > ${since}
        group by ${violationSlice.operator}`,
    );
    return inOrder(operators, rows, ({ operator }) => operator).map((row) => row?.bps ?? 0);
  });
}

/** Rows in the order of the keys asked for; of several with one key the last. */
function inOrder<Row>(keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): (Row | null)[] {
  const found = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => found.get(key) ?? null);
}
