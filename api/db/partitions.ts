/**
 * The partitions of the metric tables: made ahead, dropped when retention has passed. Whole partitions go, so deleting
 * costs nothing. All of it may run in several processes at once.
 */
import type pg from "pg";
import type { Retention } from "../domain/resolution.ts";
import { LOCKS } from "./locks.ts";
import { API_SCHEMA } from "./schema.ts";

export type { Retention };

const DAY = 86_400;

interface Partitioned {
  readonly table: string;
  /** Start of the partition that holds a moment, and of the one after it. */
  readonly bounds: (at: number) => { readonly start: number; readonly end: number };
  /** Digits of the start's date in its name. */
  readonly digits: number;
  readonly keptDays: number | null;
}

const utc = (year: number, month: number) => Date.UTC(year, month, 1) / 1_000;

const daily = (at: number) => {
  const start = Math.floor(at / DAY) * DAY;
  return { start, end: start + DAY };
};
const monthly = (at: number) => {
  const date = new Date(at * 1_000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { start: utc(year, month), end: utc(year, month + 1) };
};
const yearly = (at: number) => {
  const year = new Date(at * 1_000).getUTCFullYear();
  return { start: utc(year, 0), end: utc(year + 1, 0) };
};

const tablesOf = (retention: Retention): readonly Partitioned[] => [
  { table: "metric_sample", bounds: daily, digits: 8, keptDays: retention.rawDays },
  { table: "metric_minute", bounds: daily, digits: 8, keptDays: retention.rawDays },
  { table: "metric_hour", bounds: monthly, digits: 6, keptDays: retention.hourDays },
  { table: "metric_day", bounds: yearly, digits: 4, keptDays: null },
];

/** Since when samples and minutes are kept, Unix seconds: the start of the oldest partition that is not dropped. */
export function keptSince(now: number, { rawDays }: Retention): number {
  return daily(now - rawDays * DAY).start;
}

/** Samples up to this old are taken, days; a partition more on either side. */
const BEHIND_DAYS = 8;
const AHEAD_DAYS = 3;

/**
 * A partition is attached, or dropped, under a lock of its table that waits for those who use it; those who come after
 * wait behind. Not for long: it is tried again.
 */
const LOCK_TIMEOUT = "1s";

export interface Maintained {
  /** Names of the partitions made and dropped. */
  readonly made: readonly string[];
  readonly dropped: readonly string[];
}

/**
 * Makes the partitions that samples may need from now on, each in a transaction of its own, so that what is done is done.
 * Waits for no reader, unlike a drop.
 *
 * @param now Unix seconds
 * @returns the names of those made
 */
export async function makePartitions(pool: pg.Pool, now: number, retention: Retention): Promise<string[]> {
  const client = await pool.connect();
  try {
    const existing = new Set((await partitions(client)).map(({ name }) => name));
    const made: string[] = [];
    for (const partitioned of tablesOf(retention)) {
      for (const wanted of needed(partitioned, now)) {
        if (!existing.has(wanted.name) && (await make(client, partitioned.table, wanted))) made.push(wanted.name);
      }
    }
    return made;
  } finally {
    client.release();
  }
}

/** As `makePartitions`; and drops those that no longer hold anything to be kept. */
export async function maintainPartitions(pool: pg.Pool, now: number, retention: Retention): Promise<Maintained> {
  const made = await makePartitions(pool, now, retention);
  const client = await pool.connect();
  try {
    const dropped: string[] = [];
    for (const partitioned of tablesOf(retention)) {
      for (const { table, name } of await partitions(client)) {
        if (table !== partitioned.table || !isPast(partitioned, name, now)) continue;
        if (await drop(client, name)) dropped.push(name);
      }
    }
    return { made, dropped };
  } finally {
    client.release();
  }
}

async function partitions(client: pg.ClientBase): Promise<{ readonly table: string; readonly name: string }[]> {
  const { rows } = await client.query<{ table: string; name: string }>(
    `select parent.relname as "table", child.relname as name
     from pg_inherits
     join pg_class as parent on parent.oid = inhparent
     join pg_class as child on child.oid = inhrelid
     join pg_namespace as space on space.oid = parent.relnamespace
     where space.nspname = $1 and parent.relkind = 'p'
     order by name`,
    [API_SCHEMA],
  );
  return rows;
}

/** Made beside its table, then attached: that lock lets readers and writers go on, `create table … partition of` does not. */
function make(client: pg.ClientBase, table: string, { name, start, end }: Wanted): Promise<boolean> {
  return alone(client, name, async (exists) => {
    if (exists) return false;
    await client.query(`create table ${API_SCHEMA}.${name} (like ${API_SCHEMA}.${table} including all)`);
    await client.query(
      `alter table ${API_SCHEMA}.${table} attach partition ${API_SCHEMA}.${name} for values from (${start}) to (${end})`,
    );
    return true;
  });
}

function drop(client: pg.ClientBase, name: string): Promise<boolean> {
  return alone(client, name, async (exists) => {
    if (exists) await client.query(`drop table ${API_SCHEMA}.${name}`);
    return exists;
  });
}

/** Runs the change in a transaction that no other process makes one beside. */
async function alone(
  client: pg.ClientBase,
  name: string,
  change: (exists: boolean) => Promise<boolean>,
): Promise<boolean> {
  try {
    await client.query("begin");
    await client.query(`set local lock_timeout = '${LOCK_TIMEOUT}'`);
    await client.query("select pg_advisory_xact_lock($1)", [LOCKS.partitions]);
    // By a look at the table: name lookups may answer from before the lock.
    const { rows } = await client.query(
      "select from pg_class join pg_namespace as space on space.oid = relnamespace where nspname = $1 and relname = $2",
      [API_SCHEMA, name],
    );
    const changed = await change(rows.length > 0);
    await client.query("commit");
    return changed;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

interface Wanted {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function needed(partitioned: Partitioned, now: number): Wanted[] {
  const wanted: Wanted[] = [];
  const until = now + AHEAD_DAYS * DAY;
  for (let at = now - BEHIND_DAYS * DAY; at <= until; ) {
    const { start, end } = partitioned.bounds(at);
    wanted.push({ name: nameOf(partitioned, start), start, end });
    at = end;
  }
  return wanted;
}

function nameOf({ table, digits }: Partitioned, start: number): string {
  return `${table}_${new Date(start * 1_000).toISOString().replaceAll("-", "").slice(0, digits)}`;
}

/** Whether all that a partition can hold is older than what is kept. */
function isPast(partitioned: Partitioned, name: string, now: number): boolean {
  if (partitioned.keptDays === null) return false;
  const oldest = partitioned.bounds(now - partitioned.keptDays * DAY).start;
  return name < nameOf(partitioned, oldest);
}
