/** Hashes of long texts, on a thread of their own: a dossier of 20 MB takes a second, and nothing else would be answered. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type Hex, isHex, keccak256, toBytes } from "viem";

/** Below it, hashing takes less than a thread does to start. Characters. */
const LONG = 1_000_000;

const THREAD = new URL("./keccak-thread.mjs", import.meta.url);

/** keccak256 of a text's UTF-8 bytes. */
export async function keccakAside(text: string): Promise<Hex> {
  if (text.length < LONG) return keccak256(toBytes(text));
  // It is plain JavaScript, and needs nothing that this process was started with.
  const thread = new Worker(THREAD, { workerData: text, execArgv: [] });
  const [hash] = await once(thread, "message");
  if (!isHex(hash)) throw new TypeError("not a hash");
  return hash;
}
