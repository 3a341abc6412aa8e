import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Address } from "viem";
import { policyOf } from "../api/domain/policy.ts";
import { keepMoving } from "./activity.ts";
import { type BlockMode, type ChainClient, saveSnapshot } from "./anvil.ts";
import { type Chain, startChain } from "./chain.ts";
import type { Service } from "./child.ts";
import { Cleanup, together } from "./cleanup.ts";
import { messageOf } from "./errors.ts";
import { startGuardian } from "./guard.ts";
import { acquireLock } from "./lock.ts";
import { generateMetrics } from "./metrics/generator.ts";
import { PORT_NAMES, PORTS, type PortName } from "./options.ts";
import { claimPorts, HOST } from "./ports.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { endLeftovers, ProcessTable } from "./processes.ts";
import { reconcile } from "./reconcile.ts";
import type { World } from "./scenario/world.ts";
import { appService, reportsActive, saysReady } from "./services.ts";
import { keeperKey, keeperSettingsOf, PROFILE, settingsOf, type Urls, writeSettings } from "./settings.ts";
import { keepSaving } from "./snapshots.ts";
import {
  clearState,
  type Deployment,
  hasRemains,
  logFile,
  metricsFile,
  prepareStateDir,
  readState,
  writeState,
} from "./state.ts";

export interface StackOptions {
  /** Kept after the stop. Left out: a temporary folder that goes with it. */
  stateDir?: string;
  /** Begins anew even where there is something to go on with. */
  fresh?: boolean;
  /** 0, or left out: a free one. */
  ports?: Partial<Record<PortName, number>>;
  /**
   * Postgres and the chain with its registry are always there. All true unless said otherwise; `metrics` and `keeper` need
   * the API, and where nobody is measured there is no keeper unless it is asked for.
   */
  parts?: {
    scenario?: boolean;
    indexer?: boolean;
    api?: boolean;
    activity?: boolean;
    metrics?: boolean;
    keeper?: boolean;
  };
  /** Whom the metrics generator measures, by address in lower case; default: everybody who is registered. */
  measures?: (address: string) => boolean;
  blocks?: BlockMode;
  /** Added to the environment of the indexer, the API and the keeper. */
  env?: Record<string, string>;
  now?: () => Date;
  /** Aborting stops everything, however far the start has come. */
  signal?: AbortSignal;
  progress?: (line: string) => void;
}

/** A running devnet. A service can be stopped, killed and started again at any time. */
export interface Stack {
  stateDir: string;
  ports: Record<PortName, number>;
  urls: Urls;
  registry: Address;
  startBlock: number;
  deployment: Deployment;
  client: ChainClient;
  /** Sends as the actors of the scenario, and knows its slashes and requests by key (in a new chain only). */
  world: World;
  postgres: Service;
  anvil: Service;
  /** There even if its part is switched off: it can be started later. */
  indexer: Service;
  api: Service;
  /** The same. While it runs, nobody else may send as `keeper` or `monitor`: it counts their nonces. */
  keeper: Service;
  /** What the indexer and the API are started with. */
  env: Record<string, string>;
  /** Whether the metrics generator runs. */
  measured: boolean;
  /** Whether an earlier state was gone on with. */
  resumed: boolean;
  /** Stops everything; once, however often it is called. */
  stop: () => Promise<void>;
}

/**
 * Starts a devnet and waits until all of it is ready.
 *
 * @example
 * const stack = await startStack({ parts: { activity: false } });
 * await stack.indexer.kill("SIGKILL");
 * await stack.indexer.start();
 * await stack.stop();
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const cleanup = new Cleanup();
  try {
    return await assemble(options, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function assemble(options: StackOptions, cleanup: Cleanup): Promise<Stack> {
  const { progress = () => {}, now = () => new Date(), blocks = "interval" } = options;
  const parts = { scenario: true, indexer: true, api: true, activity: true, metrics: true, ...options.parts };
  const measured = parts.metrics && parts.api;
  const stopping = new AbortController();
  const signal = options.signal === undefined ? stopping.signal : AbortSignal.any([stopping.signal, options.signal]);

  const { stateDir, table } = await occupy(options, cleanup, now(), progress);
  const state = readState(stateDir);
  const ports = await choosePorts(options.ports);
  signal.throwIfAborted();

  let postgres: Postgres | undefined;
  let chain: Chain | undefined;
  await together(signal, [
    async (either) => {
      const onService = (service: Service) => cleanup.add("postgres", () => service.stop());
      const log = logFile(stateDir, "postgres");
      postgres = await startPostgres({
        stateDir,
        logFile: log,
        port: ports.postgres,
        table,
        signal: either,
        onService,
      });
      progress("postgres: ready");
    },
    async (either) => {
      const onService = (service: Service) => cleanup.add("anvil", () => service.stop());
      const { scenario } = parts;
      chain = await startChain({
        ...{ stateDir, port: ports.rpc, table, state, scenario, blocks, now, progress, onService },
        signal: either,
      });
    },
  ]);
  if (postgres === undefined || chain === undefined) throw new Error("neither started nor failed");
  if (state === null) writeState(stateDir, chain.state);
  else if (await reconcile(postgres.url, chain.client, now())) {
    progress("indexer: the chain lost blocks in a crash that were held for final; indexing it again from its start");
  }

  const { deployment } = chain.state;
  const urls = {
    rpc: chain.url,
    indexer: `http://${HOST}:${ports.indexer}`,
    api: `http://${HOST}:${ports.api}`,
    graphql: `http://${HOST}:${ports.api}/graphql`,
    database: postgres.url,
  };
  const env = { ...settingsOf(urls, ports, deployment), ...options.env };
  const { client, world } = chain;
  const { savedBlock, service: anvil } = chain;
  const noting = (name: string) => (line: string) =>
    void writeFile(logFile(stateDir, name), `${line}\n`, { flag: "a" }).catch(() => {});
  const background = [keepSaving(client, stateDir, savedBlock, stopping.signal, noting("devnet"))];
  cleanup.add("the chain's last state", async () => {
    stopping.abort();
    await Promise.all(background);
    if (anvil.pid !== undefined) await saveSnapshot(client, stateDir);
  });

  const app = (name: "indexer" | "api") =>
    appService({ name, ready: saysReady(urls[name]), env, logFile: logFile(stateDir, name), table });
  const services = { indexer: app("indexer"), api: app("api") };
  cleanup.add("indexer and API", async () => {
    await Promise.all([services.api.stop(), services.indexer.stop()]);
  });
  if (parts.indexer || parts.api) progress("indexer and API: starting");
  await together(
    signal,
    (["indexer", "api"] as const)
      .filter((name) => parts[name])
      .map((name) => async (either) => {
        await services[name].start(either);
        progress(`${name}: ready`);
      }),
  );

  if (parts.activity) {
    const seed = Number(await client.getBlockNumber({ cacheTime: 0 }));
    background.push(keepMoving({ world, seed, signal: stopping.signal, log: noting("activity") }));
  }
  if (measured) {
    const resting = new AbortController();
    const measuring = generateMetrics({
      ...{ graphql: urls.graphql, database: urls.database, now, signal: resting.signal, log: noting("metrics") },
      ...{ memoryFile: metricsFile(stateDir), measures: options.measures },
      time: policyOf(PROFILE).time,
    }).catch((error: unknown) => noting("metrics")(`given up: ${messageOf(error)}`));
    cleanup.add("metrics", async () => {
      resting.abort();
      await measuring;
    });
  }
  // Not before the API is there, which makes the table of keys.
  const key = parts.api ? await keeperKey(stateDir, urls.database, now()) : null;
  const all = key === null ? env : { ...keeperSettingsOf(urls, key), ...env };
  await writeSettings(stateDir, all);
  const ready = reportsActive(urls.graphql);
  const keeper = appService({ name: "keeper", ready, env: all, logFile: logFile(stateDir, "keeper"), table });
  cleanup.add("keeper", () => keeper.stop());
  if (key !== null && (options.parts?.keeper ?? measured)) {
    await keeper.start(signal);
    progress("keeper: ready");
  }

  return {
    ...{ stateDir, ports, urls, deployment, client, world, env, anvil, measured, keeper, ...services },
    registry: deployment.registry,
    startBlock: deployment.startBlock,
    postgres: postgres.service,
    resumed: state !== null,
    stop: () => cleanup.run(),
  };
}

/** Makes the state directory this process's own, and clean: nothing half made, nothing of a dead one still running. */
async function occupy(options: StackOptions, cleanup: Cleanup, now: Date, progress: (line: string) => void) {
  const stateDir = options.stateDir ?? (await mkdtemp(join(tmpdir(), "din-devnet-")));
  if (options.stateDir === undefined) cleanup.add("the folder", () => rm(stateDir, { recursive: true, force: true }));
  await prepareStateDir(stateDir);
  cleanup.add("the lock", acquireLock(stateDir, now));

  const ended = await endLeftovers(stateDir);
  if (ended.length > 0) progress(`ended what a crashed devnet had left running: ${ended.join(", ")}`);
  if (hasRemains(stateDir) && (options.fresh || readState(stateDir) === null)) {
    progress(options.fresh ? "beginning anew" : "the last start did not come to its end: beginning anew");
    await clearState(stateDir);
  }
  await mkdir(join(stateDir, "logs"), { recursive: true });
  cleanup.add("the guardian", startGuardian(stateDir, logFile(stateDir, "guardian")));
  return { stateDir, table: new ProcessTable(stateDir) };
}

async function choosePorts(wanted: StackOptions["ports"] = {}): Promise<Record<PortName, number>> {
  const found = await claimPorts(PORT_NAMES.map((name) => ({ ...PORTS[name], port: wanted[name] ?? 0 })));
  const [api = 0, rpc = 0, indexer = 0, postgres = 0] = found;
  return { api, rpc, indexer, postgres };
}
