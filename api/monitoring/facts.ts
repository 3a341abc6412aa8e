/** What an evaluation starts from besides sums: what the last one came to, and what the newest intervals say. */
import type pg from "pg";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { UNWATCHED } from "../db/unwatched.ts";
import { type Judgement, resumed, type StoredJudgement } from "../domain/judgement.ts";
import type { Policy, Tier } from "../domain/policy.ts";
import type { Score } from "../domain/score.ts";
import type { Status } from "../domain/status.ts";
import type { Watch } from "../domain/watch.ts";
import { receivedIntervals } from "../domain/watch-facts.ts";

/** What the last evaluation of an operator came to. */
export interface PreviousEvaluation {
  /** Unix seconds. */
  readonly windowEnd: number;
  readonly score: Score;
  readonly judgement: Judgement;
  /** Unix seconds. */
  readonly measuredUntil: number;
  /** Unix seconds; null if its windows were empty. */
  readonly nextDueAt: number | null;
  readonly watch: Watch;
  /** Whether other rules came to it. */
  readonly isOutdated: boolean;
}

export interface OperatorFacts {
  readonly operator: string;
  readonly previous: PreviousEvaluation | null;
  /** Null if it has no sort row (yet). */
  readonly tier: Tier | null;
  /** Null as the tier is. */
  readonly status: Status | null;
  /** Whether anybody is told of it. False while it has no sort row. */
  readonly isWatched: boolean;
  /** End of the newest interval with a measurement, Unix seconds; 0 or null if nothing was measured. */
  readonly measuredUntil: number | null;
  /** The dissenters of the last closed intervals with a measurement, the newest first. */
  readonly dissenters: readonly (readonly string[])[];
  /** Whether each of the last received intervals with an uptime, closed or not, was an outage; the newest first. */
  readonly received: readonly boolean[];
}

/** Whether anything was measured in an interval: what it says of zero seconds and zero requests is nothing. */
const IS_MEASURED = "(m.measured_seconds > 0 or m.requests > 0)";

const FACTS = {
  name: "din_evaluation_facts",
  text: `
    select wanted.operator, e.operator is not null as evaluated, e.window_end as "windowEnd", e.score, e.judgement,
      e.measured_until as "measuredBefore", e.next_due_at as "nextDueAt", e.watch,
      e.policy_version as "policyVersion", s.tier, s.status,
      coalesce(not ${UNWATCHED}, false) as "isWatched",
      (select m.at + $2::bigint from ${API_SCHEMA}.metric_minute as m
       where m.operator = wanted.operator and ${IS_MEASURED} order by m.at desc limit 1) as "measuredUntil",
      array(select coalesce(array_to_json(m.dissenters), '[]') from ${API_SCHEMA}.metric_minute as m
            where m.operator = wanted.operator and m.at < $3::bigint and ${IS_MEASURED}
            order by m.at desc limit $4::integer) as dissenters,
      array(select m.outage from ${API_SCHEMA}.metric_minute as m
            where m.operator = wanted.operator and m.measured_seconds > 0
            order by m.at desc limit $5::integer) as received
    from unnest($1::text[]) as wanted (operator)
    left join ${API_SCHEMA}.operator_evaluation as e on e.operator = wanted.operator
    left join ${API_SCHEMA}.operator_sort as s on s.address = wanted.operator`,
  types: columnTypes,
};

interface FactsRow
  extends Pick<OperatorFacts, "operator" | "tier" | "status" | "isWatched" | "dissenters" | "received"> {
  readonly evaluated: boolean;
  readonly windowEnd: number;
  readonly score: Score;
  readonly judgement: StoredJudgement;
  readonly measuredBefore: number;
  readonly nextDueAt: number | null;
  readonly watch: Watch;
  readonly policyVersion: number;
  readonly measuredUntil: number | null;
}

export interface FactsOptions {
  readonly policy: Policy;
  /** End of the last closed interval, Unix seconds. */
  readonly closedUntil: number;
  /** Since when intervals are kept, Unix seconds. */
  readonly keptSince: number;
}

export async function loadFacts(
  client: pg.ClientBase,
  operators: readonly string[],
  { policy, closedUntil, keptSince }: FactsOptions,
): Promise<OperatorFacts[]> {
  const { time, confidence } = policy;
  const lasts = [confidence.disagreementIntervals, receivedIntervals(policy)];
  const values = [operators, time.intervalSeconds, closedUntil, ...lasts];
  const { rows } = await client.query<FactsRow>({ ...FACTS, values });
  return rows.map(({ operator, measuredUntil, evaluated, measuredBefore, ...last }) => ({
    ...{ operator, tier: last.tier, status: last.status, isWatched: last.isWatched },
    ...{ dissenters: last.dissenters, received: last.received },
    // What was measured last may be kept no longer; that it was is.
    measuredUntil: measuredUntil ?? (evaluated && measuredBefore <= keptSince ? measuredBefore : null),
    previous: evaluated
      ? {
          windowEnd: last.windowEnd,
          score: last.score,
          judgement: resumed(last.judgement),
          measuredUntil: measuredBefore,
          nextDueAt: last.nextDueAt,
          watch: last.watch,
          isOutdated: last.policyVersion !== policy.version,
        }
      : null,
  }));
}
