/**
 * What reporters send, and what they were told of it: seeded samples of which many are repeated, late, corrected,
 * contradicted or wrong. Pure but for the answers that come in.
 */
import { encodeLatencies } from "@dreamnet/din-infrastructure-core";
import { random } from "../../devnet/scenario/random.ts";
import type { RawSample } from "./metric-oracle.ts";

const MINUTE = 60;
const DAY = 86_400;

/** How many of every hundred samples are of a kind; the rest is new, of the last two hours. */
const PER_CENT = { repeated: 30, late: 20, wrong: 5, corrected: 10, contradicted: 5 } as const;

export interface SentSample {
  /** Null for one that is wrong. */
  readonly raw: RawSample | null;
  /** As it goes over the wire. */
  readonly wire: Readonly<Record<string, unknown>> | null;
}

export interface Told {
  readonly status: "ACCEPTED" | "DUPLICATE" | "CONFLICT" | "REJECTED";
  readonly code: string | null;
}

export interface TrafficReporter {
  readonly reporter: string;
  /** 0 for those that act for the operators. */
  readonly weight: number;
}

export class SampleTraffic {
  /** By `revisionId`: what was said to be stored. */
  readonly acknowledged = new Map<string, RawSample>();
  /** Answers that contradict each other. */
  readonly faults: string[] = [];
  readonly told = { ACCEPTED: 0, DUPLICATE: 0, CONFLICT: 0, REJECTED: 0 };
  private readonly next: () => number;
  private readonly sent: RawSample[] = [];
  /** Newest revision that was said to be stored, by `keyId`. */
  private readonly newest = new Map<string, RawSample>();
  private readonly used = new Set<string>();
  private readonly accepted = new Set<string>();
  private readonly contradicted: RawSample[] = [];
  private readonly operators: readonly string[];
  private readonly reporters: readonly TrafficReporter[];

  constructor(seed: number, operators: readonly string[], reporters: readonly TrafficReporter[]) {
    this.next = random(seed);
    this.operators = operators;
    this.reporters = reporters;
  }

  /** Less than `end`. */
  integer(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** @param now Unix seconds */
  batch(now: number, size: number): SentSample[] {
    return Array.from({ length: size }, () => this.one(now));
  }

  /** What became of a batch, sample by sample. */
  answered(batch: readonly SentSample[], answers: readonly Told[]): void {
    if (answers.length !== batch.length) this.faults.push(`${answers.length} answers to ${batch.length} samples`);
    for (const [index, { status, code }] of answers.entries()) {
      const raw = batch[index]?.raw ?? null;
      this.told[status] += 1;
      if ((raw === null) !== (status === "REJECTED")) this.faults.push(`${status} ${code}: ${JSON.stringify(raw)}`);
      if (raw === null) continue;
      if (status === "CONFLICT" && code === "PAYLOAD_DIFFERS") this.contradicted.push(raw);
      if (status === "ACCEPTED" || status === "DUPLICATE") this.acknowledge(raw, status);
    }
  }

  /** All that is wrong with the answers, once every batch is answered. */
  contradictions(): string[] {
    const baseless = this.contradicted.flatMap((raw) => {
      const there = this.acknowledged.get(revisionId(raw));
      if (there !== undefined && payloadId(there) !== payloadId(raw)) return [];
      return [`${revisionId(raw)} was refused as another, but ${there === undefined ? "none" : "the same"} is there`];
    });
    return [...this.faults, ...baseless];
  }

  private acknowledge(raw: RawSample, status: "ACCEPTED" | "DUPLICATE"): void {
    const id = revisionId(raw);
    const before = this.acknowledged.get(id);
    if (before !== undefined && payloadId(before) !== payloadId(raw)) this.faults.push(`${id} has two payloads`);
    this.acknowledged.set(id, raw);
    if (status === "ACCEPTED" && this.accepted.has(id)) this.faults.push(`${id} was accepted twice`);
    if (status === "ACCEPTED") this.accepted.add(id);
    const newest = this.newest.get(keyId(raw));
    if (newest === undefined || newest.revision < raw.revision) this.newest.set(keyId(raw), raw);
  }

  private one(now: number): SentSample {
    let kind = this.integer(100);
    const is = (perCent: number) => {
      kind -= perCent;
      return kind < 0;
    };
    if (is(PER_CENT.repeated)) return this.again() ?? this.fresh(now, 2 * 3_600);
    if (is(PER_CENT.wrong)) return this.wrong(now);
    if (is(PER_CENT.corrected)) return this.revised(1) ?? this.fresh(now, 2 * 3_600);
    // The same revision again with other figures; one time in three a revision without the one before it.
    if (is(PER_CENT.contradicted)) {
      return this.revised(this.integer(3) === 0 ? 2 : 0) ?? this.fresh(now, 2 * 3_600);
    }
    return this.fresh(now, is(PER_CENT.late) ? 2 * DAY : 2 * 3_600);
  }

  private fresh(now: number, maxAge: number): SentSample {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const raw = this.of(now, maxAge);
      if (this.used.has(keyId(raw))) continue;
      this.used.add(keyId(raw));
      return this.send(raw);
    }
    return this.revised(1) ?? this.send(this.of(now, maxAge));
  }

  private any(): RawSample | null {
    return this.sent[this.integer(this.sent.length)] ?? null;
  }

  private again(): SentSample | null {
    const raw = this.any();
    return raw === null ? null : { raw, wire: wireOf(raw) };
  }

  /** Other figures for what is stored. */
  private revised(by: number): SentSample | null {
    const raw = this.any();
    const stored = raw === null ? undefined : this.newest.get(keyId(raw));
    return stored === undefined
      ? null
      : this.send({ ...stored, ...this.measured(), revision: Math.max(0, stored.revision + by) });
  }

  private of(now: number, maxAge: number): RawSample {
    return {
      operator: this.operators[this.integer(this.operators.length)] ?? "",
      at: (Math.floor(now / MINUTE) - this.integer(maxAge / MINUTE)) * MINUTE,
      service: this.next() < 0.8 ? "rpc" : "wallet",
      region: this.next() < 0.8 ? "eu-1" : "us-1",
      ...(this.reporters[this.integer(this.reporters.length)] ?? { reporter: "", weight: 0 }),
      revision: 0,
      // The API's clock says.
      receivedAt: null,
      ...this.measured(),
    };
  }

  private send(raw: RawSample): SentSample {
    this.sent.push(raw);
    return { raw, wire: wireOf(raw) };
  }

  /** A sample that nobody may ever find stored, often of a key that is used. */
  private wrong(now: number): SentSample {
    const right = wireOf(this.any() ?? this.of(now, DAY));
    // One too many: a sample may be null.
    const make = WRONG[this.integer(WRONG.length + 1)];
    return { raw: null, wire: make === undefined ? null : { ...right, ...make(right, now) } };
  }

  private measured(): Pick<RawSample, (typeof MEASURED)[number]> {
    const requests = this.integer(12) + 1;
    const successes = this.next() < 0.05 ? 0 : requests - this.integer(Math.min(3, requests));
    const upSeconds = this.next() < 0.1 ? this.integer(MINUTE) : MINUTE;
    const latency = () => Math.exp(10.5 + (this.next() < 0.1 ? 2 : 0.5) * (this.next() + this.next() - 1));
    return {
      ...{ requests, successes, timeouts: this.integer(requests - successes + 1) },
      ...{ upSeconds, downSeconds: MINUTE - upSeconds },
      ...{ latencies: successes === 0 ? null : Array.from({ length: successes }, latency), scalar: null },
    };
  }
}

const MEASURED = [
  ...(["requests", "successes", "timeouts", "upSeconds", "downSeconds"] as const),
  ...(["latencies", "scalar"] as const),
];

type Wire = ReturnType<typeof wireOf>;

function wireOf({ latencies, scalar: _, weight: __, receivedAt: ___, at, ...sample }: RawSample) {
  return { ...sample, timestamp: at, sketch: latencies === null ? null : encodeLatencies(latencies) };
}

/** A week is the oldest that is taken, two minutes ahead the newest. */
const WRONG: readonly ((right: Wire, now: number) => Record<string, unknown>)[] = [
  ({ requests }) => ({ successes: requests + 1 }),
  () => ({ requests: -1 }),
  () => ({ requests: 1.5 }),
  ({ requests }) => ({ timeouts: requests + 1 }),
  () => ({ upSeconds: 61 }),
  () => ({ revision: -1 }),
  (_, now) => ({ timestamp: now + 600 }),
  (_, now) => ({ timestamp: now - 8 * DAY }),
  () => ({ operator: `0x${"9".repeat(40)}` }),
  () => ({ operator: "0x12" }),
  () => ({ service: "unknown" }),
  () => ({ reporter: "unknown" }),
  () => ({ region: "EU 1" }),
  () => ({ requests: 1, successes: 1, timeouts: 0, sketch: null }),
  () => ({ requests: 2, successes: 2, timeouts: 0, sketch: encodeLatencies([1_000]) }),
  () => ({ requests: 1, successes: 1, timeouts: 0, sketch: "AAAA" }),
];

function keyId({ operator, at, service, region, reporter }: RawSample): string {
  return [operator, at, service, region, reporter].join(" ");
}

/** The key of the table. */
export function revisionId(raw: RawSample): string {
  return `${keyId(raw)} ${raw.revision}`;
}

/** How often each bucket of 1 % was met, ascending, as `bucket:count`. */
export function bucketsOf(latencies: readonly number[]): string {
  const counts = new Map<number, number>();
  for (const micros of latencies) {
    const bucket = Math.max(0, Math.ceil(Math.log(micros) / Math.log(1.01 / 0.99)));
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  const ascending = [...counts].sort(([a], [b]) => a - b);
  return ascending.map(([bucket, count]) => `${bucket}:${count}`).join(" ");
}

/** All that a revision says; equal texts are equal payloads. */
export function payloadId({ requests, successes, timeouts, upSeconds, downSeconds, latencies }: RawSample): string {
  return [requests, successes, timeouts, upSeconds, downSeconds, bucketsOf(latencies ?? [])].join(" ");
}
