import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "../errors.ts";

/** Milliseconds between two tries: at first, and at most. */
const PAUSE = { first: 100, most: 2_000 };

export interface Persistence {
  readonly signal: AbortSignal;
  /** Told once when something does not work, and once when it does again. */
  readonly log: (line: string) => void;
}

/**
 * Tries again until it works or the signal aborts: an API that is being restarted, or refuses for a while, costs time and
 * nothing else. Only for what may be done twice.
 *
 * @param isHopeless tells errors that trying again does not mend: they are thrown
 */
export async function persist<Result>(
  what: string,
  act: () => Promise<Result>,
  { signal, log }: Persistence,
  isHopeless: (error: unknown) => boolean = () => false,
): Promise<Result> {
  let pause = PAUSE.first;
  let last = "";
  for (;;) {
    signal.throwIfAborted();
    try {
      const result = await act();
      if (last !== "") log(`${what}: works again`);
      return result;
    } catch (error) {
      signal.throwIfAborted();
      if (isHopeless(error)) throw error;
      const message = messageOf(error);
      if (message !== last) log(`${what}: ${message}`);
      last = message;
    }
    await delay(pause, undefined, { signal });
    pause = Math.min(PAUSE.most, pause * 2);
  }
}
