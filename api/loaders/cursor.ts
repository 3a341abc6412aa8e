import { RequestError } from "./errors.ts";

/** Bumped when cursors of an earlier form can no longer be read. */
const VERSION = 1;

/**
 * An opaque cursor: where a row stands in one list in one order.
 *
 * @param list names the list and its order; a cursor is refused by every other
 * @param key the row's values of the order's columns, as text
 */
export function encodeCursor(list: string, key: readonly string[]): string {
  return Buffer.from(JSON.stringify([VERSION, list, ...key])).toString("base64url");
}

/**
 * The key in a cursor of `list`.
 *
 * @param patterns what each value of the key looks like, so that a forged one never reaches the database
 * @throws RequestError INVALID_CURSOR if it is damaged, of another version, or of another list
 */
export function decodeCursor(list: string, cursor: string, patterns: readonly RegExp[]): string[] {
  const fields = parse(cursor);
  if (fields === null || fields[0] !== VERSION) {
    throw new RequestError("INVALID_CURSOR", "The cursor is damaged or too old. Start again without it.");
  }
  if (fields[1] !== list) {
    throw new RequestError("INVALID_CURSOR", "The cursor belongs to another list or order. Start again without it.");
  }
  const key = fields.slice(2);
  const values = key.filter((value) => typeof value === "string");
  if (values.length !== key.length || values.length !== patterns.length) {
    throw new RequestError("INVALID_CURSOR", "The cursor is damaged. Start again without it.");
  }
  for (const [index, pattern] of patterns.entries()) {
    if (!pattern.test(values[index] ?? "")) {
      throw new RequestError("INVALID_CURSOR", "The cursor is damaged. Start again without it.");
    }
  }
  return values;
}

function parse(cursor: string): unknown[] | null {
  try {
    const fields: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(fields) ? fields : null;
  } catch {
    return null;
  }
}
