/** One evaluation of an operator: what its windows, score and judgement are now. Pure. */
import type { ChargeEvent } from "../domain/charging.ts";
import {
  type Judged,
  type Judgement,
  judgeInterval,
  judgeSilence,
  judgeWindows,
  openBreaches,
} from "../domain/judgement.ts";
import { isMaintained } from "../domain/maintenance.ts";
import type { Policy } from "../domain/policy.ts";
import { type Score, scoreOf } from "../domain/score.ts";
import { coverageBps, type Range, type StoredWindows } from "../domain/window.ts";
import type { KnownSums } from "./closing.ts";
import type { OperatorFacts, PreviousEvaluation } from "./facts.ts";
import { closedInterval, type EvaluationPlan, windowsOf } from "./plan.ts";
import type { SumsSince } from "./window-sums.ts";

export interface Evaluation {
  readonly operator: string;
  /** Unix seconds. */
  readonly windowEnd: number;
  readonly windows: StoredWindows;
  readonly score: Score;
  readonly judgement: Judgement;
  /** Unix seconds; 0 if nothing was measured. */
  readonly measuredUntil: number;
  /** Reporters that disagree with the consensus now, sorted. */
  readonly disagreeing: readonly string[];
  /** Unix seconds; null if time alone changes nothing any more. */
  readonly nextDueAt: number | null;
  /** The scores at the ends of hours, and how much of each hour others than the operator have measured. */
  readonly history: readonly { readonly at: number; readonly score: Score; readonly coverageBps: number }[];
  /** Whether the operator's sort row has to be computed again. */
  readonly changesSortRow: boolean;
  /** What of the judgement has to be written down. */
  readonly events: readonly ChargeEvent[];
}

/** What a plan is evaluated with. */
export interface EvaluationSums {
  /** Of `endingsOf(plan)`, in its order. */
  readonly sums: readonly SumsSince[];
  /** Seconds of each of the plan's hours that others than the operator have measured. */
  readonly witnessed: readonly number[];
  /** What of the closed intervals was known when they closed; null if there are none. */
  readonly known: KnownSums | null;
  /** Announced maintenance that overlaps them. */
  readonly maintenance: readonly Range[];
}

export function evaluate(plan: EvaluationPlan, given: EvaluationSums, policy: Policy, now: number): Evaluation {
  const { facts, windowEnd, hourEnds } = plan;
  const at = (index: number): SumsSince => given.sums[index] ?? nothing;
  const windows = windowsOf(windowEnd, at(0), policy.time);
  const history = hourEnds.map((end, index) => {
    const atEnd = windowsOf(end, at(1 + index), policy.time);
    // The window of an hour that ends with an hour is that hour. Nobody raises its reputation by its own word.
    const hour = { ...atEnd.HOUR, measuredSeconds: given.witnessed[index] ?? nothing() };
    return { at: end, score: scoreOf(atEnd, policy), coverageBps: coverageBps(hour) };
  });
  const judged = judgePlan(plan, given, policy);
  const judgement = judgeWindows(judged.judgement, windows, policy);
  const next = {
    score: scoreOf(windows, policy),
    judgement,
    measuredUntil: facts.measuredUntil ?? 0,
  };
  return {
    operator: facts.operator,
    ...{ windowEnd, windows, history, ...next },
    disagreeing: disagreeing(facts.dissenters, policy),
    nextDueAt: nextDueAt(plan, next, windows, policy, now),
    changesSortRow: changesSortRow(facts.previous, next, policy, now),
    events: judged.events,
  };
}

/** Judges the closed intervals of a plan one after another; those of its slices that are due wait to be assessed. */
function judgePlan(plan: EvaluationPlan, given: EvaluationSums, policy: Policy): Judged {
  const { facts, hourEnds, closed } = plan;
  const events: ChargeEvent[] = [];
  let { judgement } = plan;
  const conclude = (judged: Judged) => {
    ({ judgement } = judged);
    events.push(...judged.events);
  };
  closed.forEach((end, index) => {
    const since = given.sums[1 + hourEnds.length + index] ?? nothing;
    const maintained = isMaintained(end - policy.time.intervalSeconds, given.maintenance, policy.time);
    const interval = closedInterval(end, { since, known: given.known ?? nothing(), maintained }, policy);
    conclude(judgeInterval(judgement, interval, policy, facts.tier ?? "NONE"));
  });
  if (!plan.more) conclude(judgeSilence(judgement, plan.closedUntil, policy));
  const due = events.flatMap((event) => {
    if (event.type !== "SLICED") return [];
    const { type: _type, ...slice } = event;
    return [slice];
  });
  return { judgement: { ...judgement, unassessed: [...judgement.unassessed, ...due] }, events };
}

const nothing = (): never => {
  throw new Error("a range was planned and not loaded");
};

/** Those that were off in each of the last closed intervals. */
function disagreeing(dissenters: OperatorFacts["dissenters"], { confidence }: Policy): string[] {
  const [newest = [], ...older] = dissenters;
  if (dissenters.length < confidence.disagreementIntervals) return [];
  return newest.filter((reporter) => older.every((others) => others.includes(reporter)));
}

/**
 * When the next interval has ended, with half an interval for its data to come first; at once while closed intervals wait
 * to be judged; never while all windows are empty, since they stay so until data comes, unless something waits to be assessed.
 */
function nextDueAt(
  plan: EvaluationPlan,
  { judgement }: Pick<PreviousEvaluation, "judgement">,
  windows: StoredWindows,
  { time }: Policy,
  now: number,
): number | null {
  if (plan.more) return now;
  const { WEEK, MONTH } = windows;
  const isEmpty = [WEEK, MONTH].every(({ measuredSeconds, requests }) => measuredSeconds === 0 && requests === 0);
  if (isEmpty && judgement.unassessed.length === 0 && (plan.facts.measuredUntil ?? 0) <= plan.windowEnd) return null;
  return plan.windowEnd + Math.ceil(1.5 * time.intervalSeconds);
}

/**
 * The score, and what the status depends on. That it was measured again changes only the row of an operator that may have
 * been silent; any other row is looked at again when it would fall silent. May have been: half the silence is enough, for
 * the clock of whoever wrote the row may be another.
 */
function changesSortRow(
  previous: PreviousEvaluation | null,
  next: Pick<PreviousEvaluation, "score" | "judgement" | "measuredUntil">,
  { time }: Policy,
  now: number,
): boolean {
  // What other rules had begun to count may be counted anew: what the row was computed from is not what `previous` says.
  if (previous === null || previous.isOutdated) return true;
  const breachesOf = ({ judgement }: Pick<PreviousEvaluation, "judgement">) =>
    openBreaches(judgement)
      .map(({ breach }) => breach)
      .join();
  const mayBeSilent = now - previous.measuredUntil >= (time.silentAfterIntervals * time.intervalSeconds) / 2;
  return (
    previous.score.value !== next.score.value ||
    previous.judgement.initialCheckAt !== next.judgement.initialCheckAt ||
    breachesOf(previous) !== breachesOf(next) ||
    next.measuredUntil < previous.measuredUntil ||
    (next.measuredUntil > previous.measuredUntil && mayBeSilent)
  );
}
