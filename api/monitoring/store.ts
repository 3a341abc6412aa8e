/** What an evaluation came to, in its tables. */
import type pg from "pg";
import { API_SCHEMA } from "../db/schema.ts";
import type { Policy } from "../domain/policy.ts";
import type { Evaluation } from "./evaluate.ts";
import type { Watched } from "./watching.ts";

const EVALUATIONS = {
  name: "din_save_evaluations",
  text: `
    insert into ${API_SCHEMA}.operator_evaluation
      (operator, window_end, policy_version, windows, score, measured_until, judgement, disagreeing, next_due_at, watch,
       evaluated_at)
    select "operator", "windowEnd", $2::integer, "windows", "score", "measuredUntil", "judgement",
      array(select jsonb_array_elements_text("disagreeing")), "nextDueAt", "watch", now()
    from jsonb_to_recordset($1::jsonb) as r (
      "operator" text, "windowEnd" bigint, "windows" jsonb, "score" jsonb, "measuredUntil" bigint, "judgement" jsonb,
      "disagreeing" jsonb, "nextDueAt" bigint, "watch" jsonb)
    on conflict (operator) do update set
      window_end = excluded.window_end, policy_version = excluded.policy_version, windows = excluded.windows,
      score = excluded.score, measured_until = excluded.measured_until, judgement = excluded.judgement,
      disagreeing = excluded.disagreeing, next_due_at = excluded.next_due_at, watch = excluded.watch,
      evaluated_at = excluded.evaluated_at`,
};

const HISTORY = {
  name: "din_save_score_history",
  text: `
    insert into ${API_SCHEMA}.score_history (operator, at, policy_version, score, coverage_bps)
    select "operator", "at", $2::integer, "score", "coverageBps"
    from jsonb_to_recordset($1::jsonb) as r ("operator" text, "at" bigint, "score" jsonb, "coverageBps" integer)
    on conflict (operator, at) do update set
      policy_version = excluded.policy_version, score = excluded.score, coverage_bps = excluded.coverage_bps`,
};

const MARK = {
  name: "din_mark_evaluated",
  text: `insert into ${API_SCHEMA}.dirty_operator (operator, reason) select unnest($1::text[]), 'EVALUATION'`,
};

/** Writes the evaluations with what is remembered for alerts, and their history, and tells the follower whose sort rows are stale. */
export async function saveEvaluations(
  client: pg.ClientBase,
  evaluations: readonly (Evaluation & Pick<Watched, "watch">)[],
  { version }: Policy,
): Promise<void> {
  const rows = evaluations.map(({ history: _history, changesSortRow: _changes, events: _events, ...row }) => row);
  await client.query({ ...EVALUATIONS, values: [JSON.stringify(rows), version] });
  const history = evaluations.flatMap((evaluation) =>
    evaluation.history.map((entry) => ({ operator: evaluation.operator, ...entry })),
  );
  if (history.length > 0) await client.query({ ...HISTORY, values: [JSON.stringify(history), version] });
  const stale = evaluations.flatMap(({ operator, changesSortRow }) => (changesSortRow ? [operator] : []));
  if (stale.length > 0) await client.query({ ...MARK, values: [stale] });
}

/**
 * Makes operators due that were evaluated under other rules. Once a connection is enough: rules change with the process.
 * Rows that another evaluator holds now are left to it.
 */
export async function markOtherPolicies(client: pg.ClientBase, { version }: Policy): Promise<void> {
  await client.query(
    `update ${API_SCHEMA}.operator_evaluation set next_due_at = 0
     where operator in (
       select operator from ${API_SCHEMA}.operator_evaluation where policy_version <> $1 for update skip locked)`,
    [version],
  );
}
