/** Batches signed by a reporter's account (EIP-712), in place of an API key. */
import { bytesToHex, hashTypedData, hexToBytes } from "viem";
import { checkedDeadline, domainOf, signerOf } from "../access/typed-data.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";

export interface BatchSignature {
  readonly reporter: string;
  /** Unix seconds; anything as it came. */
  readonly deadline?: unknown;
  /** 65 bytes as hex: r, s, v; anything as it came. */
  readonly signature?: unknown;
}

export interface SignedBatch {
  readonly reporter: string;
  readonly deadline: number;
  /** The EIP-712 hash that was signed. */
  readonly hash: Uint8Array;
  /** Whose signature it is, lowercase. */
  readonly signer: string;
}

const TYPES = {
  MetricBatch: [
    { name: "reporter", type: "string" },
    { name: "deadline", type: "uint256" },
    { name: "samplesDigest", type: "bytes32" },
  ],
} as const;

const PATH = ["input", "signature"];

/**
 * Whose signature a batch carries. Whether the reporter has that account is for the caller to see.
 *
 * @param samplesDigest `samplesDigest` of the batch
 * @param now Unix seconds
 * @throws ValidationError for a deadline out of range, ForbiddenError for what is no signature
 */
export function readSignature(
  { reporter, deadline, signature }: BatchSignature,
  samplesDigest: Uint8Array,
  registry: ExpectedRegistry,
  now: number,
): SignedBatch {
  const until = checkedDeadline(deadline, now, PATH);
  const hash = hexToBytes(
    hashTypedData({
      domain: domainOf("DIN Metrics", registry),
      types: TYPES,
      primaryType: "MetricBatch",
      message: { reporter, deadline: BigInt(until), samplesDigest: bytesToHex(samplesDigest) },
    }),
  );
  return { reporter, deadline: until, hash, signer: signerOf(hash, signature, PATH) };
}
