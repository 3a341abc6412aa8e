/** Reviews of what the evaluator assessed, on a real Postgres: that it agrees, and what later data leaves of it. */
import { describe, expect, it } from "vitest";
import type { Review } from "../../api/domain/review.ts";
import { loadReview } from "../../api/monitoring/review.ts";
import { A, B, followerSuite } from "../support/follower-suite.ts";
import { RETENTION, type SampleInput } from "../support/measured-world.ts";
import { DAY, FAST, HOUR, type Measuring, MINUTE, measuringIn, minutes, SLOW } from "../support/measuring.ts";
import { storedViolations } from "../support/stored-violations.ts";
import { announce, closed, DOWN, FAILED, SLOWED, told } from "../support/told.ts";

const suite = followerSuite();
const measuring = () => measuringIn(suite, 9n);

/** The reviews of all slices, in the order of their violations. */
async function reviews({ world }: Pick<Measuring, "world">, retention = RETENTION): Promise<Review[]> {
  const slices = (await storedViolations(world.pool)).flatMap((violation) => violation.slices);
  const found: Review[] = [];
  for (const { incidentKey } of slices) {
    const { policy, now } = world;
    const { findings, basisPoints } = await loadReview(world.pool, incidentKey, null, { policy, now, retention });
    found.push({ findings, basisPoints });
  }
  return found;
}

const shown = ({ findings, basisPoints }: Review) => [...findings.map(({ kind }) => kind), basisPoints].join(" ");

/** Corrections of minutes that have closed long ago. */
const corrected = (operator: string, from: number, count: number, changes: Partial<SampleInput> = {}, revision = 1) =>
  minutes(operator, from, count, { revision, ...changes });

describe("an outage", () => {
  it("agrees; minutes that were up after all, or lie in maintenance, count no more; what makes it worse changes nothing", async () => {
    const run = await measuring();
    const { world, start, at } = run;
    await world.store(
      told(A, start, [
        [5, {}],
        [72, DOWN],
        [20, {}],
      ]),
    );
    const end = start + closed(97) + 30;
    await at(end);
    expect((await reviews(run)).map(shown)).toEqual(["1200"]);
    // Late: ten minutes more were down than it seemed, and one reporter alone takes one back.
    await world.store(corrected(A, start + 80 * MINUTE, 10, DOWN));
    await world.store(corrected(A, start + 6 * MINUTE, 1).slice(0, 1));
    await at(end + MINUTE);
    expect((await reviews(run)).map(shown)).toEqual(["1200"]);
    await world.store(corrected(A, start + 6 * MINUTE, 3, {}, 2));
    await at(end + 2 * MINUTE);
    expect((await reviews(run)).map(shown)).toEqual(["LATER_DATA 900"]);
    expect((await reviews(run))[0]?.findings[0]?.message).toBe(
      "By what is known now, 69 of the 72 intervals that were counted still count: 9 % of the stake, not 12 %.",
    );
    await announce(world, A, start + 5 * MINUTE, start + 11 * MINUTE);
    expect((await reviews(run)).map(shown)).toEqual(["LATER_DATA 600"]);
    await world.store(corrected(A, start, 97, {}, 3));
    await at(end + 3 * MINUTE);
    expect((await reviews(run)).map(shown)).toEqual(["LATER_DATA 0"]);
    // Of what is kept no more, it is what was assessed, less the maintenance.
    await world.pool.query("delete from din_api.metric_minute where at < $1", [start + 77 * MINUTE]);
    expect((await reviews(run)).map(shown)).toEqual(["LATER_DATA 600"]);
    await world.close();
  });
});

describe("poor performance", () => {
  it("agrees by its own figures; what came late makes it no worse, and leaves of it what still breaches", async () => {
    const run = await measuring();
    const { world, start, at } = run;
    await world.store([
      ...told(A, start, [
        [125, SLOWED],
        [80, {}],
      ]),
      ...told(B, start, [
        [125, FAILED],
        [80, {}],
      ]),
    ]);
    const end = start + closed(205) + 30;
    await at(end);
    const charges = (await storedViolations(world.pool)).map(({ operator, charge, slices }) => [
      operator,
      charge,
      slices[0]?.charged,
    ]);
    expect(charges.sort()).toEqual(
      [
        [A, "LATENCY", 3],
        [B, "SUCCESS_RATE", 3],
      ].sort(),
    );
    expect((await reviews(run)).map(shown)).toEqual(["600", "600"]);
    // It was worse than it seemed.
    const worse = { ...FAILED, sketch: { first: SLOW + 50, counts: [300_000] } };
    await world.store([...corrected(A, start, 205, worse), ...corrected(B, start, 205, worse)]);
    await at(end + MINUTE);
    expect((await reviews(run)).map(shown)).toEqual(["600", "600"]);
    // An hour of each was well, it turns out.
    await world.store([
      ...corrected(A, start + 10 * MINUTE, 60, {}, 2),
      ...corrected(B, start + 10 * MINUTE, 60, {}, 2),
    ]);
    await at(end + 2 * MINUTE);
    const [some, others] = await reviews(run);
    expect(some?.findings.map(({ kind }) => kind)).toEqual(["LATER_DATA"]);
    expect(others?.findings.map(({ kind }) => kind)).toEqual(["LATER_DATA"]);
    for (const review of [some, others]) expect([200, 400]).toContain(review?.basisPoints);
    // Where minutes are not kept for so long, it is what was assessed.
    world.now = end + 9 * DAY;
    expect((await reviews(run, { rawDays: 8, hourDays: 400 })).map(shown)).toEqual(["600", "600"]);
    world.now = end + 2 * MINUTE;
    // What came late is only bounded: it convicts nobody.
    const scalar = { sketch: null, p95Micros: 400_000, p99Micros: 400_000 };
    await world.store([...corrected(A, start, 205, scalar, 3), ...corrected(B, start, 205, {}, 3)]);
    await at(end + 3 * MINUTE);
    expect((await reviews(run)).map(shown)).toEqual(["LATER_DATA 0", "LATER_DATA 0"]);
    await world.close();
  });
});

it("late words of one reporter alone, or of the operator itself, take nothing back", async () => {
  const run = await measuring();
  const { world, start, at } = run;
  await world.store([
    ...told(A, start, [
      [5, {}],
      [72, DOWN],
      [30, {}],
    ]),
    // Nobody looked for ten minutes.
    ...told(B, start, [
      [10, {}],
      [10, null],
      [65, { ...FAILED, sketch: { first: SLOW, counts: [300_000] } }],
      [22, {}],
    ]),
  ]);
  const end = start + closed(107) + 30;
  await at(end);
  const before = (await reviews(run)).map(shown);
  expect([...before].sort()).toEqual(["1200", "400", "400"]);
  const well = { requests: 1_000_000_000, successes: 1_000_000_000, sketch: { first: FAST, counts: [1_000_000_000] } };
  const alone = (operator: string, from: number, count: number, changes: Partial<SampleInput>) =>
    minutes(operator, from, count, changes).filter((_, n) => n % 2 === 0);
  // Where nobody looked, the operator saw that all was well.
  await world.store(alone(B, start + 10 * MINUTE, 10, { ...well, weight: 0, reporter: "own" }));
  await at(end + MINUTE);
  expect((await reviews(run)).map(shown)).toEqual(before);
  // A region of its own, in which all was well.
  await world.store([
    ...alone(A, start + 5 * MINUTE, 72, { region: "moon" }),
    ...alone(B, start + 20 * MINUTE, 65, { ...well, region: "moon" }),
  ]);
  await at(end + 2 * MINUTE);
  expect((await reviews(run)).map(shown)).toEqual(before);
  // Of the same failures, all but none.
  await world.store(alone(B, start + 20 * MINUTE, 65, { requests: 10, successes: 0, sketch: null, revision: 1 }));
  await at(end + 3 * MINUTE);
  expect((await reviews(run)).map(shown)).toEqual(before);
  await world.store([
    ...minutes(A, start + 5 * MINUTE, 3, { region: "moon" }),
    ...minutes(B, start + 20 * MINUTE, 65, { ...well, region: "moon", revision: 1 }),
  ]);
  await at(end + 4 * MINUTE);
  expect((await reviews(run)).map(shown).sort()).toEqual(["LATER_DATA 0", "LATER_DATA 0", "LATER_DATA 900"]);
  await world.close();
});

it("what is assessed by the day agrees too, slice by slice, whatever had come late before it was judged", async () => {
  const run = await measuring();
  const { world, start, at } = run;
  const late = told(A, start, [[30, {}]]);
  await world.store(
    told(A, start + 30 * MINUTE, [
      [26 * 60, DOWN],
      [6, {}],
    ]),
  );
  await world.store(late, start + 2 * HOUR);
  await at(start + 26 * HOUR + closed(60));
  const slices = (await storedViolations(world.pool)).flatMap((violation) => violation.slices);
  expect(slices.map(({ charged }) => charged)).toEqual([1_380, 120]);
  expect((await reviews(run)).map(shown)).toEqual(["5000", "0"]);
  await world.close();
});
