import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ScalarLatency, Totals } from "../../../api/domain/measurement.ts";
import { policyOf } from "../../../api/domain/policy.ts";
import { bucketOf, EMPTY_SKETCH, merge, type Sketch } from "../../../api/domain/sketch.ts";
import { EMPTY_TOTALS } from "../../../api/domain/totals.ts";
import {
  confidenceOf,
  coverageBps,
  latencyFigure,
  monthlyThroughput,
  storedWindows,
  successRatio,
  summarise,
  uptimeRatio,
} from "../../../api/domain/window.ts";
import { bounded, END, fromSketch, windowOf } from "./support/windows.ts";

const POLICY = policyOf("production");
const utc = (text: string) => Date.parse(`${text}Z`) / 1_000;

/** 94 values of 161.2 ms, 5 of 358.7 ms, one of 1.19 s: what 2 gamma^i / (1 + gamma) is for these buckets. */
const SKETCH: Sketch = merge([
  { first: 600, counts: [94] },
  { first: 640, counts: [5] },
  { first: 700, counts: [1] },
]);
const SCALAR: ScalarLatency = {
  successes: 10,
  minP95Micros: 200_000,
  maxP95Micros: 300_000,
  minP99Micros: 400_000,
  maxP99Micros: 900_000,
};

describe("latencyFigure", () => {
  test.each<[string, Sketch, ScalarLatency | null, number, ReturnType<typeof latencyFigure>]>([
    ["nothing known", EMPTY_SKETCH, null, 9_500, null],
    ["p50 of a sketch", SKETCH, null, 5_000, fromSketch(161_192)],
    ["p95 of a sketch", SKETCH, null, 9_500, fromSketch(358_748)],
    ["p99 of a sketch", SKETCH, null, 9_900, fromSketch(358_748)],
    ["p95 of scalars lies between the least and the greatest", EMPTY_SKETCH, SCALAR, 9_500, bounded(200_000, 300_000)],
    ["p99 of scalars", EMPTY_SKETCH, SCALAR, 9_900, bounded(400_000, 900_000)],
    ["scalars say nothing of p50", EMPTY_SKETCH, SCALAR, 5_000, null],
    ["a slower sketch raises the upper bound", SKETCH, SCALAR, 9_500, bounded(200_000, 358_748)],
    ["a faster sketch lowers the lower bound", SKETCH, SCALAR, 9_900, bounded(358_748, 900_000)],
    ["both say nothing of p50", SKETCH, SCALAR, 5_000, null],
  ])("%s", (_name, sketch, scalar, quantileBps, figure) => {
    expect(latencyFigure({ sketch, scalar }, quantileBps)).toEqual(figure);
  });

  test("the pooled p95 lies within the bounds of any minutes of which only the p95 is told", () => {
    const minute = fc.array(fc.integer({ min: 1_000, max: 2_000_000 }), { minLength: 1, maxLength: 40 });
    const p95 = (values: readonly number[]) =>
      values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
    fc.assert(
      fc.property(fc.array(minute, { minLength: 1, maxLength: 5 }), minute, (told, counted) => {
        const figures = told.map(p95);
        const [least, greatest] = [Math.min(...figures), Math.max(...figures)];
        const scalar = { ...SCALAR, minP95Micros: least, maxP95Micros: greatest };
        const sketch = merge(counted.map((value) => ({ first: bucketOf(value), counts: [1] })));
        const figure = latencyFigure({ sketch, scalar }, 9_500);
        const pooled = p95([...told.flat(), ...counted]);
        expect(figure?.lowerMicros).toBeLessThanOrEqual(pooled * 1.01 + 1);
        expect(figure?.upperMicros).toBeGreaterThanOrEqual(pooled * 0.99 - 1);
      }),
    );
  });
});

test("summarise keeps counts and figures, and drops distributions", () => {
  const totals: Totals = {
    requests: 120,
    successes: 100,
    timeouts: 3,
    offered: 121,
    upSeconds: 110,
    downSeconds: 10,
    measuredSeconds: 60,
    corroboratedSeconds: 30,
    sketch: SKETCH,
    scalar: null,
  };
  expect(summarise({ start: END - 3_600, end: END }, totals)).toEqual({
    start: END - 3_600,
    end: END,
    requests: 120,
    successes: 100,
    timeouts: 3,
    offered: 121,
    upSeconds: 110,
    downSeconds: 10,
    measuredSeconds: 60,
    corroboratedSeconds: 30,
    p50: fromSketch(161_192),
    p95: fromSketch(358_748),
    p99: fromSketch(358_748),
  });
});

describe("storedWindows: the trailing 30 days stand for the month until a tenth of it is measured", () => {
  const requests = (count: number): Totals => ({ ...EMPTY_TOTALS, requests: count });
  test.each<[string, "production" | "devnet", string, number, string]>([
    ["nothing of January", "production", "2027-01-15T08:00:00", 0, "TRAILING"],
    ["a minute under a tenth of January", "production", "2027-01-15T08:00:00", 267_780, "TRAILING"],
    ["exactly a tenth of January", "production", "2027-01-15T08:00:00", 267_840, "CALENDAR"],
    ["a tenth of a February, short", "production", "2027-02-28T00:00:00", 241_860, "TRAILING"],
    ["exactly a tenth of a February", "production", "2027-02-28T00:00:00", 241_920, "CALENDAR"],
    ["the same in a leap year is too little", "production", "2028-02-28T00:00:00", 241_920, "TRAILING"],
    ["exactly a tenth of a leap February", "production", "2028-02-28T00:00:00", 250_560, "CALENDAR"],
    ["the end of a whole January", "production", "2027-02-01T00:00:00", 2_678_400, "CALENDAR"],
    [
      "… and a tenth of the February that begins is too little of it",
      "production",
      "2027-02-01T00:00:00",
      241_920,
      "TRAILING",
    ],
    ["devnet: short of a tenth of half a day", "devnet", "2027-01-15T08:00:00", 4_319, "TRAILING"],
    ["devnet: exactly a tenth", "devnet", "2027-01-15T08:00:00", 4_320, "CALENDAR"],
  ])("%s", (_name, profile, at, measuredSeconds, basis) => {
    const { time } = policyOf(profile);
    const sums = {
      HOUR: requests(1),
      DAY: requests(2),
      WEEK: requests(3),
      MONTH: { ...requests(4), measuredSeconds },
      TRAILING: requests(5),
    };
    const windows = storedWindows(sums, utc(at), time);
    const { HOUR, DAY, WEEK, MONTH, monthBasis } = windows;
    expect(monthBasis).toBe(basis);
    expect([HOUR, DAY, WEEK].map((window) => window.requests)).toEqual([1, 2, 3]);
    expect(MONTH.requests).toBe(basis === "CALENDAR" ? 4 : 5);
    expect(MONTH.end).toBe(utc(at));
    if (basis === "TRAILING") expect(MONTH.end - MONTH.start).toBe(43_200 * time.intervalSeconds);
  });
});

describe("coverageBps and confidenceOf, of an hour", () => {
  test.each<[string, number, number, number, string]>([
    ["nothing measured", 0, 0, 0, "LOW"],
    ["all of it, by two", 3_600, 3_600, 10_000, "HIGH"],
    ["exactly 95 %", 3_420, 3_420, 9_500, "HIGH"],
    ["a second less", 3_419, 3_419, 9_497, "LOW"],
    ["all of it, by one", 3_600, 0, 10_000, "LOW"],
    ["all of it, 95 % of that by two", 3_600, 3_420, 10_000, "HIGH"],
    ["all of it, a second less by two", 3_600, 3_419, 10_000, "LOW"],
    ["rounded down: a second is 2.8 bp", 1, 1, 2, "LOW"],
  ])("%s", (_name, measuredSeconds, corroboratedSeconds, bps, confidence) => {
    const window = windowOf("HOUR", { measuredSeconds, corroboratedSeconds });
    expect([coverageBps(window), confidenceOf(window, POLICY)]).toEqual([bps, confidence]);
  });
});

describe("monthlyThroughput: requests ÷ measured seconds × seconds of the UTC month", () => {
  test.each<[string, number, number, string, number | null]>([
    ["nothing measured is unknown", 0, 0, "2027-01-15T08:00:00", null],
    ["measured, and no request", 0, 60, "2027-01-15T08:00:00", 0],
    ["5,000 a second in January: × 2,678,400", 300_000, 60, "2027-01-15T08:00:00", 13_392_000_000],
    ["… in February: × 2,419,200", 300_000, 60, "2027-02-15T08:00:00", 12_096_000_000],
    ["… in a leap February: × 2,505,600", 300_000, 60, "2028-02-15T08:00:00", 12_528_000_000],
    ["the month that ends is the one counted", 300_000, 60, "2027-02-01T00:00:00", 13_392_000_000],
    ["a whole January", 13_000_000_000, 2_678_400, "2027-02-01T00:00:00", 13_000_000_000],
    ["rounded down: a seventh of 2,678,400", 1, 7, "2027-01-15T08:00:00", 382_628],
    ["past what floats hold", 9_000_000_000_000_001, 2_678_400, "2027-01-15T08:00:00", 9_000_000_000_000_001],
  ])("%s", (_name, offered, measuredSeconds, end, throughput) => {
    expect(monthlyThroughput({ offered, measuredSeconds, end: utc(end) })).toBe(throughput);
  });
});

test("success and uptime of nothing are unknown", () => {
  expect(successRatio({ requests: 0, successes: 0 })).toBeNull();
  expect(successRatio({ requests: 2, successes: 0 })).toEqual({ numerator: 0, denominator: 2 });
  expect(uptimeRatio({ upSeconds: 0, downSeconds: 0 })).toBeNull();
  expect(uptimeRatio({ upSeconds: 45, downSeconds: 15 })).toEqual({ numerator: 45, denominator: 60 });
});
