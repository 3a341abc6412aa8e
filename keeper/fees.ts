/** What a transaction may cost (EIP-1559), and what one that takes its place has to. Pure; wei of ETH per gas. */

export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** The most that the keeper pays, whatever the market asks. */
export type FeeLimits = Fees;

/** What the chain asks now. */
export interface Market {
  /** Of the latest block. */
  readonly baseFeePerGas: bigint;
  /** What the node suggests as a tip. */
  readonly maxPriorityFeePerGas: bigint;
}

/**
 * Nodes keep the old transaction unless both fees of the new one are higher by 10 % (geth's `PriceBump`); an eighth
 * leaves room for other nodes' rounding.
 */
const BUMP = { numerator: 9n, denominator: 8n };

/**
 * Twice the base fee lasts for six full blocks: each may raise it by an eighth (EIP-1559). Null if the limit does not
 * even pay for the next block.
 *
 * @example feesFor({ baseFeePerGas: 10n, maxPriorityFeePerGas: 2n }, { maxFeePerGas: 100n, maxPriorityFeePerGas: 5n }) // { maxFeePerGas: 22n, maxPriorityFeePerGas: 2n }
 */
export function feesFor({ baseFeePerGas, maxPriorityFeePerGas: suggested }: Market, limits: FeeLimits): Fees | null {
  const tip = least(suggested, limits.maxPriorityFeePerGas);
  if (baseFeePerGas + tip > limits.maxFeePerGas) return null;
  return { maxFeePerGas: least(2n * baseFeePerGas + tip, limits.maxFeePerGas), maxPriorityFeePerGas: tip };
}

/**
 * Fees of a transaction in the place of one with `previous` fees: an eighth more at least, and what the market asks. Null
 * if that is over a limit, or would not pay for the next block.
 *
 * @example bumpedFees({ maxFeePerGas: 80n, maxPriorityFeePerGas: 8n }, { baseFeePerGas: 10n, maxPriorityFeePerGas: 1n }, { maxFeePerGas: 100n, maxPriorityFeePerGas: 10n }) // { maxFeePerGas: 91n, maxPriorityFeePerGas: 10n }
 */
export function bumpedFees(previous: Fees, market: Market, limits: FeeLimits): Fees | null {
  const now = feesFor(market, limits);
  if (now === null) return null;
  const maxFeePerGas = most(raised(previous.maxFeePerGas), now.maxFeePerGas);
  const maxPriorityFeePerGas = most(raised(previous.maxPriorityFeePerGas), now.maxPriorityFeePerGas);
  const isOver = maxFeePerGas > limits.maxFeePerGas || maxPriorityFeePerGas > limits.maxPriorityFeePerGas;
  return isOver || maxPriorityFeePerGas > maxFeePerGas ? null : { maxFeePerGas, maxPriorityFeePerGas };
}

/**
 * Limits of what does something: below those of what keeps it from being done, which takes its place. Else the dearest one
 * could not be called off.
 *
 * @example replaceable({ maxFeePerGas: 100n, maxPriorityFeePerGas: 10n }) // { maxFeePerGas: 88n, maxPriorityFeePerGas: 8n }
 */
export function replaceable({ maxFeePerGas, maxPriorityFeePerGas }: FeeLimits): FeeLimits {
  return { maxFeePerGas: lowered(maxFeePerGas), maxPriorityFeePerGas: lowered(maxPriorityFeePerGas) };
}

/** The most of what, raised, is within the limit. */
const lowered = (limit: bigint) => ((limit - 1n) * BUMP.denominator) / BUMP.numerator;
/** Rounded up, so that 0 and 1 grow too. */
const raised = (fee: bigint) => (fee * BUMP.numerator) / BUMP.denominator + 1n;
const least = (a: bigint, b: bigint) => (a < b ? a : b);
const most = (a: bigint, b: bigint) => (a > b ? a : b);
