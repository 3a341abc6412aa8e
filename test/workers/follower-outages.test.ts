/** The follower when what it stands on goes, comes back or is not what it should be, and when it dies itself. Each case ends with the invariants. */
import { describe, expect, it } from "vitest";
import { LOCKS } from "../../api/db/locks.ts";
import { A, B, followerSuite, of, REGISTER, stake } from "../support/follower-suite.ts";
import { until } from "../support/follower-world.ts";

const suite = followerSuite();

describe("what it stands on", () => {
  it("waits for the indexer's views, and follows them to another deployment without telling anything again", async () => {
    const follower = suite.world.follower();
    expect(await follower.pass()).toEqual({ role: "FAILED", error: "INDEXER_NOT_READY" });
    expect(await follower.pass()).toEqual({ role: "FAILED", error: "INDEXER_NOT_READY" });
    expect(suite.world.logs.filter((line) => line.code !== undefined)).toHaveLength(1);
    await suite.world.live();
    await suite.block(...of(A, REGISTER));
    await suite.block(...of(A, stake(5n)));
    await suite.world.apply(suite.world.model.finalize(1));
    await suite.world.settle(follower);
    expect(follower.state()).toMatchObject({ leading: true, error: null, lastPassAt: suite.world.now });

    // A reindex that knows nothing as final yet: it starts from the same chain.
    const old = suite.world.indexer;
    suite.world.addIndexer("deployment_2");
    await suite.world.indexer.deploy();
    await suite.world.indexer.publish();
    await suite.world.settle(follower);
    suite.world.model.finalized = 0;
    await suite.world.apply(suite.world.model.crash(0));
    await suite.world.settle(follower);
    await suite.world.apply(suite.world.model.index());
    await suite.world.settle(follower);
    expect(await suite.world.counts()).toEqual({ PENDING: 1, FINALIZED: 1 });
    await old.drop();
    await suite.world.apply(suite.world.model.finalize(0));
    await suite.world.settle(follower);
    expect(await suite.world.counts()).toEqual({ PENDING: 1, FINALIZED: 2 });
    expect(await suite.world.faults()).toEqual([]);

    await suite.world.indexer.drop();
    expect(await follower.pass()).toEqual({ role: "FAILED", error: "INDEXER_NOT_READY" });
    expect(await suite.world.counts()).toEqual({ PENDING: 1, FINALIZED: 2 });
  });

  it("does nothing for another registry until the right one is there", async () => {
    const wrong = suite.world.addIndexer("wrong", "0x00000000000000000000000000000000000000ee");
    await wrong.deploy();
    await wrong.publish();
    await suite.block(...of(A, REGISTER));
    const follower = suite.world.follower();
    expect(await follower.pass()).toEqual({ role: "FAILED", error: "WRONG_REGISTRY" });
    expect(suite.world.logs.at(-1)).toMatchObject({ level: 50, code: "WRONG_REGISTRY" });
    expect(await suite.world.counts()).toEqual({});
    const { indexed } = suite.world.model;
    suite.world.addIndexer("right");
    await suite.world.indexer.deploy();
    await suite.world.indexer.publish();
    await suite.world.apply([{ type: "LIVE" }, ...indexed.map((mined) => ({ type: "BLOCK" as const, block: mined }))]);
    await suite.world.settle(follower);
    expect(await suite.world.faults()).toEqual([]);
  });

  it("refuses to mix in the history of a chain that was started afresh", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER));
    await suite.world.apply(suite.world.model.finalize(0));
    await suite.world.settle(follower);
    await suite.world.pool.query("update deployment_1.event set block_hash = '0x0bad'");
    expect(await follower.pass()).toEqual({ role: "FAILED", error: "FINAL_HISTORY_CHANGED" });
    await suite.world.pool.query("update deployment_1.event set block_hash = $1", [suite.world.model.indexed[0]?.hash]);
    await suite.world.settle(follower);
    expect(await suite.world.faults()).toEqual([]);
  });

  it("waits while the indexer holds its tables", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER));
    const holder = await suite.world.pool.connect();
    await holder.query("begin; lock table deployment_1.event in access exclusive mode");
    expect(await follower.pass()).toEqual({ role: "FAILED", error: "INDEXER_BUSY" });
    expect(follower.state()).toMatchObject({ leading: true, error: "INDEXER_BUSY" });
    await holder.query("rollback");
    holder.release();
    await suite.world.settle(follower);
    expect(follower.state().error).toBeNull();
    expect(await suite.world.faults()).toEqual([]);
  });

  it("says that migrations are missing", async () => {
    await suite.world.live();
    await suite.world.pool.query("alter schema din_api rename to elsewhere");
    expect(await suite.world.follower().pass()).toEqual({ role: "FAILED", error: "NOT_MIGRATED" });
    await suite.world.pool.query("alter schema elsewhere rename to din_api");
  });

  it("outlives the database", async () => {
    await suite.world.live();
    await suite.block(...of(A, REGISTER));
    const follower = suite.world.follower();
    follower.start();
    await until(async () => (await suite.world.counts()).PENDING === 1);
    await suite.postgres.stop();
    await until(() => follower.state().error === "DATABASE_UNREACHABLE");
    expect(follower.state().leading).toBe(false);
    await suite.postgres.start();
    await until(() => follower.state().leading);
    await suite.block(...of(A, stake(1n)));
    await until(async () => (await suite.world.faults()).length === 0);
  });
});

describe("leading", () => {
  const follow =
    "select pid from pg_stat_activity where application_name = 'din-follower' and datname = current_database()";

  it("is for one; another takes over when the leader's connection dies", async () => {
    await suite.world.live();
    const first = suite.world.follower();
    const second = suite.world.follower();
    await suite.block(...of(A, REGISTER));
    await suite.world.settle(first);
    expect(await second.pass()).toEqual({ role: "STANDBY" });
    expect([first.state().leading, second.state().leading]).toEqual([true, false]);

    await suite.world.pool.query(
      `select pg_terminate_backend(objid_holder) from (
      select pid as objid_holder from pg_locks where locktype = 'advisory' and granted and objid = $1) as held`,
      [LOCKS.follower],
    );
    await until(() => !first.state().leading);
    await until(async () => (await second.pass()).role === "LEADER");
    expect(await first.pass()).toEqual({ role: "STANDBY" });
    await suite.block(...of(A, stake(1n)));
    await suite.world.settle(second);
    expect(await suite.world.faults()).toEqual([]);
  });

  it("dies with its connection in the middle of a pass and leaves nothing half done", async () => {
    await suite.world.live();
    const first = suite.world.follower();
    await suite.block(...of(A, REGISTER));
    await suite.world.settle(first);
    await suite.block(...of(A, stake(5n)), ...of(B, REGISTER));
    await suite.world.apply(suite.world.model.finalize(1));

    // The pass stops where it tells; by then it has begun its transaction.
    const holder = await suite.world.pool.connect();
    await holder.query("select pg_advisory_lock($1)", [LOCKS.outbox]);
    const dying = first.pass();
    const waiting = `${follow} and wait_event_type = 'Lock'`;
    await until(async () => (await suite.world.pool.query(waiting)).rows.length === 1);
    await suite.world.pool.query(`select pg_terminate_backend(pid) from (${waiting}) as stuck`);
    expect(await dying).toEqual({ role: "FAILED", error: "DATABASE_UNREACHABLE" });
    expect(first.state().leading).toBe(false);
    expect(await suite.world.counts()).toEqual({ PENDING: 1 });
    await holder.query("select pg_advisory_unlock($1)", [LOCKS.outbox]);
    holder.release();

    await suite.world.settle(suite.world.follower());
    expect(await suite.world.counts()).toEqual({ PENDING: 3, FINALIZED: 1 });
    expect(await suite.world.faults()).toEqual([]);
  });

  it("stops soon, even in the middle of a pass, and lets another lead", async () => {
    await suite.world.live();
    const first = suite.world.follower();
    await suite.block(...of(A, REGISTER));
    const holder = await suite.world.pool.connect();
    await holder.query("select pg_advisory_lock($1)", [LOCKS.outbox]);
    first.start();
    await until(async () => (await suite.world.pool.query(`${follow} and wait_event_type = 'Lock'`)).rows.length === 1);
    const before = performance.now();
    await first.stop();
    // It cuts the connection after less than a second; the rest is for a machine that has no time.
    expect(performance.now() - before).toBeLessThan(10_000);
    expect(first.state().leading).toBe(false);
    await holder.query("select pg_advisory_unlock($1)", [LOCKS.outbox]);
    holder.release();
    const second = suite.world.follower();
    await until(async () => (await second.pass()).role === "LEADER");
    await suite.world.settle(second);
    expect(await suite.world.counts()).toEqual({ PENDING: 1 });
    expect(await suite.world.faults()).toEqual([]);
  });
});
