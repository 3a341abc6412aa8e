/** Whether a slash on the chain, or one about to be proposed, agrees with what was assessed and with what is known by now. Pure. */

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
