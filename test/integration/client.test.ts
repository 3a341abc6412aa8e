/** The client as its users have it: the examples of old and those of its README, run against all of the real parts. */
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import DINInfrastructureCore, { createInfrastructureCore } from "@dreamnet/din-infrastructure-core";
import pg from "pg";
import { createWalletClient, http, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { anvil } from "viem/chains";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKey } from "../../api/access/keys.ts";
import { registerReporter, registerService } from "../../api/ingestion/registry.ts";
import { type Actor, addressOf, privateKeyOf } from "../../devnet/scenario/actors.ts";
import { type Stack, startStack } from "../../devnet/stack.ts";
import { waitFor } from "../../devnet/wait.ts";
import { readmeBlocks, SEED_ACTORS } from "../examples/modules.ts";
import { readme } from "../examples/readme.ts";
import type { Stage } from "../examples/stage.ts";

let stack: Stack;
let apiKey: string;

beforeAll(async () => {
  const env = { RPC_POLL_INTERVAL_MS: "100" };
  const parts = { scenario: false, activity: false, metrics: false };
  stack = await startStack({ parts, blocks: "automine", env });
  const pool = new pg.Pool({ connectionString: stack.urls.database, max: 1 });
  const now = Math.floor(Date.now() / 1_000);
  await registerReporter(pool, { id: "probe", name: "Probe", address: null, weight: 1 }, now);
  const address = addressOf("monitor").toLowerCase();
  await registerReporter(pool, { id: "signing-probe", name: "Signing probe", address, weight: 1 }, now);
  await registerService(pool, { id: "rpc-service", name: "RPC" }, now);
  apiKey = (await createKey(pool, { name: "probe", scopes: ["metrics:write"], reporter: "probe" }, null, now)).key;
  await pool.end();
});

afterAll(() => stack?.stop());

const walletOf = (actor: Actor) =>
  createWalletClient({
    account: privateKeyToAccount(privateKeyOf(actor)),
    chain: anvil,
    transport: http(stack.urls.rpc),
  });
const optionsOf = (actor: Actor) => ({
  ...{ url: stack.urls.graphql, apiKey, wallet: walletOf(actor), registry: stack.registry, pollMs: 50 },
});

/** Takes down what a program prints, line by line, and what it wants to do over and over. */
function stage(begin: (block: number) => void = () => {}) {
  const lines: string[] = [];
  const ticking: (() => Promise<void>)[] = [];
  const on: Stage = {
    ...{ begin, url: stack.urls.graphql },
    console: { log: (...values) => void lines.push(format(...values)) },
    setInterval: (callback) => void ticking.push(callback),
  };
  return { on, lines, ticking };
}

describe("the examples of old", () => {
  const [first, second] = SEED_ACTORS;
  type Examples = Record<`example${1 | 2 | 3 | 4 | 5}`, (stage: Stage) => Promise<void>>;
  let examples: Examples;

  beforeAll(async () => {
    // Not by its name: what is imported by name is compiled by the rules of the whole project; the package's test compiles it.
    examples = await import(fileURLToPath(new URL("../examples/seed.mts", import.meta.url)));
  });

  test("register, stake, record, and read all of it back", async () => {
    const { on, lines } = stage();
    DINInfrastructureCore.configure(optionsOf(first));
    await examples.example1(on);
    expect(lines).toEqual([
      "Staked: 1500000000000000000n",
      // It is measured from now on.
      expect.stringMatching(/^Performance Score: (NaN|99\.8)$/),
      // Totals follow the chain a moment later.
      expect.stringMatching(/^Total operators: [01]$/),
      expect.stringMatching(/^Total staked: \d+n$/),
      expect.stringMatching(/^Average performance: (NaN|99\.8)$/),
    ]);
  });

  test("another operator registers, records every minute, and looks at itself and all", async () => {
    const { on, lines, ticking } = stage();
    DINInfrastructureCore.configure(optionsOf(second));
    await examples.example2(on);
    await examples.example3(on);
    await Promise.all(ticking.map((tick) => tick()));
    await examples.example4(on);
    await waitFor(async () => (await DINInfrastructureCore.status()).totalStaked === parseEther("3"), {
      what: "the totals to follow",
      timeoutMs: 20_000,
    });
    await examples.example5(on);
    expect(lines).toEqual([
      expect.stringMatching(/^Performance Score: (NaN|99\.8)$/),
      "Violations: 0",
      // 299,421 of the 300,926 requests that 13 billion a month are in an interval here.
      "Success Rate: 99.49987704618411%, Latency: 200ms",
      "Total Operators: 2",
      "Total Staked: 3000000000000000000",
      "Active Operators: 0",
      "Slashed Operators: 0",
      expect.stringMatching(/^Average Performance: (NaN|99\.8)$/),
    ]);
  });
});

test("the README's examples print what it says", async () => {
  const blocks = readmeBlocks();
  const printed: string[][] = [];
  /** While somebody follows what is staked, somebody stakes. */
  let staking: Promise<void> = Promise.resolve();
  let isFollowing = false;
  const { on, lines } = stage((block) => {
    printed.push(lines.splice(0));
    isFollowing = blocks[block]?.code.includes("din.subscribe") ?? false;
    if (isFollowing) staking = stakeOn();
  });
  const stakeOn = async () => {
    const core = createInfrastructureCore(optionsOf("patron"));
    while (isFollowing) await core.stake(addressOf("aurora"), 1n);
  };
  const bare = (hex: string) => hex.slice(2);
  Object.assign(process.env, {
    ...{ DIN_API_KEY: apiKey, RPC_URL: stack.urls.rpc, REGISTRY: bare(stack.registry) },
    ...{ OPERATOR_KEY: bare(privateKeyOf("aurora")), REPORTER_KEY: bare(privateKeyOf("monitor")) },
  });
  await readme(on);
  isFollowing = false;
  await staking;
  printed.push(lines);
  expect(printed.slice(1)).toEqual(blocks.map(({ prints }) => prints));
});
