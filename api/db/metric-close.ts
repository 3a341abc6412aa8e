/** What was known of an interval when it closed, as `metric_minute.at_close` keeps it. */
import type { Totals } from "../domain/measurement.ts";
import { encodeSketch } from "../domain/sketch.ts";
import { EMPTY_TOTALS } from "../domain/totals.ts";
import { COUNTS, totalsOfRow } from "./metric-sums.ts";
import type { StoredClose } from "./schema.ts";

/** An interval as it is judged. */
export interface JudgedTotals {
  readonly totals: Totals;
  readonly outage: boolean;
}

/** Nothing was known of it: neither up nor down, neither good nor bad. */
export const UNKNOWN: JudgedTotals = { totals: EMPTY_TOTALS, outage: false };

/** @param known null if nothing had come when the interval closed */
export function storedCloseOf(known: JudgedTotals | null): StoredClose {
  if (known === null) return {};
  const { totals, outage } = known;
  const { scalar } = totals;
  const sketch = Buffer.from(encodeSketch(totals.sketch)).toString("base64");
  return {
    totals: {
      ...Object.fromEntries(COUNTS.map(([key]) => [key, totals[key]])),
      scalarSuccesses: scalar?.successes ?? null,
      minP95Micros: scalar?.minP95Micros ?? null,
      maxP95Micros: scalar?.maxP95Micros ?? null,
      minP99Micros: scalar?.minP99Micros ?? null,
      maxP99Micros: scalar?.maxP99Micros ?? null,
      outage: outage ? 1 : 0,
    },
    ...(sketch === "" ? {} : { sketch }),
  };
}

/** The reverse of `storedCloseOf`. */
export function judgedTotalsOf({ totals, sketch = "" }: StoredClose): JudgedTotals {
  if (totals === undefined) return UNKNOWN;
  const count = (key: string) => totals[key] ?? 0;
  const scalar = (key: string) => totals[key] ?? null;
  const row = {
    requests: count("requests"),
    successes: count("successes"),
    timeouts: count("timeouts"),
    offered: count("offered"),
    upSeconds: count("upSeconds"),
    downSeconds: count("downSeconds"),
    measuredSeconds: count("measuredSeconds"),
    corroboratedSeconds: count("corroboratedSeconds"),
    scalarSuccesses: scalar("scalarSuccesses"),
    minP95Micros: scalar("minP95Micros"),
    maxP95Micros: scalar("maxP95Micros"),
    minP99Micros: scalar("minP99Micros"),
    maxP99Micros: scalar("maxP99Micros"),
    sketch: Buffer.from(sketch, "base64"),
  };
  return { totals: totalsOfRow(row), outage: totals.outage === 1 };
}
