/** The follower while the indexer is busy, and over random histories of both. Each case ends with the invariants. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { history, play } from "../support/chain-arbitrary.ts";
import { A, B, followerSuite, of, REGISTER, stake } from "../support/follower-suite.ts";
import { until } from "../support/follower-world.ts";

const suite = followerSuite();

describe("with the indexer at work", () => {
  it("never stands in the way of a reorg: no deadlock while both are busy", async () => {
    await suite.world.live();
    const follower = suite.world.follower({ pollMs: 0 });
    for (let i = 0; i < 3; i++) await suite.block(...of(A, REGISTER, stake(1n)), ...of(B, REGISTER));
    follower.start();
    for (let i = 0; i < 25; i++) {
      await suite.world.apply(suite.world.model.stale(3));
      await suite.world.apply(suite.world.model.index());
    }
    await until(async () => (await suite.world.faults()).length === 0);
    await follower.stop();
    expect(suite.world.logs.filter((line) => line.code !== undefined)).toEqual([]);
    expect(await suite.world.counts()).toEqual({ PENDING: 9 });
  });

  it("tells every event and block once, then settles it once, over random histories", async () => {
    const runs = Number(process.env.FOLLOWER_RUNS ?? 8);
    await fc.assert(
      fc.asyncProperty(history, async (commands) => {
        const own = await (await suite.createWorld()).live();
        try {
          let follower = own.follower({ finalBatch: 2, sortBatch: 2 });
          let tallest = 0;
          for (const command of commands) {
            await own.apply(play(own.model, command));
            tallest = Math.max(tallest, own.model.chain.length);
            own.now += 7;
            if (command.type === "PASS") await follower.pass();
            if (command.type === "CUT") {
              await follower.stop();
              follower = own.follower({ finalBatch: 2, sortBatch: 2 });
            }
          }
          await own.apply(own.model.index());
          // Past everything that a reorg took away: several may have shortened the chain.
          for (let blocks = tallest - own.model.chain.length + 8; blocks > 0; blocks -= 1) {
            await own.settle(follower);
            own.model.mine();
            await own.apply(own.model.index());
          }
          await own.settle(follower);
          expect([...(await own.faults()), ...(await own.alertFaults())]).toEqual([]);
        } finally {
          await own.close();
        }
      }),
      { numRuns: runs, endOnFailure: true },
    );
  }, 600_000);
});
