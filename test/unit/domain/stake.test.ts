import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ETH } from "../../../api/domain/policy.ts";
import { ethValue, isEmpty, stakeValue } from "../../../api/domain/stake.ts";

const RATE = 1_150_000_000_000_000_000n;
/** What the registry bounds units and rates by: type(uint96).max. */
const amount = fc.bigInt({ min: 0n, max: 2n ** 96n - 1n });

describe("ethValue", () => {
  test.each([
    [0n, RATE, 0n],
    [5n * ETH, ETH, 5n * ETH],
    [2n * ETH, RATE, 2_300_000_000_000_000_000n],
    // 1.15 wei and 2.3 wei: down, not to the nearest; 8.05 likewise.
    [1n, RATE, 1n],
    [2n, RATE, 2n],
    [7n, RATE, 8n],
    // 0.999… wei is nothing.
    [1n, ETH - 1n, 0n],
    [3n, ETH / 2n, 1n],
    [7n * ETH, 0n, 0n],
  ])("%i units at %i are %i wei", (units, rate, wei) => {
    expect(ethValue(units, rate)).toBe(wei);
  });

  test("is rounded down to the wei, by less than one", () => {
    fc.assert(
      fc.property(amount, amount, (units, rate) => {
        const remainder = units * rate - ethValue(units, rate) * ETH;
        expect(remainder).toBeGreaterThanOrEqual(0n);
        expect(remainder).toBeLessThan(ETH);
      }),
    );
  });
});

describe("stakeValue", () => {
  test.each([
    [{ eth: 0n, wsteth: 0n }, { eth: ETH, wsteth: RATE }, 0n],
    [{ eth: 9n * ETH, wsteth: 0n }, { eth: ETH, wsteth: RATE }, 9n * ETH],
    [{ eth: 0n, wsteth: 2n * ETH }, { eth: ETH, wsteth: RATE }, 2_300_000_000_000_000_000n],
    [{ eth: 9n * ETH, wsteth: 2n * ETH }, { eth: ETH, wsteth: RATE }, 11_300_000_000_000_000_000n],
    // No rate observed yet: wstETH is worth nothing, ETH what it is.
    [{ eth: 3n, wsteth: 5n * ETH }, { eth: ETH, wsteth: 0n }, 3n],
    // Each asset is rounded on its own, as the registry does: 0.5 + 0.5 wei are 0, not 1.
    [{ eth: 1n, wsteth: 1n }, { eth: ETH / 2n, wsteth: ETH / 2n }, 0n],
  ])("%o at %o is %i wei", (units, rates, wei) => {
    expect(stakeValue(units, rates)).toBe(wei);
  });

  test("never falls when units or rates grow", () => {
    fc.assert(
      fc.property(amount, amount, amount, amount, (eth, wsteth, rate, more) => {
        const before = stakeValue({ eth, wsteth }, { eth: ETH, wsteth: rate });
        expect(stakeValue({ eth, wsteth: wsteth + more }, { eth: ETH, wsteth: rate })).toBeGreaterThanOrEqual(before);
        expect(stakeValue({ eth, wsteth }, { eth: ETH, wsteth: rate + more })).toBeGreaterThanOrEqual(before);
        expect(stakeValue({ eth: eth + more, wsteth }, { eth: ETH, wsteth: rate })).toBe(before + more);
      }),
    );
  });
});

describe("isEmpty", () => {
  test.each([
    [{ eth: 0n, wsteth: 0n }, true],
    [{ eth: 1n, wsteth: 0n }, false],
    [{ eth: 0n, wsteth: 1n }, false],
    [{ eth: 1n, wsteth: 1n }, false],
  ])("%o: %s", (units, empty) => {
    expect(isEmpty(units)).toBe(empty);
  });
});
