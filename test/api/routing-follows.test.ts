/** From samples to routes: evaluator and router over one database, by passes, whatever befalls them. */
import pg from "pg";
import pino from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makePartitions } from "../../api/db/partitions.ts";
import { POLICY } from "../../api/domain/policy.ts";
import { createEvaluator, type Evaluator } from "../../api/monitoring/evaluator.ts";
import type { Router } from "../../api/routing/router.ts";
import { waitFor } from "../../devnet/wait.ts";
import { insertSamples, RETENTION, type SampleInput } from "../support/measured-world.ts";
import { minutes } from "../support/measuring.ts";
import { FAILED } from "../support/told.ts";
import { forgetRoutes, putCircuits, routerOver, routesOf, settleRouter, tableOf } from "./support/routing.ts";
import { address, CHAIN_ID, ETHER, NOW, REGISTRY, scored, slashRow, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { DEPLOYMENT, VIEWS } from "./support/template.ts";

const OPERATORS = Array.from({ length: 8 }, (_, n) => address(n + 1));
const OPERATOR = address(1);
/** The n-th minute of a test begins at START + n x 60. */
const START = Math.floor(NOW / 60) * 60;
const suite = apiSuite({
  operator: OPERATORS.map((operator) => stakedRow({ address: operator, ethActive: 9n * ETHER, ...scored(9_000) })),
  slash: [slashRow({ id: 1n, operator: address(8), state: "EXECUTED" })],
});
const lines: string[] = [];
let routers: Router[] = [];
let evaluator: Evaluator;
let router: Router;

function anotherRouter(): Router {
  const made = routerOver(suite.database.url, suite.api.clock, {}, lines);
  routers.push(made);
  return made;
}

let pool: pg.Pool;
beforeAll(async () => {
  pool = new pg.Pool({ connectionString: suite.database.url, max: 1 });
  await makePartitions(pool, NOW, RETENTION);
});
afterAll(() => pool.end());
beforeEach(async () => {
  suite.api.clock.now = START;
  lines.length = 0;
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
  router = anotherRouter();
});
afterEach(async () => {
  await Promise.all([evaluator.stop(), ...routers.map((made) => made.stop())]);
  routers = [];
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

describe("routers", () => {
  const circuits = (state: "OPEN" | "CLOSED", since: number | null) =>
    OPERATORS.map((operator) => ({ operator, state, since, measuredUntil: START }));
  const backend = async () =>
    (
      await suite.database.client.query<{ pid: number }>(
        `select pid from pg_locks where locktype = 'advisory' and classid = 0 and objid = 7460031
           and granted and database = (select oid from pg_database where datname = current_database())`,
      )
    ).rows[0]?.pid;

  test("lead one at a time; who comes next compares all there is, and misses nothing that nobody heard of", async () => {
    await putCircuits(suite.database.client, circuits("CLOSED", null));
    await settleRouter(router);
    const standby = anotherRouter();
    expect(await standby.pass()).toMatchObject({ role: "STANDBY" });
    await suite.database.client.query("select pg_terminate_backend($1)", [await backend()]);
    await waitFor(async () => (await backend()) === undefined, { what: "the end of the leader", timeoutMs: 10_000 });
    // Neither marked nor told.
    await putCircuits(suite.database.client, circuits("OPEN", START - 60), false);
    await settleRouter(standby);
    expect(Object.values(await routesOf(suite.api))).toEqual(OPERATORS.map(() => "CIRCUIT_OPEN"));
    // The old one comes back on another connection, and waits.
    await waitFor(async () => (await router.pass()).role === "STANDBY", { what: "the old leader", timeoutMs: 10_000 });
    // And trusts nobody when it leads again.
    await putCircuits(suite.database.client, circuits("CLOSED", null), false);
    await standby.stop();
    await waitFor(async () => (await router.pass()).role === "LEADER", { what: "a leader", timeoutMs: 10_000 });
    await settleRouter(router);
    expect(Object.values(await routesOf(suite.api))).toEqual(OPERATORS.map(() => FULL));
  });

  test("that are killed at any moment leave what one would have come to alone", async () => {
    let seed = 7;
    const dice = (sides: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * sides);
    };
    await putCircuits(suite.database.client, circuits("CLOSED", null));
    for (let round = 0; round < 15; round += 1) {
      suite.api.clock.now += dice(200);
      const { now } = suite.api.clock;
      await putCircuits(
        suite.database.client,
        OPERATORS.filter(() => dice(3) === 0).map((operator) => ({
          ...{ operator, state: dice(2) === 0 ? ("OPEN" as const) : ("CLOSED" as const), since: now - dice(400) },
          ...{ region: dice(2) === 0 ? "eu" : "us", measuredUntil: now - dice(1_000) },
        })),
      );
      const state = dice(2) === 0 ? "PROPOSED" : "EXECUTED";
      await suite.database.client.query(`update "${DEPLOYMENT}".slash set state = $1`, [state]);
      const passing = router.pass();
      const pid = dice(2) === 0 ? await backend() : undefined;
      if (pid !== undefined) await suite.database.client.query("select pg_terminate_backend($1)", [pid]);
      await passing;
      if (dice(3) === 0) router = anotherRouter();
    }
    await Promise.all(routers.filter((made) => made !== router).map((made) => made.stop()));
    const settled = async () => {
      const { role } = await router.pass();
      return role === "LEADER";
    };
    await waitFor(settled, { what: "a leader", timeoutMs: 10_000 });
    await settleRouter(router);
    const rows = async () =>
      (
        await suite.database.client.query(
          `select *, (select count(*)::integer from din_api.route as o
                      where o.service = t.service and o.region = t.region and (o.weight > 0) = (r.weight > 0)) as alike
           from din_api.route as r join (select service, region, candidates, excluded from din_api.route_table) as t
             on t.service = r.service and t.region = r.region
           order by r.operator, r.region`,
        )
      ).rows;
    const found = await rows();
    expect(found.length).toBeGreaterThan(8);
    for (const { weight, candidates, excluded, alike } of found) expect(weight > 0 ? candidates : excluded).toBe(alike);
    await router.stop();
    await suite.database.client.query("truncate din_api.route, din_api.route_table");
    await settleRouter(anotherRouter());
    expect(await rows()).toEqual(found);
  });

  test("go on without the indexer: circuits are followed, slashes stay as they were", async () => {
    const slashed = address(8);
    await suite.database.client.query(`update "${DEPLOYMENT}".slash set state = 'PROPOSED', bps = 5000`);
    await putCircuits(suite.database.client, circuits("CLOSED", null));
    await settleRouter(router);
    expect([await route(), await route(slashed)]).toEqual([FULL, FULL / 2]);
    const other = new pg.Client({ connectionString: suite.database.url });
    await other.connect();
    await other.query(`begin; lock table "${DEPLOYMENT}".slash; update "${DEPLOYMENT}".slash set state = 'EXECUTED'`);
    await putCircuits(suite.database.client, [
      { operator: OPERATOR, state: "OPEN", since: START, measuredUntil: START },
    ]);
    await settleRouter(router);
    expect([await route(), await route(slashed)]).toEqual(["CIRCUIT_OPEN", FULL / 2]);
    // One that begins meanwhile knows them by the routes alone.
    await router.stop();
    router = anotherRouter();
    await putCircuits(suite.database.client, [{ operator: slashed, region: "us", measuredUntil: START }]);
    await settleRouter(router);
    expect((await routesOf(suite.api, { region: "us" }))[slashed]).toBe(FULL / 2);
    await other.query("commit");
    await other.end();
    await settleRouter(router);
    expect([await route(slashed), lines]).toEqual([FULL, []]);
  });
});
