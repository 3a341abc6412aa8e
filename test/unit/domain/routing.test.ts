/** Routes: their weights worked by hand, every reason for exclusion, and their laws. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CIRCUIT_STATES } from "../../../api/domain/circuit.ts";
import { POLICY, TIERS } from "../../../api/domain/policy.ts";
import {
  EXCLUSION_REASONS,
  REGISTRY_WIDE_PAUSE,
  type RouteFacts,
  routeOf,
  sharesOf,
} from "../../../api/domain/routing.ts";
import { STATUSES } from "../../../api/domain/status.ts";

const NOW = 1_700_000_040;
const CLOSED = { state: "CLOSED", since: null, nextChangeAt: null } as const;
const OPEN = { state: "OPEN", since: NOW - 60, nextChangeAt: NOW + 240 } as const;
const HALF_OPEN = { state: "HALF_OPEN", since: NOW - 60, nextChangeAt: null } as const;
const FINE: RouteFacts = {
  ...{ status: "ACTIVE", tier: "TIER_1", score: 10_000, confidence: "HIGH", liveSlashBps: 0, isKilled: false },
  ...{ circuit: CLOSED, measuredUntil: NOW },
};
const route = (changes: Partial<RouteFacts>) => routeOf({ ...FINE, ...changes }, POLICY, NOW);

describe("a weight", () => {
  test.each<[string, Partial<RouteFacts>, number]>([
    ["100 x 1", {}, 100_000_000],
    ["100 x 3", { tier: "TIER_3" }, 300_000_000],
    ["99.80 x 2", { score: 9_980, tier: "TIER_2" }, 199_600_000],
    ["99.80 x 2 x 0.5", { score: 9_980, tier: "TIER_2", confidence: "LOW" }, 99_800_000],
    ["84.60 x 3 x (1 - 0.12)", { score: 8_460, tier: "TIER_3", liveSlashBps: 1_200 }, 223_344_000],
    ["60 x 1 x 0.1", { score: 6_000, circuit: HALF_OPEN }, 6_000_000],
    [
      "61.23 x 2 x 0.5 x (1 - 0.3333) x 0.1",
      { score: 6_123, tier: "TIER_2", confidence: "LOW", liveSlashBps: 3_333, circuit: HALF_OPEN },
      4_082_204,
    ],
    [
      "60 x 1 x 0.5 x (1 - 0.9999) x 0.1",
      { score: 6_000, confidence: "LOW", liveSlashBps: 9_999, circuit: HALF_OPEN },
      300,
    ],
    ["who is degraded is routed to", { status: "DEGRADED" }, 100_000_000],
  ])("%s", (_what, changes, weight) => {
    expect(route(changes)).toMatchObject({ weight, excluded: [] });
  });
});

describe("excluded is", () => {
  test.each<[string, Partial<RouteFacts>, readonly string[]]>([
    ["who is switched off", { isKilled: true }, ["KILL_SWITCH"]],
    ...STATUSES.filter((status) => status !== "ACTIVE" && status !== "DEGRADED").map(
      (status): [string, Partial<RouteFacts>, readonly string[]] => [`who is ${status}`, { status }, ["STATUS"]],
    ),
    ["who has not been measured for 15 minutes", { measuredUntil: NOW - 900 }, ["SILENT"]],
    ["whose circuit is open", { circuit: OPEN }, ["CIRCUIT_OPEN"]],
    ["whose score is unknown", { score: null }, ["SCORE_UNKNOWN"]],
    ["whose score is below 60", { score: 5_999 }, ["SCORE_TOO_LOW"]],
    ["who has no tier", { tier: "NONE" }, ["WEIGHTLESS"]],
    ["of whom slashes may take all", { liveSlashBps: 10_000 }, ["WEIGHTLESS"]],
    [
      "whoever has several reasons has them all",
      { isKilled: true, status: "INACTIVE", measuredUntil: NOW - 900, circuit: OPEN, score: null, tier: "NONE" },
      ["KILL_SWITCH", "STATUS", "SILENT", "CIRCUIT_OPEN", "SCORE_UNKNOWN"],
    ],
    ["whose score is low and tier is none", { tier: "NONE", score: 100 }, ["SCORE_TOO_LOW", "WEIGHTLESS"]],
  ])("%s", (_what, changes, excluded) => {
    expect(route(changes)).toMatchObject({ weight: 0, excluded });
  });

  test("nobody a second earlier", () => {
    expect(route({ measuredUntil: NOW - 899 })).toMatchObject({ excluded: [] });
  });
});

test.each<[string, Partial<RouteFacts>, number | null]>([
  ["silent in 15 minutes", {}, NOW + 900],
  ["half open before that", { circuit: OPEN }, NOW + 240],
  ["gone a day after it was measured", { measuredUntil: NOW - 900 }, NOW - 900 + 86_400],
  ["half open before it is gone", { measuredUntil: NOW - 86_300, circuit: OPEN }, NOW + 100],
  ["no route", { measuredUntil: NOW - 86_400 }, null],
])("time makes it: %s", (_what, changes, nextDueAt) => {
  expect(route(changes)?.nextDueAt ?? null).toBe(nextDueAt);
});

test("the whole registry is paused if all of its functions are", () => {
  expect(REGISTRY_WIDE_PAUSE).toBe(31);
});

const facts = fc.record({
  status: fc.constantFrom(...STATUSES, "ACTIVE" as const, "ACTIVE" as const),
  tier: fc.constantFrom(...TIERS),
  score: fc.oneof(
    { arbitrary: fc.constant(null), weight: 1 },
    { arbitrary: fc.integer({ min: 0, max: 10_000 }), weight: 9 },
  ),
  confidence: fc.constantFrom("HIGH" as const, "LOW" as const),
  liveSlashBps: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 10_000 })),
  isKilled: fc.integer({ min: 0, max: 5 }).map((dice) => dice === 0),
  circuit: fc.constantFrom(...CIRCUIT_STATES).map((state) => ({ CLOSED, HALF_OPEN, OPEN })[state]),
  measuredUntil: fc.integer({ min: NOW - 1_000, max: NOW }),
});

test("a weight is a whole number, zero exactly where somebody is excluded, and time says when it is another", () => {
  fc.assert(
    fc.property(facts, (known) => {
      const now = routeOf(known, POLICY, NOW);
      if (now === null) throw new Error("measured within a day");
      expect(Number.isSafeInteger(now.weight)).toBe(true);
      expect(now.weight === 0).toBe(now.excluded.length > 0);
      expect(now.weight).toBeLessThan(2 ** 31);
      expect(now.excluded).toEqual(EXCLUSION_REASONS.filter((reason) => now.excluded.includes(reason)));
      expect(now.nextDueAt).toBeGreaterThan(NOW);
      expect(routeOf(known, POLICY, now.nextDueAt - 1)).toEqual(now);
    }),
  );
});

test("nobody loses weight by a better score, tier, confidence or circuit, nor by a smaller slash", () => {
  const better = fc.record({
    score: fc.integer({ min: 0, max: 10_000 }),
    tier: fc.constantFrom(...TIERS),
    liveSlashBps: fc.integer({ min: 0, max: 10_000 }),
  });
  const rank = { OPEN: 0, HALF_OPEN: 1, CLOSED: 2 };
  fc.assert(
    fc.property(facts, better, facts, (known, { score, tier, liveSlashBps }, other) => {
      const weight = (changes: Partial<RouteFacts>) => routeOf({ ...known, ...changes }, POLICY, NOW)?.weight ?? -1;
      const before = weight({});
      if (known.score === null || score >= known.score) expect(weight({ score })).toBeGreaterThanOrEqual(before);
      if (TIERS.indexOf(tier) >= TIERS.indexOf(known.tier)) expect(weight({ tier })).toBeGreaterThanOrEqual(before);
      if (liveSlashBps <= known.liveSlashBps) expect(weight({ liveSlashBps })).toBeGreaterThanOrEqual(before);
      if (rank[other.circuit.state] >= rank[known.circuit.state])
        expect(weight({ circuit: other.circuit })).toBeGreaterThanOrEqual(before);
      expect(weight({ confidence: "HIGH" })).toBeGreaterThanOrEqual(before);
    }),
  );
});

test.each([
  [[], []],
  [[5], [10_000]],
  [
    [1, 1, 1],
    [3_333, 3_333, 3_333],
  ],
  [
    [300, 100],
    [7_500, 2_500],
  ],
  [[0], [0]],
])("the shares of %j are %j", (weights, shares) => {
  expect(sharesOf(weights)).toEqual(shares);
});
