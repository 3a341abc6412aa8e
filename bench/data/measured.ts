/**
 * A month of measurements of many operators, as the evaluator would have stored them. A few operators have every interval,
 * made of raw latencies that are stored beside them; the others are copies of these, with the hours and the intervals that
 * windows begin or end in. What lies between is in days and never read.
 */
import type pg from "pg";
import { type Level, loadTotalsOf, saveTotals } from "../../api/db/metric-sums.ts";
import { maintainPartitions } from "../../api/db/partitions.ts";
import { API_SCHEMA } from "../../api/db/schema.ts";
import { POLICY } from "../../api/domain/policy.ts";
import { bucketOf, type Sketch } from "../../api/domain/sketch.ts";
import { EMPTY_TOTALS } from "../../api/domain/totals.ts";
import { hourStart, type Range, windowRanges } from "../../api/domain/window.ts";

/** All windows end here, Unix seconds: in the middle of an hour and of a day, as windows do but for one minute in 60. */
export const END = Date.UTC(2026, 2, 15, 13, 37) / 1_000;

export const RAW = "bench_raw.latency";

const { time } = POLICY;
const MINUTE = time.intervalSeconds;
const HOUR = time.hourIntervals * MINUTE;
const DAY = time.dayIntervals * MINUTE;

export type Window = "1 h" | "24 h" | "7 d" | "30 d";

const { HOUR: hour, DAY: day, WEEK: week, TRAILING: month } = windowRanges(END, time);
export const WINDOWS: Readonly<Record<Window, Range>> = { "1 h": hour, "24 h": day, "7 d": week, "30 d": month };

/** From the day that the longest window begins in. */
const START = Math.floor(month.start / DAY) * DAY;

export interface MeasuredOptions {
  readonly operators: number;
  /** Of these, how many have raw latencies. */
  readonly raw: number;
  /** Raw latencies of an operator in a minute. */
  readonly latencies: number;
  readonly log: (line: string) => void;
}

const address = (index: number) => `0x${index.toString(16).padStart(40, "0")}`;

/** Fills a migrated database. @returns addresses; the first ones have raw latencies */
export async function createMeasured(pool: pg.Pool, options: MeasuredOptions): Promise<readonly string[]> {
  const { operators, raw, latencies, log } = options;
  const addresses = Array.from({ length: operators }, (_, index) => address(index));
  const originals = addresses.slice(0, raw);
  for (let at = START; at <= END; at += 5 * DAY) {
    await maintainPartitions(pool, at, { rawDays: 365, hourDays: 365 });
  }
  log(`B7: ${raw} operators with ${latencies} raw latencies a minute`);
  await createRaw(pool, originals, latencies);
  await sumRaw(pool, originals);
  log(`B7: sums of ${operators.toLocaleString("en-US")} operators`);
  await copyOriginals(pool, addresses, raw);
  await pool.query("vacuum (analyze)");
  return addresses;
}

/** Log-normal, each operator with a median of its own; the numbers are the same each time. */
async function createRaw(pool: pg.Pool, originals: readonly string[], latencies: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("create schema bench_raw");
    await client.query(
      `create table ${RAW} (operator text collate "C" not null, at bigint not null, micros integer not null)`,
    );
    await client.query("select setseed(0.5)");
    for (const [index, operator] of originals.entries()) {
      await client.query(
        `insert into ${RAW}
         select $1, at, greatest(1, exp(ln($2::float8) + random_normal(0, 0.4)))::integer
         from generate_series($3::bigint, $4::bigint, $5::bigint) as at, generate_series(1, $6::integer)`,
        [operator, 80_000 + 15_000 * index, START, END - MINUTE, MINUTE, latencies],
      );
    }
    // With the latency in it: read without a look at the table.
    await client.query(`create index on ${RAW} (operator, at) include (micros)`);
  } finally {
    client.release();
  }
}

/** What the evaluator makes of them: intervals, then hours of these, then days of those. */
async function sumRaw(pool: pg.Pool, originals: readonly string[]): Promise<void> {
  const client = await pool.connect();
  try {
    for (const operator of originals) {
      for (let start = START; start < END; start += DAY) {
        const { rows } = await client.query<{ at: string; micros: number[] }>(
          `select at, array_agg(micros) as micros from ${RAW} where operator = $1 and at >= $2 and at < $3 group by at`,
          [operator, start, start + DAY],
        );
        const minutes = rows.map(({ at, micros }) => ({ operator, at: Number(at), totals: totalsOf(micros) }));
        await saveTotals(client, "minute", minutes);
        await sumUp(client, "minute", "hour", operator, { start, end: start + DAY }, HOUR);
      }
      await sumUp(client, "hour", "day", operator, { start: START, end: END }, DAY);
    }
  } finally {
    client.release();
  }
}

async function sumUp(
  client: pg.ClientBase,
  from: Level,
  to: Level,
  operator: string,
  { start, end }: Range,
  seconds: number,
): Promise<void> {
  const ranges: (Range & { readonly operator: string })[] = [];
  for (let at = start; at < end; at += seconds) ranges.push({ operator, start: at, end: at + seconds });
  const sums = await loadTotalsOf(client, from, ranges);
  await saveTotals(
    client,
    to,
    ranges.flatMap((range, index) => {
      const totals = sums[index];
      return totals === undefined || totals.requests === 0 ? [] : [{ operator, at: range.start, totals }];
    }),
  );
}

function totalsOf(micros: readonly number[]) {
  return {
    ...EMPTY_TOTALS,
    requests: micros.length + 1,
    successes: micros.length,
    offered: micros.length + 1,
    upSeconds: MINUTE,
    measuredSeconds: MINUTE,
    corroboratedSeconds: MINUTE,
    sketch: sketchOf(micros),
  };
}

function sketchOf(micros: readonly number[]): Sketch {
  const buckets = micros.map(bucketOf);
  const first = Math.min(...buckets);
  const counts = Array.from({ length: Math.max(...buckets) - first + 1 }, () => 0);
  for (const bucket of buckets) counts[bucket - first] = (counts[bucket - first] ?? 0) + 1;
  return { first, counts };
}

/** In the order in which an evaluator would have written them: an interval of everybody, then the next. */
async function copyOriginals(pool: pg.Pool, addresses: readonly string[], raw: number): Promise<void> {
  const edges = [END, ...Object.values(WINDOWS).map(({ start }) => start)];
  const hours = [...new Set(edges.map((at) => hourStart(at, time)))];
  const days = [...new Set(edges.map((at) => Math.floor(at / DAY) * DAY))];
  const within = { minute: [hours, HOUR], hour: [days, DAY], day: [[START], END - START] } as const;
  for (const [level, [starts, seconds]] of Object.entries(within)) {
    const table = `${API_SCHEMA}.metric_${level}`;
    const columns = await columnsOf(pool, `metric_${level}`);
    await pool.query(
      `insert into ${table} (operator, ${columns.join(", ")})
       select copy.operator, ${columns.map((column) => `m.${column}`).join(", ")}
       from unnest($1::text[], $2::text[]) as copy (operator, original)
       join ${table} as m on m.operator = copy.original
       where exists (select from unnest($3::bigint[]) as start where m.at >= start and m.at < start + $4)
       order by m.at, copy.operator`,
      [addresses.slice(raw), addresses.slice(raw).map((_, index) => addresses[index % raw]), starts, seconds],
    );
  }
}

async function columnsOf(pool: pg.Pool, table: string): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = $1 and table_name = $2 and column_name <> 'operator' order by ordinal_position`,
    [API_SCHEMA, table],
  );
  return rows.map(({ name }) => name);
}
