import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareRatios, isAbove, isBelow, type Ratio } from "../../../api/domain/ratio.ts";

const ratio = (numerator: number, denominator: number): Ratio => ({ numerator, denominator });

describe("isBelow, isAbove: a bound is on neither side of itself", () => {
  test.each<[number, number, number, boolean, boolean]>([
    [99, 100, 9_900, false, false],
    [989_999, 1_000_000, 9_900, true, false],
    [990_001, 1_000_000, 9_900, false, true],
    [999, 1_000, 9_990, false, false],
    [0, 1, 9_900, true, false],
    [0, 1, 0, false, false],
    [7, 7, 10_000, false, false],
    // 13e9 requests: their product with 10,000 is exact, with a float's 53 bits or without.
    [12_870_000_000, 13_000_000_000, 9_900, false, false],
    [12_869_999_999, 13_000_000_000, 9_900, true, false],
    // Products past 2^53, so close that they are the same float.
    [8_917_127_262_193_490, 9_007_199_254_740_899, 9_900, true, false],
  ])("%i of %i against %i bp", (numerator, denominator, bps, below, above) => {
    expect([isBelow(ratio(numerator, denominator), bps), isAbove(ratio(numerator, denominator), bps)]).toEqual([
      below,
      above,
    ]);
  });
});

describe("compareRatios", () => {
  const anyRatio = fc.oneof(
    fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 20 })),
    fc.tuple(fc.maxSafeNat(), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })),
    // Neighbours, whose quotients are the same float.
    fc.tuple(fc.integer({ min: 2 ** 52, max: 2 ** 52 + 3 }), fc.integer({ min: 2 ** 52, max: 2 ** 52 + 3 })),
  );

  test("orders as exact cross multiplication does", () => {
    fc.assert(
      fc.property(anyRatio, anyRatio, ([a, b], [c, d]) => {
        const exact = BigInt(a) * BigInt(d) - BigInt(c) * BigInt(b);
        expect(Math.sign(compareRatios(ratio(a, b), ratio(c, d)))).toBe(exact < 0n ? -1 : exact > 0n ? 1 : 0);
      }),
      { numRuns: 1_000 },
    );
  });
});
