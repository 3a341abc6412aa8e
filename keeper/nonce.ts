/** What the ledger holds of a nonce, and how Postgres answers it. */
import { type Hex, isHex } from "viem";
import type { Fees } from "./fees.ts";

export type NonceState = "RESERVED" | "SENT" | "MINED" | "FINAL" | "LOST";

/** A transaction that was signed. */
export interface Attempt extends Fees {
  readonly hash: Hex;
  readonly raw: Hex;
  /** Whether it only fills the nonce, in place of the intent's own. */
  readonly fills: boolean;
  /** Milliseconds since the epoch. */
  readonly signedAt: number;
}

/** A nonce that is not done with. */
export interface OpenNonce {
  readonly nonce: number;
  readonly state: NonceState;
  readonly minedHash: Hex | null;
  /** Of the block that had it last; null if none has. */
  readonly blockNumber: bigint | null;
  /** What it is for: null if it is only to be filled. */
  readonly intent: { readonly key: string; readonly data: Hex; readonly summary: string } | null;
  /** By what they pay, least first: each replaces the one before it, whatever clocks say. */
  readonly attempts: readonly Attempt[];
}

/** Numbers of any size come as text. */
export interface OpenRow {
  readonly nonce: number;
  readonly state: NonceState;
  readonly minedHash: string | null;
  readonly blockNumber: string | null;
  readonly key: string | null;
  readonly data: string | null;
  readonly summary: string | null;
  readonly attempts: readonly (Record<"hash" | "raw" | "maxFeePerGas" | "maxPriorityFeePerGas", string> & {
    readonly fills: boolean;
    readonly signedAt: number;
  })[];
}

export function openNonceOf({
  nonce,
  state,
  minedHash,
  blockNumber,
  key,
  data,
  summary,
  attempts,
}: OpenRow): OpenNonce {
  return {
    ...{ nonce, state },
    minedHash: minedHash === null ? null : hex(minedHash),
    blockNumber: blockNumber === null ? null : BigInt(blockNumber),
    intent: key === null || data === null || summary === null ? null : { key, data: hex(data), summary },
    attempts: attempts.map(({ hash, raw, fills, signedAt, ...fees }) => ({
      ...{ hash: hex(hash), raw: hex(raw), fills, signedAt },
      maxFeePerGas: BigInt(fees.maxFeePerGas),
      maxPriorityFeePerGas: BigInt(fees.maxPriorityFeePerGas),
    })),
  };
}

function hex(text: string): Hex {
  if (!isHex(text)) throw new TypeError(`the ledger holds "${text}" where it should hold hexadecimal`);
  return text;
}
