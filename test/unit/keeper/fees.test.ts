import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bumpedFees, feesFor, replaceable } from "../../../keeper/fees.ts";

const limits = { maxFeePerGas: 100n, maxPriorityFeePerGas: 10n };

describe("what a transaction may cost", () => {
  test.each([
    ["twice the base fee and the tip", { baseFeePerGas: 10n, maxPriorityFeePerGas: 2n }, [22n, 2n]],
    ["a tip that is too high is cut", { baseFeePerGas: 10n, maxPriorityFeePerGas: 50n }, [30n, 10n]],
    ["not more than the limit", { baseFeePerGas: 60n, maxPriorityFeePerGas: 5n }, [100n, 5n]],
    ["as much as the limit just pays", { baseFeePerGas: 95n, maxPriorityFeePerGas: 5n }, [100n, 5n]],
    ["a base fee of nothing", { baseFeePerGas: 0n, maxPriorityFeePerGas: 0n }, [0n, 0n]],
  ])("%s", (_what, market, [maxFeePerGas, maxPriorityFeePerGas]) => {
    expect(feesFor(market, limits)).toEqual({ maxFeePerGas, maxPriorityFeePerGas });
  });

  test("nothing that would not get mined", () => {
    expect(feesFor({ baseFeePerGas: 96n, maxPriorityFeePerGas: 5n }, limits)).toBeNull();
  });
});

describe("what one in its place costs", () => {
  const market = { baseFeePerGas: 10n, maxPriorityFeePerGas: 1n };
  test.each([
    ["an eighth more, rounded up", { maxFeePerGas: 80n, maxPriorityFeePerGas: 8n }, [91n, 10n]],
    ["what the market asks, if that is more", { maxFeePerGas: 8n, maxPriorityFeePerGas: 0n }, [21n, 1n]],
    ["fees of nothing grow", { maxFeePerGas: 30n, maxPriorityFeePerGas: 0n }, [34n, 1n]],
  ])("%s", (_what, previous, [maxFeePerGas, maxPriorityFeePerGas]) => {
    expect(bumpedFees(previous, market, limits)).toEqual({ maxFeePerGas, maxPriorityFeePerGas });
  });

  test.each([
    ["the limit of all", { maxFeePerGas: 90n, maxPriorityFeePerGas: 1n }],
    ["the limit of the tip", { maxFeePerGas: 20n, maxPriorityFeePerGas: 9n }],
  ])("not above %s", (_what, previous) => {
    expect(bumpedFees(previous, market, limits)).toBeNull();
  });

  test("always enough for a node to take it (10 % in both), never over a limit", () => {
    const fee = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(fee, fee, fee, fee, fee, fee, (max, tip, base, suggested, maxLimit, tipLimit) => {
        const previous = { maxFeePerGas: max, maxPriorityFeePerGas: tip };
        const of = { maxFeePerGas: maxLimit, maxPriorityFeePerGas: tipLimit };
        const next = bumpedFees(previous, { baseFeePerGas: base, maxPriorityFeePerGas: suggested }, of);
        if (next === null) return;
        expect(next.maxFeePerGas * 10n).toBeGreaterThanOrEqual(max * 11n);
        expect(next.maxPriorityFeePerGas * 10n).toBeGreaterThanOrEqual(tip * 11n);
        expect(next.maxFeePerGas).toBeLessThanOrEqual(maxLimit);
        expect(next.maxPriorityFeePerGas).toBeLessThanOrEqual(tipLimit);
        expect(next.maxPriorityFeePerGas).toBeLessThanOrEqual(next.maxFeePerGas);
        expect(next.maxFeePerGas).toBeGreaterThanOrEqual(base);
      }),
    );
  });

  test("whatever is within the limits of what does something can be replaced once more within all", () => {
    const limit = fc.bigInt({ min: 2n, max: 10n ** 12n });
    fc.assert(
      fc.property(limit, limit, (maxLimit, tipLimit) => {
        const all = { maxFeePerGas: maxLimit + tipLimit, maxPriorityFeePerGas: tipLimit };
        const market = { baseFeePerGas: 0n, maxPriorityFeePerGas: 0n };
        expect(bumpedFees(replaceable(all), market, all)).not.toBeNull();
        const { maxFeePerGas, maxPriorityFeePerGas } = replaceable(all);
        expect(bumpedFees({ maxFeePerGas, maxPriorityFeePerGas: maxPriorityFeePerGas + 2n }, market, all)).toBeNull();
      }),
    );
  });
});
