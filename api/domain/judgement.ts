/**
 * What is concluded from measurements, one closed interval after another: whether the initial check was passed, and which
 * breaches are open. The state after each interval is all that the next one needs.
 */
import type { Totals } from "./measurement.ts";
import type { Policy, Tier } from "./policy.ts";
import { isAbove, isBelow } from "./ratio.ts";
import { type LatencyFigure, monthlyThroughput, type StoredWindows, successRatio, uptimeRatio } from "./window.ts";

export const BREACHES = ["SUCCESS_RATE", "LATENCY", "THROUGHPUT", "UPTIME"] as const;
export type Breach = (typeof BREACHES)[number];

/** A breach that opens after so many bad intervals and closes after so many good ones. */
export interface BreachState {
  /** Bad intervals since it began to build up. */
  readonly bad: number;
  /** Good intervals in a row since the last bad one. */
  readonly good: number;
  /** When it opened, Unix seconds; null while it is not open. */
  readonly openSince: number | null;
}

export interface Judgement {
  /** End of the last closed interval that was judged, Unix seconds. */
  readonly judgedUntil: number;
  /** When the initial check was first passed; null if never. It latches. */
  readonly initialCheckAt: number | null;
  readonly success: BreachState;
  readonly latency: BreachState;
  /** Since when the month's throughput has been too low, Unix seconds; null while it is not. */
  readonly throughputSince: number | null;
  /** Since when uptime has been too low, Unix seconds; null while it is not. */
  readonly uptimeLowSince: number | null;
  /** When too low uptime became a breach; null while it is none. */
  readonly uptimeSince: number | null;
}

type SuccessCounts = Pick<Totals, "requests" | "successes">;

/** A closed interval with the windows that end with it. */
export interface ClosedInterval {
  /** Unix seconds. */
  readonly end: number;
  /** Whether anything was measured in the interval itself. An unknown interval is neither good nor bad. */
  readonly measured: boolean;
  readonly hour: SuccessCounts & Pick<Totals, "measuredSeconds"> & { readonly p95: LatencyFigure | null };
  readonly day: SuccessCounts;
  /** The trailing `trailingIntervals`. */
  readonly trailing: SuccessCounts & { readonly p95: LatencyFigure | null };
}

const CLOSED: BreachState = { bad: 0, good: 0, openSince: null };

/** Nothing concluded yet. @param at Unix seconds: the start of the first interval to be judged */
export function startOfJudgement(at: number): Judgement {
  return {
    judgedUntil: at,
    initialCheckAt: null,
    success: CLOSED,
    latency: CLOSED,
    throughputSince: null,
    uptimeLowSince: null,
    uptimeSince: null,
  };
}

/** The state after one more closed interval, which must follow the last one judged. */
export function judgeInterval(state: Judgement, closed: ClosedInterval, policy: Policy, tier: Tier): Judgement {
  const passed = state.initialCheckAt ?? (passesInitialCheck(closed, policy) ? closed.end : null);
  const judged = { ...state, judgedUntil: closed.end, initialCheckAt: passed };
  if (!closed.measured) return judged;
  const terms = policy.tiers.find((terms) => terms.tier === tier);
  const threshold = terms?.latencyThresholdMs ?? policy.targets.initialLatencyMs;
  const open = breachIntervals(policy, tier);
  const { targets } = policy;
  return {
    ...judged,
    success: step(state.success, successVerdict(closed, targets.successBps), closed.end, {
      open: open.success,
      close: targets.breachCloseIntervals,
    }),
    latency: step(state.latency, latencyVerdict(closed, threshold), closed.end, {
      open: open.latency,
      close: targets.breachCloseIntervals,
    }),
  };
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
function passesInitialCheck({ hour }: ClosedInterval, { targets, time, confidence }: Policy): boolean {
  const success = successRatio(hour);
  const expected = time.initialCheckIntervals * time.intervalSeconds;
  return (
    success !== null &&
    hour.p95 !== null &&
    hour.measuredSeconds * 10_000 >= expected * confidence.coverageBps &&
    isAbove(success, targets.successBps) &&
    hour.p95.upperMicros < targets.initialLatencyMs * 1_000
  );
}

/** What an interval says of a breach; null if it says nothing: unknown is neither good nor bad. */
type Verdict = "GOOD" | "BAD" | null;

/** Both the rolling day and the trailing intervals: a spike stays in the day's window long after it is over. */
function successVerdict({ day, trailing }: ClosedInterval, bps: number): Verdict {
  const [long, short] = [successRatio(day), successRatio(trailing)];
  if (long === null || short === null) return null;
  return isBelow(long, bps) && isBelow(short, bps) ? "BAD" : "GOOD";
}

/** Bad by more than a sketch's error of 1 %. What is only bounded can clear an operator and never convict it. */
function latencyVerdict({ hour, trailing }: ClosedInterval, thresholdMs: number): Verdict {
  const exceeds = (micros: number) => micros * 100 > thresholdMs * 1_000 * 101;
  const figures = [hour.p95, trailing.p95];
  if (figures.some((figure) => figure !== null && !exceeds(figure.upperMicros))) return "GOOD";
  return figures.every((figure) => figure?.method === "SKETCH") ? "BAD" : null;
}

function stretched(intervals: number, graceBps: number): number {
  return Math.ceil((intervals * graceBps) / 10_000);
}

function step(
  state: BreachState,
  verdict: Verdict,
  end: number,
  after: { readonly open: number; readonly close: number },
): BreachState {
  if (verdict === null) return state;
  if (verdict === "BAD") {
    const bad = state.bad + 1;
    return { bad, good: 0, openSince: state.openSince ?? (bad >= after.open ? end : null) };
  }
  const good = state.good + 1;
  return good >= after.close ? CLOSED : { ...state, good };
}
