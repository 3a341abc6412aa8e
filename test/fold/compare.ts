/** The tables held against the chain. */
import type { PublicClient } from "viem";
import { type CanonicalEvent, type ChainBlock, canonicalEvents } from "./canonical.ts";
import { diffTables } from "./diff.ts";
import { foldEvents } from "./fold.ts";
import { readTables, type TablesSource } from "./read.ts";
import type { Deployment } from "./tables.ts";

export interface Mirror extends TablesSource {
  readonly client: PublicClient;
  readonly deployment: Deployment;
}

export interface Comparison {
  /** Events of the registry on the canonical chain. */
  readonly events: readonly CanonicalEvent[];
  /** What differs; empty when the tables are what the chain says. */
  readonly differences: readonly string[];
}

/** Folds the canonical logs up to the head and compares every row of every table with the result. */
export async function compareTables(mirror: Mirror): Promise<Comparison> {
  const events = await readChain(mirror.client, mirror.deployment);
  const tables = await readTables(mirror);
  return { events, differences: diffTables(tables, foldEvents(events, mirror.deployment)) };
}

/** Every event of the registry on the canonical chain, in order. */
export async function readChain(client: PublicClient, deployment: Deployment): Promise<CanonicalEvent[]> {
  const toBlock = await client.getBlockNumber({ cacheTime: 0 });
  const logs = await client.getLogs({ address: deployment.address, fromBlock: 0n, toBlock });
  const blocks = new Map<bigint, ChainBlock>();
  for (const blockNumber of new Set(logs.map((log) => log.blockNumber))) {
    const { hash, timestamp, transactions } = await client.getBlock({ blockNumber, includeTransactions: true });
    blocks.set(blockNumber, { hash, timestamp, senders: transactions.map(({ from }) => from) });
  }
  return canonicalEvents(logs, blocks, deployment.chainId);
}
