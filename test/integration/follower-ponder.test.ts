/** The follower over Ponder itself and a chain that reorganises: what the simulated indexer claims of Ponder is true of it. */
import { numberToHex } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeCheckpoint } from "../../api/db/chain.ts";
import { reorg } from "../../devnet/reorg.ts";
import { addressOf } from "../../devnet/scenario/actors.ts";
import { type Stack, startStack } from "../../devnet/stack.ts";
import { acts } from "../support/acts.ts";
import { FollowerWorld, until } from "../support/follower-world.ts";

let stack: Stack;
let world: FollowerWorld;

beforeAll(async () => {
  stack = await startStack({
    parts: { scenario: true, indexer: true, api: false, activity: false },
    blocks: "automine",
    env: { RPC_POLL_INTERVAL_MS: "100" },
  });
  world = await FollowerWorld.over(stack.urls.database, stack.env.VIEWS_SCHEMA ?? "");
});

afterAll(async () => {
  await world?.close();
  await stack?.stop();
});

async function head(): Promise<number> {
  return Number(await stack.client.getBlockNumber({ cacheTime: 0 }));
}

/** Quiet blocks until the indexer has passed everything that a reorg took away, and the follower agrees with it. */
async function settled(): Promise<void> {
  await until(async () => {
    await stack.client.mine({ blocks: 1 });
    const block = await head();
    await until(async () => {
      const { rows } = await world.pool.query<{ at: string }>("select latest_checkpoint as at from _ponder_checkpoint");
      return decodeCheckpoint(rows[0]?.at ?? "").blockNumber >= block;
    });
    return (await world.outboxFaults()).length === 0 && (await world.staleOperators()).length === 0;
  }, 60_000);
}

test("tells, retracts and finalises as the chain does, and keeps the sort rows", async () => {
  const registry = { chainId: 31_337, address: stack.registry };
  const follower = world.follower({ registry, pollMs: 20, viewsSchema: stack.env.VIEWS_SCHEMA ?? "" });
  follower.start();
  await settled();
  const told = await world.counts();
  expect(told.RETRACTED).toBeUndefined();

  let used = 0;
  for (const count of [1, 4, 9, 2, 17]) {
    const stays = await head();
    for (const one of acts(used, count)) await stack.world.send(one);
    used += count;
    await settled();
    // All of them go, in half as many blocks something else comes.
    const instead = acts(used, Math.ceil(count / 2)).map(({ from, ...rest }, index) => ({
      ...{ ...rest, gas: numberToHex(1_000_000), from: addressOf(from), to: stack.registry, block: index },
    }));
    used += instead.length;
    const retracted = (await world.counts()).RETRACTED ?? 0;
    const tip = await head();
    await reorg(stack.client, tip - stays, instead);
    await settled();
    // By the checkpoint and the reverts that it could see, not by waiting for finality.
    expect((await head()) - tip).toBeLessThan(10);
    expect((await world.counts()).RETRACTED ?? 0).toBeGreaterThanOrEqual(retracted + count);
  }
  expect(world.logs.filter(({ code }) => code !== undefined)).toEqual([]);
}, 180_000);

test("finalises in the end what it told", async () => {
  await stack.client.mine({ blocks: 70 });
  await settled();
  const { PENDING = 0, FINALIZED = 0, RETRACTED = 0 } = await world.counts();
  expect(PENDING).toBeGreaterThan(0);
  expect(FINALIZED).toBeGreaterThanOrEqual(PENDING - RETRACTED);
});
