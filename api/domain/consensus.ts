/**
 * What the reporters of an interval agree on. Each metric is taken whole from one report, the one at the lower weighted
 * median: a reporter of less than half the weight cannot move it past an honest one.
 */
import type { Report, ScalarLatency, Totals } from "./measurement.ts";
import type { Policy } from "./policy.ts";
import { compareRatios, type Ratio } from "./ratio.ts";
import { EMPTY_SKETCH, quantile, type Sketch } from "./sketch.ts";
import { addTotals, EMPTY_TOTALS } from "./totals.ts";

/** All reports of one service in one region, one a reporter, in any order. */
export interface Cell {
  readonly service: string;
  readonly reports: readonly Report[];
}

export interface Consensus {
  readonly totals: Totals;
  /** Whether a service was down in all regions in which it was measured: see `OutagePolicy`. */
  readonly outage: boolean;
  /** Reporters too far off the consensus in any metric of any cell, sorted. */
  readonly dissenters: readonly string[];
}

/**
 * The consensus of one interval of an operator.
 *
 * @param cells one for each service and region
 */
export function consensusOf(cells: Iterable<Cell>, policy: Policy): Consensus {
  const totals: Totals[] = [];
  const dissenters = new Set<string>();
  /** Whether each service was down wherever it was measured. */
  const down = new Map<string, boolean>();
  for (const { service, reports } of cellsThatCount(cells)) {
    const cell = consensusOfCell(reports, policy);
    totals.push(cell.totals);
    for (const reporter of cell.dissenters) dissenters.add(reporter);
    if (isMeasured(cell.totals)) down.set(service, (down.get(service) ?? true) && isDown(cell.totals, policy));
  }
  return { totals: sideBySide(totals), outage: [...down.values()].includes(true), dissenters: [...dissenters].sort() };
}

/**
 * Those of an interval's cells that count. Where anybody else measured it, what the operator alone says of a service or
 * region does not: regions need no registration, and one of its own would outweigh all that others saw.
 */
function cellsThatCount<Counted extends Cell>(cells: Iterable<Counted>): readonly Counted[] {
  const all = [...cells];
  const independent = all.filter(isWitnessed);
  return independent.length > 0 ? independent : all;
}

/** Whether anybody but the operator speaks of it. */
export function isWitnessed({ reports }: Cell): boolean {
  return reports.some(({ weight }) => weight > 0);
}

/** The sums over cells of one interval. They run side by side: requests add up, the time for which anything was measured does not. */
export function sideBySide(totals: readonly Totals[]): Totals {
  if (totals.length === 0) return EMPTY_TOTALS;
  const most = (seconds: (cell: Totals) => number) => Math.max(...totals.map(seconds));
  return {
    ...addTotals(totals),
    measuredSeconds: most((cell) => cell.measuredSeconds),
    corroboratedSeconds: most((cell) => cell.corroboratedSeconds),
  };
}

const isMeasured = ({ measuredSeconds, requests }: Totals): boolean => measuredSeconds > 0 || requests > 0;

/** Requests alone do not prove that anything was down: of a region without an uptime it is not said. */
function isDown({ downSeconds }: Totals, { outage, time }: Policy): boolean {
  return downSeconds * 10_000 >= outage.downBps * time.intervalSeconds;
}

/** A metric as reports are ordered by it; null where a report says nothing of it. */
type Metric = (report: Report) => Ratio | null;

const success: Metric = ({ requests, successes }) =>
  requests > 0 ? { numerator: successes, denominator: requests } : null;
const uptime: Metric = ({ upSeconds, downSeconds }) =>
  upSeconds + downSeconds > 0 ? { numerator: upSeconds, denominator: upSeconds + downSeconds } : null;
const seconds: Metric = ({ upSeconds, downSeconds }) =>
  upSeconds + downSeconds > 0 ? { numerator: upSeconds + downSeconds, denominator: 1 } : null;
const requests: Metric = (report) =>
  report.requests > 0 || uptime(report) !== null ? { numerator: report.requests, denominator: 1 } : null;
const p95: Metric = ({ latency }) => {
  if (latency === null) return null;
  const micros = latency.kind === "SCALAR" ? latency.p95Micros : quantile(latency.sketch, 9_500);
  return micros === null ? null : { numerator: micros, denominator: 1 };
};

/** What a report says of a metric, and what was agreed on. */
export interface Deviation {
  readonly report: Report;
  readonly metric: "SUCCESS" | "UPTIME" | "P95" | "REQUESTS";
  /** SUCCESS and UPTIME: of the whole. P95: microseconds. REQUESTS: their number. */
  readonly reported: Ratio;
  readonly agreed: Ratio;
}

/** By how much the reports of a cell are further off its consensus than tolerated: what makes their reporters dissenters. */
export function deviationsOf(reports: readonly Report[], { confidence }: Policy): readonly Deviation[] {
  const { rateToleranceBps: points, valueToleranceBps: share } = confidence;
  const voters = votersOf(reports);
  const metrics = [
    { name: "SUCCESS", metric: success, tolerance: points, unit: "POINTS" },
    { name: "UPTIME", metric: uptime, tolerance: points, unit: "POINTS" },
    { name: "P95", metric: p95, tolerance: share, unit: "SHARE" },
    { name: "REQUESTS", metric: requests, tolerance: share, unit: "SHARE" },
  ] as const;
  return metrics.flatMap(({ name, metric, tolerance, unit }) => {
    const chosen = lowerMedian(voters, metric);
    const agreed = chosen === null ? null : metric(chosen);
    return reports.flatMap((report) => {
      const reported = metric(report);
      if (reported === null || agreed === null || !differs(report, chosen, metric, tolerance, unit)) return [];
      return [{ report, metric: name, reported, agreed }];
    });
  });
}

/** The operator's own reports are better than nothing, and are never corroborated. */
function votersOf(reports: readonly Report[]): readonly Report[] {
  const independent = reports.filter((report) => report.weight > 0);
  return independent.length > 0 ? independent : reports.map((report) => ({ ...report, weight: 1 }));
}

/** The consensus of one cell on its own, whether it counts or not. */
export function consensusOfCell(reports: readonly Report[], { confidence, time }: Policy): Omit<Consensus, "outage"> {
  const independent = reports.filter((report) => report.weight > 0);
  const voters = votersOf(reports);
  const [bySuccess, byUptime, byRequests, byP95] = [success, uptime, requests, p95].map((metric) =>
    lowerMedian(voters, metric),
  );
  // A median of its own: who agrees on uptime and looked for a second would make one of the minute, and sixty-fold throughput.
  const bySeconds = lowerMedian(voters, seconds);
  const measured = Math.min((bySeconds?.upSeconds ?? 0) + (bySeconds?.downSeconds ?? 0), time.intervalSeconds);
  const witnesses = independent.filter((report) => uptime(report) !== null).length;
  const totals: Totals = {
    requests: bySuccess?.requests ?? 0,
    successes: bySuccess?.successes ?? 0,
    timeouts: bySuccess?.timeouts ?? 0,
    offered: byRequests?.requests ?? 0,
    upSeconds: byUptime?.upSeconds ?? 0,
    downSeconds: byUptime?.downSeconds ?? 0,
    measuredSeconds: measured,
    corroboratedSeconds: witnesses >= confidence.reporters ? measured : 0,
    ...latencyOf(byP95),
  };
  const isOff = (report: Report) =>
    differs(report, bySuccess, success, confidence.rateToleranceBps, "POINTS") ||
    differs(report, byUptime, uptime, confidence.rateToleranceBps, "POINTS") ||
    differs(report, byP95, p95, confidence.valueToleranceBps, "SHARE") ||
    differs(report, byRequests, requests, confidence.valueToleranceBps, "SHARE");
  return { totals, dissenters: reports.filter(isOff).map(({ reporter }) => reporter) };
}

/** The first report, in ascending order of the metric, with which half of the weight is reached; ties by reporter. */
function lowerMedian(reports: readonly Report[], metric: Metric): Report | null {
  const ordered = reports
    .flatMap((report) => {
      const value = metric(report);
      return value === null ? [] : [{ report, value }];
    })
    .sort((a, b) => compareRatios(a.value, b.value) || (a.report.reporter < b.report.reporter ? -1 : 1));
  const half = ordered.reduce((sum, { report }) => sum + report.weight, 0) / 2;
  let weight = 0;
  for (const { report } of ordered) {
    weight += report.weight;
    if (weight >= half) return report;
  }
  return null;
}

function latencyOf(report: Report | null | undefined): { sketch: Sketch; scalar: ScalarLatency | null } {
  const latency = report?.latency ?? null;
  if (report === null || report === undefined || latency === null) return { sketch: EMPTY_SKETCH, scalar: null };
  if (latency.kind === "SKETCH") return { sketch: latency.sketch, scalar: null };
  const { p95Micros, p99Micros } = latency;
  return {
    sketch: EMPTY_SKETCH,
    scalar: {
      successes: report.successes,
      minP95Micros: p95Micros,
      maxP95Micros: p95Micros,
      minP99Micros: p99Micros,
      maxP99Micros: p99Micros,
    },
  };
}

/** Whether a report is further off the chosen one than tolerated: in points of a rate, or as a share of the value. */
function differs(
  report: Report,
  chosen: Report | null | undefined,
  metric: Metric,
  toleranceBps: number,
  unit: "POINTS" | "SHARE",
): boolean {
  const value = metric(report);
  const agreed = chosen ? metric(chosen) : null;
  if (value === null || agreed === null) return false;
  const [a, b] = [BigInt(value.numerator), BigInt(value.denominator)];
  const [c, d] = [BigInt(agreed.numerator), BigInt(agreed.denominator)];
  const distance = a * d - c * b < 0n ? c * b - a * d : a * d - c * b;
  const allowed = unit === "POINTS" ? b * d : c * b;
  return distance * 10_000n > allowed * BigInt(toleranceBps);
}
