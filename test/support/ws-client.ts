/** A client of graphql-ws that says exactly what a test wants, right or wrong. */
import { once } from "node:events";
import { WebSocket } from "ws";
import { z } from "zod";
import { type StreamedResult, streamedResult } from "./sse-reader.ts";

const message = z.looseObject({ type: z.string(), id: z.string().optional(), payload: z.unknown().optional() });

export type Message = z.infer<typeof message>;

export interface WsClient {
  readonly socket: WebSocket;
  /** All that came, in its order. */
  readonly messages: readonly Message[];
  /** The close code and its reason, once it is closed. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  say(text: object | string): void;
  /** Begins, as it should, and waits to be let in. */
  init(payload?: object): Promise<void>;
  subscribe(id: string, query: string, variables?: object): void;
  /** Results of one operation. */
  results(id: string): readonly StreamedResult[];
  /** Whether the server ended an operation. */
  isOver(id: string): boolean;
}

export interface WsOptions {
  readonly protocols?: string | string[];
  readonly headers?: Record<string, string>;
}

/** An open connection; nothing is said on it yet. */
export async function openWs(
  url: string,
  { protocols = "graphql-transport-ws", headers }: WsOptions = {},
): Promise<WsClient> {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/graphql`, protocols, { headers });
  const messages: Message[] = [];
  socket.on("message", (data) => messages.push(message.parse(JSON.parse(String(data)))));
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await once(socket, "open");
  socket.on("error", () => undefined);
  const say = (text: object | string) => socket.send(typeof text === "string" ? text : JSON.stringify(text));
  return {
    ...{ socket, messages, closed, say },
    async init(payload) {
      const acknowledged = new Promise<void>((resolve, reject) => {
        socket.once("message", () => resolve());
        socket.once("close", (code) => reject(new Error(`closed with ${code}`)));
      });
      say({ type: "connection_init", payload });
      await acknowledged;
    },
    subscribe: (id, query, variables) => say({ id, type: "subscribe", payload: { query, variables } }),
    results: (id) =>
      messages.flatMap((each) => {
        if (each.id !== id) return [];
        if (each.type === "error") return [streamedResult.parse({ errors: each.payload })];
        return each.type === "next" ? [streamedResult.parse(each.payload)] : [];
      }),
    isOver: (id) => messages.some((each) => each.id === id && (each.type === "complete" || each.type === "error")),
  };
}
