/** The pause state of the registry, as its last `PauseMaskChanged` had it. Unix seconds; 0 means "not". */
export interface PauseState {
  readonly pauseExpiresAt: number;
  /** Since when the slash clock stands still. */
  readonly clockStoppedAt: number;
  /** How long it had stood still up to that event. */
  readonly pausedSeconds: number;
}

/** How long the slash clock has stood still in all, at `now`. A pause lapses by itself. */
export function pausedSecondsAt(pause: PauseState, now: number): number {
  if (pause.clockStoppedAt === 0) return pause.pausedSeconds;
  const until = Math.min(now, pause.pauseExpiresAt);
  return pause.pausedSeconds + Math.max(0, until - pause.clockStoppedAt);
}

/** The slash clock at `now`: time less the seconds that slashing or disputes were paused. */
export function slashClock(pause: PauseState, now: number): number {
  return now - pausedSecondsAt(pause, now);
}

/** A change of the pause, as its `PauseMaskChanged` had it. Unix seconds. */
export interface PauseRecord {
  readonly blockTime: number;
  readonly expiresAt: number;
  /** `blockTime` if the slash clock stands still from then on; 0 if it runs. */
  readonly clockStoppedAt: number;
}

/** A time over which the slash clock stood still, Unix seconds. */
export interface ClockStop {
  readonly start: number;
  readonly end: number;
}

/**
 * Every stop of the slash clock up to `now`: from a pause to what ends it first, its lapse or the next change.
 *
 * @param changes all changes of the pause, oldest first
 * @example clockStops([{ blockTime: 100, expiresAt: 700, clockStoppedAt: 100 }], 150) // [{ start: 100, end: 150 }]
 */
export function clockStops(changes: readonly PauseRecord[], now: number): ClockStop[] {
  return changes.flatMap(({ clockStoppedAt: start, expiresAt }, index) => {
    const end = Math.min(expiresAt, changes[index + 1]?.blockTime ?? now, now);
    return start > 0 && end > start ? [{ start, end }] : [];
  });
}

/**
 * When a deadline on the slash clock is, or was, reached on the wall clock, if nothing is paused from now on. Only stops
 * that began by then put it off. While the clock stands still this is the earliest it can be.
 *
 * @param stops every stop of the clock so far, oldest first
 * @example deadlineOnWallClock(120, [{ start: 100, end: 150 }, { start: 500, end: 600 }]) // 170
 */
export function deadlineOnWallClock(deadline: number, stops: readonly ClockStop[]): number {
  let wall = deadline;
  for (const { start, end } of stops) {
    if (start > wall) break;
    wall += end - start;
  }
  return wall;
}

/** Bits of the registry's pause mask. */
export const PAUSE_BITS = { STAKING: 1, UNSTAKING: 2, SLASHING: 4, DISPUTES: 8, SCORES: 16 } as const;
export type PauseBit = keyof typeof PAUSE_BITS;

/** The pause bits in force at `now`: from its expiry on a pause counts for nothing, as on chain. */
export function effectivePauseMask(pause: PauseState & { readonly pauseMask: number }, now: number): number {
  return now < pause.pauseExpiresAt ? pause.pauseMask : 0;
}
