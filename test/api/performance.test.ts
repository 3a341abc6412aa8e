/** Score, windows, status and what else is told of measured operators, beside the rules worked out by hand. */
import { describe, expect, test } from "vitest";
import { NO_BREACH } from "../../api/domain/charging.ts";
import { EMPTY_TOTALS } from "../../api/domain/totals.ts";
import { evaluationRow, latencies, totals, WINDOW_END } from "./support/measured.ts";
import { address, ETHER, NOW, PAST, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
const MEASURED = address(1);
const NEVER = address(2);
const PARTLY = address(3);
const SILENT = address(4);
const BREACHING = address(5);
const UNCHECKED = address(6);
const BOUNDED = address(7);
const FAILING = address(8);
/** May of 2026 has so many seconds; a tenth of them are the least that a month speaks by. */
const MAY = 2_678_400;

const STAKED = [MEASURED, NEVER, PARTLY, SILENT, BREACHING, UNCHECKED, BOUNDED, FAILING];
const whole = {
  HOUR: totals({ measuredSeconds: 3_600, corroboratedSeconds: 3_600, sketch: latencies(90, 200) }),
  DAY: totals({ requests: 1_000, successes: 995, timeouts: 2, measuredSeconds: 86_400, corroboratedSeconds: 86_400 }),
  WEEK: totals({ upSeconds: 1_999, downSeconds: 1, measuredSeconds: 604_000 }),
  MONTH: totals({
    requests: 1_300_000_000,
    successes: 1_300_000_000,
    offered: 1_300_000_000,
    measuredSeconds: MAY / 10,
  }),
};

const suite = apiSuite({
  operator: STAKED.map((operator) => stakedRow({ address: operator, ethActive: 10n * ETHER })),
  operatorEvaluation: [
    evaluationRow({ operator: MEASURED, sums: whole, disagreeing: ["probe-2", "probe-9"] }),
    evaluationRow({ operator: PARTLY, sums: { DAY: totals(), WEEK: totals() } }),
    evaluationRow({ operator: SILENT, measuredUntil: NOW - 900 }),
    evaluationRow({
      operator: BREACHING,
      judgement: {
        success: { ...NO_BREACH, bad: 61, good: 3, startedAt: NOW - 10_860, openSince: NOW - 7_200 },
        latency: { ...NO_BREACH, bad: 29, startedAt: NOW - 1_740 },
        throughputSince: NOW - 3_600,
        uptimeLowSince: NOW - 80_000,
      },
    }),
    evaluationRow({ operator: UNCHECKED, judgement: { initialCheckAt: null }, measuredUntil: 0 }),
    evaluationRow({
      operator: BOUNDED,
      sums: {
        HOUR: totals({
          sketch: { first: 0, counts: [] },
          scalar: {
            successes: 100,
            minP95Micros: 180_000,
            maxP95Micros: 350_000,
            minP99Micros: 190_000,
            maxP99Micros: 900_500,
          },
        }),
        TRAILING: totals(),
      },
    }),
    evaluationRow({
      operator: FAILING,
      sums: {
        ...whole,
        HOUR: totals({ successes: 0, upSeconds: 0, downSeconds: 60, sketch: EMPTY_TOTALS.sketch }),
        DAY: totals({ successes: 0 }),
      },
    }),
  ],
  heartbeat: [
    { operator: MEASURED, service: "rpc", region: "eu", version: "1.2.0", at: NOW - 30 },
    { operator: MEASURED, service: "rpc", region: "us", version: null, at: NOW - 10 },
    { operator: PARTLY, service: "rpc", region: "us", version: "1.3.0", at: NOW },
  ],
});

async function operator(of: string, selection: string): Promise<unknown> {
  const answer = await suite.api.ask(`{ operator(address: "${of}") { ... on Operator { ${selection} } } }`);
  expect(answer.errors).toEqual([]);
  return answer.data;
}

describe("the score", () => {
  const SCORE = `score {
    value unknownReason unknown confidence windowEnd policyVersion evaluatedAt
    components { component weight score points value unit numerator denominator confidence window { start end } }
  }`;

  test("of the rules' worked example, with all it stands on", async () => {
    const end = iso(WINDOW_END);
    expect(await operator(MEASURED, SCORE)).toEqual({
      operator: {
        score: {
          // 39.8 + 30 + 20 + 9.995, half up.
          value: 99.8,
          unknownReason: null,
          unknown: [],
          confidence: "LOW",
          windowEnd: end,
          policyVersion: 5,
          evaluatedAt: iso(NOW - 5),
          components: [
            {
              ...{ component: "SUCCESS", weight: 40, score: 99.5, points: 39.8, value: 99.5, unit: "PERCENT" },
              ...{ numerator: 995, denominator: 1_000, confidence: "HIGH" },
              window: { start: iso(WINDOW_END - 86_400), end },
            },
            {
              // The middle of the bucket that 200 ms lie in.
              ...{ component: "LATENCY", weight: 30, score: 100, points: 30, value: 200.859, unit: "MILLISECONDS" },
              ...{ numerator: 200_859, denominator: 1, confidence: "HIGH" },
              window: { start: iso(WINDOW_END - 3_600), end },
            },
            {
              ...{ component: "THROUGHPUT", weight: 20, score: 100, points: 20 },
              ...{ value: 13_000_000_000, unit: "REQUESTS_PER_MONTH" },
              ...{ numerator: 1_300_000_000, denominator: 267_840, confidence: "LOW" },
              window: { start: "2026-05-01T00:00:00.000Z", end },
            },
            {
              ...{ component: "UPTIME", weight: 10, score: 99.95, points: 9.995, value: 99.95, unit: "PERCENT" },
              ...{ numerator: 1_999, denominator: 2_000, confidence: "LOW" },
              window: { start: iso(WINDOW_END - 604_800), end },
            },
          ],
        },
      },
    });
  });

  test("is unknown, not zero, where nothing was measured, and says what is missing", async () => {
    const selection = "score { value unknownReason unknown confidence evaluatedAt components { score points value } }";
    const nothing = { score: null, points: null, value: null };
    expect(await operator(NEVER, selection)).toEqual({
      operator: {
        score: {
          value: null,
          unknownReason: "NEVER_MEASURED",
          unknown: ["SUCCESS", "LATENCY", "THROUGHPUT", "UPTIME"],
          confidence: "LOW",
          evaluatedAt: null,
          components: [nothing, nothing, nothing, nothing],
        },
      },
    });
    expect(await operator(PARTLY, selection)).toEqual({
      operator: {
        score: {
          value: null,
          unknownReason: "COMPONENT_UNKNOWN",
          unknown: ["LATENCY", "THROUGHPUT"],
          confidence: "LOW",
          evaluatedAt: iso(NOW - 5),
          components: [
            { score: 100, points: 40, value: 100 },
            nothing,
            nothing,
            { score: 100, points: 10, value: 100 },
          ],
        },
      },
    });
  });

  test("of one that fails is not unknown", async () => {
    expect(await operator(FAILING, "score { value components { component score value numerator } }")).toEqual({
      operator: {
        score: {
          // 0 + 0 + 20 + 9.995, half up.
          value: 30,
          components: [
            { component: "SUCCESS", score: 0, value: 0, numerator: 0 },
            { component: "LATENCY", score: 0, value: null, numerator: null },
            { component: "THROUGHPUT", score: 100, value: 13_000_000_000, numerator: 1_300_000_000 },
            { component: "UPTIME", score: 99.95, value: 99.95, numerator: 1_999 },
          ],
        },
      },
    });
  });
});

describe("the windows", () => {
  const LATENCY = "latency { p50 { ms } p95 { method ms lowerMs upperMs } p99 { method lowerMs upperMs } }";
  const WINDOW = `{ start end requests successes timeouts successRate ${LATENCY} throughput uptime upSeconds downSeconds
    measuredSeconds coverage confidence }`;

  test("say their exact range and every figure", async () => {
    expect(
      await operator(MEASURED, `windows { hour ${WINDOW} day ${WINDOW} week { uptime coverage } monthBasis }`),
    ).toEqual({
      operator: {
        windows: {
          hour: {
            start: iso(WINDOW_END - 3_600),
            end: iso(WINDOW_END),
            ...{ requests: 100, successes: 100, timeouts: 0, successRate: 100 },
            latency: {
              p50: { ms: 200.859 },
              p95: { method: "SKETCH", ms: 200.859, lowerMs: 200.859, upperMs: 200.859 },
              p99: { method: "SKETCH", lowerMs: 200.859, upperMs: 200.859 },
            },
            // 100 in an hour, for the 744 hours of May.
            throughput: 74_400,
            ...{
              uptime: 100,
              upSeconds: 60,
              downSeconds: 0,
              measuredSeconds: 3_600,
              coverage: 100,
              confidence: "HIGH",
            },
          },
          day: {
            start: iso(WINDOW_END - 86_400),
            end: iso(WINDOW_END),
            ...{ requests: 1_000, successes: 995, timeouts: 2, successRate: 99.5 },
            latency: {
              p50: { ms: 99.741 },
              p95: { method: "SKETCH", ms: 99.741, lowerMs: 99.741, upperMs: 99.741 },
              p99: { method: "SKETCH", lowerMs: 99.741, upperMs: 99.741 },
            },
            throughput: 3_100,
            ...{
              uptime: 100,
              upSeconds: 60,
              downSeconds: 0,
              measuredSeconds: 86_400,
              coverage: 100,
              confidence: "HIGH",
            },
          },
          // 604,000 of 604,800 seconds are 99.867…: rounded down.
          week: { uptime: 99.95, coverage: 99.86 },
          monthBasis: "CALENDAR",
        },
      },
    });
  });

  test("past 2^31, and the month's range", async () => {
    expect(await operator(MEASURED, "windows { month { start end requests throughput measuredSeconds } }")).toEqual({
      operator: {
        windows: {
          month: {
            start: "2026-05-01T00:00:00.000Z",
            end: iso(WINDOW_END),
            requests: 1_300_000_000,
            throughput: 13_000_000_000,
            measuredSeconds: 267_840,
          },
        },
      },
    });
  });

  test("are null where nothing was measured, with the range all the same", async () => {
    const range = (seconds: number) => ({ start: iso(WINDOW_END - seconds), end: iso(WINDOW_END) });
    const unknown = {
      ...{ requests: null, successes: null, timeouts: null, successRate: null },
      latency: { p50: null, p95: null, p99: null },
      ...{ throughput: null, uptime: null, upSeconds: null, downSeconds: null },
      ...{ measuredSeconds: 0, coverage: 0, confidence: "LOW" },
    };
    expect(await operator(NEVER, `windows { hour ${WINDOW} month ${WINDOW} monthBasis }`)).toEqual({
      operator: {
        windows: {
          hour: { ...range(3_600), ...unknown },
          month: { ...range(30 * 86_400), ...unknown },
          monthBasis: "TRAILING",
        },
      },
    });
  });

  test("bound latencies that came without a distribution; the upper bound is scored", async () => {
    const selection = `windows { hour { ${LATENCY} } monthBasis } score { components { component score value } }`;
    expect(await operator(BOUNDED, selection)).toMatchObject({
      operator: {
        windows: {
          hour: {
            latency: {
              p50: null,
              p95: { method: "BOUNDED", ms: 350, lowerMs: 180, upperMs: 350 },
              p99: { method: "BOUNDED", lowerMs: 190, upperMs: 900.5 },
            },
          },
          monthBasis: "TRAILING",
        },
        // 100 - (350 - 250) / 10
        score: { components: [{}, { component: "LATENCY", score: 90, value: 350 }, {}, {}] },
      },
    });
  });
});

describe("the status", () => {
  test.each([
    ["of one that was never measured", NEVER, "PENDING", ["INITIAL_CHECK_NOT_PASSED"]],
    ["of one that never passed the initial check", UNCHECKED, "PENDING", ["INITIAL_CHECK_NOT_PASSED"]],
    ["of one that was measured well", MEASURED, "ACTIVE", ["STAKE_SUFFICIENT"]],
    ["of one that is silent for 15 minutes", SILENT, "INACTIVE", ["NOTHING_MEASURED"]],
    ["of one that breaches", BREACHING, "DEGRADED", ["SUCCESS_RATE_BREACH", "THROUGHPUT_BREACH"]],
  ])("%s", async (_what, of, status, statusReasons) => {
    expect(await operator(of, "status statusReasons")).toEqual({ operator: { status, statusReasons } });
    const listed = await suite.api.ask(`{ operators(filter: { status: ${status} }) { nodes { address } } }`);
    expect(JSON.stringify(listed.data).toLowerCase()).toContain(of);
  });

  test("changes with time alone", async () => {
    suite.api.clock.now = WINDOW_END + 899;
    expect(await operator(MEASURED, "status")).toEqual({ operator: { status: "ACTIVE" } });
    suite.api.clock.now = WINDOW_END + 900;
    expect(await operator(MEASURED, "status")).toEqual({ operator: { status: "INACTIVE" } });
    suite.api.clock.now = NOW;
  });
});

test("breaches, the initial check, disagreement and signs of life", async () => {
  const selection = `breaches { metric since } initialCheckPassedAt lastMeasuredAt confidence disagreeingReporters
    heartbeats { service region version at }`;
  expect(await operator(BREACHING, selection)).toEqual({
    operator: {
      // Latency is short of its half hour, and uptime of its day.
      breaches: [
        { metric: "SUCCESS_RATE", since: iso(NOW - 7_200) },
        { metric: "THROUGHPUT", since: iso(NOW - 3_600) },
      ],
      initialCheckPassedAt: iso(PAST + 3_600),
      lastMeasuredAt: iso(WINDOW_END),
      confidence: "LOW",
      disagreeingReporters: [],
      heartbeats: [],
    },
  });
  expect(await operator(MEASURED, selection)).toMatchObject({
    operator: {
      breaches: [],
      disagreeingReporters: ["probe-2", "probe-9"],
      heartbeats: [
        { service: "rpc", region: "us", version: null, at: iso(NOW - 10) },
        { service: "rpc", region: "eu", version: "1.2.0", at: iso(NOW - 30) },
      ],
    },
  });
  expect(await operator(MEASURED, "heartbeats(first: 1) { region }")).toEqual({
    operator: { heartbeats: [{ region: "us" }] },
  });
  expect(await operator(NEVER, selection)).toEqual({
    operator: {
      breaches: [],
      initialCheckPassedAt: null,
      lastMeasuredAt: null,
      confidence: "LOW",
      disagreeingReporters: [],
      heartbeats: [],
    },
  });
  // Somebody looked, and measured nothing.
  expect(await operator(UNCHECKED, "lastMeasuredAt")).toEqual({ operator: { lastMeasuredAt: null } });
});

test("lists go by the evaluated score; one that is unknown sorts lowest", async () => {
  const answer = await suite.api.ask(
    "{ operators(orderBy: { field: SCORE, direction: DESC }) { nodes { address score { value } } } }",
  );
  expect(answer.data).toMatchObject({
    operators: {
      nodes: [{ score: { value: 99.8 } }, { score: { value: 30 } }, ...Array(6).fill({ score: { value: null } })],
    },
  });
});
