/** What the chain would say of a transaction now: asked when somebody wants to know, and never more at once than allowed. */
import { encodeFunctionData, type Hex, numberToHex, zeroAddress } from "viem";
import { dinRegistryAbi } from "../../abis/index.ts";
import { type Revert, revertIn } from "./revert.ts";
import {
  type Ask,
  addressIn,
  askerOf,
  bytes,
  type ChainProblem,
  ChainUnavailable,
  problemOf,
  quantity,
} from "./rpc.ts";
import { ERC20, STAKE_TOKENS } from "./tokens.ts";
import { createTurns } from "./turns.ts";

export interface Call {
  readonly from: Hex;
  readonly to: string;
  readonly data: Hex;
  /** Wei. */
  readonly value: bigint;
}

/** `block` is the one it was simulated on. */
export type Simulation =
  | { readonly outcome: "SUCCEEDS"; readonly block: number /** As the node estimates it. */; readonly gas: number }
  | { readonly outcome: "REVERTS"; readonly block: number; readonly revert: Revert }
  | Unavailable;

interface Unavailable {
  readonly outcome: "UNAVAILABLE";
  readonly problem: ChainProblem;
}

/** What an account holds itself as of a block; wstETH is null where the registry takes none. */
export type Balances =
  | { readonly outcome: "KNOWN"; readonly block: number; readonly eth: bigint; readonly wsteth: bigint | null }
  | Unavailable;

export interface SimulatorOptions {
  /** The preferred one first; none: nothing can be simulated. */
  readonly rpcUrls: readonly string[];
  readonly registry: { readonly chainId: number; readonly address: string };
  /** How long one may wait for its turn, and how long it may then ask. Milliseconds. */
  readonly timeoutMs: number;
  /** How many may be asking at once in this process. */
  readonly maxInFlight: number;
  /** Told of each node that fails, by its place in `rpcUrls`: the URL may hold a key. */
  readonly onFailure: (problem: ChainProblem, place: number) => void;
}

export interface Simulator {
  simulate(call: Call): Promise<Simulation>;
  balances(account: Hex): Promise<Balances>;
  /**
   * An address that a call of the registry returns and that never changes, such as a token's: asked for until it is known.
   *
   * @param data of the call
   * @returns the address, lowercase
   * @throws ChainUnavailable
   */
  constantAddress(data: Hex): Promise<Hex>;
}

export function createSimulator({ rpcUrls, registry, timeoutMs, maxInFlight, onFailure }: SimulatorOptions): Simulator {
  const turns = createTurns(maxInFlight);
  /** Nodes that have shown that the registry is there. */
  const known = new Set<string>();
  const constants = new Map<Hex, Promise<Hex>>();

  /** Asks the preferred node, and the next one if that fails. @throws ChainUnavailable */
  async function withNode<Answer>(work: (ask: Ask, block: number) => Promise<Answer>): Promise<Answer> {
    if (rpcUrls.length === 0) throw new ChainUnavailable("NOT_CONFIGURED");
    const end = await turns.take(AbortSignal.timeout(timeoutMs));
    try {
      let failure: unknown;
      for (const [place, url] of rpcUrls.entries()) {
        const signal = AbortSignal.timeout(Math.ceil(timeoutMs / rpcUrls.length));
        try {
          return await orAborted(onNode(url, askerOf(url, signal), work), signal);
        } catch (error) {
          const problem = problemOf(error, signal);
          onFailure(problem, place);
          failure ??= new ChainUnavailable(problem);
        }
      }
      throw failure;
    } finally {
      end();
    }
  }

  async function onNode<Answer>(
    url: string,
    ask: Ask,
    work: (ask: Ask, block: number) => Promise<Answer>,
  ): Promise<Answer> {
    const [chainId, head, code] = await Promise.all([
      ask("eth_chainId", []),
      ask("eth_blockNumber", []),
      known.has(url) ? null : ask("eth_getCode", [registry.address, "latest"]).then(bytes),
    ]);
    if (quantity(chainId) !== BigInt(registry.chainId)) throw new ChainUnavailable("WRONG_CHAIN");
    // A call of what is no contract succeeds, and does nothing.
    if (code === "0x") throw new ChainUnavailable("NO_REGISTRY");
    known.add(url);
    return work(ask, counted(head, MAX_BLOCK));
  }

  async function ask(call: Call): Promise<Simulation> {
    return withNode(async (node, block): Promise<Simulation> => {
      const at = [{ ...call, value: numberToHex(call.value) }, numberToHex(block)];
      const estimate = node("eth_estimateGas", at).then((gas) => counted(gas, Number.MAX_SAFE_INTEGER));
      // Both are asked, because an estimate alone does not always say why a call reverts; the call is heard first.
      estimate.catch(() => undefined);
      try {
        await node("eth_call", at).then(bytes);
        return { outcome: "SUCCEEDS", block, gas: await estimate };
      } catch (error) {
        const revert = revertIn(error);
        if (revert === null) throw error;
        return { outcome: "REVERTS", block, revert };
      }
    });
  }

  function constantAddress(data: Hex): Promise<Hex> {
    const call = { to: registry.address, data };
    const address =
      constants.get(data) ??
      withNode(async (node, block) => addressIn(await node("eth_call", [call, numberToHex(block)])));
    constants.set(data, address);
    // Who asks next may be luckier.
    address.catch(() => constants.delete(data));
    return address;
  }

  async function held(account: Hex): Promise<Balances> {
    const token = await constantAddress(WSTETH_OF_REGISTRY);
    const data = encodeFunctionData({ abi: ERC20, functionName: "balanceOf", args: [account] });
    return withNode(async (node, block): Promise<Balances> => {
      const at = numberToHex(block);
      const [eth, wsteth] = await Promise.all([
        node("eth_getBalance", [account, at]).then(quantity),
        token === zeroAddress ? null : node("eth_call", [{ to: token, data }, at]).then(quantity),
      ]);
      return { outcome: "KNOWN", block, eth, wsteth };
    });
  }

  return {
    simulate: (call) => orUnavailable(ask(call)),
    balances: (account) => orUnavailable(held(account)),
    constantAddress,
  };
}

const WSTETH_OF_REGISTRY = encodeFunctionData({ abi: dinRegistryAbi, functionName: STAKE_TOKENS.WSTETH });

async function orUnavailable<Answer>(answer: Promise<Answer>): Promise<Answer | Unavailable> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ChainUnavailable) return { outcome: "UNAVAILABLE", problem: error.problem };
    throw error;
  }
}

/** GraphQL's integers have 32 bits. */
const MAX_BLOCK = 2 ** 31 - 1;

/** @throws ChainUnavailable BAD_ANSWER for what is no number, or one that no block and no gas has */
function counted(answer: unknown, most: number): number {
  const value = quantity(answer);
  if (value > BigInt(most)) throw new ChainUnavailable("BAD_ANSWER");
  return Number(value);
}

/** Whatever fetch makes of its signal: nobody waits longer. */
function orAborted<Answer>(answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new ChainUnavailable("TIMEOUT")), { once: true });
    answer.then(resolve, reject);
  });
}
