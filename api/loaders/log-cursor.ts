/** Places in the logs that subscriptions go on from. */
import { decodeCursor, encodeCursor } from "./cursor.ts";
import { RequestError } from "./errors.ts";
import { KEY_PATTERNS } from "./keyset.ts";

export interface LogCursor {
  /** @param id of a row of the log, decimal */
  readonly encode: (id: string) => string;
  /**
   * The id, decimal, of the row after which to go on.
   *
   * @throws RequestError INVALID_CURSOR
   */
  readonly decode: (text: string) => string;
}

/** Cursors of a log, which are those of a list of that name in its only order: oldest first. */
function logCursor(list: string): LogCursor {
  const name = `${list}:ASC`;
  return {
    encode: (id) => encodeCursor(name, [id]),
    decode: (text) => {
      const [id] = decodeCursor(name, text, [KEY_PATTERNS.bigint]);
      if (id === undefined || id.startsWith("-")) {
        throw new RequestError("INVALID_CURSOR", "The cursor is damaged. Start again without it.");
      }
      return id;
    },
  };
}

export const ALERT_EVENT_LIST = "alertEvents";

/** The list of alert events and the subscription to them understand the same cursors. */
export const alertCursor = logCursor(ALERT_EVENT_LIST);

export const chainCursor = logCursor("chainLog");
