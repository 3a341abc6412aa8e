/**
 * What is wrong with sums by service and region, and with what a snapshot says was measured, by the oracle's lights: of what
 * others than the operator have said.
 */
import type pg from "pg";
import { totalsOfRow } from "../../api/db/metric-sums.ts";
import { columnTypes } from "../../api/db/rows.ts";
import { measuredRange, RANKING_RANGES, type RankingRange } from "../../api/domain/ranking.ts";
import { summarise } from "../../api/domain/window.ts";
import type { MeasuredWorld } from "./measured-world.ts";
import { isWithinOnePercent, windowFaults } from "./metric-faults.ts";
import { exactQuantile, Oracle, type OracleWindow, type RawSample } from "./metric-oracle.ts";

const SECONDS = { hour: 3_600, day: 86_400 };

interface Place {
  readonly service: string;
  readonly region: string;
}

/** Every service, every region, and each of one in each of the other. */
function placesOf(samples: readonly RawSample[]): Place[] {
  const services = ["", ...new Set(samples.map(({ service }) => service))];
  const regions = ["", ...new Set(samples.map(({ region }) => region))];
  return services.flatMap((service) => regions.map((region) => ({ service, region })));
}

function byOperator(samples: readonly RawSample[]): Map<string, RawSample[]> {
  const found = new Map<string, RawSample[]>();
  for (const sample of samples) {
    if (sample.weight > 0) found.set(sample.operator, [...(found.get(sample.operator) ?? []), sample]);
  }
  return found;
}

/** Whether the oracle knows anything of it: a row is there exactly then. */
const isKnown = ({ requests, measuredSeconds, offered, upSeconds, downSeconds }: OracleWindow): boolean =>
  requests + measuredSeconds + offered + upSeconds + downSeconds > 0;

/** Differences between the cells of all hours and days that have closed since a moment, and the samples. */
export async function cellFaults(
  world: MeasuredWorld,
  samples: readonly RawSample[],
  range: { readonly from: number; readonly until: number },
): Promise<string[]> {
  const faults: string[] = [];
  for (const level of ["hour", "day"] as const) {
    const stored = await storedCells(world.pool, level);
    for (const [operator, own] of byOperator(samples)) {
      const parts = new Map<number, RawSample[]>();
      for (const sample of own) {
        const at = Math.floor(sample.at / SECONDS[level]) * SECONDS[level];
        parts.set(at, [...(parts.get(at) ?? []), sample]);
      }
      for (const [at, some] of parts) {
        const end = at + SECONDS[level];
        const place = `${operator.slice(-4)} ${level} ${at}`;
        for (const cell of placesOf(own)) {
          const key = JSON.stringify([operator, at, cell.service, cell.region]);
          const row = stored.get(key);
          if (end > range.until) {
            if (row !== undefined) faults.push(`${place} is there, though it has not closed`);
            continue;
          }
          if (at < range.from) continue;
          const expected = new Oracle(some).sum(at, end, cell);
          if (row === undefined) {
            if (isKnown(expected)) faults.push(`${place} ${key} is missing`);
            continue;
          }
          const window = summarise({ start: at, end }, totalsOfRow(row));
          faults.push(...windowFaults(window, expected).map((fault) => `${place} ${key}: ${fault}`));
        }
      }
    }
  }
  return faults;
}

type StoredCell = Parameters<typeof totalsOfRow>[0] & Place & { readonly operator: string; readonly at: number };

async function storedCells(pool: pg.Pool, level: "hour" | "day"): Promise<Map<string, StoredCell>> {
  const { rows } = await pool.query<StoredCell>({
    text: `select operator, at, service, region, requests, successes, timeouts, offered, up_seconds as "upSeconds",
             down_seconds as "downSeconds", measured_seconds as "measuredSeconds",
             corroborated_seconds as "corroboratedSeconds", sketch, scalar_successes as "scalarSuccesses",
             min_p95_micros as "minP95Micros", max_p95_micros as "maxP95Micros", min_p99_micros as "minP99Micros",
             max_p99_micros as "maxP99Micros"
           from din_api.cell_${level}`,
    types: columnTypes,
  });
  return new Map(rows.map((row) => [JSON.stringify([row.operator, row.at, row.service, row.region]), row]));
}

interface StoredStanding extends Place {
  readonly operator: string;
  readonly range: RankingRange;
  readonly requests: number;
  readonly successPpm: number | null;
  readonly p95Micros: number | null;
  readonly uptimePpm: number | null;
  readonly coverageBps: number;
}

/** Differences between what a snapshot says was measured and the samples. */
export async function standingFaults(
  world: MeasuredWorld,
  samples: readonly RawSample[],
  snapshot: { readonly id: number; readonly at: number },
): Promise<string[]> {
  const { rows } = await world.pool.query<StoredStanding>({
    text: `select operator, service, region, range, requests, success_ppm as "successPpm", p95_micros as "p95Micros",
             uptime_ppm as "uptimePpm", coverage_bps as "coverageBps"
           from din_api.measured_standing where snapshot = $1`,
    values: [snapshot.id],
    types: columnTypes,
  });
  const keyOf = (row: Place & Pick<StoredStanding, "operator" | "range">) =>
    JSON.stringify([row.operator, row.range, row.service, row.region]);
  const stored = new Map(rows.map((row) => [keyOf(row), row]));
  const faults: string[] = [];
  for (const [operator, own] of byOperator(samples)) {
    const oracle = new Oracle(own);
    for (const range of RANKING_RANGES) {
      const { start, end } = measuredRange(range, snapshot.at, world.policy.time);
      for (const place of placesOf(own)) {
        const key = keyOf({ operator, range, ...place });
        const row = stored.get(key);
        stored.delete(key);
        const expected = oracle.sum(start, end, place);
        const isThere = expected.requests + expected.measuredSeconds + expected.offered > 0;
        if (row === undefined || !isThere) {
          if (row !== undefined || isThere) faults.push(`${key} is ${JSON.stringify(row)}, not ${isThere}`);
          continue;
        }
        faults.push(...figureFaults(row, expected, end - start).map((fault) => `${key}: ${fault}`));
      }
    }
  }
  return [...faults, ...[...stored.keys()].map((key) => `${key} is of nobody`)];
}

function figureFaults(row: StoredStanding, expected: OracleWindow, seconds: number): string[] {
  const up = expected.upSeconds + expected.downSeconds;
  const exact = exactQuantile(expected.latencies, 9_500);
  const known = [...(exact === null ? [] : [exact]), ...expected.scalars.map(({ p95 }) => p95)];
  const p95 = known.length === 0 ? null : Math.max(...known);
  const wanted = {
    requests: expected.requests,
    successPpm: expected.requests === 0 ? null : Math.round((expected.successes * 1e6) / expected.requests),
    uptimePpm: up === 0 ? null : Math.round((expected.upSeconds * 1e6) / up),
    coverageBps: Math.floor((expected.measuredSeconds * 10_000) / seconds),
  };
  const isOff =
    p95 === null || row.p95Micros === null ? p95 !== row.p95Micros : !isWithinOnePercent(row.p95Micros, p95);
  return [
    ...(["requests", "successPpm", "uptimePpm", "coverageBps"] as const).flatMap((key) =>
      row[key] === wanted[key] ? [] : [`${key} is ${row[key]}, not ${wanted[key]}`],
    ),
    ...(isOff ? [`p95 is ${row.p95Micros}, not ${p95}`] : []),
  ];
}
