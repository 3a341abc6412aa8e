/** A node that says what a test tells it to: one that is behind, forgets, or takes things back. */
import { createPublicClient, custom, type Hex, numberToHex, type PublicClient } from "viem";

export interface ScriptedNode {
  readonly client: PublicClient;
  /** Of its latest block. */
  head: number;
  /** Transactions of the account in blocks. */
  count: number;
  /** What it suggests for a tip. */
  tipGwei: number;
  /** By hash: the block that has it. */
  readonly receipts: Map<Hex, { readonly block: number; readonly status: "0x0" | "0x1" }>;
  /** All that it was sent, and took. */
  readonly sent: Hex[];
  /** What it answers to whatever is sent; null: it takes it. */
  refusal: string | null;
  /** What it answers, by calldata, to who asks for the gas of a call. */
  readonly failures: Map<Hex, string>;
}

const GWEI = 10n ** 9n;

/** @param chainId of the chain that it answers for */
export function scriptedNode(chainId: number): ScriptedNode {
  const node = { head: 100, count: 0, tipGwei: 1, receipts: new Map(), sent: [], refusal: null, failures: new Map() };
  const answers: Record<string, (params: readonly Hex[], of: ScriptedNode) => unknown> = {
    eth_chainId: () => numberToHex(chainId),
    eth_getBlockByNumber: (_params, { head }) => ({
      number: numberToHex(head),
      baseFeePerGas: numberToHex(GWEI),
      transactions: [],
    }),
    eth_maxPriorityFeePerGas: (_params, { tipGwei }) => numberToHex(BigInt(tipGwei) * GWEI),
    eth_getBalance: () => numberToHex(10n ** 18n),
    eth_getTransactionCount: (_params, { count }) => numberToHex(count),
    eth_estimateGas: ([call], { failures }) => {
      const failure = [...failures].find(([data]) => JSON.stringify(call).includes(`"${data}"`))?.[1];
      if (failure !== undefined) throw Object.assign(new Error(failure), { code: -32_000 });
      return numberToHex(100_000);
    },
    // It keeps nothing that waits.
    eth_getTransactionByHash: () => null,
    eth_getTransactionReceipt: ([hash = "0x"], { receipts }) => {
      const found = receipts.get(hash);
      return found === undefined ? null : { status: found.status, blockNumber: numberToHex(found.block), logs: [] };
    },
    eth_sendRawTransaction: ([raw = "0x"], { sent, refusal }) => {
      if (refusal !== null) throw Object.assign(new Error(refusal), { code: -32_000 });
      sent.push(raw);
      return `0x${"0".repeat(64)}`;
    },
  };
  const request = async ({ method, params }: { readonly method: string; readonly params?: readonly Hex[] }) => {
    const answer = answers[method];
    if (answer === undefined) throw new Error(`the node was asked for ${method}`);
    return answer(params ?? [], scripted);
  };
  const client = createPublicClient({ transport: custom({ request }, { retryCount: 0 }), cacheTime: 0 });
  const scripted: ScriptedNode = Object.assign(node, { client });
  return scripted;
}
