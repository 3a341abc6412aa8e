/** What violations would cost that did not happen, and the rules that say so. */
import { beforeAll, describe, expect, test } from "vitest";
import { address, ETHER, NOW, RATE, registryRow, stakedRow, WHOLE } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { fillViolations, sliceRow, violationRow } from "./support/violations.ts";

const [NINE, MIXED, PUNISHED] = [address(1), address(2), address(3)];
const COOLDOWN = 43_200;
const MONTH = 30 * 86_400;
const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();

const suite = apiSuite({
  registry: [registryRow({ cooldown: COOLDOWN })],
  operator: [
    stakedRow({ address: NINE, ethActive: 9n * ETHER }),
    // Worth 6 + 2.4 + 3.6 = 12 ETH, of which 8.4 are active.
    stakedRow({
      ...{ address: MIXED, ethActive: 6n * ETHER, wstethActive: 2n * ETHER, wstethUnbonding: 3n * ETHER },
      ...{ wstethFactor: WHOLE },
    }),
    stakedRow({ address: PUNISHED, ethActive: 9n * ETHER }),
  ],
});
beforeAll(() => {
  const past = violationRow(1, { operator: PUNISHED });
  const assessed = (slice: number, assessedAt: number) => ({ ...sliceRow(past, { slice }), assessedAt });
  return fillViolations(suite.database.client, {
    violations: [past],
    // 1,200 basis points each: the second and third still count.
    slices: [assessed(1, NOW - MONTH), assessed(2, NOW - MONTH + 1), assessed(3, NOW - 60)],
  });
});

const FIELDS = `stakeValue tier
  lines { type count grace charged basisPointsEach basisPoints }
  chargedBasisPoints severity multiplier discountedBasisPoints alreadyBasisPoints cap capped fraction amount
  impact { active unbonding ethTaken wstethTaken tier status statusReasons slashedUntil }`;

const preview = (args: string) => suite.api.ask(`{ previewSlash(${args}) { ${FIELDS} } }`);
const NINE_ETH = `stake: "${9n * ETHER}"`;

describe("for any stake", () => {
  test("an outage of 72 minutes, with every step", async () => {
    const answer = await preview(`${NINE_ETH}, violations: [{ type: DOWNTIME, count: 72 }]`);
    expect(answer.errors).toEqual([]);
    expect(answer.data).toEqual({
      previewSlash: {
        ...{ stakeValue: "9000000000000000000", tier: "TIER_1" },
        lines: [{ type: "DOWNTIME", count: 72, grace: 60, charged: 12, basisPointsEach: 100, basisPoints: 1_200 }],
        ...{ chargedBasisPoints: 1_200, severity: "CRITICAL", multiplier: 10_000, discountedBasisPoints: 1_200 },
        ...{ alreadyBasisPoints: 0, cap: 5_000, capped: false, fraction: 1_200, amount: "1080000000000000000" },
        impact: {
          ...{ active: "7920000000000000000", unbonding: "0", ethTaken: "1080000000000000000", wstethTaken: "0" },
          ...{ tier: "TIER_1", status: "SLASHED", statusReasons: ["SLASH_COOLDOWN"] },
          slashedUntil: iso(NOW + COOLDOWN),
        },
      },
    });
  });

  test.each([
    ["3 bad data", "{ type: BAD_DATA, count: 3 }", 1_500, "1350000000000000000", false],
    [
      "2 misbehaviours and a 100-minute outage",
      "{ type: MISBEHAVIOR, count: 2 }, { type: DOWNTIME, count: 100 }",
      5_000,
      "4500000000000000000",
      true,
    ],
    ["61 bad minutes", "{ type: PERFORMANCE_THRESHOLD, count: 61 }", 400, "360000000000000000", false],
    ["an outage within the grace", "{ type: DOWNTIME, count: 60 }", 0, "0", false],
    [
      "two outages have two graces",
      "{ type: DOWNTIME, count: 61 }, { type: DOWNTIME, count: 61 }",
      200,
      "180000000000000000",
      false,
    ],
    ["nothing", "", 0, "0", false],
  ])("%s", async (_what, violations, fraction, amount, capped) => {
    const answer = await preview(`${NINE_ETH}, violations: [${violations}]`);
    expect(answer.data).toMatchObject({ previewSlash: { fraction, amount, capped } });
  });

  test("the tier is what the stake makes it, unless it is told", async () => {
    const violations = "violations: [{ type: BAD_DATA, count: 1 }]";
    const hundred = await preview(`stake: "${100n * ETHER}", ${violations}`);
    expect(hundred.data).toMatchObject({
      previewSlash: { tier: "TIER_3", multiplier: 7_500, fraction: 375, impact: { tier: "TIER_2" } },
    });
    const told = await preview(`stake: "${100n * ETHER}", tier: TIER_1, ${violations}`);
    expect(told.data).toMatchObject({ previewSlash: { tier: "TIER_1", multiplier: 10_000, fraction: 500 } });
  });

  test("what stays under the minimum stays slashed", async () => {
    const answer = await preview(`stake: "${ETHER}", violations: [{ type: MISBEHAVIOR, count: 1 }]`);
    expect(answer.data).toMatchObject({
      previewSlash: {
        impact: { tier: "NONE", statusReasons: ["SLASH_COOLDOWN", "STAKE_BELOW_MINIMUM_AFTER_SLASH"] },
      },
    });
  });

  test.each([
    ["{ type: DOWNTIME, count: 0 }", "COUNT_OUT_OF_RANGE"],
    ["{ type: DOWNTIME, count: -1 }", "COUNT_OUT_OF_RANGE"],
    ["{ type: BAD_DATA, count: 1 }, { type: BAD_DATA, count: 100001 }", "COUNT_OUT_OF_RANGE"],
    ["{ type: BAD_DATA, count: 1 }, ".repeat(21), "TOO_MANY_VIOLATIONS"],
  ])("refused: %s", async (violations, code) => {
    const answer = await preview(`${NINE_ETH}, violations: [${violations}]`);
    expect(answer.errors).toMatchObject([{ code }]);
  });

  test("the most that may be asked is answered", async () => {
    const violations = "{ type: MISBEHAVIOR, count: 100000 }, ".repeat(20);
    const answer = await preview(`stake: "${2n ** 256n - 1n}", violations: [${violations}]`);
    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({
      previewSlash: { chargedBasisPoints: 2_000_000_000, amount: String((2n ** 256n - 1n) / 2n) },
    });
  });
});

describe("for an operator", () => {
  const ofOperator = async (operator: string, violations: string) => {
    const answer = await suite.api.ask(
      `{ operator(address: "${operator}") { ... on Operator { previewSlash(violations: [${violations}]) { ${FIELDS} } } } }`,
    );
    expect(answer.errors).toEqual([]);
    return answer.data;
  };

  test("on all that is staked and unbonding, in both assets; the tier is that of the active stake", async () => {
    expect(await ofOperator(MIXED, "{ type: MISBEHAVIOR, count: 1 }")).toMatchObject({
      operator: {
        previewSlash: {
          ...{ stakeValue: String(12n * ETHER), tier: "TIER_1", fraction: 1_000, amount: String((12n * ETHER) / 10n) },
          impact: {
            ...{ ethTaken: String((6n * ETHER) / 10n), wstethTaken: String((5n * ETHER) / 10n) },
            ...{ active: String((84n * 9n * ETHER) / 100n), unbonding: String((36n * 9n * ETHER) / 100n) },
          },
        },
      },
    });
    expect(RATE).toBe((12n * ETHER) / 10n);
  });

  test("what was assessed in the last 30 days counts against the cap", async () => {
    expect(await ofOperator(PUNISHED, "{ type: MISBEHAVIOR, count: 3 }")).toMatchObject({
      operator: {
        previewSlash: {
          ...{ alreadyBasisPoints: 2_400, cap: 2_600, capped: true, fraction: 2_600, amount: "2340000000000000000" },
          ...{ discountedBasisPoints: 3_000, severity: "CRITICAL" },
        },
      },
    });
    expect(await ofOperator(NINE, "{ type: MISBEHAVIOR, count: 3 }")).toMatchObject({
      operator: { previewSlash: { alreadyBasisPoints: 0, fraction: 3_000 } },
    });
  });

  test("a preview changes nothing", async () => {
    const before = await suite.api.ask(
      `{ operator(address: "${NINE}") { ... on Operator { status stake { active } } } }`,
    );
    await ofOperator(NINE, "{ type: MISBEHAVIOR, count: 3 }");
    const after = await suite.api.ask(
      `{ operator(address: "${NINE}") { ... on Operator { status stake { active } } } }`,
    );
    expect(after.data).toEqual(before.data);
  });
});

test("the policy says what violations cost and when alerts fire", async () => {
  const answer = await suite.api.ask(`{ policy {
    outage { down graceSeconds endSeconds }
    slash { downtime badData misbehavior performance performanceSeconds cap capSeconds sliceSeconds mediumSeverity highSeverity criticalSeverity }
    maintenance { maxSeconds weekSeconds noticeSeconds }
    alerts { offlineSeconds missedSeconds scoreLow scoreLowClear scoreDrop scoreDropClear scoreDropSeconds risk noticeSeconds rateStaleSeconds rateFreshSeconds }
  } }`);
  expect(answer.data).toEqual({
    policy: {
      outage: { down: 5_000, graceSeconds: 3_600, endSeconds: 300 },
      slash: {
        ...{ downtime: 100, badData: 500, misbehavior: 1_000, performance: 200, performanceSeconds: 3_600 },
        ...{ cap: 5_000, capSeconds: 2_592_000, sliceSeconds: 86_400 },
        ...{ mediumSeverity: 200, highSeverity: 500, criticalSeverity: 1_000 },
      },
      maintenance: { maxSeconds: 7_200, weekSeconds: 604_800, noticeSeconds: 86_400 },
      alerts: {
        ...{ offlineSeconds: 180, missedSeconds: 300, scoreLow: 90, scoreLowClear: 92, scoreDrop: 10 },
        ...{ scoreDropClear: 5, scoreDropSeconds: 3_600, risk: 5_000, noticeSeconds: 86_400 },
        ...{ rateStaleSeconds: 93_600, rateFreshSeconds: 90_000 },
      },
    },
  });
});
