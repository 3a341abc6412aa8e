/**
 * An integer number of units, each a power of ten below one, as text without needless zeros: exact however large.
 *
 * @param value not negative
 * @param decimals of the unit
 * @example decimalOf(9875n, 2) // "98.75"
 * @example decimalOf(100_0000n, 4) // "100"
 */
export function decimalOf(value: bigint, decimals: number): string {
  const digits = value.toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const rest = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return rest === "" ? whole : `${whole}.${rest}`;
}
