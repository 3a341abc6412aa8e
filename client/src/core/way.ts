/** Where calls go: looked at before the first one, and never asked again. */
import type { DinClient, RequestOptions } from "../client.ts";
import { CoreIndexerDocument } from "../generated/graphql.ts";
import { type Hex, minStake } from "./calls.ts";
import { DinCoreError } from "./error.ts";
import type { ChainNode, CoreWallet } from "./wallet.ts";

export interface WayOptions {
  /** Signs and sends; a viem wallet client with an account and a chain. Only what writes to the chain needs it. */
  readonly wallet?: CoreWallet;
  /** Reads the chain; default: the wallet's own node. */
  readonly publicClient?: ChainNode;
  /** The registry that calls may go to. Without it the first one is that the API names: say it where money is at stake. */
  readonly registry?: Hex;
}

/** Where a call goes, who sends it, and through which node the chain is seen. */
export interface Way {
  readonly wallet: CoreWallet;
  readonly node: ChainNode;
  readonly registry: Hex;
}

/** @throws DinCoreError WALLET_MISSING, WRONG_CHAIN, WRONG_REGISTRY */
export async function findWay(din: DinClient, options: WayOptions, told: RequestOptions): Promise<Way> {
  const { wallet, registry } = options;
  // Whoever writes JavaScript may have a wallet without either.
  if (wallet?.account?.address === undefined || wallet.chain?.id === undefined) {
    const message = "This sends a transaction: configure `wallet`, a viem wallet client with an account and a chain.";
    throw new DinCoreError("WALLET_MISSING", message);
  }
  const node = options.publicClient ?? wallet;
  const { indexer } = await din.request(CoreIndexerDocument, {}, told);
  const nodeChain = Number(await node.request({ method: "eth_chainId" }));
  for (const [whose, chainId] of [
    ["The API's registry", indexer.chainId],
    ["The wallet's node", nodeChain],
  ] as const) {
    if (chainId === wallet.chain.id) continue;
    throw new DinCoreError("WRONG_CHAIN", `${whose} is on chain ${chainId}, the wallet on ${wallet.chain.id}.`);
  }
  if (registry !== undefined && registry.toLowerCase() !== indexer.registry.toLowerCase()) {
    throw new DinCoreError(
      "WRONG_REGISTRY",
      `The API mirrors the registry ${indexer.registry}; configured is ${registry}.`,
    );
  }
  const found = { wallet, node, registry: registry ?? indexer.registry };
  // An address without a contract would take any ETH, and say nothing.
  await leastStake(node, found.registry);
  return found;
}

/** The least stake of any operator now, wei. @throws DinCoreError WRONG_REGISTRY if nothing answers as a registry */
export async function leastStake(node: ChainNode, registry: Hex): Promise<bigint> {
  const answer = await node.request({
    method: "eth_call",
    params: [{ to: registry, data: minStake().data }, "latest"],
  });
  if (typeof answer === "string" && /^0x[0-9a-f]{64}$/i.test(answer)) return BigInt(answer);
  throw new DinCoreError("WRONG_REGISTRY", `There is no registry at ${registry} on the wallet's chain.`);
}
