/** Who serves, judged anew and written down: within the transaction of whoever heard of a node, changed one, or keeps time. */
import type pg from "pg";
import { NODES_LOCK } from "../db/locks.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { UNWATCHED } from "../db/unwatched.ts";
import type { AlertSignal } from "../domain/alert.ts";
import {
  type FailoverVerdict,
  failoverAfter,
  type NodeLife,
  type Standing,
  type Watch,
  watchAfter,
} from "../domain/failover.ts";
import { failoverSignal, isFailover, type ServicePlace } from "../domain/failover-alerts.ts";
import type { Policy } from "../domain/policy.ts";

const FAILOVER = `${API_SCHEMA}.failover`;
const WATCH = `${API_SCHEMA}.failover_watch`;
const SORT = `${API_SCHEMA}.operator_sort`;

/** The moment and the rules that it is judged under. */
export interface Judging {
  /** Unix seconds. */
  readonly now: number;
  readonly policy: Policy;
}

/**
 * One at a time changes what an operator's nodes are, were heard of or stand for: of two heartbeats the second sees the
 * first. Held to the end of the transaction, and never waited for by who has `LOCKS.alerts`.
 *
 * @param operator lowercase
 */
export async function lockNodes(client: pg.ClientBase, operator: string): Promise<void> {
  await client.query("select pg_advisory_xact_lock($1, hashtext($2))", [NODES_LOCK, operator]);
}

/**
 * Judges anew who serves at some places whose operators' nodes are locked, and writes what changed.
 *
 * @returns what is to be told of it; nothing if the same ones serve
 */
export async function judgeFailovers(
  client: pg.ClientBase,
  places: readonly ServicePlace[],
  { now, policy }: Judging,
): Promise<AlertSignal[]> {
  const seen = await readPlaces(client, places);
  const judged = seen.map((place) => {
    const { since } = watchAfter(place.watch, now, policy);
    return { ...place, next: failoverAfter(place.standing, place.nodes, now, policy, since) };
  });
  await saveVerdicts(client, judged, now);
  return judged
    .map(({ standing, next, ...place }) => failoverSignal(place, standing, next))
    .filter((signal) => signal !== null);
}

/**
 * What time alone changed, for the one that watches. Operators that somebody else is at are left to that one, or to the next look.
 *
 * @param limit most places in one transaction
 */
export async function judgeDueFailovers(
  client: pg.ClientBase,
  judging: Judging,
  limit: number,
): Promise<{ readonly signals: readonly AlertSignal[]; readonly more: boolean }> {
  await keepWatch(client, judging);
  const { rows } = await client.query<ServicePlace>({
    name: "din_due_failovers",
    text: `
      with due as materialized (
        (select operator, service, region from ${FAILOVER} where next_due_at <= $1 order by next_due_at limit $2)
        union
        (select operator, service, region from ${FAILOVER} join ${SORT} as s on s.address = operator
         where ${UNWATCHED} limit $2))
      select * from due where pg_try_advisory_xact_lock($3, hashtext(operator))`,
    values: [judging.now, limit, NODES_LOCK],
  });
  if (rows.length === 0) return { signals: [], more: false };
  return { signals: await judgeFailovers(client, rows, judging), more: rows.length >= limit };
}

/** Writes down that somebody looks, once in an interval. */
async function keepWatch(client: pg.ClientBase, { now, policy }: Judging): Promise<void> {
  const { rows } = await client.query<Watch>({
    name: "din_failover_watch",
    text: `select looked_at::float8 as "lookedAt", since::float8 as since from ${WATCH}`,
  });
  const [previous = null] = rows;
  if (previous !== null && Math.abs(now - previous.lookedAt) < policy.time.intervalSeconds) return;
  const { lookedAt, since } = watchAfter(previous, now, policy);
  await client.query(
    `insert into ${WATCH} (id, looked_at, since) values (1, $1, $2)
     on conflict (id) do update set looked_at = excluded.looked_at, since = excluded.since`,
    [lookedAt, since],
  );
}

/** A place as it is stored. */
interface Seen extends ServicePlace {
  /** The same for all. */
  readonly watch: Watch | null;
  readonly standing: (Standing & Pick<FailoverVerdict, "nextDueAt">) | null;
  /** The best first. */
  readonly nodes: readonly NodeLife[];
}

interface Judged extends Seen {
  readonly next: FailoverVerdict | null;
}

async function readPlaces(client: pg.ClientBase, places: readonly ServicePlace[]): Promise<Seen[]> {
  const { rows } = await client.query<Seen>({
    name: "din_read_failovers",
    text: `
      select w.operator, w.service, w.region,
        (select jsonb_build_object('lookedAt', looked_at, 'since', since) from ${WATCH}) as watch,
        (select jsonb_build_object('node', f.node, 'firstNode', f.first_node, 'since', f.since, 'nextDueAt', f.next_due_at)
         from ${FAILOVER} as f where (f.operator, f.service, f.region) = (w.operator, w.service, w.region)) as standing,
        (select coalesce(
           jsonb_agg(jsonb_build_object('id', n.id, 'lastAt', h.at, 'since', h.since) order by n.priority), '[]')
         from jsonb_to_recordset(p.profile->'nodes') as n (id text, service text, region text, priority integer)
         left join ${API_SCHEMA}.heartbeat as h
           on (h.operator, h.service, h.region, h.node) = (w.operator, w.service, w.region, n.id)
         where (n.service, n.region) = (w.service, w.region)
           and not exists (select from ${SORT} as s where s.address = w.operator and ${UNWATCHED})) as nodes
      from unnest($1::text[], $2::text[], $3::text[]) as w (operator, service, region)
      left join lateral (
        select profile from ${API_SCHEMA}.operator_profile where operator = w.operator order by revision desc limit 1
      ) as p on true`,
    values: namesOf(places),
  });
  return rows;
}

async function saveVerdicts(client: pg.ClientBase, judged: readonly Judged[], now: number): Promise<void> {
  const gone = judged.filter(({ standing, next }) => standing !== null && next === null);
  const changed = judged.flatMap(({ standing, nodes: _nodes, watch: _watch, next, ...place }) =>
    next !== null && isNews(standing, next, now) ? [{ ...place, ...next }] : [],
  );
  const events = judged.flatMap(({ operator, service, region, standing, next }) =>
    next !== null && isFailover(standing, next)
      ? [{ operator, service, region, from: standing?.node ?? null, to: next.node }]
      : [],
  );
  if (gone.length > 0) await client.query({ ...FORGET, values: namesOf(gone) });
  if (changed.length > 0) await client.query({ ...SAVE, values: [JSON.stringify(changed)] });
  if (events.length > 0) await client.query({ ...TELL, values: [JSON.stringify(events), now] });
}

/**
 * Whether a verdict has to be written. That it may be looked at later than was thought is none: with each heartbeat it may,
 * and a look in vain once in a while costs less than a row written each time.
 */
function isNews(standing: Seen["standing"], next: FailoverVerdict, now: number): boolean {
  if (standing === null || standing.node !== next.node || standing.firstNode !== next.firstNode) return true;
  if (next.nextDueAt === null) return standing.nextDueAt !== null;
  return standing.nextDueAt === null || standing.nextDueAt <= now || next.nextDueAt < standing.nextDueAt;
}

const namesOf = (places: readonly ServicePlace[]): string[][] => [
  places.map(({ operator }) => operator),
  places.map(({ service }) => service),
  places.map(({ region }) => region),
];

const FORGET = {
  name: "din_forget_failovers",
  text: `
    delete from ${FAILOVER} as f using unnest($1::text[], $2::text[], $3::text[]) as g (operator, service, region)
    where (f.operator, f.service, f.region) = (g.operator, g.service, g.region)`,
};

const SAVE = {
  name: "din_save_failovers",
  text: `
    insert into ${FAILOVER} (operator, service, region, node, first_node, since, next_due_at)
    select operator, service, region, node, "firstNode", since, "nextDueAt"
    from jsonb_to_recordset($1::jsonb) as r (
      operator text, service text, region text, node text, "firstNode" text, since bigint, "nextDueAt" bigint)
    on conflict (operator, service, region) do update set
      node = excluded.node, first_node = excluded.first_node, since = excluded.since, next_due_at = excluded.next_due_at`,
};

const TELL = {
  name: "din_tell_failovers",
  text: `
    insert into ${API_SCHEMA}.failover_event (operator, service, region, from_node, to_node, at)
    select operator, service, region, "from", "to", $2
    from jsonb_to_recordset($1::jsonb) as e (operator text, service text, region text, "from" text, "to" text)`,
};
