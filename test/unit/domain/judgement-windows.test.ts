/** What windows alone decide: the initial check, and the breaches of throughput and uptime, which are never charged. */
import { describe, expect, test } from "vitest";
import { type Judgement, judgeWindows, openBreaches, startOfJudgement } from "../../../api/domain/judgement.ts";
import { policyOf } from "../../../api/domain/policy.ts";
import type { StoredWindows } from "../../../api/domain/window.ts";
import {
  FAILING,
  GOOD,
  type Interval,
  judged,
  minute,
  POLICY,
  rate,
  SLOW,
  START,
  times,
  unknown,
} from "./support/judging.ts";
import { bounded, fromSketch, type Given, TENTH_OF_MONTH, windowsOf } from "./support/windows.ts";

describe("the initial check: 60 minutes, 95 % of them measured, success over 99 %, p95 under 250 ms", () => {
  const hour = (change: Partial<Interval["hour"]>): Interval => ({ ...GOOD, hour: { ...GOOD.hour, ...change } });
  test.each<[string, Interval, boolean]>([
    ["all of it", GOOD, true],
    ["measured for exactly 57 minutes", hour({ measuredSeconds: 3_420 }), true],
    ["a second less", hour({ measuredSeconds: 3_419 }), false],
    ["success of exactly 99 %", hour(rate(990, 1_000)), false],
    ["one more success", hour(rate(991, 1_000)), true],
    ["one request in 13e9 over 99 %", hour(rate(12_870_000_001, 13_000_000_000)), true],
    ["no request", hour({ ...rate(0, 0), p95: null }), false],
    ["no success", hour({ ...rate(0, 9), p95: null }), false],
    ["p95 of exactly 250 ms", hour({ p95: fromSketch(250_000) }), false],
    ["a microsecond less", hour({ p95: fromSketch(249_999) }), true],
    ["bounded by exactly 250 ms", hour({ p95: bounded(100_000, 250_000) }), false],
    ["bounded by less", hour({ p95: bounded(100_000, 249_999) }), true],
    ["the last of the 60 minutes unknown", unknown(hour({ measuredSeconds: 3_540 })), true],
    ["day and trailing minutes are not asked", { ...FAILING, hour: GOOD.hour }, true],
  ])("%s", (_name, interval, passed) => {
    expect(judged([interval]).initialCheckAt).toBe(passed ? minute(1) : null);
  });

  test("is asked in every minute until it is passed", () => {
    const slowHour = hour({ p95: fromSketch(250_000) });
    expect(judged([...times(7, slowHour), GOOD]).initialCheckAt).toBe(minute(8));
  });

  test("latches: nothing that comes later changes it", () => {
    expect(judged([GOOD, ...times(100, FAILING), ...times(100, SLOW), GOOD]).initialCheckAt).toBe(minute(1));
  });

  test("asks 250 ms of every tier, whatever its threshold", () => {
    const slower = hour({ p95: fromSketch(260_000) });
    for (const tier of ["NONE", "TIER_1", "TIER_2", "TIER_3"] as const)
      expect(judged([slower], tier).initialCheckAt).toBeNull();
  });
});

/** Windows that end `seconds` after `START`. */
function at(seconds: number, given: Given): StoredWindows {
  const { HOUR, DAY, WEEK, MONTH, monthBasis } = windowsOf(given);
  const move = <T extends { start: number; end: number }>(window: T): T => ({
    ...window,
    start: window.start + seconds,
    end: window.end + seconds,
  });
  return { HOUR: move(HOUR), DAY: move(DAY), WEEK: move(WEEK), MONTH: move(MONTH), monthBasis };
}
const run = (states: readonly StoredWindows[], policy = POLICY): Judgement =>
  states.reduce((state, windows) => judgeWindows(state, windows, policy), startOfJudgement(START));

describe("throughput breaches as long as it is under 10e9 a month", () => {
  const offered = (count: number): Given => ({ MONTH: { offered: count, measuredSeconds: TENTH_OF_MONTH } });
  const enough = offered(1_000_000_000);
  const low = offered(999_999_999);
  test.each<[string, StoredWindows[], number | null]>([
    ["exactly 10e9", [at(0, enough)], null],
    ["10 requests less", [at(0, low)], START],
    ["since it began", [at(0, low), at(60, low), at(120, low)], START],
    ["until it is enough again", [at(0, low), at(60, enough)], null],
    ["and then anew", [at(0, low), at(60, enough), at(120, low)], START + 120],
    ["none at all is low, not unknown", [at(0, offered(0))], START],
    ["unknown opens nothing", [at(0, {})], null],
    ["unknown closes nothing", [at(0, low), at(60, {})], START],
  ])("%s", (_name, windows, since) => {
    expect(run(windows).throughputSince).toBe(since);
  });
});

describe("uptime breaches after a day under 99.9 %", () => {
  const up = (seconds: number): Given => ({ WEEK: { upSeconds: seconds, downSeconds: 100_000 - seconds } });
  const [enough, low] = [up(99_900), up(99_899)];
  test.each<[string, StoredWindows[], number | null]>([
    ["exactly 99.9 % for a day", [at(0, enough), at(86_400, enough)], null],
    ["just low", [at(0, low)], null],
    ["a minute short of a day", [at(0, low), at(86_340, low)], null],
    ["exactly a day", [at(0, low), at(86_340, low), at(86_400, low)], START + 86_400],
    ["since it opened", [at(0, low), at(86_400, low), at(90_000, low)], START + 86_400],
    ["until it is enough again", [at(0, low), at(86_400, low), at(86_460, enough)], null],
    ["a minute of enough begins the day anew", [at(0, low), at(60, enough), at(120, low), at(86_460, low)], null],
    ["… and it is over a day after that", [at(0, low), at(60, enough), at(120, low), at(86_520, low)], START + 86_520],
    ["unknown opens nothing", [at(0, {}), at(86_400, {})], null],
    ["unknown closes nothing", [at(0, low), at(86_400, low), at(90_000, {})], START + 86_400],
  ])("%s", (_name, windows, since) => {
    expect(run(windows).uptimeSince).toBe(since);
  });

  test("devnet: a day is 1,440 seconds", () => {
    const devnet = policyOf("devnet");
    expect(run([at(0, low), at(1_439, low)], devnet).uptimeSince).toBeNull();
    expect(run([at(0, low), at(1_440, low)], devnet).uptimeSince).toBe(START + 1_440);
  });
});

describe("openBreaches", () => {
  test("none at first", () => {
    expect(openBreaches(startOfJudgement(START))).toEqual([]);
  });

  test("uptime that is low, but not yet for a day, is none", () => {
    expect(openBreaches({ ...startOfJudgement(START), uptimeLowSince: START })).toEqual([]);
  });

  test("all, each since it opened, in their order", () => {
    const both: Interval = { ...SLOW, day: FAILING.day, trailing: { ...SLOW.trailing, ...rate(989, 1_000) } };
    const state = {
      ...judged(times(60, both)),
      throughputSince: START + 1,
      uptimeLowSince: START,
      uptimeSince: START + 2,
    };
    expect(openBreaches(state)).toEqual([
      { breach: "SUCCESS_RATE", since: minute(60) },
      { breach: "LATENCY", since: minute(30) },
      { breach: "THROUGHPUT", since: START + 1 },
      { breach: "UPTIME", since: START + 2 },
    ]);
  });
});
