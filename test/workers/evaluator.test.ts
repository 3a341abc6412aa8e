/** Evaluators on a real Postgres: what they store equals a recomputation from the samples, whatever happens to them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EVALUATION_LOCK } from "../../api/db/locks.ts";
import { maintainPartitions } from "../../api/db/partitions.ts";
import { until } from "../support/follower-world.ts";
import { MeasuredWorld, RETENTION } from "../support/measured-world.ts";
import { metricFaults } from "../support/metric-faults.ts";
import { MetricHistory } from "../support/metric-history.ts";
import type { RawSample } from "../support/metric-oracle.ts";
import { startTestPostgres, type TestPostgres } from "../support/postgres.ts";

/** How many times as long the random histories are. */
const SOAK = Number(process.env.SOAK ?? 1);

const OPERATORS = ["a1", "b2", "c3"].map((end) => `0x${end.padStart(40, "0")}`);
/** 25 October 2023, 22:13:20 UTC. */
const START = 1_698_272_000;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.remove());

describe("random histories", () => {
  it.each(Array.from({ length: SOAK > 1 ? 2 * SOAK : 1 }, (_, seed) => seed + 1))(
    "windows equal the samples, seed %i",
    async (seed) => {
      const world = await MeasuredWorld.over(await postgres.createDatabase(`history_${seed}`), START);
      const history = new MetricHistory(seed, OPERATORS);
      const evaluator = world.evaluator({ batch: 1 + history.integer(3) });
      for (let step = 0; step < 6; step += 1) {
        await world.store(history.batch(world.now, 5 + history.integer(60)));
        await world.settle(evaluator);
        expect(await metricFaults(world, history.samples)).toEqual([]);
        // Mostly minutes, at times days: windows move over what was measured, and months end.
        world.now += history.integer(3) === 0 ? history.integer(6 * 86_400) : history.integer(2 * 3_600);
        await maintainPartitions(world.pool, world.now, RETENTION);
        await world.settle(evaluator);
        expect(await metricFaults(world, history.samples)).toEqual([]);
      }
      await world.close();
    },
  );

  it("by several evaluators whose connections are cut, while samples come in", async () => {
    const world = await MeasuredWorld.over(await postgres.createDatabase("cut"), START);
    const history = new MetricHistory(99, OPERATORS);
    for (let i = 0; i < 3; i += 1) world.evaluator({ batch: 2 }).start();
    let cuts = 0;
    for (let round = 0; round < 6 * SOAK; round += 1) {
      for (let step = 0; step < 8; step += 1) {
        await world.store(history.batch(world.now, 20));
        world.now += history.integer(90);
        if (history.integer(3) === 0) continue;
        const { rowCount } = await world.pool.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'din-evaluator' and datname = current_database()",
        );
        cuts += rowCount ?? 0;
      }
      await until(() => world.isSettled());
      expect(await metricFaults(world, history.samples)).toEqual([]);
      await maintainPartitions(world.pool, world.now, RETENTION);
    }
    expect(cuts).toBeGreaterThan(10);
    if (SOAK > 1) console.log(`${cuts} connections cut, ${history.samples.length} samples: all windows equal`);
    await world.close();
  });
});

it("an operator that another evaluator works on is left to it, and the others are not", async () => {
  const world = await MeasuredWorld.over(await postgres.createDatabase("locked"), START);
  const history = new MetricHistory(5, OPERATORS);
  await world.store(history.batch(START, 60));
  const [locked = "", ...others] = OPERATORS;
  const holder = await world.pool.connect();
  await holder.query("begin");
  await holder.query("select pg_advisory_xact_lock($1, hashtext($2))", [EVALUATION_LOCK, locked]);
  const evaluator = world.evaluator();
  expect(await evaluator.pass()).toMatchObject({ done: true, operators: others.length });
  await world.settle(evaluator);
  expect((await world.pool.query("select distinct operator from din_api.metric_dirty")).rows).toEqual([
    { operator: locked },
  ]);
  await holder.query("rollback");
  holder.release();
  expect(await evaluator.pass()).toMatchObject({ done: true, operators: 1 });
  await world.settle(evaluator);
  expect(await metricFaults(world, history.samples)).toEqual([]);
  await world.close();
});

it("a backlog too large for one transaction is taken in parts", async () => {
  const world = await MeasuredWorld.over(await postgres.createDatabase("backlog"), START);
  const samples: RawSample[] = Array.from({ length: 4_000 }, (_, i) => ({
    ...{ operator: OPERATORS[i % 2] ?? "", at: (Math.floor(START / 60) - i) * 60, service: "rpc", region: "eu" },
    ...{ reporter: "a", revision: 0, weight: 1, requests: 1, successes: 1, timeouts: 0, upSeconds: 60, downSeconds: 0 },
    ...{ latencies: null, scalar: { p95: 100_000 + i, p99: 200_000 + i }, receivedAt: START },
  }));
  for (let first = 0; first < samples.length; first += 1_000) {
    const batch = samples.slice(first, first + 1_000);
    await world.store(
      batch.map((sample) => ({
        ...sample,
        sketch: null,
        p95Micros: sample.scalar?.p95 ?? null,
        p99Micros: sample.scalar?.p99 ?? null,
      })),
    );
  }
  const evaluator = world.evaluator();
  const first = await evaluator.pass();
  expect(first).toMatchObject({ done: true, operators: 2, intervals: 3_000 });
  await world.settle(evaluator);
  expect(await metricFaults(world, samples)).toEqual([]);
  expect((await world.evaluation(OPERATORS[0] ?? ""))?.judgement.judgedUntil).toBe(
    Math.floor(START / 60) * 60 - 15 * 60,
  );
  await world.close();
});

it("nothing is judged before its samples are looked at, however many wait", async () => {
  const [operator = ""] = OPERATORS;
  const begin = Math.floor(START / 60) * 60 - 900 * 60;
  const judgementOf = async (name: string, reports: number) => {
    const world = await MeasuredWorld.over(await postgres.createDatabase(name), START);
    // Slow all the time: each minute counts. Each report comes in batches of its own.
    for (let first = 0; first < 900; first += 100) {
      for (let report = 0; report < reports; report += 1) {
        const minutes = Array.from({ length: 100 }, (_, i) => ({
          ...{
            operator,
            at: begin + (first + i) * 60,
            service: "rpc",
            region: "eu",
            reporter: `r${report}`,
            revision: 0,
          },
          ...{ weight: 1, requests: 100, successes: 100, timeouts: 0, upSeconds: 60, downSeconds: 0 },
          ...{ sketch: { first: 645, counts: [100] }, p95Micros: null, p99Micros: null },
        }));
        // In time: what comes after its minute has closed is not held against anybody.
        await world.store(minutes, begin);
      }
    }
    await world.settle(world.evaluator());
    const evaluation = await world.evaluation(operator);
    await world.close();
    return evaluation?.judgement;
  };
  // The minutes of one fit into one transaction, those of four do not.
  const judgement = await judgementOf("backlog_of_one", 1);
  expect(judgement?.latency.bad).toBe(885);
  expect(await judgementOf("backlog_of_four", 4)).toEqual(judgement);
});
