import { setTimeout as delay } from "node:timers/promises";
import { DevnetError, messageOf } from "./errors.ts";

export interface WaitOptions {
  timeoutMs: number;
  /** Names the condition in the error: "the indexer to answer /ready". */
  what: string;
  everyMs?: number;
  signal?: AbortSignal | undefined;
}

/**
 * Polls `check` until it is true. A check that throws counts as "not yet", and its message is told if time runs out.
 *
 * @example
 * await waitFor(() => answers("http://127.0.0.1:4000/ready"), { what: "the API", timeoutMs: 30_000 });
 */
export async function waitFor(check: () => Promise<boolean> | boolean, options: WaitOptions): Promise<void> {
  const { timeoutMs, what, everyMs = 40, signal } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    let last = "";
    try {
      if (await check()) return;
    } catch (error) {
      last = messageOf(error);
    }
    if (performance.now() > deadline) {
      throw new DevnetError(
        `Waited ${Math.round(timeoutMs / 1000)} s for ${what} in vain.${last ? ` Last: ${last}` : ""}`,
      );
    }
    await delay(everyMs, undefined, { signal });
  }
}

/** Whether an HTTP server answers with 200. */
export async function answersOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.body?.cancel();
  return response.status === 200;
}
