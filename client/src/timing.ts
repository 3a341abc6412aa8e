/** What passes the time: the runtime's own, or that of a test. */
export interface Timing {
  /** Unix milliseconds. */
  now(): number;
  /** At least 0, less than 1. */
  random(): number;
  /** Calls back once, so many milliseconds from now; answers what prevents it. */
  after(ms: number, callback: () => void): () => void;
}

/** The longest that timers know; what is longer, as "never" is, would be over at once. Milliseconds. */
const TIMER_MS = 2 ** 31 - 1;

export const REAL_TIME: Timing = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(ms, TIMER_MS));
    return () => clearTimeout(timer);
  },
};

/** The first wait, and the longest but for one that the server asks for. Milliseconds. */
const FIRST_MS = 200;
export const LONGEST_MS = 30_000;

/**
 * How long to wait after so many failures in a row: twice as long each time, half of it by chance, so that those who were
 * cut off together do not come back together.
 *
 * @param failures 1 after the first
 * @returns milliseconds, at least what the server asked for
 */
export function backoffOf(failures: number, random: number, retryAfterSeconds: number | null): number {
  const longest = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 30), LONGEST_MS);
  return Math.max(longest * (0.5 + random / 2), (retryAfterSeconds ?? 0) * 1_000);
}

/** @throws the signal's reason once it is aborted */
export function sleep(ms: number, timing: Timing, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = timing.after(ms, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
