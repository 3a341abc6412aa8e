/** Places in the log of alert events. The list of them and the subscription to them understand the same cursors. */
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { RequestError } from "./errors.ts";
import { KEY_PATTERNS } from "./keyset.ts";

export const ALERT_EVENT_LIST = "alertEvents";

/** What a keyset calls the log in its only order. */
const LOG = `${ALERT_EVENT_LIST}:ASC`;

/** @param id of an alert event, decimal */
export function encodeAlertCursor(id: string): string {
  return encodeCursor(LOG, [id]);
}

/**
 * The id, decimal, of the event after which to go on.
 *
 * @throws RequestError INVALID_CURSOR
 */
export function decodeAlertCursor(text: string): string {
  const [id] = decodeCursor(LOG, text, [KEY_PATTERNS.bigint]);
  if (id === undefined || id.startsWith("-")) {
    throw new RequestError("INVALID_CURSOR", "The cursor is damaged. Start again without it.");
  }
  return id;
}
