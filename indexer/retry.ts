import { setTimeout as sleep } from "node:timers/promises";
import { describeError, FatalError } from "./errors.ts";
import type { Log } from "./log.ts";

const FIRST_DELAY_MS = 500;
/** Long enough to be no load, short enough that recovery is not waited for. */
const LONGEST_DELAY_MS = 10_000;

/** @example [0, 1, 2, 9].map(backoff) // [500, 1000, 2000, 10000] */
export const backoff = (failures: number): number =>
  Math.min(FIRST_DELAY_MS * 2 ** Math.min(failures, 20), LONGEST_DELAY_MS);

/** Waits; rejects as soon as the signal aborts. */
export const pause = (milliseconds: number, signal: AbortSignal) => sleep(milliseconds, undefined, { signal });

/**
 * Calls `work` until it succeeds, with a line in the log for each failure.
 *
 * @throws {FatalError} at once, and whatever `signal` was aborted with
 */
export async function untilItWorks<T>(
  code: string,
  work: () => Promise<T>,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
): Promise<T> {
  for (let failures = 0; ; failures++) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (error instanceof FatalError) throw error;
      const delay = backoff(failures);
      log.warn("Waiting for what the indexer needs", { code, error: describeError(error), retry_delay: delay });
      await pause(delay, signal);
    }
  }
}
