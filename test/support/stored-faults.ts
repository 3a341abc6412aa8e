/** What is wrong with stored samples, and with the sums made of them, by the lights of what was acknowledged. */
import type pg from "pg";
import { decodeSketch } from "../../api/domain/sketch.ts";
import { Oracle, type RawSample } from "./metric-oracle.ts";
import { bucketsOf, payloadId, revisionId } from "./sample-traffic.ts";

/** Differences between the stored samples and those that were acknowledged. Empty if each is there once, and no other. */
export async function sampleFaults(pool: pg.Pool, acknowledged: ReadonlyMap<string, RawSample>): Promise<string[]> {
  const { rows } = await pool.query<{ id: string; figures: string; sketch: Buffer | null; weight: number }>(
    `select concat_ws(' ', operator, at, service, region, reporter, revision) as id,
       concat_ws(' ', requests, successes, timeouts, up_seconds, down_seconds, p95_micros, p99_micros) as figures,
       sketch, weight
     from din_api.metric_sample`,
  );
  const faults: string[] = [];
  const stored = new Set<string>();
  for (const { id, figures, sketch, weight } of rows) {
    if (stored.has(id)) faults.push(`${id} is stored twice`);
    stored.add(id);
    const expected = acknowledged.get(id);
    const payload = `${figures} ${sketch === null ? "" : storedBuckets(sketch)}`;
    if (expected === undefined) faults.push(`${id} is stored, but was never acknowledged`);
    else if (payload !== payloadId(expected)) faults.push(`${id} is ${payload}, not ${payloadId(expected)}`);
    else if (weight !== expected.weight) faults.push(`${id} weighs ${weight}, not ${expected.weight}`);
  }
  for (const [id, raw] of acknowledged) {
    if (!stored.has(id)) faults.push(`${id} was acknowledged, but is not stored`);
    const before = revisionId({ ...raw, revision: raw.revision - 1 });
    if (raw.revision > 0 && !stored.has(before)) faults.push(`${id} stands without the revision before it`);
  }
  return faults;
}

const TABLES = [
  { table: "metric_minute", seconds: 60 },
  { table: "metric_hour", seconds: 3_600 },
  { table: "metric_day", seconds: 86_400 },
];

/** Differences between the minutes, hours and days that are stored and those that the samples make. */
export async function sumFaults(pool: pg.Pool, samples: Iterable<RawSample>): Promise<string[]> {
  const byOperator = new Map<string, RawSample[]>();
  for (const sample of samples) {
    const own = byOperator.get(sample.operator);
    if (own === undefined) byOperator.set(sample.operator, [sample]);
    else own.push(sample);
  }
  const faults: string[] = [];
  for (const { table, seconds } of TABLES) {
    const stored = await storedSums(pool, table);
    for (const [operator, own] of byOperator) {
      const oracle = new Oracle(own);
      for (const start of new Set(own.map(({ at }) => at - (at % seconds)))) {
        const id = `${operator} ${start}`;
        const expected = expectedSums(oracle, start, start + seconds);
        const found = stored.get(id) ?? "missing";
        if (found !== expected) faults.push(`${table} ${id} is ${found}, not ${expected}`);
        stored.delete(id);
      }
    }
    for (const [id, found] of stored) faults.push(`${table} ${id} is ${found}, but nothing was measured`);
  }
  return faults;
}

async function storedSums(pool: pg.Pool, table: string): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ id: string; figures: string; sketch: Buffer }>(
    `select concat_ws(' ', operator, at) as id, sketch, concat_ws(' ', requests, successes, timeouts, offered, up_seconds,
       down_seconds, measured_seconds, corroborated_seconds, scalar_successes) as figures
     from din_api.${table}`,
  );
  return new Map(rows.map(({ id, figures, sketch }) => [id, `${figures} ${storedBuckets(sketch)}`]));
}

function expectedSums(oracle: Oracle, start: number, end: number): string {
  const sum = oracle.sum(start, end);
  const { requests, successes, timeouts, offered, upSeconds, downSeconds } = sum;
  const seconds = [upSeconds, downSeconds, sum.measuredSeconds, sum.corroboratedSeconds];
  return [requests, successes, timeouts, offered, ...seconds, bucketsOf(sum.latencies)].join(" ");
}

function storedBuckets(bytes: Uint8Array): string {
  const { first, counts } = decodeSketch(bytes);
  return counts.flatMap((count, index) => (count === 0 ? [] : [`${first + index}:${count}`])).join(" ");
}
