/**
 * Windows and scores computed again from nothing but the samples: plain arrays, floats and sorting, written from the
 * rules and not from the code. Slow and simple.
 */

/** A sample with the latencies it was made of. */
export interface RawSample {
  readonly operator: string;
  /** Unix seconds, a multiple of 60. */
  readonly at: number;
  readonly service: string;
  readonly region: string;
  readonly reporter: string;
  readonly revision: number;
  readonly weight: number;
  readonly requests: number;
  readonly successes: number;
  readonly timeouts: number;
  readonly upSeconds: number;
  readonly downSeconds: number;
  /** Microseconds, one for each success; null where it came with two figures, or without any. */
  readonly latencies: readonly number[] | null;
  readonly scalar: { readonly p95: number; readonly p99: number } | null;
  /** When it came, Unix seconds; null where nobody knows. */
  readonly receivedAt: number | null;
}

export interface OracleWindow {
  requests: number;
  successes: number;
  timeouts: number;
  offered: number;
  upSeconds: number;
  downSeconds: number;
  measuredSeconds: number;
  corroboratedSeconds: number;
  readonly latencies: number[];
  readonly scalars: { readonly p95: number; readonly p99: number }[];
}

const MINUTE = 60;
const DAY = 86_400;

/** What a bucket of 1 % stands for: how a report's p95 is ordered among others. */
function rounded(micros: number): number {
  const gamma = 1.01 / 0.99;
  return Math.round((2 * gamma ** Math.max(0, Math.ceil(Math.log(micros) / Math.log(gamma)))) / (1 + gamma));
}

/** The value of rank ceil(q n). */
export function exactQuantile(values: readonly number[], q: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * q) / 10_000) - 1)] ?? null;
}

export class Oracle {
  /** By interval, then by service and region: the newest revision of each reporter. */
  private readonly minutes = new Map<number, Map<string, RawSample[]>>();

  constructor(samples: Iterable<RawSample>) {
    const newest = new Map<string, RawSample>();
    for (const sample of samples) {
      const key = [sample.at, sample.service, sample.region, sample.reporter].join("|");
      const known = newest.get(key);
      if (known === undefined || known.revision < sample.revision) newest.set(key, sample);
    }
    for (const sample of newest.values()) {
      const cells = this.minutes.get(sample.at) ?? new Map<string, RawSample[]>();
      const cell = `${sample.service}|${sample.region}`;
      cells.set(cell, [...(cells.get(cell) ?? []), sample]);
      this.minutes.set(sample.at, cells);
    }
  }

  /** The end of the newest minute that says anything; 0 if none does. */
  measuredUntil(): number {
    let until = 0;
    for (const at of this.minutes.keys()) {
      const { measuredSeconds, requests } = this.sum(at, at + MINUTE);
      if (measuredSeconds > 0 || requests > 0) until = Math.max(until, at + MINUTE);
    }
    return until;
  }

  /** @param place the only service or region that is looked at; empty is all of them */
  sum(start: number, end: number, place = { service: "", region: "" }): OracleWindow {
    const sum: OracleWindow = {
      ...{ requests: 0, successes: 0, timeouts: 0, offered: 0, upSeconds: 0, downSeconds: 0 },
      ...{ measuredSeconds: 0, corroboratedSeconds: 0, latencies: [], scalars: [] },
    };
    for (const [at, cells] of this.minutes) {
      if (at < start || at >= end) continue;
      let [measured, corroborated] = [0, 0];
      const others = [...cells.values()].some((reports) => reports.some(({ weight }) => weight > 0));
      for (const reports of cells.values()) {
        if (reports.some(({ service }) => place.service !== "" && service !== place.service)) continue;
        if (reports.some(({ region }) => place.region !== "" && region !== place.region)) continue;
        // Of what others leave out, the operator's own word is worth nothing while they speak of the rest.
        if (others && reports.every(({ weight }) => weight === 0)) continue;
        const cell = addCell(sum, reports);
        measured = Math.max(measured, cell.measured);
        corroborated = Math.max(corroborated, cell.corroborated);
      }
      sum.measuredSeconds += measured;
      sum.corroboratedSeconds += corroborated;
    }
    return sum;
  }

  /** Measured seconds of minutes in which anybody but the operator said something. */
  witnessedSeconds(start: number, end: number): number {
    let seconds = 0;
    for (const [at, cells] of this.minutes) {
      if (at < start || at >= end) continue;
      const others = [...cells.values()].flat().some(({ weight }) => weight > 0);
      if (others) seconds += this.sum(at, at + MINUTE).measuredSeconds;
    }
    return seconds;
  }

  /** Whether a service was down for half of the minute and more in all regions in which others saw it. */
  outage(at: number): boolean {
    const cells = [...(this.minutes.get(at)?.values() ?? [])];
    const others = cells.filter((reports) => reports.some(({ weight }) => weight > 0));
    const isUp = new Map<string, boolean>();
    for (const reports of others.length > 0 ? others : cells) {
      const cell = new Oracle(reports).sum(at, at + MINUTE);
      if (cell.measuredSeconds === 0 && cell.requests === 0) continue;
      const service = reports[0]?.service ?? "";
      isUp.set(service, (isUp.get(service) ?? false) || cell.downSeconds < MINUTE / 2);
    }
    return [...isUp.values()].includes(false);
  }

  windows(end: number): Record<"HOUR" | "DAY" | "WEEK" | "MONTH", OracleWindow> & { readonly basis: string } {
    const last = new Date((end - 1) * 1_000);
    const month = Date.UTC(last.getUTCFullYear(), last.getUTCMonth()) / 1_000;
    const next = Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1) / 1_000;
    const calendar = this.sum(month, end);
    const enough = calendar.measuredSeconds >= (next - month) / 10;
    return {
      HOUR: this.sum(end - 60 * MINUTE, end),
      DAY: this.sum(end - DAY, end),
      WEEK: this.sum(end - 7 * DAY, end),
      MONTH: enough ? calendar : this.sum(end - 30 * DAY, end),
      basis: enough ? "CALENDAR" : "TRAILING",
    };
  }

  /** 0 to 100; null if a part is unknown. The p95 is the caller's: it is known to 1 % only. */
  score(end: number, p95Micros: number | null): number | null {
    const { HOUR, DAY: day, WEEK, MONTH } = this.windows(end);
    const last = new Date((end - 1) * 1_000);
    const seconds =
      (Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1) - Date.UTC(last.getUTCFullYear(), last.getUTCMonth())) /
      1_000;
    const failing = HOUR.successes === 0 && (HOUR.requests > 0 || HOUR.downSeconds > 0);
    const latency =
      p95Micros === null ? (failing ? 0 : null) : Math.min(100, Math.max(0, 100 - (p95Micros / 1_000 - 250) / 10));
    if (latency === null || day.requests === 0 || MONTH.measuredSeconds === 0) return null;
    if (WEEK.upSeconds + WEEK.downSeconds === 0) return null;
    const throughput = Math.min(100, (((MONTH.offered / MONTH.measuredSeconds) * seconds) / 13e9) * 100);
    const uptime = (100 * WEEK.upSeconds) / (WEEK.upSeconds + WEEK.downSeconds);
    return 0.4 * ((100 * day.successes) / day.requests) + 0.3 * latency + 0.2 * throughput + 0.1 * uptime;
  }
}

function addCell(sum: OracleWindow, reports: readonly RawSample[]): { measured: number; corroborated: number } {
  const independent = reports.filter(({ weight }) => weight > 0);
  const voters = independent.length > 0 ? independent : reports.map((report) => ({ ...report, weight: 1 }));
  const hasUptime = (r: RawSample) => r.upSeconds + r.downSeconds > 0;
  const success = median(voters, (r) => (r.requests > 0 ? r.successes / r.requests : null));
  const uptime = median(voters, (r) => (hasUptime(r) ? r.upSeconds / (r.upSeconds + r.downSeconds) : null));
  const offered = median(voters, (r) => (r.requests > 0 || hasUptime(r) ? r.requests : null));
  const slow = median(voters, (r) => {
    if (r.scalar !== null) return r.scalar.p95;
    return r.latencies === null ? null : exactQuantile(r.latencies.map(rounded), 9_500);
  });
  sum.requests += success?.requests ?? 0;
  sum.successes += success?.successes ?? 0;
  sum.timeouts += success?.timeouts ?? 0;
  sum.offered += offered?.requests ?? 0;
  sum.upSeconds += uptime?.upSeconds ?? 0;
  sum.downSeconds += uptime?.downSeconds ?? 0;
  sum.latencies.push(...(slow?.latencies ?? []));
  if (slow?.scalar) sum.scalars.push(slow.scalar);
  const seen = median(voters, (r) => (hasUptime(r) ? r.upSeconds + r.downSeconds : null));
  const measured = Math.min(MINUTE, (seen?.upSeconds ?? 0) + (seen?.downSeconds ?? 0));
  return { measured, corroborated: independent.filter(hasUptime).length >= 2 ? measured : 0 };
}

/** The lower weighted median: the first in ascending order with which half of the weight is reached. */
function median(reports: readonly RawSample[], metric: (report: RawSample) => number | null): RawSample | null {
  const known = reports.flatMap((report) => {
    const value = metric(report);
    return value === null ? [] : [{ report, value }];
  });
  known.sort((a, b) => a.value - b.value || (a.report.reporter < b.report.reporter ? -1 : 1));
  const total = known.reduce((weight, { report }) => weight + report.weight, 0);
  let weight = 0;
  for (const { report } of known) {
    weight += report.weight;
    if (weight * 2 >= total) return report;
  }
  return null;
}
