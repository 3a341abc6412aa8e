/**
 * The tables equal the canonical chain: an independent fold of the registry's logs against every row the indexer wrote,
 * whatever happens to the indexer, to its RPC and to the chain.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dinRegistryAbi } from "../../abis/index.ts";
import { claimPorts } from "../../devnet/ports.ts";
import { type ReplacingTransaction, reorg } from "../../devnet/reorg.ts";
import { addressOf } from "../../devnet/scenario/actors.ts";
import { type Stack, startStack } from "../../devnet/stack.ts";
import { waitFor } from "../../devnet/wait.ts";
import type { CanonicalEvent } from "../fold/canonical.ts";
import { readChain } from "../fold/compare.ts";
import { type Act, acts, RARE_ACTS } from "../support/acts.ts";
import { childPid } from "../support/children.ts";
import { emptyAPool } from "../support/emptied-pool.ts";
import { expectMirrored, indexedBlock, type TestMirror } from "../support/mirror.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";

let stack: Stack;
let proxy: TcpProxy;
let mirror: TestMirror;
/** Acts so far: each test takes numbers of its own. */
let used = 0;

beforeAll(async () => {
  const [rpc = 0] = await claimPorts([{ purpose: "the chain", port: 0, flag: "", env: "" }]);
  // All that the indexer sees of the chain goes through here.
  proxy = await startTcpProxy(rpc);
  stack = await startStack({
    parts: { scenario: true, indexer: true, api: false, activity: false },
    ports: { rpc },
    blocks: "automine",
    env: { RPC_URL: `http://127.0.0.1:${proxy.port}`, RPC_POLL_INTERVAL_MS: "100" },
  });
  const { client, registry, urls, env } = stack;
  mirror = {
    ...{ client, chain: client, connectionString: urls.database, viewsSchema: env.VIEWS_SCHEMA ?? "" },
    deployment: { chainId: 31337, address: registry },
  };
});

afterAll(async () => {
  await stack?.stop();
  await proxy?.close();
});

/** Each in a block of its own. */
async function perform(list: readonly Act[]): Promise<void> {
  for (const one of list) await stack.world.send(one);
}

function next(count: number): Act[] {
  const list = acts(used, count);
  used += count;
  return list;
}

/** The acts as transactions of replacing blocks. */
const inBlocks = (list: readonly Act[], blockOf: (index: number) => number): ReplacingTransaction[] =>
  list.map(({ from, ...rest }, index) => ({
    ...rest,
    from: addressOf(from),
    to: stack.registry,
    block: blockOf(index),
  }));

/** An act makes one of these, besides what may follow from it. */
const isOfAnAct = ({ eventName }: CanonicalEvent) =>
  ["Staked", "UnstakeRequested", "MetadataUpdated", "PerformanceScoreUpdated"].includes(eventName);

const head = async () => Number(await stack.client.getBlockNumber({ cacheTime: 0 }));

/** The indexer has come to this head. Only where no row was taken back since it was last compared. */
async function indexed(): Promise<void> {
  const block = await head();
  await waitFor(async () => ((await indexedBlock(mirror)) ?? 0) >= block, {
    what: `the indexer to come to block ${block}`,
    timeoutMs: 30_000,
  });
}

describe("the whole scenario", () => {
  test("is in the tables, to the last column", async () => {
    await perform(RARE_ACTS);
    const events = await expectMirrored(mirror);
    const happened = new Set<string>(events.map(({ eventName }) => eventName));
    const neverEmitted = ["RoleAdminChanged"];
    const declared = dinRegistryAbi.flatMap((item) => (item.type === "event" ? [item.name] : []));
    expect(declared.filter((name) => !happened.has(name))).toEqual(neverEmitted);
    expect(events.length).toBeGreaterThan(300);
  });
});

describe("reorgs", () => {
  const KINDS: Record<string, (depth: number) => ReplacingTransaction[]> = {
    "other transactions": (depth) => inBlocks(next(depth), (i) => i),
    "the same number, all in the last block": (depth) => inBlocks(next(depth), () => depth - 1),
    "fewer transactions": (depth) => inBlocks(next(Math.floor(depth / 2)), (i) => 2 * i),
    "no transactions": () => [],
  };
  const cases = [1, 3, 25].flatMap((depth) => Object.keys(KINDS).map((kind) => [depth, kind] as const));

  test.each(cases)("%i deep, replaced by blocks with %s", async (depth, kind) => {
    await perform(next(depth));
    await indexed();
    const before = await readChain(stack.client, mirror.deployment);
    const replacing = KINDS[kind]?.(depth) ?? [];
    const stayed = await reorg(stack.client, depth, replacing);
    const after = await expectMirrored(mirror);

    // What was compared is another chain than before, and holds exactly what was put there.
    const gone = before.filter(({ moment }) => moment.blockNumber > stayed);
    const came = after.filter(({ moment }) => moment.blockNumber > stayed);
    expect(gone.filter(isOfAnAct)).toHaveLength(depth);
    expect(came.filter(isOfAnAct)).toHaveLength(replacing.length);
    const hashes = new Set(came.map(({ moment }) => moment.blockHash));
    expect(gone.filter(({ moment }) => hashes.has(moment.blockHash))).toEqual([]);
  });

  test("blocks taken away, with none in their place for a while", async () => {
    const snapshot = await stack.client.snapshot();
    await perform(next(5));
    await indexed();
    await stack.client.revert({ id: snapshot });
    await perform(next(2));
    await expectMirrored(mirror);
  });

  test("the same transactions again in other blocks", async () => {
    const list = next(4);
    const snapshot = await stack.client.snapshot();
    await perform(list);
    await indexed();
    await stack.client.revert({ id: snapshot });
    await stack.client.mine({ blocks: 1 });
    await perform(list);
    await expectMirrored(mirror);
  });

  test("two in a row, the second before the first was looked at", async () => {
    await perform(next(6));
    await indexed();
    // Nobody looks meanwhile. A head that Ponder reads between the two, and whose logs are gone when it asks for them,
    // holds it up for a minute: see the indexer's README.
    proxy.cut();
    await reorg(
      stack.client,
      3,
      inBlocks(next(3), (i) => i),
    );
    await reorg(
      stack.client,
      6,
      inBlocks(next(6), (i) => i),
    );
    proxy.restore();
    await expectMirrored(mirror);
  });
});

describe("restarts", () => {
  test("SIGTERM, with blocks made and others replaced meanwhile", async () => {
    await perform(next(4));
    await indexed();
    await stack.indexer.stop();
    await reorg(
      stack.client,
      3,
      inBlocks(next(1), () => 1),
    );
    await perform(next(3));
    await stack.indexer.start();
    await expectMirrored(mirror);
  });

  test("SIGKILL of Ponder alone: it is back within 35 s, without help", async () => {
    const ponder = childPid(stack.indexer.pid, "ponder.js");
    process.kill(ponder, "SIGKILL");
    await perform(next(3));
    await expectMirrored(mirror, 35_000);
    expect(childPid(stack.indexer.pid, "ponder.js")).not.toBe(ponder);
  });

  test("SIGKILL of everything, in the middle of blocks", async () => {
    await perform(next(2));
    await stack.indexer.kill("SIGKILL");
    await perform(next(3));
    await stack.indexer.start();
    await expectMirrored(mirror, 35_000);
  });
});

describe("the RPC", () => {
  test("is cut off while blocks are made, and comes back", async () => {
    const refused = proxy.refused;
    proxy.cut();
    await perform(next(5));
    await waitFor(() => proxy.refused >= refused + 5, { what: "the indexer to have tried again", timeoutMs: 30_000 });
    proxy.restore();
    await expectMirrored(mirror);
  });

  test("hangs without an answer, and comes back", async () => {
    proxy.freeze();
    const swallowed = proxy.swallowed;
    await perform(next(3));
    await waitFor(() => proxy.swallowed > swallowed, { what: "the indexer to have asked in vain", timeoutMs: 30_000 });
    proxy.restore();
    await expectMirrored(mirror);
  });

  test("comes back with another chain", async () => {
    await perform(next(5));
    await indexed();
    proxy.cut();
    await reorg(
      stack.client,
      5,
      inBlocks(next(1), () => 2),
    );
    proxy.restore();
    await expectMirrored(mirror);
  });
});

// Last: it moves the chain's clock hours ahead.
describe("an epoch of unbonding that a slash ends", () => {
  test("is in the tables, with the requests it left with nothing", async () => {
    await emptyAPool(stack.world);
    const events = await expectMirrored(mirror);
    const ended = events.filter((event) => event.eventName === "SlashExecuted" && event.args.execution.epochAfter > 0n);
    expect(ended).toHaveLength(1);
  });
});
