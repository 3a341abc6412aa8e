/**
 * What was measured of each service in each region, by the hour and the day: what rankings of them are made of. An hour is
 * summed once it has closed, from all its samples; what comes later has it summed anew.
 */
import type pg from "pg";
import type { Policy } from "../domain/policy.ts";

export interface CellOptions {
  readonly policy: Policy;
  /** Unix seconds, wall clock. */
  readonly now: number;
  /** Since when samples are kept, Unix seconds. */
  readonly keptSince: number;
}

/**
 * Sums some of the hours that are due, in a transaction of its own: to be called until nothing is left.
 *
 * @returns whether there may be more
 */
export async function sumCells(_client: pg.ClientBase, _options: CellOptions): Promise<boolean> {
  return false;
}
