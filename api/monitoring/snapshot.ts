/** The network at the end of each hour: what its change over a day or a week is told from. */
import type pg from "pg";
import { API_SCHEMA } from "../db/schema.ts";
import type { TimePolicy } from "../domain/policy.ts";
import { hourStart } from "../domain/window.ts";

const SNAPSHOT = `${API_SCHEMA}.network_snapshot`;

const EXISTS = `select from ${SNAPSHOT} where at = $1`;

/** The first of several processes writes it. */
const TAKE = `
  insert into ${SNAPSHOT} (at, operators, active_operators, slashed_operators, active_stake, slashed_value, average_score)
  select $1, count(*), count(*) filter (where status = 'ACTIVE'), count(*) filter (where status = 'SLASHED'),
    coalesce(sum(stake_value), 0), coalesce(sum(slashed_value), 0), round(avg(score))
  from ${API_SCHEMA}.operator_sort
  on conflict (at) do nothing`;

/**
 * Takes the snapshot of the hour that has ended last, unless it is there or that is too long ago: what was not seen then
 * is not made up later.
 *
 * @param now Unix seconds
 * @returns the end of the hour, Unix seconds; null if there was nothing to take
 */
export async function takeSnapshot(client: pg.Pool, now: number, time: TimePolicy): Promise<number | null> {
  const at = hourStart(now, time);
  if (now - at > time.closeAfterIntervals * time.intervalSeconds) return null;
  const { rows } = await client.query(EXISTS, [at]);
  if (rows.length > 0) return null;
  const { rowCount } = await client.query(TAKE, [at]);
  return rowCount === 1 ? at : null;
}
