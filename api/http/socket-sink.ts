/** Results on their way into a WebSocket, past graphql-ws: one text for thousands, so nothing is done for each but sending. */
import { setTimeout as sleep } from "node:timers/promises";
import { CloseCode } from "graphql-ws";
import type { WebSocket } from "ws";
import type { EndReason } from "../alerts/group.ts";
import type { Sink } from "./result-stream.ts";

/** Bytes that wait for one socket after its system's buffers are full. */
export const MAX_BUFFERED_BYTES = 1_048_576;
/** Below it, somebody who catches up gets more. */
const LITTLE_BYTES = 65_536;
/** Milliseconds between looks at it. */
const LOOK_MS = 20;

/**
 * For a client that reads too slowly. Free for applications, unused by graphql-ws, and not fatal to its client, which
 * comes back by itself; like HTTP's 410, what would have come next is gone from here, and the cursor finds it again.
 */
export const SLOW_CONSUMER = { code: 4410, reason: "Slow consumer: reconnect with your cursor" };

/** For all clients of a server that stops: theirs come back by themselves. */
export const GOING_AWAY = { code: 1001, reason: "Going away" };

const CLOSES: Record<EndReason, { readonly code: number; readonly reason: string }> = {
  SLOW_CONSUMER,
  SERVER_STOPPING: GOING_AWAY,
  FAILED: { code: CloseCode.InternalServerError, reason: "Internal server error" },
};

/** @param id the operation's, as its client chose it */
export function sinkOf(socket: WebSocket, id: string): Sink {
  const before = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  return {
    send(result) {
      if (socket.bufferedAmount > MAX_BUFFERED_BYTES) return false;
      socket.send(`${before}${result}}`);
      return true;
    },
    async ready() {
      while (socket.readyState === socket.OPEN && socket.bufferedAmount > LITTLE_BYTES) await sleep(LOOK_MS);
    },
    cutOff(reason) {
      // Before graphql-ws completes the operation: to its client that is the end of it, and it would not come back.
      const { code, reason: text } = CLOSES[reason];
      socket.close(code, text);
    },
  };
}
