import DataLoader from "dataloader";
import { and, type Column, getTableColumns, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Database } from "../db/pool.ts";
import { columnsOf, selectRows } from "../db/rows.ts";
import { groupBy } from "./group.ts";
import {
  type Connection,
  type Direction,
  KEY_PATTERNS,
  type KeyColumn,
  type Keyset,
  loadConnection,
  type PageSql,
  pageSql,
  toConnection,
} from "./keyset.ts";
import { type PageArgs, parsePage } from "./page.ts";

/** A column that a list runs by, and its value in a row. */
interface SortColumn<Row> {
  readonly column: Column;
  readonly type: KeyColumn["type"];
  readonly of: (row: Row) => string;
}

/** A table listed in the order of its key. */
export interface TableList<Row, Filter> {
  readonly name: string;
  /** What it is ordered by before its id, where ids are in no order of their own. One index must have all of it. */
  readonly sort?: SortColumn<Row> | readonly SortColumn<Row>[];
  readonly table: PgTable;
  /** What is selected of it. Default: all columns. */
  readonly columns?: SQL;
  readonly id: Column;
  readonly idType: KeyColumn["type"];
  readonly idOf: (row: Row) => string;
  readonly filter: (filter: Filter) => SQL | undefined;
}

/** One that is also listed under a parent: all slashes, and those of one operator. There `id` need only tell siblings apart. */
export interface NestedTableList<Row, Filter> extends TableList<Row, Filter> {
  readonly parent: Column;
  /** Default: text. */
  readonly parentType?: KeyColumn["type"];
  readonly parentOf: (row: Row) => string | null;
  /** Which way it runs under a parent. Default: DESC, the newest first. */
  readonly direction?: Direction;
}

/** What a page selects of a list's table. */
function rowsOf<Row extends object>(
  db: Database,
  { table, columns }: Pick<TableList<Row, never>, "table" | "columns">,
  { where, orderBy, limit }: PageSql,
): Promise<Row[]> {
  const order = orderBy.length === 0 ? sql`` : sql`order by ${sql.join(orderBy, sql`, `)}`;
  return selectRows<Row>(
    db,
    sql`select ${columns ?? columnsOf(table)} from ${table} where ${where ?? sql`true`} ${order} limit ${limit}`,
  );
}

function keysetOf<Row extends object, Filter>(list: TableList<Row, Filter>, direction: Direction): Keyset<Row> {
  const columns = sortColumns(list);
  return {
    name: `${list.name}:${direction}`,
    columns: columns.map(({ column, type }) => ({ expression: sql`${column}`, type })),
    direction,
    key: (row) => columns.map(({ of }) => of(row)),
  };
}

function sortColumns<Row, Filter>({ sort, id, idType, idOf }: TableList<Row, Filter>): SortColumn<Row>[] {
  const last = { column: id, type: idType, of: idOf };
  if (sort === undefined) return [last];
  return "column" in sort ? [sort, last] : [...sort, last];
}

/** A page of the whole table. One statement, and one more for the total. */
export function loadTablePage<Row extends object, Filter>(
  db: Database,
  list: TableList<Row, Filter>,
  args: PageArgs,
  filter: Filter,
  direction: Direction,
): Promise<Connection<Row>> {
  const filtered = list.filter(filter);
  return loadConnection(
    keysetOf(list, direction),
    args,
    (query) => rowsOf<Row>(db, list, { ...query, where: and(query.where, filtered) }),
    async () => {
      const count = await db.execute<{ total: string }>(
        sql`select count(*) as total from ${list.table} where ${filtered ?? sql`true`}`,
      );
      return Number(count.rows[0]?.total ?? 0);
    },
  );
}

/** Rows by id, in the order of `ids`; null for ids that do not exist or could not. */
export async function loadByIds<Row extends object>(
  db: Database,
  list: Pick<TableList<Row, never>, "table" | "columns" | "id" | "idType" | "idOf">,
  ids: readonly string[],
): Promise<(Row | null)[]> {
  const possible = ids.filter((id) => KEY_PATTERNS[list.idType].test(id));
  const rows = await rowsOf<Row>(db, list, {
    where: sql`${list.id} = any(${sql.param(possible)}::${sql.raw(list.idType)}[])`,
    orderBy: [],
    limit: ids.length,
  });
  const found = new Map(rows.map((row) => [list.idOf(row), row]));
  return ids.map((id) => found.get(id) ?? null);
}

/** The same for the length of one request. */
export function createIdLoader<Row extends object>(
  db: Database,
  list: Parameters<typeof loadByIds<Row>>[1],
): DataLoader<string, Row | null> {
  return new DataLoader((ids) => loadByIds<Row>(db, list, ids));
}

export interface NestedListKey<Filter> {
  readonly parent: string;
  readonly args: PageArgs;
  readonly filter: Filter;
}

export type NestedListLoader<Row, Filter> = DataLoader<NestedListKey<Filter>, Connection<Row>, string>;

/** Loads the same page of a list for all parents of a batch with one statement: each parent's few rows by its index. */
export function createNestedListLoader<Row extends object, Filter>(
  db: Database,
  list: NestedTableList<Row, Filter>,
): NestedListLoader<Row, Filter> {
  return new DataLoader(
    async (keys) => {
      const groups = [...groupBy(keys, shapeOf).values()];
      const pages = await Promise.all(groups.map((group) => loadGroup(db, list, group)));
      const found = new Map(pages.flatMap((page) => [...page]));
      return keys.map((key) => found.get(cacheKey(key)) ?? new Error(`no page for ${key.parent}`));
    },
    { cacheKeyFn: cacheKey },
  );
}

async function loadGroup<Row extends object, Filter>(
  db: Database,
  list: NestedTableList<Row, Filter>,
  group: readonly NestedListKey<Filter>[],
): Promise<Map<string, Connection<Row>>> {
  const [sample] = group;
  if (sample === undefined) return new Map();
  const page = parsePage(sample.args);
  const keyset = keysetOf(list, list.direction ?? "DESC");
  const { where, orderBy, limit } = pageSql(keyset, page);
  const filter = list.filter(sample.filter);
  const parents = sql`${sql.param(group.map((key) => key.parent))}::${parentTypeOf(list)}[]`;
  const way = ((list.direction ?? "DESC") === "ASC") !== page.backwards ? sql`asc` : sql`desc`;
  const order = sortColumns(list).map(({ column }) => sql`page.${selectedAs(list.table, column)} ${way}`);
  const rows = await selectRows<Row>(
    db,
    sql`select page.* from unnest(${parents}) as wanted(parent) cross join lateral (
        select ${list.columns ?? columnsOf(list.table)} from ${list.table}
        where ${and(sql`${list.parent} = wanted.parent`, where, filter)}
        order by ${sql.join(orderBy, sql`, `)} limit ${limit}
      ) as page order by ${sql.join(order, sql`, `)}`,
  );
  const byParent = groupBy(rows, list.parentOf);
  const totals = new DataLoader<string, number>((wanted) => countByParent(db, list, wanted, filter));
  return new Map(
    group.map((key) => [
      cacheKey(key),
      toConnection(keyset, page, byParent.get(key.parent) ?? [], () => totals.load(key.parent)),
    ]),
  );
}

/** What `columnsOf` calls a column. */
function selectedAs(table: PgTable, wanted: Column): SQL {
  const name = Object.entries(getTableColumns(table)).find(([, column]) => column === wanted)?.[0];
  if (name === undefined) throw new TypeError(`${wanted.name} is a column of another table`);
  return sql`${sql.identifier(name)}`;
}

const parentTypeOf = ({ parentType }: Pick<NestedTableList<never, never>, "parentType">): SQL =>
  sql.raw(parentType ?? "text");

async function countByParent<Row extends object, Filter>(
  db: Database,
  list: NestedTableList<Row, Filter>,
  parents: readonly string[],
  filter: SQL | undefined,
): Promise<number[]> {
  const counts = await db.execute<{ parent: string; total: string }>(sql`
    select ${list.parent} as parent, count(*) as total from ${list.table}
    where ${and(sql`${list.parent} = any(${sql.param([...parents])}::${parentTypeOf(list)}[])`, filter)}
    group by ${list.parent}`);
  const found = new Map(counts.rows.map(({ parent, total }) => [parent, Number(total)]));
  return parents.map((parent) => found.get(parent) ?? 0);
}

function shapeOf<Filter>({ args, filter }: NestedListKey<Filter>): string {
  return JSON.stringify([args.first, args.last, args.after, args.before, filter]);
}

function cacheKey<Filter>(key: NestedListKey<Filter>): string {
  return `${key.parent} ${shapeOf(key)}`;
}
