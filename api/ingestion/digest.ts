import { createHash } from "node:crypto";
import type { SampleInput } from "./sample.ts";

/** All fields of a sample, in the order of their names: that of canonical JSON. */
const FIELDS: string[] = [
  "downSeconds",
  "operator",
  "region",
  "reporter",
  "requests",
  "revision",
  "service",
  "sketch",
  "successes",
  "timeouts",
  "timestamp",
  "upSeconds",
] satisfies (keyof SampleInput)[];

/**
 * SHA-256 of the samples as they were sent: of the UTF-8 of their RFC 8785 (canonical) JSON. Fields that were left out
 * stay out. Samples hold only strings, numbers and null, so that sorting the names is all that canonical takes.
 */
export function samplesDigest(samples: readonly (SampleInput | null | undefined)[]): Uint8Array {
  return createHash("sha256").update(JSON.stringify(samples, FIELDS)).digest();
}
