/** How far a mirror of the chain may be trusted. */
export interface MirrorFacts {
  /** Time of the latest block mirrored, Unix seconds. */
  readonly blockTime: number;
  /** Operators whose event counter jumped: events are missing. */
  readonly operatorsWithGaps: number;
}

/** Age of a block, seconds; never negative, since clocks differ. */
export function lagSeconds(blockTime: number, now: number): number {
  return Math.max(0, now - blockTime);
}

/** Whether the mirror may be trusted: complete, and at most `maxLagSeconds` behind. */
export function isHealthy(mirror: MirrorFacts, at: { readonly now: number; readonly maxLagSeconds: number }): boolean {
  return mirror.operatorsWithGaps === 0 && lagSeconds(mirror.blockTime, at.now) <= at.maxLagSeconds;
}
