/** Alerts of the chain: told with the events behind them, taken back with them, and never of what is long past. */
import { describe, expect, it } from "vitest";
import { silenceAlerts } from "../../api/alerts/silences.ts";
import type { Follower } from "../../api/chain/follower.ts";
import { LOCKS } from "../../api/db/locks.ts";
import { ETH } from "../../api/domain/policy.ts";
import type { RequestEvent, SlashEvent } from "../support/chain-events.ts";
import type { Effect } from "../support/chain-model.ts";
import { A, B, followerSuite, of, REGISTER, stake } from "../support/follower-suite.ts";
import { until } from "../support/follower-world.ts";

const suite = followerSuite();

const slashing = (name: SlashEvent, bps = 500): Effect => ({ kind: "SLASH_STEP", name, id: 7n, bps });
const asking = (name: RequestEvent, id = 3n): Effect => ({ kind: "REQUEST_STEP", name, id });

/** The log, as kind, step and finality. */
async function steps(kinds = "."): Promise<string[]> {
  const { rows } = await suite.world.pool.query<{ step: string }>(
    `select concat_ws(' ', alert->>'kind', type, alert->>'finality') as step from din_api.alert_event
     where alert->>'kind' ~ $1 order by id`,
    [kinds],
  );
  return rows.map(({ step }) => step);
}

async function quiet(blocks = 1): Promise<void> {
  for (let i = 0; i < blocks; i++) await suite.block();
}

/** The last block is replaced by empty ones, until the follower knows that its events are gone. */
async function undo(follower: Follower): Promise<void> {
  await suite.world.apply(suite.world.model.reorg(1, [[], []]));
  await suite.world.apply(suite.world.model.index());
  await suite.world.settle(follower);
  await quiet();
  await suite.world.settle(follower);
}

describe("a slash", () => {
  it("is told as pending, then as final, and what it says is what the chain says", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER, stake(12n)));
    await suite.block(...of(A, slashing("SlashProposed", 2_000)));
    await suite.world.settle(follower);
    expect(await steps("SLASH")).toEqual(["SLASH_PROPOSED FIRED PENDING"]);
    const { rows } = await suite.world.pool.query(
      "select severity, operator, subject, message, details from din_api.alert",
    );
    const block = suite.world.model.indexed[1];
    expect(rows).toEqual([
      {
        severity: "CRITICAL",
        operator: A,
        subject: "7",
        message: "A slash of 20 % for DOWNTIME was proposed: down for an hour",
        details: {
          ...{ violationType: "DOWNTIME", bps: 2_000, value: ETH.toString(), reason: "down for an hour" },
          proposer: "0x00000000000000000000000000000000000000aa",
          disputeUntil: (block?.time ?? 0) + 100,
          transactionHash: block?.hash,
        },
      },
    ]);
    await quiet();
    await suite.world.apply(suite.world.model.finalize(1));
    await suite.world.settle(follower);
    await suite.world.settle(follower);
    expect(await steps("SLASH")).toEqual(["SLASH_PROPOSED FIRED PENDING", "SLASH_PROPOSED FINALIZED FINALIZED"]);
    expect(await suite.world.faults()).toEqual([]);
  });

  it("is taken back when its block is replaced, and told anew on another block", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER, stake(12n)));
    await suite.block(...of(A, slashing("SlashProposed")));
    await suite.world.settle(follower);
    await suite.world.apply(suite.world.model.reorg(1, [[], of(A, slashing("SlashProposed"))]));
    await suite.world.settle(follower);
    expect(await steps("SLASH")).toEqual(["SLASH_PROPOSED FIRED PENDING"]);
    await suite.world.apply(suite.world.model.index());
    await suite.world.settle(follower);
    expect((await steps("SLASH")).sort()).toEqual([
      "SLASH_PROPOSED FIRED PENDING",
      "SLASH_PROPOSED FIRED PENDING",
      "SLASH_PROPOSED RETRACTED PENDING",
    ]);
    await quiet();
    await suite.world.apply(suite.world.model.finalize(1));
    await suite.world.settle(follower);
    const { rows } = await suite.world.pool.query("select state, finality from din_api.alert order by id");
    expect(rows).toEqual([
      { state: "RETRACTED", finality: "PENDING" },
      { state: "FIRING", finality: "FINALIZED" },
    ]);
  });

  it("resolves with its end, and is open again when a reorg takes its end back", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER, stake(12n)));
    await suite.block(...of(A, slashing("SlashProposed")));
    await suite.block(...of(A, slashing("SlashDisputed")));
    await suite.world.settle(follower);
    await suite.block(...of(A, slashing("SlashExecuted"), slashing("SlashExecuted")));
    await suite.world.settle(follower);
    const executed = [
      "SLASH_PROPOSED FIRED PENDING",
      "SLASH_DISPUTED FIRED PENDING",
      "SLASH_PROPOSED RESOLVED PENDING",
      "SLASH_DISPUTED RESOLVED PENDING",
      // One, though there is an event for each asset.
      "SLASH_EXECUTED FIRED PENDING",
    ];
    expect(await steps("SLASH")).toEqual(executed);
    await undo(follower);
    expect(await steps("SLASH")).toEqual([
      ...executed,
      "SLASH_PROPOSED REOPENED PENDING",
      "SLASH_DISPUTED REOPENED PENDING",
      "SLASH_EXECUTED RETRACTED PENDING",
    ]);
    await suite.block(...of(A, slashing("SlashResolved")));
    await suite.world.settle(follower);
    expect((await steps("SLASH")).slice(8)).toEqual([
      "SLASH_PROPOSED RESOLVED PENDING",
      "SLASH_DISPUTED RESOLVED PENDING",
      "SLASH_CANCELLED FIRED PENDING",
    ]);
    await quiet();
    await suite.world.apply(suite.world.model.finalize(0));
    await suite.world.settle(follower);
    const { rows } = await suite.world.pool.query("select kind, state, finality from din_api.alert order by id");
    expect(rows).toEqual([
      { kind: "SLASH_PROPOSED", state: "RESOLVED", finality: "FINALIZED" },
      { kind: "SLASH_DISPUTED", state: "RESOLVED", finality: "FINALIZED" },
      { kind: "SLASH_EXECUTED", state: "RETRACTED", finality: "PENDING" },
      { kind: "SLASH_CANCELLED", state: "FIRING", finality: "FINALIZED" },
    ]);
  });

  it("says nothing while the same blocks are undone and replayed", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER, stake(12n)));
    await suite.world.settle(follower);
    await suite.block(...of(A, slashing("SlashProposed"), asking("UnstakeRequested"), stake(100n)));
    await suite.world.settle(follower);
    const before = await steps();
    for (let i = 0; i < 3; i++) {
      await suite.world.apply(suite.world.model.stale(1));
      // The evaluator has the row computed from what the revert left.
      await suite.world.evaluate(A);
      await suite.world.settle(follower);
      await suite.world.apply(suite.world.model.index());
      await suite.world.settle(follower);
    }
    expect((await steps()).filter((step) => !step.startsWith("STATUS"))).toEqual(before);
  });
});

describe("what is past", () => {
  it("is silent in a backfill, but for what still holds", async () => {
    await suite.world.indexer.deploy();
    const { model } = suite.world;
    model.mine(of(A, REGISTER, stake(12n), slashing("SlashProposed"), asking("UnstakeRequested")));
    model.mine(of(A, slashing("SlashExecuted")));
    model.mine(of(B, REGISTER, stake(2n), { kind: "SLASH_STEP", name: "SlashProposed", id: 8n }));
    model.mine([{ operator: null, effect: { kind: "PAUSE", mask: 4, expiresAt: 1_700_000_100 } }]);
    await suite.world.apply(model.crash(4));
    await suite.world.indexer.publish();
    suite.world.now += 100_000;
    await suite.world.settle(suite.world.follower({ finalBatch: 2, sortBatch: 1 }));
    expect(await steps()).toEqual(["SLASH_PROPOSED FIRED FINALIZED"]);
    const { rows } = await suite.world.pool.query("select operator, subject from din_api.alert");
    expect(rows).toEqual([{ operator: B, subject: "8" }]);
    expect(await suite.world.faults()).toEqual([]);
  });

  it("is told if it is of today", async () => {
    await suite.world.indexer.deploy();
    suite.world.model.mine(
      of(A, REGISTER, slashing("SlashProposed"), slashing("SlashExecuted"), asking("UnstakeRequested")),
    );
    await suite.world.apply(suite.world.model.crash(1));
    await suite.world.indexer.publish();
    await suite.world.settle(suite.world.follower());
    // Both are of one block: a proposal that has ended already is no alert of its own.
    expect(await steps()).toEqual(["SLASH_EXECUTED FIRED FINALIZED", "STAKE_DECREASED FIRED FINALIZED"]);
  });
});

describe("stake asked back and pauses", () => {
  it("resolves when a request is cancelled, not when it is claimed", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER, asking("UnstakeRequested")), ...of(B, asking("UnstakeRequested", 4n)));
    await suite.world.settle(follower);
    await suite.block(...of(A, asking("UnstakeCancelled")), ...of(B, asking("UnstakeClaimed", 4n)));
    await suite.world.settle(follower);
    const { rows } = await suite.world.pool.query("select operator, state from din_api.alert order by operator");
    expect(rows).toEqual([
      { operator: A, state: "RESOLVED" },
      { operator: B, state: "FIRING" },
    ]);
  });

  it("tells each pause until it is changed or lifted, and again if that is taken back", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    const pause = (mask: number): { operator: null; effect: Effect } => ({
      operator: null,
      effect: { kind: "PAUSE", mask, expiresAt: suite.world.now + 1_000 },
    });
    await suite.block(pause(4));
    await suite.world.settle(follower);
    await suite.block(pause(12));
    await suite.world.settle(follower);
    await suite.block(pause(0));
    await suite.world.settle(follower);
    const lifted = ["FIRED", "RESOLVED", "FIRED", "RESOLVED"].map((step) => `REGISTRY_PAUSED ${step} PENDING`);
    expect(await steps()).toEqual(lifted);
    await undo(follower);
    expect(await steps()).toEqual([...lifted, "REGISTRY_PAUSED REOPENED PENDING"]);
    const { rows } = await suite.world.pool.query("select message, details from din_api.alert where closed_at is null");
    expect(rows).toMatchObject([
      { message: "Paused in the registry: SLASHING, DISPUTES.", details: { paused: "SLASHING,DISPUTES" } },
    ]);
  });
});

describe("with others at work", () => {
  it("passes again when somebody acknowledges the alert meanwhile, and loses neither", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER, slashing("SlashProposed")));
    await suite.world.settle(follower);
    await suite.block(...of(A, slashing("SlashExecuted")));
    const other = await suite.world.pool.connect();
    await other.query(`begin; select pg_advisory_xact_lock(${LOCKS.alerts})`);
    const passing = follower.pass();
    await until(async () => {
      const { rows } = await suite.world.pool.query(
        "select from pg_stat_activity where application_name = 'din-follower' and wait_event_type = 'Lock' and datname = current_database()",
      );
      return rows.length === 1;
    });
    await other.query(
      "update din_api.alert set state = 'ACKNOWLEDGED', acknowledged_at = 1, acknowledged_by = 'me'; commit",
    );
    other.release();
    expect(await passing).toEqual({ role: "FAILED", error: "CONFLICT" });
    expect(await suite.world.counts()).toEqual({ PENDING: 2 });
    await suite.world.settle(follower);
    expect(follower.state().error).toBeNull();
    const { rows } = await suite.world.pool.query(
      `select kind, state, acknowledged_by as by from din_api.alert order by id`,
    );
    expect(rows).toEqual([
      { kind: "SLASH_PROPOSED", state: "RESOLVED", by: "me" },
      { kind: "SLASH_EXECUTED", state: "FIRING", by: null },
    ]);
    expect(await suite.world.faults()).toEqual([]);
  });

  it("records alerts while a silence waits for a table that a reorg holds", async () => {
    await suite.world.live();
    await suite.block(...of(A, REGISTER));
    const { pool, now } = suite.world;
    const reorg = await pool.connect();
    await reorg.query("begin; lock table deployment_1.operator in access exclusive mode");
    const request = { operator: A, kind: null, startAt: null, endAt: now + 100, reason: "planned" };
    const silenced = silenceAlerts(pool, request, "me", now);
    await until(async () => {
      const { rows } = await pool.query(
        "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      return rows.length === 1;
    });
    const { rows } = await pool.query("select pg_try_advisory_xact_lock($1) as free", [LOCKS.alerts]);
    await reorg.query("rollback");
    reorg.release();
    expect(rows).toEqual([{ free: true }]);
    expect(await silenced).toMatchObject({ operator: A });
  });

  it("tells an alert with its event or not at all, if it dies in between", async () => {
    await suite.world.live();
    const first = suite.world.follower();
    await suite.block(...of(A, REGISTER));
    await suite.world.settle(first);
    await suite.block(...of(A, slashing("SlashProposed")));
    const other = await suite.world.pool.connect();
    await other.query(`begin; select pg_advisory_xact_lock(${LOCKS.alerts})`);
    const dying = first.pass();
    const stuck = `select pid from pg_stat_activity where application_name = 'din-follower'
      and wait_event_type = 'Lock' and datname = current_database()`;
    await until(async () => (await suite.world.pool.query(stuck)).rows.length === 1);
    await suite.world.pool.query(`select pg_terminate_backend(pid) from (${stuck}) as stuck`);
    expect(await dying).toEqual({ role: "FAILED", error: "DATABASE_UNREACHABLE" });
    await other.query("rollback");
    other.release();
    expect([await suite.world.counts(), await steps()]).toEqual([{ PENDING: 1 }, []]);
    await suite.world.settle(suite.world.follower());
    expect([await suite.world.counts(), await steps()]).toEqual([{ PENDING: 2 }, ["SLASH_PROPOSED FIRED PENDING"]]);
  });

  it("does not bring back what was resolved by hand, until its cause is back", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    await suite.block(...of(A, REGISTER, slashing("SlashProposed")));
    await suite.world.settle(follower);
    await suite.world.pool.query("update din_api.alert set state = 'RESOLVED', closed_at = 1, closed_by = 'me'");
    await suite.block(...of(A, stake(1n)));
    await suite.world.apply(suite.world.model.finalize(0));
    await suite.world.settle(follower);
    expect(await steps("SLASH")).toEqual(["SLASH_PROPOSED FIRED PENDING", "SLASH_PROPOSED FINALIZED FINALIZED"]);
    const { rows } = await suite.world.pool.query("select state, closed_by from din_api.alert where kind ~ 'SLASH'");
    expect(rows).toEqual([{ state: "RESOLVED", closed_by: "me" }]);
  });
});
