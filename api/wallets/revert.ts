/** Why a call reverts, read from what a node answers. */
import { type AbiParameter, decodeErrorResult, type Hex, RpcRequestError } from "viem";
import { dinRegistryAbi } from "../../abis/index.ts";
import { helpFor } from "./revert-help.ts";
import { ERC20_ERRORS } from "./tokens.ts";

export interface RevertArgument {
  /** As the ABI has it; its place, from 0, if it has none. */
  readonly name: string;
  /** Integers in decimal. */
  readonly value: string;
}

export interface Revert {
  /** Of the error; null where the chain gave none that is known. */
  readonly name: string | null;
  readonly args: readonly RevertArgument[];
  /** For people. */
  readonly message: string;
  /** What the call returned; null if the node does not say. */
  readonly data: Hex | null;
}

const ABI = [...dinRegistryAbi, ...ERC20_ERRORS] as const;

/** Longer words of a contract are cut: anybody may have written it. */
const MAX_TEXT = 300;
/** A node may answer megabytes; what a revert of ours says has less. */
const MAX_DATA = 10_000;

const PANICS: Readonly<Record<string, string>> = {
  "1": "An assertion of the contract failed.",
  "17": "An amount is larger than the contract can count.",
  "18": "The contract divided by zero.",
  "33": "A value is none of its enumeration.",
  "50": "An index is beyond the end of its list.",
};

/** A revert from the bytes it returned. */
export function decodeRevert(data: Hex): Revert {
  if (data === "0x") {
    return { name: null, args: [], message: "The call reverts without a reason.", data };
  }
  try {
    const { errorName, args = [], abiItem } = decodeErrorResult({ abi: ABI, data });
    const values: readonly unknown[] = args;
    const inputs: readonly AbiParameter[] = "inputs" in abiItem ? abiItem.inputs : [];
    const named = values.map((value, index) => ({
      name: inputs[index]?.name || String(index),
      value: textOf(value),
    }));
    return { name: errorName, args: named, message: messageOf(errorName, named), data };
  } catch {
    const message = `The call reverts with an error that is not known here: ${data.slice(0, 10)}.`;
    return { name: null, args: [], message, data };
  }
}

function messageOf(errorName: string, args: readonly RevertArgument[]): string {
  const [first] = args;
  // A `require` of Solidity, and what the compiler itself checks.
  if (errorName === "Error") return `The contract says: ${first?.value ?? ""}`;
  if (errorName === "Panic") return PANICS[first?.value ?? ""] ?? "The contract failed.";
  return helpFor(errorName) ?? "The call reverts.";
}

function textOf(value: unknown): string {
  const text = String(value).replaceAll(/\p{Cc}/gu, " ");
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}

/** How nodes say that a call fails by itself: geth and its kin, Nethermind, Erigon, Besu, anvil. */
const REVERTED = /revert|invalid opcode|out of gas|gas required exceeds|stack (over|under)flow|invalid jump/i;
const POOR = /insufficient\s?funds|exceeds (account )?balance|insufficient\s?balance|OutOfFunds/i;
/** What geth and its kin answer for a revert; EIP-1474 leaves it open. */
const REVERT_CODE = 3;

const ofWords = (message: string): Revert => ({ name: null, args: [], message, data: null });

/** The revert that an error of a request tells of; null if it tells of something else. */
export function revertIn(error: unknown): Revert | null {
  const answer = answerIn(error);
  if (answer === null) return null;
  const data = dataIn(answer.data);
  if (data !== null && data !== "0x") return decodeRevert(data);
  const says = answer.details;
  // Words of a token that lacks its own units are words of a revert.
  if (POOR.test(says) && !/revert/i.test(says))
    return ofWords("The account holds less ETH than the transaction sends.");
  if (data === null && answer.code !== REVERT_CODE && !REVERTED.test(says)) return null;
  return data === null ? ofWords("The call reverts; the node does not say why.") : decodeRevert(data);
}

/** What the node answered, behind what viem made of it. */
function answerIn(error: unknown): RpcRequestError | null {
  let at: unknown = error;
  for (let depth = 0; depth < 8 && at instanceof Error; depth += 1) {
    if (at instanceof RpcRequestError) return at;
    at = at.cause;
  }
  return null;
}

/** Some nodes put it one level deeper, or after a word. */
function dataIn(given: unknown): Hex | null {
  if (typeof given === "object" && given !== null && "data" in given) return dataIn(given.data);
  if (typeof given !== "string") return null;
  const data = given.replace(/^Reverted\s+/i, "");
  if (data.length > MAX_DATA || !/^0x([0-9a-f]{2})*$/i.test(data)) return null;
  return `0x${data.slice(2)}`;
}
