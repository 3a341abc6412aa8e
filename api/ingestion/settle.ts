/** What becomes of samples that meet others of the same key, sent before or with them. Pure. */
import type { Payload, Sample } from "./sample.ts";

export type Verdict = "ACCEPTED" | "DUPLICATE" | "PAYLOAD_DIFFERS" | "REVISION_GAP";

/** A sample that may be written, with the weight it counts from now on. */
export interface Weighed extends Sample {
  readonly weight: number;
}

/** Everything but the revision: revisions of one key supersede each other. Fixed widths make its order that of the table. */
export function keyOf({ operator, at, service, region, reporter }: Sample): string {
  return `${operator} ${String(at).padStart(12, "0")} ${service} ${region} ${reporter}`;
}

export function revisionKey(key: string, revision: number): string {
  return `${key} ${revision}`;
}

/**
 * Judges samples in their order, as if each had been sent alone after the one before it.
 *
 * @param keys `keyOf` each sample
 * @param stored payloads that are there already, by `revisionKey`: those of the samples and of the revisions before them
 */
export function settle(
  samples: readonly Sample[],
  keys: readonly string[],
  stored: ReadonlyMap<string, Payload>,
): Verdict[] {
  const taken = new Map(stored);
  return samples.map((sample, index) => {
    const key = keys[index] ?? keyOf(sample);
    const own = revisionKey(key, sample.revision);
    const there = taken.get(own);
    if (there !== undefined) return isSame(sample, there) ? "DUPLICATE" : "PAYLOAD_DIFFERS";
    if (sample.revision > 0 && !taken.has(revisionKey(key, sample.revision - 1))) return "REVISION_GAP";
    taken.set(own, sample);
    return "ACCEPTED";
  });
}

function isSame(one: Payload, other: Payload): boolean {
  return (
    one.requests === other.requests &&
    one.successes === other.successes &&
    one.timeouts === other.timeouts &&
    one.upSeconds === other.upSeconds &&
    one.downSeconds === other.downSeconds &&
    one.p95Micros === other.p95Micros &&
    one.p99Micros === other.p99Micros &&
    isSameBytes(one.sketch, other.sketch)
  );
}

function isSameBytes(one: Uint8Array | null, other: Uint8Array | null): boolean {
  if (one === null || other === null) return one === other;
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
