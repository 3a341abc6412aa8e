import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TIERS } from "../../../api/domain/policy.ts";
import { reputationOf, weighHours } from "../../../api/domain/reputation.ts";
import { VIOLATION_SEVERITIES } from "../../../api/domain/violation.ts";
import { DAY, factsOf, formula, HOUR, NOON, POLICY, reputation, type Told } from "./support/reputations.ts";

/** The last 3 years, and an hour that may come from another clock. */
const moment = fc.integer({ min: NOON - 1_000 * DAY, max: NOON + HOUR });
const slash = fc.record({ at: moment, bps: fc.integer({ min: 1, max: 5_000 }) });
const hour = fc.record({
  at: fc.integer({ min: 0, max: 6_000 }).map((ago) => NOON - ago * HOUR),
  value: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: null }),
  coverageBps: fc.integer({ min: 0, max: 10_000 }),
});
const told: fc.Arbitrary<Told> = fc.record({
  hours: fc.uniqueArray(hour, { selector: ({ at }) => at, maxLength: 60 }),
  tier: fc.constantFrom(...TIERS),
  slashes: fc.array(slash, { maxLength: 4 }),
  violations: fc.array(
    fc.record({ at: moment, severities: fc.array(fc.constantFrom(...VIOLATION_SEVERITIES), { maxLength: 3 }) }),
    { maxLength: 8 },
  ),
  disagreements: fc.array(moment, { maxLength: 8 }),
});
const later = fc.nat(400 * DAY);

describe("a reputation", () => {
  test("is the formula of the rules, rounded, and 0 to 1000", () => {
    fc.assert(
      fc.property(told, later, (any, after) => {
        const { value } = reputation(any, { now: NOON + after });
        const exact = Math.min(Math.max(formula(any, NOON + after), 0), 1_000);
        expect(Number.isInteger(value)).toBe(true);
        // What is beyond the horizon: 0.16 of the hours, and as much as 0.008 of each of the few others.
        expect(Math.abs(value - exact)).toBeLessThanOrEqual(0.5 + 0.16 + 0.07);
      }),
      { numRuns: 500 },
    );
  });

  test("adds up from its components", () => {
    fc.assert(
      fc.property(told, (any) => {
        const { value, components } = reputation(any);
        const { performanceE4, boostE4, slashesE4, violationsE4, disagreementsE4 } = components;
        const sum = (performanceE4 + boostE4 - slashesE4 - violationsE4 - disagreementsE4) / 10_000;
        expect(Math.abs(value - Math.min(Math.max(sum, 0), 1_000))).toBeLessThanOrEqual(0.5002);
      }),
    );
  });

  test("does not depend on the order of anything", () => {
    fc.assert(
      fc.property(told, fc.nat(), (any, seed) => {
        const { hours = [], slashes = [], violations = [], disagreements = [] } = any;
        const shuffled = <Item>(items: readonly Item[]) =>
          items
            .map((item, index) => [(index * 7_919 + seed) % 101, item] as const)
            .sort(([a], [b]) => a - b)
            .map(([, item]) => item);
        const other = {
          ...{ hours: shuffled(hours), slashes: shuffled(slashes) },
          ...{ violations: shuffled(violations), disagreements: shuffled(disagreements) },
        };
        expect(reputation({ ...any, ...other })).toEqual(reputation(any));
      }),
    );
  });

  test("never rises by another slash, nor by a larger one, and falls with the score of an hour", () => {
    fc.assert(
      fc.property(told, slash, fc.nat(5_000), later, (any, extra, more, after) => {
        const { slashes = [], hours = [] } = any;
        const now = NOON + after;
        const { value } = reputation(any, { now });
        const slashed = reputation({ ...any, slashes: [...slashes, extra] }, { now }).value;
        const larger = reputation(
          { ...any, slashes: [...slashes, { ...extra, bps: extra.bps + more }] },
          { now },
        ).value;
        const worse = hours.map((one) => ({ ...one, value: one.value === null ? null : Math.floor(one.value / 2) }));
        expect(slashed).toBeLessThanOrEqual(value);
        expect(larger).toBeLessThanOrEqual(slashed);
        expect(reputation({ ...any, hours: worse }, { now }).value).toBeLessThanOrEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  test("is moved by less than 0.16 by what is beyond the horizon of the hours, whatever that was", () => {
    const far = { ...POLICY, reputation: { ...POLICY.reputation, horizonHalfLives: 30 } };
    const long = (recent: number, old: number, count: number) => [
      ...Array.from({ length: count }, (_, n) => ({ at: NOON - n * HOUR, value: recent, coverageBps: 10_000 })),
      ...Array.from({ length: 4_000 }, (_, n) => ({ at: NOON - (5_376 + n) * HOUR, value: old, coverageBps: 10_000 })),
    ];
    const seen = [0, 5, 50].flatMap((count) =>
      [0, 10_000].map((old) => {
        const hours = long(10_000 - old, old, count);
        const of = (policy: typeof POLICY) => reputation({ hours }, { policy }).components.performanceE4;
        return Math.abs(of(far) - of(POLICY));
      }),
    );
    expect(Math.max(...seen)).toBeLessThan(1_600);
    expect(Math.max(...seen)).toBeGreaterThan(1_000);
  });
});

describe("time", () => {
  test("read every hour for 1,000 days it does not drift from the formula", () => {
    const any: Told = {
      hours: Array.from({ length: 24 }, (_, n) => ({ at: NOON - n * HOUR, value: 9_000 + n, coverageBps: 9_990 })),
      slashes: [{ at: NOON, bps: 720 }],
      violations: [{ at: NOON - DAY, severities: ["CRITICAL"] }],
      disagreements: [NOON - 5 * DAY],
    };
    let furthest = 0;
    for (let now = NOON; now <= NOON + 1_000 * DAY; now += HOUR) {
      const { performanceE4, slashesE4, violationsE4, disagreementsE4 } = reputation(any, { now }).components;
      const read = (performanceE4 - slashesE4 - violationsE4 - disagreementsE4) / 10_000;
      furthest = Math.max(furthest, Math.abs(read - formula(any, now)));
    }
    // Four roundings of a ten-thousandth, and what is beyond a horizon: 24 hours of 2^-16, a violation, a disagreement.
    expect(furthest).toBeLessThan(0.0002 + 0.01);
  });

  test("sums as of one hour are those of another, decayed in between", () => {
    fc.assert(
      fc.property(told, fc.nat(2_000), (any, hours) => {
        const now = NOON + hours * HOUR;
        const known = (any.hours ?? []).filter(({ at }) => at > now - 5_376 * HOUR);
        const [then, thereafter] = [weighHours(known, POLICY, NOON), weighHours(known, POLICY, now)];
        const left = 2 ** (-hours / 336);
        const unit = 10_000 * 2 ** 34;
        expect(Math.abs(Number(thereafter.covered) / unit - (Number(then.covered) / unit) * left)).toBeLessThan(1e-7);
        expect(Math.abs(Number(thereafter.scored) / unit - (Number(then.scored) / unit) * left)).toBeLessThan(1e-3);
      }),
    );
  });

  test("who leaves keeps its past when it comes back, and silence is no fault: only what is known fades", () => {
    fc.assert(
      fc.property(told, fc.integer({ min: 1, max: 200 }), (any, days) => {
        const back = NOON + days * DAY;
        const silence = Array.from({ length: days }, (_, n) => ({
          at: NOON + (n + 1) * DAY,
          value: null,
          coverageBps: 0,
        }));
        const { hours = [] } = any;
        expect(reputation({ ...any, hours: [...hours, ...silence] }, { now: back })).toEqual(
          reputation(any, { now: back }),
        );
        const distance = (now: number) => Math.abs(reputation({ hours }, { now }).components.performanceE4 - 5_000_000);
        expect(distance(back)).toBeLessThanOrEqual(distance(NOON) + 1);
        const { components } = reputation(any, { now: back });
        const before = reputation(any).components;
        expect(components.slashesE4).toBeLessThanOrEqual(before.slashesE4);
        expect(components.violationsE4).toBeLessThanOrEqual(before.violationsE4);
      }),
      { numRuns: 200 },
    );
  });

  test("a moment of the day changes nothing but by its age", () => {
    fc.assert(
      fc.property(told, fc.nat(HOUR), (any, seconds) => {
        const now = NOON + seconds;
        const facts = factsOf(any, POLICY, now);
        const { performanceE4 } = reputationOf(facts, POLICY, now).components;
        expect(Math.abs(performanceE4 / 10_000 - formula({ hours: any.hours ?? [] }, now))).toBeLessThan(0.1601);
      }),
    );
  });
});
