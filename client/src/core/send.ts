/** From a call to its effect: checked, tried, signed, mined, and seen by the API. */
import type { DinClient, RequestOptions } from "../client.ts";
import { isPassing } from "../errors.ts";
import { CoreIndexerDocument } from "../generated/graphql.ts";
import { sleep, type Timing } from "../timing.ts";
import { type Call, type Hex, minStake } from "./calls.ts";
import { DinCoreError } from "./error.ts";
import { revertOf } from "./reverts.ts";
import type { ChainNode, CoreWallet } from "./wallet.ts";

export interface SenderOptions {
  /** Signs and sends; a viem wallet client with an account and a chain. Only what writes to the chain needs it. */
  readonly wallet?: CoreWallet;
  /** Reads the chain; default: the wallet's own node. */
  readonly publicClient?: ChainNode;
  /** The registry that calls may go to. Without it the first one is that the API names: say it where money is at stake. */
  readonly registry?: Hex;
  /** How often the chain and the API are asked whether they have come so far, milliseconds; default 500. */
  readonly pollMs?: number;
  /** How long a transaction may take to be mined, and then its block to be indexed, milliseconds; default 120,000 each. */
  readonly timeoutMs?: number;
}

export interface Sender {
  /** Sends a call of the registry; done once its block is indexed. @throws DinCoreError and what wallets throw */
  send(call: Call, options: RequestOptions): Promise<void>;
  /** The least stake of any operator now, wei, as the chain says. */
  minStake(options: RequestOptions): Promise<bigint>;
}

/** Where a call goes, who sends it, and through which node the chain is seen. */
interface Way {
  readonly wallet: CoreWallet;
  readonly node: ChainNode;
  readonly registry: Hex;
}

export function createSender(din: DinClient, timing: Timing, options: SenderOptions): Sender {
  const { pollMs = 500, timeoutMs = 120_000 } = options;
  let known: Way | undefined;

  /** Asked once: what the API says later changes nothing of where money goes. */
  async function way(told: RequestOptions): Promise<Way> {
    known ??= await findWay(din, options, told);
    return known;
  }

  /** Asks over and over, until there is an answer or the time is over. */
  async function poll<Found>(ask: () => Promise<Found | null>, { signal }: RequestOptions): Promise<Found | null> {
    const until = timing.now() + timeoutMs;
    for (;;) {
      const found = await ask();
      if (found !== null) return found;
      if (timing.now() >= until) return null;
      await sleep(pollMs, timing, signal);
    }
  }

  async function mined({ wallet, node, registry }: Way, call: Call, hash: Hex, told: RequestOptions): Promise<number> {
    const receipt = await poll(async () => {
      const found = await node.request({ method: "eth_getTransactionReceipt", params: [hash] });
      return isReceipt(found) ? found : null;
    }, told);
    if (receipt === null) {
      throw new DinCoreError(
        "NOT_MINED",
        `${hash} was sent and is not mined after ${timeoutMs} ms. It may yet be.`,
        hash,
      );
    }
    if (receipt.status !== "0x0") return Number(receipt.blockNumber);
    const replay = parameters(wallet, registry, call);
    const why = await attempt(node, replay, receipt.blockNumber).then(() => null, revertOf);
    throw new DinCoreError(why?.code ?? "REVERTED", `${hash} was reverted. ${why?.message ?? ""}`.trim(), hash);
  }

  async function indexed(block: number, hash: Hex, told: RequestOptions): Promise<void> {
    const seen = await poll(async () => {
      try {
        const { indexer } = await din.request(CoreIndexerDocument, {}, told);
        return indexer.block >= block ? indexer : null;
      } catch (error) {
        if (isPassing(error)) return null;
        throw new DinCoreError("NOT_INDEXED", `${hash} is mined in block ${block}; the API failed.`, hash, error);
      }
    }, told);
    if (seen !== null) return;
    const message = `${hash} is mined in block ${block}, which the API has not indexed after ${timeoutMs} ms.`;
    throw new DinCoreError("NOT_INDEXED", message, hash);
  }

  return {
    async send(call, told) {
      const found = await way(told);
      const { wallet, node, registry } = found;
      told.signal?.throwIfAborted();
      await refused(attempt(node, parameters(wallet, registry, call), "latest"));
      told.signal?.throwIfAborted();
      const hash = await refused(wallet.sendTransaction({ to: registry, ...call }));
      await indexed(await mined(found, call, hash, told), hash, told);
    },
    async minStake(told) {
      const { node, registry } = await way(told);
      return leastStake(node, registry);
    },
  };
}

/** @throws DinCoreError WALLET_MISSING, WRONG_CHAIN, WRONG_REGISTRY */
async function findWay(din: DinClient, options: SenderOptions, told: RequestOptions): Promise<Way> {
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

async function leastStake(node: ChainNode, registry: Hex): Promise<bigint> {
  const answer = await node.request({
    method: "eth_call",
    params: [{ to: registry, data: minStake().data }, "latest"],
  });
  if (typeof answer === "string" && /^0x[0-9a-f]{64}$/i.test(answer)) return BigInt(answer);
  throw new DinCoreError("WRONG_REGISTRY", `There is no registry at ${registry} on the wallet's chain.`);
}

function parameters({ account }: CoreWallet, to: Hex, { data, value }: Call) {
  return { from: account.address, to, data, value: `0x${value.toString(16)}` };
}

function attempt(node: ChainNode, call: ReturnType<typeof parameters>, block: string): Promise<unknown> {
  return node.request({ method: "eth_call", params: [call, block] });
}

/** What the registry would refuse is told in its words; what else a node or a wallet says is theirs. */
async function refused<Result>(trying: Promise<Result>): Promise<Result> {
  try {
    return await trying;
  } catch (error) {
    const why = revertOf(error);
    throw why === null ? error : new DinCoreError(why.code, why.message, null, error);
  }
}

interface Receipt {
  readonly status: string;
  readonly blockNumber: string;
}

function isReceipt(value: unknown): value is Receipt {
  return (
    typeof value === "object" &&
    value !== null &&
    "status" in value &&
    typeof value.status === "string" &&
    "blockNumber" in value &&
    typeof value.blockNumber === "string"
  );
}
