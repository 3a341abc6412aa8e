/** From a call to its effect: checked, tried, signed, mined, and seen by the API. */
import type { DinClient, RequestOptions } from "../client.ts";
import { within } from "../deadline.ts";
import { DinRequestError, isPassing } from "../errors.ts";
import { CoreIndexerDocument } from "../generated/graphql.ts";
import { sleep, type Timing } from "../timing.ts";
import { waited } from "../waited.ts";
import type { Call, Hex } from "./calls.ts";
import { DinCoreError } from "./error.ts";
import { revertOf } from "./reverts.ts";
import type { ChainNode, CoreWallet } from "./wallet.ts";
import { findWay, leastStake, type Way, type WayOptions } from "./way.ts";

export interface SenderOptions extends WayOptions {
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

/** The last turn of each wallet, whoever sends with it. */
const TURNS = new WeakMap<object, Promise<unknown>>();

export function createSender(din: DinClient, timing: Timing, options: SenderOptions): Sender {
  const { pollMs = 500, timeoutMs = 120_000 } = options;
  let known: Way | undefined;
  // Without a wallet nothing is sent.
  const sends = options.wallet ?? options;

  /** One after the other: a wallet that sends two at once may give both the same nonce. Whoever gives up loses its turn. */
  function inTurn<Result>(act: () => Promise<Result>, { signal }: RequestOptions): Promise<Result> {
    const before = TURNS.get(sends) ?? Promise.resolve();
    const turn = waited(before, signal).then(act);
    TURNS.set(sends, Promise.allSettled([before, turn]));
    return turn;
  }

  /** Asked once: what the API says later changes nothing of where money goes. */
  async function way(told: RequestOptions): Promise<Way> {
    const found = known ?? (await findWay(din, options, told));
    known ??= found;
    return known;
  }

  /**
   * Asks over and over until there is an answer. What was sent cannot be taken back: a node or an API that is away for a
   * moment is waited for, one that never answers for as long as there is time.
   *
   * @throws what `late` makes of it once the time is over; what the API refuses for good; the signal's reason
   */
  async function poll<Found>(
    ask: (told: { readonly signal: AbortSignal }) => Promise<Found | null>,
    late: (cause: unknown) => DinCoreError,
    { signal }: RequestOptions,
  ): Promise<Found> {
    const until = timing.now() + timeoutMs;
    for (;;) {
      let trouble: unknown;
      try {
        // The last time as well it is given a moment to answer.
        const left = Math.max(until - timing.now(), pollMs);
        const found = await within(left, timing, signal, (ending) => ask({ signal: ending }));
        if (found !== null) return found;
      } catch (error) {
        signal?.throwIfAborted();
        trouble = error;
      }
      const isRefused = trouble instanceof DinRequestError && !isPassing(trouble);
      if (isRefused || timing.now() >= until) throw late(trouble);
      await sleep(pollMs, timing, signal);
    }
  }

  async function mined({ wallet, node, registry }: Way, call: Call, hash: Hex, told: RequestOptions): Promise<number> {
    const receipt = await poll(
      async () => {
        const found = await node.request({ method: "eth_getTransactionReceipt", params: [hash] });
        return isReceipt(found) ? found : null;
      },
      (cause) => new DinCoreError("NOT_MINED", `${hash} was sent and is not mined yet; it may yet be.`, hash, cause),
      told,
    );
    if (receipt.status !== "0x0") return Number(receipt.blockNumber);
    const replay = parameters(wallet, registry, call);
    const why = await attempt(node, replay, receipt.blockNumber).then(() => null, revertOf);
    throw new DinCoreError(why?.code ?? "REVERTED", `${hash} was reverted. ${why?.message ?? ""}`.trim(), hash);
  }

  async function indexed(block: number, hash: Hex, told: RequestOptions): Promise<void> {
    const message = `${hash} is mined in block ${block}, which the API has not indexed yet.`;
    await poll(
      async (asking) => {
        const { indexer } = await din.request(CoreIndexerDocument, {}, asking);
        return indexer.block >= block ? indexer : null;
      },
      (cause) => new DinCoreError("NOT_INDEXED", message, hash, cause),
      told,
    );
  }

  return {
    async send(call, told) {
      const found = await way(told);
      const { wallet, node, registry } = found;
      const hash = await inTurn(async () => {
        told.signal?.throwIfAborted();
        await refused(attempt(node, parameters(wallet, registry, call), "latest"));
        told.signal?.throwIfAborted();
        return refused(wallet.sendTransaction({ to: registry, ...call }));
      }, told);
      await indexed(await mined(found, call, hash, told), hash, told);
    },
    async minStake(told) {
      const { node, registry } = await way(told);
      return leastStake(node, registry);
    },
  };
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
