/**
 * SUSTAINED: two reporters send batches about all operators back to back while evaluators work on them: samples a second,
 * evaluations a second, whether what waits and what is held in memory stays bounded, and where the processors' time goes.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { BATCH, batches } from "./data/samples.ts";
import { cpuWatch } from "./lib/cpu.ts";
import { type Ingestion, openIngestion } from "./lib/ingestion.ts";
import { Stream, sendEach } from "./lib/load.ts";
import type { BenchPostgres } from "./lib/postgres.ts";
import { markdown, perSecond, type Result } from "./lib/report.ts";
import { startApi } from "./lib/servers.ts";
import type { Workshop } from "./lib/workshop.ts";

const MINUTE = 60;

/** Seconds between two looks. */
const LOOK_SECONDS = 5;

/** More samples a second than come through: intervals in the past are planned for so many. */
const FASTEST = 25_000;

/** How long to wait for evaluators to catch up, at most. */
const CATCH_UP_SECONDS = 600;

export interface SustainedOptions {
  readonly workshop: Workshop;
  readonly postgres: BenchPostgres;
  readonly operators: number;
  readonly seconds: number;
  /** Processes that only evaluate; 0: the API does. */
  readonly evaluators: number;
  /** Samples a second; null: as many as come through. */
  readonly rate: number | null;
  readonly log: (line: string) => void;
}

interface Worker {
  readonly name: string;
  readonly pid: number;
}

/** What there is at one moment. */
interface Look {
  readonly seconds: number;
  readonly samples: number;
  readonly evaluations: number;
  readonly waiting: Waiting;
  /** Megabytes, by worker. */
  readonly memory: readonly number[];
}

/** What evaluators have not looked at. */
interface Waiting {
  readonly rows: number;
  readonly operators: number;
  /** Seconds since the oldest came. */
  readonly oldest: number;
}

export async function sustained(options: SustainedOptions): Promise<Result[]> {
  const { workshop, postgres, operators, seconds, evaluators, rate, log } = options;
  const env = { EVALUATOR: evaluators === 0 ? "on" : "off" };
  const ingestion = await openIngestion({ workshop, postgres, name: "sustained", operators, env });
  const workers: Worker[] = [{ name: "API", pid: ingestion.api.pid }];
  const stops: (() => Promise<void>)[] = [];
  for (let index = 1; index <= evaluators; index += 1) {
    const name = `evaluator ${index}`;
    const node = process.env.BENCH_EVALUATOR_NODE?.split(" ") ?? [];
    const server = await startApi(workshop, name, ingestion.connectionString, node, { EVALUATOR: "only" });
    workers.push({ name, pid: server.pid });
    stops.push(server.stop);
  }

  const { reporters } = ingestion.writers;
  const sweep = ingestion.writers.operators.length * reporters.length;
  const intervals = Math.ceil(((rate ?? FASTEST) * seconds) / sweep) + 1;
  const lastInterval = Math.floor(Date.now() / 1_000 / MINUTE) * MINUTE;
  const source = batches(ingestion.writers.operators, reporters, lastInterval - intervals * MINUTE);
  const next = () => ingestion.request(source.next().value);
  const perSweep = Math.ceil(ingestion.writers.operators.length / BATCH) * reporters.length;

  // Everybody is known and judged up to now before it begins, as in a system that runs.
  await sendEach(Array.from({ length: perSweep }, next), 1);
  log(`SUSTAINED: the first sweep was evaluated after ${(await caughtUp(ingestion)).toFixed(0)} s`);

  const streams = await Promise.all(reporters.map(() => Stream.open(ingestion.api.url)));
  let sent = perSweep;
  const limit = perSweep * intervals;
  const cpu = [{ name: "Postgres", pid: postgres.pid }, { name: "load generator", pid: 0 }, ...workers].map(
    ({ name, pid }) => ({ name, used: pid === 0 ? ownCpu() : cpuWatch(pid) }),
  );
  const looks: Look[] = [await look(ingestion, workers, 0, sent)];
  const start = performance.now();
  const elapsed = () => (performance.now() - start) / 1_000;
  const sending = Promise.all(
    streams.map(async (stream) => {
      while (elapsed() < seconds && sent < limit) {
        sent += 1;
        const due = rate === null ? 0 : ((sent - perSweep) * BATCH) / rate;
        if (due > elapsed()) await sleep((due - elapsed()) * 1_000);
        await stream.send(next());
      }
    }),
  );
  const ended = sending.then(() => true);
  while (!(await Promise.race([ended, sleep(LOOK_SECONDS * 1_000, false)]))) {
    looks.push(await look(ingestion, workers, elapsed(), sent));
  }
  const took = elapsed();
  looks.push(await look(ingestion, workers, took, sent));
  const split = cpu.map(({ name, used }) => [name, `${Math.round((used() ?? Number.NaN) / took / 10)} %`]);
  if (sent >= limit) log("SUSTAINED: ended early, all intervals up to now were sent");
  const drained = await caughtUp(ingestion);

  for (const stream of streams) stream.close();
  await checkAll(ingestion, sent, perSweep);
  for (const stop of stops) await stop();
  await ingestion.close();

  const memory = (look: Look) => look.memory.map((megabytes) => `${megabytes} MB`);
  log(
    markdown(
      ["second", "samples", "evaluations", "rows wait", "of operators", "oldest", ...workers.map(({ name }) => name)],
      looks.slice(1).map((now, index) => {
        const before = looks[index] ?? now;
        const each = (part: "samples" | "evaluations") =>
          perSecond((now[part] - before[part]) / Math.max(now.seconds - before.seconds, 0.001));
        const { rows, operators: waiting, oldest } = now.waiting;
        const counts = [rows, waiting].map((count) => count.toLocaleString("en-US"));
        return [now.seconds.toFixed(0), each("samples"), each("evaluations"), ...counts, `${oldest} s`, ...memory(now)];
      }),
    ),
  );
  log(`\n${markdown(["process", "of one processor"], split)}`);
  const [from, to] = [looks[0], looks.at(-1)];
  const samples = ((to?.samples ?? 0) - (from?.samples ?? 0)) / took;
  const evaluations = ((to?.evaluations ?? 0) - (from?.evaluations ?? 0)) / took;
  log(
    `${perSecond(samples)} samples and ${perSecond(evaluations)} evaluations for ${took.toFixed(0)} s; what waited at the end was evaluated ${drained.toFixed(0)} s later`,
  );
  const normal = sweep / MINUTE;
  const who = evaluators === 0 ? "in the API" : `by ${evaluators} of its own`;
  return [
    {
      ...{
        benchmark: "SUSTAINED",
        work: `samples of ${operators.toLocaleString("en-US")} operators, evaluated ${who}`,
      },
      ...{ ours: perSecond(samples), peer: "two samples of each a minute", theirs: perSecond(normal) },
      ...{ ratio: samples / normal, goal: null },
    },
  ];
}

async function look(ingestion: Ingestion, workers: readonly Worker[], seconds: number, sent: number): Promise<Look> {
  const { rows } = await ingestion.database.query<{ evaluations: number }>(
    `select (n_tup_ins + n_tup_upd)::integer as evaluations from pg_stat_all_tables
     where relid = 'din_api.operator_evaluation'::regclass`,
  );
  return {
    seconds,
    samples: sent * BATCH,
    evaluations: rows[0]?.evaluations ?? 0,
    waiting: await waitingIn(ingestion),
    memory: workers.map(({ pid }) => residentMegabytes(pid)),
  };
}

async function waitingIn({ database }: Ingestion): Promise<Waiting> {
  const { rows } = await database.query<Waiting>(
    `select count(*)::integer as rows, count(distinct operator)::integer as operators,
       coalesce(extract(epoch from now() - min(created_at)), 0)::integer as oldest
     from din_api.metric_dirty`,
  );
  return rows[0] ?? { rows: 0, operators: 0, oldest: 0 };
}

/** Waits until no samples wait. @returns seconds */
async function caughtUp(ingestion: Ingestion): Promise<number> {
  const start = performance.now();
  for (;;) {
    const { rows } = await waitingIn(ingestion);
    const seconds = (performance.now() - start) / 1_000;
    if (rows === 0) return seconds;
    if (seconds > CATCH_UP_SECONDS) throw new Error(`${rows} rows still wait after ${CATCH_UP_SECONDS} s`);
    await sleep(250);
  }
}

/** All that was acknowledged is stored, and every interval of every operator is evaluated. */
async function checkAll(ingestion: Ingestion, sent: number, perSweep: number): Promise<void> {
  assert.equal(await ingestion.stored(), sent * BATCH);
  const intervals = await ingestion.stored("din_api.metric_minute");
  assert.ok(intervals >= Math.floor(sent / perSweep) * ingestion.writers.operators.length);
  assert.equal(await ingestion.stored("din_api.operator_evaluation"), ingestion.writers.operators.length);
}

function ownCpu(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
}

/** Memory of a process that is in RAM, where /proc tells. */
function residentMegabytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Math.round(Number(kilobytes) / 1_024);
}
