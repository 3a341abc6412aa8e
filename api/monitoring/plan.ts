/** Which moments an evaluation looks at: pure. */
import { type ClosedInterval, type Judgement, startOfJudgement } from "../domain/judgement.ts";
import type { Policy, TimePolicy } from "../domain/policy.ts";
import {
  hourStart,
  lastIntervalEnd,
  latencyFigure,
  type StoredWindows,
  storedWindows,
  windowRanges,
} from "../domain/window.ts";
import type { ClosedRange, KnownSums } from "./closing.ts";
import type { OperatorFacts } from "./facts.ts";
import type { Ending, SumsSince } from "./window-sums.ts";

export interface EvaluationPlan {
  readonly facts: OperatorFacts;
  /** Where all windows end, Unix seconds. */
  readonly windowEnd: number;
  /** Ends of hours whose score has to be written, ascending. */
  readonly hourEnds: readonly number[];
  /** What has been concluded so far. */
  readonly judgement: Judgement;
  /** Ends of the closed intervals to judge now, ascending. */
  readonly closed: readonly number[];
  /** End of the last closed interval; between the last to judge and it, nothing was measured for an hour before any. */
  readonly closedUntil: number;
  /** Whether more closed intervals wait to be judged, or may. */
  readonly more: boolean;
}

export interface PlanOptions {
  readonly policy: Policy;
  /** Unix seconds. */
  readonly now: number;
  /** Most closed intervals judged in one evaluation. */
  readonly maxClosed: number;
  /** Whether samples of the operator still wait to be summed: what is not known yet must not be judged as unknown. */
  readonly isUnfinished: boolean;
}

/** End of the last interval that has closed: nothing that comes later for it counts in its judgement. */
export function closedUntil(now: number, time: TimePolicy): number {
  return lastIntervalEnd(now - time.closeAfterIntervals * time.intervalSeconds, time);
}

/**
 * Scores of past hours are written as time passes their ends, and again when data comes late for anything before them:
 * those of the last day. Older ones stay as they were published.
 *
 * @param touched starts of the intervals that changed, ascending
 */
export function planEvaluation(facts: OperatorFacts, touched: readonly number[], options: PlanOptions): EvaluationPlan {
  const { policy, now, isUnfinished } = options;
  const maxClosed = isUnfinished ? 0 : options.maxClosed;
  const { time } = policy;
  const windowEnd = lastIntervalEnd(now, time);
  const [firstTouched = windowEnd] = touched;
  const judgement = judgementBefore(facts, firstTouched);
  const step = time.intervalSeconds;
  const lastClosed = closedUntil(now, time);
  // From where the rolling hour is empty on there is nothing to conclude, however long that lasts.
  const lastMeasured = (facts.measuredUntil ?? 0) + (time.windowIntervals.HOUR - 1) * step;
  const waiting = Math.max(0, (Math.min(lastClosed, lastMeasured) - judgement.judgedUntil) / step);
  const changedSince = Math.min(firstTouched, facts.previous?.windowEnd ?? windowEnd);
  return {
    facts,
    windowEnd,
    hourEnds: hourEndsWithin(changedSince, windowEnd, time),
    judgement,
    closed: Array.from({ length: Math.min(waiting, maxClosed) }, (_, i) => judgement.judgedUntil + (i + 1) * step),
    closedUntil: lastClosed,
    more: isUnfinished || waiting > maxClosed,
  };
}

/** Whoever was not measured for so long that all windows were empty is judged on from where its data begins again. */
function judgementBefore({ previous }: OperatorFacts, firstTouched: number): Judgement {
  if (previous === null) return startOfJudgement(firstTouched);
  const { judgement, nextDueAt } = previous;
  return nextDueAt === null ? { ...judgement, judgedUntil: Math.max(judgement.judgedUntil, firstTouched) } : judgement;
}

function hourEndsWithin(after: number, until: number, time: TimePolicy): number[] {
  const hour = time.hourIntervals * time.intervalSeconds;
  const oldest = Math.max(after, until - time.dayIntervals * time.intervalSeconds);
  const ends = [];
  for (let end = hourStart(oldest, time) + hour; end <= until; end += hour) ends.push(end);
  return ends;
}

/** Where the ranges begin that a closed interval is judged by. */
function closedStarts(end: number, { time, targets }: Policy) {
  const before = (intervals: number) => end - intervals * time.intervalSeconds;
  return {
    interval: before(1),
    trailing: before(targets.trailingIntervals),
    hour: before(time.windowIntervals.HOUR),
    day: before(time.windowIntervals.DAY),
  };
}

/** The sums that a plan needs: of its windows, of those at hour ends, and of each closed interval, in this order. */
export function endingsOf({ facts, windowEnd, hourEnds, closed }: EvaluationPlan, policy: Policy): Ending[] {
  const { operator } = facts;
  const windows = [windowEnd, ...hourEnds].map((end) => ({
    operator,
    end,
    starts: Object.values(windowRanges(end, policy.time)).map(({ start }) => start),
  }));
  const intervals = closed.map((end) => {
    const { interval, trailing, hour, day } = closedStarts(end, policy);
    return { operator, end, starts: [interval, trailing, hour, day], latencySince: hour };
  });
  return [...windows, ...intervals];
}

/** All windows that end at a moment, of the sums that end there. */
export function windowsOf(end: number, since: SumsSince, time: TimePolicy): StoredWindows {
  const { HOUR, DAY, WEEK, MONTH, TRAILING } = windowRanges(end, time);
  const sums = {
    HOUR: since(HOUR.start),
    DAY: since(DAY.start),
    WEEK: since(WEEK.start),
    MONTH: since(MONTH.start),
    TRAILING: since(TRAILING.start),
  };
  return storedWindows(sums, end, time);
}

/** The closed intervals that a plan judges; null if it judges none. */
export function closedRange({ facts, closed }: EvaluationPlan, { time }: Policy): ClosedRange | null {
  const [first] = closed;
  const end = closed.at(-1);
  if (first === undefined || end === undefined) return null;
  return { operator: facts.operator, start: first - time.intervalSeconds, end };
}

/**
 * A closed interval, of the sums that end with it and what of them was known when it closed.
 *
 * @param maintained whether it lies in announced maintenance
 */
export function closedInterval(
  end: number,
  { since, known, maintained }: { readonly since: SumsSince; readonly known: KnownSums; readonly maintained: boolean },
  policy: Policy,
): ClosedInterval {
  const starts = closedStarts(end, policy);
  const knownSince = (start: number) => known.sums({ start, end }, since(start));
  const interval = knownSince(starts.interval);
  const trailing = knownSince(starts.trailing);
  const received = since(starts.hour);
  return {
    start: starts.interval,
    end,
    measured: interval.measuredSeconds > 0 || interval.requests > 0,
    measuredSeconds: interval.measuredSeconds,
    corroboratedSeconds: interval.corroboratedSeconds,
    outage: known.isOutage(starts.interval),
    maintained,
    hour: { p95: latencyFigure(knownSince(starts.hour), 9_500) },
    day: known.successes({ start: starts.day, end }, since(starts.day)),
    trailing: { ...trailing, p95: latencyFigure(trailing, 9_500) },
    received: { ...received, p95: latencyFigure(received, 9_500) },
  };
}
