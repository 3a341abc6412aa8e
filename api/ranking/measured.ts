/** What others have measured of all operators up to a snapshot: by service and region, over a day, a week and a month. */
import type pg from "pg";
import { loadCells } from "../db/cell-sums.ts";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { Policy } from "../domain/policy.ts";
import {
  type MeasuredFigures,
  type Medians,
  measuredFigures,
  measuredRange,
  RANKING_RANGES,
  type RankingRange,
} from "../domain/ranking.ts";

/** A snapshot that is being made. */
export interface SnapshotKey {
  readonly id: number;
  /** Unix seconds. */
  readonly at: number;
}

/**
 * Writes the rows of `measured_standing`. Each statement of it may be a transaction of its own: nobody reads them before
 * the row of the snapshot is there. What is there of it already is replaced. Cells have to be summed up to `at` before.
 *
 * One operator after the other: it may be a month by the day, with latencies, of all services and regions, and while they
 * are added up this process answers nobody.
 *
 * @param operators lowercase addresses
 */
export async function writeMeasured(
  client: pg.ClientBase,
  snapshot: SnapshotKey,
  operators: readonly string[],
  policy: Policy,
): Promise<void> {
  await client.query(`delete from ${API_SCHEMA}.measured_standing where snapshot = $1::bigint`, [snapshot.id]);
  for (const operator of operators) {
    await insert(client, snapshot.id, await measure(client, operator, snapshot.at, policy));
  }
}

interface MeasuredRow extends MeasuredFigures {
  readonly operator: string;
  readonly service: string;
  readonly region: string;
  readonly range: RankingRange;
}

async function measure(client: pg.ClientBase, operator: string, at: number, policy: Policy): Promise<MeasuredRow[]> {
  const requests = RANKING_RANGES.map((range) => ({ operator, range, ...measuredRange(range, at, policy.time) }));
  const cells = await loadCells(client, requests, policy.time);
  return requests.flatMap(({ range, start, end }, index) => {
    return (cells[index] ?? []).flatMap(({ service, region, totals }) => {
      const figures = measuredFigures(totals, { start, end }, policy);
      return figures === null ? [] : [{ operator, service, region, range, ...figures }];
    });
  });
}

interface Column {
  readonly name: string;
  readonly type: "text" | "integer" | "bigint";
  readonly of: (row: MeasuredRow) => string | number | null;
}

const COLUMNS: readonly Column[] = [
  { name: "service", type: "text", of: (row) => row.service },
  { name: "region", type: "text", of: (row) => row.region },
  { name: "range", type: "text", of: (row) => row.range },
  { name: "operator", type: "text", of: (row) => row.operator },
  { name: "requests", type: "bigint", of: (row) => row.requests },
  { name: "success_ppm", type: "integer", of: (row) => row.successPpm },
  { name: "p95_micros", type: "bigint", of: (row) => row.p95Micros },
  { name: "uptime_ppm", type: "integer", of: (row) => row.uptimePpm },
  { name: "coverage_bps", type: "integer", of: (row) => row.coverageBps },
  { name: "confidence", type: "text", of: (row) => row.confidence },
];

const INSERT = `
  insert into ${API_SCHEMA}.measured_standing (snapshot, ${COLUMNS.map(({ name }) => name).join(", ")})
  select $1::bigint, * from unnest(${COLUMNS.map(({ type }, index) => `$${index + 2}::${type}[]`).join(", ")})`;

async function insert(client: pg.ClientBase, snapshot: number, rows: readonly MeasuredRow[]): Promise<void> {
  if (rows.length === 0) return;
  const values = [snapshot, ...COLUMNS.map(({ of }) => rows.map(of))];
  await client.query({ name: "din_save_measured", text: INSERT, values });
}

export type MeasuredMedians = Pick<Medians, "successPpm" | "p95Micros" | "uptimePpm">;

/**
 * Of the day, over all services, of those with a rank: to be asked once the snapshot's standings and this are written. The
 * lower one of two.
 */
export async function loadMeasuredMedians(client: pg.ClientBase, snapshot: number): Promise<MeasuredMedians> {
  const { rows } = await client.query<MeasuredMedians>({
    text: `
      select percentile_disc(0.5) within group (order by m.success_ppm) as "successPpm",
        percentile_disc(0.5) within group (order by m.p95_micros) as "p95Micros",
        percentile_disc(0.5) within group (order by m.uptime_ppm) as "uptimePpm"
      from ${API_SCHEMA}.standing as s
      join ${API_SCHEMA}.measured_standing as m on m.snapshot = s.snapshot and m.operator = s.operator
        and m.service = '' and m.region = '' and m.range = 'DAY'
      where s.snapshot = $1::bigint and s.rank is not null`,
    values: [snapshot],
    types: columnTypes,
  });
  return rows[0] ?? { successPpm: null, p95Micros: null, uptimePpm: null };
}
