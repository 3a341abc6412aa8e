import { createHash } from "node:crypto";
import { ValidationError } from "../domain/failure.ts";
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
 *
 * @throws ValidationError for lists in lists without end, which are no samples
 */
export function samplesDigest(samples: readonly (SampleInput | null | undefined)[]): Uint8Array {
  return createHash("sha256").update(jsonOf(samples)).digest();
}

function jsonOf(samples: readonly unknown[]): string {
  try {
    return JSON.stringify(samples, FIELDS);
  } catch (error) {
    // Bodies are read however deep they are; writing them exhausts the stack.
    if (!(error instanceof RangeError)) throw error;
    const message = "The samples are nested too deeply.";
    throw new ValidationError({ code: "SAMPLES_TOO_DEEP", message, path: ["input", "samples"] });
  }
}
