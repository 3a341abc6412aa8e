/** What the keeper reads of a real chain, and scores on their way to it. */
import { type Address, encodeFunctionData, type Hex, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { addressOf, privateKeyOf } from "../../devnet/scenario/actors.ts";
import { type Stack, startStack } from "../../devnet/stack.ts";
import { sendFrom } from "../../devnet/transactions.ts";
import { proposal, type SealedScore } from "../../keeper/calls.ts";
import { type ChainReader, createChainClient, createChainReader } from "../../keeper/chain.ts";
import type { ScoreDue } from "../../keeper/plan-scores.ts";
import { isNoRegistry } from "../../keeper/problems.ts";
import { createScoreDesk } from "../../keeper/scores.ts";
import type { SliceSeen } from "../../keeper/sight.ts";
import { openStore, type Store } from "../../keeper/store.ts";
import { createSubmitter } from "../../keeper/submit.ts";
import { simulate } from "../../keeper/transaction.ts";
import { settled } from "../support/pool.ts";

const OPERATORS = ["aurora", "borealis", "cascade", "delta", "ember", "fjord"] as const;
const [AURORA, BOREALIS] = [lower(addressOf("aurora")), lower(addressOf("borealis"))];
const MONITOR = privateKeyToAccount(privateKeyOf("monitor"));
const hash = (digit: string): Hex => `0x${digit.repeat(64)}`;
const quiet = { info: () => {}, warn: () => {} };

let stack: Stack;
let chain: ChainReader;
let client: ReturnType<typeof createChainClient>;
let store: Store;

beforeAll(async () => {
  const off = { scenario: false, indexer: false, api: false, activity: false, metrics: false };
  stack = await startStack({ parts: off, blocks: "automine" });
  for (const name of OPERATORS) {
    const from = addressOf(name);
    const data = encodeFunctionData({ abi, functionName: "registerOperator", args: [from, parseEther("1")] });
    await sendFrom(stack.client, { from, to: stack.registry, data });
  }
  // The first of the two does not answer.
  client = createChainClient(["http://127.0.0.1:9", stack.urls.rpc]);
  chain = createChainReader(client, stack.registry);
  const ledger = { chainId: 31_337, registry: stack.registry };
  store = await openStore({ connectionString: stack.urls.database, ledger, onLost: () => undefined });
});

afterAll(async () => {
  store?.end();
  await stack?.stop();
});

function lower(address: Address): Address {
  return `0x${address.slice(2).toLowerCase()}`;
}

const headTime = async () => Number((await stack.client.getBlock()).timestamp);

test("the registry is read as it is, by its names", async () => {
  const time = await headTime();
  expect(await chain.chainId()).toBe(31_337);
  expect(await chain.state()).toEqual({
    time,
    slashClock: time,
    pauseMask: 0,
    pausedUntil: 0,
    cooldown: expect.any(Number),
  });
  expect(await chain.account("MONITOR", addressOf("monitor"))).toMatchObject({ hasRole: true });
  expect(await chain.account("PROPOSER", addressOf("keeper"))).toMatchObject({ hasRole: true });
  expect(await chain.account("PROPOSER", addressOf("monitor"))).toMatchObject({ hasRole: false });
  const nowhere = createChainReader(client, addressOf("aurora"));
  expect(await nowhere.state().then(() => null, isNoRegistry)).toBe(true);
});

test("a proposal is taken as it is made, and seen in the facts of its slice and its slash", async () => {
  const data = encodeFunctionData({ abi, functionName: "stake", args: [AURORA] });
  await sendFrom(stack.client, { from: AURORA, to: stack.registry, data, value: parseEther("9") });
  const end = await headTime();
  const slice: SliceSeen = {
    ...{ incidentKey: hash("1"), evidenceHash: hash("e"), operator: AURORA, type: "DOWNTIME", severity: "CRITICAL" },
    ...{ fraction: 1_200, confidence: "HIGH", charged: 12, start: end - 100, end, assessedAt: end },
    ...{ facts: null, review: null },
  };
  const pool = { active: parseEther("9"), unbonding: 0n, locked: 0n };
  const none = { active: 0n, unbonding: 0n, locked: 0n };
  expect(await chain.sliceFacts(slice.incidentKey, AURORA)).toEqual({
    used: false,
    slashedBps: 0,
    pools: [pool, none],
  });

  await sendFrom(stack.client, {
    ...{ from: addressOf("keeper"), to: stack.registry },
    data: proposal(slice, 240, "https://din.example").data,
  });
  expect(await chain.sliceFacts(slice.incidentKey, AURORA)).toEqual({
    ...{ used: true, slashedBps: 240 },
    pools: [{ ...pool, locked: parseEther("0.216") }, none],
  });
  const clock = (await chain.state()).slashClock;
  const facts = await chain.slashFacts("1");
  expect(facts).toMatchObject({
    ...{ state: "PROPOSED", incidentKey: slice.incidentKey, proposer: lower(addressOf("keeper")), bps: 240 },
    ...{ approved: false, resolveBy: 0 },
  });
  expect(facts.disputeUntil).toBeGreaterThan(clock);
  expect(facts.executeBy).toBeGreaterThan(facts.disputeUntil);
  expect(await chain.slashFacts("2")).toMatchObject({ state: "NONE" });
});

test("scores get there in batches of the gas they may take, without those the registry refuses", async () => {
  const time = await headTime();
  const desk = createScoreDesk({
    api: {
      seal: async (operators) => ({
        refused: [],
        sealed: operators.map(
          (operator, index): SealedScore => ({
            ...{ operator, score: 9_000 + index, formulaVersion: 4, reportHash: hash("a") },
            // The registry takes no window that ends before it began.
            ...{ windowStart: operator === BOREALIS ? time : time - 100, windowEnd: time },
          }),
        ),
      }),
    },
    ...{ chain, maxGas: 150_000n, now: () => 0, log: quiet },
    simulate: ({ data }) => simulate(client, MONITOR.address, { to: stack.registry, data }),
  });
  const submitter = createSubmitter({
    ...{ store, client, chainId: 31_337, registry: stack.registry, account: MONITOR, role: "MONITOR", log: quiet },
    fees: { maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 10n ** 10n },
    ...{ confirmations: 1, stuckMs: 60_000, now: () => Date.now() },
  });
  const due = OPERATORS.map((name): ScoreDue => {
    const operator = lower(addressOf(name));
    return { operator, score: 9_000, why: "FIRST", published: null, publishedEnd: 0 };
  });
  const first = await desk.intents(due, time);
  expect(first.length).toBeGreaterThan(1);
  expect(first.map(({ summary }) => Number(summary.split(" ")[1])).reduce((sum, count) => sum + count)).toBe(5);
  for (const _ of first) {
    await submitter.pass(await desk.intents([], time), { paused: false });
    await settled(stack.client);
  }
  expect(await desk.intents([], time)).toEqual([]);
  const ends = await Promise.all(due.map(({ operator }) => chain.scoreWindowEnd(operator)));
  expect(ends).toEqual(due.map(({ operator }) => (operator === BOREALIS ? 0 : time)));
  // What the API has not seen yet is not published a second time.
  expect(
    await desk.intents(
      due.filter(({ operator }) => operator !== BOREALIS),
      time,
    ),
  ).toEqual([]);
});
