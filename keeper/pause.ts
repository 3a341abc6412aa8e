/** Waiting that can be cut short. */

export interface Waiter {
  /** Ends after so long, or when woken, or at once if it was woken since the last wait. */
  wait(ms: number): Promise<void>;
  wake(): void;
}

export function createWaiter(): Waiter {
  let woken = false;
  let end: (() => void) | null = null;
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const over = () => {
          clearTimeout(timer);
          end = null;
          woken = false;
          resolve();
        };
        const timer = setTimeout(over, woken ? 0 : ms);
        end = over;
      }),
    wake() {
      woken = true;
      end?.();
    },
  };
}

/** However long things go wrong, they are tried this often at least. Milliseconds. */
const MAX_BACKOFF_MS = 60_000;

/**
 * How long to wait after so many failures in a row, milliseconds: twice as long each time, a minute at most.
 *
 * @example backoffMs(2_000, 3) // 16000
 */
export function backoffMs(pollMs: number, failures: number): number {
  return Math.min(pollMs * 2 ** Math.min(failures, 16), Math.max(MAX_BACKOFF_MS, pollMs));
}
