/**
 * Open unstake requests that an account may claim: those that pay it, and those of the operators it is or acts for. Each
 * is found by an index that holds them in the order of their time, so that a page reads little more than itself.
 */
import DataLoader from "dataloader";
import { and, type SQL, sql } from "drizzle-orm";
import { type Asset, manager, operator, unstakeRequest } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import { columnsOf, selectRows } from "../db/rows.ts";
import { type Connection, type Keyset, loadConnection, type PageSql } from "./keyset.ts";
import type { PageArgs } from "./page.ts";
import type { UnstakeRequestRow } from "./unstake-requests.ts";

/** Past their time at `now` (MATURED), or not yet (COMING). */
export type Due = "MATURED" | "COMING";

/** @param account lowercase, as everywhere here */
export const operatorsOf = (account: string): SQL => sql`(
  select ${account}::text as operator
  union select ${manager.operator} from ${manager} where ${manager.manager} = ${account} and ${manager.allowed})`;

const byUnlock = (due: Due): Keyset<UnstakeRequestRow> => ({
  name: `unstakes:${due}`,
  columns: [
    { expression: sql`${unstakeRequest.unlockAt}`, type: "bigint" },
    { expression: sql`${unstakeRequest.id}`, type: "numeric" },
  ],
  direction: "ASC",
  key: (row) => [String(row.unlockAt), row.id.toString()],
});

const open = sql`${unstakeRequest.state} = 'OPEN'`;

/**
 * A page of them, the one whose time comes (or came) first at the front.
 *
 * @param now Unix seconds
 */
export function loadUnstakes(
  db: Database,
  account: string,
  due: Due,
  now: number,
  args: PageArgs,
): Promise<Connection<UnstakeRequestRow>> {
  const wanted = and(
    open,
    due === "MATURED" ? sql`${unstakeRequest.unlockAt} < ${now}` : sql`${unstakeRequest.unlockAt} >= ${now}`,
  );
  const page = ({ where, orderBy, limit }: PageSql): Promise<UnstakeRequestRow[]> => {
    const range = (party: SQL) => sql`select ${unstakeRequest}.* from ${unstakeRequest}
      where ${and(party, wanted, where)} order by ${sql.join(orderBy, sql`, `)} limit ${limit}`;
    return selectRows(
      db,
      sql`select ${columnsOf(unstakeRequest)} from (
          (${range(sql`${unstakeRequest.recipient} = ${account}`)})
          union
          (select due.* from ${operatorsOf(account)} as mine
            cross join lateral (${range(sql`${unstakeRequest.operator} = mine.operator`)}) as due)
        ) as ${unstakeRequest} order by ${sql.join(orderBy, sql`, `)} limit ${limit}`,
    );
  };
  const count = async () => {
    const [row] = await selectRows<{ readonly total: number }>(
      db,
      sql`select count(*) as "total" from (${idsOf(account, wanted)}) as found`,
    );
    return row?.total ?? 0;
  };
  return loadConnection(byUnlock(due), args, page, count);
}

const idsOf = (account: string, wanted: SQL | undefined): SQL => sql`
  select ${unstakeRequest.id} from ${unstakeRequest} where ${unstakeRequest.recipient} = ${account} and ${wanted}
  union
  select ${unstakeRequest.id} from ${operatorsOf(account)} as mine
    join ${unstakeRequest} on ${unstakeRequest.operator} = mine.operator and ${wanted}`;

/** What open requests amount to, in units of one asset. */
export interface UnstakeSums {
  readonly asset: Asset;
  /** What claims would pay now, all together: what live slashes reserve of the pools stays. */
  readonly claimable: bigint;
  /** Past its time and reserved by live slashes. */
  readonly held: bigint;
  readonly coming: bigint;
  /** When the next one can be claimed, strictly after; null if none is coming. Unix seconds. */
  readonly nextUnlockAt: number | null;
}

/**
 * Sums of some requests by operator and asset. What is left of a request is rounded down as one claim of it alone is
 * (`remainingUnits` of api/domain); claims after each other share what the pool has free.
 */
const poolSums = (requests: SQL, now: number): SQL => sql`
  select pools.operator, pools.asset, least(pools.matured, pools.free) as claimable,
    pools.matured - least(pools.matured, pools.free) as held, pools.coming, pools.next_unlock_at
  from (
    select request.operator, request.asset,
      coalesce(sum(request.units_left) filter (where request.unlock_at < ${now}), 0) as matured,
      coalesce(sum(request.units_left) filter (where request.unlock_at >= ${now}), 0) as coming,
      min(request.unlock_at) filter (where request.unlock_at >= ${now}) as next_unlock_at,
      max(request.free) as free
    from (
      select open.operator, open.asset, open.unlock_at, greatest(pool.active + pool.unbonding - pool.locked, 0) as free,
        case when open.epoch = pool.epoch then div(open.units * pool.factor, open.factor) else 0 end as units_left
      from (${requests}) as open join ${operator} on ${operator.address} = open.operator
      cross join lateral (
        select ${operator.ethActive}, ${operator.ethUnbonding}, ${operator.ethLocked}, ${operator.ethFactor}, ${operator.ethEpoch}
          where open.asset = 'ETH'
        union all
        select ${operator.wstethActive}, ${operator.wstethUnbonding}, ${operator.wstethLocked}, ${operator.wstethFactor},
          ${operator.wstethEpoch} where open.asset = 'WSTETH'
      ) as pool(active, unbonding, locked, factor, epoch)
    ) as request group by request.operator, request.asset
  ) as pools`;

const SUM_COLUMNS = sql`sums.asset as "asset", sums.claimable as "claimable", sums.held as "held", sums.coming as "coming",
  sums.next_unlock_at as "nextUnlockAt"`;

/** The sums of all open requests of an operator, by asset; assets without one are left out. */
export function createUnstakeSumsLoader(db: Database, now: number): DataLoader<string, readonly UnstakeSums[]> {
  return new DataLoader(async (operators) => {
    const requests = sql`select ${unstakeRequest}.* from ${unstakeRequest}
      where ${unstakeRequest.operator} = any(${sql.param([...operators])}::text[]) and ${open}`;
    const rows = await selectRows<UnstakeSums & { readonly operator: string }>(
      db,
      sql`select sums.operator as "operator", ${SUM_COLUMNS} from (${poolSums(requests, now)}) as sums`,
    );
    return operators.map((wanted) => rows.filter((row) => row.operator === wanted));
  });
}

/** What an account's operators hold of one asset, and what it may claim of it. */
export interface WalletSums extends UnstakeSums {
  readonly active: bigint;
  readonly unbonding: bigint;
  readonly locked: bigint;
}

/** Sums over the operators an account is or acts for, with all requests that it may claim, by asset. One statement. */
async function loadWalletSums(db: Database, account: string, now: number): Promise<WalletSums[]> {
  const requests = sql`select ${unstakeRequest}.* from ${unstakeRequest}
    where ${unstakeRequest.id} in (${idsOf(account, open)})`;
  return selectRows(
    db,
    sql`with held as (
        select pool.asset, sum(pool.active) as active, sum(pool.unbonding) as unbonding, sum(pool.locked) as locked
        from ${operatorsOf(account)} as mine join ${operator} on ${operator.address} = mine.operator
        cross join lateral (values
          ('ETH', ${operator.ethActive}, ${operator.ethUnbonding}, ${operator.ethLocked}),
          ('WSTETH', ${operator.wstethActive}, ${operator.wstethUnbonding}, ${operator.wstethLocked})
        ) as pool(asset, active, unbonding, locked) group by pool.asset
      ), due as (
        select sums.asset, sum(sums.claimable) as claimable, sum(sums.held) as held, sum(sums.coming) as coming,
          min(sums.next_unlock_at) as next_unlock_at
        from (${poolSums(requests, now)}) as sums group by sums.asset
      )
      select kinds.asset as "asset", coalesce(held.active, 0) as "active", coalesce(held.unbonding, 0) as "unbonding",
        coalesce(held.locked, 0) as "locked", coalesce(due.claimable, 0) as "claimable", coalesce(due.held, 0) as "held",
        coalesce(due.coming, 0) as "coming", due.next_unlock_at as "nextUnlockAt"
      from (values ('ETH'), ('WSTETH')) as kinds(asset) left join held using (asset) left join due using (asset)`,
  );
}

/** Those of an account, read once for each request. */
export function createWalletSumsLoader(db: Database, now: number): DataLoader<string, readonly WalletSums[]> {
  return new DataLoader((accounts) => Promise.all(accounts.map((account) => loadWalletSums(db, account, now))));
}
