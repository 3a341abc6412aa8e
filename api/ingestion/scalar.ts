/** The scalar form: rates of one interval, as the project's first interface had them, turned into counts. */
import { MAX_LATENCY_MICROS } from "../domain/sketch.ts";
import type { Payload } from "./sample.ts";

/** Rates of one service over one interval, in the units they are sent in. */
export interface ScalarMetrics {
  /** Percent, 0 to 100. */
  readonly successRate: number;
  /** Milliseconds. */
  readonly p95Latency: number;
  readonly p99Latency: number;
  /** Requests a month. */
  readonly throughput: number;
  /** Percent, 0 to 100. */
  readonly uptime: number;
}

export interface ScalarFault {
  readonly code: string;
  readonly field: keyof ScalarMetrics;
  readonly message: string;
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** Requests a month: far more than anybody serves, and few enough for a sample's counts. */
const MAX_THROUGHPUT = 1e13;

const RANGES = {
  successRate: { code: "INVALID_SUCCESS_RATE", max: 100, unit: "percent" },
  p95Latency: { code: "INVALID_P95_LATENCY", max: MAX_LATENCY_MICROS / 1_000, unit: "milliseconds" },
  p99Latency: { code: "INVALID_P99_LATENCY", max: MAX_LATENCY_MICROS / 1_000, unit: "milliseconds" },
  throughput: { code: "INVALID_THROUGHPUT", max: MAX_THROUGHPUT, unit: "requests a month" },
  uptime: { code: "INVALID_UPTIME", max: 100, unit: "percent" },
} as const;

/** Whether values that may be anything are metrics; else the first that is wrong. */
export function scalarFault(given: { readonly [Field in keyof ScalarMetrics]?: unknown }): ScalarFault | null {
  for (const field of ["successRate", "p95Latency", "p99Latency", "throughput", "uptime"] as const) {
    const { code, max, unit } = RANGES[field];
    const value = given[field];
    if (isNumber(value) && value >= 0 && value <= max) continue;
    return { code, field, message: `${field} must be a number from 0 to ${max} (${unit}).` };
  }
  const { p95Latency, p99Latency } = given;
  if (isNumber(p95Latency) && isNumber(p99Latency) && p99Latency < p95Latency) {
    return {
      code: "P99_BELOW_P95",
      field: "p99Latency",
      message: `A p99 of ${p99Latency} ms is below the p95 of ${p95Latency} ms.`,
    };
  }
  return null;
}

/** When the rates were measured. */
export interface ScalarInterval {
  /** Its start, Unix seconds, a multiple of its length. */
  readonly at: number;
  readonly seconds: number;
}

/**
 * Counts of an interval from its rates. Requests and successes are rounded half up. Seconds up are what a clock that runs
 * at that rate gains in the interval: whole ones, that add up to the rate over many intervals, where rounding each would
 * make 100 % of 99.2 %. The latencies stay the two figures that they are; without a success there are none.
 *
 * @param monthSeconds seconds of the month that the interval lies in
 *
 * @example
 * countsOf({ successRate: 99.5, p95Latency: 200, p99Latency: 300, throughput: 13e9, uptime: 99.95 }, { at: 1_780_000_020, seconds: 60 }, 2_678_400)
 * // { requests: 291219, successes: 289763, timeouts: 0, upSeconds: 60, downSeconds: 0, sketch: null, p95Micros: 200000, p99Micros: 300000 }
 */
export function countsOf(metrics: ScalarMetrics, { at, seconds }: ScalarInterval, monthSeconds: number): Payload {
  const requests = Math.round((metrics.throughput * seconds) / monthSeconds);
  const successes = percentOf(requests, metrics.successRate);
  const gained = (until: number) => Math.floor((until * metrics.uptime) / 100);
  const upSeconds = gained(at + seconds) - gained(at);
  return {
    requests,
    successes,
    timeouts: 0,
    upSeconds,
    downSeconds: seconds - upSeconds,
    sketch: null,
    p95Micros: successes === 0 ? null : microsOf(metrics.p95Latency),
    p99Micros: successes === 0 ? null : microsOf(metrics.p99Latency),
  };
}

function percentOf(whole: number, percent: number): number {
  return Math.round((whole * percent) / 100);
}

/** No latency is 0: a success took some time. */
function microsOf(milliseconds: number): number {
  return Math.max(1, Math.round(milliseconds * 1_000));
}
