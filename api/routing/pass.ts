/** One pass of the router: which routes may be stale, and computing them again, in one transaction. */
import type pg from "pg";
import { decodeCheckpoint } from "../db/chain.ts";
import { type ExpectedRegistry, registryKey } from "../db/registry-key.ts";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { Policy } from "../domain/policy.ts";
import { LIVE_SLASH_STATES } from "../domain/slash-options.ts";
import { type LiveSlashes, lockRoutes, refreshRoutes } from "./refresh.ts";

/** How far a leader has come. It is remembered by the leader alone: the next one starts with all routes. */
export interface RouterCursor {
  /** The largest version of a sort row, or of a removal, that was seen. */
  readonly sorted: number;
  /** Routes of operators up to this address were compared; null once all were. */
  readonly comparedTo: string | null;
}

export interface PassOptions {
  readonly policy: Policy;
  /** Unix seconds. */
  readonly now: number;
  /** Null while nothing is known of live slashes: then they are what they were. */
  readonly live: LiveSlashes | null;
  /** What routes know of once this pass has left nothing to do, as of the same look at the chain; null for no news. */
  readonly block: number | null;
  /** Null for a leader that begins. */
  readonly cursor: RouterCursor | null;
  /** Most operators of each kind in one transaction. */
  readonly batch: number;
}

export interface PassOutcome {
  readonly cursor: RouterCursor;
  /** How many operators were looked at. */
  readonly operators: number;
  /** How many routes were written or deleted. */
  readonly written: number;
  readonly more: boolean;
}

/** The least time between two signs of life that are written, seconds. */
const SIGN_SECONDS = 5;

/** What the chain says, besides what the follower makes of it. */
export interface ChainSeen {
  readonly live: LiveSlashes;
  /** The last block of which the follower has written all there is; null if it has not yet. */
  readonly block: number | null;
}

/** Looks at the follower first: slashes are at least as new as the block. */
export async function lookAtChain(client: pg.ClientBase, registry: ExpectedRegistry): Promise<ChainSeen> {
  const { rows } = await client.query<{ checkpoint: string }>({
    name: "din_followed_block",
    text: `
      select checkpoint from ${API_SCHEMA}.follower_state
      where registry = $1 and checkpoint <> ''
        and not exists (select from ${API_SCHEMA}.dirty_operator where reason <> 'EVALUATION')`,
    values: [registryKey(registry)],
  });
  const [row] = rows;
  const live = await readLiveSlashes(client);
  return { live, block: row === undefined ? null : decodeCheckpoint(row.checkpoint).blockNumber };
}

/** What live slashes may take, as the mirror has it: those that are neither executed, cancelled nor expired. */
async function readLiveSlashes(client: pg.ClientBase): Promise<LiveSlashes> {
  const { rows } = await client.query<{ operator: string; bps: number }>({
    name: "din_live_slashes",
    text: `select operator, least(sum(bps), 10000)::integer as bps from slash where state = any($1) group by operator`,
    values: [LIVE_SLASH_STATES],
  });
  return new Map(rows.map(({ operator, bps }) => [operator, bps]));
}

/** @throws whatever kept it from it; then nothing was changed, unless the connection broke during the commit */
export async function runPass(client: pg.ClientBase, options: PassOptions): Promise<PassOutcome> {
  // Each statement reads what was committed before it: facts are at least as new as what told of them.
  await client.query("begin isolation level read committed");
  try {
    await lockRoutes(client);
    const outcome = await refreshStale(client, options);
    const isDone = !outcome.more && outcome.cursor.comparedTo === null;
    await client.query({ ...SIGN, values: [options.now, SIGN_SECONDS, isDone ? options.block : null] });
    await client.query("commit");
    return outcome;
  } catch (error) {
    // Fails where the connection is gone; the first error says so already.
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

async function refreshStale(client: pg.ClientBase, options: PassOptions): Promise<PassOutcome> {
  const { now, live, batch } = options;
  const cursor = options.cursor ?? (await beginning(client));
  const { rows } = await client.query<StaleRow>({
    ...STALE,
    values: [
      ...[batch, now, cursor.sorted, cursor.comparedTo],
      live === null ? null : JSON.stringify(Object.fromEntries(live)),
    ],
  });
  const of = (kind: StaleRow["kind"]) => rows.filter((row) => row.kind === kind);
  const compared = of("COMPARED").map(({ operator }) => operator);
  const operators = [...new Set(rows.map(({ operator }) => operator))];
  const written = await refreshRoutes(client, operators, options);
  const isFull = (kind: StaleRow["kind"]) => of(kind).length >= batch;
  return {
    cursor: {
      sorted: Math.max(cursor.sorted, ...of("SORTED").map(({ version }) => version)),
      comparedTo: compared.length < batch ? null : (compared.sort().at(-1) ?? null),
    },
    operators: operators.length,
    written,
    more: KINDS.some(isFull),
  };
}

/** What changes from here on is heard of; what was before is compared. */
async function beginning(client: pg.ClientBase): Promise<RouterCursor> {
  const { rows } = await client.query<{ sorted: number }>({
    text: `
      select greatest((select coalesce(max(version), 0) from ${API_SCHEMA}.operator_sort),
                      (select coalesce(max(version), 0) from ${API_SCHEMA}.operator_removal)) as sorted`,
    types: columnTypes,
  });
  return { sorted: rows[0]?.sorted ?? 0, comparedTo: "" };
}

const KINDS = ["MARKED", "SORTED", "DUE", "SLASHED", "COMPARED"] as const;

interface StaleRow {
  readonly kind: (typeof KINDS)[number];
  readonly operator: string;
  /** Of a sort row or removal; 0 for others. */
  readonly version: number;
}

const ROUTE = `${API_SCHEMA}.route`;

/**
 * MARKED: the evaluator found something new of a circuit. SORTED: the follower wrote another status, tier or score, or took
 * the operator out. DUE: time changes a route. SLASHED: the mirror has other live slashes, whichever way it came to them: a
 * reorg that takes one back is as good as its execution. COMPARED: a leader begins, and trusts nobody.
 */
const STALE = {
  name: "din_stale_routes",
  text: `
    with marked as (
      delete from ${API_SCHEMA}.route_dirty
      where id in (select id from ${API_SCHEMA}.route_dirty order by id limit $1::integer)
      returning operator
    ), sorted as (
      (select address, version from ${API_SCHEMA}.operator_sort where version > $3::bigint order by version limit $1::integer)
      union all
      (select address, version from ${API_SCHEMA}.operator_removal where version > $3::bigint order by version limit $1::integer)
      order by version limit $1::integer
    ), live as (
      select key as operator, value::integer as bps from jsonb_each_text(coalesce($5::jsonb, '{}'))
    )
    select 'MARKED' as kind, operator, 0::bigint as version from marked
    union all select 'SORTED', address, version from sorted
    union all (
      select 'DUE', operator, 0 from ${ROUTE} where next_due_at <= $2::bigint order by next_due_at limit $1::integer)
    union all (
      select 'SLASHED', operator, 0 from (
        select r.operator from ${ROUTE} as r left join live as l on l.operator = r.operator
        where r.live_slash_bps > 0 and r.live_slash_bps <> coalesce(l.bps, 0)
        union
        select l.operator from live as l
        where exists (select from ${ROUTE} as r where r.operator = l.operator and r.live_slash_bps <> l.bps)
      ) as other where $5::jsonb is not null limit $1::integer)
    union all (
      select 'COMPARED', operator, 0 from (
        (select distinct operator from ${API_SCHEMA}.circuit where operator > $4::text order by operator limit $1::integer)
        union
        (select distinct operator from ${ROUTE} where operator > $4::text order by operator limit $1::integer)
      ) as known order by operator limit $1::integer)`,
  types: columnTypes,
};

/** Nothing new writes nothing: a pass that finds nothing to do leaves no trace on disk. */
const SIGN = {
  name: "din_router_sign",
  text: `
    insert into ${API_SCHEMA}.router_state as s (id, passed_at, block)
    select 1, $1::bigint, $3::bigint
    where not exists (
      select from ${API_SCHEMA}.router_state as known
      where abs($1::bigint - known.passed_at) < $2::integer and coalesce($3::bigint = known.block, $3::bigint is null))
    on conflict (id) do update set passed_at = excluded.passed_at, block = coalesce(excluded.block, s.block)`,
};
