/**
 * What is left of something after a time in which half of it goes again and again. Integers alone: a power of two with a
 * fraction as its exponent has no exact value, and `2 ** x` may be another one on another machine. Nothing here is ever
 * decayed twice: who wants to know what is left says how old the thing is.
 */

/** Fractional bits of a share. */
const BITS = 64n;

/** All of it, as a share. */
export const WHOLE = 1n << BITS;

/** 2^-1/2, 2^-1/4, 2^-1/8, ...: each the root of the one before it, rounded down. */
const ROOTS: readonly bigint[] = rootsOf(WHOLE >> 1n, Number(BITS));

/**
 * The share that is left: 2^(-age / halfLife), in units of 1 / `WHOLE`. Exact after whole half-lives; between them off by
 * less than 2^-56 of itself, or by the last unit.
 *
 * @param age whole seconds; what has not begun yet by this clock is whole
 * @param halfLife whole seconds, more than 0
 * @example decay(180, 90) // WHOLE / 4n
 */
export function decay(age: number, halfLife: number): bigint {
  if (age <= 0) return WHOLE;
  const halvings = BigInt(Math.floor(age / halfLife));
  if (halvings > BITS) return 0n;
  // The rest of the exponent, as binary digits: a root for each that is set.
  const rest = (BigInt(age % halfLife) << BITS) / BigInt(halfLife);
  let left = WHOLE;
  ROOTS.forEach((root, index) => {
    if ((rest >> (BITS - 1n - BigInt(index))) & 1n) left = (left * root) >> BITS;
  });
  return left >> halvings;
}

function rootsOf(half: bigint, count: number): bigint[] {
  const roots: bigint[] = [];
  for (let last = half; roots.length < count; roots.push(last)) last = squareRoot(last << BITS);
  return roots;
}

/** Rounded down, by Newton's method from above. */
function squareRoot(square: bigint): bigint {
  for (let root = 1n << BigInt((square.toString(2).length + 1) >> 1); ; ) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
