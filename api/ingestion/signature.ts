/** Batches signed by a reporter's account (EIP-712), in place of an API key. */
import secp256k1 from "secp256k1";
import { bytesToHex, hashTypedData, hexToBytes, keccak256 } from "viem";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { ForbiddenError, ValidationError } from "../domain/failure.ts";

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

/** A signature holds for an hour at most, so that as long is remembered which were taken. */
export const MAX_DEADLINE_SECONDS = 3_600;

const TYPES = {
  MetricBatch: [
    { name: "reporter", type: "string" },
    { name: "deadline", type: "uint256" },
    { name: "samplesDigest", type: "bytes32" },
  ],
} as const;

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
  const until = checkedDeadline(deadline, now);
  const hash = hexToBytes(
    hashTypedData({
      domain: {
        name: "DIN Metrics",
        version: "1",
        chainId: registry.chainId,
        verifyingContract: addressOf(registry.address),
      },
      types: TYPES,
      primaryType: "MetricBatch",
      message: { reporter, deadline: BigInt(until), samplesDigest: bytesToHex(samplesDigest) },
    }),
  );
  const signer = recover(hash, signature);
  if (signer !== null) return { reporter, deadline: until, hash, signer };
  throw new ForbiddenError({
    code: "INVALID_SIGNATURE",
    message: "This is no signature: 65 bytes r, s, v as hex, with s in the lower half and v 27 or 28 (or 0 or 1).",
    path: ["input", "signature", "signature"],
  });
}

function checkedDeadline(deadline: unknown, now: number): number {
  const refuse = (code: string, message: string) =>
    new ValidationError({ code, message, path: ["input", "signature", "deadline"] });
  if (typeof deadline !== "number" || !Number.isSafeInteger(deadline)) {
    throw refuse("INVALID_DEADLINE", "A deadline is an integer of Unix seconds.");
  }
  if (deadline < now) throw refuse("DEADLINE_PASSED", `The signature held until ${deadline}, and it is ${now}.`);
  if (deadline > now + MAX_DEADLINE_SECONDS) {
    throw refuse("DEADLINE_TOO_FAR", `A signature may hold for ${MAX_DEADLINE_SECONDS} seconds at most; it is ${now}.`);
  }
  return deadline;
}

/** Half of the curve's order, rounded down. A larger s is the twin of a smaller one: one signature would be two. */
const HALF_ORDER = Buffer.from("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0", "hex");

/** The account that made a signature, lowercase; null if it is none. */
export function recover(hash: Uint8Array, signature: unknown): string | null {
  if (typeof signature !== "string" || !/^0x[0-9a-fA-F]{130}$/.test(signature)) return null;
  const bytes = Buffer.from(signature.slice(2), "hex");
  const v = bytes[64] ?? 0;
  const recovery = v >= 27 ? v - 27 : v;
  if (recovery > 1 || Buffer.compare(bytes.subarray(32, 64), HALF_ORDER) > 0) return null;
  try {
    const key = secp256k1.ecdsaRecover(bytes.subarray(0, 64), recovery, hash, false);
    return `0x${keccak256(key.subarray(1)).slice(-40)}`;
  } catch {
    // No point of the curve, or zero: nobody's signature.
    return null;
  }
}

function addressOf(text: string): `0x${string}` {
  return `0x${text.slice(2)}`;
}
