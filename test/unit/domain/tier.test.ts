import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ETH, POLICY, type Policy, TIERS } from "../../../api/domain/policy.ts";
import { tierOf, tierPolicyOf, tierProgress } from "../../../api/domain/tier.ts";

/** More ETH than there is, so that every tier and far beyond is drawn. */
const value = fc.oneof(
  fc.bigInt({ min: 0n, max: 200n * ETH }),
  fc.bigInt({ min: 0n, max: 10n ** 27n }),
  fc.tuple(fc.constantFrom(1n, 10n, 100n), fc.bigInt({ min: -2n, max: 2n })).map(([eth, wei]) => eth * ETH + wei),
);

describe("tierOf", () => {
  test.each([
    [0n, "NONE"],
    [1n, "NONE"],
    [1n * ETH - 1n, "NONE"],
    [1n * ETH, "TIER_1"],
    [1n * ETH + 1n, "TIER_1"],
    [9n * ETH, "TIER_1"],
    [10n * ETH - 1n, "TIER_1"],
    [10n * ETH, "TIER_2"],
    [10n * ETH + 1n, "TIER_2"],
    [100n * ETH - 1n, "TIER_2"],
    [100n * ETH, "TIER_3"],
    [100n * ETH + 1n, "TIER_3"],
    [120_000_000n * ETH, "TIER_3"],
  ] as const)("%i wei is %s", (wei, tier) => {
    expect(tierOf(wei, POLICY)).toBe(tier);
  });

  test("more stake is never a lower tier", () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(TIERS.indexOf(tierOf(more, POLICY))).toBeGreaterThanOrEqual(TIERS.indexOf(tierOf(less, POLICY)));
      }),
    );
  });

  test("a tier holds from its own bound up to the next one", () => {
    fc.assert(
      fc.property(value, (wei) => {
        const { tier, minValue } = tierPolicyOf(wei, POLICY);
        const above = POLICY.tiers[TIERS.indexOf(tier) + 1];
        expect(wei).toBeGreaterThanOrEqual(minValue);
        if (above !== undefined) expect(wei).toBeLessThan(above.minValue);
      }),
    );
  });

  test("the bounds come from the policy, not from the code", () => {
    const halved: Policy = {
      ...POLICY,
      tiers: POLICY.tiers.map((tier) => ({ ...tier, minValue: tier.minValue / 2n })),
    };
    expect(tierOf(5n * ETH, halved)).toBe("TIER_2");
    expect(tierOf(5n * ETH - 1n, halved)).toBe("TIER_1");
  });

  test("a negative stake is a bug and is thrown, not rounded to a tier", () => {
    expect(() => tierOf(-1n, POLICY)).toThrow(RangeError);
  });
});

describe("tierPolicyOf", () => {
  test.each([
    [0n, { routingPriority: 0, slashMultiplierBps: 10_000, latencyThresholdMs: 250, graceBps: 10_000 }],
    [1n * ETH, { routingPriority: 1, slashMultiplierBps: 10_000, latencyThresholdMs: 250, graceBps: 10_000 }],
    [10n * ETH, { routingPriority: 2, slashMultiplierBps: 9_000, latencyThresholdMs: 275, graceBps: 12_500 }],
    [100n * ETH, { routingPriority: 3, slashMultiplierBps: 7_500, latencyThresholdMs: 300, graceBps: 15_000 }],
  ] as const)("the terms at %i wei", (wei, terms) => {
    expect(tierPolicyOf(wei, POLICY)).toMatchObject(terms);
  });
});

describe("tierProgress", () => {
  test.each([
    [0n, "NONE", "TIER_1", 1n * ETH, 0],
    [ETH / 2n, "NONE", "TIER_1", ETH / 2n, 5_000],
    [1n * ETH - 1n, "NONE", "TIER_1", 1n, 9_999],
    [1n * ETH, "TIER_1", "TIER_2", 9n * ETH, 0],
    [(11n * ETH) / 2n, "TIER_1", "TIER_2", (9n * ETH) / 2n, 5_000],
    [10n * ETH - 1n, "TIER_1", "TIER_2", 1n, 9_999],
    [10n * ETH, "TIER_2", "TIER_3", 90n * ETH, 0],
    [55n * ETH, "TIER_2", "TIER_3", 45n * ETH, 5_000],
    [100n * ETH - 1n, "TIER_2", "TIER_3", 1n, 9_999],
    [100n * ETH, "TIER_3", null, 0n, 10_000],
    [5_000n * ETH, "TIER_3", null, 0n, 10_000],
  ] as const)("at %i wei", (wei, tier, next, missing, progressBps) => {
    expect(tierProgress(wei, POLICY)).toEqual({ tier, next, missing, progressBps });
  });

  test("paying what is missing earns exactly the next tier, a wei less does not", () => {
    fc.assert(
      fc.property(value, (wei) => {
        const { tier, next, missing, progressBps } = tierProgress(wei, POLICY);
        if (next === null) {
          expect([tier, missing, progressBps]).toEqual(["TIER_3", 0n, 10_000]);
          return;
        }
        expect(tierOf(wei + missing, POLICY)).toBe(next);
        expect(tierOf(wei + missing - 1n, POLICY)).toBe(tier);
        expect(progressBps).toBeGreaterThanOrEqual(0);
        expect(progressBps).toBeLessThan(10_000);
      }),
    );
  });
});
