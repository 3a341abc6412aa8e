/** The chain as one look of a submitter sees it. */
import type { Address, PublicClient } from "viem";
import type { Market } from "./fees.ts";

export interface Look {
  readonly blockNumber: bigint;
  readonly market: Market;
  /** Wei. */
  readonly balance: bigint;
  /** Transactions of the account that are in blocks: the nonce that is mined next. */
  readonly count: number;
  /** The same, with those that wait to be mined. */
  readonly pending: number;
}

/** The chain that answers is not the one the account signs for. */
export class WrongChainError extends Error {
  override readonly name = "WrongChainError";
}

/** @throws WrongChainError; whatever the client throws when the chain cannot be asked */
export async function lookAt(client: PublicClient, address: Address, chainId: number): Promise<Look> {
  const [answered, block, tip, balance, count, pending] = await Promise.all([
    client.getChainId(),
    client.getBlock({ blockTag: "latest" }),
    client.estimateMaxPriorityFeePerGas(),
    client.getBalance({ address }),
    client.getTransactionCount({ address, blockTag: "latest" }),
    client.getTransactionCount({ address, blockTag: "pending" }),
  ]);
  // Its nonces would be another chain's, and what is signed with one of them could never be mined.
  if (answered !== chainId) throw new WrongChainError(`The RPC answers for chain ${answered}, not ${chainId}.`);
  if (block.baseFeePerGas === null) throw new Error("The chain has no base fee (EIP-1559).");
  const market = { baseFeePerGas: block.baseFeePerGas, maxPriorityFeePerGas: tip };
  return { blockNumber: block.number, market, balance, count, pending };
}
