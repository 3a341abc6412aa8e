/** Reading the indexer: its progress, its journal, and what sort rows are computed from. All in one snapshot. */
import { asc, desc, eq } from "drizzle-orm";
import type pg from "pg";
import { assetRate, event, ponderCheckpoint, registry } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import { type ExpectedRegistry, registryKey } from "../db/registry-key.ts";
import { RATE_ONE } from "../domain/policy.ts";
import type { Rates } from "../domain/stake.ts";
import { FollowerError } from "./errors.ts";
import type { Position } from "./plan.ts";

export interface IndexerSnapshot {
  readonly position: Position;
  /** The registry's minimum stake, wei. */
  readonly protocolMinStake: bigint;
  readonly rates: Rates;
  /** Which of the indexer's deployments the views show: another one may have computed other facts. */
  readonly deployment: string;
}

/**
 * Takes the locks of all reads to come, in the order in which Ponder takes its exclusive ones on a reorg and when it
 * switches views. In any other order the two could wait for each other, and Postgres might abort the reorg.
 * It takes no snapshot: the first query after it does.
 */
export async function lockJournal(client: pg.PoolClient): Promise<void> {
  await client.query(`lock table event, operator, unstake_request, slash, asset_rate, registry, pause_change,
    _ponder_checkpoint in access share mode`);
}

/** @throws FollowerError where there is nothing to follow yet, or not what is expected. */
export async function readIndexer(
  client: pg.PoolClient,
  db: Database,
  expected: ExpectedRegistry,
): Promise<IndexerSnapshot> {
  const registries = await db.select().from(registry);
  const [found] = registries;
  if (found === undefined) throw new FollowerError("INDEXER_NOT_READY", "the indexer has no registry yet");
  if (registries.length > 1 || found.chainId !== expected.chainId || found.address !== expected.address) {
    const names = registries.map((row) => registryKey(row)).join(", ");
    throw new FollowerError("WRONG_REGISTRY", `the indexer follows ${names}, not ${registryKey(expected)}`);
  }
  const [checkpoint] = await db
    .select()
    .from(ponderCheckpoint)
    .where(eq(ponderCheckpoint.chainId, String(expected.chainId)));
  if (checkpoint === undefined) throw new FollowerError("INDEXER_NOT_READY", "the indexer has no checkpoint yet");
  const [last] = await db
    .select({ id: event.id, blockHash: event.blockHash, blockNumber: event.blockNumber })
    .from(event)
    .orderBy(desc(event.id))
    .limit(1);
  const { deployment, revert } = await readIdentity(client);
  return {
    position: {
      latest: checkpoint.latestCheckpoint,
      finalized: checkpoint.finalizedCheckpoint,
      revert,
      last: last ?? null,
    },
    protocolMinStake: found.minStake,
    rates: await readRates(db),
    deployment,
  };
}

async function readRates(db: Database): Promise<Rates> {
  const rows = await db.select().from(assetRate).orderBy(asc(assetRate.asset));
  return { eth: RATE_ONE, wsteth: rows.find((row) => row.asset === "WSTETH")?.rateE18 ?? 0n };
}

/**
 * The table behind the view `event`, and the trigger `reorg` on it. Ponder drops and creates that trigger in the
 * transaction that undoes a reorg, and drops it in the one that recovers from a crash, so its oid tells one revert from
 * the next: the only trace a revert leaves (Ponder 0.16, runtime/multichain.ts and database/index.ts).
 */
async function readIdentity(client: pg.PoolClient): Promise<{ deployment: string; revert: string }> {
  const { rows } = await client.query<{ deployment: string; revert: string }>(`
    with base as (
      select 'event'::regclass::oid as oid
      union
      select used.refobjid from pg_rewrite as rule
      join pg_depend as used on used.classid = 'pg_rewrite'::regclass and used.objid = rule.oid
      where rule.ev_class = 'event'::regclass and used.refclassid = 'pg_class'::regclass
    )
    select coalesce(max(base.oid) filter (where kind.relkind in ('r', 'p')), 0)::text as deployment,
           coalesce(max(reorg.oid)::text, '') as revert
    from base
    join pg_class as kind on kind.oid = base.oid
    left join pg_trigger as reorg on reorg.tgrelid = base.oid and reorg.tgname = 'reorg'`);
  return rows[0] ?? { deployment: "", revert: "" };
}
