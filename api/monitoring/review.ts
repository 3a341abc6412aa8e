/** Reviews of slashes, and of slices that a slash may be proposed for, with all that is known now. */
import { setImmediate as breathe } from "node:timers/promises";
import type pg from "pg";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { type AssessedTerms, type ProposedSlash, type Review, reviewSlash } from "../domain/review.ts";
import { type ReadDossier, readDossier } from "../domain/review-dossier.ts";
import { type Recomputation, type Recount, recomputing, recountDossier } from "../domain/review-recount.ts";
import { keccakAside } from "./keccak-aside.ts";
import { type LaterOptions, loadStillCounts } from "./later-data.ts";
import { type Recomputed, recomputedOnce, withoutReports } from "./review-cache.ts";

/** A review with what it stands on. */
export interface Reviewed extends Review {
  readonly assessed: AssessedTerms | null;
  readonly dossier: ReadDossier | null;
  readonly recomputed: Recomputation | null;
  readonly later: Recount | null;
}

const ASSESSED = {
  name: "din_assessed_slice",
  text: `
    select violation_id as "violationId", slice, operator, start_at as "startAt", end_at as "endAt", bps, amount, severity,
      confidence, evidence_hash as "evidenceHash", encode(sha256(convert_to(dossier, 'UTF8')), 'hex') as digest
    from ${API_SCHEMA}.violation_slice where incident_key = $1`,
  types: columnTypes,
};

const DOSSIER = {
  name: "din_dossier_to_review",
  text: `select dossier from ${API_SCHEMA}.violation_slice where incident_key = $1`,
};

/**
 * Reviews what was assessed under an incident key, and the slash that was proposed for it. It reads one dossier, which may
 * have megabytes, and one such at a time; nobody else waits for it.
 *
 * @param proposed null for a slice of which none was
 */
export async function loadReview(
  client: pg.Pool | pg.ClientBase,
  incidentKey: string,
  proposed: ProposedSlash | null,
  options: LaterOptions,
): Promise<Reviewed> {
  const known = await loadAssessed(client, incidentKey, options);
  if (known === null) {
    const nothing = { assessed: null, dossier: null, later: null };
    return { ...reviewSlash({ proposed, ...nothing }), ...nothing, recomputed: null };
  }
  const { assessed, dossier } = known;
  const { read, recomputed } = dossier;
  const later = read === null || recomputed === null ? null : await recountLater(client, read, recomputed, options);
  return { ...reviewSlash({ proposed, assessed, dossier, later }), assessed, dossier: read, recomputed, later };
}

/** Has its dossier recomputed, so that a review a moment later waits for no others: to be awaited outside of transactions. */
export async function prepareReview(
  client: pg.Pool | pg.ClientBase,
  incidentKey: string,
  options: LaterOptions,
): Promise<void> {
  await loadAssessed(client, incidentKey, options);
}

/** Null if nothing was assessed under the incident key. */
async function loadAssessed(
  client: pg.Pool | pg.ClientBase,
  incidentKey: string,
  options: LaterOptions,
): Promise<{ readonly assessed: AssessedTerms; readonly dossier: Recomputed } | null> {
  const { rows } = await client.query<AssessedTerms & { digest: string }>({ ...ASSESSED, values: [incidentKey] });
  const [row] = rows;
  if (row === undefined) return null;
  const { digest, ...assessed } = row;
  return { assessed, dossier: await recomputedOnce(digest, () => recompute(client, incidentKey, options)) };
}

async function recompute(
  client: pg.Pool | pg.ClientBase,
  incidentKey: string,
  { policy }: LaterOptions,
): Promise<Recomputed> {
  const { rows } = await client.query<{ dossier: string }>({ ...DOSSIER, values: [incidentKey] });
  const text = rows[0]?.dossier ?? "";
  const hash = await keccakAside(text);
  const read = readDossier(text);
  if (read === null) return { hash, read, recomputed: null };
  const steps = recomputing(read, policy);
  let step = steps.next();
  while (!step.done) {
    await breathe();
    step = steps.next();
  }
  return { hash, read: withoutReports(read), recomputed: step.value };
}

/** Null if nothing is known that was not known then. */
async function recountLater(
  client: pg.Pool | pg.ClientBase,
  dossier: ReadDossier,
  recomputed: Recomputation,
  options: LaterOptions,
): Promise<Recount | null> {
  const stillCounts = await loadStillCounts(client, dossier, recomputed.intervals, options);
  return stillCounts === null ? null : recountDossier(dossier, recomputed, stillCounts, options.policy);
}
