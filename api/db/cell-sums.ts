/**
 * Sums by service and region: rows of `cell_hour` and `cell_day`, and which hours of whom have to be summed (again). They
 * are what `metric_hour` and `metric_day` are, of what others than the operator have measured.
 */
import type pg from "pg";
import type { Totals } from "../domain/measurement.ts";
import type { TimePolicy } from "../domain/policy.ts";
import { dayStart, hourStart, type Range } from "../domain/window.ts";
import { keyOfPlace, type Place } from "./metric-samples.ts";
import {
  piecesOf,
  type SumColumns,
  stepsOf,
  sumColumns,
  totalsOf,
  VALUES,
  valueArrays,
  valuesOf,
} from "./metric-sums.ts";
import { columnTypes } from "./rows.ts";
import { API_SCHEMA } from "./schema.ts";

type CellLevel = "hour" | "day";

/** What others have measured of a service in a region; empty text is all of them. */
export interface CellTotals {
  readonly service: string;
  readonly region: string;
  readonly totals: Totals;
}

/** Notes that the hours in which these intervals lie have to be summed, and the last hour of each day, with which the day is. */
export async function noteCells(
  client: pg.ClientBase,
  touched: ReadonlyMap<string, readonly number[]>,
  time: TimePolicy,
): Promise<void> {
  const [hour, day] = [time.hourIntervals * time.intervalSeconds, time.dayIntervals * time.intervalSeconds];
  const due = new Map<string, Place>();
  for (const [operator, starts] of touched) {
    for (const start of starts) {
      for (const at of [hourStart(start, time), dayStart(start, time) + day - hour]) {
        due.set(keyOfPlace({ operator, at }), { operator, at });
      }
    }
  }
  if (due.size === 0) return;
  await client.query({
    name: "din_note_cells",
    text: `insert into ${API_SCHEMA}.cell_due (operator, at) select * from unnest($1::text[], $2::bigint[])
           on conflict do nothing`,
    values: columnsOf([...due.values()]),
  });
}

/** Takes some of the hours that are due and start before a moment, the oldest first. Reads that come after it see all that they were noted for. */
export async function takeDueCells(client: pg.ClientBase, before: number, limit: number): Promise<Place[]> {
  const { rows } = await client.query<Place>({
    name: "din_take_cells",
    text: `delete from ${API_SCHEMA}.cell_due where (at, operator) in (
             select at, operator from ${API_SCHEMA}.cell_due where at < $1::bigint order by at, operator limit $2::integer)
           returning operator, at`,
    values: [before, limit],
    types: columnTypes,
  });
  return rows;
}

const columnsOf = (places: readonly Place[]) => [places.map(({ operator }) => operator), places.map(({ at }) => at)];

/** Puts cells in the place of all that was there of an operator's hour or day: one may be gone, such as its own word alone. */
export async function saveCells(
  client: pg.ClientBase,
  level: CellLevel,
  { operator, at }: Place,
  cells: readonly CellTotals[],
): Promise<void> {
  const table = `${API_SCHEMA}.cell_${level}`;
  await client.query({
    name: `din_drop_cells_${level}`,
    text: `delete from ${table} where operator = $1 and at = $2::bigint`,
    values: [operator, at],
  });
  if (cells.length === 0) return;
  await client.query({
    name: `din_save_cells_${level}`,
    text: `insert into ${table} (operator, at, service, region, ${VALUES.join(", ")})
           select $1, $2::bigint, * from unnest($3::text[], $4::text[], ${valueArrays(5)})`,
    values: [
      ...[operator, at, cells.map(({ service }) => service), cells.map(({ region }) => region)],
      ...valuesOf(cells.map(({ totals }) => totals)),
    ],
  });
}

interface CellRow extends SumColumns {
  readonly index: number;
  readonly service: string;
  readonly region: string;
}

/** A range of an operator, from `start` to before `end`, both Unix seconds and starts of hours. */
export interface CellRequest extends Range {
  readonly operator: string;
}

const sumsOf = (level: CellLevel, parameter: number) => `
  select piece.index, sums.*
  from unnest($${parameter}::integer[], $${parameter + 1}::text[], $${parameter + 2}::bigint[], $${parameter + 3}::bigint[])
    as piece (index, operator, "from", "to")
  cross join lateral (
    select service, region, ${sumColumns("true")}
    from ${API_SCHEMA}.cell_${level} as c
    where c.operator = piece.operator and c.at >= piece."from" and c.at < piece."to"
    group by service, region
  ) as sums`;

const SUMS = {
  name: "din_cell_sums",
  text: `${sumsOf("day", 1)} union all ${sumsOf("hour", 5)}`,
  types: columnTypes,
};

/** The cells of each range, in the order of the requests: one statement for all. Days have to have closed. */
export function loadCells(
  client: pg.ClientBase,
  requests: readonly CellRequest[],
  time: TimePolicy,
): Promise<CellTotals[][]> {
  const [day, hour] = stepsOf(time);
  const steps = [day, hour].filter((step) => step !== undefined);
  return sumPieces(
    client,
    requests.flatMap(({ operator, ...range }, index) =>
      [...piecesOf(range, steps)].map((piece) => ({ ...piece, index, operator })),
    ),
    requests.length,
  );
}

/** As `loadCells`, from hours alone: how days are made. */
export function loadCellsOfHours(client: pg.ClientBase, requests: readonly CellRequest[]): Promise<CellTotals[][]> {
  return sumPieces(
    client,
    requests.map((request, index) => ({ ...request, level: "hour", index })),
    requests.length,
  );
}

async function sumPieces(
  client: pg.ClientBase,
  pieces: readonly (CellRequest & { readonly level: string; readonly index: number })[],
  requests: number,
): Promise<CellTotals[][]> {
  const found = Array.from({ length: requests }, () => new Map<string, CellRow[]>());
  const values = ["day", "hour"].flatMap((level) => {
    const own = pieces.filter((piece) => piece.level === level);
    return [
      own.map(({ index }) => index),
      own.map(({ operator }) => operator),
      own.map(({ start }) => start),
      own.map(({ end }) => end),
    ];
  });
  const { rows } = await client.query<CellRow>({ ...SUMS, values });
  for (const row of rows) {
    const key = JSON.stringify([row.service, row.region]);
    const cells = found[row.index];
    const parts = cells?.get(key);
    if (parts === undefined) cells?.set(key, [row]);
    else parts.push(row);
  }
  return found.map((cells) => [...cells.values()].flatMap(cellOf));
}

function cellOf(rows: readonly CellRow[]): CellTotals[] {
  const [first] = rows;
  return first === undefined ? [] : [{ service: first.service, region: first.region, totals: totalsOf(rows) }];
}
