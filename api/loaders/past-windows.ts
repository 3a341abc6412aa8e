/** Windows as of any moment, computed again from stored sums. */
import DataLoader from "dataloader";
import { loadTotals } from "../db/metric-sums.ts";
import type { Database } from "../db/pool.ts";
import type { Totals } from "../domain/measurement.ts";
import type { TimePolicy } from "../domain/policy.ts";
import { type StoredWindows, storedWindows, windowRanges } from "../domain/window.ts";

export interface PastWindowsRequest {
  readonly operator: string;
  /** End of an interval, Unix seconds. */
  readonly end: number;
}

type Sums = Parameters<typeof storedWindows>[0];

/** One statement for all of them. */
export function createPastWindowsLoader(
  db: Database,
  time: TimePolicy,
): DataLoader<PastWindowsRequest, StoredWindows, string> {
  return new DataLoader(
    async (requests) => {
      const ranges = requests.flatMap(({ operator, end }) => {
        const { HOUR, DAY, WEEK, MONTH, TRAILING } = windowRanges(end, time);
        return [HOUR, DAY, WEEK, MONTH, TRAILING].map((range) => ({ operator, ...range }));
      });
      const totals = (await loadTotals(db.$client, ranges, time)).values();
      return requests.map(({ end }) => storedWindows(sumsFrom(totals), end, time));
    },
    { cacheKeyFn: ({ operator, end }) => `${operator} ${end}` },
  );
}

/** The next five, in the order they were asked for. */
function sumsFrom(totals: Iterator<Totals>): Sums {
  const next = (): Totals => {
    const { value, done } = totals.next();
    if (done) throw new RangeError("there are fewer sums than ranges");
    return value;
  };
  return { HOUR: next(), DAY: next(), WEEK: next(), MONTH: next(), TRAILING: next() };
}
