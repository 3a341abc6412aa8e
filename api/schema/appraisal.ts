import type { TimePolicy } from "../domain/policy.ts";
import { recomputableEnd } from "../domain/resolution.ts";
import { type Score, scoreOf } from "../domain/score.ts";
import { EMPTY_TOTALS } from "../domain/totals.ts";
import { lastIntervalEnd, type StoredWindows, storedWindows } from "../domain/window.ts";
import { RequestError } from "../loaders/errors.ts";
import type { Context } from "./context.ts";
import type { OperatorView } from "./operator-view.ts";

/** A score with what it stands on. */
export interface Appraisal {
  readonly score: Score;
  /** End of its windows, Unix seconds. */
  readonly windowEnd: number;
  readonly policyVersion: number;
  /** Unix seconds; null if it was computed for the request. */
  readonly evaluatedAt: number | null;
  /** Whether the operator was ever measured. */
  readonly everMeasured: boolean;
}

/** What the evaluator came to last; of an operator that was never measured, what the rules make of nothing. */
export function currentAppraisal({ row }: OperatorView, context: Context): Appraisal {
  const { evaluation } = row;
  if (evaluation !== null) {
    const { score, windowEnd, policyVersion, evaluatedAt } = evaluation;
    return { score, windowEnd, policyVersion, evaluatedAt, everMeasured: true };
  }
  const { policy, now } = context;
  return {
    score: scoreOf(emptyWindows(now, policy.time), policy),
    windowEnd: lastIntervalEnd(now, policy.time),
    policyVersion: policy.version,
    evaluatedAt: null,
    everMeasured: false,
  };
}

/** The windows as evaluated last; empty ones up to now of an operator that was never measured. */
export function currentWindows({ row }: OperatorView, { policy, now }: Context): StoredWindows {
  return row.evaluation?.windows ?? emptyWindows(now, policy.time);
}

function emptyWindows(now: number, time: TimePolicy): StoredWindows {
  return storedWindows(NOTHING, lastIntervalEnd(now, time), time);
}

const NOTHING = {
  HOUR: EMPTY_TOTALS,
  DAY: EMPTY_TOTALS,
  WEEK: EMPTY_TOTALS,
  MONTH: EMPTY_TOTALS,
  TRAILING: EMPTY_TOTALS,
};

/**
 * The score as of a moment, computed again from the sums by the rules in force.
 *
 * @param argument which argument the moment came in
 * @throws RequestError INVALID_RANGE for the future, RANGE_NOT_KEPT for what is forgotten
 */
export async function pastAppraisal(
  { row }: OperatorView,
  at: number,
  argument: string,
  context: Context,
): Promise<Appraisal> {
  const { policy, now, retention } = context;
  if (at > now) throw new RequestError("INVALID_RANGE", `\`${argument}\` is in the future.`, { argument });
  const end = recomputableEnd(at, now, policy.time, retention);
  if (end === null) {
    throw new RequestError("RANGE_NOT_KEPT", `What \`${argument}\` asks for is no longer kept by the hour.`, {
      argument,
    });
  }
  const windows = await context.loaders.pastWindows.load({ operator: row.address, end });
  return {
    score: scoreOf(windows, policy),
    windowEnd: end,
    policyVersion: policy.version,
    evaluatedAt: null,
    everMeasured: row.evaluation !== null,
  };
}
