import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PROFILES, policyOf } from "../../../api/domain/policy.ts";
import { isRanked, placesOf } from "../../../api/domain/ranking.ts";
import { STATUSES } from "../../../api/domain/status.ts";

const one = (operator: string, reputation: number, status: (typeof STATUSES)[number] = "ACTIVE") => ({
  ...{ operator, reputation, status },
});
const places = (...standings: ReturnType<typeof one>[]) =>
  [...placesOf(standings)].map(([operator, { rank, percentileBps }]) => `${rank} ${operator} ${percentileBps}`);

describe("places", () => {
  test.each([
    ["of nobody", [], []],
    ["of one alone", [one("a", 0)], ["1 a 10000"]],
    ["of two", [one("a", 1), one("b", 2)], ["1 b 10000", "2 a 0"]],
    // 3/3 2/3 1/3 0/3 of the others are behind; a half goes up.
    [
      "of equals by address",
      [one("d", 5), one("b", 5), one("c", 9), one("a", 5)],
      ["1 c 10000", "2 a 6667", "3 b 3333", "4 d 0"],
    ],
    ["without who has left", [one("a", 9, "EXITED"), one("b", 2, "SLASHED")], ["1 b 10000"]],
  ])("%s", (_what, standings, expected) => {
    expect(places(...standings)).toEqual(expected);
  });

  test("all but those that have withdrawn everything take part", () => {
    expect(STATUSES.filter((status) => !isRanked(status))).toEqual(["EXITED"]);
  });

  test("are the numbers from 1 on, each once, and no better one has the smaller reputation", () => {
    const standing = fc.record({
      operator: fc.string({ minLength: 1, maxLength: 3 }),
      reputation: fc.integer({ min: 0, max: 12 }),
      status: fc.constantFrom(...STATUSES),
    });
    fc.assert(
      fc.property(fc.uniqueArray(standing, { selector: ({ operator }) => operator, maxLength: 30 }), (standings) => {
        const found = placesOf(standings);
        const order = standings
          .filter(({ status }) => isRanked(status))
          .sort((a, b) => (found.get(a.operator)?.rank ?? 0) - (found.get(b.operator)?.rank ?? 0));
        expect(order.map(({ operator }) => found.get(operator)?.rank)).toEqual(order.map((_, n) => n + 1));
        expect(found.size).toBe(order.length);
        order.slice(1).forEach((next, n) => {
          const last = order[n];
          if (last === undefined) throw new Error("there is one before each but the first");
          expect(last.reputation > next.reputation || last.operator < next.operator).toBe(true);
          const [upper, lower] = [last, next].map(({ operator }) => found.get(operator)?.percentileBps ?? -1);
          expect(Number(upper)).toBeGreaterThan(Number(lower));
        });
      }),
    );
  });
});

test("a day is so many snapshots: none of its ends is missed", () => {
  const left = PROFILES.map((name) => policyOf(name)).map(
    ({ time, ranking }) => time.dayIntervals % ranking.snapshotIntervals,
  );
  expect(left).toEqual(PROFILES.map(() => 0));
});
