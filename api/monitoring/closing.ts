/**
 * What was known of closed intervals when they closed: what they are judged by. The stored sums are of everything that was
 * received, so only where something came late for an operator they are made again, without it.
 */
import type pg from "pg";
import { type JudgedTotals, judgedTotalsOf, UNKNOWN } from "../db/metric-close.ts";
import { COUNTS, totalsOfRow } from "../db/metric-sums.ts";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA, type StoredClose } from "../db/schema.ts";
import type { Totals } from "../domain/measurement.ts";
import type { Policy } from "../domain/policy.ts";
import { addTotals } from "../domain/totals.ts";
import type { Range } from "../domain/window.ts";

/** Intervals of an operator that are judged now: from the start of the first to the end of the last. */
export interface ClosedRange extends Range {
  readonly operator: string;
}

/** Of closed intervals, by where they begin and end, Unix seconds. */
export interface KnownSums {
  /** Whether the interval that starts there was an outage. */
  isOutage(at: number): boolean;
  /** Sums from a start to an end, given those of everything that was received; within the rolling hour before the end. */
  sums(range: Range, received: Totals): Totals;
  /** Successes of requests, over the rolling day. */
  successes(range: Range, received: Totals): Pick<Totals, "requests" | "successes">;
}

interface Place {
  readonly operator: string;
  readonly at: number;
}

const MINUTE = `${API_SCHEMA}.metric_minute`;

/** Outages among the intervals that are judged, and which of those they are judged by came late. */
const LOOK = {
  name: "din_closed_intervals",
  text: `
    select wanted.operator,
      array(select m.at::float8 from ${MINUTE} as m
            where m.operator = wanted.operator and m.at >= wanted.first and m.at < wanted."end" and m.outage) as outages,
      (select m.at from ${MINUTE} as m
       where m.operator = wanted.operator and m.at >= wanted.since and m.at < wanted."end" and m.at_close is not null
       order by m.at desc limit 1) as "lastLate",
      (select count(*) from ${MINUTE} as m
       where m.operator = wanted.operator and m.at >= wanted.first and m.at < wanted."end"
         and m.at_close is not null and m.at_close->'totals' is null) as unknown
    from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) as wanted (operator, since, first, "end")`,
  types: columnTypes,
};

interface LookRow {
  readonly operator: string;
  readonly outages: readonly number[];
  /** Start of the newest interval of the rolling days for which something came late; null if nothing did. */
  readonly lastLate: number | null;
  /** Intervals of which nothing was known when they closed. */
  readonly unknown: number;
}

const ALL_IN_TIME: Omit<LookRow, "operator"> = { outages: [], lastLate: null, unknown: 0 };

/** The intervals of the rolling hours, with what is kept of them. */
const HOURS = {
  name: "din_closed_hours",
  text: `
    select m.operator, m.at, m.outage, m.at_close as "atClose", m.sketch,
      ${COUNTS.map(([key, column]) => `m.${column} as "${key}"`).join(", ")},
      m.scalar_successes as "scalarSuccesses", m.min_p95_micros as "minP95Micros", m.max_p95_micros as "maxP95Micros",
      m.min_p99_micros as "minP99Micros", m.max_p99_micros as "maxP99Micros"
    from unnest($1::text[], $2::bigint[], $3::bigint[]) as wanted (operator, "from", "to")
    join ${MINUTE} as m on m.operator = wanted.operator and m.at >= wanted."from" and m.at < wanted."to"`,
  types: columnTypes,
};

type HoursRow = Place &
  Parameters<typeof totalsOfRow>[0] & { readonly outage: boolean; readonly atClose: StoredClose | null };

/** What came late within the rolling days: all that they share is one row. */
const DAYS = {
  name: "din_late_in_days",
  text: `
    select m.operator, case when m.at < wanted.shared or m.at >= wanted.first then m.at else wanted.shared end as at,
      sum(m.requests - coalesce((m.at_close->'totals'->>'requests')::bigint, 0))::bigint as requests,
      sum(m.successes - coalesce((m.at_close->'totals'->>'successes')::bigint, 0))::bigint as successes
    from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
      as wanted (operator, since, shared, first, "end")
    join ${MINUTE} as m on m.operator = wanted.operator and m.at >= wanted.since and m.at < wanted."end"
    where m.at_close is not null
    group by 1, 2`,
  types: columnTypes,
};

interface DaysRow extends Place {
  /** Too many by so many. */
  readonly requests: number;
  readonly successes: number;
}

/**
 * In the order of the ranges. One statement if nothing came late; what came late for earlier hours of the day costs little
 * more, for as long as it is in the day.
 */
export async function loadKnown(
  client: pg.ClientBase,
  ranges: readonly ClosedRange[],
  { time }: Policy,
): Promise<KnownSums[]> {
  if (ranges.length === 0) return [];
  const step = time.intervalSeconds;
  const day = time.windowIntervals.DAY * step;
  const { rows } = await client.query<LookRow>({
    ...LOOK,
    values: [
      ranges.map(({ operator }) => operator),
      // The rolling day of the first one that is judged.
      ranges.map(({ start }) => start + step - day),
      ranges.map(({ start }) => start),
      ranges.map(({ end }) => end),
    ],
  });
  const looks = new Map(rows.map((row) => [row.operator, row]));
  const lookOf = (operator: string) => looks.get(operator) ?? ALL_IN_TIME;
  // Where nothing at all is known nothing is judged, as when a past is sent at once.
  const isUnknown = ({ operator, start, end }: ClosedRange) => lookOf(operator).unknown >= (end - start) / step;
  const hourOf = ({ start }: ClosedRange) => start + step - time.windowIntervals.HOUR * step;
  const lateSince = (since: (range: ClosedRange) => number) =>
    ranges.filter((range) => !isUnknown(range) && (lookOf(range.operator).lastLate ?? 0) >= since(range));
  const days = await loadDays(
    client,
    lateSince(({ start }) => start + step - day),
    { step, day },
  );
  const hours = await loadHours(client, lateSince(hourOf), hourOf);
  return ranges.map((range) => {
    if (isUnknown(range)) return NOTHING_KNOWN;
    const { operator } = range;
    return {
      ...intervalsOf(hours.get(operator), lookOf(operator)),
      successes: successesWithout(days.get(operator) ?? []),
    };
  });
}

const NOTHING_KNOWN: KnownSums = {
  isOutage: () => UNKNOWN.outage,
  sums: () => UNKNOWN.totals,
  successes: () => UNKNOWN.totals,
};

/** @param hour where the first rolling hour of a range begins */
async function loadHours(
  client: pg.ClientBase,
  ranges: readonly ClosedRange[],
  hour: (range: ClosedRange) => number,
): Promise<ReadonlyMap<string, readonly HoursRow[]>> {
  if (ranges.length === 0) return new Map();
  const { rows } = await client.query<HoursRow>({
    ...HOURS,
    values: [ranges.map(({ operator }) => operator), ranges.map(hour), ranges.map(({ end }) => end)],
  });
  return byOperator(rows);
}

async function loadDays(
  client: pg.ClientBase,
  ranges: readonly ClosedRange[],
  { step, day }: { readonly step: number; readonly day: number },
): Promise<ReadonlyMap<string, readonly DaysRow[]>> {
  if (ranges.length === 0) return new Map();
  const { rows } = await client.query<DaysRow>({
    ...DAYS,
    values: [
      ranges.map(({ operator }) => operator),
      ranges.map(({ start }) => start + step - day),
      // From where the last one's day begins to where the first one does: in the days of all.
      ranges.map(({ start, end }) => Math.min(start, end - day)),
      ranges.map(({ start }) => start),
      ranges.map(({ end }) => end),
    ],
  });
  return byOperator(rows);
}

function byOperator<Row extends Place>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const own = found.get(row.operator);
    if (own === undefined) found.set(row.operator, [row]);
    else own.push(row);
  }
  return found;
}

/** @param hours undefined if nothing in them came late */
function intervalsOf(
  hours: readonly HoursRow[] | undefined,
  { outages }: Pick<LookRow, "outages">,
): Pick<KnownSums, "isOutage" | "sums"> {
  if (hours === undefined) return { isOutage: (at) => outages.includes(at), sums: (_range, received) => received };
  const intervals = new Map<number, JudgedTotals>();
  for (const row of hours) {
    const known = row.atClose === null ? { totals: totalsOfRow(row), outage: row.outage } : judgedTotalsOf(row.atClose);
    intervals.set(row.at, known);
  }
  const within = ({ start, end }: Range) => [...intervals].filter(([at]) => at >= start && at < end);
  return {
    isOutage: (at) => intervals.get(at)?.outage ?? false,
    sums: (range) => addTotals(within(range).map(([, { totals }]) => totals)),
  };
}

function successesWithout(days: readonly DaysRow[]): KnownSums["successes"] {
  return ({ start, end }, received) => {
    const late = days.filter(({ at }) => at >= start && at < end);
    const sum = (key: "requests" | "successes") => received[key] - late.reduce((total, row) => total + row[key], 0);
    return { requests: sum("requests"), successes: sum("successes") };
  };
}
