/**
 * What only time changes in alerts: notices grow old, pauses lapse, requests mature, the mirror and the rate are
 * left behind, keepers and nodes fall silent. Each is one set-based statement; what nothing has to be said of takes no lock on alerts.
 */
import type pg from "pg";
import { decodeCheckpoint } from "../db/chain.ts";
import { LOCKS } from "../db/locks.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { AlertSignal } from "../domain/alert.ts";
import type { Policy } from "../domain/policy.ts";
import {
  claimableSignal,
  cleared,
  type LastAlert,
  laggingSignals,
  type MaturedRequest,
  NOTICES,
  staleRateSignals,
} from "../domain/time-alerts.ts";
import { judgeDueFailovers } from "../profiles/failover.ts";
import { lastAlertSql } from "./last.ts";
import { recordAlerts } from "./record.ts";
import { keeperTimeSignals } from "./watch-keepers.ts";

const ALERT = `${API_SCHEMA}.alert`;

export interface WatchOptions {
  readonly policy: Policy;
  readonly maxLagSeconds: number;
  readonly chainId: number;
  /** Unix seconds. */
  readonly now: number;
  /** Most alerts of a kind in one transaction. */
  readonly limit: number;
}

/** What was found of unstake requests: nothing is new until then, unless something was told. */
export interface RequestsSeen {
  /** The largest id of the outbox. */
  readonly told: string;
  /** Unix seconds. */
  readonly nextAt: number;
}

/** Of the transaction's work: what is to be said, and whether there may be more at once. */
interface Found {
  readonly signals: readonly AlertSignal[];
  readonly more: boolean;
}

/**
 * What the API's own tables say: notices that are old news and pauses that have lapsed resolve, keepers are missed, and other
 * nodes take over.
 *
 * @returns whether there may be more; null if another process is at it
 */
export function watchOwn(client: pg.ClientBase, options: WatchOptions): Promise<boolean | null> {
  return alone(client, options, async () => {
    const { policy, now, limit } = options;
    const { rows } = await client.query<Pick<AlertSignal, "correlationId" | "kind" | "operator" | "subject">>({
      name: "din_old_notices",
      text: `
        (select correlation_id as "correlationId", kind, operator, subject from ${ALERT}
         where kind = any($1) and closed_at is null and changed_at <= $2 order by changed_at limit $4)
        union all
        (select correlation_id, kind, operator, subject from ${ALERT}
         where kind = 'REGISTRY_PAUSED' and closed_at is null and (details->>'expiresAt')::bigint <= $3 limit $4)`,
      values: [NOTICES, now - policy.alerts.noticeIntervals * policy.time.intervalSeconds, now, limit],
    });
    const keepers = await keeperTimeSignals(client, now, limit);
    const failovers = await judgeDueFailovers(client, { now, policy }, limit);
    return {
      signals: [...rows.map(cleared), ...keepers, ...failovers.signals],
      more: rows.length >= limit || keepers.length >= limit || failovers.more,
    };
  });
}

/**
 * What the mirror says: whether it lags, whether its rate is old, which requests can be claimed.
 *
 * @param seen what the last call found; null makes it look at requests
 * @returns as `watchOwn`; and what it found of requests, null if they have to be looked at again
 */
export async function watchMirror(
  client: pg.ClientBase,
  options: WatchOptions,
  seen: RequestsSeen | null,
): Promise<{ more: boolean | null; seen: RequestsSeen | null }> {
  let found = seen;
  const more = await alone(client, options, async () => {
    // In the order in which Ponder takes its exclusive ones.
    await client.query(
      "lock table event, operator, unstake_request, asset_rate, _ponder_checkpoint in access share mode",
    );
    const requests = await requestsOf(client, options, seen);
    found = requests.seen;
    return { signals: [...(await mirrorSignals(client, options)), ...requests.signals], more: requests.more };
  });
  return { more, seen: more === null ? seen : found };
}

/** A transaction of whoever comes first; the others leave it to that one. */
async function alone(
  client: pg.ClientBase,
  { now }: WatchOptions,
  work: () => Promise<Found>,
): Promise<boolean | null> {
  await client.query("begin");
  try {
    const { rows } = await client.query<{ first: boolean }>("select pg_try_advisory_xact_lock($1) as first", [
      LOCKS.alertWatch,
    ]);
    const found = rows[0]?.first === true ? await work() : null;
    if (found !== null) await recordAlerts(client, found.signals, now);
    await client.query("commit");
    return found?.more ?? null;
  } catch (error) {
    // Fails where the connection is gone; the first error says so already.
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

async function mirrorSignals(client: pg.ClientBase, options: WatchOptions): Promise<AlertSignal[]> {
  const { rows } = await client.query<MirrorRow>({
    name: "din_mirror_times",
    text: `
      select (select latest_checkpoint from _ponder_checkpoint where chain_id::text = $1) as checkpoint,
        (select rate_updated_at::float8 from asset_rate where asset = 'WSTETH') as "rateUpdatedAt",
        (select to_jsonb(l) from (${lastAlertSql("INDEXER_LAGGING")}) as l) as lagging,
        (select to_jsonb(s) from (${lastAlertSql("RATE_STALE")}) as s) as stale`,
    values: [String(options.chainId)],
  });
  const { checkpoint = null, rateUpdatedAt = null, lagging = null, stale = null } = rows[0] ?? {};
  const { now, policy } = options;
  const at = { now, policy: policy.alerts };
  const signals = checkpoint === null ? [] : laggingSignals(decodeCheckpoint(checkpoint).blockTime, lagging, options);
  // All operators are read only where the answer may matter.
  const isOld = rateUpdatedAt !== null && now >= rateUpdatedAt + policy.alerts.rateFreshSeconds;
  const isHeld = isOld && (await holdsWsteth(client));
  if (rateUpdatedAt !== null) signals.push(...staleRateSignals({ rateUpdatedAt, isHeld }, stale, at));
  return signals;
}

interface MirrorRow {
  readonly checkpoint: string | null;
  readonly rateUpdatedAt: number | null;
  readonly lagging: LastAlert | null;
  readonly stale: LastAlert | null;
}

async function holdsWsteth(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query("select from operator where wsteth_active > 0 or wsteth_unbonding > 0 limit 1");
  return rows.length > 0;
}

/**
 * A request that can be claimed is told once; when it is open again after it was not, that is told too. While a reorg is
 * half done nothing is said: requests that are missing, or open, may be so for a moment only.
 */
async function requestsOf(
  client: pg.ClientBase,
  { now, limit }: WatchOptions,
  seen: RequestsSeen | null,
): Promise<Found & { readonly seen: RequestsSeen | null }> {
  const { rows } = await client.query<{ told: string; isHalfDone: boolean }>({
    name: "din_requests_told",
    text: `
      select coalesce((select max(id) from ${API_SCHEMA}.outbox), 0)::text as told,
        exists (select from ${API_SCHEMA}.pending_event as p
                left join event as e on e.id = p.event_id and e.block_hash = p.block_hash
                where e.id is null) as "isHalfDone"`,
  });
  const { told = "0", isHalfDone = false } = rows[0] ?? {};
  if (isHalfDone) return { signals: [], more: false, seen: null };
  if (seen !== null && seen.told === told && now < seen.nextAt) return { signals: [], more: false, seen };
  const matured = await client.query<MaturedRequest>({
    name: "din_matured_requests",
    text: `
      select id::text, operator, recipient, asset, units_requested::text as units, unlock_at::float8 as "unlockAt"
      from unstake_request as r
      where state = 'OPEN' and unlock_at < $1 and not exists (
        select from ${ALERT} where correlation_id = 'UNSTAKE_CLAIMABLE/' || r.operator || '/' || r.id
          and (closed_at is null or closed_by is not null))
      order by unlock_at, id limit $2`,
    values: [now, limit],
  });
  const gone = await client.query<Pick<AlertSignal, "correlationId" | "kind" | "operator" | "subject">>({
    name: "din_gone_requests",
    text: `
      select correlation_id as "correlationId", kind, operator, subject from ${ALERT} as a
      where kind = 'UNSTAKE_CLAIMABLE' and closed_at is null and not exists (
        select from unstake_request as r
        where r.id = a.subject::numeric and r.operator = a.operator and r.state = 'OPEN' and r.unlock_at < $1)
      limit $2`,
    values: [now, limit],
  });
  const more = matured.rows.length >= limit || gone.rows.length >= limit;
  const next = await client.query<{ at: number | null }>({
    name: "din_next_request",
    text: `select min(unlock_at)::float8 + 1 as at from unstake_request where state = 'OPEN' and unlock_at >= $1`,
    values: [now],
  });
  return {
    signals: [...gone.rows.map(cleared), ...matured.rows.map(claimableSignal)],
    more,
    seen: more ? null : { told, nextAt: next.rows[0]?.at ?? Number.POSITIVE_INFINITY },
  };
}
