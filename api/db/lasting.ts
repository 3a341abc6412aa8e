/** A connection for work that runs on and on: opened when it is needed, and anew once it was lost. */
import type { Connection } from "./connection.ts";

export interface Lasting<Held extends Connection> {
  /** @throws when the database cannot be reached */
  get(): Promise<Held>;
  /** Ends it, with whatever runs on it. */
  end(): void;
}

/**
 * @param stopping of the work: what is opened after it ends at once
 * @param prepare done with each connection before it is used for the first time
 */
export function lasting<Held extends Connection>(
  open: () => Promise<Held>,
  stopping: AbortSignal,
  prepare: (held: Held) => Promise<void> = async () => undefined,
): Lasting<Held> {
  let current: Held | null = null;
  return {
    async get() {
      if (current !== null && !current.isLost()) return current;
      const opened = await open();
      current = opened;
      // `stop` may have come and gone in the meantime.
      if (stopping.aborted) opened.end();
      else await prepare(opened);
      return opened;
    },
    end: () => current?.end(),
  };
}
