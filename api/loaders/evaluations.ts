/** What the evaluator last came to, read with the operator's row: one row each, so a left join costs no statement more. */
import { type SQL, sql } from "drizzle-orm";
import { operator } from "../db/chain.ts";
import { operatorEvaluation } from "../db/schema.ts";
import type { Judgement } from "../domain/judgement.ts";
import type { Score } from "../domain/score.ts";
import type { StoredWindows } from "../domain/window.ts";

/** As selected; all null if the operator was never measured. */
export type EvaluationColumns = {
  readonly windowEnd: number | null;
  readonly evaluationPolicyVersion: number;
  /** JSON, as text: most documents ask for a part of it or for none, and parsing it is most of its cost. */
  readonly windowsJson: string;
  readonly scoreJson: string;
  readonly judgementJson: string;
  readonly measuredUntil: number;
  readonly disagreeing: readonly string[];
  readonly evaluatedAt: number;
};

export const EVALUATION_COLUMNS: SQL = sql`${operatorEvaluation.windowEnd} as "windowEnd",
  ${operatorEvaluation.policyVersion} as "evaluationPolicyVersion", ${operatorEvaluation.windows}::text as "windowsJson",
  ${operatorEvaluation.score}::text as "scoreJson", ${operatorEvaluation.judgement}::text as "judgementJson",
  ${operatorEvaluation.measuredUntil} as "measuredUntil", ${operatorEvaluation.disagreeing} as "disagreeing",
  floor(extract(epoch from ${operatorEvaluation.evaluatedAt}))::bigint as "evaluatedAt"`;

export const JOIN_EVALUATION: SQL = sql`left join ${operatorEvaluation} on ${operatorEvaluation.operator} = ${operator.address}`;

/** An operator's evaluation; what is JSON is parsed when it is asked for, once. */
export class Evaluation {
  /** All windows end here, Unix seconds. */
  readonly windowEnd: number;
  readonly policyVersion: number;
  /** End of the newest interval with a measurement, Unix seconds. */
  readonly measuredUntil: number;
  /** Reporters that disagree with the consensus now. */
  readonly disagreeing: readonly string[];
  /** Unix seconds. */
  readonly evaluatedAt: number;
  readonly #json: Pick<EvaluationColumns, "windowsJson" | "scoreJson" | "judgementJson">;
  #windows: StoredWindows | undefined;
  #score: Score | undefined;
  #judgement: Judgement | undefined;

  constructor(columns: EvaluationColumns, windowEnd: number) {
    this.windowEnd = windowEnd;
    this.policyVersion = columns.evaluationPolicyVersion;
    this.measuredUntil = columns.measuredUntil;
    this.disagreeing = columns.disagreeing;
    this.evaluatedAt = columns.evaluatedAt;
    this.#json = columns;
  }

  get windows(): StoredWindows {
    this.#windows ??= parse<StoredWindows>(this.#json.windowsJson);
    return this.#windows;
  }

  get score(): Score {
    this.#score ??= parse<Score>(this.#json.scoreJson);
    return this.#score;
  }

  get judgement(): Judgement {
    this.#judgement ??= parse<Judgement>(this.#json.judgementJson);
    return this.#judgement;
  }
}

/** Null if it was never measured. */
export function evaluationOf(columns: EvaluationColumns): Evaluation | null {
  return columns.windowEnd === null ? null : new Evaluation(columns, columns.windowEnd);
}

/** What the evaluator wrote, in the type it wrote. */
function parse<Value>(json: string): Value {
  const value: Value = JSON.parse(json);
  return value;
}
