/** The keeper's ledger on a real Postgres, under nodes that lag, forget and refuse, clocks that differ, and a dead network. */
import { type Hex, parseGwei } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import type { Intent } from "../../keeper/intent.ts";
import { type Attempt, openStore, type Store } from "../../keeper/store.ts";
import { createSubmitter, type Submitter } from "../../keeper/submit.ts";
import { sign } from "../../keeper/transaction.ts";
import { type ScriptedNode, scriptedNode } from "../support/scripted-node.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";
import { createTestDatabase, type TestDatabase } from "./support/database.ts";

const CONFIRMATIONS = 5;
const STUCK_MS = 30_000;
const REGISTRY: Hex = `0x${"11".repeat(20)}`;
const LEDGER = { chainId: 31_337, registry: REGISTRY };
const account = privateKeyToAccount(generatePrivateKey());
const quiet = { info: () => {}, warn: () => {} };

let database: TestDatabase;
let store: Store;
let node: ScriptedNode;
let submitter: Submitter;
/** Milliseconds. */
let now: number;

beforeAll(async () => {
  database = await createTestDatabase(inject("apiPostgresUrl"));
});

afterAll(async () => {
  store?.end();
  await database?.drop();
});

beforeEach(async () => {
  store?.end();
  await database.client.query("drop schema if exists din_keeper cascade");
  store = await openStore({ connectionString: database.url, ledger: LEDGER, onLost: () => undefined });
  now = 1_800_000_000_000;
  node = scriptedNode(LEDGER.chainId);
  submitter = createSubmitter({
    ...{ store, account, client: node.client, ...LEDGER, role: "PROPOSER", log: quiet, now: () => now },
    fees: { maxFeePerGas: parseGwei("500"), maxPriorityFeePerGas: parseGwei("100") },
    ...{ confirmations: CONFIRMATIONS, stuckMs: STUCK_MS },
  });
});

const intent = (name: string, data: Hex = "0x01"): Intent => ({
  ...{ key: `execute/${name}`, kind: "EXECUTE", role: "PROPOSER", data, summary: name },
});
const pass = (...intents: Intent[]) => submitter.pass(intents, { paused: false });

interface Row {
  readonly nonce: string;
  readonly state: string;
  readonly key: string | null;
}
const nonces = async () =>
  (
    await database.client.query<Row>(
      `select nonce, state, intent_key as key from din_keeper.nonce order by account, nonce`,
    )
  ).rows;
const states = async () => (await nonces()).map(({ state }) => state);
const attempts = async () =>
  (
    await database.client.query<{ hash: Hex; fills: boolean }>(
      "select hash, fills from din_keeper.attempt order by nonce, max_fee_per_gas",
    )
  ).rows;

/** The newest transaction of the ledger is in a block, as the node has it. */
async function mineNewest(block: number, status: "0x0" | "0x1" = "0x1"): Promise<Hex> {
  const newest = (await attempts()).at(-1);
  if (newest === undefined) throw new Error("nothing was signed");
  node.receipts.set(newest.hash, { block, status });
  Object.assign(node, { head: block, count: node.count + 1 });
  return newest.hash;
}

const signedFor = (nonce: number, gwei: number, fills = false): Promise<Attempt> =>
  sign({
    ...{
      account,
      chainId: LEDGER.chainId,
      nonce,
      call: fills ? null : { to: REGISTRY, data: "0x01" },
      gas: 100_000n,
      now,
    },
    fees: { maxFeePerGas: parseGwei(String(gwei)), maxPriorityFeePerGas: parseGwei("1") },
  });

describe("a node that is behind", () => {
  test("takes nothing back that was mined or final in blocks it has not come to, and nothing is begun meanwhile", async () => {
    await pass(intent("a"));
    await mineNewest(110);
    node.head = 110 + CONFIRMATIONS;
    await pass();
    expect(await states()).toEqual(["FINAL"]);
    await pass(intent("b"));
    await mineNewest(120);
    await pass();
    expect(await states()).toEqual(["FINAL", "MINED"]);
    const before = node.sent.length;
    const receipts = [...node.receipts];
    Object.assign(node, { head: 50, count: 0 });
    node.receipts.clear();
    now += STUCK_MS;
    expect(await pass(intent("c"))).toMatchObject({ moved: false, inFlight: 1 });
    expect(await states()).toEqual(["FINAL", "MINED"]);
    expect(node.sent).toHaveLength(before);
    // One that has come that far, and does not have them, is believed.
    Object.assign(node, { head: 125, count: 0 });
    await pass();
    expect(await states()).toEqual(["SENT", "SENT"]);
    Object.assign(node, { head: 126, count: 2 });
    for (const [hash, receipt] of receipts) node.receipts.set(hash, receipt);
    await pass();
    expect(await states()).toEqual(["FINAL", "FINAL"]);
  });

  test("with receipts only: nothing is lost before they are missing for as long as a block takes to be final", async () => {
    await pass(intent("a"));
    const hash = await mineNewest(110);
    const receipt = node.receipts.get(hash);
    if (receipt === undefined) throw new Error("it was mined");
    node.receipts.clear();
    node.head = 110 + CONFIRMATIONS + 1;
    expect(await pass()).toMatchObject({ problems: [], inFlight: 1 });
    node.head += CONFIRMATIONS - 1;
    await pass();
    expect(await states()).toEqual(["SENT"]);
    // It shows once, and is missing again: from the beginning.
    node.receipts.set(hash, receipt);
    await pass();
    expect(await states()).toEqual(["FINAL"]);
  });

  test("by its count only: no nonce is taken twice to fill what looks like a gap", async () => {
    await pass(intent("a"));
    await mineNewest(110);
    await pass();
    await pass(intent("b"));
    node.count = 0;
    expect(await pass()).toMatchObject({ moved: false, inFlight: 2 });
    expect(await states()).toEqual(["MINED", "SENT"]);
  });
});

describe("what was called off and done with another nonce", () => {
  test("is only filled when a reorg takes back what was final", async () => {
    await pass(intent("a"));
    await mineNewest(110, "0x0");
    node.head = 110 + CONFIRMATIONS;
    await pass();
    now += 5_000;
    await pass(intent("a"));
    expect(await nonces()).toMatchObject([{ state: "FINAL" }, { state: "SENT" }]);
    const before = node.sent.length;
    Object.assign(node, { count: 0 });
    node.receipts.clear();
    await pass();
    expect(await nonces()).toEqual([
      { nonce: "0", state: "SENT", key: null },
      { nonce: "1", state: "SENT", key: "execute/a" },
    ]);
    // Of the first nonce nothing but what fills it is sent.
    const [, , filled] = await attempts();
    expect((await attempts()).map(({ fills }) => fills)).toEqual([false, true, false]);
    expect(filled).toBeDefined();
    expect(node.sent.length).toBeGreaterThan(before);
  });

  test("can be found mined, too: the ledger holds both", async () => {
    await store.reserve(account.address, 0, intent("a"), now);
    const attempt = await signedFor(0, 2);
    await store.signed(account.address, 0, attempt);
    await store.lost(account.address, 0);
    expect(await store.reserve(account.address, 1, intent("a"), now)).toBe(true);
    const mined = { hash: attempt.hash, blockNumber: 1n, succeeded: true, final: false };
    await store.mined(account.address, 0, mined);
    expect(await nonces()).toMatchObject([
      { state: "MINED", key: null },
      { state: "RESERVED", key: "execute/a" },
    ]);
  });
});

describe("what is wanted no more", () => {
  test("was reserved and never signed: its nonce is given back, and the plan begins anew", async () => {
    await store.reserve(account.address, 0, intent("a", "0x0500"), now);
    expect(await pass()).toMatchObject({ moved: true });
    expect(node.sent).toEqual([]);
    expect(await nonces()).toEqual([]);
    await pass(intent("a", "0x0100"));
    expect(node.sent).toHaveLength(1);
    expect(node.sent[0]).toContain("820100");
  });

  test("was reserved and never signed, and somebody else used the nonce: it is given back at once", async () => {
    await store.reserve(account.address, 0, intent("a"), now);
    node.count = 1;
    await pass();
    expect(await nonces()).toEqual([]);
  });

  test("pays as much as it may: it can still be called off", async () => {
    node.tipGwei = 1_000;
    await pass(intent("a"));
    await submitter.pass([], { paused: true });
    expect((await attempts()).map(({ fills }) => fills)).toEqual([false, true]);
  });

  test("waits to be mined: it is called off, and what is wanted instead comes after it", async () => {
    await pass(intent("a"));
    const unwanted = new Set([intent("a").key]);
    const instead: Intent = { ...intent("b"), key: "cancel/a", kind: "CANCEL" };
    await submitter.pass([instead], { paused: false, unwanted });
    expect((await attempts()).map(({ fills }) => fills)).toEqual([false, true]);
    await mineNewest(101);
    await submitter.pass([instead], { paused: false, unwanted });
    await submitter.pass([instead], { paused: false, unwanted });
    expect(await nonces()).toMatchObject([
      { state: "MINED", key: "execute/a" },
      { state: "SENT", key: "cancel/a" },
    ]);
  });
});

describe("clocks", () => {
  test("that differ do not hide which transaction is the last", async () => {
    await pass(intent("a"));
    // Another keeper takes over, whose clock is behind.
    now -= 5_000;
    expect(await submitter.pass([], { paused: true })).toMatchObject({ moved: true });
    for (let look = 0; look < 3; look += 1) {
      expect(await submitter.pass([], { paused: true })).toMatchObject({ moved: false });
    }
    expect((await attempts()).map(({ fills }) => fills)).toEqual([false, true]);
  });

  test("that were set back by much do not keep what is stuck from being replaced", async () => {
    await pass(intent("a"));
    now -= 86_400_000;
    expect(await pass()).toMatchObject({ moved: true });
    expect(await attempts()).toHaveLength(2);
  });
});

test.each([
  "OldNonce, Current nonce: 1, nonce of rejected tx: 0",
  "nonce too low: next nonce 1, tx nonce 0",
  "AlreadyKnown",
  "already known",
  "ReplacementNotAllowed",
  "replacement transaction underpriced",
  "FeeTooLow, EffectivePriorityFeePerGas too low 1 < 2",
  "FeeTooLowToCompete",
  "Known transaction",
  "Upfront cost exceeds account balance",
  "Transaction gas price below configured minimum gas price",
])("a node that does not take it is no failure: %s", async (refusal) => {
  node.refusal = refusal;
  await expect(pass(intent("a"))).resolves.toMatchObject({ moved: true });
});

test.each([
  "gas required exceeds allowance (30000000)",
  "Out of gas: gas required exceeds allowance: 30000000",
  "invalid opcode: INVALID",
  "execution reverted",
])("an intent that cannot be simulated does not stand in the way of others: %s", async (failure) => {
  node.failures.set("0x0bad", failure);
  await pass(intent("a", "0x0bad"), intent("b", "0x0600d0"));
  expect(node.sent).toHaveLength(1);
  expect(await nonces()).toMatchObject([{ key: "execute/b" }]);
});

test("a node that fails is no refusal of what it was asked for", async () => {
  node.failures.set("0x0bad", "header not found");
  await expect(pass(intent("a", "0x0bad"))).rejects.toThrow();
  node.failures.clear();
  expect(await pass(intent("a", "0x0bad"))).toMatchObject({ moved: true });
});

test("what is told is one line, whatever the chain says", async () => {
  await store.failed(intent("a"), "a\nb\u0007", now);
  await database.client.query("update din_keeper.intent set tries = 9");
  const { problems } = await pass(intent("a"));
  expect(problems).toMatchObject([{ code: "REVERTED", message: "It is refused again and again: a: a b" }]);
});

test("a ledger that falls silent is given up, so that the next look connects anew", async () => {
  const proxy = await startTcpProxy(Number(new URL(database.url).port));
  try {
    const url = new URL(database.url);
    url.port = String(proxy.port);
    // Instead of a quarter of a minute.
    url.searchParams.set("query_timeout", "200");
    const silent = await openStore({ connectionString: url.href, ledger: LEDGER, onLost: () => undefined });
    expect(await silent.tryLead()).toBe(true);
    proxy.freeze();
    await expect(silent.tryLead()).rejects.toThrow("timeout");
    expect(silent.isLost()).toBe(true);
  } finally {
    await proxy.close();
  }
});
