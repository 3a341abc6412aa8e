/** Reputations over years of days: what the checkpoints say of them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decay, WHOLE } from "../../../api/domain/decay.ts";
import { costsOf, type HourlyScore } from "../../../api/domain/reputation.ts";
import { VIOLATION_SEVERITIES } from "../../../api/domain/violation.ts";
import { DAY, factsOf, formula, HOUR, NOON, POLICY, reputation, type Told } from "./support/reputations.ts";

const DAYS = 1_000;
const dayEnd = (day: number) => NOON + day * DAY;
/** A measured hour each day, better and worse by turns, some of them in part. */
const HOURS: readonly HourlyScore[] = Array.from({ length: DAYS }, (_, n) => ({
  ...{ at: dayEnd(n), value: (n * 7_919) % 10_001, coverageBps: 5_000 + ((n * 104_729) % 5_001) },
}));
/** Something done wrong every hundred days, before the day ended. */
const FAULTS = Array.from({ length: 10 }, (_, n) => dayEnd(n * 100) - 3 * HOUR);

/** What was known at the end of a day. */
function knownOn(day: number) {
  const past = FAULTS.filter((at) => at <= dayEnd(day));
  return {
    hours: HOURS.slice(0, day + 1),
    tier: "TIER_2",
    slashes: past.map((at) => ({ at, bps: 300 })),
    violations: past.map((at) => ({ at, severities: ["HIGH"] })),
    disagreements: past,
  } satisfies Told;
}

describe("a thousand checkpoints, each computed when its day ended", () => {
  test("are what the formula makes of the whole past: nothing drifts", () => {
    let furthest = 0;
    for (let day = 0; day < DAYS; day += 1) {
      const { value, components } = reputation(knownOn(day), { now: dayEnd(day) });
      const { performanceE4, boostE4, slashesE4, violationsE4, disagreementsE4 } = components;
      const points = (performanceE4 + boostE4 - slashesE4 - violationsE4 - disagreementsE4) / 10_000;
      expect(Math.abs(value - points)).toBeLessThanOrEqual(0.5002);
      if (day % 5 > 0 && day < DAYS - 1) continue;
      furthest = Math.max(furthest, Math.abs(points - formula(knownOn(day), dayEnd(day))));
    }
    // What is beyond a horizon: 2^-16 of up to 40 points a fault, and less than 2^-16 of 18 hours beside the prior's 24.
    expect(furthest).toBeLessThan(0.001);
  });

  test("are what comes out when all of them are computed at the end", () => {
    for (let day = 0; day < DAYS; day += 37) {
      const then = reputation({ hours: HOURS.slice(0, day + 1) }, { now: dayEnd(day) });
      expect(reputation({ hours: HOURS }, { now: dayEnd(day) })).toEqual(then);
    }
  });

  test("of one score for ever are the same from the day on that the horizon is full", () => {
    const hours = (days: number): HourlyScore[] =>
      Array.from({ length: days * 24 }, (_, n) => ({
        ...{ at: NOON + (n + 1) * HOUR, value: 10_000, coverageBps: 10_000 },
      }));
    const after = (days: number) => reputation({ hours: hours(days) }, { now: dayEnd(days) }).components.performanceE4;
    // 10 x (100 x 485.2457 + 1,200) / 509.2457; after 112 days 2^-8 of those hours is missing: 483.3502.
    expect([112, 224, 225, 500, 1_000].map(after)).toEqual([9_763_477, 9_764_354, 9_764_354, 9_764_354, 9_764_354]);
  });
});

describe("decay composes", () => {
  const moment = fc.integer({ min: NOON - 100 * DAY, max: NOON });
  const severities = fc.array(fc.constantFrom(...VIOLATION_SEVERITIES), { maxLength: 2 });
  const faults = fc.record({
    slashes: fc.array(fc.record({ at: moment, bps: fc.integer({ min: 1, max: 5_000 }) }), { maxLength: 4 }),
    violations: fc.array(fc.record({ at: moment, severities }), { maxLength: 6 }),
    disagreements: fc.array(moment, { maxLength: 6 }),
  });
  const { slashHalfLife, violationHalfLife, disagreementHalfLife } = POLICY.reputation;
  const time = fc.nat(150 * DAY);

  test("what faults cost after one time and then another is what they cost after both", () => {
    fc.assert(
      fc.property(faults, time, time, (told, one, other) => {
        const facts = factsOf(told, POLICY, NOON);
        const [first, both] = [costsOf(facts, POLICY, NOON + one), costsOf(facts, POLICY, NOON + one + other)];
        const halfLives = {
          ...{ slashes: slashHalfLife, violations: violationHalfLife, disagreements: disagreementHalfLife },
        };
        for (const kind of ["slashes", "violations", "disagreements"] as const) {
          const left = (first[kind] * decay(other, halfLives[kind] * 60)) / WHOLE;
          const off = left > both[kind] ? left - both[kind] : both[kind] - left;
          // decay.ts: 2^-56 of itself each time, and the last unit of each of up to six, at most 400,000 of them.
          expect(off <= (both[kind] >> 53n) + 10_000_000n).toBe(true);
        }
      }),
    );
  });

  test("and so does the value: a fault ages alike whenever it is looked at in between", () => {
    fc.assert(
      fc.property(faults, time, time, (told, one, other) => {
        const shift = ({ at }: { readonly at: number }) => at - one;
        const older: Told = {
          slashes: told.slashes.map((slash) => ({ ...slash, at: shift(slash) })),
          violations: told.violations.map((violation) => ({ ...violation, at: shift(violation) })),
          disagreements: told.disagreements.map((at) => shift({ at })),
        };
        expect(reputation(older, { now: NOON + other }).components.slashesE4).toBe(
          reputation(told, { now: NOON + one + other }).components.slashesE4,
        );
        expect(reputation(older, { now: NOON + other }).value).toBe(
          reputation(told, { now: NOON + one + other }).value,
        );
      }),
    );
  });
});
