/** What the indexer reads: one chain, one contract. `indexer/ponder.config.ts` hands this to Ponder. */
import { Client } from "pg";
import { createConfig } from "ponder";
import { fallback, http } from "viem";
import { dinRegistryAbi } from "./abis/index.ts";
import { parseIndexerEnv } from "./indexer/env.ts";

const env = parseIndexerEnv(process.env);

/**
 * As Ponder asks a single URL: it waits as long, retries by itself, and takes answers of any size. (Past viem's limit of
 * 10 MB a backfill of many events would ask for the same range again and again.)
 */
const REQUEST = { timeout: 10_000, retryCount: 0, maxResponseBodySize: false } as const;

/**
 * Several URLs are tried in order. Ponder's own list of URLs balances load between them instead: one that lags behind
 * the others then looks like a reorg, and rows vanish until it catches up.
 */
const transport = () =>
  fallback(
    env.RPC_URL.map((url) => http(url, REQUEST)),
    { retryCount: 0 },
  );

/**
 * Ponder's own connections switch `synchronous_commit` off. A Postgres that crashes then forgets blocks that Ponder, still
 * running, takes for written: they would be missing for ever. A plain client leaves it on, at one flush a block; what else
 * Ponder's would have set is in `options`. `DATABASE_SCHEMA` comes from the supervisor: `/ready` looks there.
 */
const connection = {
  Client,
  options: `-c search_path=${process.env.DATABASE_SCHEMA ?? "public"} -c idle_in_transaction_session_timeout=3600000`,
};

/**
 * Ponder begins at 20 requests a second for each URL it was given, and raises that slowly. A development node takes more,
 * so it is given several times: its backfill, one request for each block with an event, is then not waited for.
 */
const LOCAL_CHAIN = 31337;
const LOCAL_BUCKETS = 10;

function rpc() {
  const [first, ...others] = env.RPC_URL;
  if (first === undefined || others.length > 0) return transport();
  return env.CHAIN_ID === LOCAL_CHAIN ? Array<string>(LOCAL_BUCKETS).fill(first) : first;
}

export default createConfig({
  ordering: "multichain",
  database: { kind: "postgres", connectionString: env.DATABASE_URL, poolConfig: connection },
  chains: {
    din: {
      id: env.CHAIN_ID,
      rpc: rpc(),
      pollingInterval: env.RPC_POLL_INTERVAL_MS,
    },
  },
  contracts: {
    DINRegistry: {
      abi: dinRegistryAbi,
      chain: "din",
      address: env.REGISTRY_ADDRESS,
      startBlock: env.START_BLOCK,
    },
  },
});
