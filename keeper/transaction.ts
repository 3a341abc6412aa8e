/** One transaction: what it would do, what may be said of an error, how it is signed and sent. */
import {
  type Address,
  BaseError,
  decodeErrorResult,
  type Hex,
  keccak256,
  type LocalAccount,
  type PublicClient,
} from "viem";
import { dinRegistryAbi as abi } from "../abis/index.ts";
import type { Fees } from "./fees.ts";
import { oneLine } from "./problems.ts";
import type { Attempt } from "./store.ts";

export interface Call {
  readonly to: Address;
  readonly data: Hex;
}

/** What the chain says of a call now. */
export type Simulation =
  | { readonly reverts: false /** As estimated. */; readonly gas: bigint }
  | {
      readonly reverts: true /** Of the registry's error; null if it is none of its. */;
      readonly name: string | null;
      readonly text: string;
    };

/** @throws when the chain cannot be asked */
export async function simulate(client: PublicClient, account: Address, call: Call): Promise<Simulation> {
  try {
    return { reverts: false, gas: await client.estimateGas({ account, ...call }) };
  } catch (error) {
    const revert = revertOf(error);
    if (revert === null) throw error;
    return { reverts: true, ...revert };
  }
}

/** What ends a call without data, as nodes say it: it is the call's fault, and would be again. */
const REVERTED = /execution reverted|gas required exceeds|out of gas|invalid opcode/i;

/** The revert behind an error of a call; null if it is another kind of error. */
export function revertOf(error: unknown): { readonly name: string | null; readonly text: string } | null {
  if (!(error instanceof BaseError)) return null;
  let data: unknown;
  let reverted = false;
  error.walk((cause) => {
    if (cause !== null && typeof cause === "object") {
      if ("data" in cause && typeof cause.data === "string") data ??= cause.data;
      // 3 is what nodes answer for a revert (EIP-1474 leaves it open; geth and anvil agree).
      if ("code" in cause && cause.code === 3) reverted = true;
    }
    return false;
  });
  if (typeof data === "string" && /^0x[0-9a-f]{8,}$/i.test(data)) {
    try {
      const { errorName, args } = decodeErrorResult({ abi, data: `0x${data.slice(2)}` });
      return { name: errorName, text: oneLine(`${errorName}(${(args ?? []).join(", ")})`) };
    } catch {
      return { name: null, text: `an error that is not the registry's: ${data.slice(0, 10)}` };
    }
  }
  return reverted || REVERTED.test(`${error.message} ${error.details}`)
    ? { name: null, text: oneLine(error.shortMessage) }
    : null;
}

/** One more half of what was estimated: a slash costs more or less by what else happens until it is mined. */
export const gasLimit = (estimated: bigint): bigint => (estimated * 3n) / 2n;

/** A transfer of nothing to oneself, with room for chains that charge a little more. */
export const FILL_GAS = 30_000n;

export interface ToSign {
  readonly account: LocalAccount;
  readonly chainId: number;
  readonly nonce: number;
  /** Null: only fills the nonce. */
  readonly call: Call | null;
  readonly gas: bigint;
  readonly fees: Fees;
  /** Milliseconds. */
  readonly now: number;
}

/** Signs; the same is signed the same (RFC 6979), so that signing it again after a crash makes no second transaction. */
export async function sign({ account, chainId, nonce, call, gas, fees, now }: ToSign): Promise<Attempt> {
  const to = call === null ? { to: account.address, value: 0n } : { to: call.to, data: call.data, value: 0n };
  const raw = await account.signTransaction({ type: "eip1559", chainId, nonce, gas, ...fees, ...to });
  return { hash: keccak256(raw), raw, fills: call === null, signedAt: now, ...fees };
}

/** How geth and its kin, Nethermind, Besu and anvil say it. */
const POOR = /insufficient\s?funds|exceeds account balance/i;
const KNOWN = /already\s?known|already imported|already exists|known transaction/i;
const REFUSED =
  /nonce too low|nonce is lower|old\s?nonce|underpriced|replacement\s?not\s?allowed|fee\s?too\s?low|gas price below|fee cap|base fee|max fee per gas less/i;

export type Sent = "SENT" | "OUT_OF_FUNDS" | "REFUSED";

/**
 * Hands a signed transaction to the chain, as often as one likes.
 *
 * @returns REFUSED for what looking at the chain again will explain: its nonce was used, or its fees are too low by now
 * @throws when the chain cannot be asked
 */
export async function send(client: PublicClient, raw: Hex): Promise<Sent> {
  try {
    await client.sendRawTransaction({ serializedTransaction: raw });
    return "SENT";
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    const text = `${error.message} ${error.details}`;
    if (POOR.test(text)) return "OUT_OF_FUNDS";
    if (KNOWN.test(text)) return "SENT";
    if (REFUSED.test(text)) return "REFUSED";
    throw error;
  }
}
