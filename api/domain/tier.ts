import { BPS, type Policy, type Tier, type TierPolicy } from "./policy.ts";

/** The terms an active stake of `value` wei of ETH earns; a boundary belongs to the higher tier. */
export function tierPolicyOf(value: bigint, policy: Policy): TierPolicy {
  let found: TierPolicy | undefined;
  for (const tier of policy.tiers) {
    if (value >= tier.minValue) found = tier;
  }
  if (found === undefined) throw new RangeError(`a stake value is not negative: ${value}`);
  return found;
}

/**
 * The tier of an active stake worth `value` wei of ETH.
 *
 * @example tierOf(10n * ETH, POLICY) // "TIER_2"
 */
export function tierOf(value: bigint, policy: Policy): Tier {
  return tierPolicyOf(value, policy).tier;
}

export interface TierProgress {
  readonly tier: Tier;
  /** Null at the top. */
  readonly next: Tier | null;
  /** Wei of ETH value still missing for `next`; 0 at the top. */
  readonly missing: bigint;
  /** How far between the bounds of `tier` and `next`, basis points 0..9_999; 10_000 at the top. */
  readonly progressBps: number;
}

/**
 * How far a stake is from the next tier.
 *
 * @example tierProgress(55n * ETH, POLICY) // { tier: "TIER_2", next: "TIER_3", missing: 45n * ETH, progressBps: 5_000 }
 */
export function tierProgress(value: bigint, policy: Policy): TierProgress {
  const current = tierPolicyOf(value, policy);
  const next = policy.tiers.find((tier) => tier.minValue > value);
  if (next === undefined) return { tier: current.tier, next: null, missing: 0n, progressBps: Number(BPS) };
  const done = ((value - current.minValue) * BPS) / (next.minValue - current.minValue);
  return { tier: current.tier, next: next.tier, missing: next.minValue - value, progressBps: Number(done) };
}
