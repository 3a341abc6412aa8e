/** Places in the log of chain events. */
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { KEY_PATTERNS } from "./keyset.ts";

const LOG = "chainLog:ASC";

/** @param id of a row of the outbox, decimal */
export function encodeChainCursor(id: string): string {
  return encodeCursor(LOG, [id]);
}

/**
 * The id, decimal, of the row after which to go on.
 *
 * @throws RequestError INVALID_CURSOR
 */
export function decodeChainCursor(text: string): string {
  const [id] = decodeCursor(LOG, text, [KEY_PATTERNS.bigint]);
  return id ?? "0";
}
