import { existsSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { createTestClient, type Hex, hexToBytes, http, publicActions, walletActions } from "viem";
import { foundry } from "viem/chains";
import { Service } from "./child.ts";
import { DevnetError, messageOf } from "./errors.ts";
import { HOST } from "./ports.ts";
import type { ProcessTable } from "./processes.ts";
import { ACCOUNTS, PUBLIC_MNEMONIC } from "./scenario/actors.ts";

export const CHAIN_ID = foundry.id;
export const BLOCK_SECONDS = 2;

/** A client of the chain: reads, test methods, and transactions signed by anvil itself. */
export function chainClient(rpcUrl: string) {
  return createTestClient({
    mode: "anvil",
    chain: foundry,
    pollingInterval: 50,
    // A test may stop anvil in the middle of a call: fail then, and quickly.
    transport: http(rpcUrl, { retryCount: 0, timeout: 20_000 }),
  })
    .extend(publicActions)
    .extend(walletActions);
}
export type ChainClient = ReturnType<typeof chainClient>;

function binary(): string {
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const name = `@foundry-rs/anvil-${process.platform}-${arch}`;
  try {
    const fromPackage = createRequire(createRequire(import.meta.url).resolve("@foundry-rs/anvil/package.json"));
    return fromPackage.resolve(`${name}/bin/anvil`);
  } catch (error) {
    throw new DevnetError(
      `There is no anvil for this platform (${name}): ${messageOf(error)}`,
      "Supported: Linux and macOS on x64 and arm64. If npm left optional packages out, run npm install again without --omit=optional.",
    );
  }
}

/** A block every two seconds, or one for each transaction as soon as it comes. */
export type BlockMode = "interval" | "automine";

export interface AnvilOptions {
  stateDir: string;
  logFile: string;
  port: number;
  table: ProcessTable;
  /** Unix seconds of the first block of a new chain. */
  genesisTime: number;
  blocks: BlockMode;
}

const snapshotFile = (stateDir: string) => join(stateDir, "chain.json");

/** Anvil as a service; a chain saved in `stateDir` is taken up again. */
export function anvilService(options: AnvilOptions): { service: Service; url: string } {
  const { stateDir, logFile, port, table, genesisTime, blocks } = options;
  const url = `http://${HOST}:${port}`;
  const snapshot = snapshotFile(stateDir);
  const service = new Service(
    {
      name: "anvil",
      file: binary(),
      get args() {
        // Read at each start: after a restart the chain goes on from its last snapshot.
        return [
          ["--host", HOST],
          ["--port", String(port)],
          ["--chain-id", String(CHAIN_ID)],
          ["--accounts", String(ACCOUNTS), "--mnemonic", PUBLIC_MNEMONIC],
          ["--cache-path", join(stateDir, "anvil-cache")],
          // States of old blocks serve reorgs only; without a bound they would fill the disk at a block every 2 s.
          ["--prune-history", "128"],
          existsSync(snapshot) ? ["--load-state", snapshot] : ["--timestamp", String(genesisTime)],
          // A new chain begins with a history, whose blocks are made one by one.
          existsSync(snapshot) && blocks === "interval" ? ["--block-time", String(BLOCK_SECONDS)] : [],
          // As they came: steps that share a block rely on it.
          ["--order", "fifo"],
          ["--silent"],
        ].flat();
      },
      logFile,
      graceMs: 3_000,
      readyTimeoutMs: 30_000,
      ready: async () => {
        const client = chainClient(url);
        return (await client.getChainId()) === CHAIN_ID;
      },
    },
    table,
  );
  return { service, url };
}

export const hasSnapshot = (stateDir: string) => existsSync(snapshotFile(stateDir));

/**
 * Saves the chain. Anvil's own --dump-state writes in place, so that a kill in the middle leaves half a file; here the
 * old snapshot stays until the new one is whole. Returns the block it certainly holds.
 */
export async function saveSnapshot(client: ChainClient, stateDir: string): Promise<bigint> {
  const block = await client.getBlockNumber({ cacheTime: 0 });
  const dump = await client.dumpState();
  const next = `${snapshotFile(stateDir)}.next`;
  await writeFile(next, await unzip(dump));
  await rename(next, snapshotFile(stateDir));
  return block;
}

const inflate = promisify(gunzip);
/** `anvil_dumpState` answers with zipped JSON, `--load-state` reads plain JSON. */
const unzip = (dump: Hex) => inflate(hexToBytes(dump));

/** From transactions that each make a block to a block every 2 s. */
export async function startBlockInterval(client: ChainClient): Promise<void> {
  await client.setAutomine(false);
  await client.setIntervalMining({ interval: BLOCK_SECONDS });
}
