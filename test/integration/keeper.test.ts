/**
 * Keepers as processes. One brings a score to the chain that anybody can check. Others are set up wrongly: each says clearly
 * what is wrong, to its log and as an alert, looks again with growing pauses, and goes on by itself once it is mended.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { AlertsDocument, createClient, type DinClient, KeeperStatusDocument } from "@dreamnet/din-infrastructure-core";
import pg from "pg";
import { encodeFunctionData, type Hex, keccak256, parseEther, toHex } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { createDatabase } from "../../api/db/pool.ts";
import { operatorEvaluation } from "../../api/db/schema.ts";
import { addressOf, privateKeyOf } from "../../devnet/scenario/actors.ts";
import { keeperKey, keeperSettingsOf } from "../../devnet/settings.ts";
import { type Stack, startStack } from "../../devnet/stack.ts";
import { sendFrom } from "../../devnet/transactions.ts";
import { waitFor } from "../../devnet/wait.ts";
import { evaluationRow, totals } from "../api/support/measured.ts";
import { graphqlOf } from "../support/graphql.ts";
import { type FaultyRpc, startFaultyRpc } from "../support/rpc-faults.ts";

const ROLE = keccak256(toHex("SLASH_PROPOSER"));
const PATIENCE = { timeoutMs: 60_000, everyMs: 100 };

let stack: Stack;
let rpc: FaultyRpc;
let din: DinClient;
let folder: string;
let apiKey: string;
const keepers: ChildProcess[] = [];

beforeAll(async () => {
  stack = await startStack({
    parts: { scenario: false, activity: false, metrics: false, keeper: false },
    blocks: "automine",
    // What is evaluated here is written by hand.
    env: { RPC_POLL_INTERVAL_MS: "100", POLICY_PROFILE: "production", EVALUATOR: "off" },
  });
  rpc = await startFaultyRpc(stack.urls.rpc, () => 1);
  din = createClient({ url: stack.urls.graphql });
  apiKey = await keeperKey(stack.stateDir, stack.urls.database, new Date());
  folder = mkdtempSync(join(tmpdir(), "din-keepers-"));
});

afterAll(async () => {
  const ends = keepers.map((keeper) => new Promise((resolve) => keeper.once("exit", resolve)));
  for (const keeper of keepers) keeper.kill("SIGTERM");
  await Promise.all(ends);
  rmSync(folder, { recursive: true, force: true });
  await rpc?.close();
  await stack?.stop();
});

/** A keeper with a ledger of its own, so that it leads; with the key of a proposer unless said otherwise. */
async function startKeeper(id: string, key: Hex, env: Record<string, string> = {}): Promise<void> {
  const admin = new pg.Client({ connectionString: stack.urls.database });
  await admin.connect();
  await admin.query(`create database "keeper-${id}"`);
  await admin.end();
  const ledger = new URL(stack.urls.database);
  ledger.pathname = `/keeper-${id}`;
  const log = await open(join(folder, `${id}.log`), "a");
  const settings = {
    ...stack.env,
    ...keeperSettingsOf(stack.urls, apiKey),
    KEEPER_ID: id,
    DATABASE_URL: ledger.href,
    PROPOSER_PRIVATE_KEY: key,
  };
  const keeper = spawn(process.execPath, ["--import", "tsx", "keeper/main.ts"], {
    env: { PATH: process.env.PATH, ...settings, MONITOR_PRIVATE_KEY: "", KEEPER_POLL_MS: "100", ...env },
    stdio: ["ignore", log.fd, log.fd],
  });
  keepers.push(keeper);
  keeper.once("exit", () => log.close());
}

const logOf = (id: string) => readFileSync(join(folder, `${id}.log`), "utf8");

async function problemsOf(id: string) {
  const { keeper } = await din.request(KeeperStatusDocument);
  return keeper.reports.find(({ keeperId }) => keeperId === id)?.problems.map(({ code, role }) => ({ code, role }));
}

/** Open alerts of keepers by their subjects. */
async function alerted(): Promise<(string | null)[]> {
  const { alerts } = await din.request(AlertsDocument, { filter: { kind: ["KEEPER_FAILING"], open: true } });
  return alerts.nodes.map(({ subject }) => subject).sort();
}

const SCORE_PROGRAM = fileURLToPath(new URL("../support/score-program.mjs", import.meta.url));

const publishedSchema = z.object({
  operator: z.object({
    publishedScore: z.object({ value: z.number(), reportHash: z.string(), report: z.string() }).nullable(),
  }),
});

test("a score that is well known gets to the chain, with the hash of a report that a program of its own recomputes", async () => {
  const { client, registry, urls } = stack;
  const [scored, doubtful] = [addressOf("aurora"), addressOf("borealis")];
  for (const operator of [scored, doubtful]) {
    const register = encodeFunctionData({ abi, functionName: "registerOperator", args: [operator, parseEther("1")] });
    await sendFrom(client, { from: operator, to: registry, data: register });
    const stake = encodeFunctionData({ abi, functionName: "stake", args: [operator] });
    await sendFrom(client, { from: operator, to: registry, data: stake, value: parseEther("5") });
  }
  const whole = (seconds: number, corroborated = seconds) =>
    totals({ offered: seconds * 5_100, measuredSeconds: seconds, corroboratedSeconds: corroborated, downSeconds: 7 });
  const sums = (corroborated?: number) => ({
    ...{ HOUR: whole(3_600, corroborated), DAY: whole(86_400, corroborated), WEEK: whole(604_800, corroborated) },
    ...{ MONTH: whole(28 * 86_400, corroborated), TRAILING: whole(30 * 86_400, corroborated) },
  });
  const pool = new pg.Pool({ connectionString: urls.database, max: 1 });
  await createDatabase(pool)
    .insert(operatorEvaluation)
    .values([
      evaluationRow({ operator: scored.toLowerCase(), sums: sums() }),
      evaluationRow({ operator: doubtful.toLowerCase(), sums: sums(0) }),
    ]);
  await pool.end();

  await startKeeper("publisher", generatePrivateKey(), {
    PROPOSER_PRIVATE_KEY: "",
    MONITOR_PRIVATE_KEY: privateKeyOf("monitor"),
  });
  const published = async () => {
    const query = `query ($address: Address!) { operator(address: $address) { ... on Operator {
      publishedScore { value reportHash report } } } }`;
    return publishedSchema.parse(await graphqlOf(urls.graphql)(query, { address: scored })).operator.publishedScore;
  };
  await waitFor(async () => (await published()) !== null, { what: "the score on the chain", ...PATIENCE });
  const found = await published();
  const read = { address: registry, abi, functionName: "getOperator", args: [scored] } as const;
  const { score, scoreWindowEnd } = await client.readContract(read);
  expect(found?.value).toBe(score / 100);
  const { stdout } = await promisify(execFile)(process.execPath, [
    SCORE_PROGRAM,
    `${urls.api}/scores/${found?.reportHash}`,
  ]);
  expect(JSON.parse(stdout)).toMatchObject({ hash: found?.reportHash, score });
  expect(JSON.parse(found?.report ?? "{}")).toMatchObject({ score, window: { end: Number(scoreWindowEnd) } });
  // Once, and nobody's who is not known well enough.
  const events = await client.getContractEvents({
    address: registry,
    abi,
    eventName: "PerformanceScoreUpdated",
    fromBlock: 0n,
    strict: true,
  });
  expect(events.map(({ args }) => args.operator)).toEqual([scored]);
});

test("each is told clearly, as an alert, without spinning, and mended without a restart", async () => {
  const [poor, stranger, other] = [generatePrivateKey(), generatePrivateKey(), generatePrivateKey()];
  const registry = (data: Hex) => sendFrom(stack.client, { from: addressOf("governance"), to: stack.registry, data });
  const grant = (key: Hex) =>
    registry(encodeFunctionData({ abi, functionName: "grantRole", args: [ROLE, privateKeyToAddress(key)] }));
  await grant(poor);
  await grant(other);
  await stack.client.setBalance({ address: privateKeyToAddress(stranger), value: parseEther("1") });
  await stack.client.setBalance({ address: privateKeyToAddress(other), value: parseEther("1") });
  await stack.client.setBalance({ address: privateKeyToAddress(poor), value: 0n });
  await Promise.all([
    startKeeper("poor", poor, { RPC_URL: rpc.url }),
    startKeeper("stranger", stranger),
    startKeeper("elsewhere", other, { CHAIN_ID: "84532" }),
    startKeeper("astray", other, { REGISTRY_ADDRESS: addressOf("aurora") }),
  ]);

  const wrong = {
    poor: { code: "OUT_OF_FUNDS", role: "PROPOSER" },
    stranger: { code: "ROLE_MISSING", role: "PROPOSER" },
    elsewhere: { code: "WRONG_CHAIN", role: null },
    astray: { code: "WRONG_REGISTRY", role: null },
  };
  for (const [id, problem] of Object.entries(wrong)) {
    const told = async () => JSON.stringify(await problemsOf(id))?.includes(JSON.stringify(problem)) === true;
    await waitFor(told, { what: `${id} to tell ${problem.code}`, ...PATIENCE });
  }
  const subjects = Object.entries(wrong).map(([id, { code }]) => `${id}/${code}`);
  expect(await alerted()).toEqual(expect.arrayContaining(subjects));
  for (const [id, { code }] of Object.entries(wrong)) expect(logOf(id)).toContain(`"code":"${code}"`);

  await grant(stranger);
  await stack.client.setBalance({ address: privateKeyToAddress(poor), value: parseEther("1") });
  for (const id of ["poor", "stranger"]) {
    await waitFor(async () => (await problemsOf(id))?.length === 0, { what: `${id} to be well`, ...PATIENCE });
  }
  expect((await alerted()).filter((subject) => /^(poor|stranger)\//.test(subject ?? ""))).toEqual([]);
  // At 100 ms a look it would have asked some hundred times and more; with pauses that double it is a handful of looks.
  expect(rpc.requests).toBeLessThan(150);
  for (const id of Object.keys(wrong)) {
    for (const key of [poor, stranger, other]) expect(logOf(id)).not.toContain(key.slice(2));
  }
});
