import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import type pg from "pg";
import { LOCKS } from "./locks.ts";
import { API_SCHEMA } from "./schema.ts";

const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));

/** Brings the API's schema up to date. Replicas may call it at once: one migrates, the others wait and find nothing to do. */
export async function runMigrations(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    // A migration takes the time it takes; the timeout guards queries.
    await client.query("set statement_timeout = 0");
    await client.query("select pg_advisory_lock($1)", [LOCKS.migrations]);
    try {
      await migrate(drizzle(client), { migrationsFolder: MIGRATIONS, migrationsSchema: API_SCHEMA });
    } finally {
      await client.query("select pg_advisory_unlock($1)", [LOCKS.migrations]);
      await client.query("reset statement_timeout");
    }
  } finally {
    client.release();
  }
}
