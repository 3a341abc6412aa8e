/** The network as a whole, how it changed, and the rules it is judged by. */
import { describe, expect, test } from "vitest";
import { evaluationRow } from "./support/measured.ts";
import { address, ETHER, NOW, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
const DAY = 86_400;
const snapshot = (at: number, told: object = {}) => ({
  at,
  operators: 3,
  activeOperators: 3,
  slashedOperators: 0,
  activeStake: (100n * ETHER).toString(),
  slashedValue: "0",
  averageScore: 9_500,
  ...told,
});

const SCORES = [9_980, 9_001, 9_002];
const suite = apiSuite({
  operator: [1, 2, 3, 4].map((n) =>
    stakedRow({
      address: address(n),
      ethActive: 15n * ETHER,
      slashedValue: ETHER / 2n,
      ...(n === 1 ? { slashedUntil: NOW } : {}),
    }),
  ),
  operatorEvaluation: [
    ...SCORES.map((score, n) => evaluationRow({ operator: address(n + 1), score })),
    // Measured a moment ago and never well: no score.
    {
      ...evaluationRow({ operator: address(4), judgement: { initialCheckAt: null } }),
      evaluatedAt: new Date(NOW * 1_000),
    },
  ],
  networkSnapshot: [
    snapshot(NOW - 7 * DAY - 3_599, { operators: 1, averageScore: null }),
    snapshot(NOW - DAY),
    // Newer than a day.
    snapshot(NOW - DAY + 1, { operators: 99 }),
  ],
});

async function network(selection: string): Promise<unknown> {
  const answer = await suite.api.ask(`{ network { ${selection} } }`);
  expect(answer.errors).toEqual([]);
  return answer.data;
}

describe("the network", () => {
  test("its mean score is of those that have one", async () => {
    expect(
      await network(
        "totalOperators activeOperators slashedOperators scoredOperators averagePerformanceScore lastPerformanceCheck",
      ),
    ).toEqual({
      network: {
        ...{ totalOperators: 4, activeOperators: 2, slashedOperators: 1, scoredOperators: 3 },
        // 27,983 / 3 is 9,327.67.
        averagePerformanceScore: 93.28,
        lastPerformanceCheck: iso(NOW),
      },
    });
  });

  const CHANGE = "since operators activeOperators slashedOperators totalStaked totalSlashed averagePerformanceScore";

  test("its change since the newest totals that are old enough", async () => {
    expect(await network(`change24h { ${CHANGE} } change7d { since operators averagePerformanceScore }`)).toEqual({
      network: {
        change24h: {
          since: iso(NOW - DAY),
          ...{ operators: 1, activeOperators: -1, slashedOperators: 1 },
          totalStaked: "-40000000000000000000",
          totalSlashed: "2000000000000000000",
          averagePerformanceScore: -1.72,
        },
        // Nobody had a score.
        change7d: { since: iso(NOW - 7 * DAY - 3_599), operators: 3, averagePerformanceScore: null },
      },
    });
  });

  test("is unknown where nothing is known of then, or only of an earlier hour", async () => {
    suite.api.clock.now = NOW - 6 * DAY;
    expect(await network("change24h { since } change7d { since }")).toEqual({
      network: { change24h: { since: iso(NOW - 7 * DAY - 3_599) }, change7d: null },
    });
    suite.api.clock.now = NOW - 6 * DAY + 1;
    expect(await network("change24h { since }")).toEqual({ network: { change24h: null } });
    suite.api.clock.now = NOW;
  });
});

test("the policy says every number that is judged by", async () => {
  const answer = await suite.api.ask(`{ policy {
    version profile
    time {
      intervalSeconds hourSeconds daySeconds windows { window seconds } trailingMonthSeconds monthCoverage closeAfterSeconds
      silentAfterSeconds initialCheckSeconds maxFutureSeconds maxPastSeconds
    }
    targets {
      successRate throughput throughputBreach uptime uptimeBreachSeconds successBreachSeconds latencyBreachSeconds
      breachCloseSeconds trailingSeconds initialLatencyMs
    }
    score { weights { component weight window } latencyFullMs latencyStepMs }
    confidence { coverage reporters corroborated rateTolerance valueTolerance disagreementSeconds }
    tiers { tier minStake routingPriority slashMultiplier latencyThresholdMs graceMultiplier }
    alerts { reputationLevels reputationMargin }
    ranking { snapshotSeconds keptSnapshots }
    routing { success openIntervals closeIntervals halfOpenSeconds halfOpenShare minScore lowConfidence }
    failover { deadSeconds backSeconds }
  } }`);
  const tier = (name: string, minStake: string, ...rest: [number, number, number, number]) => {
    const [routingPriority, slashMultiplier, latencyThresholdMs, graceMultiplier] = rest;
    return { tier: name, minStake, routingPriority, slashMultiplier, latencyThresholdMs, graceMultiplier };
  };
  expect(answer.data).toEqual({
    policy: {
      version: 5,
      profile: "PRODUCTION",
      time: {
        ...{ intervalSeconds: 60, hourSeconds: 3_600, daySeconds: 86_400 },
        windows: [
          { window: "HOUR", seconds: 3_600 },
          { window: "DAY", seconds: 86_400 },
          { window: "WEEK", seconds: 604_800 },
          { window: "MONTH", seconds: null },
        ],
        ...{ trailingMonthSeconds: 2_592_000, monthCoverage: 1_000, closeAfterSeconds: 900, silentAfterSeconds: 900 },
        ...{ initialCheckSeconds: 3_600, maxFutureSeconds: 120, maxPastSeconds: 604_800 },
      },
      targets: {
        ...{ successRate: 99, throughput: 13_000_000_000, throughputBreach: 10_000_000_000, uptime: 99.9 },
        ...{ uptimeBreachSeconds: 86_400, successBreachSeconds: 3_600, latencyBreachSeconds: 1_800 },
        ...{ breachCloseSeconds: 600, trailingSeconds: 600, initialLatencyMs: 250 },
      },
      score: {
        weights: [
          { component: "SUCCESS", weight: 40, window: "DAY" },
          { component: "LATENCY", weight: 30, window: "HOUR" },
          { component: "THROUGHPUT", weight: 20, window: "MONTH" },
          { component: "UPTIME", weight: 10, window: "WEEK" },
        ],
        ...{ latencyFullMs: 250, latencyStepMs: 10 },
      },
      confidence: {
        ...{ coverage: 9_500, reporters: 2, corroborated: 9_500 },
        ...{ rateTolerance: 100, valueTolerance: 1_000, disagreementSeconds: 180 },
      },
      tiers: [
        tier("NONE", "0", 0, 10_000, 250, 1),
        tier("TIER_1", "1000000000000000000", 1, 10_000, 250, 1),
        tier("TIER_2", "10000000000000000000", 2, 9_000, 275, 1.25),
        tier("TIER_3", "100000000000000000000", 3, 7_500, 300, 1.5),
      ],
      alerts: { reputationLevels: [250, 500, 750, 900], reputationMargin: 10 },
      ranking: { snapshotSeconds: 3_600, keptSnapshots: 3 },
      routing: {
        ...{ success: 9_500, openIntervals: 3, closeIntervals: 3, halfOpenSeconds: 300 },
        ...{ halfOpenShare: 1_000, minScore: 60, lowConfidence: 5_000 },
      },
      failover: { deadSeconds: 180, backSeconds: 300 },
    },
  });
});

describe("in fast motion", () => {
  const fast = apiSuite({ networkSnapshot: [snapshot(NOW - 1_440, { operators: 7 })] }, { POLICY_PROFILE: "devnet" });

  test("a day is 24 minutes, for the policy and for the network", async () => {
    const answer = await fast.api.ask(
      "{ policy { profile time { intervalSeconds daySeconds windows { seconds } } } network { change24h { operators } change7d { operators } } }",
    );
    expect(answer.data).toEqual({
      policy: {
        profile: "DEVNET",
        time: {
          intervalSeconds: 1,
          daySeconds: 1_440,
          windows: [{ seconds: 60 }, { seconds: 1_440 }, { seconds: 10_080 }, { seconds: 43_200 }],
        },
      },
      network: { change24h: { operators: -7 }, change7d: null },
    });
  });
});
