/**
 * What is concluded from measurements, one closed interval after another: whether the initial check was passed, which
 * breaches are open, and what is charged. The state after each interval is all that the next one needs.
 *
 * What speaks against an operator is judged by what had been received when the interval closed; what came later makes it
 * unknown at most. The initial check, which speaks for it, and throughput and uptime, which cost nothing, are looked at with
 * all that was received.
 */
import { isSuccessBreach, isTooSlow } from "./breach.ts";
import {
  type BreachState,
  type ChargeEvent,
  type ChargeRules,
  type Counted,
  countInterval,
  type DueSlice,
  NO_BREACH,
  passTime,
  type Verdict,
} from "./charging.ts";
import type { Totals } from "./measurement.ts";
import type { Policy, Tier } from "./policy.ts";
import { isAbove, isBelow } from "./ratio.ts";
import type { IntervalFigures } from "./violation.ts";
import { type LatencyFigure, monthlyThroughput, type StoredWindows, successRatio, uptimeRatio } from "./window.ts";

export const BREACHES = ["SUCCESS_RATE", "LATENCY", "THROUGHPUT", "UPTIME"] as const;
export type Breach = (typeof BREACHES)[number];

export interface Judgement {
  /** End of the last closed interval that was judged, Unix seconds. */
  readonly judgedUntil: number;
  /** When the initial check was first passed; null if never. It latches. */
  readonly initialCheckAt: number | null;
  readonly outage: BreachState;
  readonly success: BreachState;
  readonly latency: BreachState;
  /** Since when the month's throughput has been too low, Unix seconds; null while it is not. */
  readonly throughputSince: number | null;
  /** Since when uptime has been too low, Unix seconds; null while it is not. */
  readonly uptimeLowSince: number | null;
  /** When too low uptime became a breach; null while it is none. */
  readonly uptimeSince: number | null;
  /** Slices that wait to be assessed: what the operator has at stake is not known. */
  readonly unassessed: readonly DueSlice[];
}

/** As it may be stored: earlier rules knew no outages, and kept no evidence of bad intervals. */
export type StoredJudgement = Omit<Judgement, "outage" | "success" | "latency" | "unassessed"> &
  Partial<Pick<Judgement, "outage" | "success" | "latency" | "unassessed">>;

type SuccessCounts = Pick<Totals, "requests" | "successes">;

/** A closed interval with the windows that end with it, as they were known when it closed. */
export interface ClosedInterval {
  /** Unix seconds. */
  readonly start: number;
  readonly end: number;
  /** Whether anything was measured in the interval itself. An unknown interval is neither good nor bad. */
  readonly measured: boolean;
  /** Seconds of it that were measured, and of these by enough independent reporters. */
  readonly measuredSeconds: number;
  readonly corroboratedSeconds: number;
  readonly outage: boolean;
  /** Whether it lies in announced maintenance: then it counts for nothing, as if it were unknown. */
  readonly maintained: boolean;
  readonly hour: { readonly p95: LatencyFigure | null };
  readonly day: SuccessCounts;
  /** The trailing `trailingIntervals`. */
  readonly trailing: SuccessCounts & { readonly p95: LatencyFigure | null };
  /** The rolling hour with all that was received until now. */
  readonly received: SuccessCounts & Pick<Totals, "measuredSeconds"> & { readonly p95: LatencyFigure | null };
}

/** What was concluded, and what of it has to be written down. */
export interface Judged {
  readonly judgement: Judgement;
  readonly events: readonly ChargeEvent[];
}

/** Nothing concluded yet. @param at Unix seconds: the start of the first interval to be judged */
export function startOfJudgement(at: number): Judgement {
  return {
    judgedUntil: at,
    initialCheckAt: null,
    outage: NO_BREACH,
    success: NO_BREACH,
    latency: NO_BREACH,
    throughputSince: null,
    uptimeLowSince: null,
    uptimeSince: null,
    unassessed: [],
  };
}

/** What earlier rules had begun to count is counted anew: there is no evidence of it. */
export function resumed(stored: StoredJudgement): Judgement {
  const { outage, success = NO_BREACH, latency = NO_BREACH, unassessed = [], ...rest } = stored;
  if (outage === undefined) return { ...startOfJudgement(rest.judgedUntil), ...rest };
  return { ...rest, outage, success, latency, unassessed };
}

/** Whether anything has begun to count against an operator. */
export function isSuspected({ outage, success, latency }: Judgement): boolean {
  return outage.bad > 0 || success.bad > 0 || latency.bad > 0;
}

/** The state after one more closed interval, which must follow the last one judged. */
export function judgeInterval(state: Judgement, closed: ClosedInterval, policy: Policy, tier: Tier): Judged {
  const passed = state.initialCheckAt ?? (passesInitialCheck(closed, policy) ? closed.end : null);
  const rules = rulesOf(policy, tier);
  const says = closed.measured && !closed.maintained;
  const down = countInterval(state.outage, closed, says ? outageVerdict(closed) : null, rules.outage, policy);
  // An outage interval is charged once: beyond the grace as downtime, and then never as a bad one too.
  const counts = says && !(closed.outage && down.state.openSince !== null);
  const success = counts ? successVerdict(closed, policy) : null;
  const latency = counts ? latencyVerdict(closed, thresholdOf(policy, tier) * 1_000) : null;
  return judgedOf(
    { ...state, judgedUntil: closed.end, initialCheckAt: passed },
    down,
    countInterval(state.success, closed, success, rules.success, policy),
    countInterval(state.latency, closed, latency, rules.latency, policy),
  );
}

/** The state after time has passed in which nothing was measured. @param until Unix seconds */
export function judgeSilence(state: Judgement, until: number, policy: Policy): Judged {
  if (until <= state.judgedUntil) return { judgement: state, events: [] };
  const silence = { start: state.judgedUntil, end: until };
  return judgedOf(
    { ...state, judgedUntil: until },
    passTime(state.outage, silence, "DOWNTIME", policy),
    passTime(state.success, silence, "SUCCESS_RATE", policy),
    passTime(state.latency, silence, "LATENCY", policy),
  );
}

function judgedOf(state: Judgement, outage: Counted, success: Counted, latency: Counted): Judged {
  return {
    judgement: { ...state, outage: outage.state, success: success.state, latency: latency.state },
    events: [...outage.events, ...success.events, ...latency.events],
  };
}

/** With how many intervals each charge opens and closes. */
function rulesOf(policy: Policy, tier: Tier): Readonly<Record<"outage" | "success" | "latency", ChargeRules>> {
  const open = breachIntervals(policy, tier);
  const close = policy.targets.breachCloseIntervals;
  const { graceIntervals, endIntervals } = policy.outage;
  return {
    outage: { charge: "DOWNTIME", open: graceIntervals + 1, close: endIntervals },
    success: { charge: "SUCCESS_RATE", open: open.success, close },
    latency: { charge: "LATENCY", open: open.latency, close },
  };
}

function thresholdOf({ tiers, targets }: Policy, tier: Tier): number {
  return tiers.find((terms) => terms.tier === tier)?.latencyThresholdMs ?? targets.initialLatencyMs;
}

/** With how many bad intervals a breach opens: the tier's grace stretches it. */
export function breachIntervals(
  { targets, tiers }: Pick<Policy, "targets" | "tiers">,
  tier: Tier,
): { readonly success: number; readonly latency: number } {
  const grace = tiers.find((terms) => terms.tier === tier)?.graceBps ?? 10_000;
  return {
    success: stretched(targets.successBreachIntervals, grace),
    latency: stretched(targets.latencyBreachIntervals, grace),
  };
}

/** The state after looking at the windows: throughput and uptime breach by them alone, and are never charged. */
export function judgeWindows(state: Judgement, windows: StoredWindows, { targets, time }: Policy): Judgement {
  const end = windows.WEEK.end;
  const throughput = monthlyThroughput(windows.MONTH);
  const throughputSince =
    throughput === null
      ? state.throughputSince
      : throughput < targets.throughputBreach
        ? (state.throughputSince ?? end)
        : null;
  const uptime = uptimeRatio(windows.WEEK);
  if (uptime === null) return { ...state, throughputSince };
  const lowSince = isBelow(uptime, targets.uptimeBps) ? (state.uptimeLowSince ?? end) : null;
  const long = lowSince !== null && end - lowSince >= targets.uptimeBreachIntervals * time.intervalSeconds;
  return {
    ...state,
    throughputSince,
    uptimeLowSince: lowSince,
    uptimeSince: long ? (state.uptimeSince ?? end) : null,
  };
}

export interface OpenBreach {
  readonly breach: Breach;
  /** Unix seconds. */
  readonly since: number;
}

/** The breaches that are open, in the order of `BREACHES`. */
export function openBreaches(state: Judgement): readonly OpenBreach[] {
  const since: Record<Breach, number | null> = {
    SUCCESS_RATE: state.success.openSince,
    LATENCY: state.latency.openSince,
    THROUGHPUT: state.throughputSince,
    UPTIME: state.uptimeSince,
  };
  return BREACHES.flatMap((breach) => {
    const at = since[breach];
    return at === null ? [] : [{ breach, since: at }];
  });
}

/** A rolling hour that is covered, succeeds and is fast enough. Latency that is only bounded counts by its upper bound. */
function passesInitialCheck({ received }: ClosedInterval, { targets, time, confidence }: Policy): boolean {
  const success = successRatio(received);
  const expected = time.initialCheckIntervals * time.intervalSeconds;
  return (
    success !== null &&
    received.p95 !== null &&
    received.measuredSeconds * 10_000 >= expected * confidence.coverageBps &&
    isAbove(success, targets.successBps) &&
    received.p95.upperMicros < targets.initialLatencyMs * 1_000
  );
}

const GOOD: Verdict = { is: "GOOD" };

const bad = ({ measuredSeconds, corroboratedSeconds }: ClosedInterval, figures: Partial<IntervalFigures>): Verdict => ({
  is: "BAD",
  figures: { measuredSeconds, corroboratedSeconds, ...figures },
});

/** Of an interval of which only requests are known nobody can say whether it was up. */
function outageVerdict(closed: ClosedInterval): Verdict {
  if (closed.outage) return bad(closed, {});
  return closed.measuredSeconds > 0 ? GOOD : null;
}

function successVerdict(closed: ClosedInterval, policy: Policy): Verdict {
  const [rolling, trailing] = [successRatio(closed.day), successRatio(closed.trailing)];
  if (rolling === null || trailing === null) return null;
  return isSuccessBreach({ rolling, trailing }, policy) ? bad(closed, { rolling, trailing }) : GOOD;
}

/** What is only bounded can clear an operator and never convict it. */
function latencyVerdict(closed: ClosedInterval, thresholdMicros: number): Verdict {
  const [rolling, trailing] = [closed.hour.p95, closed.trailing.p95];
  if ([rolling, trailing].some((figure) => figure !== null && !isTooSlow(figure.upperMicros, thresholdMicros)))
    return GOOD;
  if (rolling?.method !== "SKETCH" || trailing?.method !== "SKETCH") return null;
  return bad(closed, {
    rollingP95Micros: rolling.upperMicros,
    trailingP95Micros: trailing.upperMicros,
    thresholdMicros,
  });
}

function stretched(intervals: number, graceBps: number): number {
  return Math.ceil((intervals * graceBps) / 10_000);
}
