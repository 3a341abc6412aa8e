import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policyOf, WINDOWS } from "../../../api/domain/policy.ts";
import {
  dayStart,
  hourStart,
  intervalStart,
  lastIntervalEnd,
  monthRange,
  type TimeRules,
  utcMonthSeconds,
  windowRanges,
} from "../../../api/domain/window.ts";

const { time } = policyOf("production");
const { time: devnet } = policyOf("devnet");
const utc = (text: string) => Date.parse(`${text}Z`) / 1_000;
const range = (start: string, end: string) => ({ start: utc(start), end: utc(end) });
const ALL = [...WINDOWS, "TRAILING"] as const;

describe("intervals, hours and days begin at multiples of their length since the epoch", () => {
  test.each<[string, string, string, string]>([
    ["2027-01-15T08:37:00", "2027-01-15T08:37:00", "2027-01-15T08:00:00", "2027-01-15T00:00:00"],
    ["2027-01-15T08:37:59", "2027-01-15T08:37:00", "2027-01-15T08:00:00", "2027-01-15T00:00:00"],
    ["2027-01-15T00:00:00", "2027-01-15T00:00:00", "2027-01-15T00:00:00", "2027-01-15T00:00:00"],
    ["2026-12-31T23:59:59", "2026-12-31T23:59:00", "2026-12-31T23:00:00", "2026-12-31T00:00:00"],
  ])("at %s", (at, interval, hour, day) => {
    expect(intervalStart(utc(at), time)).toBe(utc(interval));
    expect(lastIntervalEnd(utc(at), time)).toBe(utc(interval));
    expect(hourStart(utc(at), time)).toBe(utc(hour));
    expect(dayStart(utc(at), time)).toBe(utc(day));
  });

  test("devnet: a second, a minute, 24 minutes", () => {
    const at = utc("2027-01-15T08:37:59");
    expect(intervalStart(at, devnet)).toBe(at);
    expect(lastIntervalEnd(at, devnet)).toBe(at);
    expect(hourStart(at, devnet)).toBe(utc("2027-01-15T08:37:00"));
    expect(dayStart(at, devnet)).toBe(utc("2027-01-15T08:24:00"));
  });
});

describe("monthRange", () => {
  test.each<[string, string, string, number]>([
    ["2027-01-01T00:00:00", "2027-01-01T00:00:00", "2027-02-01T00:00:00", 31],
    ["2027-01-31T23:59:59", "2027-01-01T00:00:00", "2027-02-01T00:00:00", 31],
    ["2027-02-28T23:59:59", "2027-02-01T00:00:00", "2027-03-01T00:00:00", 28],
    ["2028-02-29T12:00:00", "2028-02-01T00:00:00", "2028-03-01T00:00:00", 29],
    ["2100-02-28T12:00:00", "2100-02-01T00:00:00", "2100-03-01T00:00:00", 28],
    ["2027-04-30T23:59:59", "2027-04-01T00:00:00", "2027-05-01T00:00:00", 30],
    ["2026-12-31T23:59:59", "2026-12-01T00:00:00", "2027-01-01T00:00:00", 31],
  ])("at %s", (at, start, end, days) => {
    expect(monthRange(utc(at), time)).toEqual(range(start, end));
    expect(utcMonthSeconds(utc(at))).toBe(days * 86_400);
  });

  test.each<[string, string, string]>([
    ["2027-01-15T00:00:00", "2027-01-15T00:00:00", "2027-01-15T12:00:00"],
    ["2027-01-15T11:59:59", "2027-01-15T00:00:00", "2027-01-15T12:00:00"],
    ["2027-01-31T23:59:59", "2027-01-31T12:00:00", "2027-02-01T00:00:00"],
  ])("devnet, half a day: at %s", (at, start, end) => {
    expect(monthRange(utc(at), devnet)).toEqual(range(start, end));
  });
});

describe("windowRanges", () => {
  const ended = (rules: TimeRules, end: string, starts: Record<(typeof ALL)[number], string>) => {
    const ranges = windowRanges(utc(end), rules);
    for (const name of ALL) expect([name, ranges[name]]).toEqual([name, range(starts[name], end)]);
  };

  test("at an odd minute: 1 h, 24 h, 7 d, the month so far, 30 d", () => {
    ended(time, "2027-01-15T08:37:00", {
      HOUR: "2027-01-15T07:37:00",
      DAY: "2027-01-14T08:37:00",
      WEEK: "2027-01-08T08:37:00",
      MONTH: "2027-01-01T00:00:00",
      TRAILING: "2026-12-16T08:37:00",
    });
  });

  test("at midnight of New Year the month is the whole of December", () => {
    ended(time, "2027-01-01T00:00:00", {
      HOUR: "2026-12-31T23:00:00",
      DAY: "2026-12-31T00:00:00",
      WEEK: "2026-12-25T00:00:00",
      MONTH: "2026-12-01T00:00:00",
      TRAILING: "2026-12-02T00:00:00",
    });
  });

  test("a minute later it is a minute of January", () => {
    ended(time, "2027-01-01T00:01:00", {
      HOUR: "2026-12-31T23:01:00",
      DAY: "2026-12-31T00:01:00",
      WEEK: "2026-12-25T00:01:00",
      MONTH: "2027-01-01T00:00:00",
      TRAILING: "2026-12-02T00:01:00",
    });
  });

  test("over a leap day", () => {
    ended(time, "2028-03-01T00:30:00", {
      HOUR: "2028-02-29T23:30:00",
      DAY: "2028-02-29T00:30:00",
      WEEK: "2028-02-23T00:30:00",
      MONTH: "2028-03-01T00:00:00",
      TRAILING: "2028-01-31T00:30:00",
    });
  });

  test("devnet: every duration ÷ 60, half a day for a month", () => {
    ended(devnet, "2027-01-15T12:00:00", {
      HOUR: "2027-01-15T11:59:00",
      DAY: "2027-01-15T11:36:00",
      WEEK: "2027-01-15T09:12:00",
      MONTH: "2027-01-15T00:00:00",
      TRAILING: "2027-01-15T00:00:00",
    });
  });
});

describe("properties", () => {
  /** 2001 to 2096. */
  const moment = fc.integer({ min: 1_000_000_000, max: 4_000_000_000 });
  const rules = fc.constantFrom(time, devnet);

  test("every window ends with the last interval that has ended, and holds whole intervals", () => {
    fc.assert(
      fc.property(moment, rules, (now, rules) => {
        const end = lastIntervalEnd(now, rules);
        expect(end).toBeLessThanOrEqual(now);
        expect(end + rules.intervalSeconds).toBeGreaterThan(now);
        for (const { start, end: windowEnd } of Object.values(windowRanges(end, rules))) {
          expect(windowEnd).toBe(end);
          expect(start).toBeLessThan(end);
          expect(start % rules.intervalSeconds).toBe(0);
        }
      }),
    );
  });

  test("months follow one another without a gap, and hold the moment they are asked for", () => {
    fc.assert(
      fc.property(moment, rules, (at, rules) => {
        const { start, end } = monthRange(at, rules);
        expect(start <= at && at < end).toBe(true);
        expect(monthRange(end, rules).start).toBe(end);
        expect(monthRange(start - 1, rules).end).toBe(start);
      }),
    );
  });

  test("the month so far and the rest of it are the whole month", () => {
    fc.assert(
      fc.property(moment, rules, (now, rules) => {
        const end = lastIntervalEnd(now, rules);
        const { MONTH } = windowRanges(end, rules);
        const month = monthRange(end - 1, rules);
        expect(MONTH.start).toBe(month.start);
        expect(MONTH.end).toBeLessThanOrEqual(month.end);
      }),
    );
  });
});
