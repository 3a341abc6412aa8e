/** B8: backfill of the registry's events, from process start to the end of it, beside a bare Ponder app and COPY. */
import assert from "node:assert/strict";
import { join } from "node:path";
import pg from "pg";
import { runToEnd } from "../devnet/child.ts";
import { startAnvil } from "./data/anvil.ts";
import { type History, historyOf } from "./data/history.ts";
import { cpuMs, cpuWatch } from "./lib/cpu.ts";
import type { BenchPostgres } from "./lib/postgres.ts";
import { markdown, type Result } from "./lib/report.ts";
import { median } from "./lib/stats.ts";
import { ponderArgs, ROOT, type Workshop } from "./lib/workshop.ts";

const SCHEMA = "backfill";
/** No side may take longer. */
const TIMEOUT_MS = 20 * 60_000;

interface Run {
  readonly workshop: Workshop;
  readonly history: History;
  readonly rpcUrl: string;
  readonly database: string;
}

interface Side {
  readonly name: string;
  /** Answers the processor time it used, milliseconds, once every event is in the database. */
  readonly run: (run: Run) => Promise<{ readonly ms: number; readonly cpu: number | null }>;
  /** Where its journal is. */
  readonly schema: string;
}

export interface BackfillOptions {
  readonly workshop: Workshop;
  readonly postgres: BenchPostgres;
  readonly rounds: number;
  readonly events: number;
  readonly log: (line: string) => void;
}

const environment = ({ history, rpcUrl, database }: Run): Record<string, string> => ({
  DATABASE_URL: database,
  RPC_URL: rpcUrl,
  CHAIN_ID: "31337",
  REGISTRY_ADDRESS: history.registry,
  START_BLOCK: String(history.startBlock),
  LAST_BLOCK: String(history.lastBlock),
  PONDER_TELEMETRY_DISABLED: "1",
});

/** Starts an indexer, takes the time until it says that its backfill is done, and stops it. */
async function untilReady(
  { workshop }: Run,
  name: string,
  args: (port: number) => readonly string[],
  env: (port: number) => Record<string, string>,
) {
  const start = performance.now();
  const server = await workshop.start({
    name,
    args,
    env,
    ready: "/ready",
    stopSignal: "SIGINT",
    readyTimeoutMs: TIMEOUT_MS,
  });
  const ms = performance.now() - start;
  const cpu = cpuMs(server.pid);
  await server.stop();
  return { ms, cpu };
}

const SIDES: readonly Side[] = [
  {
    name: "indexer",
    schema: SCHEMA,
    run: (run) =>
      untilReady(
        run,
        "indexer",
        () => ["--import", "tsx", "indexer/main.ts"],
        (port) => ({ ...environment(run), INDEXER_PORT: String(port), INDEXER_SCHEMA: SCHEMA, LOG_LEVEL: "warn" }),
      ),
  },
  {
    name: "bare Ponder app",
    schema: SCHEMA,
    run: (run) =>
      untilReady(
        run,
        "bare Ponder app",
        (port) => ponderArgs("start", "bare-indexer", { schema: SCHEMA, port }),
        (port) => ({ ...environment(run), PORT: String(port) }),
      ),
  },
  {
    name: "getLogs + COPY",
    schema: "public",
    run: async (run) => {
      const { workshop } = run;
      const start = performance.now();
      const cpu = cpuWatch(process.pid);
      await runToEnd(
        {
          name: "copy",
          file: process.execPath,
          args: ["--import", "tsx", "bench/peers/copy-backfill.ts"],
          env: environment(run),
          cwd: ROOT,
          logFile: join(workshop.directory, "copy.log"),
        },
        workshop.table,
      );
      return { ms: performance.now() - start, cpu: cpu() };
    },
  },
];

export async function b8({ workshop, postgres, rounds, events, log }: BackfillOptions): Promise<Result[]> {
  const history = await historyOf(events, workshop, log);
  const anvil = await startAnvil(workshop, "load", history.stateFile);
  const times = new Map<Side, number[]>(SIDES.map((side) => [side, []]));
  const costs = new Map<Side, number[]>(SIDES.map((side) => [side, []]));
  for (let round = 0; round < rounds; round += 1) {
    const digests: string[] = [];
    for (const side of SIDES) {
      const database = await postgres.createDatabase("b8");
      const { ms, cpu } = await side.run({ workshop, history, rpcUrl: anvil.url, database });
      digests.push(await digest(database, side.schema));
      await postgres.dropDatabase("b8");
      times.get(side)?.push(ms / 1000);
      costs.get(side)?.push(((cpu ?? Number.NaN) * 1000) / history.events);
      log(`B8 round ${round + 1}: ${side.name} ${(ms / 1000).toFixed(1)} s`);
    }
    for (const found of digests) assert.equal(found, digests[0]);
    assert.equal(digests[0]?.split(" ")[0], String(history.events));
  }
  await anvil.stop();

  const rate = (side: Side | undefined) => history.events / median((side && times.get(side)) ?? []);
  const seconds = (side: Side) => `${median(times.get(side) ?? []).toFixed(1)} s`;
  log(
    markdown(
      ["B8", "backfill", "events a second", "CPU of the process, an event"],
      SIDES.map((side) => [
        side.name,
        seconds(side),
        Math.round(rate(side)).toLocaleString("en-US"),
        `${Math.round(median(costs.get(side) ?? []))} µs`,
      ]),
    ),
  );
  const [ours, bare, copy] = SIDES;
  const perSecond = (side: Side | undefined) => `${Math.round(rate(side)).toLocaleString("en-US")} events/s`;
  const result = (peer: Side | undefined, atLeast: number): Result => ({
    benchmark: "B8",
    work: `backfill of ${history.events.toLocaleString("en-US")} events`,
    ours: perSecond(ours),
    peer: peer?.name ?? "",
    theirs: perSecond(peer),
    ratio: rate(ours) / rate(peer),
    goal: { atLeast },
  });
  return [result(bare, 0.9), result(copy, 0.3)];
}

/** How many events are stored, and a hash over which they are and in what order. */
async function digest(connectionString: string, schema: string): Promise<string> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ digest: string }>(
      `select count(*) || ' ' || md5(string_agg(
         concat_ws(':', name, operator, seq, block_number, block_hash, block_time, transaction_hash, log_index), ','
         order by block_number, log_index)) as digest
       from ${schema}.event`,
    );
    return rows[0]?.digest ?? "";
  } finally {
    await client.end();
  }
}
