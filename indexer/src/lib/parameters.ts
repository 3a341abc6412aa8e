/** A parameter as the log of changes shows it. */
type Argument = string | number | bigint | boolean;

/**
 * An event's arguments as text; integers in decimal.
 *
 * @example asText({ minStake: 10n, treasury: "0xab" }) // { minStake: "10", treasury: "0xab" }
 */
export const asText = (args: Readonly<Record<string, Argument>>): Record<string, string> =>
  Object.fromEntries(Object.entries(args).map(([name, value]) => [name, String(value)]));
