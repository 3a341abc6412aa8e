/** One sample: what may come, what is kept, and why it is refused. Pure, and lean: a batch has a thousand. */
import { unixSecondsOf } from "../domain/moment.ts";
import { ID, ID_RULE } from "../domain/naming.ts";
import type { TimePolicy } from "../domain/policy.ts";
import { intervalStart } from "../domain/window.ts";
import { readWireSketch, type SketchFault } from "./sketch-wire.ts";

/** A sample as it came: any value may be anything, so that one that is wrong harms no other. */
export interface SampleInput {
  readonly operator?: unknown;
  readonly service?: unknown;
  readonly region?: unknown;
  readonly reporter?: unknown;
  readonly timestamp?: unknown;
  readonly revision?: unknown;
  readonly requests?: unknown;
  readonly successes?: unknown;
  readonly timeouts?: unknown;
  readonly upSeconds?: unknown;
  readonly downSeconds?: unknown;
  readonly sketch?: unknown;
}

/** What one revision of a sample says. */
export interface Payload {
  readonly requests: number;
  readonly successes: number;
  readonly timeouts: number;
  readonly upSeconds: number;
  readonly downSeconds: number;
  /** `encodeSketch`; null without a success, and in the scalar form. */
  readonly sketch: Uint8Array | null;
  readonly p95Micros: number | null;
  readonly p99Micros: number | null;
}

/** A sample that is right in itself. */
export interface Sample extends Payload {
  /** Lowercase. */
  readonly operator: string;
  /** Start of the interval, Unix seconds. */
  readonly at: number;
  readonly service: string;
  readonly region: string;
  readonly reporter: string;
  readonly revision: number;
}

export type SampleField = keyof SampleInput;

export type RefusalCode =
  | `INVALID_${"SAMPLE" | "OPERATOR" | "SERVICE" | "REGION" | "REPORTER" | "TIMESTAMP" | "REVISION" | "SKETCH"}`
  | `INVALID_${"REQUESTS" | "SUCCESSES" | "TIMEOUTS" | "UP_SECONDS" | "DOWN_SECONDS"}`
  | "SUCCESSES_ABOVE_REQUESTS"
  | "TIMEOUTS_ABOVE_FAILURES"
  | "UP_AND_DOWN_SECONDS_ABOVE_INTERVAL"
  | "TIMESTAMP_IN_FUTURE"
  | "TIMESTAMP_TOO_OLD"
  | "SKETCH_MISSING"
  | "SKETCH_COUNT_NOT_SUCCESSES"
  | SketchFault
  | `UNKNOWN_${"OPERATOR" | "SERVICE" | "REPORTER"}`
  | "REPORTER_MISSING"
  | "REPORTER_NOT_YOURS";

/** Why a sample is not taken. */
export class Refusal {
  readonly code: RefusalCode;
  /** Null if it is about the whole sample. */
  readonly field: SampleField | null;
  readonly message: string;

  constructor(code: RefusalCode, field: SampleField | null, message: string) {
    this.code = code;
    this.field = field;
    this.message = message;
  }
}

export interface Reading {
  /** Unix seconds. */
  readonly now: number;
  readonly time: TimePolicy;
  /** The only reporter the caller may report as, and whose reports are meant where none is named; null for any. */
  readonly reporter: string | null;
}

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/** Checks all that can be known of a sample without looking anything up. */
export function readSample(input: SampleInput | null | undefined, reading: Reading): Sample | Refusal {
  if (input === null || input === undefined) return new Refusal("INVALID_SAMPLE", null, "It is null.");
  const { operator, service, region } = input;
  if (typeof operator !== "string" || !ADDRESS.test(operator)) {
    return new Refusal("INVALID_OPERATOR", "operator", "An operator is an address: 0x and 40 hexadecimal digits.");
  }
  if (typeof service !== "string" || !ID.test(service)) {
    return new Refusal("INVALID_SERVICE", "service", `A service's id is ${ID_RULE}.`);
  }
  if (typeof region !== "string" || !ID.test(region)) {
    return new Refusal("INVALID_REGION", "region", `A region is ${ID_RULE}.`);
  }
  const reporter = reporterOf(input.reporter, reading.reporter);
  if (reporter instanceof Refusal) return reporter;
  const at = momentOf(input.timestamp, reading);
  if (at instanceof Refusal) return at;
  const revision = input.revision ?? 0;
  if (!isCount(revision) || revision > MAX_REVISION) {
    return new Refusal("INVALID_REVISION", "revision", `A revision is an integer from 0 to ${MAX_REVISION}.`);
  }
  const payload = payloadOf(input, reading.time.intervalSeconds);
  if (payload instanceof Refusal) return payload;
  return {
    operator: operator.toLowerCase(),
    at: intervalStart(at, reading.time),
    service,
    region,
    reporter,
    revision,
    ...payload,
  };
}

/** Postgres' largest integer. */
const MAX_REVISION = 2_147_483_647;

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function reporterOf(given: unknown, own: string | null): string | Refusal {
  if (given === undefined || given === null) {
    return own ?? new Refusal("REPORTER_MISSING", "reporter", "This key may report as any reporter: say as which.");
  }
  if (typeof given !== "string" || !ID.test(given)) {
    return new Refusal("INVALID_REPORTER", "reporter", `A reporter's id is ${ID_RULE}.`);
  }
  if (own === null || own === given) return given;
  return new Refusal("REPORTER_NOT_YOURS", "reporter", `You may report only as ${own}.`);
}

/** Unix seconds of a timestamp in the time that samples are taken for. */
export function momentOf(given: unknown, { now, time }: Reading): number | Refusal {
  const seconds = secondsOf(given);
  if (seconds === null) {
    return new Refusal("INVALID_TIMESTAMP", "timestamp", "A timestamp is RFC 3339, or an integer of Unix seconds.");
  }
  const future = time.maxFutureIntervals * time.intervalSeconds;
  if (seconds > now + future) {
    return new Refusal("TIMESTAMP_IN_FUTURE", "timestamp", `It is more than ${future} seconds ahead.`);
  }
  const past = time.maxPastIntervals * time.intervalSeconds;
  if (seconds < now - past) {
    return new Refusal("TIMESTAMP_TOO_OLD", "timestamp", `It is more than ${past} seconds old.`);
  }
  return seconds;
}

function secondsOf(given: unknown): number | null {
  if (isCount(given)) return given;
  return typeof given === "string" ? unixSecondsOf(given) : null;
}

const COUNT_FIELDS = [
  ["requests", "INVALID_REQUESTS"],
  ["successes", "INVALID_SUCCESSES"],
  ["timeouts", "INVALID_TIMEOUTS"],
  ["upSeconds", "INVALID_UP_SECONDS"],
  ["downSeconds", "INVALID_DOWN_SECONDS"],
] as const;

/**
 * More requests than one service can get in an interval, by far, and few enough that sums over a month of many such
 * samples stay exact: one reporter must not be able to make an operator's sums overflow.
 */
export const MAX_COUNT = 1_000_000_000;

function isMeasured(value: unknown): value is number {
  return isCount(value) && value <= MAX_COUNT;
}

function payloadOf(input: SampleInput, intervalSeconds: number): Payload | Refusal {
  const { requests, successes, timeouts, upSeconds, downSeconds } = input;
  if (
    !isMeasured(requests) ||
    !isMeasured(successes) ||
    !isMeasured(timeouts) ||
    !isMeasured(upSeconds) ||
    !isMeasured(downSeconds)
  ) {
    const [field, code] = COUNT_FIELDS.find(([name]) => !isMeasured(input[name])) ?? COUNT_FIELDS[0];
    return new Refusal(code, field, `${field} must be an integer from 0 to ${MAX_COUNT}.`);
  }
  if (successes > requests) {
    return new Refusal("SUCCESSES_ABOVE_REQUESTS", "successes", `${successes} successes of ${requests} requests.`);
  }
  if (timeouts > requests - successes) {
    return new Refusal(
      "TIMEOUTS_ABOVE_FAILURES",
      "timeouts",
      `${timeouts} timeouts of ${requests - successes} requests that failed.`,
    );
  }
  if (upSeconds + downSeconds > intervalSeconds) {
    return new Refusal(
      "UP_AND_DOWN_SECONDS_ABOVE_INTERVAL",
      upSeconds > intervalSeconds ? "upSeconds" : "downSeconds",
      `${upSeconds} up and ${downSeconds} down are more than the ${intervalSeconds} seconds of the interval.`,
    );
  }
  const sketch = sketchOf(input.sketch, successes);
  if (sketch instanceof Refusal) return sketch;
  return { requests, successes, timeouts, upSeconds, downSeconds, sketch, p95Micros: null, p99Micros: null };
}

function sketchOf(given: unknown, successes: number): Uint8Array | null | Refusal {
  if (given === undefined || given === null) {
    if (successes === 0) return null;
    return new Refusal("SKETCH_MISSING", "sketch", `The latencies of ${successes} successes are missing.`);
  }
  if (typeof given !== "string") return new Refusal("INVALID_SKETCH", "sketch", "A sketch is a string of base64.");
  const read = readWireSketch(given);
  if (typeof read === "string") return new Refusal(read, "sketch", SKETCH_FAULTS[read]);
  if (read.count !== successes) {
    return new Refusal(
      "SKETCH_COUNT_NOT_SUCCESSES",
      "sketch",
      `It counts ${read.count}, but there are ${successes} successes.`,
    );
  }
  return read.count === 0 ? null : read.bytes;
}

const SKETCH_FAULTS: Readonly<Record<SketchFault, string>> = {
  SKETCH_NOT_BASE64: "It is not base64.",
  SKETCH_TOO_LARGE: "It is larger than 6 KiB.",
  SKETCH_MALFORMED: "It is not a DDSketch message of protocol buffers.",
  SKETCH_ACCURACY_UNSUPPORTED: "Only a logarithmic mapping of 1 % accuracy without an offset can be added up.",
  SKETCH_NEGATIVE_VALUES: "It counts negative latencies.",
  SKETCH_COUNT_NOT_INTEGER: "A count is not an integer from 0 to 2^53 - 1.",
  SKETCH_BUCKET_OUT_OF_RANGE: "It counts latencies below a microsecond or above an hour.",
};
