/** Whom requests are routed to, as it is answered: from rows, in one statement, with a version. */
import { RoutingCandidatesDocument, RoutingExclusionsDocument } from "@dreamnet/din-infrastructure-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Router } from "../../api/routing/router.ts";
import {
  forgetRoutes,
  putCircuits,
  routerOver,
  routesOf,
  settleRouter,
  tableOf,
  tableQuery,
  trust,
} from "./support/routing.ts";
import { address, checkpointOf, ETHER, HEAD, NOW, scored, slashRow, stakedRow } from "./support/rows.ts";
import { countStatements } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";
import { DEPLOYMENT } from "./support/template.ts";

/** Tiers 1, 2 and 3; degraded ones and others have their own. */
const [ONE, TWO, THREE, POOR, GONE] = [1, 2, 3, 4, 5].map((n) => address(n));
const known = (operator: string | undefined) => operator ?? "";
const hex = (operator: string | undefined): `0x${string}` => `0x${known(operator).slice(2)}`;
const suite = apiSuite({
  operator: [
    stakedRow({ address: hex(ONE), ethActive: 9n * ETHER, ...scored(10_000) }),
    stakedRow({ address: hex(TWO), ethActive: 20n * ETHER, ...scored(9_980) }),
    stakedRow({ address: hex(THREE), ethActive: 200n * ETHER, ...scored(8_460) }),
    stakedRow({ address: hex(POOR), ethActive: 20n * ETHER, ...scored(5_999) }),
    stakedRow({ address: hex(GONE), ethActive: 0n, ...scored(9_000) }),
  ],
  slash: [
    slashRow({ id: 1n, operator: hex(THREE), bps: 1_000 }),
    slashRow({ id: 2n, operator: hex(THREE), bps: 200, state: "DISPUTED" }),
    slashRow({ id: 3n, operator: hex(ONE), bps: 5_000, state: "EXECUTED" }),
  ],
});
let router: Router;
const ALL = [ONE, TWO, THREE, POOR, GONE].map(known);
const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
const query = (text: string, values: unknown[] = []) => suite.database.client.query(text, values);
const settle = () => settleRouter(router);
const pause = (mask: number, expiresAt: number) =>
  query(`update "${DEPLOYMENT}".registry set pause_mask = $1, pause_expires_at = $2`, [mask, expiresAt]);

/** @param args as GraphQL writes them */
const tablesQuery = (args: string) => `{ routingTables(${args}) { totalCount pageInfo { hasNextPage endCursor }
  nodes { service region version candidateCount excludedCount } } }`;
async function tablesOf(args: string) {
  const { data } = await suite.api.ask(tablesQuery(args));
  return z.object({ routingTables: tablesSchema }).parse(data).routingTables;
}
const tablesSchema = z.object({
  totalCount: z.number(),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  nodes: z.array(z.looseObject({ service: z.string(), region: z.string(), version: z.string() })),
});

/** How far the follower has come. */
const follow = (block: number) =>
  query("update din_api.follower_state set checkpoint = $1", [checkpointOf(block, NOW)]);

beforeAll(() => {
  router = routerOver(suite.database.url, suite.api.clock);
});
afterAll(() => router.stop());
beforeEach(async () => {
  suite.api.clock.now = NOW;
  await pause(0, 0);
  await follow(HEAD);
  await forgetRoutes(suite.database.client);
  await trust(suite.database.client, ALL);
  await putCircuits(
    suite.database.client,
    ALL.map((operator) => ({ operator })),
  );
  await settle();
});

describe("a table", () => {
  test("has the heaviest first, with their shares; the others with all their reasons, by address", async () => {
    expect(await tableOf(suite.api)).toEqual({
      ...{ version: expect.any(String), unchanged: false, asOf: iso(NOW), block: HEAD, paused: false },
      candidates: [
        {
          // 84.60 x 3, less 12 % that may be slashed.
          ...{ address: expect.stringMatching(new RegExp(known(THREE), "i")), weight: 223_344_000, share: 4_270 },
          ...{ score: 84.6, tier: "TIER_3", liveSlash: 1_200 },
          ...{ status: "ACTIVE", confidence: "HIGH", circuit: "CLOSED", circuitSince: null },
        },
        expect.objectContaining({ weight: 199_600_000, share: 3_816, tier: "TIER_2", liveSlash: 0 }),
        expect.objectContaining({ weight: 100_000_000, share: 1_912, tier: "TIER_1" }),
      ],
      candidateCount: 3,
      excluded: [
        expect.objectContaining({ score: 59.99, reasons: ["SCORE_TOO_LOW"] }),
        expect.objectContaining({ tier: "NONE", status: "EXITED", reasons: ["STATUS", "WEIGHTLESS"] }),
      ],
      excludedCount: 2,
    });
  });

  test("is empty where nobody was measured, and no error", async () => {
    const nobody = { candidates: [], candidateCount: 0, excluded: [], excludedCount: 0, version: "0" };
    expect(await tableOf(suite.api, "", { region: "nowhere" })).toMatchObject(nobody);
  });

  test("is as long as it was asked to be; shares are of what is listed", async () => {
    expect((await tableOf(suite.api, "limit: 2")).candidates).toMatchObject([{ share: 5_280 }, { share: 4_719 }]);
    expect(await tableOf(suite.api, "limit: 0 excludedLimit: 0")).toMatchObject({
      ...{ candidates: [], candidateCount: 3, excluded: [], excludedCount: 2, unchanged: false },
    });
    const [first, ...others] = (await tableOf(suite.api, "excludedLimit: 1")).excluded;
    expect(others).toEqual([]);
    expect((await tableOf(suite.api, `excludedAfter: "${first?.address}"`)).excluded).toMatchObject([
      { status: "EXITED" },
    ]);
  });

  test("leaves out whose score is too low for the caller: that one alone is not excluded", async () => {
    const at = async (score: number) => (await tableOf(suite.api, `minScore: ${score}`)).candidates.length;
    expect([await at(0), await at(84.6), await at(84.61), await at(99.8), await at(99.81), await at(100)]).toEqual([
      ...[3, 3, 2, 2, 1, 1],
    ]);
    expect(await tableOf(suite.api, "minScore: 100")).toMatchObject({ candidateCount: 3, excludedCount: 2 });
  });

  test("leads to all else that is known of an operator", async () => {
    const answer = await suite.api.ask(
      `{ routingCandidates(service: "rpc", region: "eu", limit: 1) { candidates { operator { stake { value } circuit { state } } } } }`,
    );
    expect(answer.data).toMatchObject({
      routingCandidates: {
        candidates: [{ operator: { stake: { value: String(200n * ETHER) }, circuit: { state: "CLOSED" } } }],
      },
    });
  });
});

describe("the pause of the registry", () => {
  test("of all its functions: nobody is a candidate, until it lapses by itself", async () => {
    const before = await tableOf(suite.api);
    await pause(31, NOW + 100);
    const paused = await tableOf(suite.api);
    expect(paused).toMatchObject({ paused: true, candidates: [], candidateCount: 0, excludedCount: 5 });
    expect(paused.version).not.toBe(before.version);
    expect(paused.excluded.map(({ reasons }) => reasons)).toEqual([
      ...[["REGISTRY_PAUSED"], ["REGISTRY_PAUSED"], ["REGISTRY_PAUSED"]],
      ...[
        ["REGISTRY_PAUSED", "SCORE_TOO_LOW"],
        ["REGISTRY_PAUSED", "STATUS", "WEIGHTLESS"],
      ],
    ]);
    const page = (await tableOf(suite.api, `excludedLimit: 2 excludedAfter: "${ONE}"`)).excluded;
    expect(page.map(({ address: found }) => found.toLowerCase())).toEqual([TWO, THREE]);
    expect(await tableOf(suite.api, `ifNotVersion: "${paused.version}"`)).toMatchObject({ unchanged: true });
    suite.api.clock.now = NOW + 99;
    expect(await tableOf(suite.api)).toMatchObject({ paused: true });
    suite.api.clock.now = NOW + 100;
    // Nothing was written; what was known of the time before holds again.
    expect(await tableOf(suite.api, `ifNotVersion: "${before.version}"`)).toMatchObject({
      ...{ paused: false, unchanged: true, candidateCount: 3 },
    });
  });

  test("of some functions stops nobody", async () => {
    for (const mask of [1, 4, 15, 30]) {
      await pause(mask, NOW + 100);
      expect([mask, await tableOf(suite.api)]).toMatchObject([mask, { paused: false, candidateCount: 3 }]);
    }
  });
});

describe("a version", () => {
  const versionOf = async (of: { region?: string } = {}) => (await tableOf(suite.api, "", of)).version;

  test("that the caller has is answered with nothing but that", async () => {
    const { version } = await tableOf(suite.api);
    expect(await tableOf(suite.api, `ifNotVersion: "${version}"`)).toMatchObject({
      ...{ version, unchanged: true, candidates: [], excluded: [], candidateCount: 3, excludedCount: 2 },
    });
    for (const other of ["", "0", `${version}0`, "no version", `${version}-paused`]) {
      expect(await tableOf(suite.api, `ifNotVersion: "${other}"`)).toMatchObject({ version, unchanged: false });
    }
  });

  test("is none that the database before this one gave out: they begin with the time of the migration", async () => {
    const { rows } = await query("select min(version) as version from din_api.route_table");
    expect(Number(rows[0]?.version)).toBeGreaterThan(Date.UTC(2020, 0));
  });

  test("is another exactly if that service and region say something else", async () => {
    const { client } = suite.database;
    await putCircuits(client, [{ operator: known(ONE), region: "us" }]);
    await settle();
    const [eu, us] = [await versionOf(), await versionOf({ region: "us" })];
    expect(await settle()).toBe(0);
    await putCircuits(client, [{ operator: known(ONE), region: "us", state: "OPEN", since: NOW - 60 }]);
    await settle();
    expect([await versionOf(), (await versionOf({ region: "us" })) === us]).toEqual([eu, false]);
    // Marked for nothing; and measured again, which nobody is told of.
    await putCircuits(client, [{ operator: known(TWO), measuredUntil: NOW + 60 }]);
    await settle();
    expect(await versionOf()).toBe(eu);
  });

  test("is never that of other contents: not after somebody came, left, and came again", async () => {
    const contents = new Map<string, string>();
    const look = async () => {
      const { version, asOf: _asOf, block: _block, ...said } = await tableOf(suite.api);
      expect(contents.get(version) ?? JSON.stringify(said)).toBe(JSON.stringify(said));
      contents.set(version, JSON.stringify(said));
    };
    for (const [minute, some] of [ALL, [known(TWO)], [], [known(ONE)], ALL.slice(0, 3), []].entries()) {
      suite.api.clock.now = NOW + minute * 86_400;
      const { now } = suite.api.clock;
      await putCircuits(
        suite.database.client,
        some.map((operator) => ({ operator, measuredUntil: now })),
      );
      await settle();
      await look();
    }
    expect(contents.size).toBe(5);
    expect((await query("select from din_api.route_table")).rowCount).toBe(0);
  });
});

describe("rows follow", () => {
  const ofTwo = async () => (await routesOf(suite.api))[known(TWO)];
  const sorted = (set: string) =>
    query(`update din_api.operator_sort set ${set}, version = nextval('din_api.operator_version') where address = $1`, [
      TWO,
    ]);

  test("status, tier and score, as the follower writes them; its removal", async () => {
    await sorted("score = 9000");
    await settle();
    expect(await ofTwo()).toBe(180_000_000);
    await sorted("score = null, status = 'LEAVING', tier = 'NONE'");
    await settle();
    expect(await ofTwo()).toBe("STATUS SCORE_UNKNOWN");
    await query(
      `with gone as (delete from din_api.operator_sort where address = $1 returning address)
       insert into din_api.operator_removal (address) select address from gone`,
      [TWO],
    );
    await settle();
    expect(await ofTwo()).toBeUndefined();
    await suite.database.sort(NOW);
    await settle();
    expect(await ofTwo()).toBe(199_600_000);
    await query("delete from din_api.operator_removal");
  });

  test("confidence", async () => {
    await trust(suite.database.client, [known(TWO)], "LOW");
    await query("insert into din_api.route_dirty (operator) values ($1)", [TWO]);
    await settle();
    expect(await ofTwo()).toBe(99_800_000);
  });

  test("live slashes, proposed, executed and taken back by a reorg, whether or not an event tells of them", async () => {
    const slash = `"${DEPLOYMENT}".slash`;
    await query(`update ${slash} set operator = $1 where id = 2`, [TWO]);
    await settle();
    expect(await routesOf(suite.api)).toMatchObject({ [known(TWO)]: 195_608_000, [known(THREE)]: 228_420_000 });
    await query(`update ${slash} set state = 'UPHELD', bps = 10000 where id = 2`);
    await settle();
    expect(await ofTwo()).toBe("WEIGHTLESS");
    await query(`update ${slash} set state = 'CANCELLED' where id = 2`);
    await settle();
    expect(await ofTwo()).toBe(199_600_000);
    await query(`update ${slash} set operator = $1, state = 'DISPUTED', bps = 200 where id = 2`, [THREE]);
    await settle();
    expect((await routesOf(suite.api))[known(THREE)]).toBe(223_344_000);
  });

  test("time: half open, silent, gone", async () => {
    await putCircuits(suite.database.client, [{ operator: known(TWO), state: "OPEN", since: NOW }]);
    await settle();
    const later = async (seconds: number) => {
      suite.api.clock.now = NOW + seconds;
      await settle();
      return ofTwo();
    };
    expect(await ofTwo()).toBe("CIRCUIT_OPEN");
    expect([await later(299), await later(300), await later(899), await later(900), await later(86_399)]).toEqual([
      ...["CIRCUIT_OPEN", 19_960_000, 19_960_000, "SILENT", "SILENT"],
    ]);
    expect(await later(86_400)).toBeUndefined();
    expect((await query("select from din_api.circuit")).rowCount).toBe(0);
  });
});

test("a registry that was followed before tells nothing of this one's blocks", async () => {
  await query(
    `insert into din_api.follower_state (registry, final_event_id, checkpoint, inputs_digest) values ('1:0x01', '', $1, '')`,
    [checkpointOf(HEAD + 1_000, NOW + 1_000)],
  );
  await settle();
  const { block } = await tableOf(suite.api);
  await query("delete from din_api.follower_state where registry = '1:0x01'");
  expect(block).toBe(HEAD);
});

test("what is written to the chain is read once the routes know of its block, and not before", async () => {
  const at = async (block: number) =>
    (await suite.api.ask(tableQuery(`minBlock: ${block}`))).errors[0]?.code ?? "known";
  expect([await at(HEAD), await at(HEAD + 1)]).toEqual(["known", "BLOCK_NOT_INDEXED"]);
  await follow(HEAD + 2);
  expect(await at(HEAD + 1)).toBe("BLOCK_NOT_INDEXED");
  await settle();
  expect([await at(HEAD + 2), await at(HEAD + 3)]).toEqual(["known", "BLOCK_NOT_INDEXED"]);
  // Sort rows wait for the follower: it has come further than they have.
  await query("insert into din_api.dirty_operator (operator, reason) values ($1, 'CHAIN_EVENT')", [ONE]);
  await follow(HEAD + 3);
  await settle();
  expect(await tableOf(suite.api)).toMatchObject({ block: HEAD + 2 });
  await query("update din_api.dirty_operator set reason = 'EVALUATION'");
  await settle();
  expect(await tableOf(suite.api)).toMatchObject({ block: HEAD + 3 });
  await query("delete from din_api.dirty_operator");
  // A reorg.
  await follow(HEAD + 1);
  await settle();
  expect([await at(HEAD + 1), await at(HEAD + 2)]).toEqual(["known", "BLOCK_NOT_INDEXED"]);
});

test("routes know of a block once all that it changed is written, in however many transactions", async () => {
  await router.stop();
  const slow = routerOver(suite.database.url, suite.api.clock, { batch: 1 });
  await settleRouter(slow);
  await query("update din_api.operator_sort set version = nextval('din_api.operator_version')");
  await follow(HEAD + 1);
  const blocks: (number | null)[] = [];
  for (let pass = 0; pass < 6; pass += 1) {
    await slow.pass();
    blocks.push((await tableOf(suite.api)).block);
  }
  expect(blocks).toEqual([HEAD, HEAD, HEAD, HEAD, HEAD, HEAD + 1]);
  await slow.stop();
  router = routerOver(suite.database.url, suite.api.clock);
});

test("what is out of range is refused", async () => {
  for (const [args, code] of [
    ["limit: 101", "PAGE_SIZE_OUT_OF_RANGE"],
    ["limit: -1", "PAGE_SIZE_OUT_OF_RANGE"],
    ["excludedLimit: 1000000", "PAGE_SIZE_OUT_OF_RANGE"],
    ["minScore: 100.01", "INVALID_FILTER"],
    ["minScore: -1", "INVALID_FILTER"],
    [`minBlock: ${HEAD + 1}`, "BLOCK_NOT_INDEXED"],
    [`excludedAfter: "0x12"`, "INVALID_ADDRESS"],
  ] as const)
    expect([args, await suite.api.ask(tableQuery(args))]).toMatchObject([args, { errors: [{ code }] }]);
});

test("a service or region that nobody can have is refused", async () => {
  const codeOf = async (query: string) => (await suite.api.ask(query)).errors.map(({ code }) => code);
  for (const id of ["", "RPC", "a b", "x".repeat(64), "a'b", "ä", "a\\u0000"]) {
    const asked = [tableQuery("", { service: id }), tableQuery("", { region: id }), tablesQuery(`service: "${id}"`)];
    for (const query of asked) expect([id, await codeOf(query)]).toEqual([id, ["INVALID_FILTER"]]);
  }
});

test("tables are listed by service and region, with the versions that they have", async () => {
  await putCircuits(suite.database.client, [
    { operator: known(ONE), region: "us" },
    { operator: known(POOR), service: "archive", region: "us" },
  ]);
  await settle();
  const archive = { service: "archive", region: "us", candidateCount: 0, excludedCount: 1 };
  const eu = { service: "rpc", region: "eu", candidateCount: 3, excludedCount: 2 };
  const us = { service: "rpc", region: "us", candidateCount: 1, excludedCount: 0 };
  const all = await tablesOf("first: 100");
  expect(all).toMatchObject({ totalCount: 3, nodes: [archive, eu, us], pageInfo: { hasNextPage: false } });
  for (const { version, ...place } of all.nodes) expect((await tableOf(suite.api, "", place)).version).toBe(version);
  const first = await tablesOf("first: 2");
  expect(first).toMatchObject({ nodes: [archive, eu], pageInfo: { hasNextPage: true } });
  expect(await tablesOf(`after: "${first.pageInfo.endCursor}"`)).toMatchObject({ nodes: [us] });
  expect(await tablesOf(`service: "rpc"`)).toMatchObject({ totalCount: 2, nodes: [eu, us] });
  expect(await tablesOf(`service: "none"`)).toMatchObject({ totalCount: 0, nodes: [] });
  expect((await suite.api.ask(tablesQuery("first: 101"))).errors).toMatchObject([{ code: "PAGE_SIZE_OUT_OF_RANGE" }]);
});

test("is one statement, also with a version, the excluded ones and a pause", async () => {
  const statements = countStatements();
  const cost = async (ask: () => Promise<unknown>) => {
    statements.reset();
    await ask();
    return statements.texts.length;
  };
  const { version } = await tableOf(suite.api);
  expect(await cost(() => tableOf(suite.api, "limit: 100 excludedLimit: 100 minScore: 1"))).toBe(1);
  expect(await cost(() => tableOf(suite.api, `ifNotVersion: "${version}"`))).toBe(1);
  expect(await cost(() => tableOf(suite.api, "minBlock: 1"))).toBe(1);
  await pause(31, NOW + 100);
  expect(await cost(() => tableOf(suite.api))).toBe(1);
  const variables = { service: "rpc", region: "eu" };
  expect(await cost(() => suite.api.ask(RoutingCandidatesDocument.toString(), variables))).toBe(1);
  expect(await cost(() => suite.api.ask(RoutingExclusionsDocument.toString(), variables))).toBe(1);
  statements.restore();
});

test("the most that may be asked of a table is answered; lists under each of its operators are too much", async () => {
  expect((await suite.api.ask(tableQuery("limit: 100 excludedLimit: 100"))).errors).toEqual([]);
  const under = (list: string) =>
    `{ routingCandidates(service: "rpc", region: "eu", limit: 100) { candidates { operator { ${list}(first: 100) { nodes { id slashId } } } } } }`;
  expect((await suite.api.ask(under("slashes"))).errors).toMatchObject([{ code: "COST_TOO_HIGH" }]);
});
