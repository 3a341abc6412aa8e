import DataLoader from "dataloader";
import { and, type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/pool.ts";
import { selectRows } from "../db/rows.ts";
import type { LogDetails, LogKind } from "../domain/incident-log.ts";
import { groupBy } from "./group.ts";
import { LOG_BRANCHES } from "./incident-log-sql.ts";
import { type Connection, type Keyset, pageSql, toConnection } from "./keyset.ts";
import { parsePage } from "./page.ts";
import type { NestedListKey, NestedListLoader } from "./table-list.ts";

export interface LogRow {
  readonly operator: string;
  readonly kind: LogKind;
  /** Unix seconds. */
  readonly at: number;
  /** Tells it from all others of its operator. */
  readonly key: string;
  readonly violationId: string | null;
  readonly incidentId: string | null;
  /** Decimal. */
  readonly slashId: string | null;
  readonly maintenanceId: string | null;
  readonly details: LogDetails;
}

export interface LogFilter {
  readonly kinds: readonly LogKind[];
  /** Unix seconds, inclusive. */
  readonly from: number | null;
  /** Exclusive. */
  readonly to: number | null;
}

/** By bytes: the order of texts must not depend on where the database stands. */
const KEYSET: Keyset<LogRow> = {
  name: "incidentLog:DESC",
  columns: [
    { expression: sql`entry.at`, type: "bigint" },
    { expression: sql`entry.key collate "C"`, type: "text" },
  ],
  direction: "DESC",
  key: ({ at, key }) => [String(at), key],
};

/**
 * What happened to operators, newest first: the same page of each with one statement. No table gives more rows than the page
 * has; what there may be many of, violations and failovers, is found by index.
 */
export function createIncidentLogLoader(db: Database): NestedListLoader<LogRow, LogFilter> {
  return new DataLoader(
    async (keys) => {
      const groups = [...groupBy(keys, shapeOf).values()];
      const pages = await Promise.all(groups.map((group) => loadPages(db, group)));
      const found = new Map(pages.flatMap((page) => [...page]));
      return keys.map((key) => found.get(cacheKey(key)) ?? new Error(`no page for ${key.parent}`));
    },
    { cacheKeyFn: cacheKey },
  );
}

async function loadPages(
  db: Database,
  group: readonly NestedListKey<LogFilter>[],
): Promise<Map<string, Connection<LogRow>>> {
  const [sample] = group;
  if (sample === undefined) return new Map();
  const page = parsePage(sample.args);
  const { where, orderBy, limit } = pageSql(KEYSET, page);
  const wanted = and(where, matches(sample.filter)) ?? sql`true`;
  const order = sql.join(orderBy, sql`, `);
  const branches = LOG_BRANCHES.map(
    (branch) => sql`(select * from (${branch}) as entry where ${wanted} order by ${order} limit ${limit})`,
  );
  const parents = group.map(({ parent }) => parent);
  const rows = await selectRows<LogRow>(
    db,
    sql`select wanted.operator as "operator", page.* from unnest(${sql.param(parents)}::text[]) as wanted(operator)
      cross join lateral (
        select * from (${sql.join(branches, sql` union all `)}) as entry order by ${order} limit ${limit}
      ) as page
      order by page.at ${way(page.backwards)}, page.key collate "C" ${way(page.backwards)}`,
  );
  const byParent = groupBy(rows, ({ operator }) => operator);
  const totals = new DataLoader<string, number>((operators) => countEntries(db, operators, sample.filter));
  return new Map(
    group.map((key) => [
      cacheKey(key),
      toConnection(KEYSET, page, byParent.get(key.parent) ?? [], () => totals.load(key.parent)),
    ]),
  );
}

const way = (backwards: boolean): SQL => (backwards ? sql`asc` : sql`desc`);

function matches({ kinds, from, to }: LogFilter): SQL | undefined {
  return and(
    sql`entry.kind = any(${sql.param([...kinds])}::text[])`,
    from === null ? undefined : sql`entry.at >= ${from}::bigint`,
    to === null ? undefined : sql`entry.at < ${to}::bigint`,
  );
}

async function countEntries(db: Database, operators: readonly string[], filter: LogFilter): Promise<number[]> {
  const branches = LOG_BRANCHES.map(
    (branch) => sql`select 1 from (${branch}) as entry where ${matches(filter) ?? sql`true`}`,
  );
  const rows = await selectRows<{ operator: string; total: number }>(
    db,
    sql`select wanted.operator as "operator", counted.total as "total"
      from unnest(${sql.param([...operators])}::text[]) as wanted(operator)
      cross join lateral (select count(*) as total from (${sql.join(branches, sql` union all `)}) as one) as counted`,
  );
  const found = new Map(rows.map(({ operator, total }) => [operator, total]));
  return operators.map((operator) => found.get(operator) ?? 0);
}

function shapeOf({ args, filter }: NestedListKey<LogFilter>): string {
  return JSON.stringify([args.first, args.last, args.after, args.before, filter]);
}

function cacheKey(key: NestedListKey<LogFilter>): string {
  return `${key.parent} ${shapeOf(key)}`;
}
