/** The sort rows that the follower keeps. Each case ends with the invariants. */
import { describe, expect, it } from "vitest";
import { operatorLog } from "../../api/alerts/logs.ts";
import { ETH } from "../../api/domain/policy.ts";
import { A, B, C, followerSuite, of, REGISTER, stake } from "../support/follower-suite.ts";

const suite = followerSuite();

describe("sort rows", () => {
  it("computes all rows again when a rate changes, in batches", async () => {
    await suite.world.live();
    const follower = suite.world.follower({ sortBatch: 1 });
    await suite.block(...of(A, REGISTER), ...of(B, REGISTER));
    await suite.world.settle(follower);
    await suite.block({ operator: null, effect: { kind: "RATE", rateE18: 2n * ETH } });
    const first = await follower.pass();
    expect(first).toMatchObject({ recomputed: 1, more: true });
    await suite.world.settle(follower);
    expect(await suite.world.faults()).toEqual([]);
  });

  it("follows a status that changes with time alone", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER, stake(20n), { kind: "SLASH", units: ETH, until: suite.world.now + 60 }));
    await suite.world.evaluate(A);
    await suite.world.settle(follower);
    expect(await suite.statusOf(A)).toBe("SLASHED");
    suite.world.now += 61;
    await suite.world.settle(follower);
    expect(await suite.statusOf(A)).toBe("ACTIVE");
    expect(await suite.world.faults()).toEqual([]);
  });

  it("follows what the evaluator came to, and falls silent without it", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER, stake(20n)));
    await suite.world.settle(follower);
    expect(await suite.statusOf(A)).toBe("PENDING");
    const measuredUntil = suite.world.now;
    await suite.world.evaluate(A, { score: 9_981, measuredUntil });
    await suite.world.settle(follower);
    expect(await suite.statusOf(A)).toBe("ACTIVE");
    expect(await suite.world.faults()).toEqual([]);
    await suite.world.evaluate(A, { measuredUntil, breached: true });
    await suite.world.settle(follower);
    expect(await suite.statusOf(A)).toBe("DEGRADED");
    // It was measured again, which alone marks nothing: the row is looked at when it would fall silent, and goes on.
    suite.world.now += 14 * 60;
    await suite.world.evaluate(A, { measuredUntil: suite.world.now }, false);
    suite.world.now += 60;
    await suite.world.settle(follower);
    expect(await suite.statusOf(A)).toBe("ACTIVE");
    suite.world.now += 14 * 60;
    await suite.world.settle(follower);
    expect(await suite.statusOf(A)).toBe("INACTIVE");
    expect(await suite.world.faults()).toEqual([]);
  });

  it("finds evaluations that nobody told it of when it takes the lead", async () => {
    await suite.world.live();
    await suite.block(...of(A, REGISTER, stake(20n)));
    const first = suite.world.follower();
    await suite.world.settle(first);
    await first.stop();
    await suite.world.evaluate(A, { score: 7_000 }, false);
    await suite.world.settle(suite.world.follower());
    expect(await suite.statusOf(A)).toBe("ACTIVE");
    expect(await suite.world.faults()).toEqual([]);
  });

  it("keeps no row of an address that only named a manager, nor of one whose registration went away", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, { kind: "MANAGER" }));
    await suite.block(...of(A, REGISTER));
    await suite.world.settle(follower);
    expect(await suite.statusOf(A)).toBe("PENDING");
    await suite.world.apply(suite.world.model.reorg(1, [[], [], []]));
    await suite.world.apply(suite.world.model.index(2));
    await suite.world.settle(follower);
    await suite.world.apply(suite.world.model.index());
    await suite.world.settle(follower);
    expect(await suite.statusOf(A)).toBeUndefined();
    expect(await suite.world.faults()).toEqual([]);
  });

  it("mends missing, superfluous and stale rows when it takes the lead", async () => {
    await suite.world.live();
    const first = suite.world.follower();
    await suite.block(...of(A, REGISTER), ...of(B, REGISTER, stake(3n)));
    await suite.world.settle(first);
    await first.stop();
    await suite.world.pool.query("update din_api.operator_sort set address = $1 where address = $2", [C, A]);
    await suite.world.pool.query(
      "update din_api.operator_sort set source_event_id = '', stake_value = 0 where address = $1",
      [B],
    );
    await suite.world.settle(suite.world.follower());
    expect(await suite.world.faults()).toEqual([]);
  });

  it("tells that a row is gone with a version of its own, in one order with all others", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER), ...of(B, REGISTER));
    await suite.world.settle(follower);
    const log = operatorLog(suite.world.pool);
    for (let round = 0; round < 2; round += 1) {
      const before = await log.head();
      await suite.block(...of(C, REGISTER));
      await suite.world.settle(follower);
      const there = await log.head();
      expect((await log.read(before, null, 10)).map(({ row }) => row.address)).toEqual([C]);
      await suite.world.apply(suite.world.model.reorg(1, [[]]));
      await suite.world.apply(suite.world.model.index());
      await suite.world.settle(follower);
      await suite.block();
      await suite.world.settle(follower);
      expect(await suite.statusOf(C)).toBeUndefined();
      const told = await log.read(there, null, 10);
      expect(told.map(({ row }) => row.address)).toEqual([C]);
      expect(told.at(-1)?.id).toBe(await log.head());
    }
    expect(await suite.world.faults()).toEqual([]);
  });
});
