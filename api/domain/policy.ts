/**
 * The numbers behind every opinion, in one place. A change of any of them is a new `POLICY_VERSION`; it is stored
 * beside every computed value, so that a value can be told from one computed under other rules.
 */

/** 1 ETH in wei. */
export const ETH = 10n ** 18n;

/** Denominator of basis points. */
export const BPS = 10_000n;

/** Fixed-point one of rates: the ETH value of 1e18 units. */
export const RATE_ONE = 10n ** 18n;

export const POLICY_VERSION = 1;

export const TIERS = ["NONE", "TIER_1", "TIER_2", "TIER_3"] as const;
export type Tier = (typeof TIERS)[number];

export interface TierPolicy {
  readonly tier: Tier;
  /** Least ETH value of active stake, wei; a boundary belongs to the higher tier. */
  readonly minValue: bigint;
  /** Higher is preferred by the router; 0 is never routed to. */
  readonly routingPriority: number;
  /** What is charged of an assessed slash, in basis points. Misbehaviour is never discounted. */
  readonly slashMultiplierBps: number;
  /** p95 latency above which a breach may open, milliseconds. */
  readonly latencyThresholdMs: number;
  /** By how much the grace before a breach counts is stretched, in basis points. */
  readonly graceBps: number;
}

export interface Policy {
  readonly version: number;
  /** Ascending by `minValue`, starting at 0, so that every value has a tier. */
  readonly tiers: readonly TierPolicy[];
}

/**
 * Tier bounds are the seeds' (1-10, 10-100, 100+ ETH); priorities, discounts, latency thresholds and grace settle their
 * "higher routing priority, lower slashing risk, better performance thresholds".
 */
export const POLICY: Policy = {
  version: POLICY_VERSION,
  tiers: [
    {
      tier: "NONE",
      minValue: 0n,
      routingPriority: 0,
      slashMultiplierBps: 10_000,
      latencyThresholdMs: 250,
      graceBps: 10_000,
    },
    {
      tier: "TIER_1",
      minValue: 1n * ETH,
      routingPriority: 1,
      slashMultiplierBps: 10_000,
      latencyThresholdMs: 250,
      graceBps: 10_000,
    },
    {
      tier: "TIER_2",
      minValue: 10n * ETH,
      routingPriority: 2,
      slashMultiplierBps: 9_000,
      latencyThresholdMs: 275,
      graceBps: 12_500,
    },
    {
      tier: "TIER_3",
      minValue: 100n * ETH,
      routingPriority: 3,
      slashMultiplierBps: 7_500,
      latencyThresholdMs: 300,
      graceBps: 15_000,
    },
  ],
};
