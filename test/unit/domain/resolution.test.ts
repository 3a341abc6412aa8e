import { describe, expect, it } from "vitest";
import { policyOf } from "../../../api/domain/policy.ts";
import { alignedRange, bucketSeconds, keptSince, recomputableEnd } from "../../../api/domain/resolution.ts";

const { time } = policyOf("production");
const fast = policyOf("devnet").time;
const RETENTION = { rawDays: 35, hourDays: 400 };
const DAY = 86_400;
/** 2026-05-28T20:26:40Z. */
const NOW = 1_780_000_000;

describe("buckets", () => {
  it.each([
    ["MINUTE", 60, 1],
    ["HOUR", 3_600, 60],
    ["DAY", 86_400, 1_440],
  ] as const)("%s is %i seconds, %i where an interval is a second", (resolution, seconds, inDevnet) => {
    expect(bucketSeconds(resolution, time)).toBe(seconds);
    expect(bucketSeconds(resolution, fast)).toBe(inDevnet);
  });

  it.each([
    ["MINUTE", 119, 121, 60, 180],
    ["MINUTE", 120, 180, 120, 180],
    ["HOUR", 3_599, 3_600, 0, 3_600],
    ["HOUR", 3_600, 3_601, 3_600, 7_200],
    ["DAY", 1, 86_401, 0, 172_800],
  ] as const)("%s: %i to %i touches %i to %i", (resolution, from, to, start, end) => {
    expect(alignedRange({ start: from, end: to }, resolution, time)).toEqual({ start, end });
  });

  it("are kept as long as their retention says, days for ever", () => {
    expect(keptSince("MINUTE", NOW, RETENTION)).toBe(NOW - 35 * DAY);
    expect(keptSince("HOUR", NOW, RETENTION)).toBe(NOW - 400 * DAY);
    expect(keptSince("DAY", NOW, RETENTION)).toBeNull();
  });
});

describe("the last moment that windows can be computed for again", () => {
  const end = (at: number, retention = RETENTION) => recomputableEnd(at, NOW, time, retention);
  const minute = (at: number) => Math.floor(at / 60) * 60;
  const hour = (at: number) => Math.floor(at / 3_600) * 3_600;

  it.each([
    ["now", NOW, minute(NOW)],
    ["within a minute", 1_779_999_959, 1_779_999_900],
    ["at the end of one", 1_779_999_960, 1_779_999_960],
    // The 30 days before it begin 35 days before now.
    ["as long as the trailing month is kept by the minute", minute(NOW - 5 * DAY) + 60, minute(NOW - 5 * DAY) + 60],
    ["after that by the hour", minute(NOW - 5 * DAY), hour(NOW - 5 * DAY)],
    ["as long as that is kept by the hour", hour(NOW - 370 * DAY) + 3_600 + 59, hour(NOW - 370 * DAY) + 3_600],
    ["and then not at all", hour(NOW - 370 * DAY) + 3_599, null],
  ])("%s", (_what, at, expected) => {
    expect(end(at)).toBe(expected);
  });

  it("goes back further where more is kept", () => {
    expect(end(NOW - 300 * DAY, { rawDays: 1_000, hourDays: 1_000 })).toBe(minute(NOW - 300 * DAY));
  });
});
