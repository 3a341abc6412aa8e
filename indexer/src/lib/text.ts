/**
 * A string of the chain as Postgres can store it: without NUL, which `text` cannot hold and anyone may send.
 *
 * @example storable("a\u0000b") // "ab"
 */
export const storable = (value: string): string => value.replaceAll("\u0000", "");
