import { describe, expect, test } from "vitest";
import { policyOf, type Tier } from "../../../api/domain/policy.ts";
import type { ViolationSeverity } from "../../../api/domain/violation.ts";
import { DAY, HOUR, hoursOf, NOON, reputation, type Told } from "./support/reputations.ts";

const value = (told: Told, now = NOON) => reputation(told, { now }).value;

describe("of who has no past", () => {
  test.each<[Tier, number]>([
    ["NONE", 500],
    ["TIER_1", 510],
    ["TIER_2", 525],
    ["TIER_3", 550],
  ])("it is the prior and the boost of %s", (tier, expected) => {
    expect(reputation({ tier })).toEqual({
      value: expected,
      components: {
        ...{ performanceE4: 5_000_000, boostE4: (expected - 500) * 10_000 },
        ...{ slashesE4: 0, violationsE4: 0, disagreementsE4: 0, measuredHoursE4: 0 },
      },
    });
  });
});

describe("hourly scores", () => {
  test.each<[string, Told["hours"], number, number]>([
    // (100 + 24 x 50) / 25
    ["an hour at 100", hoursOf(1, 10_000), 5_200_000, 10_000],
    ["an hour at 0", hoursOf(1, 0), 4_800_000, 10_000],
    // (50 + 1200) / 24.5
    ["half an hour at 100", hoursOf(1, 10_000, { coverageBps: 5_000 }), 5_102_041, 5_000],
    ["an hour of unknown score weighs nothing", hoursOf(1, null), 5_000_000, 0],
    ["nor does one that was not measured", hoursOf(1, 10_000, { coverageBps: 0 }), 5_000_000, 0],
    ["an hour at 100 two weeks ago counts half", hoursOf(1, 10_000, { ago: 336 }), 5_102_041, 5_000],
    // (25 + 1200) / 24.25
    ["four weeks ago a quarter", hoursOf(1, 10_000, { ago: 672 }), 5_051_546, 2_500],
    // 2^-1/2: (70.710678 + 1200) / 24.707107
    ["one week ago 71 %", hoursOf(1, 10_000, { ago: 168 }), 5_143_098, 7_071],
    // 0.5 / (1 - 2^(-1/336)) = 242.622853 hours: (24262.2853 + 1200) / 266.622853
    ["two weeks at 100", hoursOf(336, 10_000), 9_549_926, 2_426_229],
    ["an hour that is not over", hoursOf(1, 10_000, { ago: -1 }), 5_000_000, 0],
    // 2^-16 of an hour, rounded.
    ["the last one before the horizon", hoursOf(1, 10_000, { ago: 5_375 }), 5_000_003, 0],
    ["one beyond it", hoursOf(9, 10_000, { ago: 5_376 }), 5_000_000, 0],
  ])("%s", (_what, hours, performanceE4, measuredHoursE4) => {
    expect(reputation({ hours }).components).toMatchObject({ performanceE4, measuredHoursE4 });
  });

  test("age until the moment of reading, between full hours too", () => {
    // 2^(-1799/1209600) = 0.998970: (99.8970 + 1200) / 24.998970
    expect(reputation({ hours: hoursOf(1, 10_000) }, { now: NOON + 1_799 }).components).toMatchObject({
      ...{ performanceE4: 5_199_802, measuredHoursE4: 9_990 },
    });
  });
});

describe("a slash of 7.2 %", () => {
  test.each([
    ["costs 72 at once", 0, 428, 720_000],
    ["and by a clock that is behind the chain's", -12, 428, 720_000],
    ["71 % of that after half of 90 days", 45, 449, 509_117],
    ["half after 90 days", 90, 464, 360_000],
    ["a quarter after 180", 180, 482, 180_000],
    ["half a point after 645 days", 645, 499, 5_011],
    ["nothing after 16 times 90 days", 1_440, 500, 0],
  ])("%s", (_what, days, expected, slashesE4) => {
    const found = reputation({ slashes: [{ at: NOON, bps: 720 }] }, { now: NOON + days * DAY });
    expect([found.value, found.components.slashesE4]).toEqual([expected, slashesE4]);
  });
});

describe("violations", () => {
  const opened = (...severities: ViolationSeverity[]) => ({ at: NOON, severities });

  test.each<[ViolationSeverity, number, number]>([
    ["LOW", 498, 499],
    ["MEDIUM", 495, 498],
    ["HIGH", 485, 493],
    ["CRITICAL", 460, 480],
  ])("%s: at first, and 30 days later; a half goes up", (severity, first, later) => {
    const told = { violations: [opened(severity)] };
    expect([value(told), value(told, NOON + 30 * DAY)]).toEqual([first, later]);
  });

  test("one costs what its most severe slice does; one that is not assessed nothing; all of them add up", () => {
    expect(value({ violations: [opened("LOW", "CRITICAL", "HIGH")] })).toBe(460);
    expect(value({ violations: [opened()] })).toBe(500);
    expect(value({ violations: [opened("CRITICAL"), opened("LOW", "MEDIUM"), opened("MEDIUM")] })).toBe(450);
  });
});

test("each disagreement of its own reports costs 5, half of it after 30 days", () => {
  const told = { disagreements: [NOON, NOON - 30 * DAY] };
  expect(reputation(told).components.disagreementsE4).toBe(75_000);
  expect(value(told)).toBe(493);
});

describe("the value", () => {
  test("is rounded once, from all of it: components that are rounded down each would make 498", () => {
    // 0.4 + 0.4 + 0.7 of a point: 498.5.
    const slashes = [4, 4, 7].map((bps) => ({ at: NOON, bps }));
    expect(value({ slashes })).toBe(499);
    expect(value({ slashes: [...slashes, { at: NOON - 1_000 * DAY, bps: 1 }] })).toBe(498);
  });

  test("is never under 0 nor over 1000", () => {
    const slashes = Array.from({ length: 3 }, () => ({ at: NOON, bps: 5_000 }));
    expect(value({ slashes })).toBe(0);
    // 485 hours' weight at 100 is 976, and 50 more.
    const told = { hours: hoursOf(5_376, 10_000), tier: "TIER_3" } as const;
    expect(reputation(told)).toMatchObject({
      value: 1_000,
      components: { performanceE4: 9_764_354, boostE4: 500_000 },
    });
  });

  test("in fast motion is the same, 60 times as fast", () => {
    const policy = policyOf("devnet");
    const now = NOON;
    const hours = hoursOf(336, 10_000).map(({ at, ...hour }) => ({ ...hour, at: NOON - (NOON - at) / 60 }));
    expect(reputation({ hours }, { now, policy }).components).toMatchObject({
      ...{ performanceE4: 9_549_926, measuredHoursE4: 2_426_229 },
    });
    const slashed = { slashes: [{ at: NOON - (90 * DAY) / 60, bps: 720 }] };
    expect(reputation(slashed, { now, policy }).value).toBe(464);
    expect(
      reputation({ violations: [{ at: NOON - 12 * HOUR, severities: ["CRITICAL"] }] }, { now, policy }).value,
    ).toBe(480);
  });
});

test("the worked example of docs/reputation.md", () => {
  const told: Told = {
    hours: hoursOf(336, 10_000),
    tier: "TIER_2",
    slashes: [{ at: NOON - 45 * DAY, bps: 720 }],
    violations: [{ at: NOON - 30 * DAY, severities: ["CRITICAL"] }],
  };
  expect(reputation(told)).toEqual({
    value: 909,
    components: {
      ...{ performanceE4: 9_549_926, boostE4: 250_000, measuredHoursE4: 2_426_229 },
      ...{ slashesE4: 509_117, violationsE4: 200_000, disagreementsE4: 0 },
    },
  });
});
