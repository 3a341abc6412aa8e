/** Routers among others: one leads, whatever befalls it, and what it leaves is what one alone would have come to. */
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Router, RouterOptions } from "../../api/routing/router.ts";
import { waitFor } from "../../devnet/wait.ts";
import { leadingPass } from "./support/leading.ts";
import { forgetRoutes, putCircuits, routerOver, routesOf, settleRouter } from "./support/routing.ts";
import { address, ETHER, NOW, scored, slashRow, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { DEPLOYMENT, VIEWS } from "./support/template.ts";

const OPERATORS = Array.from({ length: 8 }, (_, n) => address(n + 1));
const OPERATOR = address(1);
const suite = apiSuite({
  operator: OPERATORS.map((operator) => stakedRow({ address: operator, ethActive: 9n * ETHER, ...scored(9_000) })),
  slash: [slashRow({ id: 1n, operator: address(8), state: "EXECUTED" })],
});
const query = (text: string, values: unknown[] = []) => suite.database.client.query(text, values);
const route = async (operator: string = OPERATOR) => (await routesOf(suite.api))[operator];
/** Score 90, TIER_1, LOW: nothing was measured. */
const FULL = 45_000_000;
const lines: string[] = [];
let routers: Router[] = [];
let router: Router;

function anotherRouter(options: Partial<RouterOptions> = {}): Router {
  const made = routerOver(suite.database.url, suite.api.clock, options, lines);
  routers.push(made);
  return made;
}

beforeEach(async () => {
  suite.api.clock.now = NOW;
  lines.length = 0;
  await forgetRoutes(suite.database.client);
  router = anotherRouter();
});
afterEach(async () => {
  await Promise.all(routers.map((made) => made.stop()));
  routers = [];
});

const circuits = (state: "OPEN" | "CLOSED", since: number | null) =>
  OPERATORS.map((operator) => ({ operator, state, since, measuredUntil: NOW }));
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
  await query("select pg_terminate_backend($1)", [await backend()]);
  await waitFor(async () => (await backend()) === undefined, { what: "the end of the leader", timeoutMs: 10_000 });
  // Neither marked nor told.
  await putCircuits(suite.database.client, circuits("OPEN", NOW - 60), false);
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
    await query(`update "${DEPLOYMENT}".slash set state = $1`, [state]);
    const passing = router.pass();
    const pid = dice(2) === 0 ? await backend() : undefined;
    if (pid !== undefined) await query("select pg_terminate_backend($1)", [pid]);
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
      await query(
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
  await query("delete from din_api.route; delete from din_api.route_table");
  await settleRouter(anotherRouter());
  expect(await rows()).toEqual(found);
});

test("go on without the indexer: circuits are followed, slashes stay as they were", async () => {
  const slashed = address(8);
  await query(`update "${DEPLOYMENT}".slash set state = 'PROPOSED', bps = 5000`);
  await putCircuits(suite.database.client, circuits("CLOSED", null));
  await settleRouter(router);
  expect([await route(), await route(slashed)]).toEqual([FULL, FULL / 2]);
  const other = new pg.Client({ connectionString: suite.database.url });
  await other.connect();
  await other.query(`begin; lock table "${DEPLOYMENT}".slash; update "${DEPLOYMENT}".slash set state = 'EXECUTED'`);
  await putCircuits(suite.database.client, [{ operator: OPERATOR, state: "OPEN", since: NOW, measuredUntil: NOW }]);
  await settleRouter(router);
  expect([await route(), await route(slashed)]).toEqual(["CIRCUIT_OPEN", FULL / 2]);
  await other.query("commit");
  await other.end();
  // One that begins while its tables are replaced knows them by the routes alone.
  await query(`alter view ${VIEWS}.slash rename to slash_away`);
  await router.stop();
  router = anotherRouter();
  await putCircuits(suite.database.client, [{ operator: slashed, region: "us", measuredUntil: NOW }]);
  await settleRouter(router);
  expect((await routesOf(suite.api, { region: "us" }))[slashed]).toBe(FULL / 2);
  await query(`alter view ${VIEWS}.slash_away rename to slash`);
  await settleRouter(router);
  expect([await route(slashed), lines]).toEqual([FULL, []]);
});

test("try half of what was too much at once, until it is not", async () => {
  await query(`create function din_api.too_many() returns trigger language plpgsql as $$ begin
    if (select count(*) from written) > 3 then raise 'too many' using errcode = '57014'; end if;
    return null; end $$`);
  await query(`create trigger too_many after insert on din_api.route referencing new table as written
    for each statement execute function din_api.too_many()`);
  await putCircuits(suite.database.client, circuits("CLOSED", null), false);
  const some = anotherRouter({ batch: 8 });
  const roles = [(await leadingPass(some)).role, (await some.pass()).role];
  await settleRouter(some);
  await query("drop function din_api.too_many cascade");
  expect([roles, Object.keys(await routesOf(suite.api))]).toEqual([["FAILED", "FAILED"], OPERATORS]);
});

test("write nothing while there is nothing to do", async () => {
  await settleRouter(router);
  const sign = async () => (await query("select ctid, xmin, xmax, passed_at from din_api.router_state")).rows;
  const before = await sign();
  await settleRouter(router);
  expect([before.length, await sign()]).toEqual([1, before]);
});
