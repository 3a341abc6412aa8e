/** Anvil's pool of transactions. */
import type { ChainClient } from "../../devnet/anvil.ts";
import { waitFor } from "../../devnet/wait.ts";

/** Waits while automatic mining has something to mine: a node says that it took a transaction before it is in a block. */
export async function settled(client: ChainClient): Promise<void> {
  const isSettled = async () => !(await client.getAutomine()) || Number((await client.getTxpoolStatus()).pending) === 0;
  await waitFor(isSettled, { what: "the pool to be mined", timeoutMs: 20_000, everyMs: 10 });
}
