import { type Breach, type Judgement, openBreaches } from "./judgement.ts";
import { type AssetUnits, isEmpty, type Rates, stakeValue } from "./stake.ts";
import type { TimeRules } from "./window.ts";

export const STATUSES = ["EXITED", "SLASHED", "LEAVING", "PENDING", "INACTIVE", "DEGRADED", "ACTIVE"] as const;
export type Status = (typeof STATUSES)[number];

export const STATUS_REASONS = [
  "EVERYTHING_WITHDRAWN",
  "SLASH_COOLDOWN",
  "STAKE_BELOW_MINIMUM_AFTER_SLASH",
  "EVERYTHING_UNBONDING",
  "NEVER_STAKED",
  "MINIMUM_STAKE_NEVER_MET",
  "INITIAL_CHECK_NOT_PASSED",
  "STAKE_BELOW_MINIMUM",
  "NOTHING_MEASURED",
  "SUCCESS_RATE_BREACH",
  "LATENCY_BREACH",
  "THROUGHPUT_BREACH",
  "UPTIME_BREACH",
  "STAKE_SUFFICIENT",
] as const;
export type StatusReason = (typeof STATUS_REASONS)[number];

/** What measurements say of an operator, as far as its status depends on it. */
export interface MeasuredFacts {
  /** When the initial check was passed, Unix seconds; null if never. */
  readonly initialCheckAt: number | null;
  /** End of the newest interval with a measurement, Unix seconds. */
  readonly measuredUntil: number;
  readonly openBreaches: readonly Breach[];
}

/** What an evaluation says of an operator; null if it was never measured. */
export function measuredFactsOf(
  evaluation: { readonly judgement: Judgement; readonly measuredUntil: number } | null,
): MeasuredFacts | null {
  if (evaluation === null) return null;
  const { judgement, measuredUntil } = evaluation;
  return {
    initialCheckAt: judgement.initialCheckAt,
    measuredUntil,
    openBreaches: openBreaches(judgement).map(({ breach }) => breach),
  };
}

/** What an operator's status depends on. */
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
  /** Null if it was never measured. */
  readonly measured: MeasuredFacts | null;
  readonly time: TimeRules;
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
 * An operator's status: the first that applies, in the order of `STATUSES`.
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
  return pendingVerdict(facts, enough) ?? measuredVerdict(facts, enough, now);
}

/** Both conditions latch: they are not asked again once they were met. */
function pendingVerdict(facts: StatusFacts, enough: boolean): StatusVerdict | null {
  const reasons: StatusReason[] = [];
  if (!enough && !facts.everActive) reasons.push(facts.everStaked ? "MINIMUM_STAKE_NEVER_MET" : "NEVER_STAKED");
  if ((facts.measured?.initialCheckAt ?? null) === null) reasons.push("INITIAL_CHECK_NOT_PASSED");
  return reasons.length > 0 ? settled("PENDING", ...reasons) : null;
}

function measuredVerdict(facts: StatusFacts, enough: boolean, now: number): StatusVerdict {
  const { measured, time } = facts;
  if (!enough) return settled("INACTIVE", "STAKE_BELOW_MINIMUM");
  const silentAt = (measured?.measuredUntil ?? 0) + time.silentAfterIntervals * time.intervalSeconds;
  if (measured === null || now >= silentAt) return settled("INACTIVE", "NOTHING_MEASURED");
  const breaches = measured.openBreaches.map((breach) => BREACH_REASON[breach]);
  return breaches.length > 0
    ? { status: "DEGRADED", reasons: breaches, nextChangeAt: silentAt }
    : { status: "ACTIVE", reasons: ["STAKE_SUFFICIENT"], nextChangeAt: silentAt };
}

const BREACH_REASON: Readonly<Record<Breach, StatusReason>> = {
  SUCCESS_RATE: "SUCCESS_RATE_BREACH",
  LATENCY: "LATENCY_BREACH",
  THROUGHPUT: "THROUGHPUT_BREACH",
  UPTIME: "UPTIME_BREACH",
};

function settled(status: Status, ...reasons: StatusReason[]): StatusVerdict {
  return { status, reasons, nextChangeAt: null };
}
