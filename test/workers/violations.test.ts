/** From samples to violations and their dossiers, on a real Postgres, by clocks that the test moves. */
import { describe, expect, it } from "vitest";
import { A, B, followerSuite } from "../support/follower-suite.ts";
import type { SampleInput } from "../support/measured-world.ts";
import { DAY, evaluationOf, HOUR, type Measuring, MINUTE, measuringIn, minutes } from "../support/measuring.ts";
import { chargedIntervals, recompute, storedViolations } from "../support/stored-violations.ts";
import { announce, closed, DOWN, FAILED, SLOWED, told } from "../support/told.ts";

const suite = followerSuite();
/** 9 ETH each: TIER_1, which discounts nothing. */
const measuring = () => measuringIn(suite, 9n);

const storedOf = async ({ world }: Pick<Measuring, "world">) => (await storedViolations(world.pool)).map(shown);
/** Without what the next tests look at more closely. */
function shown({
  charge,
  startedAt,
  openedAt,
  closedAt,
  slices,
}: Awaited<ReturnType<typeof storedViolations>>[number]) {
  return {
    ...{ charge, startedAt, openedAt, closedAt },
    slices: slices.map(({ start, end, final, charged, bps }) => ({ start, end, final, charged, bps })),
  };
}

describe("an outage of 72 minutes", () => {
  it("is one violation with one slice: 12 minutes are charged, 1,200 basis points, 1.08 of 9 ETH", async () => {
    const { world, start, at } = await measuring();
    await world.store(
      told(A, start, [
        [20, {}],
        [72, DOWN],
        [10, {}],
      ]),
    );
    const begins = start + 20 * MINUTE;
    await at(start + closed(80) + 30);
    expect(await storedViolations(world.pool)).toEqual([]);
    expect((await chargedIntervals(world.pool)).map(({ violationId }) => violationId)).toEqual(Array(60).fill(null));
    await at(start + closed(81) + 30);
    expect(await storedOf({ world })).toMatchObject([{ openedAt: begins + 61 * MINUTE, closedAt: null, slices: [] }]);
    await at(start + closed(102) + 30);
    const [violation, ...others] = await storedViolations(world.pool);
    expect(others).toEqual([]);
    expect(violation).toMatchObject({
      ...{ operator: A, type: "DOWNTIME", charge: "DOWNTIME", tier: "TIER_1" },
      ...{ startedAt: begins, openedAt: begins + 61 * MINUTE, closedAt: begins + 77 * MINUTE },
    });
    const [slice, ...more] = violation?.slices ?? [];
    expect(more).toEqual([]);
    expect(slice).toMatchObject({
      ...{
        slice: 1,
        start: begins,
        end: begins + 77 * MINUTE,
        final: true,
        charged: 12,
        chargedBps: 1_200,
        bps: 1_200,
      },
      ...{ severity: "CRITICAL", confidence: "HIGH", stakeValue: "9000000000000000000", amount: "1080000000000000000" },
    });
    const charges = await chargedIntervals(world.pool);
    expect(charges.map(({ at }) => at)).toEqual(Array.from({ length: 72 }, (_, i) => begins + i * MINUTE));
    expect(new Set(charges.map(({ violationId }) => violationId))).toEqual(new Set([violation?.id]));
    await world.close();
  });

  it("has a dossier by which a stranger comes to the same, with the reports it stands on", async () => {
    const { world, start, at } = await measuring();
    await world.store(
      told(A, start, [
        [5, {}],
        [72, DOWN],
        [10, {}],
      ]),
    );
    const correct = (minute: number, changes: Partial<SampleInput>) =>
      world.store(minutes(A, start + minute * MINUTE, 1, { ...changes, revision: 1 }).slice(0, 1));
    // A correction in time counts; one that comes late, and says that all was well, does not.
    await correct(6, { ...DOWN, requests: 7 });
    await at(start + closed(60));
    await correct(5, {});
    await at(start + closed(90) + 30);
    const [violation] = await storedViolations(world.pool);
    const [slice] = violation?.slices ?? [];
    if (slice === undefined) throw new Error("nothing was assessed");
    const { intervals, ...recomputed } = recompute(slice.dossier);
    const { evidenceHash, charged, chargedBps, bps, amount } = slice;
    expect(recomputed).toEqual({ evidenceHash, charged, chargedBps, bps, amount });
    expect(bps).toBe(1_200);
    expect(intervals.map(({ at }) => at)).toEqual(Array.from({ length: 72 }, (_, i) => start + (5 + i) * MINUTE));
    const reports = intervals.flatMap(({ reports }) => reports);
    expect(reports.length).toBe(144);
    expect(reports.every(({ downSeconds, weight }) => downSeconds === 60 && weight === 1)).toBe(true);
    expect(reports.filter(({ revision }) => revision === 1)).toMatchObject([{ reporter: "a", requests: 7 }]);
    await world.close();
  });
});

it("whoever stays down is assessed each day, and at the end", async () => {
  const { world, start, at } = await measuring();
  const days = 2 * DAY + 3 * HOUR;
  await world.store(
    told(A, start, [
      [days / MINUTE, DOWN],
      [6, {}],
    ]),
  );
  await at(start + DAY + closed(0) - MINUTE);
  expect(await storedOf({ world })).toMatchObject([{ closedAt: null, slices: [] }]);
  await at(start + DAY + closed(2));
  expect(await storedOf({ world })).toMatchObject([{ closedAt: null, slices: [{ charged: 1_380 }] }]);
  await at(start + days + HOUR);
  expect(await storedOf({ world })).toEqual([
    {
      ...{ charge: "DOWNTIME", startedAt: start, openedAt: start + 61 * MINUTE, closedAt: start + days + 5 * MINUTE },
      slices: [
        { start, end: start + DAY, final: false, charged: 1_380, bps: 5_000 },
        // The cap of 30 days is used up.
        { start: start + DAY, end: start + 2 * DAY, final: false, charged: 1_440, bps: 0 },
        { start: start + 2 * DAY, end: start + days + 5 * MINUTE, final: true, charged: 180, bps: 0 },
      ],
    },
  ]);
  await world.close();
});

describe("what came late", () => {
  it("changes windows and no verdict, whichever way", async () => {
    const { world, start, at } = await measuring();
    const late = start + closed(100);
    await world.store(told(A, start, [[30, {}]]));
    await world.store(told(A, start + 30 * MINUTE, [[65, DOWN]]), late);
    await world.store(told(B, start, [[70, DOWN]]));
    await world.store(told(B, start, [[70, { revision: 1 }]]), late);
    await at(start + closed(101));
    const [a, b] = [await evaluationOf(world, A), await evaluationOf(world, B)];
    expect([a.windows.DAY.downSeconds, b.windows.DAY.downSeconds]).toEqual([65 * MINUTE, 0]);
    expect([a.judgement.outage.bad, b.judgement.outage.bad]).toEqual([0, 70]);
    const violations = await storedViolations(world.pool);
    expect(violations).toMatchObject([{ operator: B, startedAt: start, closedAt: null }]);
    // What comes in time from then on is all that counts.
    await world.store(told(A, start + 101 * MINUTE, [[62, DOWN]]));
    await at(start + closed(165));
    expect((await storedViolations(world.pool)).slice(1)).toMatchObject([
      { operator: A, startedAt: start + 101 * MINUTE, openedAt: start + 162 * MINUTE, closedAt: null },
    ]);
    await world.close();
  });

  it.each([
    ["all is judged at once", 275],
    // Soon nothing of the rolling hour came late, and something of the day did.
    ["it is judged bit by bit", 25],
  ])("is left out of the rolling day and hour as if it had never come, if %s", async (_how, step) => {
    const { world, start, at } = await measuring();
    // At the end too few fail for a day that was good.
    for (const operator of [A, B]) {
      await world.store(
        told(operator, start, [
          [100, SLOWED],
          [150, {}],
          [25, FAILED],
        ]),
        start,
      );
    }
    // A day later the first minutes of B are fast, and fail.
    await world.store(told(B, start, [[100, { ...FAILED, revision: 1 }]]), start + DAY);
    for (let minute = step; minute <= 275; minute += step) await at(start + closed(minute) + 30);
    await at(start + closed(275) + DAY);
    const [a, b] = [await evaluationOf(world, A), await evaluationOf(world, B)];
    expect(b.judgement.success).toEqual(a.judgement.success);
    expect(b.judgement.latency).toEqual(a.judgement.latency);
    const violations = await storedViolations(world.pool);
    expect(violations).toMatchObject([
      { operator: A, charge: "LATENCY", slices: [{ charged: 2 }] },
      { operator: B, charge: "LATENCY", slices: [{ charged: 2 }] },
    ]);
    expect(b.windows.WEEK.successes).toBeLessThan(a.windows.WEEK.successes);
    await world.close();
  });
});

describe("minutes that do not count", () => {
  it("are those of announced maintenance, up to its cancellation", async () => {
    const { world, start, at } = await measuring();
    for (const operator of [A, B])
      await world.store(
        told(operator, start, [
          [10, {}],
          [110, DOWN],
          [10, {}],
        ]),
      );
    await announce(world, A, start + 30 * MINUTE, start + 90 * MINUTE);
    await announce(world, B, start + 30 * MINUTE, start + 90 * MINUTE);
    await world.pool.query("update din_api.maintenance set cancelled_at = $2 where operator = $1", [
      B,
      start + 50 * MINUTE,
    ]);
    await at(start + closed(130) + 30);
    // 50 minutes of A's are left, and 90 of B's.
    const violations = await storedViolations(world.pool);
    expect(violations).toMatchObject([{ operator: B, slices: [{ charged: 30 }] }]);
    const dossier = JSON.parse(violations[0]?.slices[0]?.dossier ?? "{}");
    expect(dossier.maintenance).toEqual([{ start: start + 30 * MINUTE, end: start + 50 * MINUTE }]);
    expect((await chargedIntervals(world.pool)).filter(({ operator }) => operator === A)).toEqual([]);
    await world.close();
  });

  it("are those of which nothing is known: an outage goes on after them", async () => {
    const { world, start, at } = await measuring();
    await world.store(
      told(A, start, [
        [40, DOWN],
        [90, null],
        [40, DOWN],
        [5, {}],
      ]),
    );
    await at(start + closed(175) + 30);
    expect(await storedOf({ world })).toMatchObject([{ startedAt: start, slices: [{ charged: 20, bps: 2_000 }] }]);
    expect((await storedViolations(world.pool))[0]?.slices[0]?.confidence).toBe("LOW");
    await world.close();
  });

  it("are those that nobody but the operator speaks of: they drown no bad ones, and end no outage", async () => {
    const { world, start, at } = await measuring();
    const own = { reporter: "own", weight: 0 };
    const boast = { ...own, requests: 10 ** 9, successes: 10 ** 9, sketch: { first: 576, counts: [10 ** 9] } };
    const spoken = (operator: string, minute: number, count: number, changes: Partial<SampleInput>) =>
      minutes(operator, start + minute * MINUTE, count, changes).filter((_, index) => index % 2 === 0);
    await world.store([
      ...spoken(A, 0, 1, boast),
      ...told(A, start + MINUTE, [
        [70, FAILED],
        [12, {}],
      ]),
      ...told(B, start, [
        [40, DOWN],
        [6, null],
        [40, DOWN],
        [5, {}],
      ]),
      ...spoken(B, 40, 6, own),
    ]);
    await at(start + closed(92) + 30);
    expect(await storedViolations(world.pool)).toMatchObject([
      { operator: A, charge: "SUCCESS_RATE", startedAt: start + MINUTE },
      { operator: B, charge: "DOWNTIME", slices: [{ charged: 20 }] },
    ]);
    await world.close();
  });

  it("are those of a build-up that ended: nothing is kept of them", async () => {
    const { world, start, at } = await measuring();
    await world.store(
      told(A, start, [
        [45, FAILED],
        [30, {}],
      ]),
    );
    await at(start + closed(40));
    expect((await chargedIntervals(world.pool)).length).toBe(40);
    await at(start + closed(75));
    expect(await chargedIntervals(world.pool)).toEqual([]);
    expect(await storedViolations(world.pool)).toEqual([]);
    await world.close();
  });
});

it("what an operator has at stake is waited for, and then assessed", async () => {
  const { world, start, at } = await measuring();
  await world.store(
    told(A, start, [
      [72, DOWN],
      [10, {}],
    ]),
  );
  await world.pool.query(`alter view din."operator" rename to elsewhere`);
  const evaluator = world.evaluator();
  world.now = start + closed(90);
  await world.settle(evaluator);
  expect(await storedOf({ world })).toMatchObject([{ closedAt: start + 77 * MINUTE, slices: [] }]);
  await world.pool.query(`alter view din.elsewhere rename to "operator"`);
  await at(start + closed(92));
  expect(await storedOf({ world })).toMatchObject([{ slices: [{ charged: 12, bps: 1_200 }] }]);
  expect((await evaluationOf(world, A)).judgement.unassessed).toEqual([]);
  await world.close();
});

it("judged in one go or minute by minute, by evaluators that are cut off, it comes to the same", async () => {
  const runs = (operator: string, start: number) => [
    ...told(operator, start, [
      [70, DOWN],
      [8, {}],
      [75, FAILED],
      [12, {}],
      [45, SLOWED],
      [61, DOWN],
      [3, null],
      [4, {}],
    ]),
    ...told(operator, start + 278 * MINUTE, [
      [30, DOWN],
      [20, {}],
      [70, { ...DOWN, upSeconds: 31, downSeconds: 29 }],
    ]),
  ];
  const end = 278 + 120;
  const outcomeOf = async (judge: (measuring: Measuring) => Promise<void>) => {
    const given = await measuring();
    const { world, start } = given;
    for (const operator of [A, B]) await world.store(runs(operator, start), start);
    // Some of it comes late.
    await world.store(
      told(A, start + 72 * MINUTE, [[9, FAILED]]).map((sample) => ({ ...sample, region: "us" })),
      start + DAY,
    );
    await judge(given);
    const outcome = [await storedViolations(world.pool), await chargedIntervals(world.pool)] as const;
    await world.close();
    return outcome;
  };
  const atOnce = await outcomeOf(({ at, start }) => at(start + closed(end)));
  await suite.renew();
  const cutOff = await outcomeOf(async ({ world, start }) => {
    const evaluators = [world.evaluator({ batch: 1 }), world.evaluator({ batch: 2 })];
    let cuts = 0;
    for (let minute = 5; minute <= end; minute += 7) {
      world.now = Math.min(start + closed(minute), start + closed(end));
      const passes = Promise.all(evaluators.map((evaluator) => evaluator.pass()));
      if (minute % 3 === 0) {
        const { rowCount } = await world.pool.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'din-evaluator' and datname = current_database()",
        );
        cuts += rowCount ?? 0;
      }
      await passes;
    }
    expect(cuts).toBeGreaterThan(5);
    world.now = start + closed(end);
    await world.settle(world.evaluator());
  });
  expect(atOnce[0].length).toBeGreaterThan(4);
  expect(cutOff).toEqual(atOnce);
});
