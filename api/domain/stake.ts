import { RATE_ONE } from "./policy.ts";

/** One number for each asset the registry keeps, in wei of that asset. */
export interface AssetUnits {
  readonly eth: bigint;
  readonly wsteth: bigint;
}

/** ETH value of 1e18 units of each asset; ETH's is always 1e18, an asset without a recorded rate has 0. */
export type Rates = AssetUnits;

/**
 * The ETH value of units at a rate, rounded down to the wei, as the registry does.
 *
 * @example ethValue(2_000_000_000_000_000_000n, 1_150_000_000_000_000_000n) // 2_300_000_000_000_000_000n
 */
export function ethValue(units: bigint, rateE18: bigint): bigint {
  return (units * rateE18) / RATE_ONE;
}

/** The ETH value of a position in both assets, in wei; each asset is rounded down on its own. */
export function stakeValue(units: AssetUnits, rates: Rates): bigint {
  return ethValue(units.eth, rates.eth) + ethValue(units.wsteth, rates.wsteth);
}

/** Whether nothing of either asset is there. */
export function isEmpty(units: AssetUnits): boolean {
  return units.eth === 0n && units.wsteth === 0n;
}
