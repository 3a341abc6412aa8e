/** What the supervisor does in Postgres, besides what Ponder does itself. */
import { Client } from "pg";

/** A server that does not answer by then counts as down. */
const CONNECT_TIMEOUT_MS = 5_000;
const SYNC_TABLES = [
  "intervals",
  "blocks",
  "transactions",
  "transaction_receipts",
  "logs",
  "traces",
  "rpc_request_results",
];

export async function withDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // Without a listener a connection that breaks between two queries would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

const exists = async (client: Client, schema: string, table: string) => {
  const { rowCount } = await client.query("select from pg_tables where schemaname = $1 and tablename = $2", [
    schema,
    table,
  ]);
  return rowCount === 1;
};

/**
 * Takes back the lock of a Ponder that died, which its successor would wait 25 seconds for. Only a lock nobody renewed
 * since: another indexer can have taken it over, and then its heartbeat is younger.
 *
 * @param diedAt milliseconds since the epoch
 */
export async function releaseLock(client: Client, schema: string, diedAt: number): Promise<boolean> {
  if (!(await exists(client, schema, "_ponder_meta"))) return false;
  const { rowCount } = await client.query(
    `update "${schema}"._ponder_meta set value = jsonb_set(value, '{is_locked}', '0')
     where key = 'app' and (value->>'is_locked')::int = 1 and (value->>'heartbeat_at')::numeric <= $1`,
    [diedAt],
  );
  return rowCount === 1;
}

/** A block that the tables were written from. */
export type KnownBlock = { readonly number: bigint; readonly hash: string };

/**
 * The block of the first event of all and of the newest finalized one; none before there are any. The first is the
 * registry's creation: a chain without it is another chain, also while nothing is final yet.
 */
export async function landmarks(client: Client, schema: string): Promise<KnownBlock[]> {
  if (!(await exists(client, schema, "_ponder_checkpoint")) || !(await exists(client, schema, "event"))) return [];
  // Event ids and checkpoints have the same form and order.
  const { rows } = await client.query<{ block_number: string; block_hash: string }>(
    `(select block_number, block_hash from "${schema}".event order by id limit 1)
     union all
     (select block_number, block_hash from "${schema}".event
       where id <= (select min(finalized_checkpoint) from "${schema}"._ponder_checkpoint)
       order by id desc limit 1)`,
  );
  return rows.map((row) => ({ number: BigInt(row.block_number), hash: row.block_hash }));
}

/**
 * Moves a schema out of the way, with the views still on it, so that Ponder builds a new one; forgets the chain's
 * cached blocks. The schema set aside before goes.
 */
export async function setAside(client: Client, schema: string, chainId: number): Promise<void> {
  await client.query("begin");
  await client.query(`drop schema if exists "${schema}_replaced" cascade`);
  await client.query(`alter schema "${schema}" rename to "${schema}_replaced"`);
  for (const table of SYNC_TABLES) {
    if (await exists(client, "ponder_sync", table)) {
      await client.query(`delete from ponder_sync.${table} where chain_id = $1`, [chainId]);
    }
  }
  await client.query("commit");
}
