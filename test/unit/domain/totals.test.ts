import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ScalarLatency, Totals } from "../../../api/domain/measurement.ts";
import { encodeSketch } from "../../../api/domain/sketch.ts";
import { addTotals, EMPTY_TOTALS, joinScalars } from "../../../api/domain/totals.ts";

const minute: Totals = {
  requests: 1_000,
  successes: 990,
  timeouts: 4,
  offered: 1_001,
  upSeconds: 59,
  downSeconds: 1,
  measuredSeconds: 60,
  corroboratedSeconds: 60,
  sketch: { first: 600, counts: [900, 0, 90] },
  scalar: null,
};
const scalar: ScalarLatency = {
  successes: 50,
  minP95Micros: 200_000,
  maxP95Micros: 220_000,
  minP99Micros: 300_000,
  maxP99Micros: 310_000,
};

describe("addTotals", () => {
  test("nothing adds up to nothing measured", () => {
    expect(addTotals([])).toEqual(EMPTY_TOTALS);
  });

  test("every count adds up, bucket by bucket", () => {
    const other: Totals = {
      requests: 10,
      successes: 5,
      timeouts: 2,
      offered: 12,
      upSeconds: 20,
      downSeconds: 30,
      measuredSeconds: 50,
      corroboratedSeconds: 0,
      sketch: { first: 601, counts: [3, 2] },
      scalar,
    };
    expect(addTotals([minute, other])).toEqual({
      requests: 1_010,
      successes: 995,
      timeouts: 6,
      offered: 1_013,
      upSeconds: 79,
      downSeconds: 31,
      measuredSeconds: 110,
      corroboratedSeconds: 60,
      sketch: { first: 600, counts: [900, 3, 92] },
      scalar,
    });
  });

  test("what is added up is left as it was", () => {
    const before = structuredClone(minute);
    addTotals([minute, minute]);
    expect(minute).toEqual(before);
    expect(EMPTY_TOTALS.requests).toBe(0);
  });
});

describe("joinScalars: p95s are bounded, never averaged", () => {
  const slower: ScalarLatency = {
    successes: 1,
    minP95Micros: 210_000,
    maxP95Micros: 400_000,
    minP99Micros: 290_000,
    maxP99Micros: 500_000,
  };
  test.each<[string, ScalarLatency | null, ScalarLatency | null, ScalarLatency | null]>([
    ["neither", null, null, null],
    ["only one", scalar, null, scalar],
    ["only the other", null, scalar, scalar],
    [
      "both: the extremes of each figure",
      scalar,
      slower,
      { successes: 51, minP95Micros: 200_000, maxP95Micros: 400_000, minP99Micros: 290_000, maxP99Micros: 500_000 },
    ],
  ])("%s", (_name, a, b, joined) => {
    expect(joinScalars(a, b)).toEqual(joined);
  });
});

describe("properties: partial sums may be taken in any order and in any grouping", () => {
  const count = fc.nat(2 ** 33);
  const micros = fc.integer({ min: 1, max: 3_600_000_000 });
  const anyScalar = fc.tuple(count, micros, micros, micros, micros).map(
    ([successes, a, b, c, d]): ScalarLatency => ({
      successes,
      minP95Micros: Math.min(a, b),
      maxP95Micros: Math.max(a, b),
      minP99Micros: Math.min(c, d),
      maxP99Micros: Math.max(c, d),
    }),
  );
  const anyTotals: fc.Arbitrary<Totals> = fc.record({
    requests: count,
    successes: count,
    timeouts: count,
    offered: count,
    upSeconds: count,
    downSeconds: count,
    measuredSeconds: count,
    corroboratedSeconds: count,
    sketch: fc.record({ first: fc.nat(1_000), counts: fc.array(fc.nat(1_000), { minLength: 1, maxLength: 20 }) }),
    scalar: fc.option(anyScalar, { nil: null }),
  });
  /** Sketches are equal if their bytes are. */
  const canonical = ({ sketch, ...counts }: Totals) => ({ ...counts, sketch: [...encodeSketch(sketch)] });

  test("hours of minutes, days of hours: the same sums", () => {
    fc.assert(
      fc.property(fc.array(anyTotals, { maxLength: 12 }), fc.nat(12), (all, cut) => {
        const grouped = addTotals([addTotals(all.slice(0, cut)), addTotals(all.slice(cut))]);
        expect(canonical(grouped)).toEqual(canonical(addTotals(all)));
        expect(canonical(addTotals(all.toReversed()))).toEqual(canonical(addTotals(all)));
      }),
    );
  });

  test("nothing measured adds nothing", () => {
    fc.assert(
      fc.property(anyTotals, (totals) => {
        expect(canonical(addTotals([EMPTY_TOTALS, totals, EMPTY_TOTALS]))).toEqual(canonical(totals));
      }),
    );
  });
});
