/** An unstake request as it stands. */
export interface OpenRequest {
  /** Open units as of `factor`. */
  readonly units: bigint;
  readonly factor: bigint;
  readonly epoch: number;
  /** Unix seconds; claimable strictly after. */
  readonly unlockAt: number;
}

/** The unbonding pool the request belongs to. */
export interface UnbondingPool {
  readonly active: bigint;
  readonly unbonding: bigint;
  readonly locked: bigint;
  readonly factor: bigint;
  readonly epoch: number;
}

/** What slashes have left of a request, in units, rounded down. Requests of an earlier epoch have lost everything. */
export function remainingUnits(request: OpenRequest, pool: UnbondingPool): bigint {
  if (request.epoch !== pool.epoch) return 0n;
  return (request.units * pool.factor) / request.factor;
}

/**
 * What a claim would pay now, in units: the remainder, less what live slashes reserve of the pool. The last open
 * request of an epoch is paid the rounding remainder on top, which is not counted here.
 *
 * @param now Unix seconds
 */
export function claimableUnits(request: OpenRequest, pool: UnbondingPool, now: number): bigint {
  if (now <= request.unlockAt) return 0n;
  const left = remainingUnits(request, pool);
  const free = pool.active + pool.unbonding - pool.locked;
  if (free <= 0n) return 0n;
  return left < free ? left : free;
}
