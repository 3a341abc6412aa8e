import { bytesToHex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { samplesDigest } from "../../api/ingestion/digest.ts";
import { CHAIN_ID, REGISTRY } from "./operators.ts";
import type { BatchSignature, Sample } from "./samples.ts";

/** A signature over a batch of the reporter, good for half an hour. */
export async function signBatch(account: PrivateKeyAccount, samples: readonly Sample[]): Promise<BatchSignature> {
  const reporter = samples[0]?.reporter ?? "";
  const deadline = Math.floor(Date.now() / 1_000) + 1_800;
  const signature = await account.signTypedData({
    domain: { name: "DIN Metrics", version: "1", chainId: CHAIN_ID, verifyingContract: REGISTRY },
    types: {
      MetricBatch: [
        { name: "reporter", type: "string" },
        { name: "deadline", type: "uint256" },
        { name: "samplesDigest", type: "bytes32" },
      ],
    },
    primaryType: "MetricBatch",
    message: { reporter, deadline: BigInt(deadline), samplesDigest: bytesToHex(samplesDigest(samples)) },
  });
  return { reporter, deadline, signature };
}
