/** Maintenance announced and called off by the operator's own account (EIP-712), in place of an API key. */
import { type Hex, hashTypedData, hexToBytes } from "viem";
import { checkedDeadline, domainOf, signerOf } from "../access/typed-data.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { ForbiddenError } from "../domain/failure.ts";

/** As it came. */
export interface Signature {
  /** Unix seconds; anything. */
  readonly deadline?: unknown;
  /** 65 bytes as hex: r, s, v; anything. */
  readonly signature?: unknown;
}

/** What an operator signs to announce maintenance: to the last blank as it is sent. */
export interface SignedWindow {
  /** Lowercase. */
  readonly operator: string;
  /** Unix seconds, before they are rounded. */
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

const TYPES = {
  Maintenance: [
    { name: "operator", type: "address" },
    { name: "start", type: "uint64" },
    { name: "end", type: "uint64" },
    { name: "reason", type: "string" },
    { name: "deadline", type: "uint64" },
  ],
  CancelMaintenance: [
    { name: "id", type: "bytes32" },
    { name: "deadline", type: "uint64" },
  ],
} as const;

const NAME = "DIN Maintenance";
const PATH = ["input", "signature"];

/**
 * The EIP-712 hash of an announcement, which its operator signed.
 *
 * @param now Unix seconds
 * @throws ValidationError for a deadline out of range, ForbiddenError for anybody else's signature
 */
export function announcedHash(
  window: SignedWindow,
  signature: Signature,
  registry: ExpectedRegistry,
  now: number,
): Hex {
  const { operator, start, end, reason } = window;
  const deadline = checkedDeadline(signature.deadline, now, PATH);
  const hash = hashTypedData({
    domain: domainOf(NAME, registry),
    types: TYPES,
    primaryType: "Maintenance",
    message: {
      operator: hexOf(operator),
      ...{ start: BigInt(start), end: BigInt(end), reason, deadline: BigInt(deadline) },
    },
  });
  assertSigner(hash, signature, operator);
  return hash;
}

/**
 * Checks that an operator signed that its maintenance is called off.
 *
 * @param now Unix seconds
 * @throws ValidationError for a deadline out of range, ForbiddenError for anybody else's signature
 */
export function assertCancelled(
  { id, operator }: { readonly id: string; readonly operator: string },
  signature: Signature,
  registry: ExpectedRegistry,
  now: number,
): void {
  const deadline = checkedDeadline(signature.deadline, now, PATH);
  const hash = hashTypedData({
    domain: domainOf(NAME, registry),
    types: TYPES,
    primaryType: "CancelMaintenance",
    message: { id: hexOf(id), deadline: BigInt(deadline) },
  });
  assertSigner(hash, signature, operator);
}

function assertSigner(hash: Hex, { signature }: Signature, operator: string): void {
  if (signerOf(hexToBytes(hash), signature, PATH) === operator) return;
  throw new ForbiddenError({
    code: "NOT_THE_SIGNER",
    message: `This is not a signature of the operator ${operator} over this.`,
    path: PATH,
  });
}

function hexOf(text: string): Hex {
  return `0x${text.slice(2)}`;
}
