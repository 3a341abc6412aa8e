import {
  type Address,
  BaseError,
  formatTransactionReceipt,
  type Hex,
  numberToHex,
  type RpcTransactionReceipt,
  type TransactionReceipt,
} from "viem";
import { revertOf } from "../keeper/transaction.ts";
import type { ChainClient } from "./anvil.ts";

type Parameters = [{ from: Address; to?: Address; data: Hex; value: Hex; gas: Hex }];
type SendTransactionSync = {
  Method: "eth_sendTransactionSync";
  Parameters: Parameters;
  ReturnType: RpcTransactionReceipt;
};
type SendTransaction = { Method: "eth_sendTransaction"; Parameters: Parameters; ReturnType: Hex };

/**
 * Enough for a deployment, and always given: an estimate is made with the clock of another moment, at which an operator's
 * status and so the cost may differ.
 */
const GAS = numberToHex(12_000_000);

export interface Transaction {
  from: Address;
  /** Absent: a contract is created. */
  to?: Address;
  data: Hex;
  value?: bigint;
}

/**
 * Sends a transaction that anvil signs, and answers when it is mined (anvil does both in one request).
 *
 * @throws naming the registry's own error where it reverts
 */
export async function sendFrom(client: ChainClient, transaction: Transaction): Promise<TransactionReceipt> {
  try {
    const answer = await client.request<SendTransactionSync>({
      method: "eth_sendTransactionSync",
      params: [formatted(transaction)],
    });
    const receipt = formatTransactionReceipt(answer);
    if (receipt.status === "success") return receipt;
  } catch (error) {
    throw new Error(revertReason(error), { cause: error });
  }
  throw new Error(await whyReverted(client, transaction));
}

/** Puts a transaction into the pool of a chain that does not mine by itself. */
export const submitFrom = (client: ChainClient, transaction: Transaction): Promise<Hex> =>
  client.request<SendTransaction>({ method: "eth_sendTransaction", params: [formatted(transaction)] });

const formatted = ({ value = 0n, ...rest }: Transaction) => ({ ...rest, value: numberToHex(value), gas: GAS });

/** A receipt says only that a transaction reverted; asked again, the chain says why. */
export const whyReverted = (client: ChainClient, { from: account, ...call }: Transaction): Promise<string> =>
  client.call({ account, ...call, gas: BigInt(GAS) }).then(() => "it reverted, and would not now", revertReason);

function revertReason(error: unknown): string {
  if (!(error instanceof BaseError)) return String(error);
  const revert = revertOf(error);
  return revert === null || revert.name === null ? `${error.shortMessage} ${error.details}` : revert.text;
}
