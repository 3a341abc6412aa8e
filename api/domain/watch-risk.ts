/** What an operator is about to be slashed for, or will be. Pure. */
import { isSameDetails } from "./alert.ts";
import { chargedBps, multiplierOf } from "./assessment.ts";
import { breachIntervals } from "./judgement.ts";
import type { Policy } from "./policy.ts";
import { CHARGES, type Charge, type Violation } from "./violation.ts";
import { type Finding, percentOfBps, spanOf, type WatchFacts, type WatchRule } from "./watch-facts.ts";

/** Of an outage it is told again each time so many more intervals are charged: each of them changes what it comes to. */
const TOLD_INTERVALS = 10;

/** How far one charge has come. */
interface Progress {
  readonly violation: Violation;
  /** Intervals that count so far, and with how many the violation opens. */
  readonly counted: number;
  readonly opensWith: number;
  readonly isOpen: boolean;
  /** What the violation comes to after so many intervals, as `chargedBps` counts. */
  readonly charged: number;
}

/**
 * A warning from half of what opens the violation on, critical when it is open, over when the build-up or the violation is:
 * before that a count never falls. The projected slash is of the whole violation from its beginning, also of what was
 * assessed of it already, by the tier now.
 */
export const slashingRisk: WatchRule = (facts, policy, told) =>
  CHARGES.flatMap((charge): readonly Finding[] => {
    const progress = PROGRESS[charge](facts, policy);
    const { counted, opensWith, isOpen } = progress;
    const before = told("SLASHING_RISK", charge);
    const isNear = counted * 10_000 >= opensWith * policy.alerts.riskBps;
    if (counted === 0 || !(isOpen || isNear || before !== undefined)) return [];
    const severity = isOpen ? "CRITICAL" : "WARNING";
    const projectedBps = projected(progress, facts, policy);
    const details = { projectedBps };
    if (before?.severity === severity && isSameDetails(before.details, details)) return [before];
    const soFar = spanOf(counted * policy.time.intervalSeconds);
    const state = isOpen
      ? `in violation of ${NAMES[charge]}, ${soFar} so far`
      : `${soFar} of the ${spanOf(opensWith * policy.time.intervalSeconds)} that are a violation of ${NAMES[charge]}`;
    const message = `Operator ${facts.operator}: ${state}. Projected slash: ${percentOfBps(projectedBps)} of the stake.`;
    return [{ is: "FIRING", kind: "SLASHING_RISK", severity, subject: charge, message, details }];
  });

const NAMES: Readonly<Record<Charge, string>> = {
  DOWNTIME: "downtime",
  SUCCESS_RATE: "the success rate",
  LATENCY: "the latency",
};

const PROGRESS: Readonly<Record<Charge, (facts: WatchFacts, policy: Policy) => Progress>> = {
  DOWNTIME: ({ outage }, policy) => {
    const { graceIntervals } = policy.outage;
    const counted = outage?.intervals ?? 0;
    const beyond = Math.max(1, counted - graceIntervals);
    return {
      ...{ violation: "DOWNTIME", counted, opensWith: graceIntervals + 1, isOpen: outage?.isOpen ?? false },
      charged: beyond < TOLD_INTERVALS ? 1 : beyond - (beyond % TOLD_INTERVALS),
    };
  },
  SUCCESS_RATE: (facts, policy) => performance(facts, policy, "success"),
  LATENCY: (facts, policy) => performance(facts, policy, "latency"),
};

function performance({ judgement, tier }: WatchFacts, policy: Policy, metric: "success" | "latency"): Progress {
  const { bad, openSince } = judgement[metric];
  const opensWith = breachIntervals(policy, tier)[metric];
  return {
    ...{ violation: "PERFORMANCE_THRESHOLD", counted: bad, opensWith, isOpen: openSince !== null },
    charged: Math.max(bad, opensWith),
  };
}

function projected({ violation, charged }: Progress, { tier }: WatchFacts, policy: Policy): number {
  const bps = Math.floor((chargedBps(violation, charged, policy) * multiplierOf(tier, policy)) / 10_000);
  return Math.min(bps, policy.slash.capBps);
}
