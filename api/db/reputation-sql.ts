/** What reputations come from: one statement for those who ask now and for the ranking of a moment that has passed. */
import { sql } from "drizzle-orm";
import type { Policy } from "../domain/policy.ts";
import { horizonSeconds, hourWeights, type ReputationFacts, weighedAt } from "../domain/reputation.ts";
import { manager, slash } from "./chain.ts";
import type { Database } from "./pool.ts";
import { selectRows } from "./rows.ts";
import { reporter, scoreHistory } from "./schema.ts";
import { alert } from "./schema-alerts.ts";
import { violation, violationSlice } from "./schema-violations.ts";

/** All but the tier, which follows from the stake. */
export type ReputationRecord = Omit<ReputationFacts, "tier">;

type Columns = Omit<ReputationRecord, "hours"> & ReputationRecord["hours"] & { readonly operator: string };

/** Unix seconds: later than any fact. */
const WHENEVER = Number.MAX_SAFE_INTEGER;

export interface RecordsOf {
  readonly policy: Policy;
  /** As of when, Unix seconds. */
  readonly at: number;
  /**
   * Whether that is now. Then what is dated later is there all the same, by a clock that is ahead of ours; of a moment that
   * has passed it is not part.
   */
  readonly isNow: boolean;
}

/**
 * By operator. Of each it reads as many hours as there are weights, from the index alone, and adds them up exactly: five
 * thousand of them come to two numbers. All else of an operator is few rows.
 *
 * @param operators lowercase addresses
 */
export async function selectReputations(
  db: Database,
  operators: readonly string[],
  { policy, at, isNow }: RecordsOf,
): Promise<ReadonlyMap<string, ReputationRecord>> {
  const { violationHalfLife, disagreementHalfLife, slashHalfLife } = policy.reputation;
  const until = isNow ? WHENEVER : at;
  const since = (halfLife: number) => sql`${at - horizonSeconds(halfLife, policy)}::bigint`;
  const rows = await selectRows<Columns>(
    db,
    sql`select wanted.operator as "operator", hours.scored as "scored", hours.covered as "covered",
        slashes.list as "slashes", violations.list as "violations", disagreements.list as "disagreements"
      from unnest(${sql.param([...operators])}::text[]) as wanted(operator)
      cross join lateral (${hoursSql(policy, at)}) as hours
      cross join lateral (
        select coalesce(json_agg(json_build_object('at', ${slash.executedAt}, 'bps', ${slash.bps})), '[]') as list
        -- Null unless it was executed.
        from ${slash} where ${slash.operator} = wanted.operator
          and ${slash.executedAt} > ${since(slashHalfLife)} and ${slash.executedAt} <= ${until}::bigint
      ) as slashes
      cross join lateral (
        select coalesce(json_agg(json_build_object('at', ${violation.openedAt}, 'severities', array(
          select distinct ${violationSlice.severity} from ${violationSlice}
          where ${violationSlice.violationId} = ${violation.id} and ${violationSlice.assessedAt} <= ${until}::bigint
        ))), '[]') as list
        from ${violation} where ${violation.operator} = wanted.operator
          and ${violation.openedAt} > ${since(violationHalfLife)} and ${violation.openedAt} <= ${until}::bigint
      ) as violations
      cross join lateral (${disagreementsSql(since(disagreementHalfLife), sql`${until}::bigint`)}) as disagreements`,
  );
  return new Map(
    rows.map(({ operator, scored, covered, ...lists }) => [operator, { ...lists, hours: { scored, covered } }]),
  );
}

/** `weighHours` of an operator's hours. Every product fits a bigint, and sums of those are numeric: nothing is rounded. */
function hoursSql(policy: Policy, at: number) {
  const weights = hourWeights(policy);
  const step = policy.time.hourIntervals * policy.time.intervalSeconds;
  const last = weighedAt(at, policy);
  const weight = sql`(${weightsText(weights)}::bigint[])[(${last}::bigint - ${scoreHistory.at}) / ${step}::bigint + 1]`;
  return sql`
    select coalesce(sum(hour.weighed * hour.value), 0) as scored, coalesce(sum(hour.weighed), 0) as covered
    from (
      select ${scoreHistory.coverageBps} * ${weight} as weighed, ${scoreHistory.value} as value
      from ${scoreHistory}
      where ${scoreHistory.operator} = wanted.operator and ${scoreHistory.value} is not null
        and ${scoreHistory.at} > ${last - weights.length * step}::bigint and ${scoreHistory.at} <= ${last}::bigint
      -- Keeps the weight from being looked up once for each sum.
      offset 0
    ) as hour`;
}

const TEXTS = new WeakMap<readonly bigint[], string>();

/** Weights as an array of Postgres: made once, as they are always the same. */
function weightsText(weights: readonly bigint[]): string {
  const text = TEXTS.get(weights) ?? `{${weights.join()}}`;
  TEXTS.set(weights, text);
  return text;
}

/**
 * Alerts are where it is kept that a reporter disagreed. An operator's own reporter is one whose account is the operator's or
 * was ever its manager's, and whose reports counted for nothing then. By correlation ids, since there is an index on those.
 */
function disagreementsSql(since: ReturnType<typeof sql>, until: ReturnType<typeof sql>) {
  return sql`
    select coalesce(json_agg(${alert.openedAt}), '[]') as list
    from ${reporter} join ${alert}
      on ${alert.correlationId} = 'REPORTER_DISAGREEMENT/' || wanted.operator || '/' || ${reporter.id}
    where ${reporter.address} in (
        select wanted.operator
        union all select ${manager.manager} from ${manager} where ${manager.operator} = wanted.operator)
      and ${alert.details} ->> 'independent' = 'false'
      and ${alert.openedAt} > ${since} and ${alert.openedAt} <= ${until}`;
}
