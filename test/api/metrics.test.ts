/** Metrics of any time, bucket by bucket: exact ranges, gaps as gaps, sums of the whole. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { latencies, metricRows, totals } from "./support/measured.ts";
import { address, NOW, operatorRow } from "./support/rows.ts";
import { countStatements, type StatementCount } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";

const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
/** 2026-05-28T20:10:00Z, a quarter of an hour before the tests' now. */
const START = 1_779_999_000;
const HOUR = 1_779_998_400;
const DAY = 86_400;
const BUSY = address(1);
const OPERATORS = [BUSY, ...Array.from({ length: 9 }, (_, n) => address(n + 2))];

/** Ten minutes without the fifth, each a success worse than the one before; the last two are slow. */
const MINUTES = [0, 1, 2, 3, 5, 6, 7, 8, 9].map((k) => ({
  at: START + k * 60,
  totals: totals({ successes: 100 - k, timeouts: k, sketch: latencies(100 - k, k < 8 ? 100 : 400) }),
}));
const EARLIER = { at: START - 26 * 3_600, totals: totals({ upSeconds: 45, downSeconds: 15 }) };

const suite = apiSuite({
  operator: OPERATORS.map((operator) => operatorRow({ address: operator })),
  ...metricRows(BUSY, [EARLIER, ...MINUTES]),
});
let statements: StatementCount;

beforeAll(() => {
  statements = countStatements();
});
afterAll(() => statements.restore());

const ask = (args: string, selection: string) =>
  suite.api.ask(`{ operator(address: "${BUSY}") { ... on Operator { metrics(${args}) { ${selection} } } } }`);
const between = (from: number, to: number, resolution: string) =>
  `from: "${iso(from)}", to: "${iso(to)}", resolution: ${resolution}`;

async function metrics(args: string, selection: string): Promise<unknown> {
  const answer = await ask(args, selection);
  expect(answer.errors).toEqual([]);
  return z.object({ operator: z.object({ metrics: z.unknown() }) }).parse(answer.data).operator.metrics;
}

describe("minutes", () => {
  test("all that the range touches, a gap as a gap, and the whole as one", async () => {
    const found = await metrics(
      between(START + 30, START + 541, "MINUTE"),
      `range { start end } resolution
       points { start requests successes timeouts successRate coverage latency { p95 { ms } } }
       total { start end requests successes timeouts measuredSeconds coverage uptime latency { p50 { ms } p95 { method ms } p99 { ms } } }`,
    );
    const point = (k: number) => ({
      start: iso(START + k * 60),
      ...(k === 4
        ? { requests: null, successes: null, timeouts: null, successRate: null, coverage: 0, latency: { p95: null } }
        : {
            ...{ requests: 100, successes: 100 - k, timeouts: k, successRate: 100 - k, coverage: 100 },
            latency: { p95: { ms: k < 8 ? 99.741 : 396.48 } },
          }),
    });
    expect(found).toEqual({
      range: { start: iso(START), end: iso(START + 600) },
      resolution: "MINUTE",
      points: Array.from({ length: 10 }, (_, k) => point(k)),
      total: {
        start: iso(START),
        end: iso(START + 600),
        ...{ requests: 900, successes: 859, timeouts: 41, measuredSeconds: 540, coverage: 90, uptime: 100 },
        // 676 of 859 took 100 ms, the rest 400, of whose bucket this is the middle.
        latency: { p50: { ms: 99.741 }, p95: { method: "SKETCH", ms: 396.48 }, p99: { ms: 396.48 } },
      },
    });
  });

  test("a range that is whole already stays as it is, and one without measurements is all gaps", async () => {
    expect(
      await metrics(between(START, START + 60, "MINUTE"), "range { start end } points { requests } total { requests }"),
    ).toEqual({
      range: { start: iso(START), end: iso(START + 60) },
      points: [{ requests: 100 }],
      total: { requests: 100 },
    });
    expect(
      await metrics(between(START - 180, START, "MINUTE"), "points { requests uptime } total { requests throughput }"),
    ).toEqual({
      points: Array(3).fill({ requests: null, uptime: null }),
      total: { requests: null, throughput: null },
    });
  });
});

test("hours and days are whole ones, and add up to the same", async () => {
  expect(
    await metrics(between(START, START + 1, "HOUR"), "range { start end } points { start end requests successes }"),
  ).toEqual({
    range: { start: iso(HOUR), end: iso(HOUR + 3_600) },
    points: [{ start: iso(HOUR), end: iso(HOUR + 3_600), requests: 900, successes: 859 }],
  });
  expect(
    await metrics(
      between(START - 2 * DAY, START, "DAY"),
      "range { start end } points { requests uptime } total { requests uptime }",
    ),
  ).toEqual({
    range: { start: "2026-05-26T00:00:00.000Z", end: "2026-05-29T00:00:00.000Z" },
    points: [
      { requests: null, uptime: null },
      { requests: 100, uptime: 75 },
      { requests: 900, uptime: 100 },
    ],
    // 585 of 600 seconds
    total: { requests: 1_000, uptime: 97.5 },
  });
});

describe("refused, with the argument's name", () => {
  const points = "points { start }";
  test.each([
    ["a range without time", between(START, START, "MINUTE"), "INVALID_RANGE", "from"],
    ["one that ends before it begins", between(START, START - 1, "DAY"), "INVALID_RANGE", "from"],
    ["more than 1,500 minutes", between(START - 1_500 * 60, START + 1, "MINUTE"), "TOO_MANY_POINTS", "resolution"],
    ["all time by the day", between(0, NOW, "DAY"), "TOO_MANY_POINTS", "resolution"],
    ["minutes of 36 days ago", between(NOW - 36 * DAY, NOW - 36 * DAY + 60, "MINUTE"), "RANGE_NOT_KEPT", "from"],
    ["hours of 401 days ago", between(NOW - 401 * DAY, NOW - 401 * DAY + 60, "HOUR"), "RANGE_NOT_KEPT", "from"],
  ])("%s", async (_what, args, code, argument) => {
    const answer = await ask(args, points);
    expect(answer.errors.map((error) => error.code)).toEqual([code]);
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ extensions: { argument } }] });
  });

  test("just within each bound it is answered", async () => {
    for (const args of [
      between(START - 1_500 * 60, START, "MINUTE"),
      between(NOW - 35 * DAY + 60, NOW - 35 * DAY + 61, "MINUTE"),
      between(NOW - 399 * DAY, NOW - 399 * DAY + 60, "HOUR"),
      between(NOW - 1_499 * DAY, NOW, "DAY"),
    ]) {
      expect((await ask(args, points)).errors).toEqual([]);
    }
  });
});

describe("what it costs", () => {
  const page = (points: number, selection: string) => `{ operators(first: 10) { nodes {
    metrics(${between(START - points * 60, START, "MINUTE")}) { range { start end } ${selection} }
  } } }`;

  test("goes by the points, under each operator of a page", async () => {
    // 2 + 10 x (5 + 200 + 200 x 6) is 14,052.
    const fits = await suite.api.ask(page(200, "points { start requests successRate latency { p95 { ms } } }"));
    expect(fits.errors).toEqual([]);
    statements.reset();
    const refused = await suite.api.ask(page(1_500, "points { start requests successRate latency { p95 { ms } } }"));
    expect(refused.errors.map(({ code }) => code)).toEqual(["COST_TOO_HIGH"]);
    expect(statements.texts).toEqual([]);
  });

  test("one statement for all operators; of the whole, the points are paid once, however much is asked of it", async () => {
    const total =
      "total { requests successes timeouts successRate uptime throughput latency { p50 { ms } p95 { ms } p99 { ms } } }";
    statements.reset();
    // 2 + 10 x (5 + 1,400) is 14,052.
    const answer = await suite.api.ask(page(1_400, total));
    expect(answer.errors).toEqual([]);
    expect(statements.texts).toHaveLength(3);
    statements.reset();
    const refused = await suite.api.ask(page(1_500, "total { requests }"));
    expect(refused.errors.map(({ code }) => code)).toEqual(["COST_TOO_HIGH"]);
    expect(statements.texts).toEqual([]);
  });

  test("a day of minutes for a chart", async () => {
    const answer = await ask(
      between(START - DAY, START, "MINUTE"),
      "points { start successRate requests latency { p95 { ms } } }",
    );
    expect(answer.errors).toEqual([]);
  });
});
