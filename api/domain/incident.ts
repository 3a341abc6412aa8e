/** Incidents: what somebody saw an operator do, and what a report of it must be like. Pure. */
import type { Policy } from "./policy.ts";
import type { Range } from "./window.ts";

/** Violations that nothing measures. */
export const INCIDENT_TYPES = ["BAD_DATA", "MISBEHAVIOR"] as const;
export type IncidentType = (typeof INCIDENT_TYPES)[number];

/** Where evidence is: keccak256 of it, 0x and 64 hexadecimal digits in lowercase, and how to get it. */
export interface Evidence {
  readonly hash: string;
  readonly uri: string;
}

/** What is wrong with an argument. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  /** Which field of the input. */
  readonly field: string;
}

export const MAX_SUMMARY = 1_000;
export const MAX_URI = 2_048;

const ZERO_HASH = `0x${"0".repeat(64)}`;
const SCHEMES = ["https", "http", "ipfs", "ar"];
const URI = /^([a-z]+):\/\/[\x21-\x7e]+$/;

/**
 * What is wrong with the time of an incident; null if nothing is. It has passed, and is no older than what may be measured.
 *
 * @param now Unix seconds
 */
export function timeFault({ start, end }: Range, now: number, { time }: Policy): Fault | null {
  const oldest = now - time.maxPastIntervals * time.intervalSeconds;
  if (end > now)
    return { code: "INCIDENT_IN_FUTURE", message: "An incident has ended when it is reported.", field: "end" };
  if (start >= end)
    return { code: "INCIDENT_WITHOUT_TIME", message: "An incident starts before it ends.", field: "end" };
  if (start >= oldest) return null;
  const message = `An incident is reported at most ${now - oldest} seconds after its start.`;
  return { code: "INCIDENT_TOO_OLD", message, field: "start" };
}

/** What is wrong with evidence; null if nothing is. */
export function evidenceFault({ hash, uri }: Evidence): Fault | null {
  if (hash === ZERO_HASH) {
    return { code: "NO_EVIDENCE", message: "Evidence has a hash that is not zero.", field: "evidenceHash" };
  }
  const [, scheme = ""] = URI.exec(uri) ?? [];
  if (uri.length <= MAX_URI && SCHEMES.includes(scheme)) return null;
  const message = `Where evidence is, is told by a URI of at most ${MAX_URI} visible ASCII characters that begins with ${SCHEMES.map((name) => `${name}://`).join(", ")}.`;
  return { code: "INVALID_EVIDENCE_URI", message, field: "evidenceUri" };
}
