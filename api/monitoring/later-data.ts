/** Which of the intervals that a dossier counted still count by all that was received until now, and by maintenance as it stands. */
import { setImmediate as breathe } from "node:timers/promises";
import type pg from "pg";
import { totalsOfRow } from "../db/metric-sums.ts";
import { keptSince } from "../db/partitions.ts";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { isLatencyBreach, isSuccessBreach } from "../domain/breach.ts";
import { isMaintained } from "../domain/maintenance.ts";
import type { Totals } from "../domain/measurement.ts";
import type { Policy } from "../domain/policy.ts";
import type { Retention } from "../domain/resolution.ts";
import { type ReadDossier, rulesOf } from "../domain/review-dossier.ts";
import { addTotals } from "../domain/totals.ts";
import type { Charge } from "../domain/violation.ts";
import { latencyFigure, type Range, successRatio } from "../domain/window.ts";
import { loadCorroborated, loadLate } from "./later-samples.ts";
import { loadMaintenance } from "./maintenance.ts";

export interface LaterOptions {
  readonly policy: Policy;
  /** What is no longer kept stays as it was assessed. */
  readonly retention: Retention;
  /** Unix seconds. */
  readonly now: number;
}

type Client = pg.Pool | pg.ClientBase;
type Counts = (at: number) => boolean;

const MINUTE = `${API_SCHEMA}.metric_minute`;

/** Whoever drops partitions may have a clock that is ahead by so many seconds. */
const CLOCKS_APART = 3_600;

/**
 * Whether the interval that starts at `at` still counts; null if nothing is known that was not when they were judged.
 *
 * @param counted starts of the intervals that the dossier counts, ascending, Unix seconds
 */
export async function loadStillCounts(
  client: Client,
  dossier: ReadDossier,
  counted: readonly number[],
  { policy, retention, now }: LaterOptions,
): Promise<Counts | null> {
  const [first] = counted;
  const last = counted.at(-1);
  if (dossier.evidence.kind === "INCIDENT" || first === undefined || last === undefined) return null;
  const { operator, evidence } = dossier;
  const rules = rulesOf(dossier, policy);
  const step = rules.time.intervalSeconds;
  const end = last + step;
  const maintenance = (await loadMaintenance(client, [operator], first, end)).get(operator) ?? [];
  const since = first + step - windowOf(evidence.charge, rules) * step;
  const late = await loadLate(client, operator, { start: since, end });
  if (late.length === 0 && maintenance.length === 0) return null;
  const oldest = keptSince(now + CLOCKS_APART, retention);
  const asked = { operator, evidence, counted, start: since, end, late, oldest };
  const speaks = late.length === 0 ? () => true : await SPEAKS[evidence.charge](client, asked, rules);
  return (at) => !isMaintained(at, maintenance, rules.time) && speaks(at);
}

/** Of how many intervals the figures are that an interval counts by. */
function windowOf(charge: Charge, { time }: Policy): number {
  return { DOWNTIME: 1, SUCCESS_RATE: time.windowIntervals.DAY, LATENCY: time.windowIntervals.HOUR }[charge];
}

/** From where the window of the first one that is counted begins to where the last one ends. */
interface Asked extends Range {
  readonly operator: string;
  readonly evidence: Extract<ReadDossier["evidence"], { kind: "MEASURED" }>;
  readonly counted: readonly number[];
  /** Starts of the intervals of which something came late, ascending. */
  readonly late: readonly number[];
  /** Since when intervals are kept for sure, Unix seconds. */
  readonly oldest: number;
}

/** Whether an interval still speaks against the operator. */
const SPEAKS: Readonly<Record<Charge, (client: Client, asked: Asked, rules: Policy) => Promise<Counts>>> = {
  DOWNTIME: loadOutages,
  SUCCESS_RATE: loadSuccess,
  LATENCY: loadLatency,
};

/** What is no longer kept is an outage still. */
async function loadOutages(client: Client, { operator, counted, late }: Asked, rules: Policy): Promise<Counts> {
  const counts = new Set(counted);
  const changed = late.filter((at) => counts.has(at));
  const known = await loadCorroborated(client, operator, changed, rules);
  return (at) => known.get(at)?.outage ?? true;
}

type SuccessRow = Pick<Totals, "requests" | "successes"> & { readonly at: number };

async function loadSuccess(client: Client, asked: Asked, rules: Policy): Promise<Counts> {
  const { operator, start, end, late, oldest } = asked;
  const { intervalSeconds: step, windowIntervals } = rules.time;
  const { rows } = await client.query<SuccessRow>({
    name: "din_successes_in_time",
    text: `select at, requests, successes from ${MINUTE}
           where operator = $1 and at >= $2::bigint and at < $3::bigint and at_close is null`,
    values: [operator, start, end],
    types: columnTypes,
  });
  const changed = [...(await loadCorroborated(client, operator, late, rules))].map(([at, { totals }]) => ({
    ...{ at, requests: totals.requests, successes: totals.successes },
  }));
  const until = runningSums([...rows, ...changed].sort((a, b) => a.at - b.at));
  return (at) => {
    const last = (intervals: number) => at + step - intervals * step;
    if (last(windowIntervals.DAY) < oldest) return true;
    const sumSince = (from: number) => {
      const [all, before] = [until(at + step), until(from)];
      return successRatio({ requests: all.requests - before.requests, successes: all.successes - before.successes });
    };
    const rolling = sumSince(last(windowIntervals.DAY));
    const trailing = sumSince(last(rules.targets.trailingIntervals));
    return rolling !== null && trailing !== null && isSuccessBreach({ rolling, trailing }, rules);
  };
}

/** The sum of all rows before a moment. @param rows by `at`, ascending */
function runningSums(rows: readonly SuccessRow[]): (end: number) => Pick<Totals, "requests" | "successes"> {
  const sums = [{ at: Number.NEGATIVE_INFINITY, requests: 0, successes: 0 }];
  for (const { at, requests, successes } of rows) {
    const before = sums.at(-1) ?? { requests: 0, successes: 0 };
    sums.push({ at, requests: before.requests + requests, successes: before.successes + successes });
  }
  return (end) => {
    let [low, high] = [0, sums.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((sums[middle]?.at ?? end) < end) low = middle;
      else high = middle;
    }
    return sums[low] ?? { requests: 0, successes: 0 };
  };
}

type LatencyRow = Parameters<typeof totalsOfRow>[0] & { readonly at: number };

/** Intervals whose windows are added up before others get their turn: of each it is some seventy sketches. */
const AT_ONCE = 20;

/** What has become only bounded convicts nobody any more. */
async function loadLatency(client: Client, asked: Asked, rules: Policy): Promise<Counts> {
  const { operator, evidence, counted, start, end, late, oldest } = asked;
  const { intervalSeconds: step, windowIntervals } = rules.time;
  const { rows } = await client.query<LatencyRow>({
    name: "din_latencies_in_time",
    text: `
      select at, requests, successes, timeouts, offered, up_seconds as "upSeconds", down_seconds as "downSeconds",
        measured_seconds as "measuredSeconds", corroborated_seconds as "corroboratedSeconds", sketch,
        scalar_successes as "scalarSuccesses", min_p95_micros as "minP95Micros", max_p95_micros as "maxP95Micros",
        min_p99_micros as "minP99Micros", max_p99_micros as "maxP99Micros"
      from ${MINUTE} where operator = $1 and at >= $2::bigint and at < $3::bigint and at_close is null`,
    values: [operator, start, end],
    types: columnTypes,
  });
  const totals = new Map(rows.map((row) => [row.at, totalsOfRow(row)]));
  for (const [at, known] of await loadCorroborated(client, operator, late, rules)) totals.set(at, known.totals);
  const thresholds = new Map(evidence.intervals.map(({ at, figures }) => [at, figures.thresholdMicros]));
  const p95Of = (from: number, to: number) => {
    const places = Array.from({ length: (to - from) / step }, (_, n) => totals.get(from + n * step));
    return latencyFigure(addTotals(places.filter((known) => known !== undefined)), 9_500);
  };
  const isSlow = (at: number): boolean => {
    const last = (intervals: number) => at + step - intervals * step;
    if (last(windowIntervals.HOUR) < oldest) return true;
    const rolling = p95Of(last(windowIntervals.HOUR), at + step);
    const trailing = p95Of(last(rules.targets.trailingIntervals), at + step);
    if (rolling?.method !== "SKETCH" || trailing?.method !== "SKETCH") return false;
    return isLatencyBreach(rolling.upperMicros, trailing.upperMicros, thresholds.get(at) ?? 0);
  };
  const slow = new Set<number>();
  for (const [n, at] of counted.entries()) {
    if (n % AT_ONCE === AT_ONCE - 1) await breathe();
    if (isSlow(at)) slow.add(at);
  }
  return (at) => slow.has(at);
}
