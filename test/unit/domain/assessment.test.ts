import { describe, expect, test } from "vitest";
import {
  assess,
  bpsEach,
  type Charged,
  chargedBps,
  multiplierOf,
  severityOf,
  sliceCharge,
  startedPeriods,
} from "../../../api/domain/assessment.ts";
import { ETH, policyOf, type Tier } from "../../../api/domain/policy.ts";
import type { Violation, ViolationSeverity } from "../../../api/domain/violation.ts";

const POLICY = policyOf("production");

/** What the violations cost 9 ETH, or whatever is told, given as counts. */
function cost(counts: readonly [Violation, number][], told: { stake?: bigint; tier?: Tier; alreadyBps?: number } = {}) {
  const charges: Charged[] = counts.map(([violation, count]) => ({
    violation,
    bps: chargedBps(violation, count, POLICY),
  }));
  const { stake = 9n * ETH, tier = "TIER_1", alreadyBps = 0 } = told;
  return assess({ stakeValue: stake, charges, tier, alreadyBps }, POLICY);
}

const milli = (thousandths: bigint) => (thousandths * ETH) / 1_000n;

describe("the worked examples of the rules, 9 ETH in TIER_1", () => {
  test.each<[string, [Violation, number][], bigint, number, ViolationSeverity, boolean]>([
    ["an outage of 72 minutes, 12 of them charged", [["DOWNTIME", 12]], milli(1_080n), 1_200, "CRITICAL", false],
    ["3 bad data", [["BAD_DATA", 3]], milli(1_350n), 1_500, "CRITICAL", false],
    [
      "2 misbehaviours and a 100-minute outage: the cap",
      [
        ["MISBEHAVIOR", 2],
        ["DOWNTIME", 40],
      ],
      milli(4_500n),
      5_000,
      "CRITICAL",
      true,
    ],
    ["61 bad minutes: 2 started hours", [["PERFORMANCE_THRESHOLD", 61]], milli(360n), 400, "MEDIUM", false],
  ])("%s", (_what, counts, amount, bps, severity, capped) => {
    expect(cost(counts)).toMatchObject({ amount, bps, severity, capped });
  });
});

describe("what is charged", () => {
  test.each([
    [0, 0],
    [1, 1],
    [59, 1],
    [60, 1],
    [61, 2],
    [120, 2],
    [121, 3],
  ])("%i bad intervals have started %i hours", (bad, hours) => {
    expect(startedPeriods(bad, POLICY)).toBe(hours);
    expect(chargedBps("PERFORMANCE_THRESHOLD", bad, POLICY)).toBe(hours * 200);
  });

  test.each<[Violation, number]>([
    ["DOWNTIME", 100],
    ["BAD_DATA", 500],
    ["MISBEHAVIOR", 1_000],
    ["PERFORMANCE_THRESHOLD", 200],
  ])("%s: %i basis points each", (violation, each) => {
    expect(bpsEach(violation, POLICY)).toBe(each);
  });

  test.each<[string, Violation, { before: number; counted: number }, object]>([
    [
      "an outage of 72",
      "DOWNTIME",
      { before: 0, counted: 72 },
      { counted: 72, grace: 60, charged: 12, chargedBefore: 0, chargedBps: 1_200 },
    ],
    [
      "its next day",
      "DOWNTIME",
      { before: 72, counted: 1_440 },
      { counted: 1_512, charged: 1_440, chargedBefore: 12, chargedBps: 144_000 },
    ],
    ["the grace spans two slices", "DOWNTIME", { before: 59, counted: 2 }, { charged: 1, chargedBefore: 0 }],
    ["within the grace", "DOWNTIME", { before: 0, counted: 60 }, { charged: 0, chargedBps: 0 }],
    [
      "the first started hour",
      "PERFORMANCE_THRESHOLD",
      { before: 0, counted: 60 },
      { grace: 0, charged: 1, chargedBps: 200 },
    ],
    ["an hour is charged once", "PERFORMANCE_THRESHOLD", { before: 61, counted: 59 }, { charged: 0, chargedBefore: 2 }],
    [
      "the next one",
      "PERFORMANCE_THRESHOLD",
      { before: 61, counted: 60 },
      { charged: 1, chargedBefore: 2, counted: 121 },
    ],
    ["an incident", "BAD_DATA", { before: 0, counted: 1 }, { counted: 1, grace: 0, charged: 1, chargedBps: 500 }],
    ["a grave one", "MISBEHAVIOR", { before: 0, counted: 1 }, { charged: 1, bpsEach: 1_000, chargedBps: 1_000 }],
  ])("a slice: %s", (_what, violation, counts, expected) => {
    expect(sliceCharge(violation, counts, POLICY)).toMatchObject(expected);
  });
});

describe("tiers, caps and severities", () => {
  test.each<[Tier, number, bigint, number]>([
    ["NONE", 10_000, milli(1_080n), 1_200],
    ["TIER_1", 10_000, milli(1_080n), 1_200],
    ["TIER_2", 9_000, milli(972n), 1_080],
    ["TIER_3", 7_500, milli(810n), 900],
  ])("%s: 12 minutes at %i", (tier, multiplierBps, amount, bps) => {
    expect(multiplierOf(tier, POLICY)).toBe(multiplierBps);
    expect(cost([["DOWNTIME", 12]], { tier })).toMatchObject({ multiplierBps, amount, bps, severity: "CRITICAL" });
  });

  test("misbehaviour is never discounted", () => {
    expect(cost([["MISBEHAVIOR", 2]], { tier: "TIER_3" })).toMatchObject({ bps: 2_000, amount: milli(1_800n) });
    const both: [Violation, number][] = [
      ["MISBEHAVIOR", 1],
      ["BAD_DATA", 2],
    ];
    expect(cost(both, { tier: "TIER_3" })).toMatchObject({ chargedBps: 2_000, discountedBps: 1_750, bps: 1_750 });
  });

  test.each([
    [0, 5_000, milli(4_500n)],
    [1, 4_999, milli(4_499n) + milli(1n) / 10n],
    [4_999, 1, milli(9n) / 10n],
    [5_000, 0, 0n],
    [9_000, 0, 0n],
  ])("%i of the rolling cap were charged: %i are left", (alreadyBps, bps, amount) => {
    expect(cost([["DOWNTIME", 100]], { alreadyBps })).toMatchObject({ capBps: bps, bps, amount, capped: true });
  });

  test("what just reaches the cap is not capped", () => {
    expect(cost([["DOWNTIME", 50]])).toMatchObject({ bps: 5_000, capped: false });
    expect(cost([["DOWNTIME", 51]])).toMatchObject({ bps: 5_000, capped: true, chargedBps: 5_100 });
  });

  test.each<[number, ViolationSeverity]>([
    [0, "LOW"],
    [199, "LOW"],
    [200, "MEDIUM"],
    [499, "MEDIUM"],
    [500, "HIGH"],
    [999, "HIGH"],
    [1_000, "CRITICAL"],
    [138_000, "CRITICAL"],
  ])("%i basis points: %s", (bps, severity) => {
    expect(severityOf(bps, POLICY.slash)).toBe(severity);
  });

  test("severity is by what was charged, whatever tier and cap leave of it", () => {
    expect(cost([["BAD_DATA", 2]], { tier: "TIER_3", alreadyBps: 5_000 })).toMatchObject({
      severity: "CRITICAL",
      bps: 0,
    });
  });

  test("nothing is charged for nothing", () => {
    expect(cost([])).toMatchObject({ chargedBps: 0, bps: 0, amount: 0n, severity: "LOW", capped: false });
    expect(cost([["MISBEHAVIOR", 9]], { stake: 0n }).amount).toBe(0n);
  });

  test("the stake is multiplied before it is divided, and what is left over stays with the operator", () => {
    expect(cost([["DOWNTIME", 3]], { stake: 99n }).amount).toBe(2n);
    expect(cost([["DOWNTIME", 1]], { stake: 133n, tier: "TIER_3" }).amount).toBe(0n);
    expect(cost([["DOWNTIME", 1]], { stake: 134n, tier: "TIER_3" }).amount).toBe(1n);
  });
});
