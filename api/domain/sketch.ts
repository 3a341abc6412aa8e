/**
 * Latency distributions that can be added up: DDSketch (Masson, Rim, Lee: "DDSketch: a fast and fully-mergeable quantile
 * sketch with relative-error guarantees", VLDB 2019) with logarithmic buckets and integer counts. A value of x
 * microseconds is counted in bucket ceil(ln x / ln gamma), so that every quantile is known to within `ACCURACY` of it.
 */

/** Relative accuracy of every sketch here. */
export const ACCURACY = 0.01;

/** Ratio of two neighbouring buckets' bounds. */
export const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);

/** No request takes longer than an hour, microseconds. */
export const MAX_LATENCY_MICROS = 3_600_000_000;

/** The bucket of `MAX_LATENCY_MICROS`; the bucket of 1 microsecond is 0. */
export const MAX_BUCKET = Math.ceil(Math.log(MAX_LATENCY_MICROS) / Math.log(GAMMA));

/** How many values fell into each bucket; `counts[i]` is of bucket `first + i`. Counts are non-negative integers. */
export interface Sketch {
  readonly first: number;
  readonly counts: readonly number[];
}

export const EMPTY_SKETCH: Sketch = { first: 0, counts: [] };

/** The bucket of a latency. @param micros more than 0, at most `MAX_LATENCY_MICROS` */
export function bucketOf(micros: number): number {
  return Math.min(Math.max(Math.ceil(Math.log(micros) / Math.log(GAMMA)), 0), MAX_BUCKET);
}

/** The value that stands for a bucket, whole microseconds: off by `ACCURACY` at most from any value in it, before rounding. */
export function latencyOf(bucket: number): number {
  return Math.round((2 * GAMMA ** bucket) / (1 + GAMMA));
}

/** How many values a sketch has counted. */
export function countOf(sketch: Sketch): number {
  let count = 0;
  for (const n of sketch.counts) count += n;
  return count;
}

/** The sketch of all values of all of them. */
export function merge(sketches: Iterable<Sketch>): Sketch {
  const counted = [...sketches].filter(({ counts }) => counts.length > 0);
  const [only = EMPTY_SKETCH] = counted;
  if (counted.length <= 1) return only;
  const first = counted.reduce((least, sketch) => Math.min(least, sketch.first), MAX_BUCKET);
  const end = counted.reduce((most, sketch) => Math.max(most, sketch.first + sketch.counts.length), 0);
  const sums = new Array<number>(end - first).fill(0);
  for (const sketch of counted) {
    for (let i = 0; i < sketch.counts.length; i += 1) {
      const bucket = sketch.first - first + i;
      sums[bucket] = (sums[bucket] ?? 0) + (sketch.counts[i] ?? 0);
    }
  }
  return { first, counts: sums };
}

/** As `merge`, of sketches as `encodeSketch` wrote them: adds while it reads, since whole windows are read this way. */
export function mergeEncoded(encoded: Iterable<Uint8Array>): Sketch {
  const sums = new Float64Array(MAX_BUCKET + 1);
  let first = MAX_BUCKET + 1;
  let end = 0;
  for (const bytes of encoded) {
    let bucket = -1;
    let value = 0;
    let scale = 1;
    for (let i = 0; i < bytes.length; i += 1) {
      const byte = bytes[i] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte >= 0x80) {
        scale *= 128;
        continue;
      }
      if (bucket < 0) {
        bucket = value;
        first = Math.min(first, bucket);
      } else {
        sums[bucket] = (sums[bucket] ?? 0) + value;
        bucket += 1;
      }
      value = 0;
      scale = 1;
    }
    end = Math.max(end, bucket);
  }
  return end <= first ? EMPTY_SKETCH : { first, counts: Array.from(sums.subarray(first, end)) };
}

/**
 * The q-quantile in whole microseconds: the value of rank ceil(q x count) in ascending order; null if nothing was counted.
 *
 * @param q in basis points, 0 to 10,000
 */
export function quantile(sketch: Sketch, q: number): number | null {
  const count = countOf(sketch);
  if (count === 0) return null;
  const rank = Math.max(1, Math.ceil((count * q) / 10_000));
  let seen = 0;
  for (let i = 0; i < sketch.counts.length; i += 1) {
    seen += sketch.counts[i] ?? 0;
    if (seen >= rank) return latencyOf(sketch.first + i);
  }
  return null;
}

/**
 * As it is stored: the first bucket, then each count, as unsigned LEB128. Buckets without a value at either end are left
 * out, so that equal sketches have equal bytes.
 */
export function encodeSketch({ first, counts }: CountedBuckets): Uint8Array {
  let from = 0;
  let to = counts.length;
  while (from < to && counts[from] === 0) from += 1;
  while (to > from && counts[to - 1] === 0) to -= 1;
  if (from === to) return new Uint8Array(0);
  // Eight bytes hold any count; so many are rarely used.
  const most = 8 * (to - from + 1);
  const bytes = most <= scratch.length ? scratch : new Uint8Array(most);
  let length = writeVarint(bytes, 0, first + from);
  for (let i = from; i < to; i += 1) length = writeVarint(bytes, length, counts[i] ?? 0);
  return bytes.slice(0, length);
}

/** A sketch, or one whose counts are in a typed array. */
interface CountedBuckets {
  readonly first: number;
  readonly counts: ArrayLike<number>;
}

const scratch = new Uint8Array(8 * (MAX_BUCKET + 2));

/** Reads what `encodeSketch` wrote. */
export function decodeSketch(bytes: Uint8Array): Sketch {
  if (bytes.length === 0) return EMPTY_SKETCH;
  return mergeEncoded([bytes]);
}

/** Writes a number at an offset; answers the offset after it. */
function writeVarint(bytes: Uint8Array, offset: number, number: number): number {
  let rest = number;
  let next = offset;
  while (rest >= 128) {
    bytes[next] = (rest % 128) + 128;
    next += 1;
    // Bits are several times faster, as far as they reach.
    rest = rest < 2 ** 31 ? rest >> 7 : Math.floor(rest / 128);
  }
  bytes[next] = rest;
  return next + 1;
}
