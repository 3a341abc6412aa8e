/** The registry's events as the canonical chain has them, in its order. */
import {
  type Address,
  type ContractEventName,
  type Hex,
  type Log,
  type ParseEventLogsReturnType,
  parseEventLogs,
} from "viem";
import { dinRegistryAbi } from "../../abis/index.ts";

type RegistryAbi = typeof dinRegistryAbi;
export type EventName = ContractEventName<RegistryAbi>;

/** A mined log, as `eth_getLogs` answers it. */
export type MinedLog = Log<bigint, number, false>;
type DecodedLog = ParseEventLogsReturnType<RegistryAbi, EventName, true>[number];

/** Arguments of one kind of event. */
export type Args<Name extends EventName> = Extract<DecodedLog, { eventName: Name }>["args"];

/** Where an event stands: the columns every event table has. */
export interface Moment {
  readonly id: string;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  readonly blockTime: number;
  readonly transactionHash: Hex;
  readonly logIndex: number;
}

/** A decoded event and its place; what else a log holds does not matter. */
export type CanonicalEvent = {
  [Name in EventName]: {
    readonly eventName: Name;
    readonly args: Args<Name>;
    readonly moment: Moment;
    /** Who sent its transaction. */
    readonly sender: Address;
  };
}[EventName];

export interface ChainBlock {
  readonly hash: Hex;
  /** Unix seconds. */
  readonly timestamp: bigint;
  /** Who sent each of its transactions, in their order. */
  readonly senders: readonly Address[];
}

/**
 * Ponder's id of an event: decimal, fixed width, in the chain's order.
 *
 * @example eventId(1_700_000_000n, 31337, 5n, 1, 2) // "1700000000" + "0000000000031337" + "0000000000000005" + …
 */
export function eventId(
  time: bigint,
  chainId: number,
  block: bigint,
  transactionIndex: number,
  logIndex: number,
): string {
  const LOG = "5";
  const [chain, number, transaction, log] = [chainId, block, transactionIndex, logIndex].map((n) =>
    String(n).padStart(16, "0"),
  );
  return `${String(time).padStart(10, "0")}${chain}${number}${transaction}${LOG}${log}`;
}

/**
 * Decodes logs and puts them in order. A log of an unknown event, or of a block that is not in `blocks`, is an error:
 * nothing may be left out in silence.
 */
export function canonicalEvents(
  logs: readonly MinedLog[],
  blocks: ReadonlyMap<bigint, ChainBlock>,
  chainId: number,
): CanonicalEvent[] {
  const decoded = parseEventLogs({ abi: dinRegistryAbi, logs: [...logs], strict: true });
  if (decoded.length !== logs.length)
    throw new Error(`${logs.length - decoded.length} logs are of no event of the ABI`);
  return decoded
    .map((log): CanonicalEvent => {
      const block = blocks.get(log.blockNumber);
      if (block?.hash !== log.blockHash) throw new Error(`the log's block ${log.blockNumber} is not on the chain read`);
      const moment: Moment = {
        id: eventId(block.timestamp, chainId, log.blockNumber, log.transactionIndex, log.logIndex),
        blockNumber: Number(log.blockNumber),
        blockHash: log.blockHash,
        blockTime: Number(block.timestamp),
        transactionHash: log.transactionHash,
        logIndex: log.logIndex,
      };
      const sender = block.senders[log.transactionIndex];
      if (sender === undefined)
        throw new Error(`transaction ${log.transactionIndex} is not in block ${log.blockNumber}`);
      return { ...log, moment, sender };
    })
    .sort((a, b) => (a.moment.id < b.moment.id ? -1 : 1));
}
