/** Evaluators on a real Postgres: what they store equals a recomputation from the samples, whatever happens to them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { maintainPartitions } from "../../api/db/partitions.ts";
import { until } from "../support/follower-world.ts";
import { MeasuredWorld, RETENTION } from "../support/measured-world.ts";
import { metricFaults } from "../support/metric-faults.ts";
import { MetricHistory } from "../support/metric-history.ts";
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
  it.each(Array.from({ length: 2 * SOAK }, (_, seed) => seed + 1))(
    "windows equal the samples, seed %i",
    async (seed) => {
      const world = await MeasuredWorld.over(await postgres.createDatabase(`history_${seed}`), START);
      const history = new MetricHistory(seed, OPERATORS);
      const evaluator = world.evaluator({ batch: 1 + history.integer(3) });
      for (let step = 0; step < 8; step += 1) {
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
