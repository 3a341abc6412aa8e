/**
 * The fastest one would write by hand: viem's getLogs and decoding, COPY into Postgres, aggregates and indexes at the
 * end. It trusts the node: no cache, no finality, no reorgs, nothing to go on with after a crash.
 */
import { once } from "node:events";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { createPublicClient, http, parseEventLogs } from "viem";
import { dinRegistryAbi } from "../../abis/index.ts";

/** A thousand events a block; viem refuses answers above 10 MB. */
const BLOCKS_PER_REQUEST = 8;

const rpc = createPublicClient({ transport: http(process.env.RPC_URL, { timeout: 60_000 }) });
const address = `0x${(process.env.REGISTRY_ADDRESS ?? "").slice(2)}` as const;
const startBlock = Number(process.env.START_BLOCK);
const lastBlock = Number(process.env.LAST_BLOCK);

const PLACE = "block_number bigint, block_hash text, block_time bigint, transaction_hash text, log_index int";
const TABLES = `
  create table event (id text, name text, operator text, seq bigint, ${PLACE});
  create table detail (id text, operator text, name text, account text, a numeric, b numeric, c numeric, ${PLACE})`;
const FINISH = `
  create table counter as
    select coalesce(operator, 'registry') as key, count(*) as events, max(id) as last_event_id, max(block_time) as updated_at
    from event group by 1;
  alter table event add primary key (id);
  alter table detail add primary key (id);
  alter table counter add primary key (key);
  create index on event (block_number);
  create index on event (operator, id);
  create index on detail (operator, id)`;

type Log = ReturnType<typeof parse>[number];

const parse = (logs: Awaited<ReturnType<typeof fetchLogs>>) => parseEventLogs({ abi: dinRegistryAbi, logs });

const fetchLogs = (from: number) =>
  rpc.getLogs({
    address,
    fromBlock: BigInt(from),
    toBlock: BigInt(Math.min(from + BLOCKS_PER_REQUEST - 1, lastBlock)),
  });

function factsOf(log: Log): readonly (string | number | bigint | null)[] {
  switch (log.eventName) {
    case "PerformanceScoreUpdated":
      return [log.args.reporter, log.args.newScore, log.args.windowStart, log.args.windowEnd];
    case "Staked":
      return [log.args.payer, log.args.amountIn, log.args.units, log.args.activeAfter];
    case "OperatorStatusChanged":
      return [null, log.args.causeId, null, null];
    case "OperatorRegistered":
      return [log.args.manager, log.args.minStake, null, null];
    default:
      return [null, null, null, null];
  }
}

const line = (values: readonly (string | number | bigint | null | undefined)[]) =>
  `${values.map((value) => (value === null || value === undefined ? "\\N" : String(value))).join("\t")}\n`;

const clients = await Promise.all(
  [0, 1].map(async () => {
    const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await client.connect();
    return client;
  }),
);
const [first, second] = clients;
if (first === undefined || second === undefined) throw new Error("no connection");
await first.query(TABLES);
const events = first.query(copyFrom("copy event from stdin"));
const details = second.query(copyFrom("copy detail from stdin"));

let next = fetchLogs(startBlock);
for (let from = startBlock; from <= lastBlock; from += BLOCKS_PER_REQUEST) {
  const logs = await next;
  if (from + BLOCKS_PER_REQUEST <= lastBlock) next = fetchLogs(from + BLOCKS_PER_REQUEST);
  let journal = "";
  let detail = "";
  for (const log of parse(logs)) {
    const operator = "operator" in log.args ? log.args.operator.toLowerCase() : null;
    const seq = "seq" in log.args ? log.args.seq : null;
    const id = `${String(log.blockNumber).padStart(16, "0")}${String(log.logIndex).padStart(16, "0")}`;
    const place = [log.blockNumber, log.blockHash, log.blockTimestamp, log.transactionHash, log.logIndex];
    journal += line([id, log.eventName, operator, seq, ...place]);
    detail += line([id, operator, log.eventName, ...factsOf(log), ...place]);
  }
  for (const [stream, text] of [
    [events, journal],
    [details, detail],
  ] as const) {
    if (!stream.write(text)) await once(stream, "drain");
  }
}
events.end();
details.end();
await Promise.all([once(events, "finish"), once(details, "finish")]);
await first.query(FINISH);
await Promise.all(clients.map((client) => client.end()));
