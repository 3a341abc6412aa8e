import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { POLICY } from "../../../api/domain/policy.ts";
import { levelOf, levelSignals } from "../../../api/domain/reputation-alerts.ts";
import { NOTICES } from "../../../api/domain/time-alerts.ts";

const { alerts } = POLICY;

describe("the level of a reputation", () => {
  test.each<[string, number, number | null, number]>([
    ["under all of them", 249, null, 0],
    ["at one", 250, null, 250],
    ["between two", 749, null, 500],
    ["at the best", 1_000, null, 900],
    ["the same", 620, 500, 500],
    ["a point below the one it was at", 499, 500, 250],
    ["far below it", 10, 900, 0],
    ["at the next one, and not past the margin", 759, 500, 500],
    ["past the margin", 760, 500, 750],
    ["at the next but one, past the margin of the one between", 905, 500, 750],
    ["past both", 910, 500, 900],
    ["back from below, within the margin", 505, 250, 250],
    ["to nothing", 0, 250, 0],
  ])("%s: %i after %s is at %i", (_what, value, last, expected) => {
    expect(levelOf(value, last, alerts)).toBe(expected);
  });

  test("is one that it reaches, and stays as long as it moves by less than the margin", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 2, maxLength: 50 }), (values) => {
        let last: number | null = null;
        let crossedAt = 0;
        for (const value of values) {
          const level: number = levelOf(value, last, alerts);
          expect(level === 0 || level <= value).toBe(true);
          if (last !== null && level > last) expect(value).toBeGreaterThanOrEqual(level + alerts.reputationMargin);
          // Down and up again, or up and down again, takes at least the margin.
          if (last !== null && level > last) crossedAt = value;
          if (last !== null && level < last && crossedAt > 0) {
            expect(crossedAt - value).toBeGreaterThan(0);
          }
          last = level;
        }
      }),
    );
  });
});

describe("what is said", () => {
  const say = (from: [number, number], to: [number, number]) =>
    levelSignals("0xa1", { value: from[0], level: from[1] }, { value: to[0], level: to[1] }, alerts);

  test.each<[string, [number, number], [number, number], string]>([
    ["below the lowest", [260, 250], [240, 0], "CRITICAL 250 DOWN"],
    ["below the second", [510, 500], [490, 250], "WARNING 500 DOWN"],
    ["below a better one", [760, 750], [740, 500], "INFO 750 DOWN"],
    ["below the best", [905, 900], [880, 750], "INFO 900 DOWN"],
    ["below three at once: the worst", [905, 900], [300, 250], "WARNING 500 DOWN"],
    ["below all at once", [905, 900], [0, 0], "CRITICAL 250 DOWN"],
    ["up to the lowest", [240, 0], [261, 250], "INFO 250 UP"],
    ["up two at once: the best", [490, 250], [770, 750], "INFO 750 UP"],
  ])("%s", (_what, from, to, expected) => {
    const [signal, ...more] = say(from, to);
    expect(more).toEqual([]);
    expect(`${signal?.severity} ${signal?.details.level} ${signal?.details.direction}`).toBe(expected);
  });

  test("in full", () => {
    expect(say([510, 500], [490, 250])).toEqual([
      {
        ...{ is: "FIRING", kind: "REPUTATION_CHANGED", correlationId: "REPUTATION_CHANGED/0xa1" },
        ...{ operator: "0xa1", subject: null, finality: null, severity: "WARNING" },
        message: "The reputation fell below 500: it is 490.",
        details: { from: 510, to: 490, level: 500, direction: "DOWN" },
      },
    ]);
  });

  test("is nothing within a level, however far", () => {
    expect(say([510, 500], [745, 500])).toEqual([]);
  });

  test("resolves by itself: it merely happened", () => {
    expect(NOTICES).toContain("REPUTATION_CHANGED");
  });
});
