/**
 * How long an operator has to do well until its reputation is at a threshold again: whole days at one hourly score, fully
 * measured, with nothing done wrong and the tier it has. Pure.
 *
 * A day is not simulated hour by hour: what is there decays as a whole, and the hours to come weigh what the first hours of
 * the table of weights add up to. It differs from the reputation then by what a single fact is worth beyond its horizon:
 * less than 0.16 of a point for the hours, less than 0.016 for each of the others.
 */
import { decay, WHOLE } from "./decay.ts";
import type { Policy } from "./policy.ts";
import {
  type Costs,
  costsOf,
  horizonSeconds,
  hourWeights,
  performanceOf,
  type ReputationFacts,
  settledValue,
  sinceWeighed,
} from "./reputation.ts";

/** SCORE_UNKNOWN: no score was given, and it has none now. OUT_OF_REACH: not at that score, however long it lasts. */
export const UNRECOVERED = ["SCORE_UNKNOWN", "OUT_OF_REACH"] as const;
export type Unrecovered = (typeof UNRECOVERED)[number];

export type Recovery =
  | {
      /** 0 if it is met now. */
      readonly days: number;
      /** Unix seconds. */
      readonly at: number;
      /** The reputation then. */
      readonly value: number;
      readonly unrecovered: null;
    }
  | { readonly days: null; readonly at: null; readonly value: null; readonly unrecovered: Unrecovered };

export interface RecoveryOptions {
  /** 0 to the maximum. */
  readonly threshold: number;
  /** Of each hour to come, x 100; null if it is unknown. */
  readonly score: number | null;
  readonly policy: Policy;
  /** Unix seconds. */
  readonly now: number;
}

/** The first day on which the threshold is met; they are looked at until nothing of today counts any more. */
export function recoveryOf(facts: ReputationFacts, { threshold, score, policy, now }: RecoveryOptions): Recovery {
  const table = tableOf(policy);
  const boost = BigInt(policy.reputation.boost[facts.tier]);
  const since = sinceWeighed(now, policy);
  const costs = costsOf(facts, policy, now);
  const hourly = BigInt(score ?? 0);
  for (const [days, day] of table.days.entries()) {
    const left = (sum: bigint) => (sum * day.hours) / WHOLE;
    const sums = {
      scored: left(facts.hours.scored) + hourly * day.fresh,
      covered: left(facts.hours.covered) + day.fresh,
    };
    const { performance } = performanceOf(sums, since, policy);
    const value = settledValue({ performance, boost, cost: costLeft(costs, day) }, policy);
    if (value >= threshold) return { days, at: now + days * table.daySeconds, value, unrecovered: null };
    if (score === null) return never("SCORE_UNKNOWN");
  }
  return never("OUT_OF_REACH");
}

const never = (unrecovered: Unrecovered): Recovery => ({ days: null, at: null, value: null, unrecovered });

/** What of today is left after so many days, in units of 1 / `WHOLE`. */
interface Day {
  readonly hours: bigint;
  readonly slashes: bigint;
  readonly violations: bigint;
  readonly disagreements: bigint;
  /** What the fully measured hours since today weigh, as a sum of coverage in basis points and weight. */
  readonly fresh: bigint;
}

function costLeft(costs: Costs, day: Day): bigint {
  const { slashes, violations, disagreements } = costs;
  return (slashes * day.slashes + violations * day.violations + disagreements * day.disagreements) / WHOLE;
}

interface Table {
  readonly daySeconds: number;
  /** From today on. */
  readonly days: readonly Day[];
}

const TABLES = new WeakMap<Policy, Table>();

/** Always the same for a policy. */
function tableOf(policy: Policy): Table {
  const known = TABLES.get(policy);
  if (known !== undefined) return known;
  const { reputation, time } = policy;
  const { scoreHalfLife, slashHalfLife, violationHalfLife, disagreementHalfLife } = reputation;
  const daySeconds = time.dayIntervals * time.intervalSeconds;
  const left = (day: number, halfLife: number) =>
    day * daySeconds < horizonSeconds(halfLife, policy) ? decay(day * daySeconds, halfLife * time.intervalSeconds) : 0n;
  const longest = Math.max(scoreHalfLife, slashHalfLife, violationHalfLife, disagreementHalfLife);
  const fresh = freshOf(policy);
  const days = Array.from({ length: Math.ceil(horizonSeconds(longest, policy) / daySeconds) + 1 }, (_, day) => ({
    hours: left(day, scoreHalfLife),
    slashes: left(day, slashHalfLife),
    violations: left(day, violationHalfLife),
    disagreements: left(day, disagreementHalfLife),
    fresh: fresh(day),
  }));
  const table = { daySeconds, days };
  TABLES.set(policy, table);
  return table;
}

const FULL_BPS = 10_000n;

function freshOf(policy: Policy): (day: number) => bigint {
  const { dayIntervals, hourIntervals } = policy.time;
  const sums = [0n];
  for (const weight of hourWeights(policy)) sums.push((sums.at(-1) ?? 0n) + FULL_BPS * weight);
  return (day) => sums[Math.min((day * dayIntervals) / hourIntervals, sums.length - 1)] ?? 0n;
}
