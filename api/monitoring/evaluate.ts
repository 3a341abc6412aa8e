/** One evaluation of an operator: what its windows, score and judgement are now. Pure. */
import { type Judgement, judgeInterval, judgeWindows, openBreaches } from "../domain/judgement.ts";
import type { Policy } from "../domain/policy.ts";
import { type Score, scoreOf } from "../domain/score.ts";
import type { StoredWindows } from "../domain/window.ts";
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
  /** The scores at the ends of hours. */
  readonly history: readonly { readonly at: number; readonly score: Score }[];
  /** Whether the operator's sort row has to be computed again. */
  readonly changesSortRow: boolean;
}

/** @param sums of `endingsOf(plan)`, in its order */
export function evaluate(plan: EvaluationPlan, sums: readonly SumsSince[], policy: Policy, now: number): Evaluation {
  const { facts, windowEnd, hourEnds, closed } = plan;
  const at = (index: number): SumsSince => sums[index] ?? nothing;
  const windows = windowsOf(windowEnd, at(0), policy.time);
  const history = hourEnds.map((end, index) => ({
    at: end,
    score: scoreOf(windowsOf(end, at(1 + index), policy.time), policy),
  }));
  let { judgement } = plan;
  closed.forEach((end, index) => {
    const interval = closedInterval(end, at(1 + hourEnds.length + index), policy);
    judgement = judgeInterval(judgement, interval, policy, facts.tier ?? "NONE");
  });
  const judgedUntil = plan.more ? judgement.judgedUntil : Math.max(judgement.judgedUntil, plan.closedUntil);
  judgement = judgeWindows({ ...judgement, judgedUntil }, windows, policy);
  const next = {
    score: scoreOf(windows, policy),
    judgement,
    measuredUntil: facts.measuredUntil ?? 0,
  };
  return {
    operator: facts.operator,
    ...{ windowEnd, windows, history, ...next },
    disagreeing: disagreeing(facts.dissenters, policy),
    nextDueAt: nextDueAt(plan, windows, policy, now),
    changesSortRow: changesSortRow(facts.previous, next, policy, now),
  };
}

const nothing: SumsSince = () => {
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
 * to be judged; never while all windows are empty, since they stay so until data comes.
 */
function nextDueAt(plan: EvaluationPlan, windows: StoredWindows, { time }: Policy, now: number): number | null {
  if (plan.more) return now;
  const { WEEK, MONTH } = windows;
  const isEmpty = [WEEK, MONTH].every(({ measuredSeconds, requests }) => measuredSeconds === 0 && requests === 0);
  if (isEmpty && (plan.facts.measuredUntil ?? 0) <= plan.windowEnd) return null;
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
  if (previous === null) return true;
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
