/**
 * What counts against an operator, interval by interval: an outage, or bad intervals of a breach. It builds up, opens as a
 * violation, is assessed in slices while it lasts, and closes. Pure; the state after an interval is all the next one needs.
 */
import { sliceCharge } from "./assessment.ts";
import type { Policy } from "./policy.ts";
import type { Charge, IntervalFigures, Violation } from "./violation.ts";
import type { Range } from "./window.ts";

/** Times are Unix seconds. */
export interface BreachState {
  /** Intervals that count since it began to build up: bad ones, or outages. */
  readonly bad: number;
  /** Good intervals, or those up, in a row since the last bad one. */
  readonly good: number;
  /** Start of the first bad one; null while there is none. */
  readonly startedAt: number | null;
  /** End of the interval with which it opened; null while it is not open. */
  readonly openSince: number | null;
  /** How many slices were assessed, how many bad intervals they hold, and where the last one ends; null before the first. */
  readonly assessed: { readonly slices: number; readonly counted: number; readonly until: number | null };
}

/** Nothing counts. */
export const NO_BREACH: BreachState = {
  bad: 0,
  good: 0,
  startedAt: null,
  openSince: null,
  assessed: { slices: 0, counted: 0, until: null },
};

/** What an interval says; null if nothing: unknown is neither good nor bad. */
export type Verdict = { readonly is: "GOOD" } | { readonly is: "BAD"; readonly figures: IntervalFigures } | null;

export interface ChargeRules {
  readonly charge: Charge;
  /** With how many bad intervals it opens, and after how many good ones in a row it is over. */
  readonly open: number;
  readonly close: number;
}

/** A part of a violation that is to be assessed. Those of a violation do not overlap, and each charges something. */
export interface DueSlice {
  readonly charge: Charge;
  /** Of the violation. */
  readonly startedAt: number;
  readonly openedAt: number;
  /** From 1 on. */
  readonly slice: number;
  readonly period: Range;
  /** Whether the violation is over. */
  readonly final: boolean;
  /** Bad intervals of earlier slices. */
  readonly countedBefore: number;
}

/** What has to be written down, in this order. */
export type ChargeEvent =
  /** An interval counts. */
  | { readonly type: "COUNTED"; readonly charge: Charge; readonly at: number; readonly figures: IntervalFigures }
  /** What has built up is over, and was no violation. */
  | { readonly type: "DROPPED"; readonly charge: Charge }
  | { readonly type: "OPENED"; readonly charge: Charge; readonly startedAt: number; readonly openedAt: number }
  | ({ readonly type: "SLICED" } & DueSlice)
  | { readonly type: "CLOSED"; readonly charge: Charge; readonly openedAt: number; readonly closedAt: number };

export interface Counted {
  readonly state: BreachState;
  readonly events: readonly ChargeEvent[];
}

/** What a charge is as a violation. */
export function violationOf(charge: Charge): Violation {
  return charge === "DOWNTIME" ? "DOWNTIME" : "PERFORMANCE_THRESHOLD";
}

/** The state after one more closed interval. */
export function countInterval(
  state: BreachState,
  interval: Range,
  verdict: Verdict,
  rules: ChargeRules,
  policy: Policy,
): Counted {
  if (verdict === null) return passTime(state, interval, rules.charge, policy);
  if (verdict.is === "BAD") {
    const { charge } = rules;
    const bad = state.bad + 1;
    const startedAt = state.startedAt ?? interval.start;
    const opens = state.openSince === null && bad >= rules.open;
    const counted = { ...state, bad, good: 0, startedAt, openSince: opens ? interval.end : state.openSince };
    const later = passTime(counted, interval, charge, policy);
    const opened: ChargeEvent[] = opens ? [{ type: "OPENED", charge, startedAt, openedAt: interval.end }] : [];
    const { figures } = verdict;
    return {
      state: later.state,
      events: [{ type: "COUNTED", charge, at: interval.start, figures }, ...opened, ...later.events],
    };
  }
  if (state.bad === 0) return { state, events: [] };
  const good = state.good + 1;
  if (good < rules.close) return passTime({ ...state, good }, interval, rules.charge, policy);
  return { state: NO_BREACH, events: endOf(state, interval.end, rules.charge, policy) };
}

/**
 * The state after time has passed of which nothing is said. An open violation is assessed each time `sliceIntervals` have
 * passed since it began. Where that would charge nothing, its intervals are left to the next slice.
 */
export function passTime(state: BreachState, { start, end }: Range, charge: Charge, policy: Policy): Counted {
  const { startedAt, openSince } = state;
  if (startedAt === null || openSince === null) return { state, events: [] };
  const length = policy.slash.sliceIntervals * policy.time.intervalSeconds;
  const until = startedAt + (Math.floor((start - startedAt) / length) + 1) * length;
  if (until > end) return { state, events: [] };
  const slice = sliceOf(state, { startedAt, openSince }, { until, final: false }, charge, policy);
  if (slice === null) return { state, events: [] };
  const assessed = { slices: slice.slice, counted: state.bad, until };
  return { state: { ...state, assessed }, events: [{ type: "SLICED", ...slice }] };
}

function endOf(state: BreachState, at: number, charge: Charge, policy: Policy): ChargeEvent[] {
  const { startedAt, openSince } = state;
  if (startedAt === null || openSince === null) return [{ type: "DROPPED", charge }];
  const slice = sliceOf(state, { startedAt, openSince }, { until: at, final: true }, charge, policy);
  return [
    ...(slice === null ? [] : [{ type: "SLICED", ...slice } as const]),
    { type: "CLOSED", charge, openedAt: openSince, closedAt: at },
  ];
}

/** Null if it would charge nothing. */
function sliceOf(
  { bad, assessed }: BreachState,
  { startedAt, openSince }: { readonly startedAt: number; readonly openSince: number },
  { until, final }: { readonly until: number; readonly final: boolean },
  charge: Charge,
  policy: Policy,
): DueSlice | null {
  const count = { before: assessed.counted, counted: bad - assessed.counted };
  if (sliceCharge(violationOf(charge), count, policy).charged === 0) return null;
  return {
    ...{ charge, startedAt, openedAt: openSince, slice: assessed.slices + 1, final },
    period: { start: assessed.until ?? startedAt, end: until },
    countedBefore: assessed.counted,
  };
}
