import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import { manager, slash } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import { selectRows } from "../db/rows.ts";
import { reporter, scoreHistory } from "../db/schema.ts";
import { alert } from "../db/schema-alerts.ts";
import { violation, violationSlice } from "../db/schema-violations.ts";
import type { Policy } from "../domain/policy.ts";
import { horizonSeconds, hourWeights, type ReputationFacts, weighedAt } from "../domain/reputation.ts";

/** All but the tier, which follows from the stake. */
export type ReputationRecord = Omit<ReputationFacts, "tier">;

type Columns = Omit<ReputationRecord, "hours"> & ReputationRecord["hours"] & { readonly operator: string };

/**
 * What reputations come from, for all operators in one statement. Of each it reads as many hours as there are weights, from
 * the index alone, and adds them up exactly: five thousand of them come to two numbers. All else of an operator is few rows.
 *
 * @param now Unix seconds
 */
export function createReputationLoader(
  db: Database,
  policy: Policy,
  now: number,
): DataLoader<string, ReputationRecord> {
  return new DataLoader(async (operators) => {
    const { violationHalfLife, disagreementHalfLife, slashHalfLife } = policy.reputation;
    const since = (halfLife: number) => sql`${now - horizonSeconds(halfLife, policy)}::bigint`;
    const rows = await selectRows<Columns>(
      db,
      sql`select wanted.operator as "operator", hours.scored as "scored", hours.covered as "covered",
          slashes.list as "slashes", violations.list as "violations", disagreements.list as "disagreements"
        from unnest(${sql.param([...operators])}::text[]) as wanted(operator)
        cross join lateral (${hoursSql(policy, now)}) as hours
        cross join lateral (
          select coalesce(json_agg(json_build_object('at', ${slash.executedAt}, 'bps', ${slash.bps})), '[]') as list
          -- Null unless it was executed.
          from ${slash} where ${slash.operator} = wanted.operator and ${slash.executedAt} > ${since(slashHalfLife)}
        ) as slashes
        cross join lateral (
          select coalesce(json_agg(json_build_object('at', ${violation.openedAt}, 'severities', array(
            select distinct ${violationSlice.severity} from ${violationSlice}
            where ${violationSlice.violationId} = ${violation.id}))), '[]') as list
          from ${violation} where ${violation.operator} = wanted.operator
            and ${violation.openedAt} > ${since(violationHalfLife)}
        ) as violations
        cross join lateral (${disagreementsSql(since(disagreementHalfLife))}) as disagreements`,
    );
    const found = new Map(
      rows.map(({ operator, scored, covered, ...lists }) => [operator, { ...lists, hours: { scored, covered } }]),
    );
    return operators.map((operator) => found.get(operator) ?? new Error(`no reputation was read of ${operator}`));
  });
}

/** `weighHours` of an operator's hours. Every product fits a bigint, and sums of those are numeric: nothing is rounded. */
function hoursSql(policy: Policy, now: number) {
  const weights = hourWeights(policy);
  const step = policy.time.hourIntervals * policy.time.intervalSeconds;
  const last = weighedAt(now, policy);
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
function disagreementsSql(since: ReturnType<typeof sql>) {
  return sql`
    select coalesce(json_agg(${alert.openedAt}), '[]') as list
    from ${reporter} join ${alert}
      on ${alert.correlationId} = 'REPORTER_DISAGREEMENT/' || wanted.operator || '/' || ${reporter.id}
    where ${reporter.address} in (
        select wanted.operator
        union all select ${manager.manager} from ${manager} where ${manager.operator} = wanted.operator)
      and ${alert.details} ->> 'independent' = 'false' and ${alert.openedAt} > ${since}`;
}
