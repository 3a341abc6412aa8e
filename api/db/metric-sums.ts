/**
 * Sums of measurements: rows of `metric_minute`, `metric_hour` and `metric_day` as `Totals`, and the exact sums of any
 * range of whole intervals. Of a range, whole days are taken from days, whole hours around them from hours, and only its
 * edges from intervals, so that a month costs little more than an hour.
 */
import type pg from "pg";
import type { Totals } from "../domain/measurement.ts";
import { decodeSketch, encodeSketch, mergeEncoded } from "../domain/sketch.ts";
import { EMPTY_TOTALS, joinScalars } from "../domain/totals.ts";
import type { Range, TimeRules } from "../domain/window.ts";
import { columnTypes } from "./rows.ts";
import { API_SCHEMA, type StoredClose } from "./schema.ts";

/** From the finest to the coarsest; each is a table. */
export const LEVELS = ["minute", "hour", "day"] as const;
export type Level = (typeof LEVELS)[number];

/** A range of an operator, from `start` to before `end`, both Unix seconds and multiples of the interval. */
export interface TotalsRequest extends Range {
  /** Lowercase address. */
  readonly operator: string;
  /** False where latencies are of no interest: they are most of the cost. True by default. */
  readonly latency?: boolean;
}

/**
 * The sums of each range, in the order of the requests; `EMPTY_TOTALS` where nothing was measured. One statement for all.
 * Where the intervals of a range's edges are no longer kept, it has to start and end with an hour.
 */
export function loadTotals(
  client: pg.Pool | pg.ClientBase,
  requests: readonly TotalsRequest[],
  time: TimeRules,
): Promise<Totals[]> {
  const steps = stepsOf(time);
  return sumPieces(
    client,
    requests.flatMap((request, index) => [...piecesOf(request, steps)].map((piece) => ({ ...piece, index, request }))),
    requests.length,
  );
}

/** As `loadTotals`, from the rows of one level alone: how the next level is made. */
export function loadTotalsOf(
  client: pg.Pool | pg.ClientBase,
  level: Level,
  requests: readonly TotalsRequest[],
): Promise<Totals[]> {
  return sumPieces(
    client,
    requests.map((request, index) => ({ level, start: request.start, end: request.end, index, request })),
    requests.length,
  );
}

/** A part of a range that one table answers. */
export interface Piece extends Range {
  readonly level: Level;
}

interface PieceOf extends Piece {
  /** The request it belongs to, and its place among all. */
  readonly index: number;
  readonly request: TotalsRequest;
}

interface Step {
  readonly level: Level;
  readonly seconds: number;
}

/** From the coarsest to the finest. */
export function stepsOf({ intervalSeconds, hourIntervals, dayIntervals }: TimeRules): readonly Step[] {
  return [
    { level: "day", seconds: dayIntervals * intervalSeconds },
    { level: "hour", seconds: hourIntervals * intervalSeconds },
    { level: "minute", seconds: intervalSeconds },
  ];
}

/** The least rows that a range is summed from. @param steps from the coarsest to the finest */
export function* piecesOf({ start, end }: Range, [step, ...finer]: readonly Step[]): Generator<Piece> {
  if (step === undefined || start >= end) return;
  const { level, seconds } = step;
  const whole = { start: Math.ceil(start / seconds) * seconds, end: Math.floor(end / seconds) * seconds };
  if (whole.start >= whole.end) {
    yield* piecesOf({ start, end }, finer);
    return;
  }
  yield { level, ...whole };
  yield* piecesOf({ start, end: whole.start }, finer);
  yield* piecesOf({ start: whole.end, end }, finer);
}

/** The counts of `Totals` and their columns. */
export const COUNTS = [
  ["requests", "requests"],
  ["successes", "successes"],
  ["timeouts", "timeouts"],
  ["offered", "offered"],
  ["upSeconds", "up_seconds"],
  ["downSeconds", "down_seconds"],
  ["measuredSeconds", "measured_seconds"],
  ["corroboratedSeconds", "corroborated_seconds"],
] as const;

type Counts = Pick<Totals, (typeof COUNTS)[number][0]>;

/** Null unless there were successes without a distribution. */
interface ScalarColumns {
  readonly scalarSuccesses: number | null;
  readonly minP95Micros: number | null;
  readonly maxP95Micros: number | null;
  readonly minP99Micros: number | null;
  readonly maxP99Micros: number | null;
}

/** Sums of some rows of one table: see `sumColumns`. */
export interface SumColumns extends Counts, ScalarColumns {
  /** Sketches one after another, each after its length in four bytes; null if there is none. */
  readonly sketches: Buffer | null;
}

interface SumRow extends SumColumns {
  readonly index: number;
}

/** @param latency when sketches are wanted: SQL */
export const sumColumns = (latency: string) => `
      ${COUNTS.map(([key, column]) => `sum(${column})::bigint as "${key}"`).join(", ")},
      string_agg(int4send(octet_length(sketch)) || sketch, ''::bytea)
        filter (where ${latency} and octet_length(sketch) > 0) as sketches,
      sum(scalar_successes)::bigint as "scalarSuccesses", min(min_p95_micros) as "minP95Micros", max(max_p95_micros) as "maxP95Micros",
      min(min_p99_micros) as "minP99Micros", max(max_p99_micros) as "maxP99Micros"`;

const sumsOf = (level: Level, parameter: number) => `
  select piece.index, sums.*
  from unnest($${parameter}::integer[], $${parameter + 1}::text[], $${parameter + 2}::bigint[], $${parameter + 3}::bigint[],
              $${parameter + 4}::boolean[]) as piece (index, operator, "from", "to", latency)
  cross join lateral (
    select count(*) as rows, ${sumColumns("piece.latency")}
    from ${API_SCHEMA}.metric_${level} as m
    where m.operator = piece.operator and m.at >= piece."from" and m.at < piece."to"
  ) as sums
  where sums.rows > 0`;

/** Prepared: planning a statement over this many partitions takes longer than running it. */
const SUMS = {
  name: "din_metric_sums",
  text: LEVELS.map((level, index) => sumsOf(level, index * 5 + 1)).join(" union all "),
  types: columnTypes,
};

async function sumPieces(
  client: pg.Pool | pg.ClientBase,
  pieces: readonly PieceOf[],
  requests: number,
): Promise<Totals[]> {
  const parts: SumRow[][] = Array.from({ length: requests }, () => []);
  if (pieces.length > 0) {
    const values = LEVELS.flatMap((level) => {
      const own = pieces.filter((piece) => piece.level === level);
      return [
        own.map(({ index }) => index),
        own.map(({ request }) => request.operator),
        own.map(({ start }) => start),
        own.map(({ end }) => end),
        own.map(({ request }) => request.latency ?? true),
      ];
    });
    const { rows } = await client.query<SumRow>({ ...SUMS, values });
    for (const row of rows) parts[row.index]?.push(row);
  }
  return parts.map((rows) => (rows.length === 0 ? EMPTY_TOTALS : totalsOf(rows)));
}

/** What all of them come to. */
export function totalsOf(rows: readonly SumColumns[]): Totals {
  const counts: Record<keyof Counts, number> = { ...EMPTY_TOTALS };
  for (const [key] of COUNTS) counts[key] = rows.reduce((sum, row) => sum + row[key], 0);
  return {
    ...counts,
    sketch: mergeEncoded(sketchesOf(rows)),
    scalar: rows.map(scalarOf).reduce(joinScalars, null),
  };
}

function* sketchesOf(rows: readonly SumColumns[]): Generator<Uint8Array> {
  for (const { sketches } of rows) {
    for (let at = 0; sketches !== null && at < sketches.length; ) {
      const end = at + 4 + sketches.readUInt32BE(at);
      yield sketches.subarray(at + 4, end);
      at = end;
    }
  }
}

function scalarOf(row: ScalarColumns): Totals["scalar"] {
  const { scalarSuccesses, minP95Micros, maxP95Micros, minP99Micros, maxP99Micros } = row;
  if (
    scalarSuccesses === null ||
    minP95Micros === null ||
    maxP95Micros === null ||
    minP99Micros === null ||
    maxP99Micros === null
  ) {
    return null;
  }
  return { successes: scalarSuccesses, minP95Micros, maxP95Micros, minP99Micros, maxP99Micros };
}

/** A stored row as the sums that it is. */
export function totalsOfRow(row: Counts & ScalarColumns & { readonly sketch: Uint8Array }): Totals {
  const counts: Record<keyof Counts, number> = { ...EMPTY_TOTALS };
  for (const [key] of COUNTS) counts[key] = row[key];
  return { ...counts, sketch: decodeSketch(row.sketch), scalar: scalarOf(row) };
}

/** A row of one of the tables. */
export interface StoredTotals {
  readonly operator: string;
  /** Start of the interval, hour or day, Unix seconds. */
  readonly at: number;
  readonly totals: Totals;
  /** Of an interval: reporters that were too far off. */
  readonly dissenters?: readonly string[];
  /** Of an interval: whether it was an outage. */
  readonly outage?: boolean;
  /** Of an interval: what was known when it closed; null if that is what is known now. */
  readonly atClose?: StoredClose | null;
}

const SCALARS = ["scalar_successes", "min_p95_micros", "max_p95_micros", "min_p99_micros", "max_p99_micros"] as const;
/** The columns of `Totals`, in the order of `valuesOf`. */
export const VALUES = [...COUNTS.map(([, column]) => column), "sketch", ...SCALARS];

/** An array of arrays would have to be rectangular: each row's dissenters come as JSON. */
const DISSENTERS = "case when listed is not null then array(select jsonb_array_elements_text(listed::jsonb)) end";

/** What only intervals have, and how it is told from what comes. */
const OF_INTERVALS = [
  ["dissenters", DISSENTERS],
  ["outage", "outage"],
  ["at_close", "at_close"],
] as const;

function upsertInto(level: Level): string {
  const own = level === "minute" ? OF_INTERVALS : [];
  const columns = [...VALUES, ...own.map(([column]) => column)];
  return `
    insert into ${API_SCHEMA}.metric_${level} (operator, at, ${columns.join(", ")})
    select operator, at, ${[...VALUES, ...own.map(([, value]) => value)].join(", ")}
    from unnest($1::text[], $2::bigint[], $3::text[], $4::boolean[], $5::jsonb[], ${valueArrays(6)})
      as t (operator, at, listed, outage, at_close, ${VALUES.join(", ")})
    on conflict (operator, at) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(", ")}`;
}

/** Puts the rows in the place of what was there. No two may be of the same operator and time. */
export async function saveTotals(client: pg.ClientBase, level: Level, rows: readonly StoredTotals[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query({
    name: `din_save_metric_${level}`,
    text: upsertInto(level),
    values: [
      rows.map(({ operator }) => operator),
      rows.map(({ at }) => at),
      rows.map(({ dissenters = [] }) => (dissenters.length > 0 ? JSON.stringify(dissenters) : null)),
      rows.map(({ outage = false }) => outage),
      rows.map(({ atClose = null }) => (atClose === null ? null : JSON.stringify(atClose))),
      ...valuesOf(rows.map(({ totals }) => totals)),
    ],
  });
}

/** Arrays for `unnest`, from a parameter on. */
export function valueArrays(first: number): string {
  return VALUES.map((column, index) => `$${first + index}::${column === "sketch" ? "bytea" : "bigint"}[]`).join(", ");
}

/** A column of each, in the order of `VALUES`. */
export function valuesOf(totals: readonly Totals[]): readonly (readonly unknown[])[] {
  const scalars = totals.map(({ scalar }) => scalar);
  return [
    ...COUNTS.map(([key]) => totals.map((sums) => sums[key])),
    totals.map(({ sketch }) => Buffer.from(encodeSketch(sketch))),
    scalars.map((scalar) => scalar?.successes ?? null),
    scalars.map((scalar) => scalar?.minP95Micros ?? null),
    scalars.map((scalar) => scalar?.maxP95Micros ?? null),
    scalars.map((scalar) => scalar?.minP99Micros ?? null),
    scalars.map((scalar) => scalar?.maxP99Micros ?? null),
  ];
}
