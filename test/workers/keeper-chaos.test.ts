/**
 * Must hold: every intended slash exactly once, no nonce left out, the ledger as the chain; under dropped and replaced
 * transactions, RPC errors, kills at any moment, leaders that hang and wake up beside another, and reorgs.
 */
import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Address, encodeFunctionData, getAddress, type Hex, keccak256, parseEther, parseGwei, toHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { reorg } from "../../devnet/reorg.ts";
import { addressOf } from "../../devnet/scenario/actors.ts";
import { random } from "../../devnet/scenario/random.ts";
import { type Stack, startStack } from "../../devnet/stack.ts";
import { sendFrom } from "../../devnet/transactions.ts";
import { waitFor } from "../../devnet/wait.ts";
import { incidentKeyOf, type KeeperProcessOptions } from "../support/keeper-process.ts";
import { type FaultyRpc, startFaultyRpc } from "../support/rpc-faults.ts";

/** Each is proposed and executed: two intents. */
const INCIDENTS = process.env.SOAK === undefined ? 8 : 500;
const CONFIRMATIONS = 6;
const OPERATORS = (["aurora", "borealis", "cascade", "delta"] as const).map(addressOf);
const SEED = 20_261_121;

let stack: Stack;
let rpc: FaultyRpc;
let options: KeeperProcessOptions;
const keepers = new Set<ChildProcess>();
/** Those that have looked at the chain: the others would be killed while they start, again and again. */
const atWork = new Set<ChildProcess>();
const roll = random(SEED);
const chance = (share: number) => roll() < share;

beforeAll(async () => {
  const off = { scenario: false, indexer: false, api: false, activity: false, metrics: false };
  stack = await startStack({ parts: off, blocks: "automine" });
  rpc = await startFaultyRpc(stack.urls.rpc, roll);
  const key = generatePrivateKey();
  const account = privateKeyToAccount(key).address;
  const { client, registry } = stack;
  await client.setBalance({ address: account, value: parseEther("1000") });
  const governance = (data: Hex) => sendFrom(client, { from: addressOf("governance"), to: registry, data });
  const params = { disputeWindow: 1n, resolutionWindow: 1n, executionWindow: 3_600n, cooldown: 0n };
  const slashParams = { ...params, largeSlashBps: 1_000, disputeBond: 0n };
  await governance(encodeFunctionData({ abi, functionName: "setSlashParams", args: [slashParams] }));
  await governance(encodeFunctionData({ abi, functionName: "grantRole", args: [PROPOSER, account] }));
  for (const operator of OPERATORS) {
    const minStake = parseEther("1");
    const register = encodeFunctionData({ abi, functionName: "registerOperator", args: [operator, minStake] });
    await sendFrom(client, { from: operator, to: registry, data: register });
    const stake = encodeFunctionData({ abi, functionName: "stake", args: [operator] });
    await sendFrom(client, { from: operator, to: registry, data: stake, value: parseEther("100") });
  }
  // No reorg takes that back.
  await client.mine({ blocks: CONFIRMATIONS });
  await client.setAutomine(false);
  options = {
    ...{ connectionString: stack.urls.database, rpc: rpc.url, registry, key, operators: OPERATORS },
    ...{ incidents: INCIDENTS, confirmations: CONFIRMATIONS, haste: 20, maxFeeGwei: 2_000 },
  };
});

afterAll(async () => {
  for (const keeper of keepers) keeper.kill("SIGKILL");
  await rpc?.close();
  await stack?.stop();
});

const PROPOSER = keccak256(toHex("SLASH_PROPOSER"));

function startKeeper(): void {
  const keeper = fork("test/support/keeper-process.ts", [JSON.stringify(options)], {
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  keepers.add(keeper);
  keeper.once("message", () => atWork.add(keeper));
  keeper.once("exit", () => {
    keepers.delete(keeper);
    atWork.delete(keeper);
  });
}

const mine = () => stack.client.mine({ blocks: 1 });

async function ledger<Row extends pg.QueryResultRow>(query: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: stack.urls.database });
  await client.connect();
  try {
    return (await client.query<Row>(query)).rows;
  } finally {
    await client.end();
  }
}

const eventsOf = <Name extends "SlashProposed" | "SlashExecuted">(eventName: Name) =>
  stack.client.getContractEvents({ address: stack.registry, abi, eventName, fromBlock: 0n, strict: true });

/** Makes trouble until all is executed on the chain; tells how much. */
async function makeTrouble(): Promise<Record<string, number>> {
  const { client } = stack;
  const done = { kills: 0, freezes: 0, reorgs: 0, drops: 0, spikes: 0 };
  const frozen: ChildProcess[] = [];
  while ((await eventsOf("SlashExecuted")).length < INCIDENTS) {
    await mine();
    const [victim] = atWork;
    // The first of each at once: a short run may have no luck.
    if (victim !== undefined && (done.kills === 0 || chance(0.03))) {
      victim.kill("SIGKILL");
      atWork.delete(victim);
      startKeeper();
      done.kills += 1;
    } else if (victim !== undefined && (done.freezes === 0 || chance(0.03))) {
      // It hangs, Postgres takes whoever leads for dead, another leads; then it goes on in the middle of what it did.
      victim.kill("SIGSTOP");
      frozen.push(victim);
      await ledger(
        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and objid = 7460101 and granted",
      );
      done.freezes += 1;
    }
    if (chance(0.1)) frozen.shift()?.kill("SIGCONT");
    if (chance(0.04)) {
      const { timestamp } = await client.getBlock();
      await reorg(client, 1 + Math.floor(roll() * (CONFIRMATIONS - 2)), [], new Date(Number(timestamp) * 1_000));
      done.reorgs += 1;
    }
    if (chance(0.1)) {
      await client.request<{ Method: "anvil_dropAllTransactions"; Parameters: []; ReturnType: null }>({
        method: "anvil_dropAllTransactions",
        params: [],
      });
      done.drops += 1;
    }
    if (chance(0.06)) {
      // What waits pays too little for the next blocks, until the fee has fallen or another takes its place.
      await client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei("100") });
      done.spikes += 1;
    }
    // The chain's pace.
    await sleep(20 + roll() * 60);
  }
  for (const keeper of frozen) keeper.kill("SIGCONT");
  return done;
}

test("every slash exactly once, no nonce left out, the ledger as the chain", async () => {
  const { client } = stack;
  startKeeper();
  startKeeper();
  rpc.rate = 0.02;
  const done = await makeTrouble();
  rpc.rate = 0;
  const all = async () => {
    await mine();
    const open = await ledger(`select from din_keeper.nonce where state not in ('FINAL', 'LOST')`);
    return open.length === 0 && (await eventsOf("SlashExecuted")).length === INCIDENTS;
  };
  await waitFor(all, { what: "all to be final", timeoutMs: 60_000, everyMs: 50 });

  const proposed = await eventsOf("SlashProposed");
  const incidents = Array.from({ length: INCIDENTS }, (_, index) => incidentKeyOf(index)).sort();
  expect(proposed.map(({ args }) => args.terms.incidentKey).sort()).toEqual(incidents);
  const executed = await eventsOf("SlashExecuted");
  const ids = (list: readonly { args: { slashId: bigint } }[]) => list.map(({ args }) => args.slashId).sort();
  expect(ids(executed)).toEqual(ids(proposed));

  const account = privateKeyToAccount(options.key).address;
  const nonces = await ledger<{ nonce: string; hash: string; succeeded: boolean; state: string; key: string | null }>(
    `select nonce, mined_hash as hash, succeeded, state, intent_key as key from din_keeper.nonce order by nonce`,
  );
  expect(await client.getTransactionCount({ address: account })).toBe(nonces.length);
  expect(nonces.map(({ nonce }) => Number(nonce))).toEqual(nonces.map((_, index) => index));
  expect(new Set(nonces.map(({ state }) => state))).toEqual(new Set(["FINAL"]));
  const onChain = await transactionsOf(account);
  expect(nonces.map(({ hash }) => hash)).toEqual(onChain.map(({ hash }) => hash));
  expect(nonces.map(({ succeeded }) => succeeded)).toEqual(onChain.map(({ did }) => did));
  const wanted = [
    ...proposed.map(({ args }) => `propose/${args.terms.incidentKey}`),
    ...proposed.map(({ args }) => `execute/${args.slashId}/${args.terms.incidentKey}`),
  ];
  expect(nonces.flatMap(({ key, succeeded }) => (succeeded ? [key] : [])).sort()).toEqual(wanted.sort());
  const [{ attempts } = { attempts: "0" }] = await ledger<{ attempts: string }>(
    "select count(*) as attempts from din_keeper.attempt",
  );
  console.log("keeper chaos:", {
    ...done,
    rpcFaults: rpc.faults,
    intents: wanted.length,
    nonces: nonces.length,
    attempts,
  });
  // In a short run none may have been stuck.
  expect(Number(attempts)).toBeGreaterThanOrEqual(nonces.length + (process.env.SOAK === undefined ? 0 : 1));
});

/** All that the account has in blocks, by nonce, and whether each did what the registry was asked for. */
async function transactionsOf(account: Address): Promise<{ hash: Hex; did: boolean }[]> {
  const { client } = stack;
  const found: { nonce: number; hash: Hex; did: boolean }[] = [];
  const head = await client.getBlockNumber({ cacheTime: 0 });
  for (let number = 0n; number <= head; number += 1n) {
    const { transactions } = await client.getBlock({ blockNumber: number, includeTransactions: true });
    for (const { hash, nonce, from, to } of transactions) {
      if (getAddress(from) !== account) continue;
      const { status } = await client.getTransactionReceipt({ hash });
      found.push({ nonce, hash, did: status === "success" && to !== null && getAddress(to) === stack.registry });
    }
  }
  return found.sort((a, b) => a.nonce - b.nonce);
}
