/**
 * The numbers behind every opinion, in one place. A change of any of them is a new `POLICY_VERSION`; it is stored
 * beside every computed value, so that a value can be told from one computed under other rules.
 */
import type { ViolationSeverity } from "./violation.ts";

/** 1 ETH in wei. */
export const ETH = 10n ** 18n;

/** Denominator of basis points. */
export const BPS = 10_000n;

/** Fixed-point one of rates: the ETH value of 1e18 units. */
export const RATE_ONE = 10n ** 18n;

export const POLICY_VERSION = 5;

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

/** The windows that metrics are summed over. All but the month roll: they end with the last interval that has ended. */
export const WINDOWS = ["HOUR", "DAY", "WEEK", "MONTH"] as const;
export type WindowName = (typeof WINDOWS)[number];

/**
 * Durations of everything that is measured. domain.md speaks of minutes: one interval is a minute in production. All
 * other durations count intervals, so that a profile with a shorter interval is the same rules in fast motion.
 */
export interface TimePolicy {
  /** Seconds of one interval, the unit of a sample. */
  readonly intervalSeconds: number;
  /** Intervals of a partial sum: an "hour" and a "day". Both are aligned to the epoch. */
  readonly hourIntervals: number;
  readonly dayIntervals: number;
  /** Intervals of the rolling windows. */
  readonly windowIntervals: Readonly<Record<Exclude<WindowName, "MONTH">, number>>;
  /** Seconds of the "calendar month": null for the UTC month, else periods of this length aligned to the epoch. */
  readonly monthSeconds: number | null;
  /** Intervals of the window that replaces the month until enough of it is measured. */
  readonly trailingMonthIntervals: number;
  /** How much of a month must be measured before it speaks for itself, basis points. */
  readonly monthCoverageBps: number;
  /** Intervals after its end when an interval closes. */
  readonly closeAfterIntervals: number;
  /** Intervals without any measurement after which an operator is silent. */
  readonly silentAfterIntervals: number;
  /** Intervals of the initial check. */
  readonly initialCheckIntervals: number;
  /** How far in the future an interval may begin, and how long ago, in intervals. */
  readonly maxFutureIntervals: number;
  readonly maxPastIntervals: number;
}

/** What is promised of a measured operator. Rates are in basis points, so that they compare as integers. */
export interface TargetPolicy {
  /** A success rate below this breaches. */
  readonly successBps: number;
  /** Requests a month: the target, which scores in full, and what breaches. */
  readonly throughput: number;
  readonly throughputBreach: number;
  /** Uptime below this breaches, basis points. */
  readonly uptimeBps: number;
  /** Intervals for which uptime must be too low before the breach is open. */
  readonly uptimeBreachIntervals: number;
  /** Bad intervals after which a breach opens, before the tier's grace; good ones after which it closes. */
  readonly successBreachIntervals: number;
  readonly latencyBreachIntervals: number;
  readonly breachCloseIntervals: number;
  /** Closed intervals that must breach together with the rolling window for an interval to be bad. */
  readonly trailingIntervals: number;
  /** p95 of the initial check, milliseconds. */
  readonly initialLatencyMs: number;
}

/** Weights in percent; they add up to 100. Latency scores 100 up to `latencyFullMs`, then loses a point each `latencyStepMs`. */
export interface ScorePolicy {
  readonly successWeight: number;
  readonly latencyWeight: number;
  readonly throughputWeight: number;
  readonly uptimeWeight: number;
  readonly latencyFullMs: number;
  readonly latencyStepMs: number;
}

/** When a figure is trusted enough to act on it by itself. */
export interface ConfidencePolicy {
  /** Measured of expected seconds, basis points. */
  readonly coverageBps: number;
  /** Independent reporters that must have measured, and for how much of the measured time, basis points. */
  readonly reporters: number;
  readonly corroboratedBps: number;
  /** How far off the consensus a report may be: success and uptime in basis points of a rate, p95 and requests of the value. */
  readonly rateToleranceBps: number;
  readonly valueToleranceBps: number;
  /** Closed intervals in a row that a reporter must be off to disagree. */
  readonly disagreementIntervals: number;
}

/** When an operator counts as down, and what that costs. */
export interface OutagePolicy {
  /** An interval counts in which a service is down for at least this share of it in all its regions, basis points. */
  readonly downBps: number;
  /** Outage intervals that are not charged. With the next one the violation opens. */
  readonly graceIntervals: number;
  /** Intervals up in a row that end an outage. */
  readonly endIntervals: number;
}

/** What a violation costs, in basis points of the stake snapshot: domain.md, "Violations and slash assessment". */
export interface SlashPolicy {
  /** For each outage interval beyond the grace. */
  readonly downtimeBps: number;
  /** For each confirmed incident. */
  readonly badDataBps: number;
  readonly misbehaviorBps: number;
  /** For each started `performanceIntervals` of bad ones. */
  readonly performanceBps: number;
  readonly performanceIntervals: number;
  /** The most for one assessment, and for all within `capIntervals`. */
  readonly capBps: number;
  readonly capIntervals: number;
  /** An open violation is assessed at its end and each time so many intervals have passed. */
  readonly sliceIntervals: number;
  /** From how many basis points on, before the tier's multiplier, a severity begins. */
  readonly mediumBps: number;
  readonly highBps: number;
  readonly criticalBps: number;
}

/** Announced maintenance suspends DOWNTIME and PERFORMANCE_THRESHOLD. */
export interface MaintenancePolicy {
  /** The most within any `weekIntervals`. */
  readonly maxIntervals: number;
  readonly weekIntervals: number;
  /** How long ahead it has to be announced. */
  readonly noticeIntervals: number;
}

/** When the keeper writes a score to the chain. */
export interface PublishingPolicy {
  /** By how much it must have moved since the last one, score x 100. */
  readonly scoreMove: number;
  /** After so many intervals it is written anew, moved or not. */
  readonly scoreIntervals: number;
}

/** What an operator's past is worth: domain.md, "Reputation". Half-lives are in intervals. */
export interface ReputationPolicy {
  /** Best of the scale. Each point of the hourly score that counts is a hundredth of it. */
  readonly maximum: number;
  /** The score x 100 that everybody is taken to have had for so many fully measured hours, just now. */
  readonly priorScore: number;
  readonly priorHours: number;
  readonly scoreHalfLife: number;
  readonly boost: Readonly<Record<Tier, number>>;
  /** For a slash of the whole stake; of a part the same part. */
  readonly slashCost: number;
  readonly slashHalfLife: number;
  readonly violationCost: Readonly<Record<ViolationSeverity, number>>;
  readonly violationHalfLife: number;
  /** For each time that the operator's own reports disagreed with the consensus. */
  readonly disagreementCost: number;
  readonly disagreementHalfLife: number;
  /** After so many half-lives nothing counts any more: see `HourSums`. */
  readonly horizonHalfLives: number;
}

/** When all operators are ranked, and how many of those rankings can still be paged through. */
export interface RankingPolicy {
  /** Intervals between snapshots. */
  readonly snapshotIntervals: number;
  readonly keptSnapshots: number;
}

/** Whom requests are routed to: domain.md, "Routing". */
export interface RoutingPolicy {
  /** A received interval with a lower success rate is bad, basis points. */
  readonly successBps: number;
  /** Bad received intervals in a row that open a circuit; good ones that close it. */
  readonly openIntervals: number;
  readonly closeIntervals: number;
  /** Intervals after which an open circuit is half open. */
  readonly halfOpenIntervals: number;
  /** What is left of the weight while it is half open, basis points. */
  readonly halfOpenBps: number;
  /** A score x 100 below this opens the circuit. */
  readonly minScore: number;
  /** What a score without confidence counts, basis points. */
  readonly lowConfidenceBps: number;
}

/** When another node of an operator takes over. */
export interface FailoverPolicy {
  /** Intervals without a heartbeat after which a node is taken for dead. */
  readonly deadIntervals: number;
  /** Intervals for which a better node must have lived without a gap before it serves again. */
  readonly backIntervals: number;
}

/** When alerts fire, and at which other level they resolve. */
export interface AlertPolicy {
  /** Received outage intervals in a row for OPERATOR_OFFLINE. */
  readonly offlineIntervals: number;
  /** Intervals without a measurement after which MISSED_REPORTS is pending; it fires when the operator counts as silent. */
  readonly missedIntervals: number;
  /** A score x 100 below the first fires SCORE_LOW, one at or above the second resolves it. */
  readonly scoreLow: number;
  readonly scoreLowClear: number;
  /** A drop of the score x 100 within `scoreDropIntervals` that fires SCORE_DROPPED, and one that is not a drop any more. */
  readonly scoreDrop: number;
  readonly scoreDropClear: number;
  readonly scoreDropIntervals: number;
  /** REPUTATION_CHANGED tells when one of these is crossed, ascending; upwards by so much more, so that it does not flap. */
  readonly reputationLevels: readonly number[];
  readonly reputationMargin: number;
  /** SLASHING_RISK fires from this share of what opens a violation on, basis points. */
  readonly riskBps: number;
  /** Intervals after which what merely happened (a tier changed, a slash was executed) resolves by itself. */
  readonly noticeIntervals: number;
  /** Age of the recorded wstETH rate at which RATE_STALE fires, and below which it resolves, seconds. */
  readonly rateStaleSeconds: number;
  readonly rateFreshSeconds: number;
}

export const PROFILES = ["production", "devnet"] as const;
export type ProfileName = (typeof PROFILES)[number];

export interface Policy {
  readonly version: number;
  readonly profile: ProfileName;
  readonly time: TimePolicy;
  readonly targets: TargetPolicy;
  readonly score: ScorePolicy;
  readonly confidence: ConfidencePolicy;
  readonly outage: OutagePolicy;
  readonly slash: SlashPolicy;
  readonly maintenance: MaintenancePolicy;
  readonly alerts: AlertPolicy;
  readonly publishing: PublishingPolicy;
  readonly reputation: ReputationPolicy;
  readonly ranking: RankingPolicy;
  readonly routing: RoutingPolicy;
  readonly failover: FailoverPolicy;
  /** Ascending by `minValue`, starting at 0, so that every value has a tier. */
  readonly tiers: readonly TierPolicy[];
}

/**
 * Tier bounds are the seeds' (1-10, 10-100, 100+ ETH); priorities, discounts, latency thresholds and grace settle their
 * "higher routing priority, lower slashing risk, better performance thresholds".
 */
export const POLICY: Policy = {
  version: POLICY_VERSION,
  profile: "production",
  time: {
    intervalSeconds: 60,
    hourIntervals: 60,
    dayIntervals: 1_440,
    windowIntervals: { HOUR: 60, DAY: 1_440, WEEK: 10_080 },
    monthSeconds: null,
    trailingMonthIntervals: 43_200,
    monthCoverageBps: 1_000,
    closeAfterIntervals: 15,
    silentAfterIntervals: 15,
    initialCheckIntervals: 60,
    maxFutureIntervals: 2,
    maxPastIntervals: 10_080,
  },
  targets: {
    successBps: 9_900,
    throughput: 13_000_000_000,
    throughputBreach: 10_000_000_000,
    uptimeBps: 9_990,
    uptimeBreachIntervals: 1_440,
    successBreachIntervals: 60,
    latencyBreachIntervals: 30,
    breachCloseIntervals: 10,
    trailingIntervals: 10,
    initialLatencyMs: 250,
  },
  score: {
    successWeight: 40,
    latencyWeight: 30,
    throughputWeight: 20,
    uptimeWeight: 10,
    latencyFullMs: 250,
    latencyStepMs: 10,
  },
  confidence: {
    coverageBps: 9_500,
    reporters: 2,
    corroboratedBps: 9_500,
    rateToleranceBps: 100,
    valueToleranceBps: 1_000,
    disagreementIntervals: 3,
  },
  outage: { downBps: 5_000, graceIntervals: 60, endIntervals: 5 },
  slash: {
    downtimeBps: 100,
    badDataBps: 500,
    misbehaviorBps: 1_000,
    performanceBps: 200,
    performanceIntervals: 60,
    capBps: 5_000,
    capIntervals: 43_200,
    sliceIntervals: 1_440,
    mediumBps: 200,
    highBps: 500,
    criticalBps: 1_000,
  },
  maintenance: { maxIntervals: 120, weekIntervals: 10_080, noticeIntervals: 1_440 },
  alerts: {
    offlineIntervals: 3,
    missedIntervals: 5,
    scoreLow: 9_000,
    scoreLowClear: 9_200,
    scoreDrop: 1_000,
    scoreDropClear: 500,
    scoreDropIntervals: 60,
    reputationLevels: [250, 500, 750, 900],
    reputationMargin: 10,
    riskBps: 5_000,
    noticeIntervals: 1_440,
    rateStaleSeconds: 26 * 3_600,
    rateFreshSeconds: 25 * 3_600,
  },
  // A point is what the seeds' bands are told apart by; six hours are four scores a day.
  publishing: { scoreMove: 100, scoreIntervals: 360 },
  reputation: {
    maximum: 1_000,
    priorScore: 5_000,
    priorHours: 24,
    scoreHalfLife: 20_160,
    boost: { NONE: 0, TIER_1: 10, TIER_2: 25, TIER_3: 50 },
    slashCost: 1_000,
    slashHalfLife: 129_600,
    violationCost: { LOW: 2, MEDIUM: 5, HIGH: 15, CRITICAL: 40 },
    violationHalfLife: 43_200,
    disagreementCost: 5,
    disagreementHalfLife: 43_200,
    horizonHalfLives: 16,
  },
  // Scores are stored each hour, so reputations have news as often. Three: whoever pages has two hours to come to the end.
  ranking: { snapshotIntervals: 60, keptSnapshots: 3 },
  routing: {
    successBps: 9_500,
    openIntervals: 3,
    closeIntervals: 3,
    halfOpenIntervals: 5,
    halfOpenBps: 1_000,
    minScore: 6_000,
    lowConfidenceBps: 5_000,
  },
  // Heartbeats come each interval: one may get lost.
  failover: { deadIntervals: 3, backIntervals: 5 },
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

/** Intervals of a second instead of a minute: the whole loop can be watched. A month is half a UTC day. */
const DEVNET_POLICY: Policy = {
  ...POLICY,
  profile: "devnet",
  time: { ...POLICY.time, intervalSeconds: 1, monthSeconds: 43_200 },
};

/** The rules of a profile. */
export function policyOf(profile: ProfileName): Policy {
  return profile === "devnet" ? DEVNET_POLICY : POLICY;
}
