/**
 * What others than the operator have measured of each service in each region, by the hour and the day: what rankings are
 * made of. An hour is summed once it has closed, from all its samples; what comes later has it summed anew. By the same
 * consensus as everything else, but for an operator's own word: alone it is shown elsewhere, and nobody wins by it.
 */
import type pg from "pg";
import { type CellTotals, loadCellsOfHours, saveCells, takeDueCells } from "../db/cell-sums.ts";
import { LOCKS } from "../db/locks.ts";
import {
  intervalsOf,
  keyOfPlace,
  type Place,
  type RegionCell,
  type SampleRow,
  samplesWhere,
} from "../db/metric-samples.ts";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { consensusOfCell, isWitnessed, sideBySide } from "../domain/consensus.ts";
import type { Totals } from "../domain/measurement.ts";
import type { Policy, TimePolicy } from "../domain/policy.ts";
import { measuredRange, measuredUntil } from "../domain/ranking.ts";
import { addTotals } from "../domain/totals.ts";
import { dayStart } from "../domain/window.ts";

export interface CellOptions {
  readonly policy: Policy;
  /** Unix seconds, wall clock. */
  readonly now: number;
  /** Since when samples are kept, Unix seconds. */
  readonly keptSince: number;
}

/**
 * Hours of operators in one transaction: an evaluator that notes one of them waits for its end, and gives up after two
 * seconds. A tenth of a second for each, with thousands of samples.
 */
const BATCH = 5;

/**
 * Sums some of the hours that are due, in a transaction of its own; where none is, drops some cells that are not kept any
 * more. To be called until nothing is left; then all that had closed by `now` is summed, unless another process is at it.
 *
 * @returns whether there may be more
 * @throws whatever kept it from it; then nothing was changed, unless the connection broke during the commit
 */
export async function sumCells(client: pg.ClientBase, options: CellOptions): Promise<boolean> {
  // Each statement reads what was committed before it: the samples of all that is taken.
  await client.query("begin isolation level read committed");
  try {
    const more = await sumBatch(client, options);
    await client.query("commit");
    return more;
  } catch (error) {
    // Fails where the connection is gone; the first error says so already.
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

async function sumBatch(client: pg.ClientBase, { policy, now, keptSince }: CellOptions): Promise<boolean> {
  // Two at once would each sum a day without the other's hours.
  const { rows } = await client.query<{ locked: boolean }>("select pg_try_advisory_xact_lock($1) as locked", [
    LOCKS.cells,
  ]);
  if (rows[0]?.locked !== true) return false;
  const { time } = policy;
  const until = measuredUntil(now, time);
  const due = await takeDueCells(client, until, BATCH);
  // One whose samples may be dropped already would be wrong, computed from what is left.
  const hours = due.filter(({ at }) => at >= keptSince);
  for (const hour of hours) await saveCells(client, "hour", hour, await cellsOfHour(client, hour, policy));
  await sumDays(client, daysOf(hours, until, time), time);
  if (due.length > 0) return true;
  const kept = keptFrom(now, time);
  return (await dropSome(client, "hour", kept)) || (await dropSome(client, "day", kept));
}

const SAMPLES = {
  name: "din_samples_between",
  text: samplesWhere("true", "s.at >= place.at and s.at < place.at + $3::bigint"),
  types: columnTypes,
};

async function cellsOfHour(client: pg.ClientBase, { operator, at }: Place, policy: Policy): Promise<CellTotals[]> {
  const { hourIntervals, intervalSeconds } = policy.time;
  const values = [[operator], [at], hourIntervals * intervalSeconds];
  const { rows } = await client.query<SampleRow>({ ...SAMPLES, values });
  const intervals = [...intervalsOf(rows).values()];
  return together(
    intervals.flatMap((interval) => cellsOfInterval(interval.cells, policy)),
    addTotals,
  );
}

/** Each cell of an interval that others have measured, and what those of a service, of a region and all come to together. */
function cellsOfInterval(cells: readonly RegionCell[], policy: Policy): CellTotals[] {
  const places = cells.filter(isWitnessed).flatMap(({ service, region, reports }) => {
    const { totals } = consensusOfCell(reports, policy);
    return [
      { service, region, totals },
      { service, region: "", totals },
      { service: "", region, totals },
      { service: "", region: "", totals },
    ];
  });
  return together(places, sideBySide);
}

/** Those of the same service and region as one. */
function together(cells: readonly CellTotals[], sum: (totals: readonly Totals[]) => Totals): CellTotals[] {
  const groups = new Map<string, CellTotals[]>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.service, cell.region]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cell]);
    else group.push(cell);
  }
  return [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map(({ service, region }) => ({
      ...{ service, region, totals: sum(group.map(({ totals }) => totals)) },
    })),
  );
}

/**
 * The days of these hours that have closed. One that has not is summed with its last hour, which is due; one that has, with
 * each of its hours: who notes one beside a last hour that is due already, and is taken meanwhile, notes no other.
 */
function daysOf(hours: readonly Place[], until: number, time: TimePolicy): Place[] {
  const seconds = time.dayIntervals * time.intervalSeconds;
  const days = hours.map(({ operator, at }) => ({ operator, at: dayStart(at, time) }));
  const closed = days.filter(({ at }) => at + seconds <= until);
  return [...new Map(closed.map((day) => [keyOfPlace(day), day])).values()];
}

async function sumDays(client: pg.ClientBase, days: readonly Place[], time: TimePolicy): Promise<void> {
  if (days.length === 0) return;
  const seconds = time.dayIntervals * time.intervalSeconds;
  const sums = await loadCellsOfHours(
    client,
    days.map(({ operator, at }) => ({ operator, start: at, end: at + seconds })),
  );
  for (const [index, { operator, at }] of days.entries()) {
    await saveCells(client, "day", { operator, at }, sums[index] ?? []);
  }
}

/** Days longer than the longest range that cells are kept. */
const SPARE_DAYS = 10;

/** Cells dropped in one transaction. */
const DROPPED = 5_000;

/** Whether there may be more of them. */
async function dropSome(client: pg.ClientBase, level: "hour" | "day", before: number): Promise<boolean> {
  const table = `${API_SCHEMA}.cell_${level}`;
  const { rowCount } = await client.query(
    `delete from ${table} where ctid in (select ctid from ${table} where at < $1::bigint order by at limit $2::integer)`,
    [before, DROPPED],
  );
  return rowCount === DROPPED;
}

/** Before that no range needs a cell. */
function keptFrom(now: number, time: TimePolicy): number {
  return measuredRange("MONTH", now, time).start - SPARE_DAYS * time.dayIntervals * time.intervalSeconds;
}
