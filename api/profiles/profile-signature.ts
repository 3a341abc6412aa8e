/** Profiles signed by the operator's own account (EIP-712): there is no other way to set one. */
import { type Hex, hashTypedData, hexToBytes } from "viem";
import { checkedDeadline, domainOf, signerOf } from "../access/typed-data.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { ForbiddenError } from "../domain/failure.ts";
import type { OperatorProfile } from "../domain/profile.ts";

/** As it came. */
export interface Signature {
  /** Unix seconds; anything. */
  readonly deadline?: unknown;
  /** 65 bytes as hex: r, s, v; anything. */
  readonly signature?: unknown;
}

/** What an operator signs: all of its profile as it is sent, so that a wallet shows it and nothing can be added. */
export interface SignedProfile {
  /** Lowercase. */
  readonly operator: string;
  /** From 1 on, higher each time. */
  readonly revision: number;
  readonly profile: OperatorProfile;
}

/** Of a profile that was signed. */
export interface Signed {
  /** Unix seconds. */
  readonly deadline: number;
  /** The EIP-712 hash. */
  readonly digest: Hex;
}

export const PROFILE_TYPES = {
  OperatorProfile: [
    { name: "operator", type: "address" },
    { name: "revision", type: "uint64" },
    { name: "name", type: "string" },
    { name: "regions", type: "string[]" },
    { name: "endpoints", type: "Endpoint[]" },
    { name: "software", type: "Software[]" },
    { name: "nodes", type: "Node[]" },
    { name: "deadline", type: "uint64" },
  ],
  Endpoint: [
    { name: "service", type: "string" },
    { name: "region", type: "string" },
    { name: "url", type: "string" },
  ],
  Software: [
    { name: "role", type: "string" },
    { name: "name", type: "string" },
    { name: "version", type: "string" },
  ],
  Node: [
    { name: "id", type: "string" },
    { name: "service", type: "string" },
    { name: "region", type: "string" },
    { name: "priority", type: "uint32" },
  ],
} as const;

export const PROFILE_DOMAIN = "DIN Operator Profile";
const PATH = ["input", "signature"];

/**
 * Checks that an operator signed its profile.
 *
 * @param signed its profile without fault: see `profileFault`
 * @param now Unix seconds
 * @throws ValidationError for a deadline out of range, ForbiddenError for anybody else's signature, a manager's included
 */
export function checkedSignature(
  signed: SignedProfile,
  signature: Signature,
  registry: ExpectedRegistry,
  now: number,
): Signed {
  const deadline = checkedDeadline(signature.deadline, now, PATH);
  const digest = profileHash(signed, deadline, registry);
  if (signerOf(hexToBytes(digest), signature.signature, PATH) === signed.operator) return { deadline, digest };
  throw new ForbiddenError({
    code: "NOT_THE_SIGNER",
    message: `This is not a signature of the operator ${signed.operator} over this.`,
    path: PATH,
  });
}

/** The EIP-712 hash of a profile. @param deadline Unix seconds */
export function profileHash(
  { operator, revision, profile }: SignedProfile,
  deadline: number,
  registry: ExpectedRegistry,
): Hex {
  const { name, regions, endpoints, software, nodes } = profile;
  return hashTypedData({
    domain: domainOf(PROFILE_DOMAIN, registry),
    types: PROFILE_TYPES,
    primaryType: "OperatorProfile",
    message: {
      operator: `0x${operator.slice(2)}`,
      revision: BigInt(revision),
      ...{ name, regions, endpoints, software, nodes },
      deadline: BigInt(deadline),
    },
  });
}
