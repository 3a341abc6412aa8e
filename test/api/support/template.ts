/** The database every test file starts from: the indexer's tables, empty, under the views; the API's own migrated. */
import { getTableColumns } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import pg from "pg";
import { ponderCheckpoint } from "../../../api/db/chain.ts";
import { runMigrations } from "../../../api/db/migrate.ts";
import * as chain from "../../../indexer/ponder.schema.ts";
import type { TableName } from "../../fold/tables.ts";
import { inDatabase } from "./postgres.ts";

export const TEMPLATE = "api_template";
export const VIEWS = "din_chain";
/** Where the tables behind the views are. */
export const DEPLOYMENT = "din_indexer_one";

/** Every table of the indexer that a test can fill, with Ponder's checkpoint. */
export const TABLES: Readonly<Record<TableName | "ponderCheckpoint", PgTable>> = {
  event: chain.event,
  party: chain.party,
  operator: chain.operator,
  manager: chain.manager,
  managerChange: chain.managerChange,
  metadataChange: chain.metadataChange,
  stakingEvent: chain.stakingEvent,
  unstakeRequest: chain.unstakeRequest,
  slash: chain.slash,
  score: chain.score,
  statusChange: chain.statusChange,
  assetRate: chain.assetRate,
  rate: chain.rate,
  registry: chain.registry,
  parameterChange: chain.parameterChange,
  pauseChange: chain.pauseChange,
  role: chain.role,
  roleChange: chain.roleChange,
  bondBalance: chain.bondBalance,
  payout: chain.payout,
  ponderCheckpoint,
};

/** The tables of one deployment of the indexer, empty. */
export function deploymentDdl(schema: string): string {
  const tables = Object.values(TABLES).map((table) => {
    const { name, primaryKeys } = getTableConfig(table);
    const columns = Object.values(getTableColumns(table)).map(
      (column) =>
        `"${column.name}" ${column.getSQLType()}${column.primary ? " primary key" : ""}${column.notNull ? " not null" : ""}`,
    );
    const keys = primaryKeys.map((key) => `primary key (${key.columns.map(({ name: column }) => `"${column}"`)})`);
    return `create table "${schema}"."${name}" (${[...columns, ...keys].join(", ")})`;
  });
  return [`create schema "${schema}"`, ...tables].join(";\n");
}

/** Points the views at a deployment, as Ponder does when one is ready. In one transaction, so that no reader sees none. */
export function viewsDdl(schema: string): string {
  const names = Object.values(TABLES).map((table) => getTableConfig(table).name);
  return [
    "begin",
    `create schema if not exists "${VIEWS}"`,
    ...names.map((name) => `drop view if exists "${VIEWS}"."${name}"`),
    ...names.map((name) => `create view "${VIEWS}"."${name}" as select * from "${schema}"."${name}"`),
    "commit",
  ].join(";\n");
}

export async function makeTemplate(adminUrl: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE}`);
  await admin.end();
  const pool = new pg.Pool({ connectionString: inDatabase(adminUrl, TEMPLATE), max: 1 });
  await pool.query(deploymentDdl(DEPLOYMENT));
  await pool.query(viewsDdl(DEPLOYMENT));
  await runMigrations(pool);
  await pool.end();
}
