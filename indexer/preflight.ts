/** Is everything there that the indexer needs, and is it the right thing? Asked before every start of Ponder. */
import { createServer } from "node:net";
import { createPublicClient, http, type PublicClient } from "viem";
import { type KnownBlock, withDatabase } from "./database.ts";
import type { IndexerEnv } from "./env.ts";
import { describeError, FatalError } from "./errors.ts";
import type { Log } from "./log.ts";
import { untilItWorks } from "./retry.ts";

const RPC_TIMEOUT_MS = 5_000;

type Wait = { readonly log: Log; readonly signal: AbortSignal };

/** Just the host: URLs of providers hold keys. */
const hostOf = (url: string) => new URL(url).host;

const clientOf = (url: string): PublicClient =>
  createPublicClient({ transport: http(url, { retryCount: 0, timeout: RPC_TIMEOUT_MS }) });

/** The first URL that answers. All are asked, so that a wrong one is found out before it is needed. */
async function checkedClient(env: IndexerEnv, log: Log): Promise<PublicClient> {
  const answers = await Promise.allSettled(
    env.RPC_URL.map(async (url) => {
      const client = clientOf(url);
      const id = await client.getChainId();
      if (id === env.CHAIN_ID) return client;
      throw new FatalError(
        "WRONG_CHAIN_ID",
        `The RPC at ${hostOf(url)} serves chain ${id}, and CHAIN_ID is ${env.CHAIN_ID}.`,
        `Point RPC_URL at chain ${env.CHAIN_ID}, or set CHAIN_ID=${id} with the registry and START_BLOCK of that chain.`,
      );
    }),
  );
  for (const [index, answer] of answers.entries()) {
    if (answer.status === "fulfilled") continue;
    if (answer.reason instanceof FatalError) throw answer.reason;
    const host = hostOf(env.RPC_URL[index] ?? "");
    log.warn("An RPC does not answer", { code: "RPC_UNREACHABLE", host, error: describeError(answer.reason) });
  }
  for (const answer of answers) if (answer.status === "fulfilled") return answer.value;
  throw new Error(`none of ${env.RPC_URL.length} RPC URL(s) answers`);
}

async function checkRegistry(client: PublicClient, env: IndexerEnv): Promise<void> {
  const [head, code] = await Promise.all([
    client.getBlockNumber({ cacheTime: 0 }),
    client.getCode({ address: env.REGISTRY_ADDRESS }),
  ]);
  if (code === undefined) {
    throw new FatalError(
      "REGISTRY_NOT_FOUND",
      `There is no contract at ${env.REGISTRY_ADDRESS} on chain ${env.CHAIN_ID}.`,
      "Set REGISTRY_ADDRESS to the deployed DINRegistry, or deploy it first.",
    );
  }
  if (BigInt(env.START_BLOCK) > head) {
    throw new FatalError(
      "START_BLOCK_AHEAD",
      `START_BLOCK is ${env.START_BLOCK}, and chain ${env.CHAIN_ID} has only come to block ${head}.`,
      "Set START_BLOCK to the block that the registry was deployed in.",
    );
  }
  if (await existedBefore(client, env)) {
    throw new FatalError(
      "START_BLOCK_TOO_LATE",
      `The registry was there before START_BLOCK ${env.START_BLOCK}: its first events would be missing.`,
      "Set START_BLOCK to the block that the registry was deployed in, or lower.",
    );
  }
}

/** False when the node keeps no state of that long ago: it cannot be known then. */
async function existedBefore(client: PublicClient, env: IndexerEnv): Promise<boolean> {
  if (env.START_BLOCK === 0) return false;
  const blockNumber = BigInt(env.START_BLOCK - 1);
  return client.getCode({ address: env.REGISTRY_ADDRESS, blockNumber }).then(
    (code) => code !== undefined,
    () => false,
  );
}

/** Ponder would silently listen on the next port, and health checks would ask nobody. */
const portIsFree = (port: number) =>
  new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, () => server.close(() => resolve()));
  });

/**
 * Waits until database, RPC and port are there.
 *
 * @throws {FatalError} when they are, but are not what the environment says
 */
export async function preflight(env: IndexerEnv, wait: Wait): Promise<void> {
  await untilItWorks("DATABASE_UNREACHABLE", () => withDatabase(env.DATABASE_URL, (db) => db.query("select 1")), wait);
  await untilItWorks("RPC_UNREACHABLE", async () => checkRegistry(await checkedClient(env, wait.log), env), wait);
  await untilItWorks("INDEXER_PORT_IN_USE", () => portIsFree(env.INDEXER_PORT), wait);
}

/** Whether the chain still has these blocks. A node that has not come that far yet gets the benefit of the doubt. */
export async function stillCanonical(env: IndexerEnv, blocks: readonly KnownBlock[], log: Log): Promise<boolean> {
  if (blocks.length === 0) return true;
  const client = await checkedClient(env, log);
  for (const known of blocks) {
    const hash = await client.getBlock({ blockNumber: known.number }).then(
      (block) => block.hash,
      (error: unknown) => {
        if (error instanceof Error && error.name === "BlockNotFoundError") return known.hash;
        throw error;
      },
    );
    if (hash !== known.hash) return false;
  }
  return true;
}
