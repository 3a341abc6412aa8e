/** Which of the intervals that a dossier counted still count by all that was received until now, and by maintenance as it stands. */
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
import { latencyFigure, type Range, successRatio } from "../domain/window.ts";
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

/**
 * Whether the interval that starts at `at` still counts; null if nothing is known that was not when they were judged.
 *
 * @param counted starts of the intervals that the dossier counts, ascending, Unix seconds
 */
export async function loadStillCounts(
  client: Client,
  dossier: ReadDossier,
  counted: readonly number[],
  options: LaterOptions,
): Promise<Counts | null> {
  const [first] = counted;
  const last = counted.at(-1);
  if (dossier.evidence.kind === "INCIDENT" || first === undefined || last === undefined) return null;
  const { operator } = dossier;
  const { time } = options.policy;
  const end = last + time.intervalSeconds;
  const maintenance = (await loadMaintenance(client, [operator], first, end)).get(operator) ?? [];
  const since = first + time.intervalSeconds - time.windowIntervals.DAY * time.intervalSeconds;
  const speaks = (await cameLate(client, operator, { start: since, end }))
    ? await loadSpeaks(client, dossier, { counted, start: first, end }, options)
    : null;
  if (speaks === null && maintenance.length === 0) return null;
  return (at) => !isMaintained(at, maintenance, time) && (speaks?.(at) ?? true);
}

/** Usually nothing came late, and then the intervals speak as they did. */
async function cameLate(client: Client, operator: string, { start, end }: Range): Promise<boolean> {
  const { rows } = await client.query({
    name: "din_came_late",
    text: `select from ${MINUTE} where operator = $1 and at >= $2::bigint and at < $3::bigint and at_close is not null limit 1`,
    values: [operator, start, end],
  });
  return rows.length > 0;
}

interface Asked extends Range {
  readonly counted: readonly number[];
}

/** Whether an interval still speaks against the operator. */
function loadSpeaks(client: Client, dossier: ReadDossier, asked: Asked, options: LaterOptions): Promise<Counts> {
  if (dossier.evidence.kind === "INCIDENT" || dossier.evidence.charge === "DOWNTIME") {
    return loadOutages(client, dossier.operator, asked.counted);
  }
  return dossier.evidence.charge === "SUCCESS_RATE"
    ? loadSuccess(client, dossier, asked, options)
    : loadLatency(client, dossier, asked, options);
}

/** Of what is no longer kept there is no row, and it is an outage still. */
async function loadOutages(client: Client, operator: string, counted: readonly number[]): Promise<Counts> {
  const { rows } = await client.query<{ at: number }>({
    name: "din_outages_no_more",
    text: `select at from ${MINUTE} where operator = $1 and at = any($2::bigint[]) and not outage`,
    values: [operator, counted],
    types: columnTypes,
  });
  const up = new Set(rows.map(({ at }) => at));
  return (at) => !up.has(at);
}

type SuccessRow = Pick<Totals, "requests" | "successes"> & { readonly at: number };

async function loadSuccess(
  client: Client,
  dossier: ReadDossier,
  { start, end }: Asked,
  { policy, retention, now }: LaterOptions,
): Promise<Counts> {
  const oldest = keptSince(now, retention);
  const { intervalSeconds: step, windowIntervals } = policy.time;
  const rules = rulesOf(dossier, policy);
  const { rows } = await client.query<SuccessRow>({
    name: "din_successes_now",
    text: `select at, requests, successes from ${MINUTE}
           where operator = $1 and at >= $2::bigint and at < $3::bigint order by at`,
    values: [dossier.operator, start + step - windowIntervals.DAY * step, end],
    types: columnTypes,
  });
  const until = runningSums(rows);
  return (at) => {
    const last = (intervals: number) => at + step - intervals * step;
    if (last(windowIntervals.DAY) < oldest) return true;
    const sumSince = (from: number) => {
      const [all, before] = [until(at + step), until(from)];
      return successRatio({ requests: all.requests - before.requests, successes: all.successes - before.successes });
    };
    const rolling = sumSince(last(windowIntervals.DAY));
    const trailing = sumSince(last(policy.targets.trailingIntervals));
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

/** What has become only bounded convicts nobody any more. */
async function loadLatency(
  client: Client,
  { operator, evidence }: ReadDossier,
  { start, end }: Asked,
  { policy, retention, now }: LaterOptions,
): Promise<Counts> {
  const oldest = keptSince(now, retention);
  const { intervalSeconds: step, windowIntervals } = policy.time;
  const { rows } = await client.query<LatencyRow>({
    name: "din_latencies_now",
    text: `
      select at, requests, successes, timeouts, offered, up_seconds as "upSeconds", down_seconds as "downSeconds",
        measured_seconds as "measuredSeconds", corroborated_seconds as "corroboratedSeconds", sketch,
        scalar_successes as "scalarSuccesses", min_p95_micros as "minP95Micros", max_p95_micros as "maxP95Micros",
        min_p99_micros as "minP99Micros", max_p99_micros as "maxP99Micros"
      from ${MINUTE} where operator = $1 and at >= $2::bigint and at < $3::bigint`,
    values: [operator, start + step - windowIntervals.HOUR * step, end],
    types: columnTypes,
  });
  const totals = new Map(rows.map((row) => [row.at, totalsOfRow(row)]));
  const thresholds = new Map(
    evidence.kind === "MEASURED" ? evidence.intervals.map(({ at, figures }) => [at, figures.thresholdMicros]) : [],
  );
  const p95Of = (from: number, to: number) => {
    const places = Array.from({ length: (to - from) / step }, (_, n) => totals.get(from + n * step));
    return latencyFigure(addTotals(places.filter((known) => known !== undefined)), 9_500);
  };
  return (at) => {
    const last = (intervals: number) => at + step - intervals * step;
    if (last(windowIntervals.HOUR) < oldest) return true;
    const rolling = p95Of(last(windowIntervals.HOUR), at + step);
    const trailing = p95Of(last(policy.targets.trailingIntervals), at + step);
    if (rolling?.method !== "SKETCH" || trailing?.method !== "SKETCH") return false;
    return isLatencyBreach(rolling.upperMicros, trailing.upperMicros, thresholds.get(at) ?? 0);
  };
}
