/** The message as DataDog's library writes it, as its other ways of writing, and broken in every place. */
import { DDSketch } from "@datadog/sketches-js";
import { encodeHistogram, encodeLatencies } from "@dreamnet/din-infrastructure-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  bucketOf,
  countOf,
  decodeSketch,
  MAX_BUCKET,
  MAX_LATENCY_MICROS,
  quantile,
} from "../../../api/domain/sketch.ts";
import { readWireSketch } from "../../../api/ingestion/sketch-wire.ts";

const MAPPING = "0a1209fd4a815abf52f03f110000000000000000";
const base64 = (hex: string) => Buffer.from(hex.replaceAll(" ", ""), "hex").toString("base64");
const double = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes.toString("hex");
};

function sketchOf(text: string) {
  const read = readWireSketch(text);
  if (typeof read === "string") throw new Error(read);
  return { sketch: decodeSketch(read.bytes), count: read.count };
}

test("latencies that the client encoded are in the buckets they belong to", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1, max: 4_000_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
      (values) => {
        const { sketch, count } = sketchOf(encodeLatencies(values));
        expect(count).toBe(values.length);
        expect(countOf(sketch)).toBe(values.length);
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(values.length * 0.95)) - 1] ?? 0;
        const found = quantile(sketch, 9_500) ?? 0;
        // 1 % and the rounding to whole microseconds.
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.0100001 + 0.5);
      },
    ),
  );
});

test("the library's own message, with its padding and its zero count", () => {
  const library = new DDSketch({ relativeAccuracy: 0.01 });
  for (const value of [0, 5, 5, 1_000]) library.accept(value);
  const { sketch, count } = sketchOf(Buffer.from(library.toProto()).toString("base64"));
  expect(count).toBe(4);
  expect(sketch.first).toBe(0);
  expect(sketch.counts[0]).toBe(1);
  expect(sketch.counts[bucketOf(5)]).toBe(2);
  expect(sketch.counts[bucketOf(1_000)]).toBe(1);
});

test("pairs, a run, and both say the same", () => {
  // Bucket 2 once, bucket 3 four times. Zigzag: 2 is 04, 3 is 06.
  const pair = (zigzag: string, n: number) => `0a0b 08${zigzag} 11${double(n)}`;
  const pairs = `121a ${pair("04", 1)} ${pair("06", 4)}`;
  const run = `1214 1210 ${double(1)}${double(4)} 1804`;
  const both = `1219 ${pair("04", 1)} 1208 ${double(4)} 1806`;
  const unpacked = `1214 11${double(1)} 11${double(4)} 1804`;
  for (const store of [pairs, run, both, unpacked]) {
    expect(sketchOf(base64(MAPPING + store))).toEqual({ sketch: { first: 2, counts: [1, 4] }, count: 5 });
  }
});

test("the lowest and the highest bucket", () => {
  const text = encodeHistogram([[MAX_LATENCY_MICROS, 2]]);
  expect(sketchOf(text).sketch).toEqual({ first: MAX_BUCKET, counts: [2] });
  expect(sketchOf(encodeLatencies([1])).sketch).toEqual({ first: 0, counts: [1] });
});

test("fields that later versions may add are passed over", () => {
  const unknown = "2a03616263 3001 3d00000000";
  expect(sketchOf(base64(`${MAPPING}${unknown}21${double(3)}`))).toEqual({
    sketch: { first: 0, counts: [3] },
    count: 3,
  });
});

test("whatever comes, it is a sketch or a fault, and what was read before leaves no trace", () => {
  const good = encodeHistogram([
    [50_000, 10],
    [900_000, 3],
  ]);
  const expected = sketchOf(good);
  const bytes = Buffer.from(good, "base64");
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (place, value, length) => {
      const broken = Buffer.from(bytes.subarray(0, length));
      if (place < length) broken[place] = value;
      const read = readWireSketch(broken.toString("base64"));
      if (typeof read !== "string") expect(Number.isSafeInteger(read.count)).toBe(true);
      expect(sketchOf(good)).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});
