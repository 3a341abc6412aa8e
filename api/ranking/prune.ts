/** Snapshots that nobody pages through any more are forgotten, and those that were never finished; a few rows at a time. */
import type pg from "pg";
import { API_SCHEMA } from "../db/schema.ts";

const SNAPSHOT = `${API_SCHEMA}.snapshot`;

/** What the rows of a snapshot are in. */
const TABLES = ["standing", "measured_standing"] as const;

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
  for (const table of TABLES) {
    if (await dropSome(client, table, "snapshot < $1", oldest.id)) more = true;
  }
  return more;
}

/**
 * Rows of snapshots that somebody began and did not finish, which are newer than the newest. To be called before one is
 * begun, or each attempt would leave its rows beside the others'.
 */
export async function dropUnfinished(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ id: string }>(`select coalesce(max(id), 0)::text as id from ${SNAPSHOT}`);
  const newest = rows[0]?.id ?? "0";
  for (const table of TABLES) {
    while (await dropSome(client, table, "snapshot > $1", newest));
  }
}

/** Whether there may be more of them. */
async function dropSome(
  client: pg.ClientBase,
  table: (typeof TABLES)[number],
  condition: string,
  snapshot: string,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `delete from ${API_SCHEMA}.${table}
     where ctid = any(array(select ctid from ${API_SCHEMA}.${table} where ${condition} limit $2))`,
    [snapshot, AT_ONCE],
  );
  return rowCount === AT_ONCE;
}
