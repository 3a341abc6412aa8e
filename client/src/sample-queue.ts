/** Samples that wait, the oldest first, and what of them goes into one request. */
import type { MetricSampleInput } from "./generated/graphql.ts";

/** Characters of a batch: the API takes bodies of 8 MiB, and a thousand of the longest sketches are more. */
const MAX_LENGTH = 6_000_000;

interface Waiting {
  readonly sample: MetricSampleInput;
  readonly length: number;
}

export class SampleQueue {
  #waiting: Waiting[] = [];
  readonly #maxBatch: number;

  constructor(maxBatch: number) {
    this.#maxBatch = maxBatch;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** @throws TypeError for what is not JSON */
  push(sample: MetricSampleInput): void {
    this.#waiting.push({ sample, length: JSON.stringify(sample).length });
  }

  /** Takes out the oldest; null if there is none. */
  drop(): MetricSampleInput | null {
    return this.#waiting.shift()?.sample ?? null;
  }

  /** Takes out as many as one request holds; none if there are none. One that is too long alone goes alone. */
  take(): MetricSampleInput[] {
    let [count, length] = [0, 0];
    for (const next of this.#waiting) {
      length += next.length;
      if (count === this.#maxBatch || (count > 0 && length > MAX_LENGTH)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count).map(({ sample }) => sample);
  }
}
