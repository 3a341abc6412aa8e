/** Evaluators that are killed, and a database that is: nothing is lost, nothing counted twice. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inDatabase, type PostgresServer, startServer } from "../api/support/postgres.ts";
import { until } from "../support/follower-world.ts";
import { MeasuredWorld, type SampleInput } from "../support/measured-world.ts";
import { metricFaults } from "../support/metric-faults.ts";
import { MetricHistory } from "../support/metric-history.ts";

/** How many times as many kills. */
const SOAK = Number(process.env.SOAK ?? 1);

const OPERATORS = ["a1", "b2", "c3", "d4"].map((end) => `0x${end.padStart(40, "0")}`);
const START = 1_698_272_000;
/** Milliseconds: what everything has to be back within. */
const BACK_WITHIN = 35_000;

let folder: string;
let server: PostgresServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "din-evaluator-"));
  server = await startServer(folder);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function createWorld(name: string): Promise<MeasuredWorld> {
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  return MeasuredWorld.over(inDatabase(server.url, name), START);
}

/** An evaluator in a process of its own, at work. */
async function startProcess(world: MeasuredWorld): Promise<ChildProcess> {
  const script = fileURLToPath(new URL("../support/evaluator-process.ts", import.meta.url));
  const child = fork(script, [world.connectionString], { execArgv: ["--import", "tsx"] });
  // Its clock may be told while it dies.
  child.on("error", () => undefined);
  await once(child, "message");
  child.send(world.now);
  return child;
}

/** Stores again and again until it is acknowledged: the same samples are never stored twice. */
async function storeUntilTaken(world: MeasuredWorld, samples: readonly SampleInput[]): Promise<void> {
  await until(async () => {
    try {
      await world.store(samples);
      return true;
    } catch {
      return false;
    }
  }, BACK_WITHIN);
}

/** The long form tells its figures. */
function report(figures: string): void {
  if (SOAK > 1) console.log(figures);
}

const isSettled = (world: MeasuredWorld) => () => world.isSettled().catch(() => false);

it("kill -9 of evaluators while samples come in", async () => {
  const world = await createWorld("killed");
  const history = new MetricHistory(7, OPERATORS);
  const children = await Promise.all([startProcess(world), startProcess(world)]);
  const tell = () => {
    for (const child of children) if (child.connected) child.send(world.now, () => undefined);
  };
  try {
    for (let kill = 0; kill < 2 * SOAK; kill += 1) {
      const victim = children[kill % children.length];
      if (victim === undefined) throw new Error("there are two");
      const gone = once(victim, "exit");
      for (let step = history.integer(12); step >= 0; step -= 1) {
        await world.store(history.batch(world.now, 20));
        world.now += history.integer(60);
        tell();
      }
      victim.kill("SIGKILL");
      expect(await gone).toEqual([null, "SIGKILL"]);
      children[kill % children.length] = await startProcess(world);
    }
    await until(isSettled(world), BACK_WITHIN);
    expect(await metricFaults(world, history.samples)).toEqual([]);
    report(`${2 * SOAK} kills of evaluators, ${history.samples.length} samples: all windows equal a recomputation`);
  } finally {
    for (const child of children) child.disconnect();
    await world.close();
  }
});

it("pg_ctl stop -m immediate, and back", async () => {
  const world = await createWorld("outage");
  const history = new MetricHistory(8, OPERATORS);
  const evaluators = [world.evaluator({ batch: 1 }), world.evaluator({ batch: 3 })];
  for (const evaluator of evaluators) evaluator.start();
  for (let outage = 0; outage < SOAK; outage += 1) {
    for (let step = history.integer(12); step >= 0; step -= 1) {
      await storeUntilTaken(world, history.batch(world.now, 20));
      world.now += history.integer(90);
    }
    const pending = history.batch(world.now, 20);
    const taken = storeUntilTaken(world, pending);
    await server.service.kill("SIGQUIT");
    await server.service.start(new AbortController().signal);
    await taken;
    await until(isSettled(world), BACK_WITHIN);
    expect(evaluators.map((evaluator) => evaluator.state().failing)).toEqual([false, false]);
    expect(await metricFaults(world, history.samples)).toEqual([]);
  }
  report(`${SOAK} immediate stops of Postgres, ${history.samples.length} samples: all windows equal a recomputation`);
  await world.close();
});

it("an evaluator stops while its database does not answer", async () => {
  const world = await createWorld("stopping");
  await world.store(new MetricHistory(9, OPERATORS).batch(world.now, 40));
  const evaluator = world.evaluator();
  const holder = await world.pool.connect();
  await holder.query("begin");
  await holder.query("lock table din_api.metric_hour in access exclusive mode");
  evaluator.start();
  const waiting = `select 1 from pg_stat_activity where application_name = 'din-evaluator'
    and datname = current_database() and wait_event_type = 'Lock'`;
  await until(async () => (await world.pool.query(waiting)).rows.length === 1);
  // The lock is held until it has stopped.
  await evaluator.stop();
  await holder.query("rollback");
  holder.release();
  // What it had taken is there again for the next, once the server has noticed that its connection is cut.
  const next = world.evaluator();
  await until(async () => {
    await world.settle(next);
    return world.isSettled();
  });
  expect((await world.pool.query("select count(*)::int from din_api.operator_evaluation")).rows).toEqual([
    { count: OPERATORS.length },
  ]);
  await world.close();
});
