/** What the client's helper writes is what the API's sketches say of the same latencies. */
import { DDSketch } from "@datadog/sketches-js";
import { encodeHistogram, encodeLatencies } from "@dreamnet/din-infrastructure-core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ACCURACY,
  bucketOf,
  countOf,
  GAMMA,
  MAX_LATENCY_MICROS,
  merge,
  quantile,
  type Sketch,
} from "../../../api/domain/sketch.ts";

const MAX_BYTES = 6 * 1_024;

/** Read back by the library that wrote it. */
function read(base64: string): { sketch: Sketch; gamma: number; bytes: number } {
  const bytes = Buffer.from(base64, "base64");
  const { store, mapping, zeroCount, negativeStore } = DDSketch.fromProto(bytes);
  expect([zeroCount, negativeStore.count]).toEqual([0, 0]);
  // Growing one bucket at a time, the library pads what it reads with empty ones.
  const counts =
    store.count === 0 ? [] : store.bins.slice(store.minKey - store.offset, store.maxKey - store.offset + 1);
  const sketch = { first: store.count === 0 ? 0 : store.minKey, counts };
  return { sketch, gamma: mapping.gamma, bytes: bytes.length };
}

const counted = (micros: readonly number[]): Sketch =>
  merge(micros.map((value) => ({ first: bucketOf(value), counts: [1] })));

const anyLatency = fc.oneof(
  fc.integer({ min: 1, max: MAX_LATENCY_MICROS }),
  fc.integer({ min: 1, max: 1_000_000 }),
  fc.double({ min: 0.01, max: MAX_LATENCY_MICROS, noNaN: true }),
);
/** 1 ms to 60 s. */
const usualLatency = fc.integer({ min: 1_000, max: 60_000_000 });

describe("encodeLatencies", () => {
  test("writes the accuracy the API asks for", () => {
    expect(read(encodeLatencies([250_000])).gamma).toBeCloseTo(GAMMA, 12);
  });

  test("no latency at all is an empty sketch", () => {
    expect(countOf(read(encodeLatencies([])).sketch)).toBe(0);
  });

  test("reads as the same buckets, and so the same quantiles, as the API counts", () => {
    fc.assert(
      fc.property(fc.array(usualLatency, { minLength: 1, maxLength: 400 }), (micros) => {
        const { sketch } = read(encodeLatencies(micros));
        expect(sketch).toEqual(counted(micros));
        for (const q of [0, 5_000, 9_500, 9_900, 10_000])
          expect(quantile(sketch, q)).toBe(quantile(counted(micros), q));
      }),
    );
  });

  test("each quantile is within 1 % of the true one", () => {
    fc.assert(
      fc.property(fc.array(usualLatency, { minLength: 1, maxLength: 400 }), fc.nat(10_000), (micros, q) => {
        const sorted = micros.toSorted((a, b) => a - b);
        const truth = sorted[Math.max(1, Math.ceil((sorted.length * q) / 10_000)) - 1] ?? Number.NaN;
        // Half a microsecond for rounding.
        const off = Math.abs((quantile(read(encodeLatencies(micros)).sketch, q) ?? Number.NaN) - truth);
        expect(off).toBeLessThanOrEqual(truth * ACCURACY + 0.5 + 1e-6);
      }),
    );
  });

  test("every latency is counted and the message fits, whatever the spread", () => {
    fc.assert(
      fc.property(fc.array(anyLatency, { maxLength: 2_000 }), (micros) => {
        const { sketch, bytes } = read(encodeLatencies(micros));
        expect(countOf(sketch)).toBe(micros.length);
        expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
        if (micros.length > 0) {
          const highest = Math.max(...micros.map((value) => Math.max(value, 1)));
          expect(sketch.first + sketch.counts.length - 1).toBe(bucketOf(highest));
        }
      }),
    );
  });

  test("1 ms to 60 s is exact in every bucket and at most 6 KiB", () => {
    const micros = Array.from({ length: 60_000 }, (_, i) => (i + 1) * 1_000);
    const { sketch, bytes } = read(encodeLatencies(micros));
    expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
    expect(sketch).toEqual(counted(micros));
  });

  test("of 1 microsecond to an hour, the lowest are counted together and the upper quantiles stay exact", () => {
    const micros = Array.from({ length: 1_101 }, (_, i) => Math.min(Math.ceil(GAMMA ** i), MAX_LATENCY_MICROS));
    const { sketch } = read(encodeLatencies(micros));
    expect(sketch.counts).toHaveLength(760);
    expect(countOf(sketch)).toBe(1_101);
    for (const q of [5_000, 9_500, 9_900]) expect(quantile(sketch, q)).toBe(quantile(counted(micros), q));
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, MAX_LATENCY_MICROS + 1])("%d is refused", (micros) => {
    expect(() => encodeLatencies([1_000, micros])).toThrow(
      new RangeError(`latency 1 is ${micros}: it must be more than 0 and at most an hour, in microseconds`),
    );
  });
});

describe("encodeHistogram", () => {
  test("is what its latencies are one by one", () => {
    const repeated = [1_000, 1_000, 1_000, 250_000, 250_000];
    expect(
      encodeHistogram([
        [250_000, 2],
        [1_000, 3],
      ]),
    ).toBe(encodeLatencies(repeated));
  });

  test("counts far more requests than are ever listed", () => {
    const { sketch } = read(
      encodeHistogram([
        [50_000, 9_500_000_000],
        [200_000, 500_000_000],
      ]),
    );
    expect(countOf(sketch)).toBe(10_000_000_000);
    expect(quantile(sketch, 9_500)).toBe(quantile(counted([50_000]), 9_500));
    expect(quantile(sketch, 9_501)).toBe(quantile(counted([200_000]), 9_501));
  });

  test.each([0, -1, 1.5, Number.NaN, 2 ** 53])("a count of %d is refused", (count) => {
    expect(() => encodeHistogram([[1_000, count]])).toThrow(
      new RangeError(`the count of latency 0 is ${count}: it must be a positive integer`),
    );
  });
});
