/** The tables as the indexer wrote them, read through the views schema as every reader does. */
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import * as schema from "../../indexer/ponder.schema.ts";
import { emptyTables, put, type Tables } from "./tables.ts";

export interface TablesSource {
  readonly connectionString: string;
  readonly viewsSchema: string;
}

/** All rows of all tables as of one moment, and the indexer's checkpoint of that moment. */
export async function readTables(source: TablesSource): Promise<Tables> {
  const client = new pg.Client({
    connectionString: source.connectionString,
    options: `-c search_path="${source.viewsSchema}"`,
    statement_timeout: 30_000,
  });
  await client.connect();
  try {
    return await drizzle(client, { casing: "snake_case" }).transaction(readAll, {
      isolationLevel: "repeatable read",
      accessMode: "read only",
    });
  } finally {
    await client.end();
  }
}

type Reader = Pick<ReturnType<typeof drizzle>, "select">;

async function readAll(db: Reader): Promise<Tables> {
  const tables = emptyTables();
  for (const row of await db.select().from(schema.event)) put(tables, "event", row);
  for (const row of await db.select().from(schema.party)) put(tables, "party", row);
  for (const row of await db.select().from(schema.operator)) put(tables, "operator", row);
  for (const row of await db.select().from(schema.manager)) put(tables, "manager", row);
  for (const row of await db.select().from(schema.managerChange)) put(tables, "managerChange", row);
  for (const row of await db.select().from(schema.metadataChange)) put(tables, "metadataChange", row);
  for (const row of await db.select().from(schema.stakingEvent)) put(tables, "stakingEvent", row);
  for (const row of await db.select().from(schema.unstakeRequest)) put(tables, "unstakeRequest", row);
  for (const row of await db.select().from(schema.slash)) put(tables, "slash", row);
  for (const row of await db.select().from(schema.score)) put(tables, "score", row);
  for (const row of await db.select().from(schema.statusChange)) put(tables, "statusChange", row);
  for (const row of await db.select().from(schema.assetRate)) put(tables, "assetRate", row);
  for (const row of await db.select().from(schema.rate)) put(tables, "rate", row);
  for (const row of await db.select().from(schema.registry)) put(tables, "registry", row);
  for (const row of await db.select().from(schema.parameterChange)) put(tables, "parameterChange", row);
  for (const row of await db.select().from(schema.pauseChange)) put(tables, "pauseChange", row);
  for (const row of await db.select().from(schema.role)) put(tables, "role", row);
  for (const row of await db.select().from(schema.roleChange)) put(tables, "roleChange", row);
  for (const row of await db.select().from(schema.bondBalance)) put(tables, "bondBalance", row);
  for (const row of await db.select().from(schema.payout)) put(tables, "payout", row);
  return tables;
}
