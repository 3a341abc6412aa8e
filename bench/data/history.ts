/**
 * A chain on which the real registry has emitted as many events as wanted: operators register and are staked on, then
 * nine scores are written for each further stake. It is made once and kept in bench/.data.
 */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Address, encodeFunctionData, type Hex, keccak256, numberToHex, parseEther, toHex } from "viem";
import { z } from "zod";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { type ChainClient, chainClient } from "../../devnet/anvil.ts";
import { deployContracts } from "../../devnet/deployment.ts";
import { addressOf } from "../../devnet/scenario/actors.ts";
import { ROOT, type Workshop } from "../lib/workshop.ts";
import { startAnvil } from "./anvil.ts";

const FOLDER = join(ROOT, "bench", ".data");
const OPERATORS = 1_000;
const STAKES_PER_BLOCK = 100;
const SCORES_PER_BLOCK = 900;
/** Blocks that Ponder holds for not yet final on this chain; its backfill ends before them. */
const UNFINAL_BLOCKS = 40;
const BLOCK_SECONDS = 12;
/** Gas a score or a stake never exceeds. */
const GAS = 120_000;

const historySchema = z.object({
  registry: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  startBlock: z.number().int(),
  lastBlock: z.number().int(),
  events: z.number().int(),
});
export type History = z.infer<typeof historySchema> & { readonly stateFile: string };

/** The chain with (a little more than) `events` events, made if it is not there. */
export async function historyOf(events: number, workshop: Workshop, log: (line: string) => void): Promise<History> {
  const stateFile = join(FOLDER, `chain-${events}.json`);
  const factsFile = join(FOLDER, `chain-${events}.facts.json`);
  const text = await readFile(factsFile, "utf8").catch(() => null);
  if (text !== null) return { ...historySchema.parse(JSON.parse(text)), stateFile };

  await mkdir(FOLDER, { recursive: true });
  log(`B8: making a chain of ${events} events, once`);
  const anvil = await startAnvil(workshop, "dump", `${stateFile}.next`);
  const facts = await live(chainClient(anvil.url), anvil.url, events, log);
  await anvil.stop();
  await rename(`${stateFile}.next`, stateFile);
  await writeFile(factsFile, JSON.stringify(facts));
  return { ...facts, stateFile };
}

async function live(client: ChainClient, url: string, events: number, log: (line: string) => void) {
  const deployment = await deployContracts(client);
  const { registry, startBlock } = deployment;
  await client.setAutomine(false);
  const deployed = Number(await client.getBlockNumber({ cacheTime: 0 }));
  let emitted = await eventsIn(client, registry, startBlock, deployed);
  const operators = Array.from(
    { length: OPERATORS },
    (_, i): Address => `0x${keccak256(toHex(`operator ${i}`)).slice(26)}`,
  );
  const batch = new Batch(url, registry);

  for (const operator of operators) {
    batch.add(
      operator,
      encodeFunctionData({ abi, functionName: "registerOperator", args: [operator, parseEther("1")] }),
      400_000,
    );
  }
  emitted += await batch.mine(client);
  for (let round = 0; emitted < events; round += 1) {
    const first = round < OPERATORS / STAKES_PER_BLOCK;
    for (let i = 0; i < STAKES_PER_BLOCK; i += 1) {
      const operator = operators[(round * STAKES_PER_BLOCK + i) % OPERATORS] ?? registry;
      batch.add(
        addressOf("patron"),
        encodeFunctionData({ abi, functionName: "stake", args: [operator] }),
        first ? 400_000 : GAS,
        parseEther(first ? "1" : "0.001"),
      );
    }
    const { timestamp } = await client.getBlock();
    const reports = Array.from({ length: SCORES_PER_BLOCK }, (_, i) => ({
      operator: operators[(round * SCORES_PER_BLOCK + i) % OPERATORS] ?? registry,
      score: 5_000 + ((round * 7 + i * 13) % 5_001),
      windowStart: timestamp - BigInt(BLOCK_SECONDS),
      windowEnd: timestamp,
      formulaVersion: 1,
      reportHash: keccak256(toHex(`report ${round} ${i}`)),
    }));
    for (let i = 0; i < reports.length; i += 100) {
      const args = [reports.slice(i, i + 100)] as const;
      batch.add(addressOf("monitor"), encodeFunctionData({ abi, functionName: "submitScores", args }), GAS * 100);
    }
    await client.increaseTime({ seconds: BLOCK_SECONDS });
    emitted += await batch.mine(client);
    if (round % 50 === 0) log(`B8: ${emitted} events`);
  }
  const lastBlock = Number(await client.getBlockNumber({ cacheTime: 0 }));
  await client.mine({ blocks: UNFINAL_BLOCKS, interval: BLOCK_SECONDS });
  return { registry, startBlock, lastBlock, events: emitted };
}

async function eventsIn(client: ChainClient, address: Address, from: number, to: number): Promise<number> {
  const logs = await client.getLogs({ address, fromBlock: BigInt(from), toBlock: BigInt(to) });
  return logs.length;
}

/** Transactions of one block, sent in one request. */
class Batch {
  #calls: { readonly from: Address; readonly data: Hex; readonly gas: number; readonly value: bigint }[] = [];

  constructor(
    private readonly url: string,
    private readonly to: Address,
  ) {}

  add(from: Address, data: Hex, gas: number, value = 0n): void {
    this.#calls.push({ from, data, gas, value });
  }

  /** Sends and mines them; answers how many events the registry emitted. */
  async mine(client: ChainClient): Promise<number> {
    const requests = this.#calls.map(({ from, data, gas, value }, id) => ({
      ...{ jsonrpc: "2.0", id, method: "eth_sendTransaction" },
      params: [{ from, to: this.to, data, gas: numberToHex(gas), gasPrice: "0x0", value: numberToHex(value) }],
    }));
    const response = await fetch(this.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(requests),
    });
    const answers = z
      .array(z.object({ error: z.object({ message: z.string() }).optional() }))
      .parse(await response.json());
    const refused = answers.find(({ error }) => error !== undefined);
    if (refused?.error) throw new Error(refused.error.message);
    const count = this.#calls.length;
    this.#calls = [];
    await client.mine({ blocks: 1 });
    const block = await client.getBlock();
    if (block.transactions.length !== count)
      throw new Error(`${block.transactions.length} of ${count} transactions were mined`);
    return eventsIn(client, this.to, Number(block.number), Number(block.number));
  }
}
