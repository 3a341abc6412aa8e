/**
 * The assessment of slices that are due: the evidence of each, and its dossier. It is written once, in the transaction that
 * judged it, from what was known when its intervals closed: what comes later never raises it.
 */
import type pg from "pg";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { type DueSlice, violationOf } from "../domain/charging.ts";
import type { JudgedInterval, JudgedReport, MeasuredEvidence } from "../domain/dossier.ts";
import type { Policy, Tier } from "../domain/policy.ts";
import type { IntervalFigures } from "../domain/violation.ts";
import { closesAt, type Range } from "../domain/window.ts";
import type { Evaluated } from "./evaluate-all.ts";
import { loadMaintenance } from "./maintenance.ts";
import { loadAlreadyBps, loadStakes, slashableValue, writeSlice } from "./slices.ts";
import { idOf } from "./violations.ts";

export interface AssessOptions {
  readonly policy: Policy;
  readonly registry: ExpectedRegistry;
  /** Unix seconds, wall clock. */
  readonly now: number;
}

/**
 * Most operators assessed in one transaction: what takes many down at once is due of all of them at once, a dossier may be
 * megabytes, and the others of the batch wait for its commit.
 */
const MAX_ASSESSED = 5;

/**
 * Assesses what is due, and answers the evaluations with what is still to be assessed: of those that are too many now, at
 * once. An operator whose stake the indexer does not know (its tables are being made, or a reorg took the registration back)
 * waits until it does: assessed at nothing it would be let off for good.
 */
export async function assessDue(
  client: pg.ClientBase,
  evaluated: readonly Evaluated[],
  options: AssessOptions,
): Promise<Evaluated[]> {
  const due = evaluated.filter(({ evaluation }) => evaluation.judgement.unassessed.length > 0);
  if (due.length === 0) return [...evaluated];
  const stakes = (await areStakesKnown(client))
    ? await loadStakes(
        client,
        due.map(({ facts }) => facts.operator),
      )
    : new Map<string, never>();
  // What may go on the chain has to be on disk before anybody sees it.
  if (stakes.size > 0) await client.query("set local synchronous_commit = on");
  const assessable = due.filter(({ facts }) => stakes.has(facts.operator));
  const assessed = new Set<string>();
  for (const { facts, evaluation } of assessable.slice(0, MAX_ASSESSED)) {
    const stake = stakes.get(facts.operator);
    if (stake === undefined) continue;
    for (const slice of evaluation.judgement.unassessed) {
      await assessSlice(client, facts.operator, slice, slashableValue(stake), options);
    }
    assessed.add(facts.operator);
  }
  const waiting = new Set(assessable.slice(MAX_ASSESSED).map(({ facts }) => facts.operator));
  return evaluated.map(({ facts, evaluation }) => {
    if (waiting.has(facts.operator)) return { facts, evaluation: { ...evaluation, nextDueAt: options.now } };
    if (!assessed.has(facts.operator)) return { facts, evaluation };
    return { facts, evaluation: { ...evaluation, judgement: { ...evaluation.judgement, unassessed: [] } } };
  });
}

/** Whether the indexer's views are there: a statement that fails would take the whole batch with it. */
async function areStakesKnown(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ known: boolean }>(
    `select to_regclass('"operator"') is not null and to_regclass('asset_rate') is not null as known`,
  );
  return rows[0]?.known ?? false;
}

async function assessSlice(
  client: pg.ClientBase,
  operator: string,
  due: DueSlice,
  stakeValue: bigint,
  { policy, registry, now }: AssessOptions,
): Promise<void> {
  const { charge, startedAt, openedAt, slice, final, period } = due;
  const violationId = idOf({ operator, charge }, openedAt, registry);
  const maintenance = (await loadMaintenance(client, [operator], period.start, period.end)).get(operator) ?? [];
  await writeSlice(
    client,
    {
      registry,
      ...{ violationId, operator, violation: violationOf(charge), startedAt, openedAt, slice, final, period },
      tier: await tierOf(client, violationId),
      maintenance: maintenance.map((range) => within(range, period)),
      evidence: await evidenceOf(client, { operator, violationId, due }, policy),
      stakeValue,
      alreadyBps: await loadAlreadyBps(client, operator, now, policy),
    },
    policy,
    now,
  );
}

const within = (range: Range, { start, end }: Range): Range => ({
  start: Math.max(range.start, start),
  end: Math.min(range.end, end),
});

/** At opening: its multiplier is what counts. */
async function tierOf(client: pg.ClientBase, violationId: string): Promise<Tier> {
  const { rows } = await client.query<{ tier: Tier }>(`select tier from ${API_SCHEMA}.violation where id = $1`, [
    violationId,
  ]);
  const [violation] = rows;
  if (violation === undefined) throw new Error(`violation ${violationId} is to be assessed and was never opened`);
  return violation.tier;
}

interface Place {
  readonly operator: string;
  readonly violationId: string;
  readonly due: DueSlice;
}

async function evidenceOf(
  client: pg.ClientBase,
  { operator, violationId, due: { charge, period, countedBefore } }: Place,
  policy: Policy,
): Promise<MeasuredEvidence> {
  const counted = await client.query<{ at: number; figures: IntervalFigures }>({
    ...COUNTED,
    values: [violationId, period.start, period.end],
  });
  const intervals: Map<number, JudgedInterval & { readonly reports: JudgedReport[] }> = new Map(
    counted.rows.map(({ at, figures }) => [at, { at, figures, reports: [] }]),
  );
  const reports = await client.query<ReportRow>({
    ...REPORTS,
    values: [operator, [...intervals.keys()], closesAt(0, policy.time)],
  });
  for (const { at, sketch, ...report } of reports.rows) {
    intervals.get(at)?.reports.push({ ...report, sketch: sketch?.toString("base64") ?? null });
  }
  const seconds = await client.query<Pick<MeasuredEvidence, "measuredSeconds" | "corroboratedSeconds">>({
    ...SECONDS,
    values: [operator, period.start, period.end],
  });
  const { measuredSeconds = 0, corroboratedSeconds = 0 } = seconds.rows[0] ?? {};
  return {
    kind: "MEASURED",
    ...{ charge, intervals: [...intervals.values()], countedBefore, measuredSeconds, corroboratedSeconds },
  };
}

const COUNTED = {
  name: "din_charged_of_slice",
  text: `
    select at, figures from ${API_SCHEMA}.charged_interval
    where violation_id = $1 and at >= $2::bigint and at < $3::bigint order by at`,
  types: columnTypes,
};

interface ReportRow extends Omit<JudgedReport, "sketch"> {
  readonly at: number;
  readonly sketch: Buffer | null;
}

/** Of each reporter the highest revision that had come when the interval closed. */
const REPORTS = {
  name: "din_reports_of_slice",
  text: `
    select distinct on (s.at, s.service, s.region, s.reporter)
      s.at, s.service, s.region, s.reporter, s.revision, s.weight, s.requests, s.successes, s.timeouts,
      s.up_seconds as "upSeconds", s.down_seconds as "downSeconds", s.p95_micros as "p95Micros",
      s.p99_micros as "p99Micros", s.sketch, s.received_at as "receivedAt"
    from unnest($2::bigint[]) as place (at)
    join ${API_SCHEMA}.metric_sample as s on s.operator = $1 and s.at = place.at and s.received_at < s.at + $3::bigint
    order by s.at, s.service, s.region, s.reporter, s.revision desc`,
  types: columnTypes,
};

/** As they were known when each interval closed. */
const SECONDS = {
  name: "din_seconds_of_slice",
  text: `
    select coalesce(sum(case when at_close is null then measured_seconds
                             else coalesce((at_close->'totals'->>'measuredSeconds')::bigint, 0) end), 0)::bigint
             as "measuredSeconds",
           coalesce(sum(case when at_close is null then corroborated_seconds
                             else coalesce((at_close->'totals'->>'corroboratedSeconds')::bigint, 0) end), 0)::bigint
             as "corroboratedSeconds"
    from ${API_SCHEMA}.metric_minute where operator = $1 and at >= $2::bigint and at < $3::bigint`,
  types: columnTypes,
};
