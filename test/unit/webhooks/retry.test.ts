/** When a delivery is sent again. */
import { describe, expect, test } from "vitest";
import { delayAfter, MAX_ATTEMPTS, type Outcome, retryAfterOf, verdictOf } from "../../../api/webhooks/retry.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

const failed = (told: Partial<Outcome> = {}): Outcome => ({
  status: 500,
  error: "HTTP 500",
  retryAfterMs: null,
  ...told,
});

describe("delays", () => {
  test.each([
    [1, 5],
    [2, 15],
    [3, 45],
    [4, 135],
    [5, 405],
    [6, 1_215],
    [7, 3_645],
    [8, 10_935],
    [9, 21_600],
    [13, 21_600],
  ])("after attempt %i up to %i s, anything from nothing on", (attempts, seconds) => {
    expect(delayAfter(attempts, 1)).toBe(seconds * SECOND);
    expect(delayAfter(attempts, 0.5)).toBe((seconds / 2) * SECOND);
    expect(delayAfter(attempts, 0)).toBe(0);
  });

  test("all of them together: a day and a half at most, more than half a day on average", () => {
    const sum = (random: number) =>
      Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => delayAfter(index + 1, random)).reduce((a, b) => a + b);
    expect(sum(1) / HOUR).toBeCloseTo(34.6, 1);
    expect(sum(0.5) / HOUR).toBeCloseTo(17.3, 1);
  });
});

describe("a delivery", () => {
  test("that was taken is delivered, at the last attempt too", () => {
    const taken = { status: 204, error: null, retryAfterMs: null };
    expect(verdictOf(taken, 1, 0.5)).toEqual({ state: "DELIVERED" });
    expect(verdictOf(taken, MAX_ATTEMPTS, 0.5)).toEqual({ state: "DELIVERED" });
  });

  test.each([
    ["an error of the receiver", failed()],
    ["no answer", failed({ status: null, error: "TIMEOUT" })],
    ["a redirect", failed({ status: 302, error: "HTTP 302: redirects are not followed" })],
    ["not found: a receiver may be mended", failed({ status: 404, error: "HTTP 404" })],
    ["a refused target: names change", failed({ status: null, error: "PRIVATE_TARGET" })],
  ])("waits after %s", (_what, outcome) => {
    expect(verdictOf(outcome, 2, 0.2)).toEqual({ state: "WAITING", delayMs: 3 * SECOND });
  });

  test("is dead after the last attempt, not before", () => {
    expect(verdictOf(failed(), MAX_ATTEMPTS - 1, 1)).toMatchObject({ state: "WAITING" });
    expect(verdictOf(failed(), MAX_ATTEMPTS, 1)).toEqual({ state: "DEAD" });
  });

  test("is dead at once when the receiver is gone", () => {
    expect(verdictOf(failed({ status: 410, error: "HTTP 410" }), 1, 1)).toEqual({ state: "DEAD" });
  });

  test.each([
    ["longer than the delay", 60 * SECOND, 60 * SECOND],
    ["shorter", 1, 5 * SECOND],
    ["longer than anybody may", 48 * HOUR, 6 * HOUR],
  ])("heeds a receiver that asks for %s", (_what, retryAfterMs, delayMs) => {
    expect(verdictOf(failed({ status: 503, retryAfterMs }), 1, 1)).toEqual({ state: "WAITING", delayMs });
  });
});

test.each([
  ["0", 0],
  ["120", 120_000],
  [" 5 ", 5_000],
  ["Thu, 01 Jan 1970 00:02:00 GMT", 60_000],
  ["Thu, 01 Jan 1970 00:00:10 GMT", 0],
  [undefined, null],
  ["", null],
  ["-1", null],
  ["1.5", null],
  ["1e3", null],
  ["9999999999", null],
  ["soon", null],
  ["2030-01-01", null],
  ["Thu, 99 Xyz 1970 00:02:00 GMT", null],
])("Retry-After: %s, a minute after the epoch, asks for %s ms", (header, expected) => {
  expect(retryAfterOf(header, 60_000)).toBe(expected);
});
