import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assess, type Charged, chargedBps, multiplierOf, sliceCharge } from "../../../api/domain/assessment.ts";
import { policyOf, TIERS } from "../../../api/domain/policy.ts";
import { VIOLATIONS } from "../../../api/domain/violation.ts";

const POLICY = policyOf("production");

const stake = fc.oneof(fc.bigInt(0n, 1_000n), fc.bigInt(0n, 10n ** 24n));
const charges: fc.Arbitrary<Charged[]> = fc.array(
  fc.record({ violation: fc.constantFrom(...VIOLATIONS), bps: fc.oneof(fc.nat(30), fc.nat(6_000)) }),
  { maxLength: 5 },
);
const facts = fc.record({
  stakeValue: stake,
  charges,
  tier: fc.constantFrom(...TIERS),
  alreadyBps: fc.oneof(fc.constant(0), fc.nat(6_000)),
});

/** A fraction, kept as it is. */
interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}
const plus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d });
const less = (a: Fraction, b: Fraction) => (a.n * b.d < b.n * a.d ? a : b);
const bps = (count: number): Fraction => ({ n: BigInt(count), d: 10_000n });

describe("an assessment", () => {
  test("is what exact fractions give", () => {
    fc.assert(
      fc.property(facts, ({ stakeValue, charges, tier, alreadyBps }) => {
        let sum: Fraction = { n: 0n, d: 1n };
        for (const charge of charges) {
          const factor = charge.violation === "MISBEHAVIOR" ? 10_000 : multiplierOf(tier, POLICY);
          sum = plus(sum, times(bps(charge.bps), bps(factor)));
        }
        const taken = less(sum, bps(Math.max(0, 5_000 - alreadyBps)));
        const found = assess({ stakeValue, charges, tier, alreadyBps }, POLICY);
        expect(found.amount).toBe((stakeValue * taken.n) / taken.d);
        expect(found.bps).toBe(Number((10_000n * taken.n) / taken.d));
        expect(found.discountedBps).toBe(Number((10_000n * sum.n) / sum.d));
      }),
      { numRuns: 2_000 },
    );
  });

  test("never passes half of the stake, nor what is left of the rolling cap", () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { amount, bps } = assess(given, POLICY);
        expect(amount >= 0n && 2n * amount <= given.stakeValue).toBe(true);
        expect(bps).toBeGreaterThanOrEqual(0);
        expect(bps + Math.min(given.alreadyBps, 5_000)).toBeLessThanOrEqual(5_000);
        // The registry rounds a value up to basis points; that must not pass the cap either.
        const onChain = given.stakeValue === 0n ? 0n : (amount * 10_000n + given.stakeValue - 1n) / given.stakeValue;
        expect(Number(onChain) + Math.min(given.alreadyBps, 5_000)).toBeLessThanOrEqual(5_000);
      }),
      { numRuns: 2_000 },
    );
  });

  test("never shrinks with more stake or more charges, nor grows with a better tier or more charged before", () => {
    fc.assert(
      fc.property(facts, stake, charges, fc.nat(5_000), (given, moreStake, moreCharges, more) => {
        const { amount, chargedBps } = assess(given, POLICY);
        const wider = { ...given, charges: [...given.charges, ...moreCharges] };
        expect(assess({ ...given, stakeValue: given.stakeValue + moreStake }, POLICY).amount >= amount).toBe(true);
        expect(assess(wider, POLICY).amount >= amount).toBe(true);
        expect(assess(wider, POLICY).chargedBps).toBeGreaterThanOrEqual(chargedBps);
        expect(assess({ ...given, alreadyBps: given.alreadyBps + more }, POLICY).amount <= amount).toBe(true);
        const better = TIERS[TIERS.indexOf(given.tier) + 1] ?? given.tier;
        expect(assess({ ...given, tier: better }, POLICY).amount <= amount).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test("slices of a violation charge what the whole would, however it is cut", () => {
    const cuts = fc.array(fc.nat(200), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom("DOWNTIME", "PERFORMANCE_THRESHOLD"), cuts, (violation, parts) => {
        let before = 0;
        let sum = 0;
        for (const counted of parts) {
          const slice = sliceCharge(violation, { before, counted }, POLICY);
          expect(slice.chargedBps).toBeGreaterThanOrEqual(0);
          sum += slice.chargedBps;
          before += counted;
        }
        expect(sum).toBe(sliceCharge(violation, { before: 0, counted: before }, POLICY).chargedBps);
        const counts = violation === "DOWNTIME" ? Math.max(0, before - 60) : before;
        expect(sum).toBe(chargedBps(violation, counts, POLICY));
      }),
    );
  });
});

describe("beside the seed's calculateSlash", () => {
  /** The seed's formula: it divides first, charges every minute it is given, and any bad performance as one hour. */
  function calculateSlash(staked: bigint, violations: readonly { type: string; minutes: number }[]): bigint {
    let amount = 0n;
    for (const { type, minutes } of violations) {
      if (type === "DOWNTIME") amount += BigInt(minutes) * (staked / 100n);
      if (type === "BAD_DATA") amount += staked / 20n;
      if (type === "MISBEHAVIOR") amount += staked / 10n;
      if (type === "PERFORMANCE_THRESHOLD") amount += staked / 50n;
    }
    return amount > staked / 2n ? staked / 2n : amount;
  }

  test("less than 100 wei a term apart, for equal charged minutes and hours", () => {
    const violations = fc.array(
      fc.record({ type: fc.constantFrom(...VIOLATIONS), minutes: fc.oneof(fc.nat(60), fc.nat(5_000)) }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(stake, violations, (staked, given) => {
        const charged = given.map(({ type, minutes }) => ({
          violation: type,
          bps: chargedBps(type, type === "DOWNTIME" ? minutes : 1, POLICY),
        }));
        const ours = assess({ stakeValue: staked, charges: charged, tier: "TIER_1", alreadyBps: 0 }, POLICY).amount;
        const apart = ours - calculateSlash(staked, given);
        expect(apart >= 0n && apart <= 99n * BigInt(given.length)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
