/** What reporters sent of operators, as it counts: of each key the highest revision. */
import { and, sql } from "drizzle-orm";
import { columnsOf } from "../db/rows.ts";
import { metricSample } from "../db/schema.ts";
import type { TimePolicy } from "../domain/policy.ts";
import type { Retention } from "../domain/resolution.ts";
import { intervalStart, type Range } from "../domain/window.ts";
import { RequestError } from "./errors.ts";
import { refuseForgotten } from "./metric-points.ts";
import type { NestedTableList } from "./table-list.ts";

export type SampleRow = typeof metricSample.$inferSelect;

export interface SampleFilter {
  readonly service?: string | undefined;
  readonly region?: string | undefined;
  readonly reporter?: string | undefined;
  /** Of intervals that begin in it. The table is partitioned by that: without a range all of it would be read. */
  readonly range: Range;
}

/** An operator's samples, newest first: those of one interval by service, region and reporter. */
export const samples: NestedTableList<SampleRow, SampleFilter> = {
  name: "samples",
  table: metricSample,
  columns: columnsOf(metricSample),
  sort: [
    { column: metricSample.at, type: "bigint", of: (row) => String(row.at) },
    { column: metricSample.service, type: "text", of: (row) => row.service },
    { column: metricSample.region, type: "text", of: (row) => row.region },
  ],
  // The highest revision of a key is one.
  id: metricSample.reporter,
  idType: "text",
  idOf: (row) => row.reporter,
  parent: metricSample.operator,
  parentOf: (row) => row.operator,
  filter: ({ service, region, reporter, range }) =>
    and(
      sql`${metricSample.at} >= ${range.start} and ${metricSample.at} < ${range.end}`,
      service === undefined ? undefined : sql`${metricSample.service} = ${service}`,
      region === undefined ? undefined : sql`${metricSample.region} = ${region}`,
      reporter === undefined ? undefined : sql`${metricSample.reporter} = ${reporter}`,
      NOT_REVISED,
    ),
};

/** By the table's key, one look for each sample. */
const NOT_REVISED = sql`not exists (
  select from ${metricSample} as newer
  where newer.operator = ${metricSample.operator} and newer.at = ${metricSample.at} and newer.service = ${metricSample.service}
    and newer.region = ${metricSample.region} and newer.reporter = ${metricSample.reporter}
    and newer.revision > ${metricSample.revision})`;

interface Asked {
  /** Unix seconds. */
  readonly from?: number | null | undefined;
  readonly to?: number | null | undefined;
}

/**
 * The time that is asked for, in whole intervals; without `from` a day up to `to`, without `to` all that may have come.
 *
 * @param now Unix seconds
 * @throws RequestError INVALID_RANGE, RANGE_NOT_KEPT
 */
export function sampleRange({ from, to }: Asked, now: number, time: TimePolicy, retention: Retention): Range {
  const { intervalSeconds, dayIntervals, maxFutureIntervals } = time;
  const end = to ?? now + (maxFutureIntervals + 1) * intervalSeconds;
  // What was asked for by nobody is not refused because it is not kept any more.
  if (from === null || from === undefined) {
    return { start: intervalStart(Math.min(end, now) - dayIntervals * intervalSeconds, time), end };
  }
  if (from >= end) throw new RequestError("INVALID_RANGE", "`from` must be before `to`.", { argument: "from" });
  const range = { start: intervalStart(from, time), end };
  refuseForgotten(range, "MINUTE", now, retention);
  return range;
}
