/** From samples to routes: evaluator and router over one database, by passes, whatever befalls them. */
import pg from "pg";
import pino from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makePartitions } from "../../api/db/partitions.ts";
import { POLICY } from "../../api/domain/policy.ts";
import { createEvaluator, type Evaluator } from "../../api/monitoring/evaluator.ts";
import type { Router } from "../../api/routing/router.ts";
import { insertSamples, RETENTION, type SampleInput } from "../support/measured-world.ts";
import { minutes } from "../support/measuring.ts";
import { FAILED } from "../support/told.ts";
import { forgetRoutes, routerOver, routesOf, settleRouter, tableOf } from "./support/routing.ts";
import { address, CHAIN_ID, ETHER, NOW, REGISTRY, scored, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { VIEWS } from "./support/template.ts";

const OPERATOR = address(1);
/** The n-th minute of a test begins at START + n x 60. */
const START = Math.floor(NOW / 60) * 60;
const suite = apiSuite({ operator: [stakedRow({ address: OPERATOR, ethActive: 9n * ETHER, ...scored(9_000) })] });
let evaluator: Evaluator;
let router: Router;

let pool: pg.Pool;
beforeAll(async () => {
  pool = new pg.Pool({ connectionString: suite.database.url, max: 1 });
  await makePartitions(pool, NOW, RETENTION);
});
afterAll(() => pool.end());
beforeEach(async () => {
  suite.api.clock.now = START;
  await suite.database.client.query(
    `delete from din_api.metric_sample; delete from din_api.metric_minute; delete from din_api.metric_hour;
     delete from din_api.metric_day; delete from din_api.operator_evaluation; delete from din_api.metric_dirty`,
  );
  await forgetRoutes(suite.database.client);
  evaluator = createEvaluator({
    ...{ connectionString: suite.database.url, viewsSchema: VIEWS, policy: POLICY, retention: RETENTION, pollMs: 5 },
    registry: { chainId: CHAIN_ID, address: REGISTRY },
    now: () => suite.api.clock.now,
    log: pino({ level: "silent" }),
  });
  router = routerOver(suite.database.url, suite.api.clock);
});
afterEach(async () => {
  await Promise.all([evaluator.stop(), router.stop()]);
});

/** One pass of each: who is dirty is evaluated, and who is marked is routed. */
async function pass(): Promise<void> {
  const evaluated = await evaluator.pass();
  if (!evaluated.done) throw evaluated.error;
  await settleRouter(router);
}

/** Minutes from the n-th on are received as soon as they have ended, and looked at. */
async function receive(
  first: number,
  runs: readonly Partial<SampleInput>[],
  operator: string = OPERATOR,
): Promise<void> {
  for (const [n, changes] of runs.entries()) {
    const at = START + (first + n) * 60;
    suite.api.clock.now = Math.max(suite.api.clock.now, at + 60);
    const samples = minutes(operator, at, 1, changes);
    await insertSamples(pool, samples, suite.api.clock.now);
    await pass();
  }
}

const GOOD = {};
const route = async (operator: string = OPERATOR) => (await routesOf(suite.api))[operator];
const minute = async (n: number) => {
  suite.api.clock.now = START + n * 60;
  await settleRouter(router);
  return route();
};
/** Score 90, TIER_1, LOW: nothing but a few minutes was measured. */
const FULL = 45_000_000;

describe("a circuit", () => {
  test("opens with the third bad minute, is tried after five, and closes with three good ones", async () => {
    await receive(0, [GOOD]);
    expect(await route()).toBe(FULL);
    await receive(1, [FAILED, FAILED]);
    expect(await route()).toBe(FULL);
    await receive(3, [FAILED]);
    expect(await tableOf(suite.api)).toMatchObject({
      candidates: [],
      excluded: [
        { reasons: ["CIRCUIT_OPEN"], circuit: "OPEN", circuitSince: new Date((START + 240) * 1_000).toISOString() },
      ],
    });
    expect(await minute(8.9)).toBe("CIRCUIT_OPEN");
    expect(await minute(9)).toBe(FULL / 10);
    await receive(9, [GOOD, GOOD]);
    expect(await route()).toBe(FULL / 10);
    await receive(11, [GOOD]);
    expect(await route()).toBe(FULL);
  });

  test("opens again with one bad minute while it is tried; in its region alone", async () => {
    await receive(0, [{ region: "us" }, FAILED, FAILED, FAILED]);
    expect(await minute(9)).toBe(FULL / 10);
    await receive(9, [FAILED]);
    expect(await route()).toBe("CIRCUIT_OPEN");
    expect((await routesOf(suite.api, { region: "us" }))[OPERATOR]).toBe(FULL);
  });

  test("is opened by a minute that comes late, and closed by the revision of one", async () => {
    await receive(0, [FAILED]);
    await receive(2, [FAILED]);
    await receive(1, [FAILED]);
    expect(await route()).toBe("CIRCUIT_OPEN");
    await receive(1, [{ revision: 1 }]);
    expect(await route()).toBe(FULL);
  });

  test("hears of many minutes at once what it would have heard of each", async () => {
    const samples = [...minutes(OPERATOR, START, 20), ...minutes(OPERATOR, START + 1_200, 3, FAILED)];
    await insertSamples(pool, samples, START + 1_380);
    suite.api.clock.now = START + 1_380;
    await pass();
    expect(await route()).toBe("CIRCUIT_OPEN");
  });

  test("knows nothing of what the operator says alone, and it is nowhere routed to for it", async () => {
    const own = { reporter: "own", weight: 0 };
    await receive(0, [{ ...own, region: "moon" }, own, GOOD]);
    expect(await routesOf(suite.api, { region: "moon" })).toEqual({});
    await receive(3, [FAILED, FAILED, FAILED]);
    expect(await minute(11)).toBe(FULL / 10);
    await receive(11, [own, own, own]);
    expect(await route()).toBe(FULL / 10);
    // Nor does it drown what others say.
    await receive(14, [FAILED]);
    expect(await route()).toBe("CIRCUIT_OPEN");
  });

  test("of who falls silent stays as it is, and it is back with the first word", async () => {
    await receive(0, [GOOD]);
    expect(await minute(15.9)).toBe(FULL);
    expect(await minute(16)).toBe("SILENT");
    await receive(30, [GOOD]);
    expect(await route()).toBe(FULL);
    // The router calls it silent while an evaluator, by its own clock not yet, takes what was received just now.
    expect(await minute(46)).toBe("SILENT");
    suite.api.clock.now = START + 46 * 60 - 1;
    await receive(44, [GOOD]);
    expect(await route()).toBe(FULL);
  });
});
