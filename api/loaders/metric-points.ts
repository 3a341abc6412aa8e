/** Stored sums of operators, bucket by bucket. */
import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import { totalsOfRow } from "../db/metric-sums.ts";
import type { Database } from "../db/pool.ts";
import { columnsOf, selectRows } from "../db/rows.ts";
import { metricDay, metricHour, metricMinute } from "../db/schema.ts";
import type { Totals } from "../domain/measurement.ts";
import type { TimePolicy } from "../domain/policy.ts";
import { alignedRange, bucketSeconds, keptSince, type Resolution, type Retention } from "../domain/resolution.ts";
import type { Range } from "../domain/window.ts";
import { RequestError } from "./errors.ts";
import { groupBy } from "./group.ts";

/** A day of minutes, with room to spare. */
export const MAX_POINTS = 1_500;

export interface BucketsRequest {
  readonly operator: string;
  /** Whole buckets. */
  readonly range: Range;
  readonly resolution: Resolution;
}

export interface Bucket {
  /** Its start, Unix seconds. */
  readonly at: number;
  readonly totals: Totals;
}

export interface RangeArgs {
  /** Unix seconds. */
  readonly from: number;
  readonly to: number;
  readonly resolution: Resolution;
}

/**
 * The whole buckets that are asked for, and how many they are.
 *
 * @throws RequestError INVALID_RANGE, TOO_MANY_POINTS
 */
export function parseRange({ from, to, resolution }: RangeArgs, time: TimePolicy): { range: Range; points: number } {
  if (from >= to) throw new RequestError("INVALID_RANGE", "`from` must be before `to`.", { argument: "from" });
  const range = alignedRange({ start: from, end: to }, resolution, time);
  const points = (range.end - range.start) / bucketSeconds(resolution, time);
  if (points > MAX_POINTS) {
    throw new RequestError(
      "TOO_MANY_POINTS",
      `From \`from\` to \`to\` there are ${points} points of this resolution, more than ${MAX_POINTS}: ask for less time or a coarser one.`,
      { argument: "resolution", points, maximum: MAX_POINTS },
    );
  }
  return { range, points };
}

/** @throws RequestError RANGE_NOT_KEPT if a range begins before its buckets are kept */
export function refuseForgotten(range: Range, resolution: Resolution, now: number, retention: Retention): void {
  const oldest = keptSince(resolution, now, retention);
  if (oldest === null || range.start >= oldest) return;
  const since = new Date(oldest * 1_000).toISOString();
  throw new RequestError(
    "RANGE_NOT_KEPT",
    `Points of this resolution are kept since ${since}; \`from\` is before that. Ask for a coarser one.`,
    { argument: "from", keptSince: since },
  );
}

/** What is stored of a range, oldest first; buckets without a measurement are left out. One statement for each range. */
export function createBucketsLoader(db: Database): DataLoader<BucketsRequest, readonly Bucket[], string> {
  return new DataLoader(
    async (requests) => {
      const groups = [...groupBy(requests, rangeKey).values()];
      const found = new Map((await Promise.all(groups.map((group) => loadGroup(db, group)))).flat());
      return requests.map((request) => found.get(cacheKey(request)) ?? []);
    },
    { cacheKeyFn: cacheKey },
  );
}

const TABLES = { MINUTE: metricMinute, HOUR: metricHour, DAY: metricDay } as const;

type TotalsRow = typeof metricHour.$inferSelect;

async function loadGroup(
  db: Database,
  group: readonly BucketsRequest[],
): Promise<readonly (readonly [string, readonly Bucket[]])[]> {
  const [sample] = group;
  if (sample === undefined) return [];
  const table = TABLES[sample.resolution];
  const { start, end } = sample.range;
  const operators = sql.param(group.map(({ operator }) => operator));
  const rows = await selectRows<TotalsRow>(
    db,
    sql`select ${columnsOf(table)} from ${table}
      where ${table.operator} = any(${operators}::text[]) and ${table.at} >= ${start} and ${table.at} < ${end}
      order by ${table.at}`,
  );
  const byOperator = groupBy(rows, ({ operator }) => operator);
  return group.map((request) => [
    cacheKey(request),
    (byOperator.get(request.operator) ?? []).map((row) => ({ at: row.at, totals: totalsOfRow(row) })),
  ]);
}

function rangeKey({ range, resolution }: BucketsRequest): string {
  return `${resolution} ${range.start} ${range.end}`;
}

function cacheKey(request: BucketsRequest): string {
  return `${request.operator} ${rangeKey(request)}`;
}
