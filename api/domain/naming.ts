/** Ids, names and other lines of text that people choose: of services, regions, reporters and keys. */
import { ValidationError } from "./failure.ts";

/** Ids of services, regions and reporters. */
export const ID = /^[a-z0-9][a-z0-9._-]{0,62}$/;
export const ID_RULE = "1 to 63 of a-z, 0-9, dot, underscore and hyphen, beginning with a letter or a digit";

/** Versions of software. */
export const VERSION = /^[\x21-\x7e]{1,64}$/;
export const VERSION_RULE = "1 to 64 visible ASCII characters";

export const MAX_NAME = 100;

/** Control characters and halves of others, further ends of lines, and what turns the text after it around (U+202E). */
const NOT_OF_A_LINE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

/** A text of one line without blanks around it; null if it is empty, longer than `most` characters or cannot be shown. */
export function lineOf(text: string, most: number): string | null {
  const trimmed = text.trim();
  return trimmed !== "" && trimmed.length <= most && !NOT_OF_A_LINE.test(trimmed) ? trimmed : null;
}

/**
 * The name of an input, without blanks around it.
 *
 * @throws ValidationError if it is empty, too long or cannot be shown
 */
export function checkedName(name: string): string {
  const line = lineOf(name, MAX_NAME);
  if (line !== null) return line;
  throw new ValidationError({
    code: "INVALID_NAME",
    message: `A name has 1 to ${MAX_NAME} printable characters.`,
    path: ["input", "name"],
  });
}
