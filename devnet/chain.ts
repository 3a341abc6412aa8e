import {
  anvilService,
  type BlockMode,
  type ChainClient,
  chainClient,
  hasSnapshot,
  saveSnapshot,
  startBlockInterval,
} from "./anvil.ts";
import type { Service } from "./child.ts";
import { deployContracts } from "./deployment.ts";
import type { ProcessTable } from "./processes.ts";
import { runScenario } from "./scenario/run.ts";
import { HISTORY } from "./scenario/time.ts";
import { World } from "./scenario/world.ts";
import { type Deployment, type DevnetState, logFile, STATE_VERSION } from "./state.ts";

/** Seconds a chain without a history begins before now: nothing on it may be later than now either. */
const SHORT_PAST = 60;

export interface ChainOptions {
  stateDir: string;
  port: number;
  table: ProcessTable;
  /** What an earlier start left; null for a new chain. */
  state: DevnetState | null;
  scenario: boolean;
  blocks: BlockMode;
  now: () => Date;
  signal: AbortSignal;
  progress: (line: string) => void;
  /** Told of the service before it starts, so that it can be stopped whatever happens next. */
  onService: (service: Service) => void;
}

export interface Chain {
  service: Service;
  url: string;
  client: ChainClient;
  world: World;
  state: DevnetState;
  /** The block the saved snapshot holds. */
  savedBlock: bigint;
}

const seconds = (date: Date) => Math.floor(date.getTime() / 1_000);

/** A chain that has the registry and, if wanted, its history; its clock shows now. */
export async function startChain(options: ChainOptions): Promise<Chain> {
  const { stateDir, port, table, state, now, signal, progress, blocks } = options;
  const genesisTime = state?.genesisTime ?? seconds(now()) - (options.scenario ? HISTORY : SHORT_PAST);
  const anvil = anvilService({ stateDir, logFile: logFile(stateDir, "anvil"), port, table, genesisTime, blocks });
  options.onService(anvil.service);
  await anvil.service.start(signal);
  const client = chainClient(anvil.url);
  if (state !== null && hasSnapshot(stateDir)) {
    const savedBlock = await client.getBlockNumber({ cacheTime: 0 });
    progress(`chain: goes on from block ${savedBlock}`);
    return { ...anvil, client, world: new World(client, state.deployment), state, savedBlock };
  }

  const deployment = await deployContracts(client);
  progress(`chain: registry deployed at ${deployment.registry}`);
  const world = options.scenario
    ? await liveThrough(options, client, deployment, genesisTime)
    : new World(client, deployment);
  await catchUp(client, seconds(now()));
  if (blocks === "interval") await startBlockInterval(client);
  signal.throwIfAborted();
  const savedBlock = await saveSnapshot(client, stateDir);
  const made = { version: STATE_VERSION, genesisTime, scenario: options.scenario, deployment };
  return { ...anvil, client, world, state: made, savedBlock };
}

async function liveThrough(
  { signal, progress }: ChainOptions,
  client: ChainClient,
  deployment: Deployment,
  genesisTime: number,
): Promise<World> {
  const onDay = (days: number) => {
    if (days % 10 === 0) progress(`chain: day ${days} of ${HISTORY / 86_400}`);
  };
  const world = await runScenario({ client, deployment, genesisTime, signal, onDay });
  progress(`chain: history complete, ${await client.getBlockNumber({ cacheTime: 0 })} blocks`);
  return world;
}

/** From the moment of the last block to now, so that the blocks to come carry the time they are made at. */
async function catchUp(client: ChainClient, nowSeconds: number): Promise<void> {
  const { timestamp } = await client.getBlock();
  if (timestamp >= BigInt(nowSeconds)) return;
  await client.setNextBlockTimestamp({ timestamp: BigInt(nowSeconds) });
  await client.mine({ blocks: 1 });
}
