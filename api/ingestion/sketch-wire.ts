/**
 * Sketches as they are sent: base64 of DataDog's DDSketch protobuf message, read by hand because a batch has a thousand.
 *
 *     DDSketch      1 mapping, 2 positiveValues, 3 negativeValues, 4 zeroCount (double)
 *     IndexMapping  1 gamma (double), 2 indexOffset (double), 3 interpolation (enum)
 *     Store         1 binCounts (map<sint32, double>), 2 contiguousBinCounts (packed double), 3 contiguousBinIndexOffset (sint32)
 */
import protobuf from "protobufjs/minimal.js";
import { encodeSketch, GAMMA, MAX_BUCKET } from "../domain/sketch.ts";

/** Largest sketch, bytes of the message: as a run of doubles it spans latencies a factor of 4 million apart. */
export const MAX_SKETCH_BYTES = 6 * 1_024;

export type SketchFault =
  | "SKETCH_NOT_BASE64"
  | "SKETCH_TOO_LARGE"
  | "SKETCH_MALFORMED"
  | "SKETCH_ACCURACY_UNSUPPORTED"
  | "SKETCH_NEGATIVE_VALUES"
  | "SKETCH_COUNT_NOT_INTEGER"
  | "SKETCH_BUCKET_OUT_OF_RANGE";

export interface WireSketch {
  /** As it is stored: `encodeSketch`. */
  readonly bytes: Uint8Array;
  /** How many values it has counted. */
  readonly count: number;
}

type Reader = protobuf.Reader;

/** What one message says while it is read; JavaScript reads one at a time. */
const counts = new Float64Array(MAX_BUCKET + 1);
const run = new Float64Array(MAX_SKETCH_BYTES / 8);
/** The buckets in use; none while the first is after the last. */
let first = MAX_BUCKET + 1;
let last = -1;

/** What a message says, or why it cannot be taken. */
export function readWireSketch(text: string): WireSketch | SketchFault {
  if (text.length > Math.ceil(MAX_SKETCH_BYTES / 3) * 4) return "SKETCH_TOO_LARGE";
  const message = Buffer.from(text, "base64");
  // Node leaves out what is no base64; it is missing then.
  if (message.length !== Math.floor((withoutPadding(text) * 3) / 4)) return "SKETCH_NOT_BASE64";
  if (message.length > MAX_SKETCH_BYTES) return "SKETCH_TOO_LARGE";
  try {
    const fault = readMessage(protobuf.Reader.create(message));
    return fault ?? result();
  } catch {
    return "SKETCH_MALFORMED";
  } finally {
    if (first <= last) counts.fill(0, first, last + 1);
    first = MAX_BUCKET + 1;
    last = -1;
  }
}

function withoutPadding(text: string): number {
  if (text.endsWith("==")) return text.length - 2;
  return text.endsWith("=") ? text.length - 1 : text.length;
}

function result(): WireSketch | SketchFault {
  if (first > last) return { bytes: new Uint8Array(0), count: 0 };
  let count = 0;
  for (let bucket = first; bucket <= last; bucket += 1) {
    const n = counts[bucket] ?? 0;
    // Several counts may have come for one bucket.
    if (n > Number.MAX_SAFE_INTEGER) return "SKETCH_COUNT_NOT_INTEGER";
    count += n;
  }
  if (count > Number.MAX_SAFE_INTEGER) return "SKETCH_COUNT_NOT_INTEGER";
  return { bytes: encodeSketch({ first, counts: counts.subarray(first, last + 1) }), count };
}

function readMessage(reader: Reader): SketchFault | null {
  let mapped = false;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    let fault: SketchFault | null = null;
    if (tag === MAPPING) {
      mapped = true;
      fault = readMapping(reader, endOf(reader));
    } else if (tag === POSITIVE) fault = readStore(reader, endOf(reader), count);
    else if (tag === NEGATIVE) fault = readStore(reader, endOf(reader), countNegative);
    else if (tag === ZERO_COUNT) fault = count(0, reader.double());
    else skip(reader, tag);
    if (fault !== null) return fault;
  }
  return mapped ? null : "SKETCH_ACCURACY_UNSUPPORTED";
}

/** Tags: the field's number and, in the lowest three bits, how it is written. */
const [VARINT, FIXED64, DELIMITED] = [0, 1, 2];
const tagOf = (field: number, wire: number) => (field << 3) | wire;
const MAPPING = tagOf(1, DELIMITED);
const POSITIVE = tagOf(2, DELIMITED);
const NEGATIVE = tagOf(3, DELIMITED);
const ZERO_COUNT = tagOf(4, FIXED64);

/** What later versions of the message may add. */
function skip(reader: Reader, tag: number): void {
  if (tag >>> 3 === 0) throw new RangeError("there is no field 0");
  reader.skipType(tag & 7);
}

function endOf(reader: Reader): number {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError("a field is longer than the message");
  return end;
}

/** Only the mapping of `api/domain/sketch.ts`: buckets of another cannot be added to it. */
function readMapping(reader: Reader, end: number): SketchFault | null {
  let [gamma, offset, interpolation] = [0, 0, 0];
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === tagOf(1, FIXED64)) gamma = reader.double();
    else if (tag === tagOf(2, FIXED64)) offset = reader.double();
    else if (tag === tagOf(3, VARINT)) interpolation = reader.uint32();
    else skip(reader, tag);
  }
  // Implementations compute gamma by different roads; a neighbouring accuracy is a thousand times further off.
  const same = Math.abs(gamma - GAMMA) < 1e-9 && offset === 0 && interpolation === 0;
  return same ? null : "SKETCH_ACCURACY_UNSUPPORTED";
}

type Count = (bucket: number, n: number) => SketchFault | null;

function count(bucket: number, n: number): SketchFault | null {
  if (n === 0) return null;
  if (!Number.isSafeInteger(n) || n < 0) return "SKETCH_COUNT_NOT_INTEGER";
  if (bucket < 0 || bucket > MAX_BUCKET) return "SKETCH_BUCKET_OUT_OF_RANGE";
  counts[bucket] = (counts[bucket] ?? 0) + n;
  if (bucket < first) first = bucket;
  if (bucket > last) last = bucket;
  return null;
}

function countNegative(_bucket: number, n: number): SketchFault | null {
  return n === 0 ? null : "SKETCH_NEGATIVE_VALUES";
}

/** Buckets come as pairs, or as a run that begins at an offset, or both. */
function readStore(reader: Reader, end: number, add: Count): SketchFault | null {
  let length = 0;
  let offset = 0;
  let fault: SketchFault | null = null;
  while (reader.pos < end && fault === null) {
    const tag = reader.uint32();
    if (tag === tagOf(1, DELIMITED)) fault = readPair(reader, endOf(reader), add);
    else if (tag === tagOf(2, DELIMITED)) {
      const stop = endOf(reader);
      for (; reader.pos < stop; length += 1) run[length] = reader.double();
    } else if (tag === tagOf(2, FIXED64)) {
      run[length] = reader.double();
      length += 1;
    } else if (tag === tagOf(3, VARINT)) offset = reader.sint32();
    else skip(reader, tag);
  }
  for (let i = 0; i < length && fault === null; i += 1) fault = add(offset + i, run[i] ?? 0);
  return fault;
}

function readPair(reader: Reader, end: number, add: Count): SketchFault | null {
  let [bucket, n] = [0, 0];
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === tagOf(1, VARINT)) bucket = reader.sint32();
    else if (tag === tagOf(2, FIXED64)) n = reader.double();
    else skip(reader, tag);
  }
  return add(bucket, n);
}
