/** Slices as they are stored, and reviews of what was proposed for them, with a dossier that a test may have changed. */
import { assessSlice, type SliceFacts } from "../../../../api/domain/dossier.ts";
import { policyOf } from "../../../../api/domain/policy.ts";
import { type AssessedTerms, type ProposedSlash, type Review, reviewSlash } from "../../../../api/domain/review.ts";
import { type ReadDossier, readDossier } from "../../../../api/domain/review-dossier.ts";
import { recomputeDossier, recountDossier } from "../../../../api/domain/review-recount.ts";
import { START, sliceFacts } from "./slices.ts";

const POLICY = policyOf("production");
export const HASH = `0x${"ab".repeat(32)}`;

/** What is stored of an assessed slice. */
export function stored(told: Partial<SliceFacts> = {}): { readonly terms: AssessedTerms; readonly text: string } {
  const facts = sliceFacts(told);
  const { assessment, confidence, dossier } = assessSlice(facts, POLICY);
  const { violationId, slice, operator, period } = facts;
  const { bps, amount, severity } = assessment;
  const place = { violationId, slice, operator, startAt: period.start, endAt: period.end };
  return { terms: { ...place, bps, amount, severity, confidence, evidenceHash: HASH }, text: JSON.stringify(dossier) };
}

/** A slash as the keeper proposes it. */
export function proposal(terms: AssessedTerms, told: Partial<ProposedSlash> = {}): ProposedSlash {
  const { operator, startAt, endAt, bps, severity, evidenceHash } = terms;
  const named = { operator, violationType: "DOWNTIME", severity, faultStart: startAt, faultEnd: endAt };
  return { ...named, bps, evidenceHash, ...told };
}

export interface Told {
  readonly slice?: Partial<SliceFacts>;
  /** What the row beside the dossier says instead. */
  readonly terms?: Partial<AssessedTerms>;
  /** Null: none was proposed. */
  readonly proposed?: Partial<ProposedSlash> | null;
  readonly hash?: string;
  /** Changes the dossier's text. */
  readonly edit?: (text: string) => string;
  /** Minutes since the start that count no more by what is known now. */
  readonly noLonger?: readonly number[];
}

export function reviewed({ slice, terms, proposed = {}, hash = HASH, edit = (text) => text, noLonger }: Told): Review {
  const found = stored(slice);
  const assessed = { ...found.terms, ...terms };
  const read = readDossier(edit(found.text));
  const recomputed = read === null ? null : recomputeDossier(read, POLICY);
  const still = (at: number) => !(noLonger ?? []).includes((at - START) / 60);
  const later =
    read === null || recomputed === null || noLonger === undefined
      ? null
      : recountDossier(read, recomputed, still, POLICY);
  return reviewSlash({
    proposed: proposed === null ? null : proposal(found.terms, proposed),
    assessed,
    dossier: { hash, read, recomputed },
    later,
  });
}

/** The kinds that were found, and what remains. */
export function verdict({ findings, basisPoints }: Review): string {
  return [...findings.map(({ kind }) => kind), basisPoints].join(" ");
}

export function readOf(text: string): ReadDossier {
  const read = readDossier(text);
  if (read === null) throw new Error("not a dossier");
  return read;
}
