import { is } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import { getTableConfig, type PgColumn, PgTable } from "drizzle-orm/pg-core";
import * as chain from "../../indexer/ponder.schema.ts";

/** The indexer's tables in the order of its schema file, which is the order in which Ponder locks them. */
export const indexerTables: readonly PgTable[] = Object.values(chain).filter((value) => is(value, PgTable));

export function tableName(table: PgTable): string {
  return getTableConfig(table).name;
}

/** `CREATE TABLE` and `CREATE INDEX` for one of the indexer's tables, as Ponder would make it in `schema`. */
export function createTableSql(table: PgTable, schema: string): string[] {
  const config = getTableConfig(table);
  const columns = config.columns.map((column) => {
    const suffix = column.primary ? " primary key" : column.notNull ? " not null" : "";
    return `"${columnName(column)}" ${column.getSQLType()}${suffix}`;
  });
  const keys = config.primaryKeys.map((key) => `primary key (${names(key.columns)})`);
  const indexes = config.indexes.map(({ config: { columns: on } }) => {
    const indexed = on.flatMap((column) => ("name" in column && column.name ? [`"${toSnakeCase(column.name)}"`] : []));
    return `create index on "${schema}"."${config.name}" (${indexed.join(", ")})`;
  });
  return [`create table "${schema}"."${config.name}" (${[...columns, ...keys].join(", ")})`, ...indexes];
}

function names(columns: readonly PgColumn[]): string {
  return columns.map((column) => `"${columnName(column)}"`).join(", ");
}

function columnName(column: PgColumn): string {
  return column.keyAsName ? toSnakeCase(column.name) : column.name;
}
