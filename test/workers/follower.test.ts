/** The follower over a real Postgres, with an indexer that makes Ponder's transactions. Each case ends with the invariants. */
import { describe, expect, it } from "vitest";
import { A, B, followerSuite, of, REGISTER, stake } from "../support/follower-suite.ts";

const suite = followerSuite();

describe("telling", () => {
  it("tells an event as pending once, and as final once", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER, stake(12n)));
    await suite.world.settle(follower);
    expect(await suite.world.counts()).toEqual({ PENDING: 2 });
    expect(await suite.world.faults()).toEqual([]);

    await suite.block();
    await suite.world.apply(suite.world.model.finalize(1));
    await suite.world.settle(follower);
    await suite.world.settle(follower);
    expect(await suite.world.counts()).toEqual({ PENDING: 2, FINALIZED: 2 });
    expect(await suite.world.faults()).toEqual([]);
  });

  it("tells a backfill in batches, in the order of the chain, as final only", async () => {
    await suite.world.indexer.deploy();
    for (let i = 0; i < 12; i++) suite.world.model.mine(of(i % 2 === 0 ? A : B, REGISTER, stake(1n)));
    await suite.world.apply(suite.world.model.crash(12));
    await suite.world.indexer.publish();
    const follower = suite.world.follower({ finalBatch: 5, sortBatch: 1 });
    await suite.world.settle(follower);
    const outbox = await suite.world.outbox();
    expect(outbox).toHaveLength(24);
    expect(outbox.map((row) => row.eventId)).toEqual(outbox.map((row) => row.eventId).sort());
    expect(await suite.world.counts()).toEqual({ FINALIZED: 24 });
    expect(await suite.world.faults()).toEqual([]);
  });

  it("tells enough to speak of the event when its row is gone", async () => {
    await suite.world.live();
    await suite.block(...of(A, { kind: "SLASH", units: 0n, until: 0 }));
    await suite.world.settle(suite.world.follower());
    const { rows } = await suite.world.pool.query("select operator, block_number, payload from din_api.outbox");
    expect(rows).toEqual([
      {
        operator: A,
        block_number: "1",
        payload: {
          name: "SLASH",
          seq: null,
          subject: "7",
          blockTime: 1_700_000_012,
          transactionHash: suite.world.model.indexed[0]?.hash,
          logIndex: 0,
        },
      },
    ]);
  });
});

describe("what was assessed", () => {
  it("is settled once the slash for it is final, and not before", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER, stake(12n)));
    await suite.block(...of(A, { kind: "SLASH_STEP", name: "SlashProposed", id: 7n }));
    const { rows } = await suite.world.pool.query<{ key: string }>("select incident_key as key from slash");
    await suite.world.pool.query(
      `insert into din_api.violation_slice (violation_id, slice, operator, start_at, end_at, final, charged, charged_bps,
         bps, severity, confidence, stake_value, amount, incident_key, evidence_hash, dossier, assessed_at)
       select '0x', n, $1, 0, 60, true, 1, 100, 100, 'LOW', 'HIGH', 1, 1, case n when 1 then $2 else 'another' end, n::text, '', 0
       from generate_series(1, 2) as n`,
      [A, rows[0]?.key],
    );
    const settled = async () =>
      (await suite.world.pool.query("select slice from din_api.violation_slice where settled")).rows;
    await suite.world.settle(follower);
    expect(await settled()).toEqual([]);

    await suite.block();
    await suite.world.apply(suite.world.model.finalize(1));
    await suite.world.settle(follower);
    expect(await settled()).toEqual([{ slice: 1 }]);
    expect(await suite.world.faults()).toEqual([]);
  });
});

describe("reorgs", () => {
  it("says nothing while a reorg is half done, then retracts what went and tells what came", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER));
    await suite.block(...of(A, stake(5n)));
    await suite.block(...of(B, REGISTER));
    await suite.world.settle(follower);

    await suite.world.apply(suite.world.model.reorg(2, [of(A, stake(50n)), []]));
    await suite.world.settle(follower);
    expect(await suite.world.counts()).toEqual({ PENDING: 3 });

    await suite.world.apply(suite.world.model.index());
    await suite.world.settle(follower);
    expect(await suite.world.counts()).toEqual({ PENDING: 4, RETRACTED: 1 });
    // B's event is missing, and the checkpoint is what it was: one more block proves that it is gone.
    await suite.block();
    await suite.world.settle(follower);
    expect(await suite.world.counts()).toEqual({ PENDING: 4, RETRACTED: 2 });
    expect(await suite.statusOf(B)).toBeUndefined();
    expect(await suite.world.faults()).toEqual([]);
  });

  it("retracts on a chain that got shorter, once it has grown past the event again", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    for (let i = 0; i < 4; i++) await suite.block(...of(A, REGISTER, stake(1n)));
    await suite.world.settle(follower);
    await suite.world.apply(suite.world.model.reorg(3, [[]]));
    await suite.world.settle(follower);
    await suite.world.apply(suite.world.model.index());
    await suite.world.settle(follower);
    expect(await suite.world.counts()).toEqual({ PENDING: 8, RETRACTED: 2 });
    for (let i = 0; i < 3; i++) {
      await suite.block();
      await suite.world.settle(follower);
    }
    expect(await suite.world.counts()).toEqual({ PENDING: 8, RETRACTED: 6 });
    expect(await suite.world.faults()).toEqual([]);
  });

  it("tells nothing when the same blocks are replayed, though reverts went by unseen", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER));
    await suite.block(...of(A, stake(5n)));
    await suite.world.settle(follower);
    await suite.world.apply(suite.world.model.stale(2));
    await suite.world.settle(follower);
    // All of the replay, another block, and the next revert between two passes: the checkpoint has moved, and lies.
    await suite.block();
    await suite.world.apply(suite.world.model.stale(3));
    await suite.world.settle(follower);
    expect(await suite.world.counts()).toEqual({ PENDING: 2 });
    await suite.world.apply(suite.world.model.index());
    await suite.world.settle(follower);
    expect(await suite.world.counts()).toEqual({ PENDING: 2 });
    expect(await suite.world.faults()).toEqual([]);
  });

  it("computes rows again that it computed while a reorg was half done", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER, stake(2n)));
    await suite.block(...of(A, { kind: "SLASH", units: 1n, until: suite.world.now + 100 }));
    await suite.world.evaluate(A);
    await suite.world.settle(follower);
    expect(await suite.statusOf(A)).toBe("SLASHED");

    await suite.world.apply(suite.world.model.stale(1));
    // The row is due: it is computed from what the revert left, without the slash.
    suite.world.now += 50;
    await suite.world.pool.query("update din_api.operator_sort set next_due_at = $1", [suite.world.now]);
    await suite.world.settle(follower);
    expect(await suite.statusOf(A)).toBe("ACTIVE");

    await suite.world.apply(suite.world.model.index());
    await suite.world.settle(follower);
    expect(await suite.statusOf(A)).toBe("SLASHED");
    expect(await suite.world.counts()).toEqual({ PENDING: 3 });
    expect(await suite.world.faults()).toEqual([]);
  });

  it("computes no row from events that it has not remembered: a reorg could take them unseen", async () => {
    await suite.world.live();
    const follower = suite.world.follower({ finalBatch: 2 });
    await suite.block(...of(A, REGISTER, stake(1n)));
    await suite.block(...of(A, stake(1n)), ...of(B, REGISTER));
    await suite.world.apply(suite.world.model.finalize(1));
    expect(await follower.pass()).toMatchObject({ finalized: 2, caughtUp: false, recomputed: 0 });
    await suite.world.apply(suite.world.model.reorg(1, [[]]));
    await suite.world.apply(suite.world.model.index());
    await suite.world.settle(follower);
    expect(await suite.world.counts()).toEqual({ FINALIZED: 2 });
    expect(await suite.world.faults()).toEqual([]);
  });

  it("finalises an event that was missing and came back final", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER));
    await suite.block(...of(A, stake(5n)));
    await suite.world.settle(follower);
    // The indexer is killed; when it is back, the first block has become final.
    const [recover, ...rest] = suite.world.model.crash(1);
    if (recover === undefined) throw new Error("a crash is recovered from");
    await suite.world.apply([recover]);
    await suite.world.settle(follower);
    await suite.world.apply(rest);
    await suite.world.settle(follower);
    expect(await suite.world.counts()).toEqual({ PENDING: 2, FINALIZED: 1 });
    await suite.world.apply(suite.world.model.index());
    await suite.world.settle(follower);
    expect(await suite.world.counts()).toEqual({ PENDING: 2, FINALIZED: 1 });
    expect(await suite.world.faults()).toEqual([]);
  });

  it("retracts what the chain lost while the indexer was down", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER));
    await suite.block(...of(A, stake(5n)));
    await suite.world.settle(follower);
    suite.world.model.reorg(2, [of(B, REGISTER), [], []]);
    await suite.world.apply(suite.world.model.crash(2));
    await suite.world.settle(follower);
    await suite.world.apply(suite.world.model.index());
    await suite.world.settle(follower);
    expect(await suite.world.counts()).toEqual({ PENDING: 2, FINALIZED: 1, RETRACTED: 2 });
    expect(await suite.world.faults()).toEqual([]);
  });
});
