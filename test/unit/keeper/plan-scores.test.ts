import { describe, expect, test } from "vitest";
import { planOf } from "../../../keeper/plan.ts";
import type { ScoreSeen, Sight } from "../../../keeper/sight.ts";
import { address, NOW, score, sight } from "./sights.ts";

const DAY_AGO = NOW - 86_400;
const published = (value: number, of = {}) => ({
  published: { value, windowEnd: NOW - 60, updatedAt: NOW - 50, ...of },
});

function outcome(seen: ScoreSeen, of: Partial<Sight> = {}) {
  const { scores, holds } = planOf(sight({ scores: [seen], ...of }));
  return [...scores.map(({ why }) => why), ...holds.map(({ code }) => code)];
}

describe("a score is published", () => {
  test.each<[string, Partial<ScoreSeen>, Partial<Sight>, string[]]>([
    ["that the chain has none of", {}, {}, ["FIRST"]],
    ["that rose by a point", published(9_880), {}, ["MOVED"]],
    ["that fell by a point", published(10_080), {}, ["MOVED"]],
    ["not for less than a point", published(9_881), {}, []],
    ["that is as old as they get", published(9_980, { updatedAt: NOW - 21_600 }), {}, ["OLD"]],
    ["not a moment before", published(9_980, { updatedAt: NOW - 21_599 }), {}, []],
    ["not if it is of the same window", published(5_000, { windowEnd: NOW - 30 }), {}, []],
    ["not if it is of an earlier one", published(5_000, { windowEnd: NOW - 29, updatedAt: DAY_AGO }), {}, []],
    ["not if it is unknown", { value: null }, {}, []],
    ["not by the kill-switch", {}, { keeperPaused: true }, ["PAUSED"]],
    ["not while scores are paused", {}, { pauseMask: 16, pausedUntil: NOW + 9 }, ["REGISTRY_PAUSED"]],
    ["while anything else is", {}, { pauseMask: 15, pausedUntil: NOW + 9 }, ["FIRST"]],
    ["not if it was not measured well", { confidence: "LOW" }, {}, ["LOW_CONFIDENCE"]],
    ["and is not told of as held if it is not due", { confidence: "LOW", ...published(9_980) }, {}, []],
  ])("%s", (_what, of, around, expected) => {
    expect(outcome(score(of), around)).toEqual(expected);
  });
});

test("they come by address, with what the chain has", () => {
  const scores = [3, 1, 2].map((number) => score({ operator: address(number), ...published(5_000) }));
  expect(planOf(sight({ scores })).scores).toEqual(
    [1, 2, 3].map((number) => ({
      ...{ operator: address(number), score: 9_980, why: "MOVED", published: 5_000, publishedEnd: NOW - 60 },
    })),
  );
});

test("whether they may be published at all is told apart", () => {
  expect(planOf(sight({ pauseMask: 16 })).scoresOpen).toBe(false);
  expect(planOf(sight({ keeperPaused: true })).scoresOpen).toBe(false);
  expect(planOf(sight({ pauseMask: 15 })).scoresOpen).toBe(true);
});
