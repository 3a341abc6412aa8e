import { sql } from "drizzle-orm";
import { assetRate, decodeCheckpoint, operator, ponderCheckpoint, registry } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { columnsOf, selectRows } from "../db/rows.ts";
import type { Rates } from "../domain/stake.ts";
import { RequestError } from "./errors.ts";

export type RegistryRow = typeof registry.$inferSelect;

/** What the mirror knows of the chain as a whole, and as of when. */
export interface ChainState {
  readonly registry: RegistryRow;
  readonly rates: Rates;
  readonly block: number;
  /** Unix seconds. */
  readonly blockTime: number;
  readonly finalizedBlock: number;
  /** Operators whose event counter jumped: events are missing. */
  readonly operatorsWithGaps: number;
}

type StateRow = {
  readonly latest: string;
  readonly finalized: string;
  readonly eth: bigint;
  readonly wsteth: bigint;
  readonly operatorsWithGaps: number;
};

/**
 * Reads the chain's state in one statement.
 *
 * @throws RequestError INDEXER_UNAVAILABLE until the indexer has finished its first backfill; REGISTRY_MISMATCH if the
 * database mirrors another registry
 */
export async function loadChainState(db: Database, expected: ExpectedRegistry): Promise<ChainState> {
  const rows = await selectRows<RegistryRow & StateRow>(
    db,
    sql`select ${columnsOf(registry)}, ${ponderCheckpoint.latestCheckpoint} as "latest",
        ${ponderCheckpoint.finalizedCheckpoint} as "finalized", ${rateOf("ETH")} as "eth", ${rateOf("WSTETH")} as "wsteth",
        (select count(*) from ${operator} where ${operator.seqGaps} > 0) as "operatorsWithGaps"
      from ${registry} join ${ponderCheckpoint} on ${ponderCheckpoint.chainId}::bigint = ${registry.chainId}`,
  );
  const [row] = rows;
  if (row === undefined)
    throw new RequestError("INDEXER_UNAVAILABLE", "The indexer has not mirrored the registry yet.");
  if (row.chainId !== expected.chainId || row.address !== expected.address) {
    throw new RequestError(
      "REGISTRY_MISMATCH",
      `The database mirrors ${row.address} on chain ${row.chainId}, but this API serves ${expected.address} on chain ${expected.chainId}.`,
    );
  }
  const latest = decodeCheckpoint(row.latest);
  return {
    registry: row,
    rates: { eth: row.eth, wsteth: row.wsteth },
    block: latest.blockNumber,
    blockTime: latest.blockTime,
    finalizedBlock: decodeCheckpoint(row.finalized).blockNumber,
    operatorsWithGaps: row.operatorsWithGaps,
  };
}

const reading = new WeakMap<Database, Promise<ChainState>>();

/**
 * As `loadChainState`, but requests that come while it is being read share the answer: under load that is most of them.
 * It may be older than a request by as long as the statement takes.
 */
export function shareChainState(db: Database, expected: ExpectedRegistry): Promise<ChainState> {
  const shared = reading.get(db);
  if (shared !== undefined) return shared;
  const state = loadChainState(db, expected).finally(() => reading.delete(db));
  reading.set(db, state);
  return state;
}

function rateOf(asset: "ETH" | "WSTETH") {
  return sql`coalesce((select ${assetRate.rateE18} from ${assetRate} where ${assetRate.asset} = ${asset}), 0)`;
}
