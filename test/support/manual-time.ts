/** A clock that a test moves, for what waits by `Timing`. */
import type { Timing } from "@dreamnet/din-infrastructure-core";

export interface ManualTime extends Timing {
  /** Milliseconds from now of each timer that is set, the earliest first. */
  readonly waits: readonly number[];
  /** Moves on and calls what is due, in its order. */
  advance(ms: number): void;
  /** Puts the clock back; timers, which do not go by it, stay as they are. */
  putBack(ms: number): void;
}

/** @param random what chance says, each time */
export function manualTime(start = 0, random = 1): ManualTime {
  let [now, back] = [start, 0];
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  const earliest = () => [...timers].sort((a, b) => a.at - b.at);
  return {
    now: () => now - back,
    random: () => random,
    after(ms, callback) {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    get waits() {
      return earliest().map(({ at }) => at - now);
    },
    advance(ms) {
      const end = now + ms;
      for (let next = earliest()[0]; next !== undefined && next.at <= end; next = earliest()[0]) {
        timers.delete(next);
        now = Math.max(now, next.at);
        next.callback();
      }
      now = end;
    },
    putBack(ms) {
      back += ms;
    },
  };
}
