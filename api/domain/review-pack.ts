/**
 * What an operator may dispute a slash with, as one plain value: what was proposed, what speaks against it, and the
 * measurements behind that. Its canonical JSON is hashed, and the hash goes on the chain: see docs/disputes.md. So all numbers
 * are integers a double holds exactly; amounts of wei are decimal strings. Pure.
 */
import type { Deviation } from "./consensus.ts";
import { REPORT_COLUMNS } from "./dossier.ts";
import type { AssessedTerms, ProposedSlash, Review } from "./review.ts";
import type { Recomputation, Recount } from "./review-recount.ts";
import type { JudgedReport } from "./slice-facts.ts";
import type { Range } from "./window.ts";

/** A slash as the registry has it, with what nobody compares. */
export interface DisputedSlash extends ProposedSlash {
  /** Decimal. */
  readonly id: string;
  readonly incidentKey: string;
  readonly evidenceUri: string;
  readonly reason: string;
  /** Wei, decimal. */
  readonly snapshotValue: string;
  readonly proposer: string;
  /** Unix seconds. */
  readonly proposedAt: number;
  readonly proposedTransaction: string;
}

/** A report of weight 0: the operator's own, or of a reporter whose word does not count. */
export type OwnSample = JudgedReport & { readonly at: number };

/** A deviation with the cell of the interval it is of. */
export interface PlacedDeviation extends Deviation {
  /** Unix seconds. */
  readonly at: number;
  readonly service: string;
  readonly region: string;
}

/** So many of more: what does not fit is counted. */
export interface Bounded<Row> {
  readonly rows: readonly Row[];
  /** How many there are in all. */
  readonly total: number;
}

export interface PackFacts {
  readonly registry: { readonly chainId: number; readonly address: string };
  readonly slash: DisputedSlash;
  readonly review: Review;
  readonly assessed: AssessedTerms | null;
  readonly recomputed: Recomputation | null;
  readonly later: Recount | null;
  /** What the samples are of, Unix seconds. */
  readonly period: Range;
  readonly ownSamples: Bounded<OwnSample>;
  readonly disagreement: Bounded<PlacedDeviation>;
  /** Unix seconds. */
  readonly draftedAt: number;
}

/** In the order in which a pack lists them; a quotient is its two terms. */
export const DEVIATION_COLUMNS = [
  "at",
  "service",
  "region",
  "reporter",
  "weight",
  "metric",
  "reported",
  "reportedOf",
  "agreed",
  "agreedOf",
] as const;

/** Bytes of rows in a pack: with what else it says it stays under 4 MiB. */
const OWN_SAMPLES_BYTES = 2_500_000;
const DISAGREEMENT_BYTES = 1_000_000;

/** The plain value. A change of its form is a new `version`. */
export function disputePack(facts: PackFacts) {
  const { registry, slash, review, assessed, recomputed, later, period, draftedAt } = facts;
  const own = facts.ownSamples.rows.map(({ at, ...report }) => [at, ...REPORT_COLUMNS.map((column) => report[column])]);
  const deviations = facts.disagreement.rows.map(({ at, service, region, report, metric, reported, agreed }) => [
    ...[at, service, region, report.reporter, report.weight, metric],
    ...[reported.numerator, reported.denominator, agreed.numerator, agreed.denominator],
  ]);
  return {
    version: 1,
    registry: { chainId: registry.chainId, address: registry.address },
    draftedAt,
    slash: { ...slash },
    findings: review.findings.map(({ kind, message }) => ({ kind, message })),
    justifiedBps: review.basisPoints,
    dossier: assessed?.evidenceHash ?? null,
    assessed: assessed === null ? null : { ...assessed, amount: assessed.amount.toString() },
    recomputed: recomputed === null ? null : { ...recountPart(recomputed), faults: [...recomputed.faults] },
    later: later === null ? null : { ...recountPart(later), noLonger: noLonger(recomputed, later) },
    period: { start: period.start, end: period.end },
    ownSamples: { columns: ["at", ...REPORT_COLUMNS], ...fitting(own, facts.ownSamples.total, OWN_SAMPLES_BYTES) },
    disagreement: {
      columns: [...DEVIATION_COLUMNS],
      ...fitting(deviations, facts.disagreement.total, DISAGREEMENT_BYTES),
    },
  };
}

function recountPart({ intervals, charge, assessment }: Recount) {
  return {
    intervals: intervals.length,
    ...charge,
    discountedBps: assessment.discountedBps,
    bps: assessment.bps,
    amount: assessment.amount.toString(),
  };
}

/** Starts of the intervals that the dossier counts and that do not count any more. */
function noLonger(recomputed: Recomputation | null, later: Recount): number[] {
  const left = new Set(later.intervals);
  return (recomputed?.intervals ?? []).filter((at) => !left.has(at));
}

/** The first rows that fit, and how many there are besides. */
function fitting<Row>(rows: readonly Row[], total: number, bytes: number) {
  const fit: Row[] = [];
  let left = bytes;
  for (const row of rows) {
    left -= new TextEncoder().encode(JSON.stringify(row)).length + 1;
    if (left < 0) break;
    fit.push(row);
  }
  return { rows: fit, omitted: total - fit.length };
}
