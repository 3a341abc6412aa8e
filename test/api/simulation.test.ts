/** Simulations by a node that answers as it is told to: what comes of each answer, of each fault, and at what cost. */
import { encodeErrorResult } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { waitFor } from "../../devnet/wait.ts";
import { type ScriptedRpc, startScriptedRpc } from "../support/rpc-script.ts";
import { startApi, type TestApi } from "./support/api.ts";
import { createTestDatabase, type TestDatabase } from "./support/database.ts";
import { address, baseRows, CHAIN_ID, NOW, operatorRow, REGISTRY, slashRow } from "./support/rows.ts";

/** Keys of RPCs are often in their paths. */
const SECRET = "s3cret-key";
const ACCOUNT = address(1);
/** Longer than any test is busy, and as long as one waits for nothing. */
const PATIENT_MS = 20_000;
const HASTY_MS = 300;

let rpc: ScriptedRpc;
let database: TestDatabase;
let api: TestApi;
let healthy: ScriptedRpc["answers"];

const started = (url: string, simulationTimeoutMs = PATIENT_MS) =>
  startApi(database.url, { RPC_URL: url }, { simulationTimeoutMs });

beforeAll(async () => {
  rpc = await startScriptedRpc(CHAIN_ID, `/${SECRET}`);
  healthy = rpc.answers;
  database = await createTestDatabase(inject("apiPostgresUrl"));
  await database.fill({
    ...baseRows(),
    operator: [operatorRow({ address: ACCOUNT })],
    slash: [slashRow({ id: 1n, operator: ACCOUNT, bps: 2_000 })],
  });
  await database.sort(NOW);
  api = await started(rpc.url);
  await waitFor(async () => (await fetch(`${api.url}/ready`)).status === 200, { what: "the API", timeoutMs: 20_000 });
});

afterAll(async () => {
  await api?.stop();
  await rpc?.close();
  await database?.drop();
});

beforeEach(() => {
  rpc.answers = { ...healthy };
  rpc.fault = null;
  rpc.asked.length = 0;
});

const simulationSchema = z.object({
  from: z.string(),
  outcome: z.enum(["SUCCEEDS", "REVERTS", "UNAVAILABLE"]),
  succeeds: z.boolean().nullable(),
  gas: z.number().nullable(),
  block: z.int().nullable(),
  revert: z
    .object({
      name: z.string().nullable(),
      args: z.array(z.object({ name: z.string(), value: z.string() })),
      message: z.string(),
      data: z.string().nullable(),
    })
    .nullable(),
  unavailableReason: z.string().nullable(),
  message: z.string(),
});
const SELECTION = `simulation { from outcome succeeds gas block revert { name args { name value } message data }
  unavailableReason message }`;
const answerSchema = z.object({
  wallet: z.object({ transactions: z.object({ made: z.object({ simulation: simulationSchema }) }) }),
});
const STAKE = 'stake(units: "5")';
const document = (selection: string, call = STAKE) =>
  `{ wallet(address: "${ACCOUNT}") { transactions { made: ${call} { ${selection} } } } }`;

async function simulated(of: TestApi = api) {
  const answer = await of.ask(document(SELECTION));
  expect(answer.errors).toEqual([]);
  expect(`${answer.text} ${of.log.join("")}`).not.toContain(SECRET);
  return answerSchema.parse(answer.data).wallet.transactions.made.simulation;
}

const error = (told: { code: number; message: string; data?: string }) => () => ({ error: told });

test("one that would succeed has its gas and its block, and was asked for as the account", async () => {
  const calls: unknown[] = [];
  rpc.answers.eth_call = (params) => {
    calls.push(params);
    return { result: "0x" };
  };
  expect(await simulated()).toEqual({
    ...{ from: expect.stringMatching(new RegExp(ACCOUNT, "i")), outcome: "SUCCEEDS", succeeds: true },
    ...{ gas: 50_000, block: 77, revert: null, unavailableReason: null },
    message: "The transaction would succeed.",
  });
  expect(calls).toEqual([[{ from: ACCOUNT, to: REGISTRY, data: expect.any(String), value: "0x5" }, "0x4d"]]);
});

test.each(["eth_call", "eth_estimateGas"])("one that reverts in %s says why", async (method) => {
  const data = encodeErrorResult({ abi, errorName: "MinStakeTooLow", args: [1n, 2n] });
  rpc.answers[method] = error({ code: 3, message: "execution reverted", data });
  const message = "The commitment is under the registry's minimum: give at least `required`.";
  expect(await simulated()).toMatchObject({
    ...{ outcome: "REVERTS", succeeds: false, gas: null, block: 77, message },
    revert: {
      ...{ name: "MinStakeTooLow", message, data },
      args: [
        { name: "given", value: "1" },
        { name: "required", value: "2" },
      ],
    },
  });
});

test("an account without the ETH is told so", async () => {
  rpc.answers.eth_estimateGas = error({ code: -32_000, message: "insufficient funds for gas * price + value" });
  const { outcome, message } = await simulated();
  expect([outcome, message]).toEqual(["REVERTS", "The account holds less ETH than the transaction sends."]);
});

describe("a node that fails", () => {
  test.each<[string, string, () => void]>([
    ["is of another chain", "WRONG_CHAIN", () => (rpc.answers.eth_chainId = () => ({ result: "0x1" }))],
    ["answers with an error", "REFUSED", () => (rpc.answers.eth_call = error({ code: -32_005, message: SECRET }))],
    ["knows no estimate", "REFUSED", () => (rpc.answers.eth_estimateGas = error({ code: -32_601, message: "no" }))],
    ["answers no number for a chain", "BAD_ANSWER", () => (rpc.answers.eth_chainId = () => ({ result: { a: 1 } }))],
    [
      "answers a block beyond counting",
      "BAD_ANSWER",
      () => (rpc.answers.eth_blockNumber = () => ({ result: `0x${"f".repeat(64)}` })),
    ],
    [
      "answers a block beyond GraphQL's integers",
      "BAD_ANSWER",
      () => (rpc.answers.eth_blockNumber = () => ({ result: "0x80000000" })),
    ],
    ["answers gas that is no number", "BAD_ANSWER", () => (rpc.answers.eth_estimateGas = () => ({ result: "lots" }))],
    ["answers a call with null", "BAD_ANSWER", () => (rpc.answers.eth_call = () => ({ result: null }))],
    ["answers a page", "BAD_ANSWER", () => (rpc.fault = (response) => response.end("<html>hello</html>"))],
    ["answers an empty body", "BAD_ANSWER", () => (rpc.fault = (response) => response.end())],
    ["answers null", "BAD_ANSWER", () => (rpc.fault = (response) => response.end("null"))],
    ["answers without end", "BAD_ANSWER", () => (rpc.fault = (response) => response.end("x".repeat(2 ** 20)))],
    ["is busy", "REFUSED", () => (rpc.fault = (response) => response.writeHead(429).end("slow down"))],
    ["is broken", "REFUSED", () => (rpc.fault = (response) => response.writeHead(500).end(SECRET))],
    ["hangs up", "UNREACHABLE", () => (rpc.fault = (response) => response.destroy())],
  ])("%s: %s", async (_what, reason, breaks) => {
    breaks();
    expect(await simulated()).toMatchObject({
      ...{ outcome: "UNAVAILABLE", succeeds: null, gas: null, block: null, revert: null },
      unavailableReason: reason,
    });
    // Asked again, and well again.
    rpc.fault = null;
    rpc.answers = { ...healthy };
    expect(await simulated()).toMatchObject({ outcome: "SUCCEEDS" });
  });

  test.each<[string, () => void]>([
    ["says nothing", () => (rpc.fault = () => undefined)],
    ["stops in the middle", () => (rpc.fault = (response) => void response.writeHead(200).write("{"))],
  ])("%s: TIMEOUT", async (_what, breaks) => {
    const hasty = await started(rpc.url, HASTY_MS);
    try {
      breaks();
      expect(await simulated(hasty)).toMatchObject({ outcome: "UNAVAILABLE", unavailableReason: "TIMEOUT" });
    } finally {
      await hasty.stop();
    }
  });

  test("is left for the next one, which is as good", async () => {
    const other = await startScriptedRpc(1, `/${SECRET}`);
    const two = await started(`${other.url},http://127.0.0.1:9/${SECRET},${rpc.url}`);
    try {
      expect(await simulated(two)).toMatchObject({ outcome: "SUCCEEDS" });
      expect(other.asked).toContain("eth_chainId");
      expect(two.log.join("")).toContain('"problem":"WRONG_CHAIN","place":0');
      // With none left, the preferred one's fault is told.
      rpc.fault = (response) => response.destroy();
      expect(await simulated(two)).toMatchObject({ unavailableReason: "WRONG_CHAIN" });
    } finally {
      await two.stop();
      await other.close();
    }
  });

  test("has no registry: a call of nothing would succeed", async () => {
    const empty = await startScriptedRpc(CHAIN_ID);
    empty.answers.eth_getCode = () => ({ result: "0x" });
    const lost = await started(empty.url);
    try {
      expect(await simulated(lost)).toMatchObject({ unavailableReason: "NO_REGISTRY" });
    } finally {
      await lost.stop();
      await empty.close();
    }
  });
});

describe("without RPC_URL", () => {
  let without: TestApi;
  beforeAll(async () => {
    without = await startApi(database.url, { RPC_URL: "" });
  });
  afterAll(() => without?.stop());

  test("a simulation says that there is none, and the transaction is there", async () => {
    const answer = await without.ask(document(`to value ${SELECTION}`));
    expect(answer.data).toMatchObject({
      wallet: { transactions: { made: { value: "5", simulation: { unavailableReason: "NOT_CONFIGURED" } } } },
    });
  });

  test("what an account holds is not known", async () => {
    const { data } = await without.ask(`{ wallet(address: "${ACCOUNT}") { balances { eth unavailableReason } } }`);
    expect(data).toEqual({ wallet: { balances: { eth: null, unavailableReason: "NOT_CONFIGURED" } } });
  });

  test("a token's address is not known", async () => {
    const { errors } = await without.ask(document("to", 'approveToken(units: "1")'));
    expect(errors).toMatchObject([{ code: "CHAIN_UNAVAILABLE", message: expect.stringContaining("RPC_URL") }]);
  });
});

describe("a token's approval", () => {
  const TOKEN = address(7, "0x57");
  const approve = (token: string) => document("to data value", `approveToken(token: ${token}, units: "9")`);

  test("is for the token that the registry names; it is asked once", async () => {
    rpc.answers.eth_call = () => ({ result: `0x${TOKEN.slice(2).padStart(64, "0")}` });
    for (const _ of [1, 2]) {
      const { data } = await api.ask(approve("WSTETH"));
      const made = { to: expect.stringMatching(new RegExp(TOKEN, "i")), value: "0" };
      expect(data).toMatchObject({ wallet: { transactions: { made } } });
      expect(JSON.stringify(data)).toContain(`0x095ea7b3${REGISTRY.slice(2).padStart(64, "0")}`);
    }
    expect(rpc.asked.filter((method) => method === "eth_call")).toHaveLength(1);
  });

  test.each<[string, string]>([
    [`0x${"0".repeat(64)}`, "ASSET_NOT_SUPPORTED"],
    ["0x12", "CHAIN_UNAVAILABLE"],
  ])("is refused where the registry answers %s", async (result, code) => {
    const fresh = await startScriptedRpc(CHAIN_ID);
    fresh.answers.eth_call = () => ({ result });
    const other = await started(fresh.url);
    try {
      expect((await other.ask(approve("STETH"))).errors).toMatchObject([{ code }]);
    } finally {
      await other.stop();
      await fresh.close();
    }
  });
});

describe("what an account holds itself", () => {
  const BALANCES = `{ wallet(address: "${ACCOUNT}") { balances { eth wsteth block unavailableReason } } }`;
  const word = (hex: string) => `0x${hex.slice(2).padStart(64, "0")}`;
  const TOKEN = address(7, "0x57");
  const told = async (of: TestApi) =>
    z.object({ wallet: z.object({ balances: z.unknown() }) }).parse((await of.ask(BALANCES)).data).wallet.balances;

  test("is read from the chain, all as of one block", async () => {
    const asked: unknown[] = [];
    rpc.answers.eth_call = ([call, block]) => {
      const { to, data } = z.object({ to: z.string(), data: z.string() }).parse(call);
      if (to === REGISTRY) return { result: word(TOKEN) };
      asked.push(to, data, block);
      return { result: word("0x5") };
    };
    rpc.answers.eth_getBalance = (params) => {
      asked.push(...params);
      return { result: "0x10" };
    };
    const fresh = await started(rpc.url);
    try {
      expect(await told(fresh)).toEqual({ eth: "16", wsteth: "5", block: 77, unavailableReason: null });
      expect(asked.toSorted()).toEqual(
        [ACCOUNT, "0x4d", TOKEN, `0x70a08231${ACCOUNT.slice(2).padStart(64, "0")}`, "0x4d"].toSorted(),
      );
      rpc.answers.eth_getBalance = () => ({ result: "plenty" });
      expect(await told(fresh)).toEqual({ eth: null, wsteth: null, block: null, unavailableReason: "BAD_ANSWER" });
    } finally {
      await fresh.stop();
    }
  });

  test("is ETH alone where the registry takes no token", async () => {
    rpc.answers.eth_call = () => ({ result: word("0x0") });
    const fresh = await started(rpc.url);
    try {
      expect(await told(fresh)).toEqual({ eth: "9000", wsteth: null, block: 77, unavailableReason: null });
    } finally {
      await fresh.stop();
    }
  });
});

describe("what it costs", () => {
  const aliases = (count: number, selection = "simulation { succeeds }") =>
    `{ wallet(address: "${ACCOUNT}") { transactions { ${Array.from({ length: count }, (_, index) => `a${index}: stake(units: "${index + 1}") { ${selection} }`).join(" ")} } } }`;

  test("seven fit into a document, eight do not", async () => {
    expect((await api.ask(aliases(7))).errors).toEqual([]);
    const refused = await api.ask(aliases(8));
    expect(refused.errors).toMatchObject([{ code: "COST_TOO_HIGH" }]);
    expect(refused.data).toBeUndefined();
  });

  test("seven balances fit into a document, eight do not", async () => {
    const wallets = (count: number) =>
      `{ ${Array.from({ length: count }, (_, n) => `a${n}: wallet(address: "${address(n + 1)}") { balances { block } }`).join(" ")} }`;
    expect((await api.ask(wallets(7))).errors).toEqual([]);
    expect((await api.ask(wallets(8))).errors).toMatchObject([{ code: "COST_TOO_HIGH" }]);
  });

  test("the claims of a page are not simulated all at once", async () => {
    const page = (first: number) =>
      `{ wallet(address: "${ACCOUNT}") { comingUnstakes(first: ${first}) { nodes { claim { simulation { succeeds } } } } } }`;
    expect((await api.ask(page(7))).errors).toEqual([]);
    expect((await api.ask(page(20))).errors).toMatchObject([{ code: "COST_TOO_HIGH" }]);
  });

  test("the same is asked once in a request", async () => {
    const twice = `{ wallet(address: "${ACCOUNT}") { transactions { a: ${STAKE} { simulation { gas } } b: ${STAKE} { simulation { block } } } } }`;
    expect((await api.ask(twice)).errors).toEqual([]);
    expect(rpc.asked.filter((method) => method === "eth_estimateGas")).toHaveLength(1);
  });

  test("a process asks for eight at once, and for the others after them", async () => {
    const patient = await started(rpc.url);
    const begun = () => rpc.asked.filter((method) => method === "eth_chainId").length;
    try {
      const release = rpc.hold();
      const answers = [1, 2, 3].map((n) => patient.ask(aliases(7, `simulation(from: "${address(n)}") { outcome }`)));
      await waitFor(async () => begun() >= 8, { what: "eight to be asked for", timeoutMs: 10_000 });
      // Whatever was to be asked at once has been.
      await patient.ask("{ indexer { block } }");
      expect(begun()).toBe(8);
      release();
      const texts = (await Promise.all(answers)).map(({ text }) => text.match(/"outcome":"SUCCEEDS"/g));
      expect(texts.map((found) => found?.length)).toEqual([7, 7, 7]);
      expect(begun()).toBe(21);
    } finally {
      await patient.stop();
    }
  });
});

describe("who would send it", () => {
  const approval = (from: string) =>
    `{ pendingApprovals(first: 1) { nodes { approval { simulation${from} { from succeeds } } } } }`;

  test("has to be said where no wallet is asked", async () => {
    expect((await api.ask(approval(""))).errors).toMatchObject([{ code: "SENDER_MISSING" }]);
    const { data } = await api.ask(approval('(from: "0x00000000000000000000000000000000000000aa")'));
    const simulation = { from: "0x00000000000000000000000000000000000000AA", succeeds: true };
    expect(data).toEqual({ pendingApprovals: { nodes: [{ approval: { simulation } }] } });
  });
});
