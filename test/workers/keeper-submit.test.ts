/** One account's transactions on a real chain with a real ledger: what is begun, replaced, called off, taken up and told. */
import pg from "pg";
import {
  type Address,
  createPublicClient,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  type LocalAccount,
  parseEther,
  parseGwei,
  toHex,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { addressOf } from "../../devnet/scenario/actors.ts";
import { type Stack, startStack } from "../../devnet/stack.ts";
import { sendFrom } from "../../devnet/transactions.ts";
import type { Intent, Submitted } from "../../keeper/intent.ts";
import { WrongChainError } from "../../keeper/look.ts";
import { OtherLedgerError, openStore, type Store } from "../../keeper/store.ts";
import { createSubmitter, type Submitter, type SubmitterOptions } from "../../keeper/submit.ts";
import { sign } from "../../keeper/transaction.ts";
import { settled } from "../support/pool.ts";

const CONFIRMATIONS = 3;
const FEES = { maxFeePerGas: parseGwei("500"), maxPriorityFeePerGas: parseGwei("100") };
const MONITOR = keccak256(toHex("PERFORMANCE_MONITOR"));
const quiet = { info: () => {}, warn: () => {} };

let stack: Stack;
let store: Store;
let account: LocalAccount;
let submitter: Submitter;
/** Milliseconds. */
let now: number;

const operator = addressOf("aurora");
const ledgerOf = () => ({ chainId: 31_337, registry: stack.registry });
const openLedger = () =>
  openStore({ connectionString: stack.urls.database, ledger: ledgerOf(), onLost: () => undefined });

beforeAll(async () => {
  const off = { scenario: false, indexer: false, api: false, activity: false, metrics: false };
  stack = await startStack({ parts: off, blocks: "automine" });
  const data = encodeFunctionData({ abi, functionName: "registerOperator", args: [operator, parseEther("1")] });
  await sendFrom(stack.client, { from: operator, to: stack.registry, data });
  store = await openLedger();
});

afterAll(async () => {
  store?.end();
  await stack?.stop();
});

beforeEach(async () => {
  now = 1_800_000_000_000;
  account = privateKeyToAccount(generatePrivateKey());
  await stack.client.setBalance({ address: account.address, value: parseEther("10") });
  await grant(account.address);
  submitter = createSubmitter(optionsOf({}));
});

afterEach(async () => {
  await stack.client.setAutomine(true);
  await mine();
});

const optionsOf = (other: Partial<SubmitterOptions>): SubmitterOptions => ({
  ...{ store, account, chainId: 31_337, registry: stack.registry, role: "MONITOR", fees: FEES, log: quiet },
  client: createPublicClient({ transport: http(stack.urls.rpc, { retryCount: 0 }), cacheTime: 0 }),
  ...{ confirmations: CONFIRMATIONS, stuckMs: 30_000, now: () => now },
  ...other,
});

async function grant(to: Address): Promise<void> {
  const data = encodeFunctionData({ abi, functionName: "grantRole", args: [MONITOR, to] });
  await sendFrom(stack.client, { from: addressOf("governance"), to: stack.registry, data });
}

const dropAll = () =>
  stack.client.request<{ Method: "anvil_dropAllTransactions"; Parameters: []; ReturnType: null }>({
    method: "anvil_dropAllTransactions",
    params: [],
  });
const mine = (blocks = 1) => stack.client.mine({ blocks });

/** A score for the operator; the registry refuses more than 10,000. */
function score(value: number, key = `scores/${value}/${account.address}`): Intent {
  const data = encodeFunctionData({ abi, functionName: "updatePerformanceScore", args: [operator, BigInt(value)] });
  return { key, kind: "SCORES", role: "MONITOR", data, summary: `score of ${value}` };
}

async function pass(...intents: Intent[]): Promise<Submitted> {
  const submitted = await submitter.pass(intents, { paused: false });
  await settled(stack.client);
  return submitted;
}
const scoreOnChain = async () => {
  const read = { address: stack.registry, abi, functionName: "getOperator", args: [operator] } as const;
  return (await stack.client.readContract(read)).score;
};
const count = () => stack.client.getTransactionCount({ address: account.address });
const codes = ({ problems }: { problems: readonly { code: string }[] }) => problems.map(({ code }) => code);

async function rows<Row extends pg.QueryResultRow>(query: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: stack.urls.database });
  await client.connect();
  try {
    return (await client.query<Row>(query, [account.address.toLowerCase()])).rows;
  } finally {
    await client.end();
  }
}
const nonces = () =>
  rows<{ nonce: string; state: string; succeeded: boolean }>(
    "select nonce, state, succeeded from din_keeper.nonce where account = $1 order by nonce",
  );
const attempts = () =>
  rows<{ nonce: string; fills: boolean }>(
    "select nonce, fills from din_keeper.attempt where account = $1 order by nonce, signed_at, max_fee_per_gas",
  );

describe("an intent", () => {
  test("is sent once, becomes final, and is never sent again", async () => {
    expect(await pass(score(9_100), score(9_200))).toMatchObject({ problems: [], moved: true, waiting: true });
    expect(await scoreOnChain()).toBe(9_100);
    // Seen in a block: the next one follows.
    await pass(score(9_100), score(9_200));
    await pass(score(9_100), score(9_200));
    expect(await scoreOnChain()).toBe(9_200);
    await mine(CONFIRMATIONS + 1);
    expect(await pass(score(9_100), score(9_200))).toMatchObject({ inFlight: 0, waiting: false });
    expect(await pass(score(9_100), score(9_200))).toMatchObject({ moved: false });
    expect(await nonces()).toEqual([
      { nonce: "0", state: "FINAL", succeeded: true },
      { nonce: "1", state: "FINAL", succeeded: true },
    ]);
    expect(await count()).toBe(2);
  });

  test("that would revert takes no nonce, and waits longer each time", async () => {
    const refused = score(10_001);
    await pass(refused, score(9_000));
    // The other one goes ahead.
    expect(await scoreOnChain()).toBe(9_000);
    const tries = async () => {
      const found = await rows<{ tries: number; error: string }>(
        `select tries, error from din_keeper.intent where key = '${refused.key}' and $1 <> ''`,
      );
      return found[0];
    };
    expect(await tries()).toEqual({ tries: 1, error: "ScoreOutOfRange(0, 10001)" });
    const waits = [5_000, 10_000, 20_000, 40_000];
    for (const [index, wait] of waits.entries()) {
      now += wait - 1;
      await pass(refused);
      expect((await tries())?.tries).toBe(index + 1);
      now += 1;
      await pass(refused);
      expect((await tries())?.tries).toBe(index + 2);
    }
    expect(await pass(refused)).toMatchObject({
      problems: [{ code: "REVERTED", message: expect.stringContaining("ScoreOutOfRange(0, 10001)") }],
    });
    expect(await count()).toBe(1);
  });
});

describe("is told and tried again, and nothing is written for it:", () => {
  const nothingWritten = async () => {
    expect(await nonces()).toEqual([]);
    expect(await count()).toBe(0);
  };

  test("an account without the role", async () => {
    const data = encodeFunctionData({ abi, functionName: "revokeRole", args: [MONITOR, account.address] });
    await sendFrom(stack.client, { from: addressOf("governance"), to: stack.registry, data });
    const found = await pass(score(9_000), score(9_001));
    expect(found).toMatchObject({ moved: false, problems: [{ code: "ROLE_MISSING", role: "MONITOR" }] });
    expect(found.problems[0]?.message).toContain(account.address);
    await nothingWritten();
    await grant(account.address);
    expect(await pass(score(9_000))).toMatchObject({ moved: true, problems: [] });
  });

  test("an account without money", async () => {
    await stack.client.setBalance({ address: account.address, value: 1_000n });
    expect(codes(await pass(score(9_000)))).toEqual(["OUT_OF_FUNDS"]);
    await nothingWritten();
    await stack.client.setBalance({ address: account.address, value: parseEther("1") });
    expect(await pass(score(9_000))).toMatchObject({ moved: true, problems: [] });
  });

  test("a base fee above the limit", async () => {
    submitter = createSubmitter(optionsOf({ fees: { maxFeePerGas: 1n, maxPriorityFeePerGas: 1n } }));
    expect(codes(await pass(score(9_000)))).toEqual(["FEES_TOO_HIGH"]);
    await nothingWritten();
  });

  test("a chain that is another one", async () => {
    submitter = createSubmitter(optionsOf({ chainId: 8_453 }));
    await expect(pass(score(9_000))).rejects.toThrow(WrongChainError);
    await nothingWritten();
  });
});

describe("what waits to be mined", () => {
  beforeEach(() => stack.client.setAutomine(false));

  test("keeps everything else waiting, is sent again when it was dropped, and replaced when it is stuck", async () => {
    await pass(score(9_300));
    expect(await pass(score(9_300), score(9_400))).toMatchObject({ moved: false, waiting: true, inFlight: 1 });
    await dropAll();
    await pass(score(9_300), score(9_400));
    expect(await attempts()).toEqual([{ nonce: "0", fills: false }]);
    now += 29_999;
    await pass(score(9_300), score(9_400));
    expect(await attempts()).toHaveLength(1);
    now += 1;
    await pass(score(9_300), score(9_400));
    expect(await attempts()).toEqual([
      { nonce: "0", fills: false },
      { nonce: "0", fills: false },
    ]);
    await mine();
    expect(await scoreOnChain()).toBe(9_300);
    expect(await count()).toBe(1);
  });

  test("is told when its fee cannot be raised any more", async () => {
    await pass(score(9_300));
    now += 100_000;
    const fees = { maxFeePerGas: parseGwei("3"), maxPriorityFeePerGas: 1n };
    submitter = createSubmitter(optionsOf({ fees }));
    expect(codes(await pass()).sort()).toEqual(["FEES_TOO_HIGH", "STUCK"]);
    expect(await attempts()).toHaveLength(1);
  });

  test("is called off by a pause, and done later", async () => {
    await pass(score(9_310));
    expect(await submitter.pass([score(9_310), score(9_311)], { paused: true })).toMatchObject({ moved: true });
    expect(await attempts()).toEqual([
      { nonce: "0", fills: false },
      { nonce: "0", fills: true },
    ]);
    await mine(CONFIRMATIONS + 1);
    await submitter.pass([score(9_310)], { paused: true });
    expect(await nonces()).toEqual([{ nonce: "0", state: "FINAL", succeeded: false }]);
    expect(await submitter.pass([score(9_310)], { paused: true })).toMatchObject({ moved: false, inFlight: 0 });
    expect(await scoreOnChain()).not.toBe(9_310);
    await stack.client.setAutomine(true);
    now += 5_000;
    await pass(score(9_310));
    expect(await scoreOnChain()).toBe(9_310);
    expect(await count()).toBe(2);
  });

  test("is filled when the registry would refuse it by now", async () => {
    await pass(score(9_320));
    const data = encodeFunctionData({ abi, functionName: "pause", args: [16] });
    await dropAll();
    await stack.client.setAutomine(true);
    await sendFrom(stack.client, { from: addressOf("pauser"), to: stack.registry, data });
    await stack.client.setAutomine(false);
    now += 30_000;
    await pass(score(9_320));
    expect(await attempts()).toEqual([
      { nonce: "0", fills: false },
      { nonce: "0", fills: true },
    ]);
    await stack.client.setAutomine(true);
    await mine();
    const unpause = encodeFunctionData({ abi, functionName: "unpause", args: [16] });
    await sendFrom(stack.client, { from: addressOf("governance"), to: stack.registry, data: unpause });
    expect(await count()).toBe(1);
  });
});

describe("a crash", () => {
  test("before signing: what was reserved is given back, and begun anew while it is wanted", async () => {
    await store.reserve(account.address, 0, score(9_330), now);
    await pass(score(9_330));
    expect(await nonces()).toEqual([]);
    await pass(score(9_330));
    expect(await scoreOnChain()).toBe(9_330);
    expect(await count()).toBe(1);
  });

  test("before signing, of what is not wanted by now: the nonce goes to another", async () => {
    await store.reserve(account.address, 0, score(9_339), now);
    await pass(score(9_340));
    expect(await nonces()).toEqual([]);
    await pass(score(9_340));
    expect(await scoreOnChain()).toBe(9_340);
    expect(await nonces()).toMatchObject([{ nonce: "0" }]);
  });

  test("between signing and sending: it is sent as it was signed", async () => {
    const intent = score(9_350);
    await store.reserve(account.address, 0, intent, now);
    const call = { to: stack.registry, data: intent.data };
    const fees = { maxFeePerGas: parseGwei("20"), maxPriorityFeePerGas: 1n };
    const attempt = await sign({ account, chainId: 31_337, nonce: 0, call, gas: 500_000n, fees, now });
    await store.signed(account.address, 0, attempt);
    await pass(intent);
    await pass(intent);
    expect(await scoreOnChain()).toBe(9_350);
    expect(await nonces()).toMatchObject([{ nonce: "0", state: "MINED", succeeded: true }]);
    expect(await attempts()).toHaveLength(1);
  });
});

describe("somebody else with the same key", () => {
  const foreign = async (nonce: number) => {
    const fees = { maxFeePerGas: parseGwei("20"), maxPriorityFeePerGas: parseGwei("2") };
    const { raw } = await sign({ account, chainId: 31_337, nonce, call: null, gas: 30_000n, fees, now });
    await stack.client.sendRawTransaction({ serializedTransaction: raw });
    await settled(stack.client);
  };

  test("is told; what is meant gets done with the nonces that are left", async () => {
    await pass(score(9_360));
    await pass();
    await foreign(1);
    const found = await pass(score(9_361));
    expect(found).toMatchObject({ moved: true, problems: [{ code: "NONCE_TAKEN", role: "MONITOR" }] });
    expect(await scoreOnChain()).toBe(9_361);
    // Told for ten minutes, and not for ever.
    expect(codes(await pass())).toEqual(["NONCE_TAKEN"]);
    now += 600_000;
    expect(codes(await pass())).toEqual([]);
  });

  test("that took a nonce with a transaction of its own: it is lost once that is final, and done anew", async () => {
    await stack.client.setAutomine(false);
    await pass(score(9_370));
    await dropAll();
    await foreign(0);
    await mine();
    expect(await pass(score(9_370))).toMatchObject({ waiting: true, moved: false, problems: [] });
    await mine(CONFIRMATIONS);
    expect(codes(await pass(score(9_370)))).toEqual(["NONCE_TAKEN"]);
    expect(await nonces()).toEqual([{ nonce: "0", state: "LOST", succeeded: false }]);
    now += 5_000;
    await stack.client.setAutomine(true);
    await pass(score(9_370));
    expect(await scoreOnChain()).toBe(9_370);
  });

  test("whose transaction a reorg takes back: its nonce is filled, so that ours gets mined", async () => {
    await pass(score(9_380));
    await pass();
    const id = await stack.client.snapshot();
    await foreign(1);
    await pass(score(9_381));
    await stack.client.revert({ id });
    // Only the one with nonce 2 is known, and nothing has nonce 1: as far as the chain had come before.
    await mine(2);
    await pass();
    for (let look = 0; look < 3; look += 1) await pass();
    expect(await scoreOnChain()).toBe(9_381);
    expect(await count()).toBe(3);
    expect(await nonces()).toMatchObject([{ nonce: "0" }, { nonce: "1" }, { nonce: "2", succeeded: true }]);
  });
});

describe("a reorg", () => {
  test("that takes back what was mined, and what was final: it is sent again as it was, in its order", async () => {
    const id = await stack.client.snapshot();
    await pass(score(9_390));
    await pass(score(9_391));
    await pass(score(9_391));
    await mine(CONFIRMATIONS + 1);
    await pass();
    expect((await nonces()).map(({ state }) => state)).toEqual(["FINAL", "FINAL"]);
    const head = await stack.client.getBlockNumber({ cacheTime: 0 });
    await stack.client.revert({ id });
    expect(await count()).toBe(0);
    const behind = head - (await stack.client.getBlockNumber({ cacheTime: 0 }));
    await mine(Number(behind));
    await pass();
    await pass();
    expect(await scoreOnChain()).toBe(9_391);
    expect(await count()).toBe(2);
    expect(await attempts()).toHaveLength(2);
    expect((await nonces()).map(({ state }) => state)).toEqual(["MINED", "MINED"]);
  });
});

describe("the ledger", () => {
  test("gives a nonce once, and an intent one nonce at a time", async () => {
    await store.reserve(account.address, 0, score(9_000), now);
    await expect(store.reserve(account.address, 0, score(9_001), now)).rejects.toThrow(/duplicate key/);
    expect(await store.reserve(account.address, 1, score(9_000), now)).toBe(false);
    expect(await store.unavailable([score(9_000).key, score(9_002).key], now)).toEqual(new Set([score(9_000).key]));
  });

  test("does not give back a nonce that something was signed for", async () => {
    await store.reserve(account.address, 0, score(9_000), now);
    const fees = { maxFeePerGas: 1n, maxPriorityFeePerGas: 1n };
    await store.signed(
      account.address,
      0,
      await sign({ account, chainId: 31_337, nonce: 0, call: null, gas: 30_000n, fees, now }),
    );
    await store.release(account.address, 0);
    expect(await nonces()).toMatchObject([{ nonce: "0", state: "SENT" }]);
  });

  test("is led by one, until its connection ends", async () => {
    expect(await store.tryLead()).toBe(true);
    const other = await openLedger();
    expect(await other.tryLead()).toBe(false);
    other.end();
    expect(other.isLost()).toBe(true);
  });

  test("of another registry is refused", async () => {
    const ledger = { chainId: 31_337, registry: `0x${"ab".repeat(20)}` satisfies Hex };
    const opened = openStore({ connectionString: stack.urls.database, ledger, onLost: () => undefined });
    await expect(opened).rejects.toThrow(OtherLedgerError);
  });
});
