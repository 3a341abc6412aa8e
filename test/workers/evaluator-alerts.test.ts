/** Alerts of measurements on a real Postgres: told once each, by whichever evaluator, or not at all if it does not get through. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LOCKS } from "../../api/db/locks.ts";
import type { Watch } from "../../api/domain/watch.ts";
import type { Evaluator } from "../../api/monitoring/evaluator.ts";
import { until } from "../support/follower-world.ts";
import { MeasuredWorld, type SampleInput } from "../support/measured-world.ts";
import { startTestPostgres, type TestPostgres } from "../support/postgres.ts";

const OPERATOR = `0x${"a1".padStart(40, "0")}`;
/** A full hour. */
const START = 1_698_271_200;
const MINUTE = 60;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.remove());

interface Standing {
  readonly status?: string;
  readonly stakeValue?: string;
}

/** As the follower writes it. */
async function stand(world: MeasuredWorld, operators: readonly string[], standing: Standing = {}): Promise<void> {
  const { status = "ACTIVE", stakeValue = "9000000000000000000" } = standing;
  await world.pool.query(
    `insert into din_api.operator_sort
       (address, registered_at, stake_value, tier, status, slashed_value, search_text, policy_version, source_event_id)
     select address, 0, $2::numeric, 'TIER_1', $3, 0, address, 3, '0' from unnest($1::text[]) as address
     on conflict (address) do update set stake_value = excluded.stake_value, status = excluded.status`,
    [operators, stakeValue, status],
  );
}

async function createWorld(name: string, operators: readonly string[] = [OPERATOR]): Promise<MeasuredWorld> {
  const world = await MeasuredWorld.over(await postgres.createDatabase(name), START);
  await stand(world, operators);
  return world;
}

/** What two reporters say of a minute, at 28 billion requests a month. */
function minuteOf(operator: string, at: number, changes: Partial<SampleInput> = {}): SampleInput[] {
  return ["a", "b"].map((reporter) => ({
    ...{ operator, at, service: "rpc", region: "eu", reporter, revision: 0, weight: 1 },
    ...{ requests: 648_000, successes: 647_999, timeouts: 0, upSeconds: 60, downSeconds: 0 },
    ...{ sketch: { first: 576, counts: [647_999] }, p95Micros: null, p99Micros: null },
    ...changes,
  }));
}

/** Nothing but the uptime: no other alert comes of it. */
const DOWN: Partial<SampleInput> = { upSeconds: 0, downSeconds: 60 };

/** The n-th minutes of operators are received and looked at as soon as they have ended. */
async function live(
  world: MeasuredWorld,
  evaluator: Evaluator,
  minutes: Iterable<number>,
  { operators = [OPERATOR], ...changes }: Partial<SampleInput> & { readonly operators?: readonly string[] } = {},
): Promise<void> {
  for (const minute of minutes) {
    const at = START + minute * MINUTE;
    world.now = at + MINUTE;
    await world.store(operators.flatMap((operator) => minuteOf(operator, at, changes)));
    await world.settle(evaluator);
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** The log in words: at which minute what happened to what. */
async function log(world: MeasuredWorld): Promise<string[]> {
  const { rows } = await world.pool.query<{ at: number; type: string; what: string }>(
    `select at::float8, type, alert->>'correlationId' as what from din_api.alert_event order by id`,
  );
  return rows.map(({ at, type, what }) => `${(at - START) / MINUTE} ${type} ${what.replace(`/${OPERATOR}`, "")}`);
}

/** Where what is remembered is not what is open. */
async function faults(world: MeasuredWorld): Promise<string[]> {
  const { rows: open } = await world.pool.query<{ name: string }>(
    `select correlation_id || ' ' || state as name from din_api.alert where closed_at is null order by 1`,
  );
  const { rows } = await world.pool.query<{ operator: string; watch: Watch }>(
    "select operator, watch from din_api.operator_evaluation",
  );
  const told = rows.flatMap(({ operator, watch }) =>
    watch.told.map(({ is, kind, subject }) =>
      [`${kind}/${operator}${subject === null ? "" : `/${subject}`}`, is].join(" "),
    ),
  );
  const names = open.map(({ name }) => name);
  return JSON.stringify(names) === JSON.stringify(told.sort()) ? [] : [`open ${names}, told ${told}`];
}

describe("the life of alerts", () => {
  it("an operator goes down, is confirmed to be down as the minutes close, and comes back", async () => {
    const world = await createWorld("down");
    const evaluator = world.evaluator();
    await live(world, evaluator, range(0, 20));
    await live(world, evaluator, range(20, 40), DOWN);
    await live(world, evaluator, range(40, 70));
    // Three minutes down seem an outage; the third closes at minute 38. Five up end it, long before those close.
    expect(await log(world)).toEqual([
      "23 PENDING OPERATOR_OFFLINE",
      "38 FIRED OPERATOR_OFFLINE",
      "45 RESOLVED OPERATOR_OFFLINE",
    ]);
    const { rows } = await world.pool.query("select state, severity, operator, details from din_api.alert");
    expect(rows).toEqual([
      {
        ...{ state: "RESOLVED", severity: "CRITICAL", operator: OPERATOR },
        details: { downSince: START + 20 * MINUTE },
      },
    ]);
    expect(await faults(world)).toEqual([]);
    await world.close();
  });

  it("an operator is not heard of any more, by time alone, and is again", async () => {
    const world = await createWorld("missed");
    const evaluator = world.evaluator();
    await live(world, evaluator, range(0, 3));
    for (const minute of range(4, 40)) {
      world.now = START + minute * MINUTE + MINUTE / 2;
      await world.settle(evaluator);
    }
    await live(world, evaluator, [40]);
    expect(await log(world)).toEqual([
      "8.5 PENDING MISSED_REPORTS",
      "18.5 FIRED MISSED_REPORTS",
      "41 RESOLVED MISSED_REPORTS",
    ]);
    await world.close();
  });

  it("a reporter is off, and whether its word counts is asked of what it sent", async () => {
    const world = await createWorld("dissent");
    const evaluator = world.evaluator();
    for (const minute of range(0, 20)) {
      const at = START + minute * MINUTE;
      const off = minute < 3 ? { upSeconds: 30, downSeconds: 30 } : {};
      const [known] = minuteOf(OPERATOR, at, off);
      if (known === undefined) throw new Error("there are two");
      await world.store([
        { ...known, reporter: "own", weight: 0 },
        { ...known, reporter: "z" },
      ]);
      await world.store([...minuteOf(OPERATOR, at), { ...known, reporter: "c", upSeconds: 60, downSeconds: 0 }]);
      world.now = at + MINUTE;
      await world.settle(evaluator);
    }
    await live(world, evaluator, [20]);
    expect(await log(world)).toEqual([
      "18 FIRED REPORTER_DISAGREEMENT/own",
      "18 FIRED REPORTER_DISAGREEMENT/z",
      "21 RESOLVED REPORTER_DISAGREEMENT/own",
      "21 RESOLVED REPORTER_DISAGREEMENT/z",
    ]);
    const { rows } = await world.pool.query("select subject, severity from din_api.alert order by subject");
    expect(rows).toEqual([
      { subject: "own", severity: "INFO" },
      { subject: "z", severity: "WARNING" },
    ]);
    await world.close();
  });
});

describe("of whom nothing is told", () => {
  it("of who has no sort row yet; and of who has withdrawn everything nothing any more", async () => {
    const world = await createWorld("standing", []);
    const evaluator = world.evaluator();
    await live(world, evaluator, range(0, 5), DOWN);
    expect(await log(world)).toEqual([]);
    await stand(world, [OPERATOR]);
    await live(world, evaluator, [5], DOWN);
    // No row again, as while another deployment is indexed: that says nothing of the operator.
    await world.pool.query("delete from din_api.operator_sort");
    await live(world, evaluator, [6], DOWN);
    expect(await log(world)).toEqual(["6 PENDING OPERATOR_OFFLINE"]);
    await stand(world, [OPERATOR], { status: "EXITED", stakeValue: "0" });
    await live(world, evaluator, [7, 8], DOWN);
    await stand(world, [OPERATOR], { status: "PENDING", stakeValue: "0" });
    await live(world, evaluator, [9], DOWN);
    // What is unbonding can still be slashed.
    await stand(world, [OPERATOR], { status: "LEAVING", stakeValue: "0" });
    await live(world, evaluator, [10], DOWN);
    expect(await log(world)).toEqual([
      "6 PENDING OPERATOR_OFFLINE",
      "8 RESOLVED OPERATOR_OFFLINE",
      "11 PENDING OPERATOR_OFFLINE",
    ]);
    expect(await faults(world)).toEqual([]);
    await world.close();
  });

  it("of a past that is sent at once nobody is missed, unless it ends in the past", async () => {
    const world = await createWorld("late");
    const evaluator = world.evaluator();
    const send = async (minutes: Iterable<number>) => {
      await world.store([...minutes].flatMap((minute) => minuteOf(OPERATOR, START + minute * MINUTE)));
      await world.settle(evaluator);
    };
    world.now = START + 120 * MINUTE;
    await send(range(0, 30));
    await send(range(30, 60));
    expect(await log(world)).toEqual([]);
    // Nothing more comes within the next interval.
    world.now += 1.5 * MINUTE;
    await world.settle(evaluator);
    await send(range(60, 100));
    expect(await log(world)).toEqual(["121.5 FIRED MISSED_REPORTS"]);
    await send(range(100, 121));
    expect((await log(world)).slice(1)).toEqual(["121.5 RESOLVED MISSED_REPORTS"]);
    expect(await faults(world)).toEqual([]);
    await world.close();
  });

  it("of a past that is still being caught up with", async () => {
    const world = await createWorld("backlog");
    // Slow for 18 hours, in time for each minute; then fast for one. No evaluator ran.
    const slow = { sketch: { first: 645, counts: [647_999] } };
    const samples = range(0, 1_140).flatMap((minute) =>
      minuteOf(OPERATOR, START + minute * MINUTE, minute < 1_080 ? slow : {}),
    );
    await world.store(samples);
    await world.pool.query("update din_api.metric_sample set received_at = at + 60");
    world.now = START + 1_140 * MINUTE;
    const evaluator = world.evaluator();
    expect(await evaluator.pass()).toMatchObject({ done: true, operators: 1 });
    expect((await world.evaluation(OPERATOR))?.judgement.latency.openSince).not.toBeNull();
    expect(await log(world)).toEqual([]);
    await world.settle(evaluator);
    expect((await world.evaluation(OPERATOR))?.judgement.latency.openSince).toBeNull();
    expect(await log(world)).toEqual([]);
    await world.close();
  });
});

describe("each alert once", () => {
  it("what was remembered is lost: what holds is told again, and nothing comes of it", async () => {
    const world = await createWorld("forgotten");
    const evaluator = world.evaluator();
    await live(world, evaluator, range(0, 5), DOWN);
    const before = await log(world);
    expect(before.length).toBe(1);
    await world.pool.query("update din_api.operator_evaluation set watch = default");
    await live(world, evaluator, [5, 6], DOWN);
    expect(await log(world)).toEqual(before);
    expect(await faults(world)).toEqual([]);
    await world.close();
  });

  it("a pass that fails while it tells, or dies before it may, has told and remembers nothing", async () => {
    const world = await createWorld("failing");
    const evaluator = world.evaluator();
    await live(world, evaluator, range(0, 2), DOWN);
    const before = await world.evaluation(OPERATOR);
    world.now = START + 3 * MINUTE;
    await world.store(minuteOf(OPERATOR, START + 2 * MINUTE, DOWN));
    const isUntouched = async () => {
      expect(await world.evaluation(OPERATOR)).toEqual(before);
      expect((await world.pool.query("select from din_api.metric_dirty")).rowCount).toBe(1);
      expect((await world.pool.query("select from din_api.alert")).rowCount).toBe(0);
    };

    await world.pool.query("alter table din_api.alert_event add constraint refused check (id < 0)");
    expect(await evaluator.pass()).toMatchObject({ done: false, error: { constraint: "refused" } });
    await isUntouched();
    await world.pool.query("alter table din_api.alert_event drop constraint refused");

    const holder = await world.pool.connect();
    await holder.query("begin");
    await holder.query("select pg_advisory_xact_lock($1)", [LOCKS.alerts]);
    const pass = evaluator.pass();
    const waiting = `from pg_stat_activity where application_name = 'din-evaluator' and datname = current_database()
      and wait_event = 'advisory'`;
    await until(async () => (await world.pool.query(`select ${waiting}`)).rowCount === 1);
    await world.pool.query(`select pg_terminate_backend(pid) ${waiting}`);
    expect(await pass).toMatchObject({ done: false });
    await isUntouched();
    await holder.query("rollback");
    holder.release();

    await world.settle(evaluator);
    expect(await log(world)).toEqual(["3 PENDING OPERATOR_OFFLINE"]);
    expect(await faults(world)).toEqual([]);
    await world.close();
  });

  it("by evaluators side by side, whose connections are cut", async () => {
    const operators = range(0, 12).map((n) => `0x${(0xb0 + n).toString(16).padStart(40, "0")}`);
    const world = await createWorld("beside", operators);
    for (let i = 0; i < 3; i += 1) world.evaluator({ batch: 4 }).start();
    const minutes: (readonly [number, Partial<SampleInput>])[] = [
      ...range(0, 8).map((minute) => [minute, DOWN] as const),
      ...range(8, 13).map((minute) => [minute, {}] as const),
      ...range(13, 17).map((minute) => [minute, DOWN] as const),
    ];
    for (const [minute, changes] of minutes) {
      world.now = START + (minute + 1) * MINUTE;
      await world.store(operators.flatMap((operator) => minuteOf(operator, START + minute * MINUTE, changes)));
      if (minute % 3 === 0) {
        await world.pool.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'din-evaluator' and datname = current_database()",
        );
      }
      await until(() => world.isSettled());
    }
    for (const operator of operators) {
      const { rows } = await world.pool.query<{ type: string }>(
        `select e.type from din_api.alert_event e join din_api.alert a on a.id = e.alert_id
         where a.operator = $1 and a.kind = 'OPERATOR_OFFLINE' order by e.id`,
        [operator],
      );
      expect(rows.map(({ type }) => type)).toEqual(["PENDING", "RESOLVED", "PENDING"]);
    }
    expect(await faults(world)).toEqual([]);
    await world.close();
  });
});
