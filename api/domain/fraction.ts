/** Exact arithmetic of what is rounded once, at its end. */

/** A non-negative fraction; `d` is more than 0. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

export const ZERO: Fraction = { n: 0n, d: 1n };

export function addFractions(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

/** A fraction times `scale`, to the nearest integer; a half goes up. @example roundHalfUp({ n: 5n, d: 2n }, 1n) // 3 */
export function roundHalfUp({ n, d }: Fraction, scale: bigint): number {
  return Number((2n * n * scale + d) / (2n * d));
}
