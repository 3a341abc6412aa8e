/** Why something that the keeper could do is not done now. */
import type { IntentKind } from "./intent.ts";

export const HOLDS = [
  /** The keepers' kill-switch is on. */
  "PAUSED",
  /** The registry is paused for it. */
  "REGISTRY_PAUSED",
  /** Another slash of the operator for the same type is too recent. */
  "COOLDOWN",
  /** The registry takes no more of the operator within its rolling period. */
  "ROLLING_CAP",
  /** It was not measured well enough. */
  "LOW_CONFIDENCE",
  /** By what is known now it may not take what it says. */
  "REVIEW",
  /** The operator has nothing that a slash could take. */
  "NOTHING_STAKED",
  /** Governance has to approve it. */
  "APPROVAL",
  /** It is disputed, and can still be decided. */
  "DISPUTED",
  /** It can still be disputed. */
  "WINDOW",
  /** The chain's clock has not come to it. */
  "NOT_YET",
  /** The API and the chain do not say the same yet. */
  "UNSETTLED",
] as const;
export type HoldCode = (typeof HOLDS)[number];

export interface Hold {
  readonly kind: IntentKind;
  /** The key of the intent that is not made; of scores, `scores/<operator>`. */
  readonly key: string;
  /** For people: what it is about. */
  readonly about: string;
  readonly code: HoldCode;
  /** Until when at least, Unix seconds; null if that is not known. */
  readonly until: number | null;
}
