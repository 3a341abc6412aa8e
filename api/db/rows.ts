/**
 * The fast way to rows, for what is read on every request. Drizzle puts its statement together anew each time, maps each
 * value of each row through its column, and leaves nothing for Postgres to remember; here columns are text made once,
 * the driver makes the objects, and a statement seen before is prepared: Postgres neither parses nor plans it again.
 */
import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import { getTableConfig, PgDialect, type PgTable } from "drizzle-orm/pg-core";
import pg from "pg";
import type { Database } from "./pool.ts";

const CASING = "snake_case";
const dialect = new PgDialect({ casing: CASING });
const casing = new CasingCache(CASING);

/** Values as this database's columns mean them: `numeric` is wei, `bigint` is a time, a block number or a counter. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    if (oid === pg.types.builtins.NUMERIC) return BigInt;
    if (oid === pg.types.builtins.INT8) return Number;
    return pg.types.getTypeParser(oid, format);
  },
};

/**
 * As many statements a connection keeps prepared. The texts that the schema's usual documents make are far fewer; what
 * comes after them (filters in rare combinations) is planned each time.
 */
const MAX_PREPARED = 200;
const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MAX_PREPARED) return known;
  const name = `din_${names.size + 1}`;
  names.set(text, name);
  return name;
}

/**
 * The rows of a select whose columns are named as in `Row`: see `columnsOf`. For tables of the indexer: wei are
 * `numeric` there, and every other number fits a double.
 */
export async function selectRows<Row extends pg.QueryResultRow>(db: Database, query: SQL): Promise<Row[]> {
  const { sql: text, params } = dialect.sqlToQuery(query);
  const { rows } = await db.$client.query<Row>({ name: nameOf(text), text, values: params, types: columnTypes });
  return rows;
}

const selections = new WeakMap<PgTable, SQL>();

/** All columns of a table, each under its TypeScript name. */
export function columnsOf(table: PgTable): SQL {
  const known = selections.get(table);
  if (known !== undefined) return known;
  const selection = columnsWithout(table, []);
  selections.set(table, selection);
  return selection;
}

/** The same but for some, by their TypeScript names: those too large to be read by the page. */
export function columnsWithout(table: PgTable, left: readonly string[]): SQL {
  const { name, schema } = getTableConfig(table);
  const from = schema === undefined ? `"${name}"` : `"${schema}"."${name}"`;
  const columns = Object.entries(getTableColumns(table)).flatMap(([key, column]) =>
    left.includes(key) ? [] : [`${from}."${casing.getColumnCasing(column)}" as "${key}"`],
  );
  return sql.raw(columns.join(", "));
}
