/** Snapshots of the ranking as they are taken: of which moment, of whom, by whom, whole or not at all. */
import { describe, expect, test } from "vitest";
import { LOCKS } from "../../api/db/locks.ts";
import { POLICY, policyOf } from "../../api/domain/policy.ts";
import type { Ranker, RankPass } from "../../api/ranking/ranker.ts";
import { waitFor } from "../../devnet/wait.ts";
import { heard } from "../unit/domain/support/watching.ts";
import {
  AT,
  BEST,
  DAY,
  GONE,
  HOUR,
  HURT,
  LATER,
  MINUTE,
  rankedWorld,
  SCORED,
  TIED,
  TIED_TOO,
} from "./support/ranked-world.ts";
import {
  forgetRanking,
  rankAt,
  rankerOf,
  storedCheckpoints,
  storedMoments,
  storedStandings,
  toldOfReputations,
} from "./support/ranking.ts";
import { ETHER } from "./support/rows.ts";
import { tell, withClients } from "./support/stored-alerts.ts";
import { DEPLOYMENT, VIEWS } from "./support/template.ts";

const world = rankedWorld();
const rank = (now: number, policy = POLICY) => rankAt(world.database.url, now, policy);
const query = (text: string, values: unknown[] = []) => world.database.client.query(text, values);
const checkpoints = () => storedCheckpoints(world.database.client);
const alertEvents = () => toldOfReputations(world.database.client);

describe("a snapshot", () => {
  test("has all that are registered, as of the moment: by reputation, then by address, without who has left", async () => {
    const [disagreed = []] = heard({ operator: HURT, dissenters: [["own"], ["own"], ["own"]] });
    await tell(world.database.client, disagreed, AT + 1);
    expect(await rank(LATER)).toMatchObject({ role: "LEADER", taken: AT, error: null });
    const row = (operator: string, reputation: number, place: readonly [number, number] | null, level: number) => ({
      ...{ operator, reputation, level, status: expect.any(String), score: null },
      ...{ rank: place?.[0] ?? null, percentileBps: place?.[1] ?? null },
    });
    expect(await storedStandings(world.database.client)).toEqual([
      { ...row(BEST, 550, [1, 10_000], 500), score: 9_000 },
      // (70 + 24 x 50) / 25 = 50.8, and 25; its score is that of the hour.
      { ...row(SCORED, 533, [2, 7_500], 500), score: 7_000 },
      row(TIED, 525, [3, 5_000], 500),
      // 510 - 72 - 2
      row(HURT, 436, [5, 0], 250),
      { ...row(GONE, 500, null, 500), status: "EXITED" },
      row(TIED_TOO, 525, [4, 2_500], 500),
    ]);
    const { rows } = await query("select at::float8, policy_version, operators, ranked, medians from din_api.snapshot");
    expect(rows).toEqual([
      {
        ...{ at: AT, policy_version: POLICY.version, operators: 6, ranked: 5 },
        medians: {
          // 436 525 525 533 550; 7,000 9,000: the lower one; 1 10 10 10 100.
          ...{ reputation: 525, score: 7_000, stakeValue: String(10n * ETHER) },
          ...{ successPpm: null, p95Micros: null, uptimePpm: null },
        },
      },
    ]);
  });

  test("counts what came after the moment in the next one", async () => {
    await rank(LATER);
    await rank(LATER + HOUR);
    const hurt = (await storedStandings(world.database.client)).find(({ operator }) => operator === HURT);
    // 510 - 72 - 100 - 40 - 40, each an hour old: two slashes, and each violation was found to be CRITICAL.
    expect(hurt?.reputation).toBe(258);
  });

  test("is of the newest moment alone, once each, by whoever comes first", async () => {
    expect(await rank(LATER)).toMatchObject({ taken: AT });
    expect(await rank(LATER + 1)).toMatchObject({ taken: null });
    expect(await rank(LATER + 5 * HOUR)).toMatchObject({ taken: AT + 5 * HOUR });
    // A clock that is behind.
    expect(await rank(LATER + 3 * HOUR)).toMatchObject({ taken: null });
    expect(await storedMoments(world.database.client)).toEqual([AT, AT + 5 * HOUR]);
  });

  test("is taken by the leader; another one leads when that ends", async () => {
    const [one, other] = [rankerOf(world.database.url, () => LATER), rankerOf(world.database.url, () => LATER + HOUR)];
    expect(await one.pass()).toMatchObject({ role: "LEADER", taken: AT });
    expect(await other.pass()).toMatchObject({ role: "STANDBY", taken: null });
    await one.stop();
    await waitFor(async () => (await other.pass()).taken === AT + HOUR, { what: "the other one", timeoutMs: 10_000 });
    await other.stop();
  });

  test("of a network without operators is empty", async () => {
    await query("create table din_api.put_aside as table din_api.operator_sort");
    await query("delete from din_api.operator_sort");
    expect(await rank(LATER)).toMatchObject({ taken: AT, error: null });
    await query("insert into din_api.operator_sort select * from din_api.put_aside");
    await query("drop table din_api.put_aside");
    const { rows } = await query("select operators, ranked, medians->'reputation' as median from din_api.snapshot");
    expect(rows).toEqual([{ operators: 0, ranked: 0, median: null }]);
  });

  test("in fast motion is of each minute", async () => {
    const fast = policyOf("devnet");
    expect(await rank(AT + 59, fast)).toMatchObject({ taken: AT });
    expect(await rank(AT + 61, fast)).toMatchObject({ taken: AT + MINUTE });
    // Its day is 24 of those.
    expect(await checkpoints()).toHaveLength(6);
    expect(await rank(AT + 24 * MINUTE, fast)).toMatchObject({ taken: AT + 24 * MINUTE });
    expect(await checkpoints()).toHaveLength(12);
  });
});

describe("waits", () => {
  const evaluated = (windowEnd: number, nextDueAt: number | null) =>
    query("update din_api.operator_evaluation set window_end = $2, next_due_at = $3 where operator = $1", [
      ...[TIED, windowEnd, nextDueAt],
    ]);

  test("until the evaluator has looked past the moment, or its last interval has closed", async () => {
    await evaluated(AT, AT + 90);
    expect(await rank(AT + 2 * MINUTE)).toMatchObject({ taken: null, error: null });
    expect(await rank(AT + 15 * MINUTE - 1)).toMatchObject({ taken: null });
    expect(await rank(AT + 15 * MINUTE)).toMatchObject({ taken: AT });
    await forgetRanking(world.database.client);
    await evaluated(AT + MINUTE, AT + 150);
    expect(await rank(AT + 2 * MINUTE)).toMatchObject({ taken: AT });
    await forgetRanking(world.database.client);
    // Nothing is due any more of who is not measured.
    await evaluated(AT - DAY, null);
    expect(await rank(AT + 2 * MINUTE)).toMatchObject({ taken: AT });
  });

  test("for the follower, as long as it takes: who is ranked must be known", async () => {
    await query("insert into din_api.dirty_operator (operator, reason) values ($1, 'RULES')", [BEST]);
    expect(await rank(AT + 59 * MINUTE)).toMatchObject({ taken: null, error: null });
    await query("delete from din_api.dirty_operator");
    await query("update din_api.follower_state set passed_at = now() - interval '2 minutes'");
    expect(await rank(AT + 59 * MINUTE)).toMatchObject({ taken: null, error: null });
    await query("update din_api.follower_state set passed_at = now()");
    expect(await rank(AT + 59 * MINUTE)).toMatchObject({ taken: AT });
  });
});

describe("sums that are not through", () => {
  test("are waited for, but for half of the time until the next snapshot at most", async () => {
    // More than are taken at once, again and again: data that keeps coming late.
    const note = () =>
      query("insert into din_api.cell_due select n::text, $1 from generate_series(1, 21) as n on conflict do nothing", [
        AT - DAY,
      ]);
    let now = AT + 30 * MINUTE - 1;
    const ranker = rankerOf(world.database.url, () => now);
    await note();
    expect(await ranker.pass()).toMatchObject({ taken: null, more: true, error: null });
    now += 1;
    await note();
    expect(await ranker.pass()).toMatchObject({ taken: AT, more: true, error: null });
    await note();
    expect(await ranker.pass()).toMatchObject({ taken: null, more: true, error: null });
    await ranker.stop();
    await query("delete from din_api.cell_due");
  });
});

describe("whatever happens", () => {
  test("a ranker that is killed leaves nothing that is found, and the snapshot is taken again", async () => {
    const tables = ["standing", "snapshot", "reputation_checkpoint"];
    const holds = [
      ...tables.map((table) => `begin; lock table din_api.${table} in share mode`),
      `begin; select pg_advisory_xact_lock(${LOCKS.alerts})`,
    ];
    // So that there is an alert to tell.
    await rank(AT - 40 * MINUTE);
    await query("update din_api.standing set level = 750 where operator = $1", [BEST]);
    const ranker = rankerOf(world.database.url, () => LATER);
    for (const hold of holds) {
      await withClients(world.database.url, 1, async ([holder]) => {
        await holder?.query(hold);
        const pass = ranker.pass();
        const killed = `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'din-ranker' and wait_event_type = 'Lock' and datname = current_database()`;
        await waitFor(async () => ((await query(killed)).rowCount ?? 0) > 0, { what: hold, timeoutMs: 10_000 });
        expect((await pass).role).toBe("FAILED");
        await holder?.query("rollback");
        expect(await storedMoments(world.database.client)).toEqual([AT - HOUR]);
        expect([...(await checkpoints()), ...(await alertEvents())]).toEqual([]);
      });
    }
    const unfinished = `select from din_api.standing where snapshot not in (select id from din_api.snapshot)`;
    expect((await query(unfinished)).rowCount).toBe(6);
    expect(await ranker.pass()).toMatchObject({ taken: AT });
    await ranker.stop();
    expect((await query(unfinished)).rowCount).toBe(0);
    expect(await checkpoints()).toHaveLength(6);
    expect(await alertEvents()).toEqual([
      `FIRED ${BEST} INFO 550 550 750 DOWN`,
      `FIRED ${HURT} WARNING 510 436 500 DOWN`,
    ]);
  });

  /** Runs while a ranker waits for a lock in the middle of its writing. */
  async function whileItWrites(work: (ranker: Ranker, pass: Promise<RankPass>) => Promise<void>): Promise<void> {
    await withClients(world.database.url, 1, async ([holder]) => {
      await holder?.query("begin; lock table din_api.snapshot in share mode");
      const ranker = rankerOf(world.database.url, () => LATER);
      const pass = ranker.pass();
      const waiting = `select from pg_stat_activity
        where application_name = 'din-ranker' and wait_event_type = 'Lock' and datname = current_database()`;
      await waitFor(async () => ((await query(waiting)).rowCount ?? 0) > 0, { what: "the ranker", timeoutMs: 10_000 });
      await work(ranker, pass);
      await holder?.query("rollback");
      await pass;
      await ranker.stop();
    });
  }

  test("it holds no table of the indexer while it writes: a reorg does not wait for it", async () => {
    await whileItWrites(async () => {
      const tables = ["slash", "manager", "operator"].map((table) => `"${DEPLOYMENT}".${table}`);
      await query(`begin; lock table ${tables} in access exclusive mode nowait; rollback`);
    });
    expect(await storedMoments(world.database.client)).toEqual([AT]);
  });

  test("it stops, though it waits", async () => {
    await whileItWrites(async (ranker, pass) => {
      await ranker.stop();
      expect((await pass).role).toBe("FAILED");
    });
    expect(await storedMoments(world.database.client)).toEqual([]);
  });

  test("the indexer's tables may be missing for a while", async () => {
    const ranker = rankerOf(world.database.url, () => LATER);
    await query(`alter schema "${VIEWS}" rename to away`);
    expect(await ranker.pass()).toMatchObject({ role: "FAILED", taken: null });
    await query(`alter schema away rename to "${VIEWS}"`);
    expect(await ranker.pass()).toMatchObject({ role: "LEADER", taken: AT });
    await ranker.stop();
  });

  test("only the newest snapshots are kept, and nothing of those that never came to be", async () => {
    await query(
      `insert into din_api.standing (snapshot, operator, status, tier, reputation, components, stake_value)
       select 0, n::text, 'ACTIVE', 'NONE', 0, '{}', 0 from generate_series(1, 5001) as n`,
    );
    for (let hour = 0; hour < 5; hour += 1) await rank(LATER + hour * HOUR);
    expect(await storedMoments(world.database.client)).toEqual([2, 3, 4].map((hour) => AT + hour * HOUR));
    const { rows } = await query(
      "select count(*)::integer as rows, count(distinct snapshot)::integer as snapshots from din_api.standing",
    );
    expect(rows).toEqual([{ rows: 18, snapshots: 3 }]);
  });
});
