/** What is measured of an operator, in the units everything is stored and summed in. Counts, never rates. */
import type { Sketch } from "./sketch.ts";

/** Latency of the successes of one report: a distribution, or the two figures of the seed's scalar form. */
export type ReportedLatency =
  | { readonly kind: "SKETCH"; readonly sketch: Sketch }
  | { readonly kind: "SCALAR"; readonly p95Micros: number; readonly p99Micros: number };

/** What one reporter says of one interval of one service in one region. */
export interface Report {
  readonly reporter: string;
  /** The reporter's weight when the report came; 0 for the operator's own. */
  readonly weight: number;
  readonly requests: number;
  /** Of the requests. */
  readonly successes: number;
  /** Of the requests; no success is one. */
  readonly timeouts: number;
  /** Together at most the interval. What is in neither was not measured. */
  readonly upSeconds: number;
  readonly downSeconds: number;
  /** Null where there was no success. */
  readonly latency: ReportedLatency | null;
}

/** Figures of minutes that came without a distribution: p95s cannot be added up, only bounded. */
export interface ScalarLatency {
  /** Successes they speak of. */
  readonly successes: number;
  readonly minP95Micros: number;
  readonly maxP95Micros: number;
  readonly minP99Micros: number;
  readonly maxP99Micros: number;
}

/** Sums over the consensus of any number of intervals, services and regions. */
export interface Totals {
  /** Requests, and successes among them, by the reports the success rate is taken from. */
  readonly requests: number;
  readonly successes: number;
  readonly timeouts: number;
  /** Requests by the reports that throughput is taken from. */
  readonly offered: number;
  /** Service-seconds: two services up for a minute are 120. */
  readonly upSeconds: number;
  readonly downSeconds: number;
  /** Seconds of the clock for which anything was measured. */
  readonly measuredSeconds: number;
  /** Of these, measured by enough independent reporters. */
  readonly corroboratedSeconds: number;
  readonly sketch: Sketch;
  /** Null if every minute with a success came with a distribution. */
  readonly scalar: ScalarLatency | null;
}
