/**
 * What violations cost: domain.md, "Violations and slash assessment". All of it is integers; the only division is the last
 * step, and it rounds down, in the operator's favour.
 */
import { BPS, type Policy, type SlashPolicy, type Tier } from "./policy.ts";
import type { Violation, ViolationSeverity } from "./violation.ts";

/** What one violation, or a slice of it, is charged, in basis points before the tier's multiplier and the caps. */
export interface Charged {
  readonly violation: Violation;
  readonly bps: number;
}

/** How many performance periods (hours) so many bad intervals have started. @example startedPeriods(61, POLICY) // 2 */
export function startedPeriods(bad: number, { slash }: Pick<Policy, "slash">): number {
  return Math.ceil(bad / slash.performanceIntervals);
}

/** What one unit of a violation costs, basis points: an outage interval, an incident, a started period. */
export function bpsEach(violation: Violation, { slash }: Pick<Policy, "slash">): number {
  return {
    DOWNTIME: slash.downtimeBps,
    BAD_DATA: slash.badDataBps,
    MISBEHAVIOR: slash.misbehaviorBps,
    PERFORMANCE_THRESHOLD: slash.performanceBps,
  }[violation];
}

/**
 * Basis points before the tier's multiplier and the caps.
 *
 * @param count DOWNTIME: outage intervals beyond the grace. PERFORMANCE_THRESHOLD: bad intervals. Else: confirmed incidents.
 * @example chargedBps("DOWNTIME", 12, POLICY) // 1_200
 */
export function chargedBps(violation: Violation, count: number, policy: Pick<Policy, "slash">): number {
  const units = violation === "PERFORMANCE_THRESHOLD" ? startedPeriods(count, policy) : count;
  return units * bpsEach(violation, policy);
}

/** How a slice of a violation comes to its basis points. */
export interface SliceCharge {
  /** Intervals that count against the operator since the violation began, or incidents, this slice's among them. */
  readonly counted: number;
  /** Of these, not charged: the first so many of an outage. */
  readonly grace: number;
  /** Outage intervals, started periods, or incidents that this slice is charged. */
  readonly charged: number;
  /** And those that earlier slices were. */
  readonly chargedBefore: number;
  readonly bpsEach: number;
  /** charged x bpsEach. */
  readonly chargedBps: number;
}

/**
 * The charge of a slice: all that is to be charged up to its end, less what earlier slices charged.
 *
 * @param before intervals counted by earlier slices; 0 for the first, and for an incident
 * @param counted intervals counted in this slice; 1 for an incident
 */
export function sliceCharge(
  violation: Violation,
  { before, counted }: { readonly before: number; readonly counted: number },
  policy: Pick<Policy, "slash" | "outage">,
): SliceCharge {
  const grace = violation === "DOWNTIME" ? policy.outage.graceIntervals : 0;
  const unitsOf = (count: number) => {
    const beyond = Math.max(0, count - grace);
    return violation === "PERFORMANCE_THRESHOLD" ? startedPeriods(beyond, policy) : beyond;
  };
  const chargedBefore = unitsOf(before);
  const charged = unitsOf(before + counted) - chargedBefore;
  const each = bpsEach(violation, policy);
  return { counted: before + counted, grace, charged, chargedBefore, bpsEach: each, chargedBps: charged * each };
}

export interface AssessmentFacts {
  /** ETH value of active and unbonding stake, wei. */
  readonly stakeValue: bigint;
  readonly charges: readonly Charged[];
  /** At opening. */
  readonly tier: Tier;
  /** What was assessed of the operator in the last `capIntervals` already, basis points. */
  readonly alreadyBps: number;
}

export interface Assessment {
  /** The sum of the charges, basis points. */
  readonly chargedBps: number;
  /** The tier's multiplier, basis points. Misbehaviour is never discounted. */
  readonly multiplierBps: number;
  /** After the multiplier, before the caps, rounded down. */
  readonly discountedBps: number;
  /** The most it can be: the cap, or what is left of it. */
  readonly capBps: number;
  /** Whether the cap took something off. */
  readonly capped: boolean;
  /** Of the stake, in the end, rounded down. */
  readonly bps: number;
  /** Wei: exact up to its own rounding down, not computed from `bps`. */
  readonly amount: bigint;
  /** By what was charged, before the multiplier. */
  readonly severity: ViolationSeverity;
}

/**
 * What violations cost together: (all but misbehaviour x the tier's multiplier) + misbehaviour, at most the cap, and at most
 * what is left of it.
 *
 * @example 9 ETH in TIER_1, 12 outage minutes beyond the first 60: 1,200 basis points, 1.08 ETH
 */
export function assess({ stakeValue, charges, tier, alreadyBps }: AssessmentFacts, policy: Policy): Assessment {
  const { slash } = policy;
  const multiplierBps = multiplierOf(tier, policy);
  const sumOf = (misbehaviour: boolean) =>
    charges.reduce((sum, { violation, bps }) => ((violation === "MISBEHAVIOR") === misbehaviour ? sum + bps : sum), 0);
  const [discounted, undiscounted] = [sumOf(false), sumOf(true)];
  // In basis points of basis points: nothing is divided before the stake is multiplied.
  const asked = BigInt(discounted) * BigInt(multiplierBps) + BigInt(undiscounted) * BPS;
  const capBps = Math.max(0, Math.min(slash.capBps, slash.capBps - alreadyBps));
  const most = BigInt(capBps) * BPS;
  const taken = asked < most ? asked : most;
  return {
    chargedBps: discounted + undiscounted,
    multiplierBps,
    discountedBps: Number(asked / BPS),
    capBps,
    capped: asked > most,
    bps: Number(taken / BPS),
    amount: (stakeValue * taken) / (BPS * BPS),
    severity: severityOf(discounted + undiscounted, slash),
  };
}

/** How severe a charge is, before the tier's multiplier. @example severityOf(200, POLICY.slash) // "MEDIUM" */
export function severityOf(bps: number, slash: SlashPolicy): ViolationSeverity {
  if (bps < slash.mediumBps) return "LOW";
  if (bps < slash.highBps) return "MEDIUM";
  return bps < slash.criticalBps ? "HIGH" : "CRITICAL";
}

/** What is charged of an assessed slash in a tier, basis points. */
export function multiplierOf(tier: Tier, { tiers }: Pick<Policy, "tiers">): number {
  return tiers.find((terms) => terms.tier === tier)?.slashMultiplierBps ?? Number(BPS);
}
