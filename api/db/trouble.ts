/** What is logged of work that does not get on: once when that begins, and once when it is over. */
import type { Logger } from "pino";

export interface TroubleOptions {
  readonly log: Logger;
  /** Such as "cannot watch, retrying". */
  readonly begins: string;
  /** Such as "watching again". */
  readonly ends: string;
  /** Whether an error is nothing to warn of; default: none is. */
  readonly isExpected?: (error: unknown) => boolean;
  /** Of the work: what breaks once it stops is not told. */
  readonly stopping: AbortSignal;
}

export interface Trouble {
  readonly begin: (error: unknown) => void;
  readonly end: () => void;
  readonly isOn: () => boolean;
}

export function createTrouble({ log, begins, ends, isExpected = () => false, stopping }: TroubleOptions): Trouble {
  let on = false;
  return {
    begin(error) {
      if (on || stopping.aborted) return;
      on = true;
      log[isExpected(error) ? "debug" : "warn"]({ err: error }, begins);
    },
    end() {
      if (!on || stopping.aborted) return;
      on = false;
      log.info(ends);
    },
    isOn: () => on,
  };
}
