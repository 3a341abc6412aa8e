import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decay, WHOLE } from "../../../api/domain/decay.ts";

const DAY = 86_400;

describe("what is left", () => {
  test.each([
    ["of something new", 0, 90, WHOLE],
    ["of what has not begun by this clock", -5, 90, WHOLE],
    ["after a half-life", 90, 90, WHOLE / 2n],
    ["after two", 180, 90, WHOLE / 4n],
    ["after 64: the last unit", 64, 1, 1n],
    ["after 65", 65, 1, 0n],
    ["after a thousand years", 1_000 * 365 * DAY, 14 * DAY, 0n],
    // 1 / sqrt 2 = 0.70710678118654752440..., times 2^64.
    ["after half of one", 45, 90, 13_043_817_825_332_782_212n],
    // 2^-1/4 = 0.84089641525371454303..., times 2^64.
    ["after a quarter", 25, 100, 15_511_800_964_685_064_948n],
  ])("%s", (_what, age, halfLife, left) => {
    const difference = decay(age, halfLife) - left;
    expect(difference * difference < 256n * 256n).toBe(true);
    if (age % halfLife === 0) expect(difference).toBe(0n);
  });
});

const age = fc.integer({ min: 0, max: 3_000 * DAY });
const halfLife = fc.constantFrom(14 * DAY, 30 * DAY, 90 * DAY, 20_160, 777);

describe("laws", () => {
  test("is two to the power of what has passed", () => {
    fc.assert(
      fc.property(age, halfLife, (seconds, half) => {
        const expected = 2 ** (-seconds / half);
        expect(Math.abs(Number(decay(seconds, half)) / 2 ** 64 - expected)).toBeLessThanOrEqual(
          1e-14 * expected + 2 ** -64,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test("composes: one time and then another is both at once", () => {
    fc.assert(
      fc.property(
        fc.nat(100 * DAY),
        fc.nat(100 * DAY),
        fc.constantFrom(14 * DAY, 30 * DAY, 90 * DAY),
        (one, other, half) => {
          const [twice, once] = [(decay(one, half) * decay(other, half)) / WHOLE, decay(one + other, half)];
          const difference = twice > once ? twice - once : once - twice;
          expect(difference <= (once >> 54n) + 2n).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("less is left a second later", () => {
    fc.assert(
      fc.property(fc.nat(1_000 * DAY), fc.constantFrom(14 * DAY, 30 * DAY, 90 * DAY), (seconds, half) => {
        expect(decay(seconds + 1, half) < decay(seconds, half) || decay(seconds, half) < 1n << 24n).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
