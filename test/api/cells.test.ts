/** What was measured by service and region: sums that equal the samples whatever came when, and what a snapshot says of them. */
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { LOCKS } from "../../api/db/locks.ts";
import { keptSince, maintainPartitions } from "../../api/db/partitions.ts";
import { measuredRange, measuredUntil } from "../../api/domain/ranking.ts";
import type { Evaluator } from "../../api/monitoring/evaluator.ts";
import { sumCells } from "../../api/ranking/cells.ts";
import { writeMeasured } from "../../api/ranking/measured.ts";
import { waitFor } from "../../devnet/wait.ts";
import { cellFaults, standingFaults } from "../support/cell-faults.ts";
import { MeasuredWorld, RETENTION, type SampleInput } from "../support/measured-world.ts";
import { MetricHistory } from "../support/metric-history.ts";
import { createTestDatabase, type TestDatabase } from "./support/database.ts";
import { latencies } from "./support/measured.ts";

const SOAK = Number(process.env.SOAK ?? 1);
const [HOUR, DAY] = [3_600, 86_400];
/** 26 October 2023, 00:00:00 UTC. */
const MIDNIGHT = 1_698_278_400;
const OPERATORS = ["a1", "b2", "c3"].map((end) => `0x${end.padStart(40, "0")}`);
const [FIRST = "", SECOND = ""] = OPERATORS;

let database: TestDatabase;
let world: MeasuredWorld;
let client: pg.PoolClient;
let evaluator: Evaluator;

function eachWith(now: number): void {
  beforeAll(async () => {
    database = await createTestDatabase(inject("apiPostgresUrl"));
    world = await MeasuredWorld.over(database.url, now);
    client = await world.pool.connect();
    evaluator = world.evaluator({ batch: 3 });
  });
  afterAll(async () => {
    client.release();
    await world.close();
    await database.drop();
  });
}

const options = () => ({ policy: world.policy, now: world.now, keptSince: keptSince(world.now, RETENTION) });

async function sumAll(): Promise<void> {
  await world.settle(evaluator);
  while (await sumCells(client, options()));
}

const sample = (told: Partial<SampleInput>): SampleInput => ({
  ...{ operator: FIRST, at: MIDNIGHT, service: "rpc", region: "eu", reporter: "a", revision: 0, weight: 1 },
  ...{ requests: 100, successes: 100, timeouts: 0, upSeconds: 60, downSeconds: 0 },
  ...{ sketch: latencies(100, 100), p95Micros: null, p99Micros: null },
  ...told,
});

/** `service/region requests`, sorted. */
async function cells(level: "hour" | "day", operator = FIRST, at = MIDNIGHT): Promise<string[]> {
  const { rows } = await world.pool.query<{ cell: string }>(
    `select service || '/' || region || ' ' || requests || ' in ' || measured_seconds as cell
     from din_api.cell_${level} where operator = $1 and at = $2`,
    [operator, at],
  );
  return rows.map(({ cell }) => cell).sort();
}

async function dueHours(): Promise<number[]> {
  const { rows } = await world.pool.query<{ at: string }>("select at from din_api.cell_due order by at");
  return rows.map(({ at }) => (Number(at) - MIDNIGHT) / HOUR);
}

describe("random histories: late, corrected and repeated, by several reporters", () => {
  eachWith(MIDNIGHT - 6_400);

  test.each(Array.from({ length: SOAK }, (_, seed) => seed + 1))("cells equal the samples, seed %i", async (seed) => {
    await world.pool.query(
      "truncate din_api.metric_sample, din_api.metric_minute, din_api.metric_hour, din_api.metric_day",
    );
    await world.pool.query(
      "truncate din_api.cell_hour, din_api.cell_day, din_api.operator_evaluation, din_api.score_history",
    );
    const history = new MetricHistory(seed, OPERATORS);
    for (let step = 0; step < 3; step += 1) {
      await world.store(history.batch(world.now, 20 + history.integer(60)));
      await sumAll();
      const until = measuredUntil(world.now, world.policy.time);
      const { start } = measuredRange("MONTH", world.now, world.policy.time);
      expect(await cellFaults(world, history.samples, { from: start, until })).toEqual([]);
      const snapshot = { id: step + 1, at: world.now - (world.now % HOUR) };
      await writeMeasured(client, snapshot, OPERATORS, world.policy);
      expect(await standingFaults(world, history.samples, snapshot)).toEqual([]);
      world.now += history.integer(2) === 0 ? history.integer(4 * DAY) : history.integer(5 * HOUR);
      await maintainPartitions(world.pool, world.now, RETENTION);
    }
  });
});

describe("side by side", () => {
  eachWith(MIDNIGHT - 6_400);

  test("with evaluators that note hours while they are summed, none is lost", async () => {
    const history = new MetricHistory(77, OPERATORS);
    for (let n = 0; n < 2; n += 1) world.evaluator({ batch: 2 }).start();
    let isOver = false;
    const summing = (async () => {
      while (!isOver) await sumCells(client, options());
    })();
    for (let round = 0; round < 10 * SOAK; round += 1) {
      await world.store(history.batch(world.now, 15));
      // So that they meet anywhere.
      await sleep(history.integer(20));
      world.now += history.integer(900);
      await maintainPartitions(world.pool, world.now, RETENTION);
    }
    await waitFor(() => world.isSettled(), { what: "the evaluators", timeoutMs: 20_000 });
    isOver = true;
    await summing;
    await sumAll();
    const until = measuredUntil(world.now, world.policy.time);
    expect(await cellFaults(world, history.samples, { from: 0, until })).toEqual([]);
  });
});

describe("an hour", () => {
  eachWith(MIDNIGHT + HOUR);

  test("is summed once it has closed, its day with the last hour, and both again for what comes late", async () => {
    await world.store([sample({}), sample({ region: "us" }), sample({ service: "storage" })]);
    await sumAll();
    expect(await cells("hour")).toEqual([]);
    expect(await dueHours()).toEqual([0, 23]);

    world.now = MIDNIGHT + HOUR + 15 * 60 - 1;
    await sumAll();
    expect(await cells("hour")).toEqual([]);
    world.now += 1;
    await sumAll();
    const one = [
      "/ 300 in 60",
      "/eu 200 in 60",
      "/us 100 in 60",
      "rpc/ 200 in 60",
      "rpc/eu 100 in 60",
      "rpc/us 100 in 60",
    ];
    const all = [...one, "storage/ 100 in 60", "storage/eu 100 in 60"].sort();
    expect(await cells("hour")).toEqual(all);
    expect(await dueHours()).toEqual([23]);
    expect(await cells("day")).toEqual([]);

    world.now = MIDNIGHT + DAY + 15 * 60;
    await sumAll();
    expect(await dueHours()).toEqual([]);
    expect(await cells("day")).toEqual(all);

    await world.store([sample({ region: "us", revision: 1, requests: 150 })]);
    await sumAll();
    const now = all.map((cell) =>
      cell
        .replace(/(\/us) 100/, "$1 150")
        .replace("rpc/ 200", "rpc/ 250")
        .replace("/ 300", "/ 350"),
    );
    expect(await cells("hour")).toEqual(now);
    expect(await cells("day")).toEqual(now);
  });

  test("has no word of the operator's own, alone or beside others", async () => {
    const self = { operator: SECOND, reporter: "self", weight: 0, requests: 900 };
    await world.store([sample(self), sample({ ...self, region: "moon" }), sample({ ...self, at: MIDNIGHT + 60 })]);
    await sumAll();
    expect(await cells("hour", SECOND)).toEqual([]);
    await world.store([sample({ operator: SECOND })]);
    await sumAll();
    const all = ["/ 100 in 60", "/eu 100 in 60", "rpc/ 100 in 60", "rpc/eu 100 in 60"];
    expect(await cells("hour", SECOND)).toEqual(all);
    expect(await cells("day", SECOND)).toEqual(await cells("hour", SECOND));
  });

  test("of an operator with one service in one region is what all of it comes to", async () => {
    const [operator = ""] = OPERATORS.slice(2);
    await world.store([sample({ operator })]);
    await sumAll();
    const { rows } = await world.pool.query(
      `
      select count(*)::integer as hours from din_api.metric_hour as m join din_api.cell_hour as c
        on c.operator = m.operator and c.at = m.at and c.requests = m.requests and c.offered = m.offered
        and c.successes = m.successes and c.sketch = m.sketch and c.up_seconds = m.up_seconds
        and c.measured_seconds = m.measured_seconds and c.corroborated_seconds = m.corroborated_seconds
      where m.operator = $1`,
      [operator],
    );
    // All, the service, the region, and the one in the other.
    expect(rows).toEqual([{ hours: 4 }]);
    const at = MIDNIGHT + DAY + HOUR;
    await writeMeasured(client, { id: 77, at }, [operator], world.policy);
    const standings = await world.pool.query(
      `select range, count(*)::integer as places, count(distinct (requests, success_ppm, p95_micros, uptime_ppm,
         coverage_bps, confidence))::integer as figures
       from din_api.measured_standing where snapshot = 77 group by range order by range`,
    );
    // 26 October was the day before: the hour from midnight to one is just within the last 24 that have closed.
    expect(standings.rows).toEqual(["DAY", "MONTH", "WEEK"].map((range) => ({ range, places: 4, figures: 1 })));
  });

  test("is in its day, though the day was summed while it was noted", async () => {
    const [operator = ""] = OPERATORS.slice(2);
    await world.store([sample({ operator, revision: 1, requests: 150 })]);
    const note = "insert into din_api.cell_due select $1, unnest($2::bigint[]) on conflict do nothing";
    const last = MIDNIGHT + 23 * HOUR;
    await world.pool.query(note, [operator, [last]]);
    const holder = await world.pool.connect();
    await holder.query("begin");
    await holder.query(note, [operator, [MIDNIGHT, last]]);
    while (await sumCells(client, options()));
    await holder.query("commit");
    holder.release();
    while (await sumCells(client, options()));
    expect(await cells("hour", operator)).toContain("rpc/eu 150 in 60");
    expect(await cells("day", operator)).toEqual(await cells("hour", operator));
    await sumAll();
  });

  test("is left to whoever sums already", async () => {
    await world.store([sample({ operator: SECOND, revision: 3 })]);
    await world.settle(evaluator);
    const holder = await world.pool.connect();
    await holder.query("begin");
    await holder.query("select pg_advisory_xact_lock($1)", [LOCKS.cells]);
    expect(await sumCells(client, options())).toBe(false);
    expect(await dueHours()).toEqual([0, 23]);
    await holder.query("commit");
    holder.release();
    expect(await sumCells(client, options())).toBe(true);
    expect(await dueHours()).toEqual([]);
  });

  test("whose samples may be dropped is as it was", async () => {
    const before = await cells("hour", SECOND);
    await world.pool.query("insert into din_api.cell_due values ($1, $2)", [SECOND, MIDNIGHT]);
    await world.pool.query("delete from din_api.metric_sample where operator = $1", [SECOND]);
    while (await sumCells(client, { ...options(), keptSince: MIDNIGHT + 1 }));
    expect(await cells("hour", SECOND)).toEqual(before);
    expect(await dueHours()).toEqual([]);
  });

  test("is dropped when no range can need it any more", async () => {
    const month = 30 * DAY;
    world.now = MIDNIGHT + month + 10 * DAY + HOUR + 15 * 60 - 1;
    while (await sumCells(client, options()));
    expect(await cells("hour", SECOND)).toHaveLength(4);
    world.now += HOUR;
    while (await sumCells(client, options()));
    expect(await cells("hour", SECOND)).toEqual([]);
    expect(await cells("day", SECOND)).toEqual([]);
  });
});
