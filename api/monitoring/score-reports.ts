/** Reports of scores that are about to be written to the chain: sealed from what was evaluated last. */
import type pg from "pg";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { transact } from "../db/transaction.ts";
import { ValidationError } from "../domain/failure.ts";
import type { Policy } from "../domain/policy.ts";
import type { Score } from "../domain/score.ts";
import { scoreReportOf } from "../domain/score-report.ts";
import { sealJson } from "./seal.ts";

/** As many operators are asked about at once. */
export const MAX_SCORE_REPORTS = 100;

/** A report as it is stored and served. */
export interface SealedReport {
  readonly hash: string;
  readonly operator: string;
  /** x 100 */
  readonly score: number;
  /** Unix seconds. */
  readonly windowStart: number;
  readonly windowEnd: number;
  /** The policy version. */
  readonly formulaVersion: number;
  /** Canonical JSON (RFC 8785), byte for byte as it was hashed. */
  readonly report: string;
}

/** Why an operator's score cannot be written to the chain. `code` is stable and for programs. */
export interface NotSealed {
  readonly code: "UNKNOWN_OPERATOR" | "UNKNOWN_SCORE" | "LOW_CONFIDENCE" | "OUTDATED_SCORE";
  readonly message: string;
}

export interface SealOutcome {
  /** Lowercase address. */
  readonly operator: string;
  readonly result: SealedReport | NotSealed;
}

interface SealSource {
  readonly pool: pg.Pool;
  readonly policy: Policy;
  readonly registry: ExpectedRegistry;
  /** Unix seconds. */
  readonly now: number;
}

/**
 * Seals the scores of operators as they are now, in the order asked for: on disk when it returns. The same score again is
 * the same report.
 *
 * @param operators lowercase addresses
 * @throws ValidationError for none, too many, or one twice
 */
export async function sealScoreReports(source: SealSource, operators: readonly string[]): Promise<SealOutcome[]> {
  assertOperators(operators);
  return transact(source.pool, async (client) => {
    const known = await loadEvaluated(client, operators);
    const outcomes = operators.map(
      (operator): SealOutcome => ({ operator, result: sealed(operator, known.get(operator), source) }),
    );
    const reports = outcomes.flatMap(({ result }) => ("code" in result ? [] : [result]));
    if (reports.length > 0) await client.query({ ...INSERT, values: [JSON.stringify(reports), source.now] });
    return outcomes;
  });
}

function assertOperators(operators: readonly string[]): void {
  const path = ["operators"];
  if (operators.length === 0) {
    throw new ValidationError({ code: "NO_OPERATORS", message: "There is nobody to report of.", path });
  }
  if (operators.length > MAX_SCORE_REPORTS) {
    const message = `${operators.length} operators are too many: at most ${MAX_SCORE_REPORTS} at once.`;
    throw new ValidationError({ code: "TOO_MANY_OPERATORS", message, path });
  }
  const again = operators.findIndex((operator, index) => operators.indexOf(operator) !== index);
  if (again >= 0) {
    const message = `${operators[again]} is there twice.`;
    throw new ValidationError({ code: "DUPLICATE_OPERATOR", message, path: [...path, String(again)] });
  }
}

interface Evaluated {
  readonly operator: string;
  /** All null if it was never measured. */
  readonly windowEnd: number | null;
  readonly policyVersion: number | null;
  readonly score: Score | null;
}

const EVALUATED = {
  name: "din_scores_to_seal",
  text: `
    select o.address as operator, e.window_end as "windowEnd", e.policy_version as "policyVersion", e.score
    from "operator" o left join ${API_SCHEMA}.operator_evaluation e on e.operator = o.address
    where o.address = any($1::text[]) and o.registered_at is not null`,
  types: columnTypes,
};

async function loadEvaluated(client: pg.ClientBase, operators: readonly string[]): Promise<Map<string, Evaluated>> {
  const { rows } = await client.query<Evaluated>({ ...EVALUATED, values: [operators] });
  return new Map(rows.map((row) => [row.operator, row]));
}

function sealed(
  operator: string,
  evaluated: Evaluated | undefined,
  { policy, registry }: SealSource,
): SealedReport | NotSealed {
  if (evaluated === undefined) {
    return { code: "UNKNOWN_OPERATOR", message: `No operator is registered at ${operator}.` };
  }
  const { score, windowEnd, policyVersion } = evaluated;
  if (score === null || windowEnd === null || score.value === null) {
    const parts = score === null ? "nothing was measured" : `nothing was measured for ${score.unknown.join(", ")}`;
    return { code: "UNKNOWN_SCORE", message: `It has no score: ${parts}.` };
  }
  if (policyVersion !== policy.version) {
    const message = `Its score is of rules ${policyVersion}; by those in force, ${policy.version}, it is being computed anew.`;
    return { code: "OUTDATED_SCORE", message };
  }
  if (score.confidence !== "HIGH") {
    return { code: "LOW_CONFIDENCE", message: "Its score is not known well enough to be written to the chain." };
  }
  const report = scoreReportOf({ registry, operator, score, windowEnd }, policy);
  const { text, hash } = sealJson(report);
  return {
    ...{ hash, operator, score: report.score, formulaVersion: report.formulaVersion, report: text },
    ...{ windowStart: report.window.start, windowEnd: report.window.end },
  };
}

const INSERT = {
  name: "din_seal_score_reports",
  text: `
    insert into ${API_SCHEMA}.score_report
      (hash, operator, score, window_start, window_end, formula_version, report, sealed_at)
    select "hash", "operator", "score", "windowStart", "windowEnd", "formulaVersion", "report", $2::bigint
    from jsonb_to_recordset($1::jsonb) as r (
      "hash" text, "operator" text, "score" integer, "windowStart" bigint, "windowEnd" bigint, "formulaVersion" integer,
      "report" text)
    -- In the same order whoever asks: two that seal the same scores at once do not wait for each other.
    order by "hash"
    on conflict (hash) do nothing`,
};
