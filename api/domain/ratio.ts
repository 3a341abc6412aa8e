/** Exact comparison of quotients whose products may pass 2^53. */

export interface Ratio {
  readonly numerator: number;
  /** More than 0. */
  readonly denominator: number;
}

/** Negative if `a` is smaller than `b`, positive if it is larger, 0 if they are equal. */
export function compareRatios(a: Ratio, b: Ratio): number {
  const left = a.numerator * b.denominator;
  const right = b.numerator * a.denominator;
  if (left <= Number.MAX_SAFE_INTEGER && right <= Number.MAX_SAFE_INTEGER) return left - right;
  const difference = BigInt(a.numerator) * BigInt(b.denominator) - BigInt(b.numerator) * BigInt(a.denominator);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Whether a ratio is below so many basis points. */
export function isBelow(ratio: Ratio, bps: number): boolean {
  return compareRatios(ratio, { numerator: bps, denominator: 10_000 }) < 0;
}

/** Whether a ratio is above so many basis points. */
export function isAbove(ratio: Ratio, bps: number): boolean {
  return compareRatios(ratio, { numerator: bps, denominator: 10_000 }) > 0;
}
