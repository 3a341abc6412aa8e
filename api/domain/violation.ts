/** What an operator can do wrong, and by what it is charged. */
import type { Ratio } from "./ratio.ts";

export const VIOLATIONS = ["DOWNTIME", "BAD_DATA", "MISBEHAVIOR", "PERFORMANCE_THRESHOLD"] as const;
export type Violation = (typeof VIOLATIONS)[number];

/** What is charged by the interval: outages, and the two breaches that are charged at all. */
export const CHARGES = ["DOWNTIME", "SUCCESS_RATE", "LATENCY"] as const;
export type Charge = (typeof CHARGES)[number];

/** Ascending, as the registry has them. */
export const VIOLATION_SEVERITIES = ["LOW", "MEDIUM", "HIGH", "CRITICAL"] as const;
export type ViolationSeverity = (typeof VIOLATION_SEVERITIES)[number];

/** What a closed interval was judged by when it was held against an operator. */
export interface IntervalFigures {
  /** Seconds of the clock that were measured, and of these by enough independent reporters. */
  readonly measuredSeconds: number;
  readonly corroboratedSeconds: number;
  /** SUCCESS_RATE: successes of requests over the rolling day and over the trailing intervals. */
  readonly rolling?: Ratio;
  readonly trailing?: Ratio;
  /** LATENCY: p95 over the rolling hour and over the trailing intervals, microseconds. */
  readonly rollingP95Micros?: number;
  readonly trailingP95Micros?: number;
  /** LATENCY: what it was compared with, microseconds. */
  readonly thresholdMicros?: number;
}
