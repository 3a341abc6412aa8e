/** How a metric is spread over the network: one statement, from the newest snapshot. */
import type { Database } from "../db/pool.ts";
import { bucketBounds } from "../domain/ranking.ts";
import {
  type BoardRequest,
  boardStatements,
  boardValues,
  type ChosenColumns,
  IS_SERVICE,
  snapshotOf,
} from "./board.ts";
import { RequestError } from "./errors.ts";
import type { SnapshotRow } from "./ranking-snapshot.ts";

export const MAX_BUCKETS = 50;

/** All values are integers in the unit of the metric's column: see `BoardRequest`. */
export interface Distribution {
  readonly request: BoardRequest;
  /** Null if there is none yet. */
  readonly snapshot: SnapshotRow | null;
  /** How many have a value, and how many of those that take part have none. */
  readonly count: number;
  readonly unknown: number;
  /** Null if nobody has a value. */
  readonly figures: Figures | null;
  /** Ascending, without a gap; empty if nobody has a value. */
  readonly buckets: readonly ValueBucket[];
}

interface Figures {
  readonly min: bigint;
  readonly max: bigint;
  /** The lower one of two. */
  readonly median: bigint;
  readonly sum: bigint;
}

export interface ValueBucket {
  readonly from: bigint;
  /** Not in it, but of the last one. */
  readonly to: bigint;
  readonly count: number;
  /** ETH value of their active stake, wei. */
  readonly stake: bigint;
}

type Row = ChosenColumns & {
  readonly count: number;
  readonly unknown: number;
  readonly min: bigint | null;
  readonly max: bigint | null;
  readonly median: bigint | null;
  readonly sum: bigint | null;
  readonly buckets: number | null;
  /** Those with anybody in them. */
  readonly filled: readonly { readonly index: number; readonly count: number; readonly stake: string }[];
};

/** Of equal width: value v is in bucket (v - min) x buckets / (max - min), rounded down, and the largest in the last one. */
const distributionOf = boardStatements(
  "din_distribution",
  `figure as (
    select count(value) as count, count(*) filter (where value is null) as unknown, min(value) as min, max(value) as max,
      percentile_disc(0.5) within group (order by value) as median, sum(value) as sum,
      least($6::integer, greatest(max(value) - min(value), 1))::integer as buckets
    from entrant
  ),
  filled as (
    select least(div((value - min) * buckets, greatest(max - min, 1)), buckets - 1)::integer as index, count(*) as count,
      sum(entrant.stake)::text as stake
    from entrant cross join figure where value is not null group by 1
  )
  select chosen.*, ${IS_SERVICE}, figure.*, (select coalesce(jsonb_agg(filled), '[]') from filled) as filled
  from figure left join chosen on true`,
);

/**
 * @param buckets at most so many, 1 to 50: never narrower than what the column can tell apart
 * @throws RequestError COUNT_OUT_OF_RANGE, UNKNOWN_SERVICE, INVALID_FILTER
 */
export async function loadDistribution(db: Database, request: BoardRequest, buckets: number): Promise<Distribution> {
  if (buckets < 1 || buckets > MAX_BUCKETS) {
    throw new RequestError("COUNT_OUT_OF_RANGE", `\`buckets\` must be from 1 to ${MAX_BUCKETS}, but is ${buckets}.`, {
      ...{ argument: "buckets", minimum: 1, maximum: MAX_BUCKETS },
    });
  }
  const { rows } = await db.$client.query<Row>({
    ...distributionOf(request),
    values: [...boardValues(null, request), buckets],
  });
  const [row] = rows;
  if (row === undefined) throw new Error("an aggregate has one row");
  const { count, unknown } = row;
  const figures = figuresOf(row);
  return {
    ...{ request, count, unknown, figures },
    snapshot: snapshotOf(row, request.service, null),
    buckets: figures === null ? [] : bucketsOf(figures, row),
  };
}

function figuresOf({ min, max, median, sum }: Row): Figures | null {
  return min === null || max === null || median === null || sum === null ? null : { min, max, median, sum };
}

function bucketsOf({ min, max }: Figures, { buckets, filled }: Row): ValueBucket[] {
  const found = new Map(filled.map((bucket) => [bucket.index, bucket]));
  return bucketBounds(min, max, buckets ?? 1).map(({ from, to }, index) => {
    const { count = 0, stake = "0" } = found.get(index) ?? {};
    return { from, to, count, stake: BigInt(stake) };
  });
}
