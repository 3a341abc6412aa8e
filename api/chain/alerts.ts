/**
 * What a pass of the follower says of alerts: of the events it has just told, and of the rows it has just computed. All
 * set-based, and nothing at all where nothing was told; see docs/adr/0010-alerts.md.
 */
import { desc, inArray } from "drizzle-orm";
import type pg from "pg";
import { pauseChange, slash, unstakeRequest } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { AlertSignal } from "../domain/alert.ts";
import {
  ALERTING_EVENTS,
  type ChainFacts,
  chainSignals,
  LIVE_SLASH_STATES,
  type Occurrence,
} from "../domain/chain-alerts.ts";
import { CHANGE_KINDS, changeSignals, type OpenChange } from "../domain/change-alerts.ts";
import type { Policy } from "../domain/policy.ts";
import type { EventKey } from "./plan.ts";
import type { RowChange } from "./sort.ts";

const OUTBOX = `${API_SCHEMA}.outbox`;
const PENDING = `${API_SCHEMA}.pending_event`;
const ALERT = `${API_SCHEMA}.alert`;

/** When a pass runs, and by which rules. */
export interface AlertContext {
  /** The largest id of the outbox before the pass: what comes after it is news. */
  readonly toldBefore: string;
  readonly policy: Policy;
  /** Unix seconds. */
  readonly now: number;
}

/**
 * The events that were ever told of each slash, request or pause of which this pass told something. Of a backfill only
 * what is recent or still lives is looked at: the rest would be no alert.
 */
const OCCURRENCES = {
  name: "din_alert_occurrences",
  text: `
    with news as materialized (
      select distinct o.operator, o.payload->>'subject' as subject, o.payload->>'name' like 'Unstake%' as is_request
      from ${OUTBOX} as o
      where o.id > $1::bigint and o.payload->>'name' = any($2) and (
        o.finality <> 'FINALIZED' or (o.payload->>'blockTime')::bigint > $3::bigint
        or exists (select from ${OUTBOX} as p where p.event_id = o.event_id and p.block_hash = o.block_hash and p.id < o.id)
        or exists (select from slash where id = (o.payload->>'subject')::numeric and state = any($4)
                   and o.payload->>'name' like 'Slash%')
        or o.payload->>'name' = 'PauseMaskChanged')
    ), told as (
      select o.id, o.finality, o.event_id, o.block_hash, o.operator, o.payload
      from news cross join lateral (
        select * from ${OUTBOX} where operator = news.operator
        union all
        select * from ${OUTBOX} where news.operator is null and operator is null
      ) as o
      where o.payload->>'subject' is not distinct from news.subject and o.payload->>'name' = any($2)
        and (o.payload->>'name' like 'Unstake%') = news.is_request
    ), words as (
      select event_id, block_hash, operator, (array_agg(payload))[1] as payload,
        (array_agg(finality order by id) filter (where id <= $1::bigint)) as before,
        (array_agg(finality order by id) filter (where id > $1::bigint)) as after
      from told group by event_id, block_hash, operator
    ), last as (
      select *, before[cardinality(before)] as was,
        coalesce(after[cardinality(after)], before[cardinality(before)]) as now
      from words
    )
    select payload->>'name' as name, event_id as "eventId", block_hash as "blockHash",
      (payload->>'blockTime')::float8 as "blockTime", payload->>'transactionHash' as "transactionHash",
      operator, payload->>'subject' as subject, case when now = 'FINALIZED' then now else 'PENDING' end as finality,
      case when after is null then 'NOTHING' when now = 'RETRACTED' then now
           when was is null or was = 'RETRACTED' then 'NEW' when now = 'FINALIZED' then now else 'NOTHING' end as news
    from last where after is not null or now <> 'RETRACTED'
    order by event_id, block_hash`,
};

/** What this pass's events call for. To be called once they are told, whether or not it told any that matter. */
export async function readChainSignals(
  client: pg.PoolClient,
  db: Database,
  { toldBefore, policy, now }: AlertContext,
): Promise<AlertSignal[]> {
  const noticeSeconds = policy.alerts.noticeIntervals * policy.time.intervalSeconds;
  const { rows: occurrences } = await client.query<Occurrence>({
    ...OCCURRENCES,
    values: [toldBefore, ALERTING_EVENTS, now - noticeSeconds, LIVE_SLASH_STATES],
  });
  if (occurrences.length === 0) return [];
  return chainSignals(occurrences, { ...(await readFacts(db, occurrences)), now, noticeSeconds });
}

async function readFacts(
  db: Database,
  occurrences: readonly Occurrence[],
): Promise<Pick<ChainFacts, "slashes" | "requests" | "pause">> {
  const slashIds = idsOf(occurrences, "Slash");
  const requestIds = idsOf(occurrences, "Unstake");
  const slashes = slashIds.length === 0 ? [] : await db.select().from(slash).where(inArray(slash.id, slashIds));
  const requests =
    requestIds.length === 0 ? [] : await db.select().from(unstakeRequest).where(inArray(unstakeRequest.id, requestIds));
  const pauses = occurrences.some(({ name }) => name === "PauseMaskChanged")
    ? await db.select().from(pauseChange).orderBy(desc(pauseChange.id)).limit(1)
    : [];
  return {
    slashes: new Map(slashes.map((row) => [row.id.toString(), row])),
    requests: new Map(requests.map((row) => [row.id.toString(), row])),
    pause:
      pauses.map((row) => ({ ...row, eventId: row.id, pauseMask: row.mask, pauseExpiresAt: row.expiresAt }))[0] ?? null,
  };
}

function idsOf(occurrences: readonly Occurrence[], family: "Slash" | "Unstake"): bigint[] {
  const ids = occurrences.flatMap(({ name, subject }) =>
    name.startsWith(family) && subject !== null ? [subject] : [],
  );
  return [...new Set(ids)].map(BigInt);
}

/** An event of the registry that the tiers of all depend on. */
const OF_ALL = "operator is null and payload->>'name' = 'RateObserved'";

/** Where the events of an operator stand. */
interface PendingFacts {
  /** Null for those of all. */
  readonly operator: string | null;
  /** Some of them are undone by a reorg that is not over. */
  readonly isHalfUndone: boolean;
  /** Some of them had been undone, and came back in this pass. */
  readonly isReturn: boolean;
}

/**
 * What the rows this pass computed call for. Of an operator whose events are half undone nothing is said: it is computed
 * again when they are back, or gone.
 *
 * @param returned events that were missing and came back
 */
export async function readChangeSignals(
  client: pg.PoolClient,
  changes: readonly RowChange[],
  returned: readonly EventKey[],
): Promise<AlertSignal[]> {
  if (changes.length === 0) return [];
  const operators = changes.map(({ operator }) => operator);
  const { rows: open } = await client.query<OpenChange & { operator: string }>({
    name: "din_open_changes",
    text: `select operator, correlation_id as "correlationId", kind, finality, details->>'from' as from,
             details->>'to' as to
           from ${ALERT} where kind = any($1) and closed_at is null and operator = any($2)`,
    values: [CHANGE_KINDS, operators],
  });
  const watched = new Set(open.map(({ operator }) => operator));
  const told = changes.filter((change) => watched.has(change.operator) || hasChanged(change));
  if (told.length === 0) return [];
  const pending = await readPending(
    client,
    told.map(({ operator }) => operator),
    returned,
  );
  return told.flatMap((change) => {
    const facts = pending.get(change.operator);
    if (facts?.isHalfUndone) return [];
    return changeSignals({
      ...change,
      open: open.filter(({ operator }) => operator === change.operator),
      isPending: facts !== undefined || pending.has(null),
      isReturn: facts?.isReturn === true,
    });
  });
}

function hasChanged({ before, after }: RowChange): boolean {
  return before !== null && (before.tier !== after?.tier || before.status !== after.status);
}

async function readPending(
  client: pg.PoolClient,
  operators: readonly string[],
  returned: readonly EventKey[],
): Promise<Map<string | null, PendingFacts>> {
  const { rows } = await client.query<PendingFacts>({
    name: "din_pending_operators",
    text: `select operator, bool_or(missing_at_checkpoint is not null) as "isHalfUndone",
             bool_or(event_id = any($2)) as "isReturn"
           from ${PENDING} where operator = any($1) or (${OF_ALL}) group by operator`,
    values: [operators, returned.map(({ id }) => id)],
  });
  return new Map(rows.map((row) => [row.operator, row]));
}

/** Tiers are final once nothing they come from can be taken back any more. To be asked when something became final. */
export async function readFinalTiers(client: pg.PoolClient): Promise<AlertSignal[]> {
  const { rows } = await client.query<Omit<AlertSignal, "is" | "finality">>({
    name: "din_final_tiers",
    text: `select correlation_id as "correlationId", kind, severity, operator, subject, message, details
           from ${ALERT} as a
           where kind = 'TIER_CHANGED' and closed_at is null and finality = 'PENDING'
             and not exists (select from ${PENDING} as p where p.operator = a.operator)
             and not exists (select from ${PENDING} where ${OF_ALL})`,
  });
  return rows.map((row) => ({ ...row, is: "KEEP", finality: "FINALIZED" }));
}
