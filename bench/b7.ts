/** B7: windows with their p95 from stored sums and sketches, beside `percentile_cont` over raw latencies. */
import assert from "node:assert/strict";
import type pg from "pg";
import { loadTotals } from "../api/db/metric-sums.ts";
import { runMigrations } from "../api/db/migrate.ts";
import { createPool } from "../api/db/pool.ts";
import { POLICY } from "../api/domain/policy.ts";
import { ACCURACY } from "../api/domain/sketch.ts";
import { latencyFigure, type Range } from "../api/domain/window.ts";
import { createMeasured, WINDOWS, type Window } from "./data/measured.ts";
import { cpuWatch } from "./lib/cpu.ts";
import type { BenchPostgres } from "./lib/postgres.ts";
import { markdown, type Result } from "./lib/report.ts";
import { median } from "./lib/stats.ts";
import { openPercentiles, type Percentiles } from "./peers/percentile-cont.ts";

/** Operators of one statement: as many as an evaluator takes in a transaction. */
const CHUNK = 50;

/** Operators asked for in a round, of each window: others each time. */
const ASKED = 2_000;

export interface WindowOptions {
  readonly postgres: BenchPostgres;
  readonly rounds: number;
  readonly operators: number;
  /** Operators with raw latencies, and how many of these a minute. */
  readonly raw: number;
  readonly latencies: number;
  readonly log: (line: string) => void;
}

export async function b7(options: WindowOptions): Promise<Result[]> {
  const { postgres, rounds, raw, log } = options;
  const database = await postgres.createDatabase("b7");
  const pool = createPool({
    connectionString: database,
    viewsSchema: "public",
    applicationName: "bench",
    max: 1,
    statementTimeoutMs: 0,
    onError: () => undefined,
  });
  const percentiles = await openPercentiles(database);
  try {
    await runMigrations(pool);
    const addresses = await createMeasured(pool, options);
    const measured = addresses.slice(0, raw);
    const names = Object.keys(WINDOWS).filter((name): name is Window => name in WINDOWS);
    const errors = new Map<Window, number>();
    for (const name of names) errors.set(name, await checkEqual(pool, percentiles, measured, WINDOWS[name]));

    const ours = new Map<Window, Cost[]>(names.map((name) => [name, []]));
    const theirs = new Map<Window, Cost[]>(names.map((name) => [name, []]));
    for (let round = -1; round < rounds; round += 1) {
      for (const name of names) {
        const range = WINDOWS[name];
        const asked = everyNth(addresses, Math.ceil(addresses.length / ASKED), round + 1);
        const own = await costOf(postgres.pid, asked.length, () => ourP95s(pool, asked, range));
        const peer = await costOf(postgres.pid, measured.length, () => percentiles.p95(measured, range));
        // The first is for warming up.
        if (round < 0) continue;
        ours.get(name)?.push(own);
        theirs.get(name)?.push(peer);
        log(`B7 round ${round + 1}: ${name} ${micros(own.wall)}, percentile_cont ${micros(peer.wall)}`);
      }
    }
    return report({ names, ours, theirs, errors, ...options });
  } finally {
    await percentiles.end();
    await pool.end();
    await postgres.dropDatabase("b7");
  }
}

/** Microseconds an operator. */
interface Cost {
  readonly wall: number;
  /** Of this process and of Postgres. */
  readonly node: number;
  readonly postgres: number;
}

async function costOf(postgresPid: number, operators: number, work: () => Promise<unknown>): Promise<Cost> {
  const database = cpuWatch(postgresPid);
  const own = process.cpuUsage();
  const start = performance.now();
  await work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(own);
  return {
    wall: (wall * 1_000) / operators,
    node: (user + system) / operators,
    postgres: ((database() ?? Number.NaN) * 1_000) / operators,
  };
}

async function ourP95s(pool: pg.Pool, operators: readonly string[], range: Range): Promise<number[]> {
  const p95s: number[] = [];
  for (let first = 0; first < operators.length; first += CHUNK) {
    const requests = operators.slice(first, first + CHUNK).map((operator) => ({ operator, ...range }));
    for (const totals of await loadTotals(pool, requests, POLICY.time)) {
      p95s.push(latencyFigure(totals, 9_500)?.upperMicros ?? Number.NaN);
    }
  }
  return p95s;
}

/**
 * Counts are equal, and every p95 is within the sketch's accuracy of the raw latency of its rank (and half a microsecond,
 * since it is whole).
 *
 * @returns the largest error, as a share of `percentile_cont`'s answer
 */
async function checkEqual(
  pool: pg.Pool,
  percentiles: Percentiles,
  operators: readonly string[],
  range: Range,
): Promise<number> {
  const ours = await ourP95s(pool, operators, range);
  const exact = await percentiles.exactP95(operators, range);
  const interpolated = await percentiles.p95(operators, range);
  const errors = ours.map((p95, index) => {
    const expected = exact[index] ?? Number.NaN;
    assert.ok(Math.abs(p95 - expected) <= expected * ACCURACY + 0.5, `p95 is ${p95}, but ${expected} by rank`);
    return Math.abs(p95 / (interpolated[index] ?? Number.NaN) - 1);
  });
  assert.equal(errors.length, operators.length);
  return Math.max(...errors);
}

const everyNth = (all: readonly string[], step: number, offset: number) =>
  all.filter((_, index) => index % step === offset % step);

const micros = (value: number) =>
  value < 10_000 ? `${Math.round(value).toLocaleString("en-US")} µs` : `${(value / 1_000).toFixed(1)} ms`;

interface Measured extends WindowOptions {
  readonly names: readonly Window[];
  readonly ours: ReadonlyMap<Window, readonly Cost[]>;
  readonly theirs: ReadonlyMap<Window, readonly Cost[]>;
  readonly errors: ReadonlyMap<Window, number>;
}

function report({ names, ours, theirs, errors, operators, raw, latencies, log }: Measured): Result[] {
  const middle = (costs: readonly Cost[] | undefined, part: keyof Cost) =>
    median((costs ?? []).map((cost) => cost[part]));
  const size = `${operators.toLocaleString("en-US")} operators; ${raw} with ${latencies} raw latencies a minute`;
  log(
    markdown(
      [
        `B7, an operator (${size})`,
        "ours",
        "its Node",
        "its Postgres",
        "percentile_cont",
        "ratio",
        "largest error of p95",
      ],
      names.map((name) => [
        name,
        micros(middle(ours.get(name), "wall")),
        micros(middle(ours.get(name), "node")),
        micros(middle(ours.get(name), "postgres")),
        micros(middle(theirs.get(name), "wall")),
        `${(middle(theirs.get(name), "wall") / middle(ours.get(name), "wall")).toFixed(0)} ×`,
        `${((errors.get(name) ?? Number.NaN) * 100).toFixed(2)} %`,
      ]),
    ),
  );
  const total = (side: ReadonlyMap<Window, readonly Cost[]>) =>
    names.reduce((sum, name) => sum + middle(side.get(name), "wall"), 0);
  const month = middle(ours.get("30 d"), "wall");
  const hour = middle(ours.get("1 h"), "wall");
  return [
    {
      ...{ benchmark: "B7", work: `${names.join(", ")} with p95, an operator`, peer: "percentile_cont" },
      ...{ ours: micros(total(ours)), theirs: micros(total(theirs)), ratio: total(theirs) / total(ours) },
      goal: { atLeast: 100 },
    },
    {
      ...{ benchmark: "B7", work: "30 d with p95, an operator", peer: "1 h" },
      ...{ ours: micros(month), theirs: micros(hour), ratio: month / hour, goal: { atMost: 1.5 } },
    },
  ];
}
