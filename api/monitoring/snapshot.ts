/** The network at the end of each hour: what its change over a day or a week is told from. */
import type pg from "pg";
import { NETWORK_KNOWN } from "../db/network-known.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { TimePolicy } from "../domain/policy.ts";
import { hourStart } from "../domain/window.ts";

const SNAPSHOT = `${API_SCHEMA}.network_snapshot`;

const EXISTS = `select from ${SNAPSHOT} where at = $1`;

/** The first of several processes writes it; nobody does while the network is not known: that is not an empty one. */
const TAKE = `
  insert into ${SNAPSHOT} (at, operators, active_operators, slashed_operators, active_stake, slashed_value, average_score)
  select $1, count(*), count(*) filter (where status = 'ACTIVE'), count(*) filter (where status = 'SLASHED'),
    coalesce(sum(stake_value), 0), coalesce(sum(slashed_value), 0), round(avg(score))
  from ${API_SCHEMA}.operator_sort
  having exists (${NETWORK_KNOWN})
  on conflict (at) do nothing`;

/**
 * Takes the snapshot of the hour that has ended last, unless it is there or that is too long ago: what was not seen then
 * is not made up later.
 *
 * @param now Unix seconds
 * @returns whether nothing is left to do for that hour; otherwise it is to be tried again
 */
export async function takeSnapshot(client: pg.Pool | pg.ClientBase, now: number, time: TimePolicy): Promise<boolean> {
  const at = hourStart(now, time);
  if (now - at > time.closeAfterIntervals * time.intervalSeconds) return true;
  const { rows } = await client.query(EXISTS, [at]);
  if (rows.length > 0) return true;
  const { rowCount } = await client.query(TAKE, [at]);
  return rowCount === 1;
}
