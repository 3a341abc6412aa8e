const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);
/** The denominator of `rateE18`. */
const RATE_ONE = 10n ** 18n;

/**
 * A uint64 of the chain as a number. What is beyond 2^53 − 1 becomes 2^53 − 1: a caller can choose some of these (a
 * fault window, say), and an absurd one must not stop the indexer.
 *
 * @example toNumber(1_700_000_000n) // 1700000000
 */
export const toNumber = (value: bigint): number => Number(value > LARGEST ? LARGEST : value);

/**
 * What units are worth in wei of ETH, rounded down.
 *
 * @example ethValue(3n, 1_500_000_000_000_000_000n) // 4n
 */
export const ethValue = (units: bigint, rateE18: bigint): bigint => (units * rateE18) / RATE_ONE;
