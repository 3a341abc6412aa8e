/** What is written down for good: as bytes, and by the hash that the chain has of it. */
import canonicalize from "canonicalize";
import { type Hex, keccak256, toBytes } from "viem";
import { keccakAside } from "./keccak-aside.ts";

export interface Sealed {
  /** Canonical JSON (RFC 8785): what is stored and served, byte for byte. */
  readonly text: string;
  /** keccak256 of its UTF-8 bytes. */
  readonly hash: Hex;
}

/**
 * Writes an object down for good.
 *
 * @throws RangeError for a number that another reader might read as another: only integers up to 2^53 are safe
 */
export function sealJson(value: object): Sealed {
  const text = canonicalText(value);
  return { text, hash: keccak256(toBytes(text)) };
}

/** The same of what may have megabytes: nobody waits while it is hashed. @throws RangeError as `sealJson` does */
export async function sealLongJson(value: object): Promise<Sealed> {
  const text = canonicalText(value);
  return { text, hash: await keccakAside(text) };
}

function canonicalText(value: object): string {
  assertExact(value);
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("what is sealed is an object of JSON");
  return text;
}

function assertExact(value: unknown): void {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new RangeError(`${value} is not an integer that everybody reads alike`);
  }
  if (typeof value === "object" && value !== null) for (const part of Object.values(value)) assertExact(part);
}
