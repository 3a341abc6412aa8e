/** What dossiers were recomputed to: they never change, and a keeper asks for the same ones every few seconds. */
import type { ReadDossier } from "../domain/review-dossier.ts";
import type { Recomputation } from "../domain/review-recount.ts";

/** A dossier without its reports, and what it comes to. */
export interface Recomputed {
  /** keccak256 of its text. */
  readonly hash: string;
  /** Null if it is no dossier. */
  readonly read: ReadDossier | null;
  readonly recomputed: Recomputation | null;
}

/** Each is some hundred kilobytes: its intervals and their figures. */
const MOST = 50;

/** By the SHA-256 of the text, which Postgres computes: what is not the same text is not found. */
const known = new Map<string, Recomputed>();

/** The one that is being recomputed: one at a time is enough megabytes. It never rejects. */
let last: Promise<unknown> = Promise.resolve();

/** @param make for a text that is not known */
export function recomputedOnce(digest: string, make: () => Promise<Recomputed>): Promise<Recomputed> {
  const found = known.get(digest);
  if (found !== undefined) return Promise.resolve(remembered(digest, found));
  const turn = last.then(async () => remembered(digest, known.get(digest) ?? (await make())));
  last = turn.catch(() => undefined);
  return turn;
}

function remembered(digest: string, found: Recomputed): Recomputed {
  // The last in the order of the map is the one that was asked for last.
  known.delete(digest);
  known.set(digest, found);
  const [oldest] = known.keys();
  if (known.size > MOST && oldest !== undefined) known.delete(oldest);
  return found;
}

/** The reports are most of a dossier, and are of no use once it is recomputed. */
export function withoutReports(dossier: ReadDossier): ReadDossier {
  const { evidence } = dossier;
  if (evidence.kind === "INCIDENT") return dossier;
  const intervals = evidence.intervals.map((interval) => ({ ...interval, reports: [] }));
  return { ...dossier, evidence: { ...evidence, intervals } };
}
