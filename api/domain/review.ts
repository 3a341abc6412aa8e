/** Whether a slash on the chain, or one about to be proposed, agrees with what was assessed and with what is known by now. Pure. */
import type { ReadDossier } from "./review-dossier.ts";
import type { Recomputation, Recount } from "./review-recount.ts";
import type { Violation, ViolationSeverity } from "./violation.ts";
import { percentOfBps } from "./watch-facts.ts";
import type { Confidence } from "./window.ts";

export const REVIEW_FINDINGS = [
  /** Nothing was assessed under its incident key. */
  "UNKNOWN_INCIDENT",
  /** Its evidence is not the dossier of what was assessed. */
  "OTHER_EVIDENCE",
  /** It takes more than was assessed. */
  "TOO_LARGE",
  /** It names another type, severity or period. */
  "OTHER_TERMS",
  /** What was assessed was not known well enough for an automatic slash. */
  "LOW_CONFIDENCE",
  /** Recomputed from its own dossier, the charge is smaller. */
  "WRONG_ARITHMETIC",
  /** Measurements that came later, or maintenance, leave less to be charged. */
  "LATER_DATA",
] as const;
export type ReviewFindingKind = (typeof REVIEW_FINDINGS)[number];

export interface ReviewFinding {
  readonly kind: ReviewFindingKind;
  /** For people: one line, with the figures. */
  readonly message: string;
}

/** A slash as it was proposed. */
export interface ProposedSlash {
  /** Lowercase address. */
  readonly operator: string;
  /** By the registry's names: more than violations have. */
  readonly violationType: string;
  readonly severity: string;
  /** Unix seconds. */
  readonly faultStart: number;
  readonly faultEnd: number;
  /** Of the stake, after any dispute. */
  readonly bps: number;
  readonly evidenceHash: string;
}

/** What was assessed under a slash's incident key, as it is stored. */
export interface AssessedTerms {
  readonly violationId: string;
  readonly slice: number;
  readonly operator: string;
  /** Unix seconds. */
  readonly startAt: number;
  readonly endAt: number;
  readonly bps: number;
  /** Wei. */
  readonly amount: bigint;
  readonly severity: ViolationSeverity;
  readonly confidence: Confidence;
  readonly evidenceHash: string;
}

/** Its dossier, and what it comes to by its own words. */
export interface ReviewedDossier {
  /** keccak256 of the stored text. */
  readonly hash: string;
  /** Null if it is no dossier. */
  readonly read: ReadDossier | null;
  readonly recomputed: Recomputation | null;
}

export interface ReviewFacts {
  /** Null for a slice of which no slash was proposed yet. */
  readonly proposed: ProposedSlash | null;
  /** Null if nothing was assessed under the incident key. */
  readonly assessed: AssessedTerms | null;
  readonly dossier: ReviewedDossier | null;
  /** By what is known now; null for an incident, which nothing measures. */
  readonly later: Recount | null;
}

export interface Review {
  readonly findings: readonly ReviewFinding[];
  /** What remains justified, of the stake: never more than was assessed, or proposed. */
  readonly basisPoints: number;
}

/** What speaks against a slash. In the order of `REVIEW_FINDINGS`; none if it agrees with all that is known. */
export function reviewSlash(facts: ReviewFacts): Review {
  const { proposed, assessed, dossier } = facts;
  if (assessed === null || dossier === null) return unjustified("Nothing was assessed under its incident key.");
  if (proposed !== null && proposed.operator !== assessed.operator) {
    return unjustified(`What was assessed under its incident key is of another operator, ${assessed.operator}.`);
  }
  const found = [
    otherEvidence(proposed, assessed, dossier),
    tooLarge(proposed, assessed),
    otherTerms(proposed, assessed, dossier),
    lowConfidence(assessed, dossier),
    wrongArithmetic(assessed, dossier),
    laterData(facts.later, assessed, dossier),
  ].filter((one) => one !== null);
  return {
    findings: found.map(({ kind, message }) => ({ kind, message })),
    basisPoints: Math.min(proposed?.bps ?? assessed.bps, assessed.bps, ...found.map(({ atMost }) => atMost)),
  };
}

interface Found extends ReviewFinding {
  /** What it leaves of the slash, basis points. */
  readonly atMost: number;
}

const ALL = Number.POSITIVE_INFINITY;

function unjustified(message: string): Review {
  return { findings: [{ kind: "UNKNOWN_INCIDENT", message }], basisPoints: 0 };
}

function otherEvidence(
  proposed: ProposedSlash | null,
  { evidenceHash, violationId, slice, operator }: AssessedTerms,
  { hash, read }: ReviewedDossier,
): Found | null {
  const found = (message: string): Found => ({ kind: "OTHER_EVIDENCE", message, atMost: 0 });
  if (proposed !== null && proposed.evidenceHash !== evidenceHash) {
    return found(`Its evidence ${proposed.evidenceHash} is not the dossier of what was assessed, ${evidenceHash}.`);
  }
  if (hash !== evidenceHash) return found(`The stored dossier has the hash ${hash}, not ${evidenceHash}.`);
  if (read === null) return null;
  const isOfIt = read.violationId === violationId && read.slice === slice && read.operator === operator;
  return isOfIt ? null : found(`Its dossier is of slice ${read.slice} of the violation ${read.violationId}.`);
}

function tooLarge(proposed: ProposedSlash | null, { bps }: AssessedTerms): Found | null {
  if (proposed === null || proposed.bps <= bps) return null;
  const message = `It takes ${percentOfBps(proposed.bps)} of the stake, but ${percentOfBps(bps)} was assessed.`;
  return { kind: "TOO_LARGE", message, atMost: bps };
}

/** A narrower period, or none of it, harms nobody. */
function otherTerms(
  proposed: ProposedSlash | null,
  { startAt, endAt, severity }: AssessedTerms,
  { read }: ReviewedDossier,
): Found | null {
  if (proposed === null) return null;
  const type: Violation | undefined = read?.type;
  const { violationType, faultStart, faultEnd } = proposed;
  const differences = [
    type === undefined || violationType === type ? null : `the type ${violationType} instead of ${type}`,
    proposed.severity === severity ? null : `the severity ${proposed.severity} instead of ${severity}`,
    faultStart >= startAt && faultEnd <= endAt
      ? null
      : `a fault from ${faultStart} to ${faultEnd} instead of ${startAt} to ${endAt}`,
  ].filter((difference) => difference !== null);
  if (differences.length === 0) return null;
  return { kind: "OTHER_TERMS", message: `It names ${differences.join(", ")}.`, atMost: ALL };
}

function lowConfidence({ confidence }: AssessedTerms, { recomputed }: ReviewedDossier): Found | null {
  const found = (message: string): Found => ({ kind: "LOW_CONFIDENCE", message, atMost: 0 });
  if (confidence === "LOW") return found("What was assessed was not measured well enough for an automatic slash.");
  return recomputed?.confidence === "LOW"
    ? found("By its own dossier it was not measured well enough for an automatic slash.")
    : null;
}

function wrongArithmetic({ bps, amount }: AssessedTerms, { recomputed }: ReviewedDossier): Found | null {
  if (recomputed === null) return { kind: "WRONG_ARITHMETIC", message: "Its dossier cannot be read.", atMost: 0 };
  const { assessment, faults } = recomputed;
  if (assessment.bps >= bps && assessment.amount >= amount) return null;
  const sums = `Recomputed from its dossier, it is ${percentOfBps(assessment.bps)} of the stake (${assessment.amount} wei), not ${percentOfBps(bps)} (${amount} wei).`;
  return { kind: "WRONG_ARITHMETIC", message: [sums, ...faults].join(" "), atMost: assessment.bps };
}

function laterData(later: Recount | null, { bps }: AssessedTerms, { read, recomputed }: ReviewedDossier): Found | null {
  if (later === null || read === null || recomputed === null) return null;
  if (later.assessment.bps >= Math.min(bps, recomputed.assessment.bps)) return null;
  const [before, now] = [recomputed.intervals.length, later.intervals.length];
  const message = `By what is known now, ${now} of the ${before} intervals that were counted still count: ${percentOfBps(later.assessment.bps)} of the stake, not ${percentOfBps(bps)}.`;
  return { kind: "LATER_DATA", message, atMost: later.assessment.bps };
}
