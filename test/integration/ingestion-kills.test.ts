/** Two replicas of the API take samples while they, and the database, are killed: what is acknowledged is stored, once. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { registerReporter, registerService } from "../../api/ingestion/registry.ts";
import { claimPorts } from "../../devnet/ports.ts";
import { createTestDatabase } from "../api/support/database.ts";
import { type PostgresServer, startServer } from "../api/support/postgres.ts";
import {
  address,
  baseRows,
  CHAIN_ID,
  checkpointOf,
  ETHER,
  HEAD,
  place,
  REGISTRY,
  stakedRow,
} from "../api/support/rows.ts";
import { DEPLOYMENT, makeTemplate, VIEWS } from "../api/support/template.ts";
import { makeKey } from "../api/support/writer.ts";
import { ApiProcess } from "../support/api-process.ts";
import { BatchClient } from "../support/batch-client.ts";
import { until } from "../support/follower-world.ts";
import { MeasuredWorld } from "../support/measured-world.ts";
import { metricFaults } from "../support/metric-faults.ts";
import { SampleTraffic } from "../support/sample-traffic.ts";
import { sampleFaults, sumFaults } from "../support/stored-faults.ts";

/** How many times as many kills. */
const SOAK = Number(process.env.SOAK ?? 1);
const KILLS = 2 * SOAK;
/** Milliseconds: what everything has to be back within. */
const BACK_WITHIN = 35_000;

const OPERATORS = [1, 2, 3, 4].map((n) => address(n));
/** The account of the last reporter: it may act for the operators, so that its reports are theirs. */
const MANAGER = address(1, "0x3a");
const REPORTERS = [
  { reporter: "a", weight: 1 },
  { reporter: "b", weight: 3 },
  { reporter: "c", weight: 2 },
  { reporter: "self", weight: 0 },
];
/** Batches that are on their way at any time. */
const SENDERS = 3;

let folder: string;
let server: PostgresServer;
let databaseUrl: string;
let replicas: ApiProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "din-kills-"));
  server = await startServer(folder);
  await makeTemplate(server.url);
  const database = await createTestDatabase(server.url);
  databaseUrl = database.url;
  const managed = { manager: MANAGER, allowed: true, updatedAt: 1, eventId: place(10).id };
  await database.fill({
    ...baseRows(),
    operator: OPERATORS.map((operator) => stakedRow({ address: operator, ethActive: ETHER })),
    manager: OPERATORS.map((operator) => ({ operator, ...managed })),
    // Nothing is measured yet.
    operatorEvaluation: [],
  });
  await database.client.end();
});

/** Ends what still sends when a test fails. */
const over = new AbortController();

afterAll(async () => {
  over.abort();
  await Promise.all(replicas.map((replica) => replica.stop()));
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const now = () => Math.floor(Date.now() / 1_000);

/** Two processes on ports of their own that do everything a replica does. */
async function startReplicas(): Promise<ApiProcess[]> {
  const wishes = [1, 2].map((n) => ({ purpose: `a test's API ${n}`, port: 0, flag: "", env: "" }));
  const variables = {
    DATABASE_URL: databaseUrl,
    CHAIN_ID: String(CHAIN_ID),
    REGISTRY_ADDRESS: REGISTRY,
    VIEWS_SCHEMA: VIEWS,
    STATEMENT_TIMEOUT_MS: "20000",
    EVALUATOR_POLL_MS: "50",
    FOLLOWER_POLL_MS: "50",
    LOG_LEVEL: "error",
  };
  const started = (await claimPorts(wishes)).map((port) => new ApiProcess(variables, port));
  for (const replica of started) replica.start();
  return started;
}

async function registerAll({ pool }: MeasuredWorld): Promise<void> {
  for (const { reporter: id, weight } of REPORTERS) {
    const own = weight === 0 ? { address: MANAGER, weight: 1 } : { address: null, weight };
    await registerReporter(pool, { id, name: id, ...own }, now());
  }
  for (const id of ["rpc", "wallet"]) await registerService(pool, { id, name: id }, now());
}

/** The indexer goes on mirroring; false while its database is away. */
async function mirrorNow({ pool }: MeasuredWorld): Promise<boolean> {
  const latest = checkpointOf(HEAD, now());
  const update = `update "${DEPLOYMENT}"."_ponder_checkpoint" set latest_checkpoint = $1`;
  return pool.query(update, [latest]).then(
    () => true,
    () => false,
  );
}

/** Waits until all replicas are ready. */
async function backToReady(world: MeasuredWorld): Promise<void> {
  const areReady = async () => (await Promise.all(replicas.map((replica) => replica.isReady()))).every(Boolean);
  await until(async () => (await mirrorNow(world)) && (await areReady()), BACK_WITHIN);
}

/** Kills at random moments, each time until all is ready again. Every fifth time both replicas, every fourth Postgres too. */
async function killAll(world: MeasuredWorld, client: BatchClient, traffic: SampleTraffic) {
  let [outages, longestMs] = [0, 0];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const target = client.answered + 1 + traffic.integer(15);
    await until(() => client.answered >= target, BACK_WITHIN);
    // Anywhere within a request.
    await sleep(traffic.integer(20));
    const victims = replicas.filter((_, index) => kill % 5 === 4 || index === kill % replicas.length);
    const since = performance.now();
    await Promise.all(victims.map((victim) => victim.kill()));
    if (kill % 4 === 2) {
      outages += 1;
      await server.service.kill("SIGQUIT");
      await server.service.start(new AbortController().signal);
    }
    for (const victim of victims) victim.start();
    await backToReady(world);
    longestMs = Math.max(longestMs, Math.round(performance.now() - since));
  }
  return { kills: KILLS, outages, longestMs };
}

/** Whether nothing is left to evaluate, and nothing to follow of what was. */
async function isSettled(world: MeasuredWorld): Promise<boolean> {
  world.now = now();
  const { rows } = await world.pool.query("select from din_api.dirty_operator limit 1");
  return rows.length === 0 && world.isSettled();
}

/** Operators whose lists are not sorted by their last evaluation. */
async function sortFaults({ pool }: MeasuredWorld): Promise<unknown[]> {
  const { rows } = await pool.query(
    `select e.operator from din_api.operator_evaluation e left join din_api.operator_sort s on s.address = e.operator
     where s.address is null or s.score is distinct from (e.score->>'value')::integer`,
  );
  return rows;
}

it("kill -9 of replicas and immediate stops of Postgres while samples come in", async () => {
  const world = await MeasuredWorld.over(databaseUrl, now());
  await registerAll(world);
  const key = await makeKey(databaseUrl, ["metrics:write"]);
  replicas = await startReplicas();
  const client = new BatchClient({ urls: replicas.map(({ url }) => url), key });
  const traffic = new SampleTraffic(11, OPERATORS, REPORTERS);
  await backToReady(world);

  const enough = new AbortController();
  const send = async () => {
    while (!enough.signal.aborted) {
      const batch = traffic.batch(now(), 1 + traffic.integer(40));
      traffic.answered(batch, await client.send(batch, over.signal));
    }
  };
  const sending = Promise.all(Array.from({ length: SENDERS }, send));
  const killing = killAll(world, client, traffic);
  // Whichever fails first ends the test; neither ends well before the kills are done.
  await Promise.race([sending, killing]);
  const figures = await killing;
  enough.abort();
  await sending;
  await until(() => isSettled(world), BACK_WITHIN);
  expect(await Promise.all(replicas.map((replica) => replica.stop()))).toEqual([0, 0]);

  const stored = [...traffic.acknowledged.values()];
  expect(traffic.contradictions()).toEqual([]);
  expect(await sampleFaults(world.pool, traffic.acknowledged)).toEqual([]);
  expect(await sumFaults(world.pool, stored)).toEqual([]);
  expect(await metricFaults(world, stored)).toEqual([]);
  expect(await sortFaults(world)).toEqual([]);
  // It met what it is about: requests that were cut off, and answers of every kind.
  expect(client.failures.broken).toBeGreaterThan(0);
  expect(Math.min(...Object.values(traffic.told))).toBeGreaterThan(0);
  const { failures, requests, answered } = client;
  const told = { ...figures, requests, answered, ...failures, ...traffic.told, stored: stored.length };
  if (SOAK > 1) console.log(`${JSON.stringify(told)}: stored once, all sums and windows equal a recomputation`);
  await world.close();
});
