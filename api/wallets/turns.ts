/** Who may ask the chain: so many at once, the others after them. */
import { ChainUnavailable } from "./rpc.ts";

export interface Turns {
  /** Waits for a turn; what it answers ends that. @throws ChainUnavailable BUSY if none comes in time */
  take(signal: AbortSignal): Promise<() => void>;
}

/** @param maximum how many have a turn at once */
export function createTurns(maximum: number): Turns {
  let taken = 0;
  const waiting: (() => void)[] = [];
  const end = () => {
    const next = waiting.shift();
    if (next === undefined) taken -= 1;
    else next();
  };
  return {
    take: (signal) =>
      new Promise((resolve, reject) => {
        if (taken < maximum) {
          taken += 1;
          resolve(end);
          return;
        }
        if (waiting.length >= maximum * WAITING_FOR_EACH) {
          reject(new ChainUnavailable("BUSY"));
          return;
        }
        const turn = () => {
          signal.removeEventListener("abort", giveUp);
          resolve(end);
        };
        const giveUp = () => {
          waiting.splice(waiting.indexOf(turn), 1);
          reject(new ChainUnavailable("BUSY"));
        };
        waiting.push(turn);
        signal.addEventListener("abort", giveUp, { once: true });
      }),
  };
}

/** How many may wait for each that may ask. */
const WAITING_FOR_EACH = 8;
