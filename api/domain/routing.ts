/** Whom requests are routed to, and why not to others. domain.md, "Routing". */
import type { CircuitNow, CircuitState } from "./circuit.ts";
import type { Policy, Tier } from "./policy.ts";
import { PAUSE_BITS } from "./slash-clock.ts";
import type { Status } from "./status.ts";
import type { Confidence } from "./window.ts";

/** Why an operator's service in a region gets no requests. Several may hold; in this order. */
export const EXCLUSION_REASONS = [
  "REGISTRY_PAUSED",
  "KILL_SWITCH",
  "STATUS",
  "SILENT",
  "CIRCUIT_OPEN",
  "SCORE_UNKNOWN",
  "SCORE_TOO_LOW",
  "WEIGHTLESS",
] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

/** Who may be routed to. */
const ELIGIBLE: readonly Status[] = ["ACTIVE", "DEGRADED"];

/** The pause of the whole registry. A pause of some of its functions says nothing of whether operators work. */
export const REGISTRY_WIDE_PAUSE = Object.values(PAUSE_BITS).reduce((mask, bit) => mask | bit, 0);

/** What the route to an operator's service in a region depends on. */
export interface RouteFacts {
  readonly status: Status;
  readonly tier: Tier;
  /** x 100; null while unknown. */
  readonly score: number | null;
  readonly confidence: Confidence;
  /** Of its stake, what live slashes may take, basis points. */
  readonly liveSlashBps: number;
  /** Whether its kill-switch is on. */
  readonly isKilled: boolean;
  /** Of this service in this region, now. */
  readonly circuit: CircuitNow;
  /** End of the newest interval of it that anybody else measured, Unix seconds. */
  readonly measuredUntil: number;
}

export interface Route {
  /** Share of the requests it gets beside the others'; 0 exactly if it is excluded. */
  readonly weight: number;
  /** In the order of `EXCLUSION_REASONS`. */
  readonly excluded: readonly ExclusionReason[];
  /** When time alone changes it, Unix seconds. */
  readonly nextDueAt: number;
}

/**
 * The route to an operator's service in a region; null if nothing has been measured of it for a day: there is none.
 *
 * @param now Unix seconds
 * @example A score of 99.80, TIER_2, HIGH, no slash, CLOSED: 9,980 x 2 x 10,000 = 199,600,000
 */
export function routeOf(facts: RouteFacts, policy: Policy, now: number): Route | null {
  const { time } = policy;
  const after = (intervals: number) => facts.measuredUntil + intervals * time.intervalSeconds;
  const [silentAt, goneAt] = [after(time.silentAfterIntervals), after(time.dayIntervals)];
  if (now >= goneAt) return null;
  const changes = [now < silentAt ? silentAt : goneAt, facts.circuit.nextChangeAt ?? goneAt];
  const weight = weightOf(facts, policy);
  const holds: Readonly<Record<Exclude<ExclusionReason, "REGISTRY_PAUSED">, boolean>> = {
    KILL_SWITCH: facts.isKilled,
    STATUS: !ELIGIBLE.includes(facts.status),
    SILENT: now >= silentAt,
    CIRCUIT_OPEN: facts.circuit.state === "OPEN",
    SCORE_UNKNOWN: facts.score === null,
    SCORE_TOO_LOW: facts.score !== null && facts.score < policy.routing.minScore,
    // What weighs nothing for another reason has that one.
    WEIGHTLESS: weight === 0 && facts.score !== null && facts.circuit.state !== "OPEN",
  };
  const excluded = EXCLUSION_REASONS.filter((reason) => reason !== "REGISTRY_PAUSED" && holds[reason]);
  return { weight: excluded.length > 0 ? 0 : weight, excluded, nextDueAt: Math.min(...changes) };
}

/**
 * score (x 100) x tier priority x confidence x what live slashes leave x circuit share, the last three as fractions of
 * one, times 10,000; rounded down. At most 300,000,000.
 */
export function weightOf(
  { score, tier, confidence, liveSlashBps, circuit }: RouteFacts,
  { tiers, routing }: Policy,
): number {
  const priority = tiers.find((known) => known.tier === tier)?.routingPriority ?? 0;
  const confidenceBps = confidence === "HIGH" ? 10_000 : routing.lowConfidenceBps;
  const circuitBps = CIRCUIT_BPS[circuit.state] ?? routing.halfOpenBps;
  const left = Math.max(0, 10_000 - liveSlashBps);
  // 16 digits and more: past what a double holds exactly.
  const factors = [score ?? 0, priority, confidenceBps, left, circuitBps];
  return Number(factors.reduce((product, factor) => product * BigInt(factor), 1n) / 10n ** 8n);
}

const CIRCUIT_BPS: Readonly<Record<CircuitState, number | null>> = { CLOSED: 10_000, HALF_OPEN: null, OPEN: 0 };

/** What of the whole each weight is, basis points, rounded down. */
export function sharesOf(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (sum === 0 ? 0 : Math.floor((weight * 10_000) / sum)));
}
