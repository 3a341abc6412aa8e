/** Signs a batch of samples with a reporter's account (EIP-712), in place of an API key. */
import type { MetricSampleInput } from "./generated/graphql.ts";

type Hex = `0x${string}`;

/** All fields of a sample, in the order that canonical JSON (RFC 8785) has them in. */
const FIELDS = [
  "downSeconds",
  "operator",
  "region",
  "reporter",
  "requests",
  "revision",
  "service",
  "sketch",
  "successes",
  "timeouts",
  "timestamp",
  "upSeconds",
] satisfies (keyof MetricSampleInput)[];

const TYPES = {
  MetricBatch: [
    { name: "reporter", type: "string" },
    { name: "deadline", type: "uint256" },
    { name: "samplesDigest", type: "bytes32" },
  ],
} as const;

/** What is signed, as viem's `signTypedData` takes it. */
export interface MetricBatchTypedData {
  readonly domain: {
    readonly name: "DIN Metrics";
    readonly version: "1";
    readonly chainId: number;
    readonly verifyingContract: Hex;
  };
  readonly types: typeof TYPES;
  readonly primaryType: "MetricBatch";
  readonly message: { readonly reporter: string; readonly deadline: bigint; readonly samplesDigest: Hex };
}

export interface MetricBatchToSign {
  readonly samples: readonly MetricSampleInput[];
  /** Id of the reporter that is registered with the account that signs. */
  readonly reporter: string;
  /** Until when the signature holds, Unix seconds; at most an hour ahead. */
  readonly deadline: number;
  /** Both as the query `indexer` tells them. */
  readonly chainId: number;
  readonly registry: Hex;
  /** For example a viem account's `signTypedData`. */
  readonly signTypedData: (data: MetricBatchTypedData) => Promise<Hex>;
}

/**
 * The input of `recordMetricsBatch`, signed. The samples must go out as they are here: the signature is over what they
 * say, to the last field.
 *
 * @example
 * const input = await signMetricBatch({ samples, reporter: "probe-eu", deadline, chainId, registry, signTypedData: (data) => account.signTypedData(data) });
 * await din.request(RecordMetricsBatchDocument, { input });
 */
export async function signMetricBatch({
  samples,
  reporter,
  deadline,
  chainId,
  registry,
  signTypedData,
}: MetricBatchToSign) {
  const signature = await signTypedData({
    domain: { name: "DIN Metrics", version: "1", chainId, verifyingContract: registry },
    types: TYPES,
    primaryType: "MetricBatch",
    message: { reporter, deadline: BigInt(deadline), samplesDigest: await samplesDigest(samples) },
  });
  return { samples: [...samples], signature: { reporter, deadline, signature } };
}

/** SHA-256 of the samples' canonical JSON: their fields by name, without blanks, those that are left out left out. */
export async function samplesDigest(samples: readonly MetricSampleInput[]): Promise<Hex> {
  const text = new TextEncoder().encode(JSON.stringify(samples, FIELDS));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return `0x${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
