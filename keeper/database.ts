/** The ledger's tables, in a schema of their own, and the connection they are read and written by. */
import pg from "pg";

export const KEEPER_SCHEMA = "din_keeper";

/**
 * Keys of advisory locks, in one space with those of api/db/locks.ts when both share a database: `lead` is held for its
 * session by the one keeper that acts, `migrations` while the tables are made.
 */
const LOCKS = { lead: 7_460_101n, migrations: 7_460_102n } as const;

/** Each runs once, in this order; one that was released never changes. */
const MIGRATIONS = [
  `
  create table ${KEEPER_SCHEMA}.ledger (
    -- Of which registry this is the ledger: nonces and slashes of another chain mean nothing here.
    one boolean primary key default true check (one),
    chain_id bigint not null,
    registry text not null
  );
  create table ${KEEPER_SCHEMA}.intent (
    key text primary key,
    kind text not null,
    role text not null,
    data text not null,
    summary text not null,
    -- How often it was tried, and when and why that came to nothing last; milliseconds.
    tries integer not null default 0,
    failed_at bigint,
    error text,
    created_at bigint not null
  );
  -- One row for each nonce that was ever taken, written before anything is signed for it.
  create table ${KEEPER_SCHEMA}.nonce (
    account text not null,
    nonce bigint not null,
    -- Null: nothing but filled, so that those after it can be mined.
    intent_key text references ${KEEPER_SCHEMA}.intent (key),
    -- RESERVED: nothing is signed. SENT: signed, not in a block. MINED: in a block. FINAL: for good. LOST: somebody else used it.
    state text not null check (state in ('RESERVED', 'SENT', 'MINED', 'FINAL', 'LOST')),
    mined_hash text,
    block_number bigint,
    -- Whether the intent's own transaction is in a block and did not revert.
    succeeded boolean not null default false,
    reserved_at bigint not null,
    primary key (account, nonce)
  );
  -- What is under way, or was done, under a key cannot be begun a second time.
  create unique index nonce_intent_once on ${KEEPER_SCHEMA}.nonce (intent_key)
    where state in ('RESERVED', 'SENT', 'MINED') or succeeded;
  create index nonce_open on ${KEEPER_SCHEMA}.nonce (account, nonce) where state not in ('FINAL', 'LOST');
  -- Every transaction that was ever signed, written before it is sent.
  create table ${KEEPER_SCHEMA}.attempt (
    hash text primary key,
    account text not null,
    nonce bigint not null,
    raw text not null,
    max_fee_per_gas numeric(78, 0) not null,
    max_priority_fee_per_gas numeric(78, 0) not null,
    -- Whether it only fills the nonce, in place of the intent's own.
    fills boolean not null,
    signed_at bigint not null,
    foreign key (account, nonce) references ${KEEPER_SCHEMA}.nonce (account, nonce) on delete cascade
  );
  create index attempt_nonce on ${KEEPER_SCHEMA}.attempt (account, nonce, signed_at);
  `,
];

/** This database is the ledger of another registry. */
export class OtherLedgerError extends Error {
  override readonly name = "OtherLedgerError";
}

export interface LedgerOf {
  readonly chainId: number;
  readonly registry: string;
}

export interface Connected {
  readonly client: pg.Client;
  isLost(): boolean;
  end(): void;
}

/**
 * Postgres must let go of the lead of a keeper that vanished without a word, or whose process hangs (one that is well asks
 * every minute at least); and what was written before signing must be on disk, whatever the server's default.
 */
const SETTINGS = `
  set synchronous_commit = on;
  set statement_timeout = '10s';
  set idle_session_timeout = '10min';
  set tcp_keepalives_idle = 5;
  set tcp_keepalives_interval = 5;
  set tcp_keepalives_count = 3;
`;

/** @throws when the database cannot be reached; OtherLedgerError */
export async function connectLedger(
  connectionString: string,
  ledger: LedgerOf,
  onLost: (error: Error) => void,
): Promise<Connected> {
  const client = new pg.Client({
    connectionString,
    application_name: "din-keeper",
    connectionTimeoutMillis: 5_000,
    query_timeout: 15_000,
    keepAlive: true,
  });
  let lost = false;
  const lose = (error?: Error) => {
    if (lost) return;
    lost = true;
    void client.end().catch(() => undefined);
    if (error !== undefined) onLost(error);
  };
  client.on("error", lose);
  client.on("end", () => lose(new Error("the connection to the ledger ended")));
  try {
    await client.connect();
    await client.query(SETTINGS);
    await migrate(client);
    await claim(client, ledger);
  } catch (error) {
    lose();
    throw error;
  }
  return { client, isLost: () => lost, end: () => lose() };
}

async function migrate(client: pg.Client): Promise<void> {
  await client.query("begin");
  await client.query("select pg_advisory_xact_lock($1)", [LOCKS.migrations]);
  await client.query(`create schema if not exists ${KEEPER_SCHEMA}`);
  await client.query(`create table if not exists ${KEEPER_SCHEMA}.migration (version integer primary key)`);
  const { rows } = await client.query<{ version: number }>(`select version from ${KEEPER_SCHEMA}.migration`);
  const done = new Set(rows.map(({ version }) => version));
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (done.has(index + 1)) continue;
    await client.query(statements);
    await client.query(`insert into ${KEEPER_SCHEMA}.migration values ($1)`, [index + 1]);
  }
  await client.query("commit");
}

async function claim(client: pg.Client, { chainId, registry }: LedgerOf): Promise<void> {
  const table = `${KEEPER_SCHEMA}.ledger`;
  await client.query(`insert into ${table} (chain_id, registry) values ($1, $2) on conflict do nothing`, [
    chainId,
    registry.toLowerCase(),
  ]);
  const { rows } = await client.query<{ chainId: string; registry: string }>(
    `select chain_id as "chainId", registry from ${table}`,
  );
  const [found] = rows;
  if (found === undefined || (found.chainId === String(chainId) && found.registry === registry.toLowerCase())) return;
  throw new OtherLedgerError(
    `This database is the keeper's ledger of ${found.registry} on chain ${found.chainId}, not of ${registry} on chain ${chainId}: give each registry a database of its own.`,
  );
}

/** Takes the lead for as long as the connection lasts; false if another keeper has it. */
export async function tryLead(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ led: boolean }>("select pg_try_advisory_lock($1) as led", [LOCKS.lead]);
  return rows[0]?.led === true;
}
