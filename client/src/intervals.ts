/** Requests and seconds on their way to become samples: counts and a sketch for each operator, service, region and interval. */
import type { MetricSampleInput } from "./generated/graphql.ts";
import { isLatency, LatencySketch } from "./sketch.ts";

/** What is measured, where and when. */
export interface Measured {
  /** The operator's address. */
  readonly operator: string;
  readonly service: string;
  readonly region: string;
  /** Default: now. */
  readonly at?: Date;
}

/** One request: how long a successful one took, in microseconds, or how it failed. */
export type RecordedRequest = Measured &
  (
    | { readonly latencyMicros: number; readonly failed?: never; readonly timeout?: never }
    | { readonly failed: true; readonly latencyMicros?: never; readonly timeout?: never }
    | { readonly timeout: true; readonly latencyMicros?: never; readonly failed?: never }
  );

/** For how long it was found up and down; fractions add up. What is in neither was not measured. */
export interface RecordedSeconds extends Measured {
  readonly upSeconds?: number;
  readonly downSeconds?: number;
}

interface Sums {
  readonly key: Measured;
  /** Unix seconds. */
  readonly start: number;
  readonly sketch: LatencySketch;
  requests: number;
  successes: number;
  timeouts: number;
  up: number;
  down: number;
}

/** Of so many intervals it is known that they are closed: a week of minutes, which is as old as the API takes samples. */
const MAX_CLOSED = 10_080;

export class Intervals {
  /** By interval and what is measured. */
  readonly #open = new Map<string, Sums>();
  readonly #seconds: number;
  /**
   * Starts of intervals that were taken out, Unix seconds, in that order: what comes for them is late. By them and not by the
   * clock alone, which may be put forward by mistake and back again.
   */
  readonly #closed = new Set<number>();

  /** @param seconds the length of an interval */
  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  get size(): number {
    return this.#open.size;
  }

  /**
   * @param now Unix milliseconds, for what does not say when it was
   * @returns whether it was counted; not if its interval is closed
   * @throws RangeError
   */
  request(told: RecordedRequest, now: number): boolean {
    const { latencyMicros } = told;
    if (latencyMicros !== undefined && !isLatency(latencyMicros)) {
      throw new RangeError(`latencyMicros is ${latencyMicros}: it must be more than 0 and at most an hour`);
    }
    const sums = this.#sums(told, now);
    if (sums === null) return false;
    sums.requests += 1;
    if (told.timeout) sums.timeouts += 1;
    if (latencyMicros === undefined) return true;
    sums.successes += 1;
    sums.sketch.add(latencyMicros);
    return true;
  }

  /** The same for seconds. */
  seconds(told: RecordedSeconds, now: number): boolean {
    const { upSeconds = 0, downSeconds = 0 } = told;
    for (const [name, value] of Object.entries({ upSeconds, downSeconds })) {
      if (!(value >= 0 && value <= this.#seconds)) {
        throw new RangeError(`${name} is ${value}: it must be 0 to ${this.#seconds}, the length of an interval`);
      }
    }
    const sums = this.#sums(told, now);
    if (sums === null) return false;
    sums.up += upSeconds;
    sums.down += downSeconds;
    return true;
  }

  /** Takes out, as samples, those that end by `moment`, Unix seconds; nothing is counted for them any more. */
  close(moment: number): MetricSampleInput[] {
    const over = [...this.#open].filter(([, { start }]) => start + this.#seconds <= moment);
    for (const [id, { start }] of over) {
      this.#open.delete(id);
      this.#closed.add(start);
    }
    for (const start of this.#closed) {
      if (this.#closed.size <= MAX_CLOSED) break;
      this.#closed.delete(start);
    }
    return over.map(([, sums]) => this.#sampleOf(sums)).sort((a, b) => Number(a.timestamp) - Number(b.timestamp));
  }

  /** Takes out the oldest; null if there is none. What still comes for it is counted from zero. */
  drop(): MetricSampleInput | null {
    const [oldest] = [...this.#open].sort(([, a], [, b]) => a.start - b.start);
    if (oldest === undefined) return null;
    this.#open.delete(oldest[0]);
    return this.#sampleOf(oldest[1]);
  }

  #sums({ operator, service, region, at }: Measured, now: number): Sums | null {
    const moment = Math.floor((at?.getTime() ?? now) / 1_000);
    if (Number.isNaN(moment)) throw new RangeError("at is no date");
    const start = moment - (((moment % this.#seconds) + this.#seconds) % this.#seconds);
    if (this.#closed.has(start)) return null;
    const key = { operator: operator.toLowerCase(), service, region };
    const id = JSON.stringify([start, key.operator, service, region]);
    const there = this.#open.get(id);
    if (there !== undefined) return there;
    const sums: Sums = {
      ...{ key, start, sketch: new LatencySketch() },
      ...{ requests: 0, successes: 0, timeouts: 0, up: 0, down: 0 },
    };
    this.#open.set(id, sums);
    return sums;
  }

  #sampleOf({ key, start, sketch, requests, successes, timeouts, up, down }: Sums): MetricSampleInput {
    // Seconds that overlap by a little must not cost the sample: downtime is kept.
    const downSeconds = Math.min(Math.round(down), this.#seconds);
    const upSeconds = Math.min(Math.round(up), this.#seconds - downSeconds);
    return {
      ...{ ...key, timestamp: start, requests, successes, timeouts, upSeconds, downSeconds },
      ...(successes > 0 ? { sketch: sketch.encode() } : {}),
    };
  }
}
