import { type AssetUnits, isEmpty, type Rates, stakeValue } from "./stake.ts";

export const STATUSES = ["EXITED", "SLASHED", "LEAVING", "PENDING", "INACTIVE", "DEGRADED", "ACTIVE"] as const;
export type Status = (typeof STATUSES)[number];

export const STATUS_REASONS = [
  "EVERYTHING_WITHDRAWN",
  "SLASH_COOLDOWN",
  "STAKE_BELOW_MINIMUM_AFTER_SLASH",
  "EVERYTHING_UNBONDING",
  "NEVER_STAKED",
  "MINIMUM_STAKE_NEVER_MET",
  "STAKE_BELOW_MINIMUM",
  "STAKE_SUFFICIENT",
] as const;
export type StatusReason = (typeof STATUS_REASONS)[number];

/** What the chain says of an operator, as far as its status depends on it. */
export interface StatusFacts {
  readonly active: AssetUnits;
  readonly unbonding: AssetUnits;
  readonly rates: Rates;
  /** The operator's own commitment, wei. */
  readonly minStake: bigint;
  /** The registry's minimum, wei. */
  readonly protocolMinStake: bigint;
  readonly everStaked: boolean;
  /** Whether the registry ever called it Active: the minimum stake was met once. */
  readonly everActive: boolean;
  /** Unix seconds; 0 when no executed slash is in force. */
  readonly slashedUntil: number;
}

export interface StatusVerdict {
  readonly status: Status;
  readonly reasons: readonly StatusReason[];
  /** When time alone changes the verdict, Unix seconds; null if it does not. */
  readonly nextChangeAt: number | null;
}

/** The stake an operator must keep active: the larger of its own commitment and the registry's minimum, wei. */
export function requiredStake(facts: Pick<StatusFacts, "minStake" | "protocolMinStake">): bigint {
  return facts.minStake > facts.protocolMinStake ? facts.minStake : facts.protocolMinStake;
}

/**
 * An operator's status as far as the chain alone decides it. The first that applies, in the order of `STATUSES`;
 * DEGRADED needs measurements and is never answered here.
 *
 * @param now Unix seconds
 */
export function statusOf(facts: StatusFacts, now: number): StatusVerdict {
  const nothingActive = isEmpty(facts.active);
  if (facts.everStaked && nothingActive && isEmpty(facts.unbonding)) return settled("EXITED", "EVERYTHING_WITHDRAWN");

  const enough = stakeValue(facts.active, facts.rates) >= requiredStake(facts);
  if (facts.slashedUntil > 0) {
    const reasons: StatusReason[] = [];
    if (now <= facts.slashedUntil) reasons.push("SLASH_COOLDOWN");
    if (!enough) reasons.push("STAKE_BELOW_MINIMUM_AFTER_SLASH");
    if (reasons.length > 0) {
      return { status: "SLASHED", reasons, nextChangeAt: now <= facts.slashedUntil ? facts.slashedUntil + 1 : null };
    }
  }
  if (nothingActive && !isEmpty(facts.unbonding)) return settled("LEAVING", "EVERYTHING_UNBONDING");
  if (enough) return settled("ACTIVE", "STAKE_SUFFICIENT");
  if (facts.everActive) return settled("INACTIVE", "STAKE_BELOW_MINIMUM");
  return settled("PENDING", facts.everStaked ? "MINIMUM_STAKE_NEVER_MET" : "NEVER_STAKED");
}

function settled(status: Status, reason: StatusReason): StatusVerdict {
  return { status, reasons: [reason], nextChangeAt: null };
}
