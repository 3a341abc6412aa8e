import type { Hex } from "viem";
import { toNumber } from "./numbers.ts";

/** What every handler needs of Ponder's event. Property by property: Ponder fetches only the columns it saw being read. */
export type ChainEvent = {
  readonly id: string;
  readonly block: { readonly number: bigint; readonly hash: Hex; readonly timestamp: bigint };
  readonly transaction: { readonly hash: Hex; readonly from: Hex };
  readonly log: { readonly logIndex: number; readonly address: Hex };
};

/** The columns that say where an event stands on the chain. */
export const provenance = (event: ChainEvent) => ({
  blockNumber: toNumber(event.block.number),
  blockHash: event.block.hash,
  blockTime: toNumber(event.block.timestamp),
  transactionHash: event.transaction.hash,
  logIndex: event.log.logIndex,
});

/** The moment of an event, Unix seconds. */
export const timeOf = (event: ChainEvent): number => toNumber(event.block.timestamp);
