/** Sums of ranges that end together, as windows do: what two of them share is read once. */
import type pg from "pg";
import { loadTotals, type TotalsRequest } from "../db/metric-sums.ts";
import type { Totals } from "../domain/measurement.ts";
import { addTotals, EMPTY_TOTALS } from "../domain/totals.ts";
import type { TimeRules } from "../domain/window.ts";

export interface Ending {
  readonly operator: string;
  /** Unix seconds. */
  readonly end: number;
  /** Where ranges begin that end here, in any order. */
  readonly starts: readonly number[];
  /** Ranges that begin before it are summed without latencies; by default none. */
  readonly latencySince?: number;
}

/** The sums from each of an ending's starts to its end. */
export type SumsSince = (start: number) => Totals;

export interface LoadOptions {
  readonly time: TimeRules;
  /** Since when intervals are kept, Unix seconds: ranges that begin before begin with the next whole hour instead. */
  readonly keptSince: number;
}

/** In the order of the endings; one statement for all. */
export async function loadEndings(
  client: pg.ClientBase,
  endings: readonly Ending[],
  options: LoadOptions,
): Promise<SumsSince[]> {
  const segments = endings.map((ending) => segmentsOf(ending, options));
  const all = segments.flat().map(({ request }) => request);
  const totals = (await loadTotals(client, all, options.time)).values();
  return segments.map((own) => {
    const since = new Map<number, Totals>();
    let sum = EMPTY_TOTALS;
    for (const { start } of own) {
      sum = addTotals([sum, totals.next().value ?? EMPTY_TOTALS]);
      since.set(start, sum);
    }
    return (start) => since.get(start) ?? EMPTY_TOTALS;
  });
}

interface Segment {
  /** Where the range begins that is complete with it. */
  readonly start: number;
  readonly request: TotalsRequest;
}

/** From the end back: each start with what lies between it and the next later one. */
function segmentsOf(ending: Ending, { time, keptSince }: LoadOptions): Segment[] {
  const { operator, end, starts, latencySince } = ending;
  const hour = time.hourIntervals * time.intervalSeconds;
  const kept = (start: number) => (start < keptSince ? Math.ceil(start / hour) * hour : start);
  const descending = [...new Set(starts)].sort((a, b) => b - a);
  return descending.map((start, index) => {
    const next = descending[index - 1];
    const latency = latencySince === undefined || start >= latencySince;
    return {
      start,
      request: { operator, start: kept(start), end: next === undefined ? end : kept(next), latency },
    };
  });
}
