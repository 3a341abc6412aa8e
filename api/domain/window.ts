/** Windows of measured time: where they begin and end, and what their sums say. */
import type { Policy, WindowName } from "./policy.ts";

/** Half open: [start, end), Unix seconds. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** How well a figure is known. */
export type Confidence = "HIGH" | "LOW";

/** A latency quantile: exact bounds where only scalars are known. All in whole microseconds. */
export interface LatencyFigure {
  /** SKETCH: within 1 %. BOUNDED: between `lower` and `upper`, from scalar figures. */
  readonly method: "SKETCH" | "BOUNDED";
  readonly lowerMicros: number;
  /** What is scored; equal to the lower end with SKETCH. */
  readonly upperMicros: number;
}

/**
 * The sums of a window, as stored and as figures are computed from. `p50`, `p95`, `p99` are null where no success was
 * measured.
 */
export interface StoredWindow extends Range {
  readonly requests: number;
  readonly successes: number;
  readonly timeouts: number;
  readonly offered: number;
  readonly upSeconds: number;
  readonly downSeconds: number;
  readonly measuredSeconds: number;
  readonly corroboratedSeconds: number;
  readonly p50: LatencyFigure | null;
  readonly p95: LatencyFigure | null;
  readonly p99: LatencyFigure | null;
}

/** The calendar month is replaced by trailing time until enough of it is measured: then `TRAILING`. */
export type StoredWindows = Readonly<Record<WindowName, StoredWindow>> & {
  readonly monthBasis: "CALENDAR" | "TRAILING";
};

export type TimeRules = Policy["time"];
