import type { SlashRow } from "../loaders/slashes.ts";

type StepKind =
  | "PROPOSED"
  | "APPROVED"
  | "DISPUTED"
  | "RESOLVED"
  | "EXECUTED"
  | "CANCELLED"
  | "EXPIRED"
  | "BOND_SETTLED";

export interface SlashStep {
  readonly kind: StepKind;
  /** Unix seconds. */
  readonly at: number;
  readonly by: string | null;
  readonly transaction: string;
}

/** The steps a slash has gone through, oldest first; steps of one block keep the order of their kinds. */
export function timelineOf(slash: SlashRow): SlashStep[] {
  const steps = [
    step("PROPOSED", slash.proposedAt, slash.proposer, slash.proposedTransaction),
    step("APPROVED", slash.approvedAt, slash.approver, slash.approvedTransaction),
    step("DISPUTED", slash.disputedAt, slash.disputer, slash.disputedTransaction),
    step("RESOLVED", slash.resolvedAt, slash.resolver, slash.resolvedTransaction),
    step("EXECUTED", slash.executedAt, slash.executor, slash.executedTransaction),
    step("CANCELLED", slash.cancelledAt, slash.cancelledBy, slash.cancelledTransaction),
    step("EXPIRED", slash.expiredAt, null, slash.expiredTransaction),
    step("BOND_SETTLED", slash.bondSettledAt, slash.bondRecipient, slash.bondSettledTransaction),
  ];
  return steps.filter((found) => found !== null).sort((a, b) => a.at - b.at);
}

function step(kind: StepKind, at: number | null, by: string | null, transaction: string | null): SlashStep | null {
  return at === null || transaction === null ? null : { kind, at, by, transaction };
}
