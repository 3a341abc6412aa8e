/**
 * Latencies as the API takes them: a DDSketch with 1 % relative accuracy over microseconds, as the base64 of DataDog's
 * protobuf message. `@datadog/sketches-js` writes that message through `protobufjs/minimal`, which it needs at run time
 * and does not declare: this package does, so that it is always there.
 */
import { DDSketch } from "@datadog/sketches-js";

/** What the API accepts; a sketch with another accuracy is refused, since the two could not be added up. */
const RELATIVE_ACCURACY = 0.01;

/** One hour, microseconds: no request takes longer. */
const LONGEST_MICROS = 3_600_000_000;

/**
 * So many buckets of 8 bytes stay, with the rest of the message, within the 6 KiB that the API accepts. They span a factor
 * of 4 million: 1 ms to an hour, or 10 microseconds to 40 seconds.
 */
const MAX_BUCKETS = 760;

/**
 * The sketch of the latencies of successful requests, for `sketch` of a sample.
 *
 * @param micros each latency in microseconds: more than 0 (below 1 counts as 1), at most an hour
 * @throws RangeError naming the first value that is no such latency
 *
 * @example
 * const sample = { ...counts, sketch: encodeLatencies([48_200, 51_900, 230_400]) };
 */
export function encodeLatencies(micros: Iterable<number>): string {
  return encodeHistogram(each(micros));
}

function* each(micros: Iterable<number>): Generator<readonly [number, number]> {
  for (const value of micros) yield [value, 1];
}

/**
 * The same for latencies that are counted already: pairs of a latency in microseconds and how many requests took it.
 * The lowest latencies of a spread of more than a factor of 4 million are counted as its 4 millionth part.
 *
 * @throws RangeError naming the first pair that is no latency, or whose count is not a positive integer
 *
 * @example encodeHistogram([[50_000, 9_500], [200_000, 500]])
 */
export function encodeHistogram(counts: Iterable<readonly [micros: number, count: number]>): string {
  const sketch = new LatencySketch();
  let index = 0;
  for (const [micros, count] of counts) {
    if (!isLatency(micros)) {
      throw new RangeError(
        `latency ${index} is ${micros}: it must be more than 0 and at most an hour, in microseconds`,
      );
    }
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new RangeError(`the count of latency ${index} is ${count}: it must be a positive integer`);
    }
    sketch.add(micros, count);
    index += 1;
  }
  return sketch.encode();
}

/** Whether it is a latency that a sketch takes, in microseconds. */
export function isLatency(micros: number): boolean {
  return micros > 0 && micros <= LONGEST_MICROS;
}

/** Latencies as they come. Its memory is bounded by their spread, not by their number. */
export class LatencySketch {
  readonly #sketch = new DDSketch({ relativeAccuracy: RELATIVE_ACCURACY });

  /** @param micros a latency by `isLatency` */
  add(micros: number, count = 1): void {
    this.#sketch.accept(Math.max(micros, 1), count);
  }

  /** The message as base64. Nothing is added after it. */
  encode(): string {
    trim(this.#sketch.store);
    return btoa(String.fromCharCode(...this.#sketch.toProto()));
  }
}

/** Buckets as the library keeps them: `bins[0]` is the bucket `offset`; those outside of `minKey` to `maxKey` are 0. */
interface Buckets {
  bins: number[];
  offset: number;
  minKey: number;
  maxKey: number;
}

/**
 * Leaves only the buckets in use, which the library rounds up to chunks of 128, and the highest `MAX_BUCKETS` of them.
 * Its own collapsing store is not used: it counts some values twice where it collapses.
 */
function trim(store: Buckets): void {
  const { bins, offset, minKey, maxKey } = store;
  if (bins.length === 0) return;
  const lowest = Math.max(minKey, maxKey - MAX_BUCKETS + 1);
  const kept = bins.slice(lowest - offset, maxKey - offset + 1);
  const below = bins.slice(0, lowest - offset).reduce((sum, count) => sum + count, 0);
  store.bins = kept.with(0, (kept[0] ?? 0) + below);
  store.offset = lowest;
}
