/** Scores of the past, computed again from what is stored, their differences, and the stored history. */
import { describe, expect, test } from "vitest";
import { POLICY } from "../../api/domain/policy.ts";
import { evaluationRow, latencies, metricRows, totals } from "./support/measured.ts";
import { address, NOW, operatorRow } from "./support/rows.ts";
import { countStatements } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";
import { type List, PAGE, walk } from "./support/walk.ts";

const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
const DAY = 86_400;
/** 2026-05-28T18:00:00Z, two hours and 26 minutes before the tests' now. */
const SIX = 1_779_991_200;
const ONE = address(1);
const OTHERS = Array.from({ length: 9 }, (_, n) => address(n + 2));
/** As many in a minute are more than the month's target. */
const FULL = { requests: 400_000, offered: 400_000 };

const MINUTES = [
  // 17:30: 99 %, fast.
  { at: SIX - 1_800, totals: totals({ ...FULL, successes: 396_000, sketch: latencies(396_000, 200) }) },
  // 18:20: 97 %, slow, down for six seconds.
  {
    at: SIX + 1_200,
    totals: totals({ ...FULL, successes: 388_000, sketch: latencies(388_000, 400), upSeconds: 54, downSeconds: 6 }),
  },
  // Three weeks before, of which only the hour counts by now.
  { at: SIX - 21 * DAY + 600, totals: totals({ ...FULL, successes: 400_000, sketch: latencies(400_000, 200) }) },
];
const recorded = evaluationRow({ operator: ONE, score: 9_150 });
const HISTORY = Array.from({ length: 30 }, (_, n) => ({
  operator: ONE,
  at: SIX - n * 3_600,
  policyVersion: POLICY.version,
  score: { ...recorded.score, value: n % 4 === 3 ? null : 9_000 + n },
}));

const suite = apiSuite({
  operator: [ONE, ...OTHERS].map((operator) => operatorRow({ address: operator })),
  ...metricRows(ONE, MINUTES),
  scoreHistory: [...HISTORY, ...HISTORY.map((row) => ({ ...row, operator: address(2) }))],
});

const ask = (selection: string) =>
  suite.api.ask(`{ operator(address: "${ONE}") { ... on Operator { ${selection} } } }`);

async function operator(selection: string): Promise<unknown> {
  const answer = await ask(selection);
  expect(answer.errors).toEqual([]);
  return answer.data;
}

describe("scoreAt", () => {
  const SCORE = "value unknownReason unknown windowEnd evaluatedAt components { component points }";
  const at = (seconds: number) => operator(`scoreAt(at: "${iso(seconds)}") { ${SCORE} }`);
  const points = (success: number | null, latency: number | null, throughput: number | null, uptime: number | null) => [
    { component: "SUCCESS", points: success },
    { component: "LATENCY", points: latency },
    { component: "THROUGHPUT", points: throughput },
    { component: "UPTIME", points: uptime },
  ];
  const known = { unknownReason: null, unknown: [], evaluatedAt: null };

  test.each([
    ["before the bad minute", SIX, { value: 99.6, ...known, windowEnd: SIX, components: points(39.6, 30, 20, 10) }],
    [
      "within it: it has not ended",
      SIX + 1_259,
      { value: 99.6, ...known, windowEnd: SIX + 1_200, components: points(39.6, 30, 20, 10) },
    ],
    [
      // 784,000 of 800,000; 100 - (396.48 - 250) / 10 = 85.352; 114 of 120 seconds.
      "at its end",
      SIX + 1_260,
      { value: 94.31, ...known, windowEnd: SIX + 1_260, components: points(39.2, 25.6056, 20, 9.5) },
    ],
    [
      "an hour later its latency is forgotten, and nothing is known",
      SIX + 1_260 + 3_600,
      {
        value: null,
        unknownReason: "COMPONENT_UNKNOWN",
        unknown: ["LATENCY"],
        evaluatedAt: null,
        windowEnd: SIX + 1_260 + 3_600,
        components: points(39.2, null, 20, 9.5),
      },
    ],
    [
      // The hour until 18:00 does not have the minute yet.
      "three weeks ago, by the hour",
      SIX - 21 * DAY + 3_599,
      {
        value: null,
        unknownReason: "COMPONENT_UNKNOWN",
        unknown: ["SUCCESS", "LATENCY", "THROUGHPUT", "UPTIME"],
        evaluatedAt: null,
        windowEnd: SIX - 21 * DAY,
        components: points(null, null, null, null),
      },
    ],
    [
      "three weeks ago, at the end of an hour",
      SIX - 21 * DAY + 3_600,
      { value: 100, ...known, windowEnd: SIX - 21 * DAY + 3_600, components: points(40, 30, 20, 10) },
    ],
  ])("%s", async (_what, moment, { windowEnd, ...expected }) => {
    expect(await at(moment)).toEqual({ operator: { scoreAt: { ...expected, windowEnd: iso(windowEnd) } } });
  });

  test.each([
    ["the future", NOW + 1, "INVALID_RANGE"],
    ["what is kept by the day only", NOW - 400 * DAY, "RANGE_NOT_KEPT"],
  ])("%s is refused, with the argument's name", async (_what, moment, code) => {
    const answer = await ask(`scoreAt(at: "${iso(moment)}") { value }`);
    expect(answer.errors.map((error) => error.code)).toEqual([code]);
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ extensions: { argument: "at" } }] });
  });

  test("of a page of operators it is one statement", async () => {
    const statements = countStatements();
    const answer = await suite.api.ask(
      `{ operators(first: 10) { nodes { scoreAt(at: "${iso(SIX)}") { value } scoreDelta(from: "${iso(SIX - 60)}", to: "${iso(SIX)}") { change } } } }`,
    );
    expect(answer.errors).toEqual([]);
    expect(statements.texts).toHaveLength(3);
    statements.restore();
  });
});

describe("scoreDelta", () => {
  const delta = (from: number, to: number) =>
    operator(`scoreDelta(from: "${iso(from)}", to: "${iso(to)}") {
      change unknown from { value windowEnd } to { value windowEnd } components { component from to change }
    }`);

  test("names what each part did; together they are the change", async () => {
    expect(await delta(SIX, SIX + 1_260)).toEqual({
      operator: {
        scoreDelta: {
          change: -5.2944,
          unknown: [],
          from: { value: 99.6, windowEnd: iso(SIX) },
          to: { value: 94.31, windowEnd: iso(SIX + 1_260) },
          components: [
            { component: "SUCCESS", from: 39.6, to: 39.2, change: -0.4 },
            { component: "LATENCY", from: 30, to: 25.6056, change: -4.3944 },
            { component: "THROUGHPUT", from: 20, to: 20, change: 0 },
            { component: "UPTIME", from: 10, to: 9.5, change: -0.5 },
          ],
        },
      },
    });
  });

  test("says what cannot be compared", async () => {
    expect(await delta(SIX, SIX + 7_200)).toMatchObject({
      operator: {
        scoreDelta: {
          change: null,
          unknown: ["LATENCY"],
          to: { value: null },
          components: [{ change: -0.4 }, { from: 30, to: null, change: null }, { change: 0 }, { change: -0.5 }],
        },
      },
    });
  });

  test.each([
    ["from", "a change backwards", SIX, SIX],
    ["from", "a beginning that is forgotten", NOW - 400 * DAY, SIX],
    ["to", "an end in the future", SIX, NOW + 1],
  ])("refuses `%s` of %s", async (argument, _what, from, to) => {
    const answer = await ask(`scoreDelta(from: "${iso(from)}", to: "${iso(to)}") { change }`);
    expect(answer.errors).toHaveLength(1);
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ extensions: { argument } }] });
  });
});

describe("scoreHistory", () => {
  const list: List = {
    query: `query ($first: Int, $last: Int, $after: String, $before: String) { operator(address: "${ONE}") { ... on Operator {
      scoreHistory(first: $first, last: $last, after: $after, before: $before) ${PAGE("at")}
    } } }`,
  };

  test.each(["forwards", "backwards"] as const)("newest first, %s", async (way) => {
    expect(await walk(suite.api, list, way, [7, 1, 20])).toEqual(HISTORY.map(({ at }) => iso(at).toLowerCase()));
  });

  test("as it was stored, unknown scores with their reason", async () => {
    const selection = "totalCount nodes { at value score { value unknownReason policyVersion windowEnd } }";
    expect(await operator(`scoreHistory(last: 2) { ${selection} }`)).toEqual({
      operator: {
        scoreHistory: {
          totalCount: 30,
          nodes: [28, 29].map((n) => ({
            at: iso(SIX - n * 3_600),
            value: (9_000 + n) / 100,
            score: {
              value: (9_000 + n) / 100,
              unknownReason: null,
              policyVersion: 5,
              windowEnd: iso(SIX - n * 3_600),
            },
          })),
        },
      },
    });
    expect(await operator("scoreHistory(first: 4) { nodes { value score { unknownReason } } }")).toMatchObject({
      operator: {
        scoreHistory: { nodes: [{}, {}, {}, { value: null, score: { unknownReason: "COMPONENT_UNKNOWN" } }] },
      },
    });
  });
});
