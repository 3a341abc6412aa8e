/** A database with the indexer's tables, the API's own, and operators made up in SQL. */
import type pg from "pg";
import { markAll, refreshSortRows } from "../../api/chain/sort.ts";
import { runMigrations } from "../../api/db/migrate.ts";
import { createDatabase, createPool } from "../../api/db/pool.ts";
import { ETH, POLICY } from "../../api/domain/policy.ts";
import { createTableSql, indexerTables, tableName } from "../../test/support/table-sql.ts";

export const CHAIN_ID = 31_337;
export const REGISTRY = "0x00000000000000000000000000000000000000dd";
export const SCHEMA = "din_indexer_bench";
export const VIEWS_SCHEMA = "din_chain";
const WSTETH_RATE = 1_231_000_000_000_000_000n;
/** Unix seconds; the first operator registers a minute later, the second two minutes later. */
const START = 1_700_000_000;

/** Fills an empty database with `count` operators, their sort rows computed by the follower's own code. */
export async function createOperators(connectionString: string, count: number): Promise<void> {
  const pool = createPool({
    connectionString,
    viewsSchema: VIEWS_SCHEMA,
    applicationName: "bench",
    max: 1,
    statementTimeoutMs: 0,
    onError: () => undefined,
  });
  try {
    await createTables(pool);
    await insertRows(pool, count);
    await runMigrations(pool);
    await computeSortRows(pool);
    await pool.query("vacuum (analyze)");
  } finally {
    await pool.end();
  }
}

/** As Ponder leaves them: tables in the deployment's schema, views beside it. */
async function createTables(pool: pg.Pool): Promise<void> {
  await pool.query(`create schema ${SCHEMA}`);
  await pool.query(`create schema ${VIEWS_SCHEMA}`);
  for (const table of indexerTables) {
    for (const statement of createTableSql(table, SCHEMA)) await pool.query(statement);
  }
  // Ours sorts by an index of its own table. For its API an app on Ponder would declare this one, the fastest for it of
  // those tried (with the address as a second column, deep pages take three times as long).
  await pool.query(`create index on ${SCHEMA}.operator (registered_at)`);
  await pool.query(`create table ${SCHEMA}._ponder_checkpoint (
    chain_name text primary key, chain_id bigint not null, safe_checkpoint varchar(75) not null,
    latest_checkpoint varchar(75) not null, finalized_checkpoint varchar(75) not null)`);
  for (const name of [...indexerTables.map(tableName), "_ponder_checkpoint"]) {
    await pool.query(`create view ${VIEWS_SCHEMA}.${name} as select * from ${SCHEMA}.${name}`);
  }
}

async function insertRows(pool: pg.Pool, count: number): Promise<void> {
  const now = START + 60 * count;
  const checkpoint = `${String(now).padStart(10, "0")}${String(CHAIN_ID).padStart(16, "0")}${String(count).padStart(16, "0")}`;
  await pool.query(`insert into ${SCHEMA}._ponder_checkpoint values ('din', $1, $2, $2, $2)`, [
    CHAIN_ID,
    checkpoint.padEnd(75, "0"),
  ]);
  await pool.query(
    `insert into ${SCHEMA}.registry (address, chain_id, min_stake, unstake_delay, dispute_window, resolution_window,
       execution_window, cooldown, large_slash_bps, dispute_bond, pause_mask, pause_expires_at, clock_stopped_at,
       paused_seconds, treasury_owed_eth, treasury_owed_wsteth, updated_at)
     values ($1, $2, $3, 604800, 259200, 259200, 604800, 604800, 1000, 0, 0, 0, 0, 0, 0, 0, 0)`,
    [REGISTRY, CHAIN_ID, ETH.toString()],
  );
  await pool.query(
    `insert into ${SCHEMA}.asset_rate (asset, rate_e_18, rate_updated_at, observed_at, event_id)
     values ('ETH', $1, 0, 0, ''), ('WSTETH', $2, 0, 0, '')`,
    [ETH.toString(), WSTETH_RATE.toString()],
  );
  // Numbers scattered by hashing, so that every build of the data is the same.
  await pool.query(
    `insert into ${SCHEMA}.operator (address, registered_at, registered_block, registered_transaction, min_stake,
       metadata_uri, eth_active, eth_unbonding, eth_locked, eth_factor, eth_epoch, wsteth_active, wsteth_unbonding,
       wsteth_locked, wsteth_factor, wsteth_epoch, emitted_status, first_active_at, first_staked_at, slashed_until,
       score, score_window_end, score_updated_at, slash_count, live_slash_count, slashed_value,
       cumulative_slashed_bps, seq, seq_gaps, last_event_id, updated_block, updated_at)
     select '0x' || substr(hash, 1, 40), ${START} + 60 * i, i, '0x' || hash, ${ETH}, 'https://operator-' || i || '.example',
       ${ETH}::numeric / 100 * (r % 20000), case when r % 5 = 0 then ${ETH}::numeric / 100 * (r % 300) else 0 end, 0, 1e27, 0,
       case when r % 3 = 0 then ${ETH}::numeric / 100 * (r % 5000) else 0 end, 0, 0, 1e27, 0,
       'ACTIVE', ${START} + 60 * i, ${START} + 60 * i, 0,
       case when r % 10 = 0 then null else 5000 + r % 5001 end,
       case when r % 10 = 0 then null else ${now} end, case when r % 10 = 0 then null else ${now} end,
       0, 0, 0, 0, 10, 0, lpad(i::text, 75, '0'), i, ${now}
     from (select i, encode(sha256(('operator ' || i)::bytea), 'hex') as hash,
                  ('x' || substr(encode(sha256(('amount ' || i)::bytea), 'hex'), 1, 7))::bit(28)::int as r
           from generate_series(1, $1::int) as i) as made`,
    [count],
  );
}

async function computeSortRows(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await markAll(client);
    const inputs = { rates: { eth: ETH, wsteth: WSTETH_RATE }, protocolMinStake: ETH, policy: POLICY };
    const now = Math.floor(Date.now() / 1000);
    for (let more = true; more; ) {
      ({ more } = await refreshSortRows(client, createDatabase(client), inputs, now, 5_000));
    }
  } finally {
    client.release();
  }
}
