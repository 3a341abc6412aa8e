import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { claimableUnits, type OpenRequest, remainingUnits, type UnbondingPool } from "../../../api/domain/unbonding.ts";

const ETH = 10n ** 18n;
/** The factor of a pool that no slash has touched in its epoch. */
const ONE = 10n ** 27n;
const UNLOCK = 1_800_000_000;

const request: OpenRequest = { units: 4n * ETH, factor: ONE, epoch: 0, unlockAt: UNLOCK };
const pool: UnbondingPool = { active: 6n * ETH, unbonding: 4n * ETH, locked: 0n, factor: ONE, epoch: 0 };

describe("remainingUnits", () => {
  test.each([
    ["nothing slashed", {}, {}, 4n * ETH],
    ["a tenth slashed since", {}, { factor: (ONE * 9n) / 10n }, (36n * ETH) / 10n],
    ["slashed before and since", { factor: (ONE * 9n) / 10n }, { factor: (ONE * 72n) / 100n }, (32n * ETH) / 10n],
    ["slashed only before the request", { factor: (ONE * 9n) / 10n }, { factor: (ONE * 9n) / 10n }, 4n * ETH],
    ["rounded down: 10 / 3", { units: 10n, factor: 3n }, { factor: 1n }, 3n],
    ["rounded down to nothing", { units: 1n }, { factor: ONE - 1n }, 0n],
    ["an earlier epoch has lost everything", {}, { epoch: 1 }, 0n],
    ["of the current epoch", { epoch: 3 }, { epoch: 3 }, 4n * ETH],
    ["closed", { units: 0n }, {}, 0n],
  ])("%s", (_name, ofRequest, ofPool, units) => {
    expect(remainingUnits({ ...request, ...ofRequest }, { ...pool, ...ofPool })).toBe(units);
  });
});

describe("claimableUnits", () => {
  test.each([
    ["long before it unlocks", {}, UNLOCK - 604_800, 0n],
    ["as it unlocks: strictly after", {}, UNLOCK, 0n],
    ["a second after", {}, UNLOCK + 1, 4n * ETH],
    ["what a slash left", { factor: ONE / 2n, unbonding: 2n * ETH }, UNLOCK + 1, 2n * ETH],
    ["locked, but active stake covers it", { locked: 6n * ETH }, UNLOCK + 1, 4n * ETH],
    ["a wei more is locked than active covers", { locked: 6n * ETH + 1n }, UNLOCK + 1, 4n * ETH - 1n],
    ["all but a wei is locked", { locked: 10n * ETH - 1n }, UNLOCK + 1, 1n],
    ["everything is locked", { locked: 10n * ETH }, UNLOCK + 1, 0n],
    ["more is locked than there is", { locked: 11n * ETH }, UNLOCK + 1, 0n],
    ["an earlier epoch", { epoch: 1 }, UNLOCK + 1, 0n],
  ])("%s", (_name, ofPool, now, units) => {
    expect(claimableUnits(request, { ...pool, ...ofPool }, now)).toBe(units);
  });
});

describe("properties", () => {
  const units = fc.bigInt({ min: 0n, max: 2n ** 96n - 1n });
  const factor = fc.bigInt({ min: 10n ** 18n, max: ONE });
  /** The pool's factor only ever falls within an epoch. */
  const case_ = fc.record({
    units,
    factors: fc.tuple(factor, factor),
    epochs: fc.tuple(fc.nat(2), fc.nat(2)),
    active: units,
    unbonding: units,
    locked: units,
    now: fc.integer({ min: UNLOCK - 2, max: UNLOCK + 2 }),
  });

  test("claimable ≤ remaining ≤ units, and a claim leaves what is locked", () => {
    fc.assert(
      fc.property(case_, ({ units, factors: [a, b], epochs, now, ...rest }) => {
        const open: OpenRequest = { units, factor: a > b ? a : b, epoch: epochs[0], unlockAt: UNLOCK };
        const current: UnbondingPool = { ...rest, factor: a > b ? b : a, epoch: epochs[1] };
        const remaining = remainingUnits(open, current);
        const claimable = claimableUnits(open, current, now);
        expect(claimable).toBeGreaterThanOrEqual(0n);
        expect(claimable).toBeLessThanOrEqual(remaining);
        expect(remaining).toBeLessThanOrEqual(units);
        if (claimable > 0n) {
          expect(now).toBeGreaterThan(UNLOCK);
          expect(current.active + current.unbonding - claimable).toBeGreaterThanOrEqual(current.locked);
        }
      }),
    );
  });

  test("requests of one pool are together never worth more than it has unbonding", () => {
    fc.assert(
      fc.property(fc.array(units, { minLength: 1, maxLength: 8 }), fc.array(fc.bigInt(1n, 99n)), (asked, percents) => {
        let unbonding = asked.reduce((sum, one) => sum + one, 0n);
        let now = ONE;
        for (const percent of percents) {
          if (unbonding === 0n) break;
          const taken = (unbonding * percent) / 100n;
          now = (now * (unbonding - taken)) / unbonding;
          unbonding -= taken;
        }
        const worth = asked.map((one) => remainingUnits({ ...request, units: one }, { ...pool, factor: now }));
        expect(worth.reduce((sum, one) => sum + one, 0n)).toBeLessThanOrEqual(unbonding);
      }),
    );
  });
});
