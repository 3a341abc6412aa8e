import { describe, expect, test } from "vitest";
import { policyOf } from "../../../api/domain/policy.ts";
import { type Score, scoreOf } from "../../../api/domain/score.ts";
import type { StoredWindows } from "../../../api/domain/window.ts";
import { bounded, END, fromSketch, type Given, inputs, TENTH_OF_MONTH, windowsOf } from "./support/windows.ts";

const POLICY = policyOf("production");
const scored = (windows: StoredWindows) => scoreOf(windows, POLICY).value;
const pointsOf = (score: Score) => score.components.map(({ pointsE4 }) => pointsE4);
const PERFECT = inputs(1_000_000, 250, 13e9, 100_000);

describe("the worked examples", () => {
  test.each<[string, StoredWindows, number[], number]>([
    ["99.795 is 99.80", inputs(995_000, 200, 13e9, 99_950), [398_000, 300_000, 200_000, 99_950], 9_980],
    ["84.60", inputs(980_000, 400, 6.5e9, 99_000), [392_000, 255_000, 100_000, 99_000], 8_460],
    ["41.00", inputs(900_000, 1_250, 0, 50_000), [360_000, 0, 0, 50_000], 4_100],
  ])("%s", (_value, windows, points, value) => {
    const score = scoreOf(windows, POLICY);
    expect([pointsOf(score), score.value, score.unknown]).toEqual([points, value, []]);
  });
});

describe("edges: all but one component perfect", () => {
  test.each<[string, Given, number]>([
    ["p95 of 249 ms does not score over 100", { HOUR: { p95: fromSketch(249_000) } }, 10_000],
    ["p95 of a microsecond neither", { HOUR: { p95: fromSketch(1) } }, 10_000],
    ["p95 of exactly 250 ms", { HOUR: { p95: fromSketch(250_000) } }, 10_000],
    ["p95 of 260 ms costs a point of the 30 %", { HOUR: { p95: fromSketch(260_000) } }, 9_970],
    ["p95 of 750 ms costs half", { HOUR: { p95: fromSketch(750_000) } }, 8_500],
    ["p95 of exactly 1,250 ms costs all", { HOUR: { p95: fromSketch(1_250_000) } }, 7_000],
    ["p95 of 1,251 ms costs no more", { HOUR: { p95: fromSketch(1_251_000) } }, 7_000],
    ["p95 of an hour neither", { HOUR: { p95: fromSketch(3_600_000_000) } }, 7_000],
    ["only scalars: the upper bound scores", { HOUR: { p95: bounded(100_000, 750_000) } }, 8_500],
    ["throughput over the target", { MONTH: { offered: 1.3e9 + 1 } }, 10_000],
    ["throughput ten times the target", { MONTH: { offered: 1.3e10 } }, 10_000],
    ["throughput at what breaches: 10 of 13", { MONTH: { offered: 1e9 } }, 9_538],
    ["no throughput", { MONTH: { offered: 0 } }, 8_000],
    ["no uptime", { WEEK: { upSeconds: 0, downSeconds: 1 } }, 9_000],
    ["no success in the day: its 40 points", { DAY: { successes: 0 } }, 6_000],
    ["requests without a success in the hour", { HOUR: { requests: 9, successes: 0, p95: null } }, 7_000],
    ["downtime alone in the hour", { HOUR: { requests: 0, successes: 0, downSeconds: 30, p95: null } }, 7_000],
  ])("%s", (_name, change, value) => {
    const given = (name: keyof Given) => ({ ...PERFECT[name], ...change[name] });
    const windows = { HOUR: given("HOUR"), DAY: given("DAY"), WEEK: given("WEEK"), MONTH: given("MONTH") };
    expect(scored(windowsOf(windows))).toBe(value);
  });
});

describe("rounding: once, half up, at the end", () => {
  test.each<[string, StoredWindows, number]>([
    ["99.995", inputs(1_000_000, 250, 13e9, 99_950), 10_000],
    ["99.9949", inputs(1_000_000, 250, 13e9, 99_949), 9_999],
    ["95.005", inputs(1_000_000, 250, 13e9, 50_050), 9_501],
    ["95.0049", inputs(1_000_000, 250, 13e9, 50_049), 9_500],
    ["99.985, of a latency of 250.5 ms", inputs(1_000_000, 250.5, 13e9, 100_000), 9_999],
    ["0.005: nothing but half a tenth of a percent of uptime", inputs(0, 1_250, 0, 50), 1],
    ["0.0049", inputs(0, 1_250, 0, 49), 0],
    // 39.604 + 29.994 + 19.994 + 9.604 = 99.196; rounded one by one they would be 99.18.
    ["four fractions together", inputs(990_100, 250.2, 12_996_100_000, 96_040), 9_920],
  ])("%s", (_value, windows, value) => {
    expect(scored(windows)).toBe(value);
  });

  test("components are told to a ten-thousandth, half up", () => {
    // 1/3 of the requests: 33.333333... points of 100, 13.333333... of the 40.
    const windows = windowsOf({ DAY: { requests: 3, successes: 1 }, WEEK: { upSeconds: 2, downSeconds: 1 } });
    const { components } = scoreOf(windows, POLICY);
    expect(components.map(({ scoreE4, pointsE4 }) => [scoreE4, pointsE4])).toEqual([
      [333_333, 133_333],
      [null, null],
      [null, null],
      [666_667, 66_667],
    ]);
  });
});

describe("unknown is never zero", () => {
  const known: Given = { DAY: PERFECT.DAY, HOUR: PERFECT.HOUR, MONTH: PERFECT.MONTH, WEEK: PERFECT.WEEK };
  test.each<[string, Given, string[]]>([
    ["nothing measured", {}, ["SUCCESS", "LATENCY", "THROUGHPUT", "UPTIME"]],
    ["no request in the day", { ...known, DAY: {} }, ["SUCCESS"]],
    ["nothing in the hour", { ...known, HOUR: {} }, ["LATENCY"]],
    ["up in the hour, but not asked", { ...known, HOUR: { upSeconds: 60, measuredSeconds: 60 } }, ["LATENCY"]],
    ["nothing in the month", { ...known, MONTH: {} }, ["THROUGHPUT"]],
    ["neither up nor down in the week", { ...known, WEEK: {} }, ["UPTIME"]],
    [
      "down and never asked: latency scores 0, success is unknown",
      { ...known, DAY: {}, HOUR: { downSeconds: 60 } },
      ["SUCCESS"],
    ],
  ])("%s", (_name, given, unknown) => {
    const score = scoreOf(windowsOf(given), POLICY);
    expect([score.value, score.unknown]).toEqual([null, unknown]);
  });
});

test("every component tells its window, its input and its confidence", () => {
  const { components, confidence } = scoreOf(inputs(980_000, 400, 6.5e9, 99_000), POLICY);
  const window = (seconds: number) => ({ start: END - seconds, end: END });
  expect(components).toEqual([
    {
      component: "SUCCESS",
      window: window(86_400),
      input: { numerator: 980_000, denominator: 1_000_000 },
      scoreE4: 980_000,
      pointsE4: 392_000,
      confidence: "LOW",
    },
    {
      component: "LATENCY",
      window: window(3_600),
      input: { numerator: 400_000, denominator: 1 },
      scoreE4: 850_000,
      pointsE4: 255_000,
      confidence: "LOW",
    },
    {
      component: "THROUGHPUT",
      window: window(1_238_400),
      input: { numerator: 650_000_000, denominator: TENTH_OF_MONTH },
      scoreE4: 500_000,
      pointsE4: 100_000,
      confidence: "LOW",
    },
    {
      component: "UPTIME",
      window: window(604_800),
      input: { numerator: 99_000, denominator: 100_000 },
      scoreE4: 990_000,
      pointsE4: 99_000,
      confidence: "LOW",
    },
  ]);
  expect(confidence).toBe("LOW");
});

test("a score is trusted only if each of its windows is", () => {
  const whole = (seconds: number) => ({ measuredSeconds: seconds, corroboratedSeconds: seconds });
  const all: Given = { HOUR: whole(3_600), DAY: whole(86_400), WEEK: whole(604_800), MONTH: whole(1_238_400) };
  expect(scoreOf(windowsOf(all), POLICY).confidence).toBe("HIGH");
  for (const name of ["HOUR", "DAY", "WEEK", "MONTH"] as const)
    expect(scoreOf(windowsOf({ ...all, [name]: whole(60) }), POLICY).confidence).toBe("LOW");
});
