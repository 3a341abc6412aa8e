/**
 * The reputation of an operator, 0 to 1000: what its past is worth now. domain.md, "Reputation".
 *
 * 10 x the mean of its hourly scores, the recent ones counting more, and a prior of a neutral day; a boost by tier; less
 * what slashes, violations and disagreements still cost. All decay is by the time that has passed until it is read: nothing
 * decayed is ever stored, so nothing drifts. Integers throughout, rounded once: the same on every machine.
 */
import { decay, WHOLE } from "./decay.ts";
import { type Fraction, roundHalfUp } from "./fraction.ts";
import type { Policy, ReputationPolicy, Tier } from "./policy.ts";
import { VIOLATION_SEVERITIES, type ViolationSeverity } from "./violation.ts";
import { hourStart } from "./window.ts";

/** The score that was stored for an hour. */
export interface HourlyScore {
  /** End of the hour, Unix seconds. */
  readonly at: number;
  /** x 100; null while it was unknown, and then it weighs nothing. */
  readonly value: number | null;
  /** How much of the hour was measured, by others than the operator, basis points. */
  readonly coverageBps: number;
}

/**
 * Hourly scores, weighed as of the last full hour and added up: `weighHours`, or the same in SQL. The hours until the
 * horizon only. That changes the reputation by less than 0.16: what is left out weighs at most 2^-16 / (1 - 2^(-1/336)) =
 * 0.0075 hours beside the 24 of the prior, which moves the mean by less than 0.016 of its 100 points.
 */
export interface HourSums {
  /** Sum of score x 100, coverage in basis points, and weight. */
  readonly scored: bigint;
  /** Sum of coverage in basis points and weight. */
  readonly covered: bigint;
}

/** All that an operator's reputation comes from. Times are Unix seconds; those of the future count as now. */
export interface ReputationFacts {
  readonly hours: HourSums;
  readonly tier: Tier;
  /** Executed ones: when, and what part of the stake snapshot they took, basis points. */
  readonly slashes: readonly { readonly at: number; readonly bps: number }[];
  /** When each opened, and how severe its slices were found. One that was not assessed yet costs nothing yet. */
  readonly violations: readonly { readonly at: number; readonly severities: readonly ViolationSeverity[] }[];
  /** When each of the operator's own reporters began to disagree with the consensus. */
  readonly disagreements: readonly number[];
}

/** Each in points of the reputation x 10,000, rounded half up on its own. */
export interface ReputationComponents {
  readonly performanceE4: number;
  readonly boostE4: number;
  /** What is taken off. */
  readonly slashesE4: number;
  readonly violationsE4: number;
  readonly disagreementsE4: number;
  /** Hours x 10,000 that the measured scores weigh, beside those of the prior. */
  readonly measuredHoursE4: number;
}

export interface Reputation {
  /** 0 to the maximum, rounded half up. */
  readonly value: number;
  readonly components: ReputationComponents;
}

/** An hour's weight is in units of 1 / 2^34: times a score and a coverage, both up to 10,000, it stays below 2^63. */
const WEIGHT_BITS = 34n;
const BPS = 10_000n;
const E4 = 10_000n;

/** What an hour that was fully measured weighs at the moment its weight is whole. */
const FULL_HOUR = BPS << WEIGHT_BITS;

const hourSeconds = ({ time }: Pick<Policy, "time">) => time.hourIntervals * time.intervalSeconds;

/** Seconds after which what has this half-life (in intervals) counts for nothing. */
export function horizonSeconds(halfLife: number, { reputation, time }: Policy): number {
  return reputation.horizonHalfLives * halfLife * time.intervalSeconds;
}

/** The end of the last full hour, which weights are as of. */
export function weighedAt(now: number, { time }: Policy): number {
  return hourStart(now, time);
}

/** The weight of the hour that ended last, and of each one before it, until the horizon. Always the same for a policy. */
export function hourWeights(policy: Policy): readonly bigint[] {
  const known = WEIGHTS.get(policy);
  if (known !== undefined) return known;
  const { scoreHalfLife } = policy.reputation;
  const step = hourSeconds(policy);
  const halfLife = scoreHalfLife * policy.time.intervalSeconds;
  const count = Math.ceil(horizonSeconds(scoreHalfLife, policy) / step);
  const shift = 64n - WEIGHT_BITS;
  const weights = Array.from(
    { length: count },
    (_, hour) => (decay(hour * step, halfLife) + (1n << (shift - 1n))) >> shift,
  );
  WEIGHTS.set(policy, weights);
  return weights;
}

const WEIGHTS = new WeakMap<Policy, readonly bigint[]>();

/** Adds up hourly scores. Hours that end after `now` are not over, and do not count yet. */
export function weighHours(hours: readonly HourlyScore[], policy: Policy, now: number): HourSums {
  const weights = hourWeights(policy);
  const last = weighedAt(now, policy);
  let [scored, covered] = [0n, 0n];
  for (const { at, value, coverageBps } of hours) {
    const weight = weights[Math.floor((last - at) / hourSeconds(policy))];
    if (value === null || weight === undefined) continue;
    covered += BigInt(coverageBps) * weight;
    scored += BigInt(coverageBps) * BigInt(value) * weight;
  }
  return { scored, covered };
}

/** @param now Unix seconds */
export function reputationOf(facts: ReputationFacts, policy: Policy, now: number): Reputation {
  const { performance, measuredHours } = performanceOf(facts.hours, sinceWeighed(now, policy), policy);
  const costs = costsOf(facts, policy, now);
  const parts = {
    performance,
    boost: BigInt(policy.reputation.boost[facts.tier]),
    cost: costs.slashes + costs.violations + costs.disagreements,
  };
  const inE4 = (n: bigint) => roundHalfUp({ n, d: COST_UNIT }, E4);
  return {
    value: settledValue(parts, policy),
    components: {
      performanceE4: roundHalfUp(parts.performance, E4),
      boostE4: Number(parts.boost * E4),
      slashesE4: inE4(costs.slashes),
      violationsE4: inE4(costs.violations),
      disagreementsE4: inE4(costs.disagreements),
      measuredHoursE4: roundHalfUp(measuredHours, E4),
    },
  };
}

/** Costs are added up in basis points of a point, each times a share. */
const COST_UNIT = BPS * WHOLE;

/** What each kind of fault still takes off, in 1 / `COST_UNIT` of a point. All of a kind have one half-life. */
export interface Costs {
  readonly slashes: bigint;
  readonly violations: bigint;
  readonly disagreements: bigint;
}

export function costsOf(facts: Omit<ReputationFacts, "hours" | "tier">, policy: Policy, now: number): Costs {
  const { reputation } = policy;
  const left = (at: number, halfLife: number) => shareLeft(now - at, halfLife, policy);
  return {
    slashes: sumOf(
      facts.slashes,
      ({ at, bps }) => BigInt(reputation.slashCost * bps) * left(at, reputation.slashHalfLife),
    ),
    violations: sumOf(
      facts.violations,
      ({ at, severities }) => BPS * costOf(severities, reputation) * left(at, reputation.violationHalfLife),
    ),
    disagreements: sumOf(
      facts.disagreements,
      (at) => BPS * BigInt(reputation.disagreementCost) * left(at, reputation.disagreementHalfLife),
    ),
  };
}

/** The parts of a reputation, exactly: performance and boost in points, the cost in 1 / `COST_UNIT` of one. */
interface Parts {
  readonly performance: Fraction;
  readonly boost: bigint;
  readonly cost: bigint;
}

/** Rounded here and nowhere before. */
export function settledValue({ performance, boost, cost }: Parts, { reputation }: Policy): number {
  const total = {
    n: performance.n * COST_UNIT + (boost * COST_UNIT - cost) * performance.d,
    d: performance.d * COST_UNIT,
  };
  return Math.min(total.n <= 0n ? 0 : roundHalfUp(total, 1n), reputation.maximum);
}

/** What is left of hours that were weighed as of the last full one: from then until now all of them decay alike. */
export function sinceWeighed(now: number, policy: Policy): bigint {
  const { reputation, time } = policy;
  return decay(now - weighedAt(now, policy), reputation.scoreHalfLife * time.intervalSeconds);
}

/**
 * The mean of the hourly scores and the prior, in points, and how many hours the scores weigh in it.
 *
 * @param since what is left of the sums: `sinceWeighed`
 */
export function performanceOf({ scored, covered }: HourSums, since: bigint, { reputation }: Policy) {
  const { priorScore, priorHours, maximum } = reputation;
  const hour = FULL_HOUR * WHOLE;
  const prior = BigInt(priorHours) * hour;
  const mean = { n: scored * since + BigInt(priorScore) * prior, d: covered * since + prior };
  return {
    performance: { n: mean.n * BigInt(maximum), d: mean.d * BPS } satisfies Fraction,
    measuredHours: { n: covered * since, d: hour } satisfies Fraction,
  };
}

function shareLeft(age: number, halfLife: number, policy: Policy): bigint {
  return age < horizonSeconds(halfLife, policy) ? decay(age, halfLife * policy.time.intervalSeconds) : 0n;
}

/** A violation costs what its most severe slice does. */
function costOf(severities: readonly ViolationSeverity[], { violationCost }: ReputationPolicy): bigint {
  const worst = VIOLATION_SEVERITIES.findLast((severity) => severities.includes(severity));
  return worst === undefined ? 0n : BigInt(violationCost[worst]);
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => bigint): bigint {
  return items.reduce((sum, item) => sum + of(item), 0n);
}
