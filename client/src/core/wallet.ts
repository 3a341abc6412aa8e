/** What is needed of a wallet, and of a node of the chain: viem's clients have it, and nothing of viem is imported. */
import type { Hex } from "./calls.ts";

/** A JSON-RPC node (EIP-1193), such as any client of viem. */
export interface ChainNode {
  request(call: { method: string; params?: unknown }): Promise<unknown>;
}

/** Such as viem's `createWalletClient({ account, chain, transport })`. */
export interface CoreWallet extends ChainNode {
  readonly account: { readonly address: Hex };
  readonly chain: { readonly id: number };
  sendTransaction(transaction: { to: Hex; data: Hex; value: bigint }): Promise<Hex>;
}
