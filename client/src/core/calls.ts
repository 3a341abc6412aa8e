/**
 * The calls of the registry that are sent from here, encoded here: what is signed is then what the caller asked for,
 * whoever answers in the API's place. They take static words alone, so no library is needed for them.
 */
import { DinCoreError } from "./error.ts";

export type Hex = `0x${string}`;

/** First four bytes of the hash of each signature; a test compares them with the contract. */
const SELECTORS = {
  registerOperator: "0xc788c520",
  stake: "0x26476204",
  unstake: "0xc2a672e0",
  claimUnstake: "0xc5dd6fee",
  minStake: "0x375b3c0a",
} as const;

export interface Call {
  readonly data: Hex;
  /** ETH to send with it, wei. */
  readonly value: bigint;
}

/** @param minStake the operator's own commitment, wei */
export const registerOperator = (operator: Hex, minStake: bigint): Call =>
  call("registerOperator", [BigInt(operator), minStake]);

export const stake = (operator: Hex, amount: bigint): Call => ({ ...call("stake", [BigInt(operator)]), value: amount });

export const unstake = (operator: Hex, amount: bigint): Call => call("unstake", [BigInt(operator), amount]);

export const claimUnstake = (requestId: bigint): Call => call("claimUnstake", [requestId]);

/** Reads the least stake of any operator. */
export const minStake = (): Call => call("minStake", []);

function call(name: keyof typeof SELECTORS, words: readonly bigint[]): Call {
  const data: Hex = `${SELECTORS[name]}${words.map((word) => word.toString(16).padStart(64, "0")).join("")}`;
  return { data, value: 0n };
}

const UINT256 = 2n ** 256n;

/** An operator's id as an address, in its own case, which the API holds to its checksum. @throws DinCoreError INVALID_OPERATOR */
export function operatorOf(id: unknown): Hex {
  if (typeof id === "string" && /^0x[0-9a-fA-F]{40}$/.test(id)) return `0x${id.slice(2)}`;
  throw new DinCoreError(
    "INVALID_OPERATOR",
    `An operator's id is its address (0x and 40 hexadecimal digits), not ${JSON.stringify(id)}.`,
  );
}

/** @throws DinCoreError INVALID_AMOUNT */
export function amountOf(amount: unknown): bigint {
  if (typeof amount === "bigint" && amount > 0n && amount < UINT256) return amount;
  throw new DinCoreError("INVALID_AMOUNT", `An amount is wei as a positive bigint, such as 1n, not ${String(amount)}.`);
}
