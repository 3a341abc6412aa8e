/** Writes a batch: which of its samples are new, which were there already, and which contradict what is there. */
import type pg from "pg";
import type { Payload } from "./sample.ts";
import { insertSamples, storedPayloads } from "./sample-sql.ts";
import { keyOf, settle, type Verdict, type Weighed } from "./settle.ts";

const NOTHING: ReadonlyMap<string, Payload> = new Map();

/**
 * Judges and writes samples within a transaction.
 *
 * @returns a verdict for each, in their order
 */
export async function writeSamples(
  client: pg.PoolClient,
  samples: readonly Weighed[],
  receivedAt: number,
): Promise<Verdict[]> {
  const keys = samples.map(keyOf);
  const first = samples.every(({ revision }) => revision === 0);
  return first
    ? writeFirstRevisions(client, samples, keys, receivedAt)
    : writeRevisions(client, samples, keys, receivedAt);
}

/** The usual batch. It is written before anything is read: what is not there needs no looking at. */
async function writeFirstRevisions(
  client: pg.PoolClient,
  samples: readonly Weighed[],
  keys: readonly string[],
  receivedAt: number,
): Promise<Verdict[]> {
  const firstOf = new Map<string, Weighed>();
  samples.forEach((sample, index) => {
    const key = keys[index] ?? "";
    if (!firstOf.has(key)) firstOf.set(key, sample);
  });
  const candidates = inOrder(firstOf);
  const inserted = await insertSamples(client, candidates, receivedAt);
  if (inserted === samples.length) return samples.map(() => "ACCEPTED");
  if (inserted === candidates.length) return settle(samples, keys, NOTHING);
  return settle(samples, keys, await storedPayloads(client, samples, keys, false));
}

/**
 * Later revisions need those before them, so that is looked at first. Where others were faster with some of them, what
 * they wrote is looked at again; a gap stays one, since nothing was written into it.
 */
async function writeRevisions(
  client: pg.PoolClient,
  samples: readonly Weighed[],
  keys: readonly string[],
  receivedAt: number,
): Promise<Verdict[]> {
  const verdicts = settle(samples, keys, await storedPayloads(client, samples, keys, true));
  const accepted = new Map<string, Weighed>();
  samples.forEach((sample, index) => {
    // Revisions of a key in their own order, which is the order they were accepted in.
    if (verdicts[index] === "ACCEPTED")
      accepted.set(`${keys[index]} ${String(sample.revision).padStart(10, "0")}`, sample);
  });
  const inserted = await insertSamples(client, inOrder(accepted), receivedAt);
  if (inserted === accepted.size) return verdicts;
  const settled = settle(samples, keys, await storedPayloads(client, samples, keys, false));
  return verdicts.map((verdict, index) => (verdict === "REVISION_GAP" ? verdict : (settled[index] ?? verdict)));
}

function inOrder(byKey: ReadonlyMap<string, Weighed>): Weighed[] {
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sample]) => sample);
}
