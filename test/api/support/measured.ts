/** What an evaluator would have stored, filled by hand. */
import type { metricHour, metricMinute, operatorEvaluation } from "../../../api/db/schema.ts";
import { type Judgement, startOfJudgement } from "../../../api/domain/judgement.ts";
import type { Totals } from "../../../api/domain/measurement.ts";
import { POLICY, type WindowName } from "../../../api/domain/policy.ts";
import { scoreOf } from "../../../api/domain/score.ts";
import { bucketOf, encodeSketch, type Sketch } from "../../../api/domain/sketch.ts";
import { addTotals, EMPTY_TOTALS } from "../../../api/domain/totals.ts";
import { dayStart, hourStart, lastIntervalEnd, storedWindows } from "../../../api/domain/window.ts";
import { NOW, PAST } from "./rows.ts";

export type EvaluationRow = typeof operatorEvaluation.$inferInsert;

/** End of the last interval before the tests' now. */
export const WINDOW_END = lastIntervalEnd(NOW, POLICY.time);

/** So many latencies of so many milliseconds. */
export function latencies(count: number, ms: number): Sketch {
  return { first: bucketOf(ms * 1_000), counts: [count] };
}

/** Everything went well: 100 requests, and nothing but what is told is different. */
export function totals(told: Partial<Totals> = {}): Totals {
  return {
    ...EMPTY_TOTALS,
    requests: 100,
    successes: 100,
    offered: 100,
    upSeconds: 60,
    measuredSeconds: 60,
    corroboratedSeconds: 60,
    sketch: latencies(100, 100),
    ...told,
  };
}

interface ToldEvaluation {
  readonly operator: string;
  /** Windows without their sums are empty. */
  readonly sums?: Partial<Record<WindowName | "TRAILING", Totals>>;
  readonly judgement?: Partial<Judgement>;
  readonly measuredUntil?: number;
  readonly disagreeing?: readonly string[];
  /** x 100, instead of what follows from the sums. */
  readonly score?: number;
}

/** An operator that passed the initial check and was measured until now, without a breach. */
export function evaluationRow({ operator, sums = {}, judgement, score, ...told }: ToldEvaluation): EvaluationRow {
  const empty = {
    HOUR: EMPTY_TOTALS,
    DAY: EMPTY_TOTALS,
    WEEK: EMPTY_TOTALS,
    MONTH: EMPTY_TOTALS,
    TRAILING: EMPTY_TOTALS,
  };
  const windows = storedWindows({ ...empty, ...sums }, WINDOW_END, POLICY.time);
  const found = scoreOf(windows, POLICY);
  return {
    operator,
    windowEnd: WINDOW_END,
    policyVersion: POLICY.version,
    windows,
    score: score === undefined ? found : { ...found, value: score, unknown: [] },
    measuredUntil: told.measuredUntil ?? WINDOW_END,
    judgement: { ...startOfJudgement(PAST), initialCheckAt: PAST + 3_600, ...judgement },
    disagreeing: [...(told.disagreeing ?? [])],
    nextDueAt: null,
    evaluatedAt: new Date((NOW - 5) * 1_000),
  };
}

interface Minute {
  /** Unix seconds, a whole minute. */
  readonly at: number;
  readonly totals: Totals;
}

/** Rows of an operator's minutes, and of the hours and days they add up to. */
export function metricRows(operator: string, minutes: readonly Minute[]) {
  const sums = (startOf: (at: number) => number) => {
    const starts = [...new Set(minutes.map(({ at }) => startOf(at)))];
    return starts.map((start) =>
      totalsRow(operator, start, addTotals(minutes.filter(({ at }) => startOf(at) === start).map((one) => one.totals))),
    );
  };
  return {
    metricMinute: minutes.map(({ at, totals: sum }): typeof metricMinute.$inferInsert => totalsRow(operator, at, sum)),
    metricHour: sums((at) => hourStart(at, POLICY.time)),
    metricDay: sums((at) => dayStart(at, POLICY.time)),
  };
}

function totalsRow(
  operator: string,
  at: number,
  { sketch, scalar, ...counts }: Totals,
): typeof metricHour.$inferInsert {
  return {
    operator,
    at,
    ...counts,
    sketch: encodeSketch(sketch),
    scalarSuccesses: scalar?.successes ?? null,
    minP95Micros: scalar?.minP95Micros ?? null,
    maxP95Micros: scalar?.maxP95Micros ?? null,
    minP99Micros: scalar?.minP99Micros ?? null,
    maxP99Micros: scalar?.maxP99Micros ?? null,
  };
}
