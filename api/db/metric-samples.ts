/** Samples as they speak of intervals: those of the highest revision, each interval's put together by service and region. */
import type { Cell } from "../domain/consensus.ts";
import type { Report, ReportedLatency } from "../domain/measurement.ts";
import { decodeSketch } from "../domain/sketch.ts";
import { API_SCHEMA } from "./schema.ts";

/** A stretch of an operator's time, by its start, Unix seconds. */
export interface Place {
  readonly operator: string;
  readonly at: number;
}

export interface SampleRow extends Place, Omit<Report, "latency"> {
  readonly service: string;
  readonly region: string;
  readonly sketch: Buffer | null;
  readonly p95Micros: number | null;
  readonly p99Micros: number | null;
  /** Unix seconds. */
  readonly receivedAt: number;
}

/**
 * The highest revision of each key speaks.
 *
 * @param condition which of them are looked at
 * @param at which of a place's are its own: by default those that start with it
 */
export const samplesWhere = (condition: string, at = "s.at = place.at") => `
    select distinct on (s.operator, s.at, s.service, s.region, s.reporter)
      s.operator, s.at, s.service, s.region, s.reporter, s.weight, s.requests, s.successes, s.timeouts,
      s.up_seconds as "upSeconds", s.down_seconds as "downSeconds", s.sketch, s.p95_micros as "p95Micros",
      s.p99_micros as "p99Micros", s.received_at as "receivedAt"
    from unnest($1::text[], $2::bigint[]) as place (operator, at)
    join ${API_SCHEMA}.metric_sample as s on s.operator = place.operator and ${at} and ${condition}
    order by s.operator, s.at, s.service, s.region, s.reporter, s.revision desc`;

/** What reporters say of a service in a region. */
export interface RegionCell extends Cell {
  readonly region: string;
}

/** An interval of an operator, with all that was measured of it. */
export interface SampledInterval extends Place {
  readonly cells: readonly RegionCell[];
}

export const keyOfPlace = ({ operator, at }: Place): string => `${operator} ${at}`;

/** By operator and start. */
export function intervalsOf(rows: readonly SampleRow[]): ReadonlyMap<string, SampledInterval> {
  const intervals = new Map<string, Place & { readonly cells: Map<string, OpenCell> }>();
  for (const row of rows) {
    const { operator, at, service, region } = row;
    const interval = upsert(intervals, keyOfPlace(row), () => ({ operator, at, cells: new Map() }));
    const cell = upsert(interval.cells, JSON.stringify([service, region]), () => ({ service, region, reports: [] }));
    cell.reports.push(reportOf(row));
  }
  return new Map(
    [...intervals].map(([key, { operator, at, cells }]) => [key, { operator, at, cells: [...cells.values()] }]),
  );
}

/** A cell that reports are still added to. */
interface OpenCell extends RegionCell {
  readonly reports: Report[];
}

function reportOf(row: SampleRow): Report {
  const { reporter, weight, requests, successes, timeouts, upSeconds, downSeconds } = row;
  return { reporter, weight, requests, successes, timeouts, upSeconds, downSeconds, latency: latencyOf(row) };
}

function latencyOf({ sketch, p95Micros, p99Micros }: SampleRow): ReportedLatency | null {
  if (sketch !== null) return { kind: "SKETCH", sketch: decodeSketch(sketch) };
  return p95Micros === null || p99Micros === null ? null : { kind: "SCALAR", p95Micros, p99Micros };
}

function upsert<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
