/** Signs what an operator says of itself with the operator's account (EIP-712): nothing else sets a profile. */
import type { OperatorProfileInput, SetOperatorProfileInput, SoftwareRole } from "./generated/graphql.ts";

type Hex = `0x${string}`;

const TYPES = {
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

/** What is signed, as viem's `signTypedData` takes it. */
export interface ProfileTypedData {
  readonly domain: {
    readonly name: "DIN Operator Profile";
    readonly version: "1";
    readonly chainId: number;
    readonly verifyingContract: Hex;
  };
  readonly types: typeof TYPES;
  readonly primaryType: "OperatorProfile";
  readonly message: {
    readonly operator: Hex;
    readonly revision: bigint;
    readonly name: string;
    readonly regions: readonly string[];
    readonly endpoints: readonly { readonly service: string; readonly region: string; readonly url: string }[];
    readonly software: readonly { readonly role: SoftwareRole; readonly name: string; readonly version: string }[];
    readonly nodes: readonly {
      readonly id: string;
      readonly service: string;
      readonly region: string;
      readonly priority: number;
    }[];
    readonly deadline: bigint;
  };
}

export interface ProfileToSign {
  /** Whose account signs. */
  readonly operator: Hex;
  /** Higher than that of the profile that is set; 1 for the first. */
  readonly revision: number;
  /** All of it: nothing is left of the last one. */
  readonly profile: OperatorProfileInput;
  /** Until when the signature holds, Unix seconds; at most an hour ahead. */
  readonly deadline: number;
  /** Both as the query `indexer` tells them. */
  readonly chainId: number;
  readonly registry: Hex;
  /** For example a viem account's `signTypedData`. */
  readonly signTypedData: (data: ProfileTypedData) => Promise<Hex>;
}

/**
 * The input of `setOperatorProfile`, signed.
 *
 * @example
 * const input = await signProfile({ operator, revision: 1, profile, deadline, chainId, registry, signTypedData: (data) => account.signTypedData(data) });
 * await din.request(SetOperatorProfileDocument, { input });
 */
export async function signProfile({
  operator,
  revision,
  profile,
  deadline,
  chainId,
  registry,
  signTypedData,
}: ProfileToSign): Promise<SetOperatorProfileInput> {
  const signature = await signTypedData({
    domain: { name: "DIN Operator Profile", version: "1", chainId, verifyingContract: registry },
    types: TYPES,
    primaryType: "OperatorProfile",
    message: { ...profile, operator, revision: BigInt(revision), deadline: BigInt(deadline) },
  });
  return { operator, revision, profile, signature: { deadline, signature } };
}
