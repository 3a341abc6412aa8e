import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Policy, policyOf, TIERS } from "../../../api/domain/policy.ts";
import { recoveryOf } from "../../../api/domain/recovery.ts";
import { VIOLATION_SEVERITIES } from "../../../api/domain/violation.ts";
import { DAY, factsOf, HOUR, NOON, POLICY, reputation, type Told } from "./support/reputations.ts";

interface Asked {
  readonly now?: number;
  readonly policy?: Policy;
}

const recovery = (told: Told, threshold: number, score: number | null, { now = NOON, policy = POLICY }: Asked = {}) =>
  recoveryOf(factsOf(told, policy, now), { threshold, score, policy, now });

const never = (unrecovered: string) => ({ days: null, at: null, value: null, unrecovered });
const found = (days: number, value: number) => ({ days, at: NOON + days * DAY, value, unrecovered: null });

describe("of who has no past, at 100", () => {
  // The hours of d days weigh (1 - 2^(-d/14)) / (1 - 2^(-1/336)): 23.4397, 45.7472, ... at most 485.2457.
  test.each([
    [500, 0, 500],
    // 10 x (2,343.97 + 1,200) / 47.4397 = 747.05
    [501, 1, 747],
    [747, 1, 747],
    // 10 x (4,574.72 + 1,200) / 69.7472 = 827.95
    [748, 2, 828],
    // 975.45 after 64 days, 975.50 after 65.
    [976, 65, 976],
  ])("%i takes %i days", (threshold, days, value) => {
    expect(recovery({}, threshold, 10_000)).toEqual(found(days, value));
  });

  test("976.44 is the most: 977 is out of reach", () => {
    expect(recovery({}, 977, 10_000)).toEqual(never("OUT_OF_REACH"));
  });
});

describe("at 50, which changes nothing of the prior", () => {
  const slashed: Told = { slashes: [{ at: NOON, bps: 2_000 }] };

  test.each<[string, Told, number, number, number]>([
    // 200 x 2^(-d/90) is 100.5 after 89.4 days, 50.5 after 178.7, 0.5 after 778.
    ["half of a slash of 20 %", slashed, 400, 90, 400],
    ["three quarters of it", slashed, 450, 179, 450],
    ["all of it", slashed, 500, 778, 500],
    // 40 x 2^(-d/30) is 10.5 after 57.9 days.
    ["a CRITICAL violation", { violations: [{ at: NOON, severities: ["CRITICAL"] }] }, 490, 58, 490],
    // 5 x 2^(-d/30) is 2.5 after 30; a half goes up.
    ["a disagreement", { disagreements: [NOON] }, 498, 30, 498],
    ["the boost stays", { ...slashed, tier: "TIER_3" }, 450, 90, 450],
  ])("%s", (_what, told, threshold, days, value) => {
    expect(recovery(told, threshold, 5_000)).toEqual(found(days, value));
  });

  test("what the prior does not reach is out of reach", () => {
    expect(recovery(slashed, 501, 5_000)).toEqual(never("OUT_OF_REACH"));
    expect(recovery({}, 501, 0)).toEqual(never("OUT_OF_REACH"));
  });
});

test("without a score it is met now or unknown", () => {
  expect(recovery({}, 500, null)).toEqual(found(0, 500));
  expect(recovery({}, 501, null)).toEqual(never("SCORE_UNKNOWN"));
});

test("in fast motion it takes as many days, each 24 minutes long", () => {
  const asked = { policy: policyOf("devnet") };
  expect(recovery({}, 976, 10_000, asked)).toMatchObject({ days: 65, at: NOON + 65 * 1_440 });
});

describe("is what the reputation comes to, day by day", () => {
  const HORIZON = 5_376;

  /** In points, unrounded, after so many days with each of their hours at a score. */
  function simulated(told: Told, days: number, value: number, now: number): number {
    const end = now - (now % HOUR) + days * DAY;
    const fresh = Array.from({ length: Math.min(days * 24, HORIZON) }, (_, n) => ({
      ...{ at: end - n * HOUR, value, coverageBps: 10_000 },
    }));
    const { components } = reputation({ ...told, hours: [...(told.hours ?? []), ...fresh] }, { now: now + days * DAY });
    const { performanceE4, boostE4, slashesE4, violationsE4, disagreementsE4 } = components;
    return (performanceE4 + boostE4 - slashesE4 - violationsE4 - disagreementsE4) / 10_000;
  }

  const tolds = (maxDays: number) => {
    const moment = fc.integer({ min: NOON - maxDays * DAY, max: NOON });
    const hour = fc.record({
      at: fc.integer({ min: 0, max: Math.min(maxDays * 24, 6_000) }).map((ago) => NOON - ago * HOUR),
      value: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: null }),
      coverageBps: fc.integer({ min: 0, max: 10_000 }),
    });
    const severities = fc.array(fc.constantFrom(...VIOLATION_SEVERITIES), { maxLength: 2 });
    return fc.record({
      hours: fc.uniqueArray(hour, { selector: ({ at }) => at, maxLength: 40 }),
      tier: fc.constantFrom(...TIERS),
      slashes: fc.array(fc.record({ at: moment, bps: fc.integer({ min: 1, max: 5_000 }) }), { maxLength: 3 }),
      violations: fc.array(fc.record({ at: moment, severities }), { maxLength: 6 }),
      disagreements: fc.array(moment, { maxLength: 6 }),
    });
  };

  /** @param off how far it may be off, points */
  function assertRecovery(told: Told, threshold: number, score: number, off: number, now: number): void {
    const { days, value } = recovery(told, threshold, score, { now });
    if (days === 0 || threshold === 0) {
      expect([days, reputation(told, { now }).value >= threshold]).toEqual([0, true]);
      return;
    }
    expect(reputation(told, { now }).value).toBeLessThan(threshold);
    const before = days === null ? [1, 2, 30, 150, 1_440] : [days - 1, Math.floor(days / 2)];
    for (const day of before) expect(simulated(told, day, score, now)).toBeLessThan(threshold - 0.5 + off);
    if (days === null || value === null) return;
    expect(simulated(told, days, score, now)).toBeGreaterThanOrEqual(threshold - 0.5 - off);
    expect(Math.abs(simulated(told, days, score, now) - value)).toBeLessThanOrEqual(0.5 + off);
  }

  const threshold = fc.integer({ min: 0, max: 1_000 });
  const score = fc.integer({ min: 0, max: 10_000 });

  test("to the ten-thousandth while nothing passes its horizon", () => {
    fc.assert(
      fc.property(tolds(20), threshold, score, fc.nat(HOUR), (told, wanted, given, seconds) => {
        const now = NOON + seconds;
        const { days } = recovery(told, wanted, given, { now });
        // The hours that are there are forgotten 224 days after they ended, and were 20 days old.
        fc.pre(days !== null && days <= 200);
        assertRecovery(told, wanted, given, 0.001, now);
      }),
      { numRuns: 80 },
    );
  });

  test("to a quarter of a point whatever is forgotten on the way", () => {
    fc.assert(
      fc.property(tolds(1_400), threshold, score, (told, wanted, given) => {
        assertRecovery(told, wanted, given, 0.25, NOON);
      }),
      { numRuns: 60 },
    );
  });
});
