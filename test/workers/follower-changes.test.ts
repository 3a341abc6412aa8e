/** Alerts of tiers and statuses that change, and versions of rows that say something else. */
import { describe, expect, it } from "vitest";
import type { Follower } from "../../api/chain/follower.ts";
import { ETH, POLICY } from "../../api/domain/policy.ts";
import type { Effect } from "../support/chain-model.ts";
import { A, B, followerSuite, of, REGISTER, stake } from "../support/follower-suite.ts";

const suite = followerSuite();

const unstake = (eth: bigint): Effect => ({ kind: "UNSTAKE", units: eth * ETH });

/** The log of one kind: step, severity, change and finality. */
async function steps(kind: "TIER_CHANGED" | "STATUS_CHANGED"): Promise<string[]> {
  const { rows } = await suite.world.pool.query<{ step: string }>(
    `select concat_ws(' ', type, alert->>'severity', alert->'details'->>'from', alert->'details'->>'to',
       alert->>'finality') as step
     from din_api.alert_event where alert->>'kind' = $1 order by id`,
    [kind],
  );
  return rows.map(({ step }) => step);
}

/** A block with these is indexed, and followed. */
async function follow(follower: Follower, ...effects: Effect[]): Promise<void> {
  await suite.block(...of(A, ...effects));
  await suite.world.settle(follower);
}

async function finalize(follower: Follower, depth = 0): Promise<void> {
  await suite.world.apply(suite.world.model.finalize(depth));
  await suite.world.settle(follower);
}

async function versionOf(operator: string): Promise<number> {
  const { rows } = await suite.world.pool.query<{ version: string }>(
    "select version from din_api.operator_sort where address = $1",
    [operator],
  );
  return Number(rows[0]?.version);
}

describe("a tier", () => {
  it("tells nothing when its operator appears, then every change, as final as the operator's events", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await follow(follower, REGISTER, stake(12n));
    expect(await steps("TIER_CHANGED")).toEqual([]);
    await follow(follower, stake(100n));
    await finalize(follower);
    const up = ["FIRED INFO TIER_2 TIER_3 PENDING", "FINALIZED INFO TIER_2 TIER_3 FINALIZED"];
    expect(await steps("TIER_CHANGED")).toEqual(up);
    // What is final does not speak of what is not.
    await follow(follower, unstake(100n));
    expect((await steps("TIER_CHANGED")).slice(2)).toEqual([
      "RESOLVED INFO TIER_2 TIER_3 FINALIZED",
      "FIRED WARNING TIER_3 TIER_2 PENDING",
    ]);
    // Another change while it is open: still the one alert, from where it began.
    await follow(follower, unstake(7n));
    await follow(follower, stake(107n));
    await follow(follower, unstake(5n));
    await finalize(follower);
    expect((await steps("TIER_CHANGED")).slice(4)).toEqual([
      "UPDATED WARNING TIER_3 TIER_1 PENDING",
      "RESOLVED WARNING TIER_3 TIER_1 PENDING",
    ]);
    expect(await suite.world.pool.query("select from din_api.alert where kind = 'TIER_CHANGED'")).toMatchObject({
      rowCount: 2,
    });
    expect(await suite.world.faults()).toEqual([]);
  });

  it("becomes final with the last event of its operator, also where a batch ends with that", async () => {
    await suite.world.live();
    const follower = suite.world.follower({ finalBatch: 1 });
    await follow(follower, REGISTER, stake(12n));
    await follow(follower, stake(100n));
    await finalize(follower);
    expect(await steps("TIER_CHANGED")).toEqual([
      "FIRED INFO TIER_2 TIER_3 PENDING",
      "FINALIZED INFO TIER_2 TIER_3 FINALIZED",
    ]);
  });

  it("is not final before the rate that it comes from", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await follow(follower, REGISTER, stake(12n));
    await finalize(follower);
    await suite.block({ operator: null, effect: { kind: "RATE", rateE18: 2n * ETH } });
    // The model's operators have none: what it wrote with the rate is completed.
    await suite.world.pool.query("update deployment_1.operator set wsteth_active = $1", [(50n * ETH).toString()]);
    await suite.world.settle(follower);
    const told = ["FIRED INFO TIER_2 TIER_3 PENDING"];
    expect(await steps("TIER_CHANGED")).toEqual(told);
    await suite.block();
    await finalize(follower, 2);
    await suite.world.evaluate(A);
    await suite.world.settle(follower);
    expect(await steps("TIER_CHANGED")).toEqual(told);
    await finalize(follower);
    expect(await steps("TIER_CHANGED")).toEqual([...told, "FINALIZED INFO TIER_2 TIER_3 FINALIZED"]);
  });

  it("is taken back when the stake behind it is", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await follow(follower, REGISTER, stake(12n));
    await follow(follower, stake(100n));
    await suite.world.apply(suite.world.model.reorg(1, [of(B, REGISTER), []]));
    // Half undone: the row is computed for another reason, and says what will be true; nobody is told yet.
    await suite.world.evaluate(A);
    await suite.world.settle(follower);
    expect(await steps("TIER_CHANGED")).toEqual(["FIRED INFO TIER_2 TIER_3 PENDING"]);
    await suite.world.apply(suite.world.model.index());
    await suite.world.settle(follower);
    expect(await steps("TIER_CHANGED")).toEqual([
      "FIRED INFO TIER_2 TIER_3 PENDING",
      "RETRACTED INFO TIER_2 TIER_3 PENDING",
    ]);
    expect(await suite.world.faults()).toEqual([]);
  });

  it("is taken back also where the operator waited to be computed for another reason", async () => {
    await suite.world.live();
    const follower = suite.world.follower({ sortBatch: 1 });
    await follow(follower, REGISTER, stake(12n));
    await follow(follower, stake(100n));
    await suite.world.apply(suite.world.model.reorg(1, [of(B, REGISTER), []]));
    await suite.world.settle(follower);
    await suite.world.apply(suite.world.model.index());
    await suite.world.evaluate(A);
    await suite.world.settle(follower);
    expect((await steps("TIER_CHANGED")).at(-1)).toBe("RETRACTED INFO TIER_2 TIER_3 PENDING");
  });

  it("tells nothing of blocks that are undone and come back, open or not", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await follow(follower, REGISTER, stake(12n));
    await follow(follower, stake(100n));
    const told = await steps("TIER_CHANGED");
    for (const closed of [false, true]) {
      if (closed) await suite.world.pool.query("update din_api.alert set state = 'RESOLVED', closed_at = 1");
      await suite.world.apply(suite.world.model.stale(1));
      await suite.world.evaluate(A);
      await suite.world.settle(follower);
      await suite.world.apply(suite.world.model.index());
      await suite.world.settle(follower);
      expect(await steps("TIER_CHANGED")).toEqual(told);
    }
    expect(await suite.world.faults()).toEqual([]);
  });

  it("takes all back with a registration", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await follow(follower, REGISTER, stake(12n));
    await follow(follower, stake(100n));
    await suite.world.apply(suite.world.model.reorg(2, [of(B, REGISTER), of(B, stake(1n)), []]));
    await suite.world.apply(suite.world.model.index());
    await suite.world.settle(follower);
    expect((await steps("TIER_CHANGED")).at(-1)).toBe("RETRACTED INFO TIER_2 TIER_3 PENDING");
  });
});

describe("a status", () => {
  it("tells each change with how bad it is, and resolves when it is what it was", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await follow(follower, REGISTER, stake(12n));
    await suite.world.evaluate(A);
    await suite.world.settle(follower);
    await suite.world.evaluate(A, { breached: true });
    await suite.world.settle(follower);
    await suite.world.evaluate(A, { measuredUntil: suite.world.now - 100_000 });
    await suite.world.settle(follower);
    await follow(follower, { kind: "SLASH", units: 11n * ETH, until: suite.world.now + 100 });
    expect(await steps("STATUS_CHANGED")).toEqual([
      "FIRED INFO PENDING ACTIVE",
      "UPDATED WARNING PENDING DEGRADED",
      "UPDATED CRITICAL PENDING INACTIVE",
      "UPDATED CRITICAL PENDING SLASHED",
    ]);
    await suite.world.pool.query(
      "update din_api.alert set state = 'RESOLVED', closed_at = 1 where kind = 'STATUS_CHANGED'",
    );
    await follow(follower, stake(12n));
    await suite.world.evaluate(A);
    suite.world.now += 101;
    await suite.world.settle(follower);
    expect((await steps("STATUS_CHANGED")).slice(4)).toEqual(["FIRED INFO SLASHED ACTIVE"]);
    await suite.world.evaluate(A, { breached: true });
    await suite.world.settle(follower);
    await follow(follower, { kind: "SLASH", units: ETH, until: suite.world.now + 100 });
    expect((await steps("STATUS_CHANGED")).slice(5)).toEqual([
      "UPDATED WARNING SLASHED DEGRADED",
      "RESOLVED WARNING SLASHED DEGRADED",
    ]);
  });
});

describe("other rules", () => {
  it("tell nothing: a policy of another version, another profile", async () => {
    await suite.world.live();
    const follower = suite.world.follower({ sortBatch: 1 });
    await suite.block(...of(A, REGISTER, stake(12n)), ...of(B, REGISTER, stake(12n)));
    await suite.world.settle(follower);
    await follower.stop();
    const tiers = POLICY.tiers.map((tier) => ({ ...tier, minValue: tier.minValue * 2n }));
    for (const policy of [
      { ...POLICY, version: POLICY.version + 1, tiers },
      { ...POLICY, profile: "devnet" as const, tiers },
    ]) {
      const next = suite.world.follower({ sortBatch: 1, policy });
      await suite.world.settle(next);
      await next.stop();
      const { rows } = await suite.world.pool.query("select distinct tier from din_api.operator_sort");
      expect(rows).toEqual([{ tier: "TIER_1" }]);
    }
    expect(await steps("TIER_CHANGED")).toEqual([]);
  });

  it("tell nothing: a deployment that is behind, and catches up", async () => {
    await suite.world.live();
    const follower = suite.world.follower({ sortBatch: 1 });
    await follow(follower, REGISTER, stake(12n));
    await follow(follower, stake(100n));
    await follow(follower);
    await finalize(follower, 1);
    await suite.world.pool.query("update din_api.alert set state = 'RESOLVED', closed_at = 1");
    const told = await steps("TIER_CHANGED");

    const old = suite.world.indexer;
    suite.world.addIndexer("deployment_2");
    await suite.world.indexer.deploy();
    suite.world.model.finalized = 0;
    await suite.world.apply(suite.world.model.crash(1));
    await suite.world.indexer.publish();
    await suite.world.settle(follower);
    const { rows } = await suite.world.pool.query("select tier from din_api.operator_sort");
    expect(rows).toEqual([{ tier: "TIER_2" }]);
    await suite.world.apply(suite.world.model.index());
    await suite.world.settle(follower);
    expect(await steps("TIER_CHANGED")).toEqual(told);
    await finalize(follower);
    await follow(follower, unstake(110n));
    expect((await steps("TIER_CHANGED")).slice(told.length)).toEqual(["FIRED WARNING TIER_3 TIER_1 PENDING"]);
    await old.drop();
    expect(await suite.world.faults()).toEqual([]);
  });
});

describe("the version of a row", () => {
  it("is another exactly when the row says something else", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER, stake(12n)), ...of(B, REGISTER));
    await suite.world.evaluate(A, { score: 9_000 });
    await suite.world.settle(follower);
    const [first, other] = [await versionOf(A), await versionOf(B)];
    // Computed again, it says the same.
    await suite.world.evaluate(A, { score: 9_000, measuredUntil: suite.world.now + 2_000_000 });
    await suite.world.settle(follower);
    expect(await versionOf(A)).toBe(first);
    await suite.world.evaluate(A, { score: 9_001 });
    await suite.world.settle(follower);
    const second = await versionOf(A);
    expect(second).toBeGreaterThan(Math.max(first, other));
    await follow(follower, { kind: "SCORE", score: 5 });
    expect(await versionOf(A)).toBeGreaterThan(second);
    expect(await versionOf(B)).toBe(other);
  });
});
