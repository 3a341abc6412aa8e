/** What is said of a slash that does not agree with what is known. Pure. */
import type { AlertSignal } from "./alert.ts";
import type { ReviewFinding } from "./review.ts";

export interface Drafted {
  /** Lowercase address. */
  readonly operator: string;
  /** Decimal. */
  readonly slashId: string;
  readonly incidentKey: string;
  readonly evidenceHash: string;
  readonly findings: readonly ReviewFinding[];
}

/** A slash has one such alert, however often it is drafted anew. @param slashId decimal */
export function draftedCorrelationId(operator: string, slashId: string): string {
  return `DISPUTE_DRAFTED/${operator}/${slashId}`;
}

export function draftedSignal({ operator, slashId, incidentKey, evidenceHash, findings }: Drafted): AlertSignal {
  const [first] = findings;
  const more = findings.length > 1 ? ` And ${findings.length - 1} more.` : "";
  return {
    ...{ is: "FIRING", kind: "DISPUTE_DRAFTED", severity: "WARNING", finality: null },
    ...{ correlationId: draftedCorrelationId(operator, slashId), operator, subject: slashId },
    message: `A dispute of slash ${slashId} is drafted. ${first?.message ?? ""}${more}`,
    details: { slashId, incidentKey, evidenceHash, findings: findings.map(({ kind }) => kind).join(" ") },
  };
}

/** Whether two reviews found the same, figures and all. */
export function areSameFindings(a: readonly ReviewFinding[], b: readonly ReviewFinding[]): boolean {
  return a.length === b.length && a.every(({ kind, message }, i) => b[i]?.kind === kind && b[i]?.message === message);
}
