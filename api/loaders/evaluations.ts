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
  readonly measuredUntil: number;
  readonly disagreeing: readonly string[];
  readonly evaluatedAt: number;
  /** JSON, as text: it is parsed when it is asked for. */
  readonly judgementJson: string;
  /** Left out where no document asks for them. */
  readonly windowsJson?: string;
  readonly scoreJson?: string;
};

const COLUMNS = sql`${operatorEvaluation.windowEnd} as "windowEnd",
  ${operatorEvaluation.policyVersion} as "evaluationPolicyVersion", ${operatorEvaluation.measuredUntil} as "measuredUntil",
  ${operatorEvaluation.disagreeing} as "disagreeing", ${operatorEvaluation.judgement}::text as "judgementJson",
  floor(extract(epoch from ${operatorEvaluation.evaluatedAt}))::bigint as "evaluatedAt"`;

const FIGURES = sql`${operatorEvaluation.windows}::text as "windowsJson", ${operatorEvaluation.score}::text as "scoreJson"`;

/** @param figures whether windows and scores are asked for: reading them costs more than all else of an operator */
export function evaluationColumns(figures: boolean): SQL {
  return figures ? sql`${COLUMNS}, ${FIGURES}` : COLUMNS;
}

/** Whether a document may ask for windows or scores: a field that is asked for stands in its text. */
export function mayAskForFigures(document: string): boolean {
  return /score|windows|confidence|recovery/.test(document);
}

export const JOIN_EVALUATION: SQL = sql`left join ${operatorEvaluation} on ${operatorEvaluation.operator} = ${operator.address}`;

/** An operator's evaluation. */
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
function parse<Value>(json: string | undefined): Value {
  if (json === undefined) throw new Error("figures of an evaluation are asked for that were not selected");
  const value: Value = JSON.parse(json);
  return value;
}
