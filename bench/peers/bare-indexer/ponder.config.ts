/** The same contract with Ponder's own defaults. */
import { createConfig } from "ponder";
import { dinRegistryAbi } from "../../../abis/index.ts";

const address = process.env.REGISTRY_ADDRESS;

export default createConfig({
  database: { kind: "postgres", connectionString: process.env.DATABASE_URL },
  chains: { din: { id: 31_337, rpc: process.env.RPC_URL } },
  contracts: {
    DINRegistry: {
      abi: dinRegistryAbi,
      chain: "din",
      address: `0x${address?.slice(2) ?? ""}`,
      startBlock: Number(process.env.START_BLOCK),
    },
  },
});
