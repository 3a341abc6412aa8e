/** What a ranking is made of: ranges, figures and buckets, by literals. */
import { describe, expect, test } from "vitest";
import { decimalOf } from "../../../api/domain/decimal.ts";
import type { Totals } from "../../../api/domain/measurement.ts";
import { POLICY, policyOf } from "../../../api/domain/policy.ts";
import { bucketBounds, measuredFigures, measuredRange, measuredUntil } from "../../../api/domain/ranking.ts";
import { EMPTY_TOTALS } from "../../../api/domain/totals.ts";

/** 26 October 2023, 00:00:00 UTC. */
const MIDNIGHT = 1_698_278_400;
const [HOUR, DAY] = [3_600, 86_400];

describe("ranges", () => {
  test.each([
    [0, -HOUR],
    [15 * 60 - 1, -HOUR],
    [15 * 60, 0],
    [HOUR + 15 * 60 - 1, 0],
    [HOUR + 15 * 60, HOUR],
  ])("%i s after midnight all has closed up to %i s after it", (after, until) => {
    expect(measuredUntil(MIDNIGHT + after, POLICY.time)).toBe(MIDNIGHT + until);
  });

  test.each([
    ["DAY", DAY],
    ["WEEK", 7 * DAY],
    ["MONTH", 30 * DAY],
  ] as const)("a %s is %i s long and ends there", (range, seconds) => {
    const end = MIDNIGHT - HOUR;
    expect(measuredRange(range, MIDNIGHT, POLICY.time)).toEqual({ start: end - seconds, end });
  });

  test("are as much faster where intervals are", () => {
    const { time } = policyOf("devnet");
    expect(measuredRange("DAY", 1_000_000_020, time)).toEqual({ start: 999_999_960 - 1_440, end: 999_999_960 });
  });
});

describe("figures", () => {
  const range = { start: 0, end: DAY };
  const figures = (told: Partial<Totals>) => measuredFigures({ ...EMPTY_TOTALS, ...told }, range, POLICY);

  test("are none where nothing was measured", () => expect(figures({})).toBeNull());

  test("without a request know no success rate, and no latency without a success", () => {
    expect(figures({ downSeconds: 60, measuredSeconds: 60 })).toEqual({
      ...{ requests: 0, successPpm: null, p95Micros: null, uptimePpm: 0, coverageBps: 6, confidence: "LOW" },
    });
  });

  test("are rounded half up, once", () => {
    expect(figures({ requests: 2_000_000, successes: 1_999_999 })?.successPpm).toBe(1_000_000);
    expect(figures({ requests: 2_000_001, successes: 1_999_999 })?.successPpm).toBe(999_999);
    expect(figures({ measuredSeconds: 1, upSeconds: 2, downSeconds: 1 })?.uptimePpm).toBe(666_667);
  });

  test("are the upper bound of a p95 that is only bounded, and sure where enough have seen enough", () => {
    const scalar = { successes: 1, minP95Micros: 5, maxP95Micros: 9, minP99Micros: 9, maxP99Micros: 9 };
    expect(figures({ requests: 1, successes: 1, scalar })?.p95Micros).toBe(9);
    const seen = { measuredSeconds: 82_080, upSeconds: 82_080 };
    expect(figures({ ...seen, corroboratedSeconds: 82_080 })).toMatchObject({ coverageBps: 9_500, confidence: "HIGH" });
    expect(figures({ ...seen, corroboratedSeconds: 70_000 })?.confidence).toBe("LOW");
  });
});

test.each([
  [0n, 10n, 4, [0n, 3n, 5n, 8n, 10n]],
  [5n, 8n, 3, [5n, 6n, 7n, 8n]],
  [7n, 7n, 1, [7n, 7n]],
  [0n, 10n ** 30n, 2, [0n, 10n ** 30n / 2n, 10n ** 30n]],
])("from %s to %s in %i buckets", (min, max, buckets, bounds) => {
  const found = bucketBounds(min, max, buckets);
  expect(found.map(({ from }) => from)).toEqual(bounds.slice(0, -1));
  expect(found.map(({ to }) => to)).toEqual(bounds.slice(1));
});

test.each([
  [0n, 0, "0"],
  [0n, 4, "0"],
  [5n, 4, "0.0005"],
  [9_875n, 2, "98.75"],
  [1_000_000n, 4, "100"],
  [1_234n, 3, "1.234"],
  [10n ** 30n, 0, `1${"0".repeat(30)}`],
])("%s with %i decimals is %s", (value, decimals, text) => {
  expect(decimalOf(value, decimals)).toBe(text);
});
