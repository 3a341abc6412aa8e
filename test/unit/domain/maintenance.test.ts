import { describe, expect, test } from "vitest";
import {
  countedRange,
  isMaintained,
  MAX_WEEKS_AHEAD,
  maintenanceFault,
  mostWithin,
  wholeIntervals,
} from "../../../api/domain/maintenance.ts";
import { POLICY, policyOf } from "../../../api/domain/policy.ts";
import type { Range } from "../../../api/domain/window.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const range = (start: number, end: number): Range => ({ start, end });

describe("countedRange", () => {
  test.each<[string, number | null, Range | null]>([
    ["never called off: all of it", null, range(600, 1_200)],
    ["called off before it began: nothing", 599, null],
    ["called off as it began: nothing", 600, null],
    ["called off within: up to then", 660, range(600, 660)],
    ["called off afterwards: all of it", 1_300, range(600, 1_200)],
  ])("%s", (_what, cancelledAt, expected) => {
    expect(countedRange({ startAt: 600, endAt: 1_200, cancelledAt })).toEqual(expected);
  });
});

describe("isMaintained", () => {
  test.each<[string, number, boolean]>([
    ["before", 540, false],
    ["the first interval", 600, true],
    ["the last whole interval", 1_140, true],
    ["one that reaches beyond it", 1_200, false],
    ["the one in which another was called off", 2_040, false],
    ["the one before that", 1_980, true],
  ])("%s", (_what, at, expected) => {
    expect(isMaintained(at, [range(600, 1_230), range(1_980, 2_070)], POLICY.time)).toBe(expected);
  });
});

describe("wholeIntervals", () => {
  test.each<[Range, Range | null]>([
    [range(60, 180), range(60, 180)],
    [range(30, 200), range(60, 180)],
    [range(61, 180), range(120, 180)],
    [range(61, 179), null],
    [range(60, 60), null],
    [range(0, 59), null],
  ])("%j: %j", (given, expected) => {
    expect(wholeIntervals(given, POLICY.time)).toEqual(expected);
  });

  test("an interval of the devnet is a second", () => {
    expect(wholeIntervals(range(61, 179), policyOf("devnet").time)).toEqual(range(61, 179));
  });
});

describe("mostWithin", () => {
  test.each<[string, Range[], number, number]>([
    ["nothing", [], 100, 0],
    ["one", [range(10, 30)], 100, 20],
    ["one that is longer than the stretch", [range(0, 300)], 100, 100],
    ["overlapping ones count once", [range(10, 30), range(20, 40), range(20, 30)], 100, 30],
    ["one within another", [range(10, 90), range(20, 30)], 100, 80],
    ["those that touch add up", [range(10, 30), range(30, 50)], 100, 40],
    ["exactly a stretch apart: not together", [range(0, 20), range(100, 120)], 100, 20],
    ["almost a stretch apart: in part", [range(0, 20), range(90, 110)], 100, 30],
    ["the most is not where the first begins", [range(0, 10), range(95, 115), range(180, 195)], 100, 35],
    ["in any order", [range(90, 110), range(0, 20)], 100, 30],
  ])("%s", (_what, ranges, span, expected) => {
    expect(mostWithin(ranges, span)).toBe(expected);
  });
});

describe("maintenanceFault", () => {
  const NOW = 1_000 * WEEK;
  const START = NOW + 2 * DAY;
  const fault = (wanted: Range, others: Range[] = []) => maintenanceFault(wanted, others, NOW, POLICY)?.code ?? null;

  test.each<[string, Range, Range[], string | null]>([
    ["two hours", range(START, START + 2 * HOUR), [], null],
    ["a minute more", range(START, START + 2 * HOUR + 60), [], "TOO_MUCH_MAINTENANCE"],
    ["24 hours ahead", range(NOW + DAY, NOW + DAY + HOUR), [], null],
    ["a minute less", range(NOW + DAY - 60, NOW + DAY + HOUR), [], "MAINTENANCE_AT_SHORT_NOTICE"],
    ["in the past", range(NOW - DAY, NOW - DAY + HOUR), [], "MAINTENANCE_AT_SHORT_NOTICE"],
    ["up to a year ahead", range(NOW + MAX_WEEKS_AHEAD * WEEK - 60, NOW + MAX_WEEKS_AHEAD * WEEK), [], null],
    ["further", range(NOW + MAX_WEEKS_AHEAD * WEEK, NOW + MAX_WEEKS_AHEAD * WEEK + 60), [], "MAINTENANCE_TOO_FAR"],
    ["a second hour", range(START + 5 * HOUR, START + 6 * HOUR), [range(START, START + HOUR)], null],
    [
      "a minute more than that",
      range(START + 5 * HOUR, START + 6 * HOUR + 60),
      [range(START, START + HOUR)],
      "TOO_MUCH_MAINTENANCE",
    ],
    [
      "what overlaps counts once",
      range(START + HOUR, START + 2 * HOUR),
      [range(START, START + HOUR), range(START + HOUR / 2, START + 2 * HOUR)],
      null,
    ],
    ["a week after", range(START + WEEK, START + WEEK + 2 * HOUR), [range(START, START + 2 * HOUR)], null],
    [
      "a minute less than a week after",
      range(START + WEEK - 60, START + WEEK + 2 * HOUR - 60),
      [range(START, START + 2 * HOUR)],
      "TOO_MUCH_MAINTENANCE",
    ],
    [
      "a minute less than a week before",
      range(START, START + 2 * HOUR),
      [range(START + WEEK - 60, START + WEEK + 2 * HOUR - 60)],
      "TOO_MUCH_MAINTENANCE",
    ],
  ])("%s", (_what, wanted, others, expected) => {
    expect(fault(wanted, others)).toBe(expected);
  });
});
