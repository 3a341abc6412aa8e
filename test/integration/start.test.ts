/** `npm run start:indexer` where something is wrong: it says what, with a code, and goes on by itself once it is right. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeFunctionData, parseEther } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { dinRegistryAbi } from "../../abis/index.ts";
import type { Service } from "../../devnet/child.ts";
import { claimPorts } from "../../devnet/ports.ts";
import { ProcessTable } from "../../devnet/processes.ts";
import { addressOf } from "../../devnet/scenario/actors.ts";
import { type Stack, startStack } from "../../devnet/stack.ts";
import { answersOk, waitFor } from "../../devnet/wait.ts";
import { childPid } from "../support/children.ts";
import { type IndexerSetting, indexerService, logLines, viewsOf } from "../support/indexer.ts";
import { expectMirrored, type TestMirror } from "../support/mirror.ts";

let stack: Stack;
let directory: string;
let running: Service | undefined;
let count = 0;
const stake = encodeFunctionData({ abi: dinRegistryAbi, functionName: "stake", args: [addressOf("zephyr")] });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "din-start-test-"));
  stack = await startStack({
    parts: { scenario: false, indexer: false, api: false, activity: false },
    blocks: "automine",
  });
  await stack.world.send({
    from: "zephyr",
    data: encodeFunctionData({
      abi: dinRegistryAbi,
      functionName: "registerOperator",
      args: [addressOf("zephyr"), parseEther("1")],
    }),
  });
});

afterAll(async () => {
  await stack?.stop();
  await rm(directory, { recursive: true, force: true });
});

afterEach(async () => {
  await running?.stop();
  running = undefined;
});

/** A good environment, with a schema and a log of its own; the test spoils what it is about. */
async function setting(spoilt: Partial<IndexerSetting> = {}): Promise<IndexerSetting> {
  const [port = 0] = await claimPorts([{ purpose: "the indexer", port: 0, flag: "", env: "" }]);
  count += 1;
  return {
    databaseUrl: stack.urls.database,
    rpcUrl: stack.urls.rpc,
    registry: stack.registry,
    startBlock: stack.startBlock,
    schema: `start_${count}`,
    logFile: join(directory, `indexer-${count}.log`),
    port,
    ...spoilt,
  };
}

function indexer(good: IndexerSetting): Service {
  running = indexerService(good, new ProcessTable(directory));
  return running;
}

const mirrorOf = (good: IndexerSetting): TestMirror => ({
  client: stack.client,
  chain: stack.client,
  deployment: { chainId: 31337, address: stack.registry },
  connectionString: good.databaseUrl,
  viewsSchema: viewsOf(good.schema),
});

/** The indexer has logged a line with this code, `times` times or more. */
const logged = (good: IndexerSetting, code: string, times = 1) =>
  waitFor(() => logLines(good.logFile).filter((line) => line.code === code).length >= times, {
    what: `${code} in ${good.logFile}`,
    timeoutMs: 45_000,
  });

describe("an environment that can never work ends the start, with the reason and what to do", () => {
  test.each([
    [
      "another chain id than the RPC's",
      { chainId: 8453 },
      "WRONG_CHAIN_ID",
      /serves chain 31337, and CHAIN_ID is 8453/,
    ],
    [
      "a registry address without code",
      { registry: "0x00000000000000000000000000000000000000d1" },
      "REGISTRY_NOT_FOUND",
      /no contract at 0x0+d1 on chain 31337/,
    ],
    ["a start block that is not there yet", { startBlock: 1_000_000 }, "START_BLOCK_AHEAD", /START_BLOCK is 1000000/],
  ])("%s", async (_name, spoilt, code, message) => {
    const bad = await setting(spoilt);
    await expect(indexer(bad).start()).rejects.toThrow("exit code 1");
    const [line, ...more] = logLines(bad.logFile).filter((one) => one.level >= 50);
    expect(line).toMatchObject({
      code,
      msg: expect.stringMatching(message),
      action: expect.stringMatching(/[A-Z_]{6,}/),
    });
    expect(more).toEqual([]);
  });

  test("a start block after the deployment", async () => {
    const bad = await setting({ startBlock: stack.startBlock + 1 });
    await expect(indexer(bad).start()).rejects.toThrow("exit code 1");
    expect(logLines(bad.logFile)).toContainEqual(expect.objectContaining({ code: "START_BLOCK_TOO_LATE" }));
  });

  test("mistakes in the variables are named together, and no secret is printed", async () => {
    const bad = await setting({
      databaseUrl: "mysql://root:hunter2@db/din",
      rpcUrl: "localhost:8545",
      registry: "0x12",
    });
    const start = expect(indexer(bad).start()).rejects;
    await start.toThrow(/DATABASE_URL must start with postgres[\s\S]*RPC_URL must[\s\S]*REGISTRY_ADDRESS must/);
    await start.not.toThrow("hunter2");
  });
});

describe("what can come back is waited for", () => {
  test("a database that is down at the start", async () => {
    await stack.postgres.stop();
    const good = await setting();
    const started = indexer(good).start();
    await logged(good, "DATABASE_UNREACHABLE", 2);
    await stack.postgres.start();
    await started;
    await expectMirrored(mirrorOf(good));
  });

  test("an RPC that is down at the start", async () => {
    const [nobody = 0] = await claimPorts([{ purpose: "nobody", port: 0, flag: "", env: "" }]);
    const good = await setting({ rpcUrl: `http://127.0.0.1:${nobody},${stack.urls.rpc}` });
    await indexer(good).start();
    expect(logLines(good.logFile)).toContainEqual(expect.objectContaining({ code: "RPC_UNREACHABLE" }));
    await expectMirrored(mirrorOf(good));
  });

  test("a database that goes down without a word while indexing", async () => {
    const good = await setting();
    const service = indexer(good);
    await service.start();
    await expectMirrored(mirrorOf(good));
    const pid = service.pid;

    await stopImmediately();
    await stack.world.send({ from: "patron", value: 1n, data: stake });
    // Ponder itself tries again, for a minute.
    await waitFor(() => databaseFailures(good) >= 3, { what: "failed queries in the log", timeoutMs: 20_000 });
    await stack.postgres.start();
    await expectBackToReady(good);
    expect(service.pid).toBe(pid);
  });

  // Ponder takes its time to give up: in the soak suite.
  test.runIf(process.env.SOAK)("a database that stays away until Ponder has given up", async () => {
    const good = await setting();
    const service = indexer(good);
    await service.start();
    await expectMirrored(mirrorOf(good));
    const pid = service.pid;

    await stopImmediately();
    await stack.world.send({ from: "patron", value: 2n, data: stake });
    process.kill(childPid(pid, "ponder.js"), "SIGKILL");
    await logged(good, "INDEXER_EXITED");
    await logged(good, "DATABASE_UNREACHABLE", 2);
    await stack.postgres.start();
    await expectBackToReady(good);
    expect(service.pid).toBe(pid);
  });
});

/** What `pg_ctl stop -m immediate` does: every connection breaks, and there is no shutdown checkpoint. */
const stopImmediately = () => stack.postgres.kill("SIGQUIT");

const databaseFailures = (good: IndexerSetting) =>
  logLines(good.logFile).filter(({ msg }) => msg === "Failed database query").length;

/** Ready within the 35 s that are promised, and with what happened meanwhile. */
async function expectBackToReady(good: IndexerSetting): Promise<void> {
  await waitFor(() => answersOk(`http://127.0.0.1:${good.port}/ready`), { what: "/ready", timeoutMs: 35_000 });
  const events = await expectMirrored(mirrorOf(good), 35_000);
  expect(events.at(-1)?.eventName).toBe("Staked");
}
