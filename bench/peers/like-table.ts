/** A table like `metric_sample`: the same columns, key and partitions, in a schema of its own. */
import type pg from "pg";

/** The columns as they are stored, in the order in which the peers write them. */
export const COLUMNS = [
  ...["operator", "at", "service", "region", "reporter", "revision", "requests", "successes", "timeouts"],
  ...["up_seconds", "down_seconds", "p95_micros", "p99_micros", "weight", "received_at", "sketch"],
] as const;

/** Makes `<schema>.metric_sample`. */
export async function createLike(database: pg.Pool, schema: string): Promise<string> {
  const table = `${schema}.metric_sample`;
  await database.query(`create schema ${schema}`);
  await database.query(`create table ${table} (like din_api.metric_sample including all) partition by range (at)`);
  const { rows } = await database.query<{ name: string; bounds: string }>(
    `select relname as name, pg_get_expr(relpartbound, oid) as bounds
     from pg_class join pg_inherits on inhrelid = oid where inhparent = 'din_api.metric_sample'::regclass`,
  );
  for (const { name, bounds } of rows) {
    await database.query(`create table ${schema}.${name} partition of ${table} ${bounds}`);
  }
  return table;
}
