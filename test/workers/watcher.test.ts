/** Alerts that only time changes, over the indexer's tables as they come, go and are held. */
import { randomUUID } from "node:crypto";
import pino from "pino";
import { describe, expect, it } from "vitest";
import { createWatcher, type Watcher, type WatcherOptions } from "../../api/alerts/watcher.ts";
import { LOCKS, NODES_LOCK } from "../../api/db/locks.ts";
import type { KeeperProblem } from "../../api/domain/keeper.ts";
import { ETH, POLICY } from "../../api/domain/policy.ts";
import { reportKeeper } from "../../api/keeper/reports.ts";
import type { RequestEvent } from "../support/chain-events.ts";
import { CHAIN_ID, type Effect } from "../support/chain-model.ts";
import { A, B, followerSuite, of, REGISTER, stake } from "../support/follower-suite.ts";
import { until, VIEWS } from "../support/follower-world.ts";

const suite = followerSuite();
const DAY = POLICY.alerts.noticeIntervals * POLICY.time.intervalSeconds;

const asking = (name: RequestEvent, unlockAt: number, id = 3n): Effect => ({
  ...{ kind: "REQUEST_STEP", name, id, unlockAt },
});

function watcher(options: Partial<WatcherOptions> = {}, log = pino({ level: "silent" })): Watcher {
  return createWatcher({
    connectionString: suite.world.connectionString,
    viewsSchema: VIEWS,
    chainId: CHAIN_ID,
    policy: POLICY,
    // The model's chain stands still while the tests' clock goes on.
    maxLagSeconds: 100_000_000,
    now: () => suite.world.now,
    log,
    pollMs: 5,
    ...options,
  });
}

/** Looks until there is nothing left to do at once. */
async function look(of: Watcher): Promise<void> {
  for (;;) {
    const { more, error } = await of.pass();
    expect(error).toBeNull();
    if (!more) return;
  }
}

async function steps(kind: string): Promise<string[]> {
  const { rows } = await suite.world.pool.query<{ step: string }>(
    `select concat_ws(' ', alert->>'subject', type) as step from din_api.alert_event
     where alert->>'kind' = $1 order by id`,
    [kind],
  );
  return rows.map(({ step }) => step);
}

/** A keeper's report, as the API takes it. */
function say(id: string, active: boolean, ...problems: KeeperProblem[]): Promise<void> {
  const reporting = { pool: suite.world.pool, by: "a key", now: suite.world.now };
  return reportKeeper(reporting, { id, active, accounts: [], problems });
}

describe("the watcher", () => {
  it("resolves what merely happened after a day without news, and leaves what still holds", async () => {
    await suite.world.live();
    await suite.block(
      ...of(A, REGISTER, { kind: "SLASH_STEP", name: "SlashProposed", id: 1n }),
      ...of(
        B,
        { kind: "SLASH_STEP", name: "SlashProposed", id: 2n },
        { kind: "SLASH_STEP", name: "SlashExecuted", id: 2n },
      ),
    );
    await suite.world.settle(suite.world.follower());
    const own = watcher({ batch: 1 });
    suite.world.now += DAY - 1;
    await look(own);
    expect(await steps("SLASH_EXECUTED")).toEqual(["2 FIRED"]);
    suite.world.now += 1;
    await look(own);
    await look(own);
    expect(await steps("SLASH_EXECUTED")).toEqual(["2 FIRED", "2 RESOLVED"]);
    expect(await steps("SLASH_PROPOSED")).toEqual(["1 FIRED"]);
    await own.stop();
  });

  it("resolves a pause when it lapses", async () => {
    await suite.world.live();
    await suite.block({ operator: null, effect: { kind: "PAUSE", mask: 4, expiresAt: suite.world.now + 100 } });
    await suite.world.settle(suite.world.follower());
    const own = watcher();
    suite.world.now += 99;
    await look(own);
    expect(await steps("REGISTRY_PAUSED")).toEqual(["FIRED"]);
    suite.world.now += 1;
    await look(own);
    expect(await steps("REGISTRY_PAUSED")).toEqual(["FIRED", "RESOLVED"]);
    await own.stop();
  });

  it("lets other nodes take over when one falls silent, whoever else is at it, and tells each once", async () => {
    const { world } = suite;
    await world.live();
    const DEAD = POLICY.failover.deadIntervals * POLICY.time.intervalSeconds;
    const nodes = ["a", "b"].map((id, priority) => ({ id, service: "rpc", region: "eu", priority }));
    const operators = [`0x${"a1".repeat(20)}`, `0x${"b2".repeat(20)}`, `0x${"c3".repeat(20)}`];
    for (const operator of operators) {
      await world.pool.query(
        `insert into din_api.operator_profile (operator, revision, profile, deadline, digest, signature, set_at)
         values ($1, 1, $2, 0, $1, '0x', 0)`,
        [operator, JSON.stringify({ name: "Acme", regions: ["eu"], endpoints: [], software: [], nodes })],
      );
      await world.pool.query(
        `insert into din_api.heartbeat (operator, service, region, node, at, since)
         values ($1, 'rpc', 'eu', 'a', $2, $2), ($1, 'rpc', 'eu', 'b', $3, $2)`,
        [operator, world.now, world.now + 10],
      );
      await world.pool.query(
        `insert into din_api.failover (operator, service, region, node, first_node, since, next_due_at)
         values ($1, 'rpc', 'eu', 'a', 'a', $2, $3)`,
        [operator, world.now, world.now + DEAD + 1],
      );
    }
    const watchers = [watcher({ batch: 2 }), watcher({ batch: 2 })];
    world.now += DEAD;
    await Promise.all(watchers.map(look));
    expect(await steps("BACKUP_FAILOVER")).toEqual([]);
    world.now += 1;
    // Of one that somebody else is at nothing is told, until that is over.
    const client = await world.pool.connect();
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1, hashtext($2))", [NODES_LOCK, operators[0]]);
    for (let n = 0; n < 3; n += 1) await Promise.all(watchers.map((one) => one.pass()));
    expect(await steps("BACKUP_FAILOVER")).toEqual(["rpc/eu FIRED", "rpc/eu FIRED"]);
    await client.query("rollback");
    client.release();
    await Promise.all(watchers.map(look));
    expect(await steps("BACKUP_FAILOVER")).toHaveLength(3);
    world.now += 10;
    await Promise.all(watchers.map(look));
    // And nobody lives.
    const { rows } = await world.pool.query(
      "select operator, array_agg(coalesce(to_node, '-') order by id) as turns from din_api.failover_event group by 1 order by 1",
    );
    expect(rows).toEqual(operators.map((operator) => ({ operator, turns: ["b", "-"] })));
    expect(await steps("BACKUP_FAILOVER")).toHaveLength(6);
    await Promise.all(watchers.map((one) => one.stop()));
  });

  it("tells each request once when it can be claimed, until it is", async () => {
    await suite.world.live();
    const follower = suite.world.follower();
    const { now } = suite.world;
    const own = watcher({ batch: 1 });
    await look(own);
    await suite.block(
      ...of(A, REGISTER, asking("UnstakeRequested", now + 50)),
      ...of(B, REGISTER, asking("UnstakeRequested", now - 50, 4n), asking("UnstakeRequested", now - 40, 5n)),
    );
    await suite.world.settle(follower);
    await look(own);
    expect(await steps("UNSTAKE_CLAIMABLE")).toEqual(["4 FIRED", "5 FIRED"]);
    suite.world.now = now + 50;
    await look(own);
    expect(await steps("UNSTAKE_CLAIMABLE")).toHaveLength(2);
    suite.world.now = now + 51;
    await look(own);
    expect((await steps("UNSTAKE_CLAIMABLE")).slice(2)).toEqual(["3 FIRED"]);
    await suite.world.pool.query(
      "update din_api.alert set state = 'RESOLVED', closed_at = 1, closed_by = 'me' where subject = '5' and kind ~ 'CLAIM'",
    );
    await suite.block(...of(A, asking("UnstakeClaimed", 0)), ...of(B, asking("UnstakeCancelled", 0, 4n)));
    await suite.world.settle(follower);
    await look(own);
    expect((await steps("UNSTAKE_CLAIMABLE")).slice(3).sort()).toEqual(["3 RESOLVED", "4 RESOLVED"]);

    // Half undone, they are open and unlocked for a moment.
    await suite.world.apply(suite.world.model.stale(1));
    const other = watcher();
    await look(other);
    await other.stop();
    await suite.world.settle(follower);
    await look(own);
    await suite.world.apply(suite.world.model.index());
    await suite.world.settle(follower);
    await look(own);
    expect(await steps("UNSTAKE_CLAIMABLE")).toHaveLength(5);
    // Now they are.
    await suite.world.apply(suite.world.model.reorg(1, [[], of(A, stake(1n))]));
    await suite.world.apply(suite.world.model.index());
    await suite.world.settle(follower);
    await look(own);
    expect((await steps("UNSTAKE_CLAIMABLE")).slice(5).sort()).toEqual(["3 FIRED", "4 FIRED"]);
    await own.stop();
  });

  it("tells that the mirror lags, as /ready sees it, and resolves under half of that", async () => {
    await suite.world.live();
    await suite.block(...of(A, REGISTER));
    const time = suite.world.model.indexed[0]?.time ?? 0;
    const own = watcher({ maxLagSeconds: 60 });
    const at = async (lag: number) => {
      suite.world.now = time + lag;
      await look(own);
      return (await steps("INDEXER_LAGGING")).length;
    };
    expect([await at(60), await at(61), await at(500), await at(30), await at(29)]).toEqual([0, 1, 1, 1, 2]);
    // Resolved by hand while it holds, it does not come back until the mirror has moved.
    expect(await at(61)).toBe(3);
    await suite.world.pool.query(
      "update din_api.alert set state = 'RESOLVED', closed_at = $1, closed_by = 'me' where closed_at is null",
      [suite.world.now + 5],
    );
    expect(await at(100)).toBe(3);
    await suite.block();
    expect(await at(12 + 60)).toBe(3);
    expect(await at(12 + 61)).toBe(4);
    await own.stop();
  });

  it("tells that the rate is old only while somebody holds wstETH", async () => {
    await suite.world.live();
    await suite.block(...of(A, REGISTER));
    const own = watcher();
    const set = (text: string, value: unknown) => suite.world.pool.query(`update deployment_1.${text}`, [value]);
    await set("asset_rate set rate_updated_at = $1", suite.world.now - POLICY.alerts.rateStaleSeconds);
    await look(own);
    expect(await steps("RATE_STALE")).toEqual([]);
    await set("operator set wsteth_unbonding = $1", ETH.toString());
    await look(own);
    await look(own);
    expect(await steps("RATE_STALE")).toEqual(["FIRED"]);
    await set("asset_rate set rate_updated_at = $1", suite.world.now - POLICY.alerts.rateFreshSeconds);
    await look(own);
    expect(await steps("RATE_STALE")).toEqual(["FIRED"]);
    await set("asset_rate set rate_updated_at = $1", suite.world.now - POLICY.alerts.rateFreshSeconds + 1);
    await look(own);
    expect(await steps("RATE_STALE")).toEqual(["FIRED", "RESOLVED"]);
    await own.stop();
  });

  it("misses keepers once nobody acts, until one does again", async () => {
    await suite.world.live();
    const own = watcher();
    const start = suite.world.now;
    const at = async (seconds: number) => {
      suite.world.now = start + seconds;
      await look(own);
      return steps("KEEPER_FAILING");
    };
    const [fired, resolved] = ["SILENT FIRED", "SILENT RESOLVED"];
    expect(await at(1_000)).toEqual([]);
    await say("k-1", true);
    await say("k-2", false);
    expect(await at(1_120)).toEqual([]);
    // Who stands by is not who acts, be it ever so new.
    await say("k-2", false);
    await say("k-3", false);
    expect(await at(1_121)).toEqual([fired]);
    await say("k-4", false);
    expect(await at(1_130)).toEqual([fired]);
    await say("k-2", true);
    expect(await at(1_131)).toEqual([fired, resolved]);
    // It went back to stand by, and nobody took over.
    await say("k-2", false);
    expect(await at(1_251)).toEqual([fired, resolved, fired]);
    await suite.world.pool.query(
      "update din_api.alert set state = 'RESOLVED', closed_at = $1, closed_by = 'me' where closed_at is null",
      [suite.world.now],
    );
    expect(await at(5_000)).toHaveLength(3);
    await own.stop();
  });

  it("resolves what a keeper complained of when it has said nothing for a day, unless it is back just now", async () => {
    await suite.world.live();
    const own = watcher({ batch: 1 });
    const poor: KeeperProblem = { code: "OUT_OF_FUNDS", role: null, message: "nothing left" };
    const taken: KeeperProblem = { code: "NONCE_TAKEN", role: "MONITOR", message: "somebody else's" };
    await say("k-1", true, poor, taken);
    await say("k-2", false, poor);
    const told = async () => (await steps("KEEPER_FAILING")).filter((step) => !step.startsWith("SILENT"));
    const begun = ["k-1/OUT_OF_FUNDS FIRED", "k-1/NONCE_TAKEN FIRED", "k-2/OUT_OF_FUNDS FIRED"];
    suite.world.now += 86_400;
    await look(own);
    expect(await told()).toEqual(begun);
    suite.world.now += 1;
    // The watcher finds both gone, and waits for the one that is about to say so again.
    const back = await suite.world.pool.connect();
    await back.query("begin");
    await back.query("update din_api.keeper_report set at = $1 where id = 'k-2'", [suite.world.now]);
    const looking = look(own);
    await until(async () => {
      const { rows } = await suite.world.pool.query(
        "select from pg_stat_activity where application_name = 'din-watcher' and wait_event_type = 'Lock'",
      );
      return rows.length > 0;
    });
    await back.query("commit");
    back.release();
    await looking;
    const over = ["k-1/OUT_OF_FUNDS RESOLVED", "k-1/NONCE_TAKEN RESOLVED"];
    expect((await told()).toSorted()).toEqual([...begun, ...over].toSorted());
    await say("k-1", true, poor);
    expect(await told()).toEqual([...begun, expect.stringContaining("k-1"), expect.stringContaining("k-1"), begun[0]]);
    await own.stop();
  });

  it("leaves it to the one that is at it", async () => {
    await suite.world.live();
    const other = await suite.world.pool.connect();
    await other.query("begin");
    await other.query("select pg_advisory_xact_lock($1)", [LOCKS.alertWatch]);
    const own = watcher();
    expect(await own.pass()).toEqual({ looked: false, more: false, error: null });
    await other.query("rollback");
    other.release();
    expect(await own.pass()).toEqual({ looked: true, more: false, error: null });
    await own.stop();
  });

  it("looks at notices though the indexer has no tables, holds them, or is gone, and says nothing of it", async () => {
    const logs: { level: number }[] = [];
    const own = watcher({}, pino({ level: "info" }, { write: (line: string) => void logs.push(JSON.parse(line)) }));
    let told = 0;
    const notice = async () => {
      told += 1;
      await suite.world.pool.query(
        `insert into din_api.alert (correlation_id, kind, severity, state, message, details, opened_at, changed_at)
         values ($1, 'STATUS_CHANGED', 'INFO', 'FIRING', '', '{}', 0, 0)`,
        [randomUUID()],
      );
      const { error } = await own.pass();
      expect(await steps("STATUS_CHANGED")).toHaveLength(told);
      return error === null ? "looked" : "waits";
    };
    expect(await notice()).toBe("waits");
    await suite.world.live();
    expect(await notice()).toBe("looked");
    const holder = await suite.world.pool.connect();
    await holder.query("begin; lock table deployment_1.unstake_request in access exclusive mode");
    expect(await notice()).toBe("waits");
    await holder.query("rollback");
    holder.release();
    expect(await notice()).toBe("looked");
    await suite.world.indexer.drop();
    expect(await notice()).toBe("waits");
    expect(logs.filter(({ level }) => level > 30)).toEqual([]);
    await own.stop();
  });

  it("outlives the database, and stops in the middle of a look", async () => {
    await suite.world.live();
    const own = watcher();
    own.start();
    await until(async () => (await own.pass()).looked);
    await suite.postgres.stop();
    await until(async () => (await own.pass()).error !== null);
    await suite.postgres.start();
    await until(async () => (await own.pass()).looked);
    const holder = await suite.world.pool.connect();
    await holder.query("begin; lock table deployment_1.event in access exclusive mode");
    await until(async () => {
      const { rows } = await suite.world.pool.query(
        "select from pg_stat_activity where application_name = 'din-watcher' and wait_event_type = 'Lock'",
      );
      return rows.length > 0;
    });
    await own.stop();
    await holder.query("rollback");
    holder.release();
    await until(async () => {
      const { rows } = await suite.world.pool.query(
        "select from pg_stat_activity where application_name = 'din-watcher' and datname = current_database()",
      );
      return rows.length === 0;
    });
  });
});
