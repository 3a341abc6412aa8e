/** What accounts sign (EIP-712) in place of an API key: the domain, how long it holds, and whose signature it is. */
import secp256k1 from "secp256k1";
import { keccak256 } from "viem";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { ForbiddenError, ValidationError } from "../domain/failure.ts";

/** A signature holds for an hour at most, so that as long is remembered which were taken. */
export const MAX_DEADLINE_SECONDS = 3_600;

/** The domain of a kind of typed data: it holds on one chain and for one registry alone. */
export function domainOf<const Name extends string>(name: Name, { chainId, address }: ExpectedRegistry) {
  const verifyingContract: `0x${string}` = `0x${address.slice(2)}`;
  return { name, version: "1", chainId, verifyingContract } as const;
}

/**
 * A deadline that has not passed and is not too far.
 *
 * @param deadline Unix seconds; anything as it came
 * @param now Unix seconds
 * @param path of the signature's input
 * @throws ValidationError
 */
export function checkedDeadline(deadline: unknown, now: number, path: readonly string[]): number {
  const refuse = (code: string, message: string) => new ValidationError({ code, message, path: [...path, "deadline"] });
  if (typeof deadline !== "number" || !Number.isSafeInteger(deadline)) {
    throw refuse("INVALID_DEADLINE", "A deadline is an integer of Unix seconds.");
  }
  if (deadline < now) throw refuse("DEADLINE_PASSED", `The signature held until ${deadline}, and it is ${now}.`);
  if (deadline > now + MAX_DEADLINE_SECONDS) {
    throw refuse("DEADLINE_TOO_FAR", `A signature may hold for ${MAX_DEADLINE_SECONDS} seconds at most; it is ${now}.`);
  }
  return deadline;
}

/**
 * The account that signed a hash, lowercase. Whether it may is for the caller to see.
 *
 * @param signature 65 bytes as hex: r, s, v; anything as it came
 * @param path of the signature's input
 * @throws ForbiddenError for what is no signature
 */
export function signerOf(hash: Uint8Array, signature: unknown, path: readonly string[]): string {
  const signer = recover(hash, signature);
  if (signer !== null) return signer;
  throw new ForbiddenError({
    code: "INVALID_SIGNATURE",
    message: "This is no signature: 65 bytes r, s, v as hex, with s in the lower half and v 27 or 28 (or 0 or 1).",
    path: [...path, "signature"],
  });
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
