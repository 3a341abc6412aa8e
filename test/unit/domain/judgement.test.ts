import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { startOfJudgement } from "../../../api/domain/judgement.ts";
import type { Tier } from "../../../api/domain/policy.ts";
import {
  FAILING,
  GOOD,
  type Interval,
  judged,
  minute,
  rate,
  SLOW,
  START,
  slow,
  times,
  unknown,
} from "./support/judging.ts";
import { bounded } from "./support/windows.ts";

const success = (intervals: readonly Interval[], tier?: Tier) => judged(intervals, tier).success.openSince;
const latency = (intervals: readonly Interval[], tier?: Tier) => judged(intervals, tier).latency.openSince;

describe("a breach opens with the last of so many bad minutes, × the tier's grace", () => {
  test.each<[Tier, number, number]>([
    ["NONE", 60, 30],
    ["TIER_1", 60, 30],
    ["TIER_2", 75, 38],
    ["TIER_3", 90, 45],
  ])("%s: %i of success, %i of latency", (tier, failing, slowed) => {
    expect(success(times(failing - 1, FAILING), tier)).toBeNull();
    expect(success(times(failing, FAILING), tier)).toBe(minute(failing));
    expect(success(times(failing + 9, FAILING), tier)).toBe(minute(failing));
    expect(latency(times(slowed - 1, SLOW), tier)).toBeNull();
    expect(latency(times(slowed, SLOW), tier)).toBe(minute(slowed));
    expect(latency(times(slowed + 9, SLOW), tier)).toBe(minute(slowed));
  });

  test("one does not open the other", () => {
    expect(latency(times(100, FAILING))).toBeNull();
    expect(success(times(100, SLOW))).toBeNull();
  });
});

describe("a minute fails iff the rolling day and the trailing ten minutes are both under 99 %", () => {
  const minuteOf = (day: [number, number], trailing: [number, number]): Interval => ({
    ...GOOD,
    day: rate(...day),
    trailing: { ...GOOD.trailing, ...rate(...trailing) },
  });
  test.each<[string, Interval, boolean]>([
    ["both", minuteOf([989, 1_000], [989, 1_000]), true],
    ["both by one request in a million", minuteOf([989_999, 1_000_000], [989_999, 1_000_000]), true],
    ["exactly 99 % in the day", minuteOf([99, 100], [0, 100]), false],
    ["exactly 99 % in the trailing minutes", minuteOf([0, 100], [99, 100]), false],
    ["a spike that is over, still in the day", minuteOf([900, 1_000], [1_000, 1_000]), false],
    ["a spike that the day hardly sees", minuteOf([999, 1_000], [0, 10]), false],
    ["no request in the trailing minutes", minuteOf([900, 1_000], [0, 0]), false],
    ["no request at all", minuteOf([0, 0], [0, 0]), false],
    ["no success at all", minuteOf([0, 10], [0, 1]), true],
  ])("%s", (_name, interval, bad) => {
    expect(success(times(200, interval)) !== null).toBe(bad);
  });
});

describe("a minute is slow iff hour and trailing minutes pass the tier's threshold by more than 1 %", () => {
  const boundedBy = (lower: number, upper: number): Interval => ({
    ...GOOD,
    hour: { ...GOOD.hour, p95: bounded(lower, upper) },
    trailing: { ...GOOD.trailing, p95: bounded(lower, upper) },
  });
  test.each<[string, Tier, Interval, boolean]>([
    ["250 ms", "TIER_1", slow(250_000), false],
    ["250 ms + 1 %", "TIER_1", slow(252_500), false],
    ["a microsecond more", "TIER_1", slow(252_501), true],
    ["275 ms + 1 %", "TIER_2", slow(277_750), false],
    ["a microsecond more", "TIER_2", slow(277_751), true],
    ["300 ms + 1 %", "TIER_3", slow(303_000), false],
    ["a microsecond more", "TIER_3", slow(303_001), true],
    ["without a tier as with the first", "NONE", slow(252_500), false],
    ["a microsecond more", "NONE", slow(252_501), true],
    ["the hour alone", "TIER_1", slow(900_000, 200_000), false],
    ["the trailing minutes alone", "TIER_1", slow(200_000, 900_000), false],
    ["only bounded: proves nothing", "TIER_1", boundedBy(900_000, 950_000), false],
    ["bounded in the hour alone", "TIER_1", { ...SLOW, hour: boundedBy(900_000, 950_000).hour }, false],
    [
      "bounded in the trailing minutes alone",
      "TIER_1",
      { ...SLOW, trailing: boundedBy(900_000, 950_000).trailing },
      false,
    ],
    ["no success in the trailing minutes", "TIER_1", { ...SLOW, trailing: { ...SLOW.trailing, p95: null } }, false],
    ["no success in the hour", "TIER_1", { ...SLOW, hour: { ...SLOW.hour, p95: null } }, false],
  ])("%s, %s", (_name, tier, interval, bad) => {
    expect(latency(times(200, interval), tier) !== null).toBe(bad);
  });
});

describe("a breach closes after ten good minutes in a row", () => {
  const open = times(60, FAILING);
  test.each<[string, Interval[], number | null]>([
    ["nine good ones", [...open, ...times(9, GOOD)], minute(60)],
    ["ten", [...open, ...times(10, GOOD)], null],
    ["nine, a bad one, nine", [...open, ...times(9, GOOD), FAILING, ...times(9, GOOD)], minute(60)],
    ["nine, a bad one, ten", [...open, ...times(9, GOOD), FAILING, ...times(10, GOOD)], null],
    ["it takes sixty more to open again", [...open, ...times(10, GOOD), ...times(59, FAILING)], null],
    ["… which it then does anew", [...open, ...times(10, GOOD), ...open], minute(130)],
    [
      "short of opening, nine good ones forgive nothing",
      [...times(59, FAILING), ...times(9, GOOD), FAILING],
      minute(69),
    ],
    ["… and ten forgive all", [...times(59, FAILING), ...times(10, GOOD), ...times(59, FAILING)], null],
  ])("%s", (_name, intervals, openSince) => {
    expect(success(intervals)).toBe(openSince);
  });

  test("bad minutes are counted on while it is open: they are what is charged", () => {
    expect(judged([...times(60, FAILING), ...times(9, GOOD), ...times(12, FAILING)]).success.bad).toBe(72);
  });
});

describe("an unknown minute changes nothing but how far was judged", () => {
  test.each<[string, Interval[], Interval]>([
    ["while it builds up", times(59, FAILING), FAILING],
    ["while it is open", times(60, FAILING), GOOD],
    ["while it closes", [...times(60, FAILING), ...times(9, GOOD)], GOOD],
    ["of latency", times(29, SLOW), SLOW],
  ])("%s", (_name, before, windows) => {
    const state = judged(before);
    const after = judged([...before, ...times(100, unknown(windows))]);
    expect(after).toEqual({ ...state, judgedUntil: state.judgedUntil + 6_000 });
  });
});

describe("a measured minute that says nothing of a metric is neither good nor bad", () => {
  const quiet: Interval = { ...GOOD, trailing: { ...rate(0, 0), p95: null } };
  const unmeasuredLatency: Interval = { ...GOOD, trailing: { ...rate(0, 10), p95: null } };
  const between = bounded(200_000, 400_000);
  const boundedAbove: Interval = {
    ...GOOD,
    hour: { ...GOOD.hour, p95: bounded(300_000, 400_000) },
    trailing: { ...GOOD.trailing, p95: between },
  };
  test.each<[string, Interval[], Interval, "success" | "latency"]>([
    ["no request for ten minutes", times(60, FAILING), quiet, "success"],
    ["no success for ten minutes", times(30, SLOW), { ...unmeasuredLatency, hour: SLOW.hour }, "latency"],
    ["latency only bounded, from below the threshold to above", times(30, SLOW), boundedAbove, "latency"],
  ])("%s keeps a breach open", (_name, before, interval, breach) => {
    const open = judged(before)[breach];
    expect(open.openSince).not.toBeNull();
    expect(judged([...before, ...times(50, interval)])[breach]).toEqual(open);
  });

  test("latency whose upper bound is below the threshold is good", () => {
    const cleared: Interval = { ...SLOW, trailing: { ...GOOD.trailing, p95: bounded(100_000, 200_000) } };
    expect(latency([...times(30, SLOW), ...times(10, cleared)])).toBeNull();
  });
});

test("any run of good, bad and unknown minutes: open since the 60th bad one after the last ten good ones in a row", () => {
  const run = fc.tuple(fc.constantFrom("g", "b", "b", "?"), fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(50)));
  fc.assert(
    fc.property(fc.array(run, { maxLength: 12 }), (runs) => {
      const letters = runs.map(([letter, length]) => letter.repeat(length)).join("");
      const intervals = [...letters].map((letter) =>
        letter === "g" ? GOOD : letter === "b" ? FAILING : unknown(FAILING),
      );
      const known = [...letters].flatMap((letter, i) => (letter === "?" ? [] : [{ letter, end: minute(i + 1) }]));
      const forgiven = known
        .map(({ letter }) => letter)
        .join("")
        .lastIndexOf("g".repeat(10));
      const bad = known.slice(forgiven < 0 ? 0 : forgiven + 10).filter(({ letter }) => letter === "b");
      const state = judged(intervals);
      expect(state.success.openSince).toBe(bad[59]?.end ?? null);
      expect(state.success.bad).toBe(bad.length);
      expect(state.judgedUntil).toBe(minute(letters.length));
    }),
    { numRuns: 1_000 },
  );
});

test("nothing is concluded before the first minute", () => {
  const none = { bad: 0, good: 0, startedAt: null, openSince: null, assessed: { slices: 0, counted: 0, until: null } };
  expect(startOfJudgement(START)).toEqual({
    judgedUntil: START,
    initialCheckAt: null,
    outage: none,
    success: none,
    latency: none,
    throughputSince: null,
    uptimeLowSince: null,
    uptimeSince: null,
    unassessed: [],
  });
});
