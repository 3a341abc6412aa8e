/**
 * What is known now of intervals of which something came late. A slash needs several independent reporters, and so does what
 * takes it back: one that was bribed, or the operator itself, could else make up a region, or revise what it said.
 */
import { setImmediate as breathe } from "node:timers/promises";
import type pg from "pg";
import { type SampleRow, samplesWhere } from "../db/metric-samples.ts";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { Consensus } from "../domain/consensus.ts";
import type { Policy } from "../domain/policy.ts";
import { closesAt, type Range } from "../domain/window.ts";
import { consensusByPlace } from "./sums.ts";

type Client = pg.Pool | pg.ClientBase;

/** Starts of the intervals of which something came after they had closed: usually none. */
export async function loadLate(client: Client, operator: string, { start, end }: Range): Promise<number[]> {
  const { rows } = await client.query<{ at: number }>({
    name: "din_came_late",
    text: `select at from ${API_SCHEMA}.metric_minute
           where operator = $1 and at >= $2::bigint and at < $3::bigint and at_close is not null order by at`,
    values: [operator, start, end],
    types: columnTypes,
  });
  return rows.map(({ at }) => at);
}

/** What came in time; and late words on a service in a region, where so many independent reporters have sent some. */
const CORROBORATED = {
  name: "din_samples_corroborated",
  text: samplesWhere(`(s.received_at < s.at + $3::bigint or (s.weight > 0 and $4 <= (
      select count(distinct l.reporter) from ${API_SCHEMA}.metric_sample as l
      where l.operator = s.operator and l.at = s.at and l.service = s.service and l.region = s.region
        and l.weight > 0 and l.received_at >= l.at + $3::bigint)))`),
  types: columnTypes,
};

/** Intervals whose samples are held at once: of each there may be a hundred kilobytes. */
const AT_ONCE = 100;

/**
 * The consensus of these intervals by all that was received in time, or late by enough. Those of which nothing like that is
 * there (any more) are left out.
 */
export async function loadCorroborated(
  client: Client,
  operator: string,
  starts: readonly number[],
  rules: Policy,
): Promise<ReadonlyMap<number, Consensus>> {
  const found = new Map<number, Consensus>();
  for (let first = 0; first < starts.length; first += AT_ONCE) {
    const some = starts.slice(first, first + AT_ONCE);
    const { rows } = await client.query<SampleRow>({
      ...CORROBORATED,
      values: [some.map(() => operator), some, closesAt(0, rules.time), rules.confidence.reporters],
    });
    for (const { at, ...consensus } of consensusByPlace(rows, rules).values()) found.set(at, consensus);
    await breathe();
  }
  return found;
}
