import { describe, expect, test } from "vitest";
import type { WatchFacts } from "../../../api/domain/watch-facts.ts";
import { counted, first, type Given, heard, MINUTE, told } from "./support/watching.ts";
import { END, fromSketch, inputs } from "./support/windows.ts";

const judged = (judgement: Partial<WatchFacts["judgement"]>) => ({ judgement });
const SINCE = END - 30 * MINUTE;

describe("POOR_PERFORMANCE", () => {
  test.each<[string, Given[], string[][]]>([
    ["nine failing minutes are not told", [judged({ success: counted(9) })], [[]]],
    [
      "ten seem a breach, sixty are",
      [judged({ success: counted(10) }), judged({ success: counted(11) }), judged({ success: counted(60, END) })],
      [
        ["PENDING POOR_PERFORMANCE SUCCESS_RATE"],
        [],
        ["FIRING SLASHING_RISK SUCCESS_RATE", "FIRING POOR_PERFORMANCE SUCCESS_RATE"],
      ],
    ],
    [
      "until ten good ones have closed it",
      [judged({ latency: counted(14) }), judged({ latency: { ...counted(14), good: 9 } }), judged({})],
      [["PENDING POOR_PERFORMANCE LATENCY"], [], ["CLEAR POOR_PERFORMANCE LATENCY"]],
    ],
    [
      "too low a throughput",
      [judged({ throughputSince: SINCE }), judged({ throughputSince: SINCE })],
      [["FIRING POOR_PERFORMANCE THROUGHPUT"], []],
    ],
    [
      "a throughput has to be 1 % better than what breaches",
      [
        { judgement: { throughputSince: SINCE }, windows: inputs(995_000, 200, 9_999_999_990, 99_950) },
        { windows: inputs(995_000, 200, 10_000_000_000, 99_950) },
        { windows: inputs(995_000, 200, 10_099_999_990, 99_950) },
        { judgement: { throughputSince: END }, windows: inputs(995_000, 200, 9_999_999_990, 99_950) },
        { windows: inputs(995_000, 200, 10_100_000_000, 99_950) },
      ],
      [["FIRING POOR_PERFORMANCE THROUGHPUT"], [], [], [], ["CLEAR POOR_PERFORMANCE THROUGHPUT"]],
    ],
    [
      "an uptime that is too low for a day",
      [judged({ uptimeSince: SINCE }), judged({ uptimeSince: SINCE }), judged({})],
      [["FIRING POOR_PERFORMANCE UPTIME"], [], ["CLEAR POOR_PERFORMANCE UPTIME"]],
    ],
  ])("%s", (_name, steps, expected) => {
    expect(told(...steps)).toEqual(expected);
  });

  test.each<[string, Partial<WatchFacts["judgement"]>, string]>([
    ["success", { success: counted(10) }, "Success rate 98.99 % over 24 h, at least 99 % expected."],
    ["latency", { latency: counted(12) }, "P95 latency 301 ms over 60 min, at most 250 ms expected."],
    [
      "throughput",
      { throughputSince: SINCE },
      "Throughput 9000000000 requests a month, at least 10000000000 expected. In breach since 2027-01-15T07:30:00Z.",
    ],
    [
      "uptime",
      { uptimeSince: SINCE },
      "Uptime 99.89 % over 168 h, at least 99.9 % expected. In breach since 2027-01-15T07:30:00Z.",
    ],
  ])("tells the figure of %s, which reads as what it is: too low", (_name, judgement, message) => {
    const windows = inputs(989_999, 300, 9_000_000_000, 99_899);
    const HOUR = { ...windows.HOUR, p95: fromSketch(300_001) };
    const signal = first({ judgement, windows: { ...windows, HOUR } });
    expect(signal?.message).toBe(message);
  });
});

describe("SCORE_LOW", () => {
  test.each<[string, (number | null)[], string[][]]>([
    ["90 is not", [9_000], [[]]],
    ["less is", [8_999, 8_999], [["FIRING SCORE_LOW"], []]],
    ["until it is 92", [8_999, 9_000, 9_199, 9_200], [["FIRING SCORE_LOW"], [], [], ["CLEAR SCORE_LOW"]]],
    [
      "what it is then is not told",
      [8_900, 8_000, 8_900],
      [["FIRING SCORE_LOW"], ["FIRING SCORE_LOW"], []].map((said, i) => (i === 1 ? [] : said)),
    ],
    ["unknown is neither", [null, 8_999, null, 9_200, null], [[], ["FIRING SCORE_LOW"], [], ["CLEAR SCORE_LOW"], []]],
  ])("%s", (_name, scores, expected) => {
    expect(told(...scores.map((score) => ({ score })))).toEqual(expected);
  });

  test("says how low", () => {
    expect(heard({ score: 8_460 })[0]).toMatchObject([
      { message: `The score is 84.60, under 90.00.`, details: { score: "84.60" } },
    ]);
  });
});

describe("SCORE_DROPPED", () => {
  /** Scores by the minute they are of. */
  const at = (...scores: [number, number | null][]) =>
    scores.map(([minute, score]) => ({
      score,
      windowEnd: END + minute * MINUTE,
      now: END + minute * MINUTE,
      measuredUntil: END + minute * MINUTE,
    }));
  const FIRED = ["FIRING SCORE_DROPPED"];
  const CLEAR = ["CLEAR SCORE_DROPPED"];
  test.each<[string, [number, number | null][], string[][]]>([
    [
      "by 9.99",
      [
        [0, 10_000],
        [1, 9_001],
      ],
      [[], []],
    ],
    [
      "by 10",
      [
        [0, 10_000],
        [1, 9_000],
      ],
      [[], FIRED],
    ],
    [
      "bit by bit within the hour",
      [
        [0, 10_000],
        [20, 9_700],
        [40, 9_300],
        [60, 9_000],
      ],
      [[], [], [], FIRED],
    ],
    [
      "in more than an hour",
      [
        [0, 10_000],
        [20, 9_700],
        [40, 9_300],
        [61, 9_000],
      ],
      [[], [], [], []],
    ],
    [
      "is told once",
      [
        [0, 10_000],
        [5, 9_000],
        [10, 9_000],
      ],
      [[], FIRED, []],
    ],
    [
      "until it is less than 5 off the highest",
      [
        [0, 10_000],
        [5, 9_000],
        [10, 9_500],
        [15, 9_501],
      ],
      [[], FIRED, [], CLEAR],
    ],
    [
      "or the highest is an hour ago",
      [
        [0, 10_000],
        [5, 9_000],
        [60, 9_000],
        [61, 9_000],
      ],
      [[], FIRED, [], CLEAR],
    ],
    [
      "unknown is neither",
      [
        [0, 10_000],
        [5, null],
        [6, 9_000],
        [7, null],
        [99, null],
        [100, 9_000],
      ],
      [[], [], FIRED, [], [], CLEAR],
    ],
    [
      "what was unknown for an hour has not dropped",
      [
        [0, 10_000],
        [61, 9_000],
      ],
      [[], []],
    ],
  ])("%s", (_name, scores, expected) => {
    expect(told(...at(...scores))).toEqual(expected);
  });

  test("says from what to what", () => {
    expect(heard(...at([0, 9_980], [10, 9_990], [30, 8_460]))[2]).toMatchObject([
      {
        message: `The score fell from 99.90 to 84.60 within 60 min.`,
        details: { from: "99.90", to: "84.60" },
      },
      { kind: "SCORE_LOW" },
    ]);
  });
});
