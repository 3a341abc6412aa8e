import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { consensusOf } from "../../../api/domain/consensus.ts";
import type { Report, Totals } from "../../../api/domain/measurement.ts";
import { policyOf } from "../../../api/domain/policy.ts";
import { cellsOf, report } from "./support/reports.ts";

const POLICY = policyOf("production");

/** A report with a word on every metric. */
const anyReport: fc.Arbitrary<Omit<Report, "reporter">> = fc
  .record({
    weight: fc.integer({ min: 1, max: 100 }),
    requests: fc.integer({ min: 1, max: 1_000_000 }),
    failed: fc.double({ min: 0, max: 1, noNaN: true }),
    upSeconds: fc.nat(59),
    p95: fc.integer({ min: 1, max: 10_000_000 }),
  })
  .map(({ weight, requests, failed, upSeconds, p95 }) =>
    report("", {
      weight,
      requests,
      successes: Math.floor(requests * failed),
      upSeconds,
      downSeconds: 60 - upSeconds,
      p95,
    }),
  );
/** One a reporter, in any order. */
const cell = (least: number) =>
  fc.array(anyReport, { minLength: least, maxLength: 7 }).chain((reports) =>
    fc.shuffledSubarray(
      reports.map((given, i) => ({ ...given, reporter: `r${i}` })),
      { minLength: least },
    ),
  );

const totalsOf = (reports: readonly Report[]) => consensusOf(cellsOf([reports]), POLICY).totals;

/** The figures that reports are ordered by, of a report and of a consensus. */
const figures = {
  success: [(r: Report) => r.successes / r.requests, (t: Totals) => t.successes / t.requests],
  uptime: [(r: Report) => r.upSeconds / 60, (t: Totals) => t.upSeconds / 60],
  requests: [(r: Report) => r.requests, (t: Totals) => t.offered],
  p95: [
    (r: Report) => (r.latency?.kind === "SCALAR" ? r.latency.p95Micros : Number.NaN),
    (t: Totals) => t.scalar?.minP95Micros ?? Number.NaN,
  ],
} as const;
const weightOf = (reports: readonly Report[]) => reports.reduce((sum, { weight }) => sum + weight, 0);

describe.each(Object.entries(figures))("%s", (_metric, [of, agreedIn]) => {
  test("liars of less than half of the weight cannot move it past the honest", () => {
    fc.assert(
      fc.property(cell(2), fc.nat(6), (reports, count) => {
        // Whoever comes first lies, as long as they are the lesser weight together.
        const liars = reports.slice(0, count);
        const honest = reports.slice(count);
        fc.pre(weightOf(liars) < weightOf(honest));
        const truths = honest.map(of);
        const agreed = agreedIn(totalsOf(reports));
        expect(agreed).toBeGreaterThanOrEqual(Math.min(...truths));
        expect(agreed).toBeLessThanOrEqual(Math.max(...truths));
      }),
      { numRuns: 500 },
    );
  });

  test("less than half of the weight lies below it, and at most half above", () => {
    fc.assert(
      fc.property(cell(1), (reports) => {
        const agreed = agreedIn(totalsOf(reports));
        const all = weightOf(reports);
        expect(2 * weightOf(reports.filter((r) => of(r) < agreed))).toBeLessThan(all);
        expect(2 * weightOf(reports.filter((r) => of(r) > agreed))).toBeLessThanOrEqual(all);
      }),
      { numRuns: 500 },
    );
  });
});

test("the order of arrival does not matter", () => {
  fc.assert(
    fc.property(
      cell(1).chain((reports) =>
        fc.tuple(fc.constant(reports), fc.shuffledSubarray(reports, { minLength: reports.length })),
      ),
      ([reports, shuffled]) => {
        expect(consensusOf(cellsOf([shuffled]), POLICY)).toEqual(consensusOf(cellsOf([reports]), POLICY));
      },
    ),
  );
});

test("the two counts of success are one reporter's", () => {
  fc.assert(
    fc.property(cell(1), (reports) => {
      const { requests, successes } = totalsOf(reports);
      expect(reports.some((r) => r.requests === requests && r.successes === successes)).toBe(true);
    }),
  );
});

test("reports of weight 0 change nothing where there is another", () => {
  fc.assert(
    fc.property(cell(1), cell(1), (reports, own) => {
      const weightless = own.map((r) => ({ ...r, reporter: `own-${r.reporter}`, weight: 0 }));
      expect(totalsOf([...weightless, ...reports])).toEqual(totalsOf(reports));
    }),
  );
});

test("who agrees with everybody is no dissenter", () => {
  fc.assert(
    fc.property(anyReport, fc.integer({ min: 1, max: 7 }), (given, count) => {
      const reports = Array.from({ length: count }, (_, i) => ({ ...given, reporter: `r${i}` }));
      expect(consensusOf(cellsOf([reports]), POLICY).dissenters).toEqual([]);
    }),
  );
});
