/** What time does to operators that are measured, and to those that are not any more: evaluator and follower together. */
import { expect, it } from "vitest";
import { maintainPartitions } from "../../api/db/partitions.ts";
import { NO_BREACH } from "../../api/domain/charging.ts";
import { ETH, POLICY } from "../../api/domain/policy.ts";
import { A, B, followerSuite, of } from "../support/follower-suite.ts";
import { RETENTION } from "../support/measured-world.ts";
import { DAY, evaluationOf, FAST, HOUR, MINUTE, measuringIn, minutes, SLOW } from "../support/measuring.ts";

/** How long after its end a minute is looked at when no data comes: data usually comes before. */
const GRACE = MINUTE / 2;

const suite = followerSuite();
const measuring = () => measuringIn(suite);

it("an operator passes its initial check, falls silent without new data, and its windows empty", async () => {
  const { world, start, at } = await measuring();
  await world.store(minutes(A, start, 80));
  // 57 measured minutes are 95 % of an hour, and the 57th closes 15 minutes after its end.
  await at(start + 71 * MINUTE);
  expect(await suite.statusOf(A)).toBe("PENDING");
  await at(start + 72 * MINUTE + GRACE);
  expect(await suite.statusOf(A)).toBe("ACTIVE");
  expect((await evaluationOf(world, A)).judgement.initialCheckAt).toBe(start + 57 * MINUTE);
  expect((await evaluationOf(world, A)).score).toMatchObject({ value: 10_000, unknown: [] });

  await at(start + 94 * MINUTE);
  expect(await suite.statusOf(A)).toBe("ACTIVE");
  await at(start + 95 * MINUTE);
  expect(await suite.statusOf(A)).toBe("INACTIVE");
  expect(await suite.statusOf(B)).toBe("PENDING");

  await at(start + 139 * MINUTE);
  expect((await evaluationOf(world, A)).windows.HOUR).toMatchObject({ measuredSeconds: 60, requests: 324_000 });
  await at(start + 142 * MINUTE);
  const silent = await evaluationOf(world, A);
  expect(silent.windows.HOUR).toMatchObject({ measuredSeconds: 0, requests: 0, p95: null });
  expect(silent.windows.DAY).toMatchObject({ measuredSeconds: 80 * MINUTE });
  // Unknown is not zero: without a latency there is no score.
  expect(silent.score).toMatchObject({ value: null, unknown: ["LATENCY"] });

  for (const days of [1, 2, 7, 8, 29]) await at(start + days * DAY);
  expect((await evaluationOf(world, A)).windows).toMatchObject({
    WEEK: { measuredSeconds: 0, p99: null },
    MONTH: { measuredSeconds: 80 * MINUTE },
    monthBasis: "TRAILING",
  });
  await at(start + 30 * DAY + 82 * MINUTE);
  const empty = await evaluationOf(world, A);
  expect(empty.windows.MONTH).toMatchObject({ measuredSeconds: 0, requests: 0, offered: 0 });
  expect(empty.score.unknown).toEqual(["SUCCESS", "LATENCY", "THROUGHPUT", "UPTIME"]);
  expect(empty).toMatchObject({ nextDueAt: null, measuredUntil: start + 80 * MINUTE });

  // It comes back after two months: one minute is enough, since the initial check is passed for good.
  const back = start + 60 * DAY;
  await maintainPartitions(world.pool, back, RETENTION);
  await world.store(minutes(A, back, 1));
  await at(back + MINUTE);
  expect(await suite.statusOf(A)).toBe("ACTIVE");
  expect((await evaluationOf(world, A)).judgement).toMatchObject({
    judgedUntil: back,
    initialCheckAt: start + 57 * MINUTE,
  });
  expect(await suite.world.faults()).toEqual([]);
  await world.close();
});

it("of who withdraws everything after a month of silence nothing is open any more", async () => {
  const { world, start, at } = await measuring();
  await world.store(minutes(A, start, 10));
  await at(start + 11 * MINUTE);
  await at(start + 30 * DAY + 82 * MINUTE);
  expect(await evaluationOf(world, A)).toMatchObject({ nextDueAt: null });
  const open = "select operator, kind from din_api.alert where closed_at is null and finality is null";
  expect((await world.pool.query(open)).rows).toEqual([{ operator: A, kind: "MISSED_REPORTS" }]);
  await suite.block(
    ...of(A, { kind: "UNSTAKE", units: 1_000n * ETH }),
    ...of(B, { kind: "UNSTAKE", units: 1_000n * ETH }),
  );
  await at(start + 31 * DAY);
  expect([await suite.statusOf(A), await suite.statusOf(B)]).toEqual(["EXITED", "EXITED"]);
  await at(start + 31 * DAY);
  expect((await world.pool.query(`${open} and kind = 'MISSED_REPORTS'`)).rows).toEqual([]);
  // Whoever was never measured has nothing to be evaluated.
  expect(await world.evaluation(B)).toBeUndefined();
  await world.close();
});

it("a latency breach opens after its grace and closes again, by closed minutes alone", async () => {
  const { world, start, at } = await measuring();
  const slow = start + 90 * MINUTE;
  const fast = slow + 60 * MINUTE;
  await world.store([
    ...minutes(A, start, 90),
    ...minutes(A, slow, 60, { sketch: { first: SLOW, counts: [323_999] } }),
    ...minutes(A, fast, 60),
  ]);
  // The rolling hour's p95 is slow with the 4th slow minute; 20 ETH are TIER_2, whose breach opens with the 38th bad one.
  const opens = slow + (3 + 38) * MINUTE;
  await at(opens + 14 * MINUTE);
  expect(await suite.statusOf(A)).toBe("ACTIVE");
  await at(opens + 15 * MINUTE + GRACE);
  expect(await suite.statusOf(A)).toBe("DEGRADED");
  expect((await evaluationOf(world, A)).judgement.latency).toMatchObject({ bad: 38, good: 0, openSince: opens });
  // The trailing 10 minutes are fast again with the 10th fast one: that is the first good one of 10.
  const closes = fast + (9 + 10) * MINUTE;
  await at(closes + 14 * MINUTE);
  expect(await suite.statusOf(A)).toBe("DEGRADED");
  await at(closes + 15 * MINUTE + GRACE);
  expect(await suite.statusOf(A)).toBe("ACTIVE");
  expect((await evaluationOf(world, A)).judgement.latency).toEqual(NO_BREACH);
  await world.close();
});

it("a reporter that is off in three closed minutes running disagrees, until it agrees once", async () => {
  const { world, start, at } = await measuring();
  const liar = { reporter: "c", weight: 1 };
  const lies = { ...liar, successes: 300_000, sketch: { first: FAST, counts: [300_000] } };
  const of = (minute: number, changes: object) => minutes(A, start + minute * MINUTE, 1, changes).slice(0, 1);
  await world.store([...minutes(A, start, 6), ...[1, 2, 3].flatMap((minute) => of(minute, lies)), ...of(4, liar)]);
  const seen: (readonly string[])[] = [];
  for (const closed of [2, 3, 4, 5]) {
    await at(start + (closed + 15) * MINUTE + GRACE);
    seen.push((await evaluationOf(world, A)).disagreeing);
  }
  expect(seen).toEqual([[], [], ["c"], []]);
  await world.close();
});

it("a score is kept for each hour, written again when data comes late, and left alone after a day", async () => {
  const { world, start, at } = await measuring();
  const scores = async () =>
    (
      await world.pool.query<{ hour: number; value: number | null }>(
        `select ((at - $1) / 3600)::int as hour, (score->>'value')::int as value from din_api.score_history order by at`,
        [start],
      )
    ).rows.map(({ hour, value }) => `${hour}: ${value}`);
  await world.store(minutes(A, start, 180));
  await at(start + 3 * HOUR);
  expect(await scores()).toEqual(["1: 10000", "2: 10000", "3: 10000"]);
  await at(start + 5 * HOUR);
  expect(await scores()).toEqual(["1: 10000", "2: 10000", "3: 10000", "4: null", "5: null"]);
  // A third service failed in the first hour and a half: all hours after know it.
  const failed = { service: "storage", successes: 0, sketch: null };
  await world.store(minutes(A, start, 90, failed));
  await world.settle(world.evaluator());
  expect(await scores()).toEqual(["1: 8000", "2: 8286", "3: 8667", "4: null", "5: null"]);

  await at(start + 26 * HOUR + MINUTE);
  await world.store(minutes(A, start, 90, { ...failed, service: "index" }));
  await world.settle(world.evaluator());
  expect((await scores()).slice(0, 4)).toEqual(["1: 8000", "2: 8286", "3: 8000", "4: null"]);

  // Beside each how much of the hour itself was measured, and its score as a column.
  await world.store(minutes(A, start + 26 * HOUR, 30));
  await at(start + 27 * HOUR);
  const { rows } = await world.pool.query<{ coverage: number; isSame: boolean }>(
    `select coverage_bps as coverage, value is not distinct from (score->>'value')::int as "isSame"
     from din_api.score_history order by at`,
  );
  const coverage = [10_000, 10_000, 10_000, ...Array<number>(23).fill(0), 5_000];
  expect(rows).toEqual(coverage.map((bps) => ({ coverage: bps, isSame: true })));
  await world.close();
});

it("an hour that an operator alone has measured counts for nothing, one that others saw a part of for that part", async () => {
  const { world, start, at } = await measuring();
  const [own, other] = [{ reporter: "self", weight: 0 }, { reporter: "b" }];
  await world.store([
    ...minutes(A, start, 120, own),
    ...minutes(A, start + HOUR, 15, other),
    ...minutes(A, start + HOUR, 30, { ...other, region: "us" }),
    // Who says it again as the operator's own has taken back what it said as another.
    ...minutes(A, start + HOUR + 30 * MINUTE, 15, { ...other, revision: 0 }),
    ...minutes(A, start + HOUR + 30 * MINUTE, 15, { ...other, revision: 1, weight: 0 }),
  ]);
  await at(start + 2 * HOUR);
  const { rows } = await world.pool.query(
    "select value, coverage_bps as coverage from din_api.score_history order by at",
  );
  expect(rows).toEqual([
    { value: 10_000, coverage: 0 },
    { value: 10_000, coverage: 5_000 },
  ]);
  await world.close();
});

it("what was evaluated under other rules is evaluated again when a process with new ones comes", async () => {
  const { world, start, at } = await measuring();
  await world.store(minutes(A, start, 80));
  await at(start + 80 * MINUTE);
  // A breach of which no evidence was kept.
  await world.pool.query(
    `with changed as (
       update din_api.operator_evaluation set policy_version = 1, next_due_at = null,
         judgement = judgement - 'outage' - 'unassessed' || '{"latency": {"bad": 61, "good": 0, "openSince": 1}}')
     insert into din_api.dirty_operator (operator, reason) values ($1, 'INPUTS')`,
    [A],
  );
  await at(start + 80 * MINUTE);
  expect(await suite.statusOf(A)).toBe("DEGRADED");
  await world.settle(world.evaluator());
  const { rows } = await world.pool.query("select policy_version from din_api.operator_evaluation");
  expect(rows).toEqual([{ policy_version: POLICY.version }]);
  expect((await evaluationOf(world, A)).judgement).toMatchObject({ outage: NO_BREACH, latency: NO_BREACH });
  await at(start + 80 * MINUTE);
  expect(await suite.statusOf(A)).toBe("ACTIVE");
  await world.close();
});

it("when an operator was measured last is remembered for longer than what was measured", async () => {
  const { world, start, at } = await measuring();
  await world.store(minutes(A, start, 5));
  await at(start + 6 * MINUTE);
  await at(start + 50 * DAY);
  expect((await world.pool.query("select 1 from din_api.metric_minute")).rows).toEqual([]);
  // Other rules have everybody evaluated again, those too of whom nothing is kept but this.
  await world.pool.query("update din_api.operator_evaluation set policy_version = 1, next_due_at = null");
  await world.settle(world.evaluator());
  expect(await evaluationOf(world, A)).toMatchObject({ measuredUntil: start + 5 * MINUTE, nextDueAt: null });
  await world.close();
});
