import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policyOf } from "../../../api/domain/policy.ts";
import { type Score, type ScoreComponentName, scoreDelta, scoreOf } from "../../../api/domain/score.ts";
import { bounded, inputs, windowsOf } from "./support/windows.ts";

const POLICY = policyOf("production");
const JANUARY = 2_678_400;

/** The four inputs of a score; null is unknown. */
interface Inputs {
  readonly success: readonly [successes: number, requests: number] | null;
  readonly p95Micros: number | null;
  readonly throughput: readonly [requests: number, seconds: number] | null;
  readonly uptime: readonly [up: number, down: number] | null;
}

const share = (most: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: most }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([whole, part]) => [Math.floor(whole * part), whole] as const);
const known = {
  success: share(1e10),
  p95Micros: fc.oneof(fc.integer({ min: 1, max: 2_000_000 }), fc.integer({ min: 1, max: 3_600_000_000 })),
  throughput: fc.tuple(fc.nat(1e10), fc.integer({ min: 1, max: JANUARY })),
  uptime: share(604_800).map(([up, all]) => [up, all - up] as const),
};
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const anyKnown: fc.Arbitrary<Inputs> = fc.record(known);
const anyInputs: fc.Arbitrary<Inputs> = fc.record({
  success: maybe(known.success),
  p95Micros: maybe(known.p95Micros),
  throughput: maybe(known.throughput),
  uptime: maybe(known.uptime),
});

function score({ success, p95Micros, throughput, uptime }: Inputs): Score {
  const windows = windowsOf({
    DAY: success === null ? {} : { successes: success[0], requests: success[1] },
    HOUR: p95Micros === null ? {} : { successes: 1, requests: 1, p95: bounded(0, p95Micros) },
    MONTH: throughput === null ? {} : { offered: throughput[0], measuredSeconds: throughput[1] },
    WEEK: uptime === null ? {} : { upSeconds: uptime[0], downSeconds: uptime[1] },
  });
  return scoreOf(windows, POLICY);
}

/** The formula of the rules in floats: right to far less than a cent. */
function formula({ success, p95Micros, throughput, uptime }: Inputs): number | null {
  if (success === null || p95Micros === null || throughput === null || uptime === null) return null;
  const latencyScore = Math.min(Math.max(100 - (p95Micros / 1_000 - 250) / 10, 0), 100);
  const throughputScore = Math.min(100, ((throughput[0] / throughput[1]) * JANUARY * 100) / 13e9);
  const [successRate, up] = [(100 * success[0]) / success[1], (100 * uptime[0]) / (uptime[0] + uptime[1])];
  return 0.4 * successRate + 0.3 * latencyScore + 0.2 * throughputScore + 0.1 * up;
}

describe("scoreOf", () => {
  test("is the formula, to within its rounding, and 0 to 100", () => {
    fc.assert(
      fc.property(anyKnown, (any) => {
        const value = score(any).value ?? Number.NaN;
        expect(Number.isInteger(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(10_000);
        expect(Math.abs(value / 100 - (formula(any) ?? Number.NaN))).toBeLessThanOrEqual(0.005 + 1e-6);
      }),
      { numRuns: 1_000 },
    );
  });

  test("is null exactly if an input is unknown, and names it", () => {
    fc.assert(
      fc.property(anyInputs, (any) => {
        const unknown: ScoreComponentName[] = [];
        if (any.success === null) unknown.push("SUCCESS");
        if (any.p95Micros === null) unknown.push("LATENCY");
        if (any.throughput === null) unknown.push("THROUGHPUT");
        if (any.uptime === null) unknown.push("UPTIME");
        const told = score(any);
        expect(told.unknown).toEqual(unknown);
        expect(told.value === null).toBe(unknown.length > 0);
      }),
    );
  });

  test("never falls when one of its inputs gets better", () => {
    const step = fc.double({ min: 0, max: 1, noNaN: true });
    const towards = (from: number, to: number, part: number) => Math.round(from + (to - from) * part);
    const better: readonly ((any: Inputs, part: number) => Inputs)[] = [
      (any, part) =>
        any.success === null
          ? any
          : { ...any, success: [towards(any.success[0], any.success[1], part), any.success[1]] },
      (any, part) => ({ ...any, p95Micros: any.p95Micros === null ? null : towards(any.p95Micros, 0, part) }),
      (any, part) =>
        any.throughput === null
          ? any
          : { ...any, throughput: [towards(any.throughput[0], 2e10, part), any.throughput[1]] },
      (any, part) => {
        if (any.uptime === null) return any;
        const all = any.uptime[0] + any.uptime[1];
        const up = towards(any.uptime[0], all, part);
        return { ...any, uptime: [up, all - up] };
      },
    ];
    fc.assert(
      fc.property(anyKnown, fc.constantFrom(...better), step, (any, improve, part) => {
        expect(score(improve(any, part)).value ?? -1).toBeGreaterThanOrEqual(score(any).value ?? Number.NaN);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("scoreDelta", () => {
  test("tells by component what made a score fall", () => {
    const [good, bad] = [inputs(995_000, 200, 13e9, 99_950), inputs(980_000, 400, 13e9, 99_950)];
    expect(scoreDelta(scoreOf(good, POLICY), scoreOf(bad, POLICY))).toEqual({
      valueE4: -51_000,
      components: [
        { component: "SUCCESS", fromE4: 398_000, toE4: 392_000, deltaE4: -6_000 },
        { component: "LATENCY", fromE4: 300_000, toE4: 255_000, deltaE4: -45_000 },
        { component: "THROUGHPUT", fromE4: 200_000, toE4: 200_000, deltaE4: 0 },
        { component: "UPTIME", fromE4: 99_950, toE4: 99_950, deltaE4: 0 },
      ],
    });
  });

  test("adds up to the change of the score, and there and back to nothing", () => {
    fc.assert(
      fc.property(anyInputs, anyInputs, (a, b) => {
        const [from, to] = [score(a), score(b)];
        const { valueE4, components } = scoreDelta(from, to);
        const deltas = components.map(({ deltaE4 }) => deltaE4);
        const back = scoreDelta(to, from).components.map(({ deltaE4 }) => deltaE4);
        deltas.forEach((delta, i) => {
          if (delta === null) expect(back[i]).toBeNull();
          else expect(delta + (back[i] ?? Number.NaN)).toBe(0);
        });
        if (from.value === null || to.value === null) {
          expect(valueE4).toBeNull();
          return;
        }
        expect(valueE4).toBe(deltas.reduce<number>((sum, delta) => sum + (delta ?? Number.NaN), 0));
        // Eight contributions rounded to a ten-thousandth, two values to a hundredth.
        expect(Math.abs((valueE4 ?? Number.NaN) - 100 * (to.value - from.value))).toBeLessThanOrEqual(104);
      }),
      { numRuns: 1_000 },
    );
  });
});
