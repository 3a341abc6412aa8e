/** What an operator is about to be slashed for, or will be. Pure. */
import { isSameDetails } from "./alert.ts";
import { chargedBps, multiplierOf } from "./assessment.ts";
import { violationOf } from "./charging.ts";
import { breachIntervals } from "./judgement.ts";
import type { Policy } from "./policy.ts";
import { CHARGES, type Charge, type Violation } from "./violation.ts";
import { type Finding, percentOfBps, spanOf, type WatchFacts, type WatchRule } from "./watch-facts.ts";

/** Each interval of an outage changes what it comes to: it is told again each time so many more are charged. */
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
 * assessed of it already, by the tier now, rounded down to the steps it is told in. What other violations leave of the cap
 * is not looked at.
 */
export const slashingRisk: WatchRule = (facts, policy, told) =>
  CHARGES.flatMap((charge): readonly Finding[] => {
    const progress = progressOf(charge, facts, policy);
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
      ? `In violation of ${NAMES[charge]}, ${soFar} so far`
      : `${soFar} of the ${spanOf(opensWith * policy.time.intervalSeconds)} that are a violation of ${NAMES[charge]}`;
    const message = `${state}. Projected slash: ${percentOfBps(projectedBps)} of the stake.`;
    return [{ is: "FIRING", kind: "SLASHING_RISK", severity, subject: charge, message, details }];
  });

const NAMES: Readonly<Record<Charge, string>> = {
  DOWNTIME: "downtime",
  SUCCESS_RATE: "the success rate",
  LATENCY: "the latency",
};

function progressOf(charge: Charge, { judgement, tier }: WatchFacts, policy: Policy): Progress {
  const violation = violationOf(charge);
  const open = breachIntervals(policy, tier);
  const { graceIntervals } = policy.outage;
  const [{ bad, openSince }, opensWith] = {
    DOWNTIME: [judgement.outage, graceIntervals + 1] as const,
    SUCCESS_RATE: [judgement.success, open.success] as const,
    LATENCY: [judgement.latency, open.latency] as const,
  }[charge];
  const charged = Math.max(bad, opensWith) - (charge === "DOWNTIME" ? graceIntervals : 0);
  return { violation, counted: bad, opensWith, isOpen: openSince !== null, charged };
}

function projected({ violation, charged }: Progress, { tier }: WatchFacts, policy: Policy): number {
  const step = violation === "DOWNTIME" ? TOLD_INTERVALS : 1;
  const coarse = Math.max(1, charged - (charged % step));
  const bps = Math.floor((chargedBps(violation, coarse, policy) * multiplierOf(tier, policy)) / 10_000);
  return Math.min(bps, policy.slash.capBps);
}
