/** Answers that go on and on: who reads them, and how they end. Yoga writes them. */
import type { ServerResponse } from "node:http";
import type { Transport } from "./shared-subscriptions.ts";

/** Milliseconds for a reader that was cut off to read why. */
const LAST_WORDS_MS = 10_000;
/** Milliseconds for all to end when the server stops. */
const GOODBYE_MS = 1_000;

export interface SseConnections {
  transportOf(response: ServerResponse): Transport;
  /** After their subscriptions were ended: closes their connections, the slow ones by force. */
  stop(): Promise<void>;
}

export function createSseConnections(): SseConnections {
  const streaming = new Set<ServerResponse>();
  return {
    transportOf: (response) => ({
      onGone(callback) {
        // It may have left while its subscription was made.
        if (response.closed) return callback();
        streaming.add(response);
        response.once("close", () => {
          streaming.delete(response);
          callback();
        });
      },
      hangUp() {
        const timer = setTimeout(() => response.destroy(), LAST_WORDS_MS).unref();
        response.once("close", () => clearTimeout(timer));
      },
    }),
    async stop() {
      const closed = [...streaming].map(
        (response) =>
          new Promise<void>((resolve) => {
            const { socket } = response;
            const timer = setTimeout(() => response.destroy(), GOODBYE_MS);
            response.once("close", () => {
              clearTimeout(timer);
              // It would be kept for the client's next request.
              socket?.destroySoon();
              resolve();
            });
          }),
      );
      await Promise.all(closed);
    },
  };
}
