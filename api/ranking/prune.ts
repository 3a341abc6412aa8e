/** Snapshots that nobody pages through any more are forgotten, a few rows at a time. */
import type pg from "pg";
import { API_SCHEMA } from "../db/schema.ts";

const SNAPSHOT = `${API_SCHEMA}.snapshot`;

/** Rows deleted by one statement: it takes a moment, and holds up nobody. */
const AT_ONCE = 5_000;

/**
 * First the snapshots, so that nobody finds one in part; then the rows of those that are gone, or never came to be.
 *
 * @param kept how many of the newest stay
 * @returns whether there may be more
 */
export async function pruneSnapshots(client: pg.ClientBase, kept: number): Promise<boolean> {
  const { rows } = await client.query<{ id: string }>(
    `select id::text from ${SNAPSHOT} order by id desc offset $1 limit 1`,
    [kept - 1],
  );
  const [oldest] = rows;
  if (oldest === undefined) return false;
  await client.query(`delete from ${SNAPSHOT} where id < $1`, [oldest.id]);
  let more = false;
  for (const table of ["standing", "measured_standing"]) {
    const { rowCount } = await client.query(
      `delete from ${API_SCHEMA}.${table}
       where ctid = any(array(select ctid from ${API_SCHEMA}.${table} where snapshot < $1 limit $2))`,
      [oldest.id, AT_ONCE],
    );
    more ||= rowCount === AT_ONCE;
  }
  return more;
}
