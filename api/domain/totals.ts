import type { ScalarLatency, Totals } from "./measurement.ts";
import { EMPTY_SKETCH, merge } from "./sketch.ts";

/** Nothing measured. */
export const EMPTY_TOTALS: Totals = {
  requests: 0,
  successes: 0,
  timeouts: 0,
  offered: 0,
  upSeconds: 0,
  downSeconds: 0,
  measuredSeconds: 0,
  corroboratedSeconds: 0,
  sketch: EMPTY_SKETCH,
  scalar: null,
};

/** The sums over all of them; they must not share an interval, or its seconds count twice. */
export function addTotals(all: Iterable<Totals>): Totals {
  const sum: { -readonly [Key in keyof Totals]: Totals[Key] } = { ...EMPTY_TOTALS };
  const sketches = [];
  for (const totals of all) {
    sum.requests += totals.requests;
    sum.successes += totals.successes;
    sum.timeouts += totals.timeouts;
    sum.offered += totals.offered;
    sum.upSeconds += totals.upSeconds;
    sum.downSeconds += totals.downSeconds;
    sum.measuredSeconds += totals.measuredSeconds;
    sum.corroboratedSeconds += totals.corroboratedSeconds;
    sum.scalar = joinScalars(sum.scalar, totals.scalar);
    sketches.push(totals.sketch);
  }
  return { ...sum, sketch: merge(sketches) };
}

/** What two sets of minutes without a distribution say together. */
export function joinScalars(a: ScalarLatency | null, b: ScalarLatency | null): ScalarLatency | null {
  if (a === null || b === null) return a ?? b;
  return {
    successes: a.successes + b.successes,
    minP95Micros: Math.min(a.minP95Micros, b.minP95Micros),
    maxP95Micros: Math.max(a.maxP95Micros, b.maxP95Micros),
    minP99Micros: Math.min(a.minP99Micros, b.minP99Micros),
    maxP99Micros: Math.max(a.maxP99Micros, b.maxP99Micros),
  };
}
