/** Every sample signed by itself and verified with viem: what one would write first. Nothing else is done with it. */
import { type Address, type Hex, verifyTypedData } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { CHAIN_ID, REGISTRY } from "../data/operators.ts";
import type { Sample } from "../data/samples.ts";

const STRINGS = ["operator", "service", "region", "reporter", "sketch"] as const;
const UINTS = ["timestamp", "revision", "requests", "successes", "timeouts", "upSeconds", "downSeconds"] as const;

const TYPES = {
  Sample: [
    ...STRINGS.map((name) => ({ name, type: "string" }) as const),
    ...UINTS.map((name) => ({ name, type: "uint64" }) as const),
  ],
} as const;

export interface SignedSample {
  readonly sample: Sample;
  readonly signature: Hex;
}

const typed = (sample: Sample) => ({
  domain: { name: "DIN Metrics", version: "1", chainId: CHAIN_ID, verifyingContract: REGISTRY } as const,
  types: TYPES,
  primaryType: "Sample" as const,
  message: {
    ...sample,
    timestamp: BigInt(sample.timestamp),
    revision: BigInt(sample.revision),
    requests: BigInt(sample.requests),
    successes: BigInt(sample.successes),
    timeouts: BigInt(sample.timeouts),
    upSeconds: BigInt(sample.upSeconds),
    downSeconds: BigInt(sample.downSeconds),
  },
});

export function signEach(account: PrivateKeyAccount, samples: readonly Sample[]): Promise<SignedSample[]> {
  return Promise.all(
    samples.map(async (sample) => ({ sample, signature: await account.signTypedData(typed(sample)) })),
  );
}

/** How many are signed by the address. */
export async function verifyEach(address: Address, signed: readonly SignedSample[]): Promise<number> {
  let right = 0;
  for (const { sample, signature } of signed) {
    if (await verifyTypedData({ address, ...typed(sample), signature })) right += 1;
  }
  return right;
}
