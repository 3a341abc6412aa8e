/** Work on a connection of its own that is done in passes, one after another, until it is stopped. */
import { setTimeout as sleep } from "node:timers/promises";

export interface PassesOptions<Result> {
  /** Aborted by `stop`. */
  readonly stopping: AbortController;
  /** One pass. Never throws. */
  readonly attempt: () => Promise<Result>;
  /** How long to wait before the next one, milliseconds. */
  readonly delayAfter: (result: Result) => number;
  /** Ends the connection, with whatever runs on it. */
  readonly cut: () => void;
}

export interface Passes<Result> {
  /** Passes again and again until `stop`. */
  start(): void;
  /** Ends all work within a second. */
  stop(): Promise<void>;
  /** One pass, after those that were asked for before it: a connection is one conversation. */
  pass(): Promise<Result>;
}

/** How long `stop` lets a pass finish before it cuts the connection; it waits as long again for that. Milliseconds. */
const STOP_GRACE_MS = 400;

export function createPasses<Result>({ stopping, attempt, delayAfter, cut }: PassesOptions<Result>): Passes<Result> {
  let last: Promise<unknown> = Promise.resolve();
  let loop: Promise<void> | null = null;

  function pass(): Promise<Result> {
    const next = last.then(attempt);
    last = next;
    return next;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const result = await pass();
      // Rejects when stopped, which the loop's condition sees.
      await sleep(delayAfter(result), undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    start() {
      loop ??= run();
    },
    async stop() {
      stopping.abort();
      const timer = setTimeout(cut, STOP_GRACE_MS);
      // An attempt to connect may take longer; it ends what it opens.
      const deadline = sleep(2 * STOP_GRACE_MS, undefined, { ref: false });
      await Promise.race([Promise.all([loop, last]), deadline]);
      clearTimeout(timer);
      cut();
    },
    pass,
  };
}
