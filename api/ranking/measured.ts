/** What was measured of all operators up to a snapshot: by service and region, over a day, a week and a month. */
import type pg from "pg";
import type { Policy } from "../domain/policy.ts";
import type { Medians } from "../domain/ranking.ts";

/** A snapshot that is being made. */
export interface SnapshotKey {
  readonly id: number;
  /** Unix seconds. */
  readonly at: number;
}

/**
 * Writes the rows of `measured_standing`. Each statement of it may be a transaction of its own: nobody reads them before
 * the row of the snapshot is there. What is there of it already is replaced.
 *
 * @param operators lowercase addresses
 */
export async function writeMeasured(
  _client: pg.ClientBase,
  _snapshot: SnapshotKey,
  _operators: readonly string[],
  _policy: Policy,
): Promise<void> {}

export type MeasuredMedians = Pick<Medians, "successPpm" | "p95Micros" | "uptimePpm">;

/** Of the day, over all services, of those with a rank: to be asked when the snapshot's standings and this are written. */
export async function loadMeasuredMedians(_client: pg.ClientBase, _snapshot: number): Promise<MeasuredMedians> {
  return { successPpm: null, p95Micros: null, uptimePpm: null };
}
