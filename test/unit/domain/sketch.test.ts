import { DDSketch } from "@datadog/sketches-js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bucketOf,
  countOf,
  decodeSketch,
  EMPTY_SKETCH,
  encodeSketch,
  GAMMA,
  latencyOf,
  MAX_BUCKET,
  merge,
  quantile,
  type Sketch,
} from "../../../api/domain/sketch.ts";

/** Log-uniform: 50 microseconds to an hour, whole microseconds. */
const latency = fc
  .double({ min: Math.log(50), max: Math.log(3_600_000_000), noNaN: true })
  .map((exponent) => Math.min(Math.round(Math.exp(exponent)), 3_600_000_000));
const latencies = fc.array(latency, { minLength: 1, maxLength: 300 });
const sketchOf = (micros: readonly number[]): Sketch =>
  merge(micros.map((value) => ({ first: bucketOf(value), counts: [1] })));
/** Equal sketches have equal bytes. */
const bytesOf = (sketch: Sketch) => [...encodeSketch(sketch)];
/** With empty buckets at both ends, as a library may send them. */
const anySketch = fc.record({
  first: fc.nat(1_000),
  counts: fc.array(fc.oneof(fc.constant(0), fc.nat(300), fc.maxSafeNat()), { maxLength: 30 }),
});

describe("quantile", () => {
  test("is within 1 % of the exact one, at any q", () => {
    fc.assert(
      fc.property(latencies, fc.nat(10_000), (micros, q) => {
        const rank = Math.max(1, Math.ceil((micros.length * q) / 10_000));
        const exact = micros.toSorted((a, b) => a - b)[rank - 1] ?? Number.NaN;
        const told = quantile(sketchOf(micros), q) ?? Number.NaN;
        // The half is the rounding to whole microseconds.
        expect(Math.abs(told - exact)).toBeLessThanOrEqual(exact * 0.01 + 0.5 + 1e-6);
      }),
      { numRuns: 500 },
    );
  });

  test("never falls as q rises", () => {
    fc.assert(
      fc.property(latencies, fc.nat(10_000), fc.nat(10_000), (micros, a, b) => {
        const sketch = sketchOf(micros);
        expect(quantile(sketch, Math.min(a, b)) ?? -1).toBeLessThanOrEqual(quantile(sketch, Math.max(a, b)) ?? -1);
      }),
    );
  });

  test.each<[string, Sketch, number, number | null]>([
    ["nothing counted", EMPTY_SKETCH, 9_500, null],
    ["only empty buckets", { first: 5, counts: [0, 0] }, 9_500, null],
    ["the least of all", { first: 0, counts: [1, 0, 1] }, 0, latencyOf(0)],
    ["the greatest of all", { first: 0, counts: [1, 0, 1] }, 10_000, latencyOf(2)],
    ["p95 of 100 is the 95th", { first: 500, counts: [95, 5] }, 9_500, latencyOf(500)],
    ["… and not the 96th", { first: 500, counts: [94, 6] }, 9_500, latencyOf(501)],
    ["p95 of 101 is the 96th: 95.95 rounded up", { first: 500, counts: [95, 6] }, 9_500, latencyOf(501)],
    ["p99 of 10,000", { first: 500, counts: [9_900, 100] }, 9_900, latencyOf(500)],
    ["p50 of a month: 13e9 values", { first: 700, counts: [6_500_000_000, 6_500_000_000] }, 5_000, latencyOf(700)],
    ["… one more above", { first: 700, counts: [6_499_999_999, 6_500_000_001] }, 5_000, latencyOf(701)],
  ])("%s", (_name, sketch, q, expected) => {
    expect(quantile(sketch, q)).toBe(expected);
  });
});

describe("buckets", () => {
  test.each([
    ["under a microsecond", 0.001, 0],
    ["a microsecond", 1, 0],
    // ln 2 / ln (1.01 / 0.99) = 34.66
    ["2 microseconds", 2, 35],
    // ln 250,000 / ln (1.01 / 0.99) = 621.44
    ["250 ms", 250_000, 622],
    // ln 3.6e9 / ln (1.01 / 0.99) = 1,100.18
    ["an hour", 3_600_000_000, 1_101],
    ["more than an hour counts as one", 4e9, 1_101],
  ])("%s", (_name, micros, bucket) => {
    expect(bucketOf(micros)).toBe(bucket);
  });

  test("an hour is the last bucket", () => {
    expect(MAX_BUCKET).toBe(1_101);
  });

  test("a bucket's value lies in it", () => {
    for (let bucket = 200; bucket <= MAX_BUCKET; bucket += 1) {
      expect(latencyOf(bucket)).toBeGreaterThan(GAMMA ** (bucket - 1) - 0.5);
      expect(latencyOf(bucket)).toBeLessThanOrEqual(GAMMA ** bucket + 0.5);
    }
  });
});

describe("merge", () => {
  const smallSketch = fc.record({ first: fc.nat(1_000), counts: fc.array(fc.nat(1_000), { maxLength: 30 }) });

  test("of nothing is empty", () => {
    expect(merge([])).toEqual(EMPTY_SKETCH);
    expect(merge([EMPTY_SKETCH, EMPTY_SKETCH])).toEqual(EMPTY_SKETCH);
  });

  test("is the sketch of all values together", () => {
    fc.assert(
      fc.property(latencies, latencies, (a, b) => {
        expect(bytesOf(merge([sketchOf(a), sketchOf(b)]))).toEqual(bytesOf(sketchOf([...a, ...b])));
      }),
    );
  });

  test("in any order and grouping, and nothing is lost", () => {
    fc.assert(
      fc.property(smallSketch, smallSketch, smallSketch, (a, b, c) => {
        const all = bytesOf(merge([a, b, c]));
        expect(bytesOf(merge([c, a, b]))).toEqual(all);
        expect(bytesOf(merge([a, merge([b, c])]))).toEqual(all);
        expect(bytesOf(merge([merge([a, b]), c]))).toEqual(all);
        expect(countOf(merge([a, b, c]))).toBe(countOf(a) + countOf(b) + countOf(c));
      }),
    );
  });

  test("of a month at 13e9 requests is exact", () => {
    const half: Sketch = { first: 620, counts: [6_500_000_000, 1] };
    expect(merge([half, half])).toEqual({ first: 620, counts: [13_000_000_000, 2] });
  });

  test("an empty one adds nothing, at either end of the scale", () => {
    const edges: Sketch = { first: 0, counts: [1, ...Array<number>(MAX_BUCKET - 1).fill(0), 2] };
    expect(merge([EMPTY_SKETCH, edges, { first: 7, counts: [] }])).toEqual(edges);
  });
});

describe("encodeSketch, decodeSketch", () => {
  test.each<[string, Sketch, number[]]>([
    ["empty", EMPTY_SKETCH, []],
    ["only empty buckets", { first: 9, counts: [0, 0, 0] }, []],
    ["a count under 128 takes a byte", { first: 5, counts: [127] }, [5, 127]],
    ["… and 128 takes two, low bits first", { first: 5, counts: [128] }, [5, 0x80, 1]],
    ["300 = 2 x 128 + 44", { first: 300, counts: [1, 0, 300] }, [0xac, 2, 1, 0, 0xac, 2]],
    ["empty buckets at the ends are left out", { first: 3, counts: [0, 0, 4, 0, 6, 0] }, [5, 4, 0, 6]],
  ])("%s", (_name, sketch, bytes) => {
    expect(bytesOf(sketch)).toEqual(bytes);
  });

  test("what is read is what was written, up to the greatest exact count", () => {
    fc.assert(
      fc.property(anySketch, (sketch) => {
        const read = decodeSketch(encodeSketch(sketch));
        const at = ({ first, counts }: Sketch) => counts.flatMap((count, i) => (count > 0 ? [[first + i, count]] : []));
        expect(at(read)).toEqual(at(sketch));
        expect(bytesOf(read)).toEqual(bytesOf(sketch));
      }),
    );
  });

  test("equal sketches have equal bytes, however they came about", () => {
    fc.assert(
      fc.property(latencies, fc.nat(5), fc.nat(5), (micros, before, after) => {
        const { first, counts } = sketchOf(micros);
        const padded = {
          first: first - before,
          counts: [...Array<number>(before).fill(0), ...counts, ...Array<number>(after).fill(0)],
        };
        expect(bytesOf(padded)).toEqual(bytesOf({ first, counts }));
      }),
    );
  });
});

describe("DataDog's own DDSketch of the same latencies", () => {
  test("counts them in the same buckets, with the same value for each", () => {
    fc.assert(
      fc.property(latencies, (micros) => {
        const theirs = new DDSketch({ relativeAccuracy: 0.01 });
        for (const value of micros) theirs.accept(value);
        const ours = sketchOf(micros);
        const { store, mapping } = theirs;
        expect(store.minKey).toBe(ours.first);
        expect(store.bins.slice(store.minKey - store.offset, store.maxKey - store.offset + 1)).toEqual(ours.counts);
        expect(Math.abs(latencyOf(ours.first) - mapping.value(ours.first))).toBeLessThanOrEqual(0.5 + 1e-6);
        // Their rank of q is q x (count - 1) and ours is ceil(q x count): the same one at both ends.
        for (const q of [0, 1]) {
          const value = theirs.getValueAtQuantile(q);
          expect(Math.abs((quantile(ours, q * 10_000) ?? Number.NaN) - value)).toBeLessThanOrEqual(0.5 + 1e-6);
        }
      }),
    );
  });
});
