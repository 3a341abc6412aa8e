import { type Address, type Hex, numberToHex } from "viem";
import type { ChainClient } from "./anvil.ts";

/** A transaction of a replacing block; anvil signs it. */
export interface ReplacingTransaction {
  from: Address;
  to: Address;
  data?: Hex;
  value?: bigint;
  /** Which of the new blocks it goes into, from 0. */
  block: number;
}

/**
 * anvil estimates gas on the state before the reorg: a slot that was written then and is not now costs more, and the
 * transaction would run out of gas, in silence.
 */
const GAS = numberToHex(1_000_000);

/**
 * Replaces the last `depth` blocks by as many others. What they held is gone, except for what `transactions` puts into
 * the new ones. To take blocks away without others in their place, use snapshots: `client.snapshot()`, `client.revert()`.
 *
 * @returns the number of the last block that stayed
 */
export async function reorg(
  client: ChainClient,
  depth: number,
  transactions: readonly ReplacingTransaction[] = [],
  now: Date = new Date(),
): Promise<bigint> {
  const head = await client.getBlockNumber({ cacheTime: 0 });
  await client.request<{ Method: "anvil_reorg"; Parameters: [number, [object, number][]]; ReturnType: null }>({
    method: "anvil_reorg",
    params: [
      depth,
      transactions.map(({ block, value, ...transaction }) => [
        { gas: GAS, ...transaction, ...(value === undefined ? {} : { value: numberToHex(value) }) },
        block,
      ]),
    ],
  });
  // anvil gives the new blocks the time of the last one that stayed, and goes on from there: behind by what was replaced.
  await client.request<{ Method: "evm_setTime"; Parameters: [number]; ReturnType: number }>({
    method: "evm_setTime",
    params: [Math.floor(now.getTime() / 1_000)],
  });
  return head - BigInt(depth);
}
