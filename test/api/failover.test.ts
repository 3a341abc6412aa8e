/** Backup nodes: who serves by heartbeats, by time and by new profiles, and what is told of it. */
import { randomBytes } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { recordAlerts } from "../../api/alerts/record.ts";
import { watchOwn } from "../../api/alerts/watch.ts";
import { POLICY } from "../../api/domain/policy.ts";
import { MAX_UNKNOWN_NODES } from "../../api/ingestion/heartbeat.ts";
import { judgeFailovers, lockNodes } from "../../api/profiles/failover.ts";
import { address, ETHER, NOW, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { DEPLOYMENT } from "./support/template.ts";
import { askAs, makeKey, registerAll, withPool } from "./support/writer.ts";

const DEAD = POLICY.failover.deadIntervals * POLICY.time.intervalSeconds;
const BACK = POLICY.failover.backIntervals * POLICY.time.intervalSeconds;
const DAY = POLICY.time.dayIntervals * POLICY.time.intervalSeconds;

const OPERATORS = Array.from({ length: 20 }, (_, n) => address(n + 1));
const suite = apiSuite({ operator: OPERATORS.map((one) => stakedRow({ address: one, ethActive: ETHER })) });

let key = "";
beforeAll(async () => {
  await registerAll(suite.database.url);
  key = await makeKey(suite.database.url, ["metrics:write"]);
});

/** Each test has an operator of its own, on a clock that starts anew. */
let next = 0;
let operator = "";
beforeEach(async () => {
  operator = OPERATORS[next] ?? "";
  next += 1;
  suite.api.clock.now = NOW;
  await suite.database.client.query("delete from din_api.failover_watch");
});

const NODES = [
  { id: "a", service: "rpc", region: "eu", priority: 1 },
  { id: "b", service: "rpc", region: "eu", priority: 2 },
];

/** A profile as if it had been signed: what is signed is tested elsewhere. */
async function profile(nodes: readonly object[], revision = 1): Promise<void> {
  await suite.database.client.query(
    `insert into din_api.operator_profile (operator, revision, profile, deadline, digest, signature, set_at)
     values ($1, $2, $3, 0, $4, '0x', $5)`,
    [
      ...[operator, revision, JSON.stringify({ name: "Acme", regions: ["eu"], endpoints: [], software: [], nodes })],
      ...[`0x${randomBytes(32).toString("hex")}`, suite.api.clock.now],
    ],
  );
}

/** What setting a profile does after it is stored. */
async function judged(): Promise<void> {
  const { client } = suite.database;
  const { now } = suite.api.clock;
  await client.query("begin");
  await lockNodes(client, operator);
  const places = [{ operator, service: "rpc", region: "eu" }];
  await recordAlerts(client, await judgeFailovers(client, places, { now, policy: POLICY }), now);
  await client.query("commit");
}

async function beat(node: string | null, told: object = {}): Promise<string> {
  const query = `mutation ($input: HeartbeatInput!) { result: recordHeartbeat(input: $input) {
    __typename ... on Error { code path } } }`;
  const input = { operator, service: "rpc", region: "eu", node, ...told };
  const { data, errors } = await askAs(suite.api, key, query, { input });
  expect(errors).toEqual([]);
  const { result } = z
    .object({ result: z.object({ __typename: z.string(), code: z.string().optional() }) })
    .parse(data);
  return result.code ?? result.__typename;
}

const stateSchema = z.object({
  ...{ service: z.string(), region: z.string(), primary: z.string(), servingNode: z.string().nullable() },
  ...{ since: z.string().nullable(), healthy: z.boolean().nullable() },
  nodes: z.array(z.looseObject({ nodeId: z.string(), alive: z.boolean(), serving: z.boolean() })),
});

async function states() {
  const { data, errors } = await suite.api.ask(
    `query ($a: Address!) { operator(address: $a) { ... on Operator { failover {
      service region primary servingNode since healthy nodes { nodeId priority lastHeartbeatAt alive serving version } } } } }`,
    { a: operator },
  );
  expect(errors).toEqual([]);
  return z.object({ operator: z.object({ failover: z.array(stateSchema) }) }).parse(data).operator.failover;
}

const serving = async () => (await states())[0]?.servingNode;

/** What was told of the operator's alerts, one word a step. */
async function told(): Promise<string[]> {
  const { rows } = await suite.database.client.query<{ step: string }>(
    `select concat_ws(' ', type, alert->>'severity', alert->'details'->>'node') as step from din_api.alert_event
     where alert->>'kind' = 'BACKUP_FAILOVER' and alert->>'operator' = $1 order by id`,
    [operator],
  );
  return rows.map(({ step }) => step);
}

async function turns(): Promise<string[]> {
  const { rows } = await suite.database.client.query<{ turn: string }>(
    `select coalesce(from_node, '-') || '>' || coalesce(to_node, '-') as turn from din_api.failover_event
     where operator = $1 order by id`,
    [operator],
  );
  return rows.map(({ turn }) => turn);
}

/** Time passes, and the watcher looks all the while. */
async function pass(seconds: number): Promise<void> {
  const until = suite.api.clock.now + seconds;
  while (suite.api.clock.now < until) {
    const now = Math.min(suite.api.clock.now + POLICY.time.intervalSeconds, until);
    suite.api.clock.now = now;
    const options = { policy: POLICY, maxLagSeconds: 60, chainId: 1, now, limit: 500 };
    await watchOwn(suite.database.client, options);
  }
}

const at = (seconds: number) => new Date(seconds * 1_000).toISOString();

describe("by heartbeats and by time", () => {
  test("the backup serves when the primary falls silent, and gives back once that has lived for long enough", async () => {
    await profile(NODES);
    expect(await states()).toMatchObject([{ primary: "a", servingNode: null, since: null, healthy: null }]);
    await beat("a", { version: "1.0" });
    await beat("b");
    expect(await states()).toEqual([
      {
        ...{ service: "rpc", region: "eu", primary: "a", servingNode: "a", since: at(NOW), healthy: true },
        nodes: [
          { nodeId: "a", priority: 1, lastHeartbeatAt: at(NOW), alive: true, serving: true, version: "1.0" },
          { nodeId: "b", priority: 2, lastHeartbeatAt: at(NOW), alive: true, serving: false, version: null },
        ],
      },
    ]);
    expect(await told()).toEqual([]);

    await pass(DEAD);
    await beat("b");
    expect(await serving()).toBe("a");
    await pass(1);
    expect(await states()).toMatchObject([
      { servingNode: "b", since: at(NOW + DEAD + 1), healthy: false, nodes: [{ alive: false }, { alive: true }] },
    ]);
    expect(await told()).toEqual(["FIRED WARNING b"]);

    await beat("a");
    for (let passed = 0; passed < BACK - 60; passed += 60) {
      await pass(60);
      await beat("a");
      await beat("b");
      expect(await serving()).toBe("b");
    }
    await pass(59);
    expect(await serving()).toBe("b");
    // Time alone: a heartbeat would tell it as well.
    await pass(1);
    expect(await states()).toMatchObject([{ servingNode: "a", healthy: true }]);
    expect(await told()).toEqual(["FIRED WARNING b", "RESOLVED WARNING b"]);
    expect(await turns()).toEqual(["a>b", "b>a"]);
  });

  test("a gap begins the wait anew", async () => {
    await profile(NODES);
    await beat("a");
    await beat("b");
    await pass(DEAD + 1);
    await beat("b");
    expect(await serving()).toBe("b");
    await beat("a");
    await pass(DEAD);
    await beat("a");
    await beat("b");
    await pass(DEAD + 1);
    await beat("b");
    await beat("a");
    await pass(BACK - DEAD);
    await beat("a");
    await beat("b");
    // Alive for longer than that, but not without a gap.
    expect(await serving()).toBe("b");
    await pass(DEAD);
    await beat("a");
    expect(await serving()).toBe("a");
  });

  test("none lives: critical; the first to be heard serves", async () => {
    await profile(NODES);
    await beat("a");
    await beat("b");
    await pass(DEAD + 1);
    expect(await states()).toMatchObject([{ servingNode: null, healthy: false }]);
    expect(await told()).toEqual(["FIRED CRITICAL"]);
    await beat("b");
    expect(await serving()).toBe("b");
    await pass(DEAD + 1);
    await beat("a");
    expect(await told()).toEqual(["FIRED CRITICAL", "UPDATED WARNING b", "UPDATED CRITICAL", "RESOLVED CRITICAL"]);
    expect(await turns()).toEqual(["a>-", "->b", "b>-", "->a"]);
  });

  test("a primary that was never heard of has its time", async () => {
    await profile(NODES);
    await beat("b");
    expect(await states()).toMatchObject([
      { servingNode: "a", healthy: true, nodes: [{ alive: false }, { alive: true }] },
    ]);
    await pass(DEAD);
    await beat("b");
    expect(await told()).toEqual([]);
    await pass(1);
    expect(await serving()).toBe("b");
    expect(await told()).toEqual(["FIRED WARNING b"]);
  });

  test.each([
    ["a heartbeat", async () => void (await beat("b"))],
    ["a look", async () => undefined],
  ])("a time in which nobody could be heard is held against nobody: %s comes first", async (_what, first) => {
    await profile(NODES);
    await beat("a");
    await beat("b");
    await pass(1);
    suite.api.clock.now += DAY;
    await first();
    await pass(1);
    await pass(DEAD);
    await beat("b");
    expect(await serving()).toBe("a");
    await pass(1);
    expect(await serving()).toBe("b");
    expect(await told()).toEqual(["FIRED WARNING b"]);
  });

  test("nothing is written, and no alert is looked at, while the same one serves", async () => {
    await profile(NODES);
    await beat("a");
    await beat("b");
    const row = async () =>
      (await suite.database.client.query("select xmin::text from din_api.failover where operator = $1", [operator]))
        .rows;
    const before = await row();
    await withPool(suite.database.url, async (pool) => {
      const client = await pool.connect();
      await client.query("begin; lock table din_api.alert in access exclusive mode");
      suite.api.clock.now += 60;
      expect(await beat("a")).toBe("RecordedHeartbeat");
      expect(await beat("b")).toBe("RecordedHeartbeat");
      await client.query("rollback");
      client.release();
    });
    expect(await row()).toEqual(before);
  });

  test("with one node, with none, and of nodes it does not name nothing is told", async () => {
    await profile(NODES.slice(0, 1));
    expect(await beat("a")).toBe("RecordedHeartbeat");
    expect(await beat("x")).toBe("RecordedHeartbeat");
    expect(await beat(null)).toBe("RecordedHeartbeat");
    expect(await states()).toEqual([]);
    await profile(NODES, 2);
    await beat("x");
    await pass(DEAD + 1);
    await beat("x");
    // The one that was heard of is dead by now; the unknown one is nobody's backup.
    expect(await states()).toMatchObject([{ servingNode: null, nodes: [{ nodeId: "a" }, { nodeId: "b" }] }]);
  });

  test("of many heartbeats at once one tells what changed", async () => {
    const names = ["b", "c", "d", "e"];
    await profile([...NODES, ...names.slice(1).map((id, n) => ({ ...NODES[0], id, priority: 3 + n }))]);
    await beat("a");
    await pass(DEAD + 1);
    for (let round = 0; round < 3; round += 1) {
      const before = { told: (await told()).length, turns: (await turns()).length };
      await Promise.all([...names, ...names].map((name) => beat(name)));
      // Whoever was first serves; the better ones have to live for longer.
      const first = await serving();
      expect(names).toContain(first);
      expect((await told()).slice(before.told)).toEqual([`UPDATED WARNING ${first}`]);
      expect((await turns()).slice(before.turns)).toEqual([`->${first}`]);
      await pass(DEAD + 1);
    }
  });
});

describe("by a new profile", () => {
  test("that puts the one that serves first, all is well", async () => {
    await profile(NODES);
    await beat("a");
    await beat("b");
    await pass(DEAD + 1);
    await beat("b");
    expect(await told()).toEqual(["FIRED CRITICAL", "UPDATED WARNING b"]);
    await profile([NODES[1] ?? {}, { ...NODES[0], priority: 9 }], 2);
    await judged();
    expect(await states()).toMatchObject([{ primary: "b", servingNode: "b", healthy: true }]);
    expect((await told()).slice(2)).toEqual(["RESOLVED WARNING b"]);
  });

  test("that leaves one node there is nothing to tell of", async () => {
    await profile(NODES);
    await beat("b");
    await pass(DEAD + 1);
    expect(await told()).toEqual(["FIRED CRITICAL"]);
    await profile(NODES.slice(0, 1), 2);
    await judged();
    expect(await states()).toEqual([]);
    expect(await told()).toEqual(["FIRED CRITICAL", "RESOLVED CRITICAL"]);
    const left = await suite.database.client.query("select from din_api.failover where operator = $1", [operator]);
    expect(left.rowCount).toBe(0);
  });
});

describe("of who is not watched", () => {
  test.each([
    ["has left", "status = 'EXITED', stake_value = 0"],
    ["never staked", "status = 'PENDING', stake_value = 0"],
  ])("as one that %s, nothing is told any more", async (_what, column) => {
    const { client } = suite.database;
    await profile(NODES);
    await beat("b");
    await pass(DEAD + 1);
    expect(await told()).toEqual(["FIRED CRITICAL"]);
    await client.query(`update din_api.operator_sort set ${column} where address = $1`, [operator]);
    await pass(1);
    expect(await told()).toEqual(["FIRED CRITICAL", "RESOLVED CRITICAL"]);
    await beat("b");
    expect(await states()).toMatchObject([{ servingNode: null, since: null, healthy: null }]);
    expect(await turns()).toEqual(["a>-"]);
  });
});

describe("heartbeats of nodes", () => {
  test("are listed by node", async () => {
    await beat("a", { version: "1.2" });
    await beat(null);
    const { data } = await suite.api.ask(
      `{ operator(address: "${operator}") { ... on Operator { heartbeats { service region node version } } } }`,
    );
    const common = { service: "rpc", region: "eu" };
    const heartbeats = [
      { ...common, node: "a", version: "1.2" },
      { ...common, node: null, version: null },
    ];
    expect(data).toEqual({ operator: { heartbeats: expect.arrayContaining(heartbeats) } });
  });

  test("are taken while a reorg holds the indexer's tables", async () => {
    await profile(NODES);
    await withPool(suite.database.url, async (pool) => {
      const client = await pool.connect();
      await client.query(`begin; lock table ${DEPLOYMENT}.operator, ${DEPLOYMENT}.manager in access exclusive mode`);
      expect(await beat("a")).toBe("RecordedHeartbeat");
      expect(await beat(null)).toBe("RecordedHeartbeat");
      await client.query("rollback");
      client.release();
    });
  });

  test.each([
    [{ node: "A" }, "INVALID_NODE"],
    [{ node: "" }, "INVALID_NODE"],
    [{ node: "a\0" }, "INVALID_NODE"],
  ])("%j: %s", async (input, code) => expect(await beat(null, input)).toBe(code));

  test("that no profile names are so many at most; old ones make room, and those it names are always heard", async () => {
    await profile(NODES);
    const { client } = suite.database;
    await client.query(
      `insert into din_api.heartbeat (operator, service, region, node, at)
       select $1, 'rpc', 'eu', 'x-' || n, $2 + n from generate_series(1, $3) as n`,
      [operator, NOW - DAY, MAX_UNKNOWN_NODES],
    );
    expect(await beat("y")).toBe("TOO_MANY_NODES");
    expect(await beat("x-1")).toBe("RecordedHeartbeat");
    expect(await beat("a")).toBe("RecordedHeartbeat");
    // Nor may they be elsewhere, or be none: regions are free, too.
    expect(await beat("y", { region: "us" })).toBe("TOO_MANY_NODES");
    expect(await beat(null, { region: "us" })).toBe("TOO_MANY_NODES");
    suite.api.clock.now += 3;
    expect(await beat("y")).toBe("RecordedHeartbeat");
    const { rows } = await client.query<{ node: string }>(
      "select node from din_api.heartbeat where operator = $1 and region = 'eu' order by at, node",
      [operator],
    );
    const names = rows.map(({ node }) => node);
    expect(names).not.toContain("x-2");
    expect(names.slice(0, 2)).toEqual(["x-3", "x-4"]);
    expect(await beat(null, { region: "us" })).toBe("TOO_MANY_NODES");
    expect(names).toHaveLength(MAX_UNKNOWN_NODES + 1);
  });
});
