import fc from "fast-check";
import { expect, test } from "vitest";
import { POLICY, policyOf } from "../../../api/domain/policy.ts";
import type { Score, ScoreComponent } from "../../../api/domain/score.ts";
import { scoreReportOf } from "../../../api/domain/score-report.ts";
import { sealJson } from "../../../api/monitoring/seal.ts";

const DAY = 86_400;
/** 2026-03-01T00:00:00Z: the second before is in a February. */
const END = Date.UTC(2026, 2, 1) / 1_000;

const part = (component: ScoreComponent["component"], start: number, told: Partial<ScoreComponent> = {}) => ({
  ...{ component, window: { start, end: END }, input: { numerator: 995, denominator: 1_000 } },
  ...{ scoreE4: 995_000, pointsE4: 398_000, confidence: "HIGH" as const },
  ...told,
});
const SCORE: Score = {
  value: 9_980,
  unknown: [],
  confidence: "HIGH",
  components: [
    part("SUCCESS", END - DAY),
    part("LATENCY", END - 3_600, { input: null, scoreE4: 0, pointsE4: 0 }),
    part("THROUGHPUT", END - 28 * DAY),
    part("UPTIME", END - 7 * DAY),
  ],
};
const FACTS = {
  ...{ registry: { chainId: 8_453, address: `0x${"d1".repeat(20)}` }, operator: `0x${"0a".repeat(20)}` },
  ...{ score: SCORE, windowEnd: END },
};

test("says what the score follows from, and from when on", () => {
  expect(scoreReportOf(FACTS, POLICY)).toMatchObject({
    ...{ version: 1, registry: FACTS.registry, operator: FACTS.operator, score: 9_980 },
    window: { start: END - 28 * DAY, end: END },
    ...{ formulaVersion: POLICY.version, profile: "production" },
    rules: { latencyFullMs: 250, latencyStepMs: 10, throughputTarget: 13_000_000_000, monthSeconds: 28 * DAY },
  });
  expect(scoreReportOf(FACTS, policyOf("devnet"))).toMatchObject({ profile: "devnet" });
});

test("each component with its weight; where nothing was measured, null", () => {
  const { components } = scoreReportOf(FACTS, POLICY);
  expect(components.map(({ component, weight }) => [component, weight])).toEqual([
    ["SUCCESS", 40],
    ["LATENCY", 30],
    ["THROUGHPUT", 20],
    ["UPTIME", 10],
  ]);
  expect(components[1]).toEqual({
    ...{ component: "LATENCY", weight: 30, numerator: null, denominator: null, scoreE4: 0, pointsE4: 0 },
    window: { start: END - 3_600, end: END },
  });
});

test("a score that is not known has no report", () => {
  const unknown: Score = { ...SCORE, value: null, unknown: ["LATENCY"] };
  expect(() => scoreReportOf({ ...FACTS, score: unknown }, POLICY)).toThrow(RangeError);
});

test("any change of what it follows from is another hash", () => {
  const hashOf = (components: readonly ScoreComponent[], value = 9_980) =>
    sealJson(scoreReportOf({ ...FACTS, score: { ...SCORE, value, components } }, POLICY)).hash;
  const given = hashOf(SCORE.components);
  expect(hashOf(SCORE.components, 9_981)).not.toBe(given);
  fc.assert(
    fc.property(fc.nat(3), fc.integer({ min: 1, max: 1_000_000 }), (place, more) => {
      const changed = SCORE.components.map((component, index) =>
        index === place ? { ...component, input: { numerator: 995 + more, denominator: 1_000 } } : component,
      );
      expect(hashOf(changed)).not.toBe(given);
    }),
    { numRuns: 30 },
  );
});
