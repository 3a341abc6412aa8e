/** Random histories of measurements: late, corrected and repeated, by honest reporters, lying ones and the operator itself. */
import { random } from "../../devnet/scenario/random.ts";
import type { SampleInput } from "./measured-world.ts";
import type { RawSample } from "./metric-oracle.ts";

const MINUTE = 60;
const WEEK = 7 * 86_400;

const REPORTERS = [
  { reporter: "a", weight: 1 },
  { reporter: "b", weight: 3 },
  { reporter: "c", weight: 2 },
  { reporter: "self", weight: 0 },
];

export class MetricHistory {
  /** Every sample, each revision. */
  readonly samples: RawSample[] = [];
  private readonly next: () => number;
  private readonly newest = new Map<string, RawSample>();
  private readonly operators: readonly string[];

  constructor(seed: number, operators: readonly string[]) {
    this.next = random(seed);
    this.operators = operators;
  }

  /** Less than `end`. */
  integer(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** What comes in at once, some of it before; none older than a week or further ahead than two minutes. */
  batch(now: number, size: number): SampleInput[] {
    const inputs = [];
    for (let i = 0; i < size; i += 1) {
      const kind = this.next();
      const sample = kind < 0.1 ? this.again() : kind < 0.2 ? this.corrected(now) : this.fresh(now);
      if (sample !== null) inputs.push(inputOf(sample));
    }
    return inputs;
  }

  /** Sent twice: nothing changes. */
  private again(): RawSample | null {
    return this.samples[this.integer(this.samples.length)] ?? null;
  }

  private corrected(now: number): RawSample | null {
    const old = this.samples[this.integer(this.samples.length)];
    if (old === undefined || old.at < now - WEEK) return null;
    const { revision = 0 } = this.newest.get(keyOf(old)) ?? {};
    return this.add({ ...old, ...this.measured(), revision: revision + 1, receivedAt: now });
  }

  private fresh(now: number): RawSample | null {
    const age = this.next() < 0.7 ? this.integer(70) : this.integer(WEEK / MINUTE - 2);
    const sample = {
      operator: this.operators[this.integer(this.operators.length)] ?? "",
      at: (Math.floor(now / MINUTE) + 2 - age) * MINUTE,
      service: this.next() < 0.8 ? "rpc" : "storage",
      region: this.next() < 0.8 ? "eu" : "us",
      ...(REPORTERS[this.integer(REPORTERS.length)] ?? { reporter: "a", weight: 1 }),
      revision: 0,
      receivedAt: now,
      ...this.measured(),
    };
    return this.newest.has(keyOf(sample)) ? null : this.add(sample);
  }

  private add(sample: RawSample): RawSample {
    this.newest.set(keyOf(sample), sample);
    this.samples.push(sample);
    return sample;
  }

  private measured(): Omit<
    RawSample,
    "operator" | "at" | "service" | "region" | "reporter" | "revision" | "weight" | "receivedAt"
  > {
    const requests = this.next() < 0.05 ? 0 : this.integer(25) + 1;
    const successes = this.next() < 0.05 ? 0 : requests - this.integer(Math.min(3, requests + 1));
    const timeouts = this.integer(requests - successes + 1);
    const upSeconds = this.next() < 0.1 ? this.integer(61) : 60;
    const downSeconds = this.next() < 0.8 ? 60 - upSeconds : 0;
    const counts = { requests, successes, timeouts, upSeconds, downSeconds };
    if (successes === 0) return { ...counts, latencies: null, scalar: null };
    const slow = this.next() < 0.2 ? 5 : 1;
    const latency = () => Math.exp(10.5 + slow * 0.4 * (this.next() + this.next() + this.next() - 1));
    if (this.next() < 0.02) {
      const p95 = Math.round(latency());
      return { ...counts, latencies: null, scalar: { p95, p99: p95 + this.integer(50_000) } };
    }
    return { ...counts, latencies: Array.from({ length: successes }, latency), scalar: null };
  }
}

function keyOf({ operator, at, service, region, reporter }: Omit<RawSample, "revision">): string {
  return [operator, at, service, region, reporter].join("|");
}

function inputOf({ latencies, scalar, receivedAt: _receivedAt, ...sample }: RawSample): SampleInput {
  return {
    ...sample,
    sketch: latencies === null ? null : sketchOf(latencies),
    p95Micros: scalar?.p95 ?? null,
    p99Micros: scalar?.p99 ?? null,
  };
}

function sketchOf(latencies: readonly number[]): { first: number; counts: number[] } {
  const buckets = latencies.map((micros) => Math.max(0, Math.ceil(Math.log(micros) / Math.log(1.01 / 0.99))));
  const first = Math.min(...buckets);
  const counts = new Array<number>(Math.max(...buckets) - first + 1).fill(0);
  for (const bucket of buckets) counts[bucket - first] = (counts[bucket - first] ?? 0) + 1;
  return { first, counts };
}
