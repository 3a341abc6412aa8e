/** Facts of reputations, and the rules' formula over them. */
import { type Policy, policyOf } from "../../../../api/domain/policy.ts";
import { type HourlyScore, type ReputationFacts, reputationOf, weighHours } from "../../../../api/domain/reputation.ts";
import type { ViolationSeverity } from "../../../../api/domain/violation.ts";

export const POLICY = policyOf("production");
export const DAY = 86_400;
export const HOUR = 3_600;

/** The start of an hour. */
export const NOON = 1_780_000_000 - (1_780_000_000 % DAY) + DAY / 2;

export type Told = Partial<Omit<ReputationFacts, "hours">> & { readonly hours?: readonly HourlyScore[] };

export function factsOf({ hours = [], ...told }: Told, policy: Policy, now: number): ReputationFacts {
  return {
    ...{ tier: "NONE", slashes: [], violations: [], disagreements: [] },
    ...told,
    hours: weighHours(hours, policy, now),
  };
}

export const reputation = (told: Told, { now = NOON, policy = POLICY } = {}) =>
  reputationOf(factsOf(told, policy, now), policy, now);

/** So many hours of one score, fully measured, the last one ending so many hours before noon. */
export function hoursOf(count: number, value: number | null, { ago = 0, coverageBps = 10_000 } = {}): HourlyScore[] {
  return Array.from({ length: count }, (_, n) => ({ at: NOON - (ago + n) * HOUR, value, coverageBps }));
}

const COSTS: Readonly<Record<ViolationSeverity, number>> = { LOW: 2, MEDIUM: 5, HIGH: 15, CRITICAL: 40 };
const BOOSTS = { NONE: 0, TIER_1: 10, TIER_2: 25, TIER_3: 50 } as const;

/** domain.md, "Reputation", in doubles and without a horizon, before it is rounded. */
export function formula(
  { hours = [], tier = "NONE", slashes = [], violations = [], disagreements = [] }: Told,
  now: number,
) {
  const left = (at: number, days: number) => 2 ** (-Math.max(0, now - at) / (days * DAY));
  let [scored, weight] = [24 * 50, 24];
  for (const { at, value, coverageBps } of hours) {
    if (value === null || at > now) continue;
    weight += (coverageBps / 10_000) * left(at, 14);
    scored += (coverageBps / 10_000) * left(at, 14) * (value / 100);
  }
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return (
    (10 * scored) / weight +
    BOOSTS[tier] -
    sum(slashes.map(({ at, bps }) => (1_000 * bps * left(at, 90)) / 10_000)) -
    sum(violations.map(({ at, severities }) => Math.max(0, ...severities.map((one) => COSTS[one])) * left(at, 30))) -
    sum(disagreements.map((at) => 5 * left(at, 30)))
  );
}
