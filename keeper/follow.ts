/** What became of the transactions under way: each look asks the chain for all that is not final, so that a reorg shows. */
import { type Hex, type PublicClient, TransactionReceiptNotFoundError } from "viem";
import type { Look } from "./look.ts";
import type { OpenNonce, Store } from "./store.ts";

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface FollowOptions {
  readonly store: Store;
  readonly client: PublicClient;
  readonly account: { readonly address: Hex };
  readonly role: string;
  readonly confirmations: number;
  /**
   * Nonces that the chain has had and none of our receipts explains: at which block that was seen first. It is kept from
   * one look to the next.
   */
  readonly unexplained: Map<number, bigint>;
  readonly now: () => number;
  readonly log: Log;
}

export interface Following {
  /** What no block has, oldest first. */
  readonly unmined: readonly OpenNonce[];
  /** How many are not final. */
  readonly inFlight: number;
  /** How many turned out to be used by somebody else. */
  readonly lost: number;
  readonly changed: boolean;
}

export async function follow(options: FollowOptions, look: Look): Promise<Following> {
  const { store, client, account, role, log, unexplained } = options;
  const unmined: OpenNonce[] = [];
  const result = { inFlight: 0, lost: 0, changed: false };
  for (const entry of await store.openNonces(account.address, look.count, look.blockNumber)) {
    if (entry.blockNumber !== null && entry.blockNumber > look.blockNumber) {
      // It was seen in a block that this node has not come to.
      result.inFlight += 1;
      continue;
    }
    const receipt = await receiptOf(client, entry);
    const isUnexplained = receipt === null && entry.nonce < look.count;
    if (!isUnexplained) unexplained.delete(entry.nonce);
    if (receipt !== null) {
      if (!(await noteMined(entry, receipt))) result.inFlight += 1;
      continue;
    }
    if (isUnexplained && isLost(entry)) await noteLost(entry);
    else {
      unmined.push(isUnexplained || !wasMined(entry) ? entry : await noteUnmined(entry));
      result.inFlight += 1;
    }
  }
  return { unmined, ...result };

  /** Whether it is final. */
  async function noteMined(entry: OpenNonce, { hash, blockNumber, status }: Receipt): Promise<boolean> {
    const final = entry.state === "FINAL" || look.blockNumber - blockNumber >= BigInt(options.confirmations);
    if (entry.minedHash === hash && entry.state === (final ? "FINAL" : "MINED")) return final;
    const isFill = entry.attempts.some((attempt) => attempt.hash === hash && attempt.fills);
    const succeeded = status === "success";
    await store.mined(account.address, entry.nonce, { hash, blockNumber, succeeded, final });
    result.changed = true;
    const fields = { role, nonce: entry.nonce, key: entry.intent?.key ?? null, hash, block: Number(blockNumber) };
    log.info({ ...fields, succeeded, isFill }, final ? "final" : "mined");
    if (final && entry.intent !== null && (isFill || !succeeded)) {
      const why = isFill ? "called off" : `its transaction ${hash} reverted`;
      await store.failed({ key: entry.intent.key }, why, options.now());
    }
    return final;
  }

  async function noteUnmined(entry: OpenNonce): Promise<OpenNonce> {
    const isStillFor = await store.unmined(account.address, entry.nonce);
    result.changed = true;
    log.warn({ role, nonce: entry.nonce, hash: entry.minedHash, was: entry.state }, "taken back by a reorg");
    const intent = isStillFor ? entry.intent : null;
    return { ...entry, state: "SENT", minedHash: null, blockNumber: null, intent };
  }

  /** Nodes that are behind, or have forgotten, do not know the receipt: believed once it would be final. */
  function isLost({ nonce, attempts }: OpenNonce): boolean {
    if (attempts.length === 0) return true;
    const since = unexplained.get(nonce) ?? look.blockNumber;
    unexplained.set(nonce, since);
    return look.blockNumber - since >= BigInt(options.confirmations);
  }

  async function noteLost(entry: OpenNonce): Promise<void> {
    const why = "its nonce was used by somebody else";
    unexplained.delete(entry.nonce);
    // What was never signed leaves no trace.
    if (entry.attempts.length === 0) await store.release(account.address, entry.nonce);
    else await store.lost(account.address, entry.nonce);
    if (entry.intent !== null) await store.failed({ key: entry.intent.key }, why, options.now());
    Object.assign(result, { lost: result.lost + 1, changed: true });
    log.warn({ role, nonce: entry.nonce, key: entry.intent?.key ?? null }, why);
  }
}

interface Receipt {
  readonly hash: Hex;
  readonly blockNumber: bigint;
  readonly status: "success" | "reverted";
}

/** Of the one attempt that was mined; null if none was. */
async function receiptOf(client: PublicClient, { attempts, minedHash }: OpenNonce): Promise<Receipt | null> {
  // Most often the one that was mined before, or the newest.
  const hashes = [
    ...new Set([...(minedHash === null ? [] : [minedHash]), ...attempts.map(({ hash }) => hash).reverse()]),
  ];
  for (const hash of hashes) {
    try {
      const { blockNumber, status } = await client.getTransactionReceipt({ hash });
      return { hash, blockNumber, status };
    } catch (error) {
      if (!(error instanceof TransactionReceiptNotFoundError)) throw error;
    }
  }
  return null;
}

const wasMined = ({ state }: OpenNonce) => state !== "SENT" && state !== "RESERVED";
