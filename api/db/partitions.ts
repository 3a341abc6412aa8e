/**
 * The partitions of the metric tables: made ahead, dropped when retention has passed. Whole partitions go, so deleting
 * costs nothing. All of it may run in several processes at once.
 */
import type pg from "pg";
import { LOCKS } from "./locks.ts";
import { API_SCHEMA } from "./schema.ts";

const DAY = 86_400;

export interface Retention {
  /** Days for which samples and minutes are kept. */
  readonly rawDays: number;
  /** Days for which hours are kept. */
  readonly hourDays: number;
}

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

/** Samples up to this old are taken, days; a partition more on either side. */
const BEHIND_DAYS = 8;
const AHEAD_DAYS = 3;

/**
 * Makes the partitions that samples may need from now on, and drops those that no longer hold anything to be kept.
 *
 * @param now Unix seconds
 * @returns the names of the partitions made and dropped
 */
export async function maintainPartitions(
  pool: pg.Pool,
  now: number,
  retention: Retention,
): Promise<{ readonly made: readonly string[]; readonly dropped: readonly string[] }> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("set local statement_timeout = 0");
    await client.query("select pg_advisory_xact_lock($1)", [LOCKS.partitions]);
    const { rows } = await client.query<{ table: string; name: string }>(
      `select parent.relname as "table", child.relname as name
       from pg_inherits
       join pg_class as parent on parent.oid = inhparent
       join pg_class as child on child.oid = inhrelid
       join pg_namespace as space on space.oid = parent.relnamespace
       where space.nspname = $1`,
      [API_SCHEMA],
    );
    const existing = new Set(rows.map(({ name }) => name));
    const made: string[] = [];
    const dropped: string[] = [];
    for (const partitioned of tablesOf(retention)) {
      for (const { name, start, end } of needed(partitioned, now)) {
        if (existing.has(name)) continue;
        await client.query(
          `create table ${API_SCHEMA}.${name} partition of ${API_SCHEMA}.${partitioned.table}
           for values from (${start}) to (${end})`,
        );
        made.push(name);
      }
      for (const { table, name } of rows) {
        if (table !== partitioned.table || !isPast(partitioned, name, now)) continue;
        await client.query(`drop table ${API_SCHEMA}.${name}`);
        dropped.push(name);
      }
    }
    await client.query("commit");
    return { made, dropped };
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

function needed(partitioned: Partitioned, now: number): { name: string; start: number; end: number }[] {
  const wanted = [];
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
