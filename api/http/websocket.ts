/** WebSockets on /graphql: which are taken, how they are kept alive, and how they end. What is said over them is graphql-ws. */
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { CloseCode, handleProtocols, type Server } from "graphql-ws";
import type { Logger } from "pino";
import { type WebSocket, WebSocketServer } from "ws";
import { databaseError } from "./mask-error.ts";
import { GOING_AWAY, MAX_BUFFERED_BYTES, SLOW_CONSUMER } from "./socket-sink.ts";

/** Largest message of a client, bytes: documents are far smaller; batches of samples belong into HTTP. */
const MAX_MESSAGE_BYTES = 1_048_576;
/** Milliseconds between pings; who has not answered the last is gone. */
const PING_MS = 12_000;
/** Milliseconds that clients get to say goodbye when the server stops. */
const GOODBYE_MS = 1_000;

/** What an operation knows of its connection. */
export interface SocketExtra {
  readonly socket: WebSocket;
  readonly requestId: string;
  /** The upgrade's Authorization header, or what the client gave when it began. */
  authorization: string | undefined;
}

export interface SocketsOptions {
  readonly protocol: Server<SocketExtra>;
  readonly maxSockets: number;
  readonly log: Logger;
}

export interface Sockets {
  /** Takes a connection over, or refuses it. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, requestId: string, isServed: boolean): void;
  /** Tells all clients to go, and waits for them a little while. */
  stop(): Promise<void>;
}

export function createSockets({ protocol, maxSockets, log }: SocketsOptions): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (offered) => handleProtocols(offered),
    // Compressing the same text for each of thousands costs more than it saves.
    perMessageDeflate: false,
  });
  const alive = new WeakSet<WebSocket>();
  const pings = setInterval(() => ping(server.clients, alive), PING_MS).unref();
  let stopping = false;

  const open = (socket: WebSocket, request: IncomingMessage, requestId: string) => {
    alive.add(socket);
    socket.on("pong", () => alive.add(socket));
    // A message that is too large, among others; `ws` closes the socket with the right code.
    socket.on("error", (error) => log.debug({ requestId, err: error }, "a WebSocket failed"));
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) =>
          new Promise((resolve) => {
            // Answers and pongs that nobody reads pile up like results; one that is closing takes no more of them.
            if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.close(SLOW_CONSUMER.code, SLOW_CONSUMER.reason);
            socket.send(data, () => resolve());
          }),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (take) =>
          socket.on("message", (data) => {
            take(Buffer.isBuffer(data) ? data.toString() : "").catch((error: unknown) => fail(socket, error));
          }),
      },
      { socket, requestId, authorization: request.headers.authorization },
    );
    socket.once("close", (code, reason) => void closed(code, reason.toString()));
  };

  const fail = (socket: WebSocket, error: unknown) => {
    const outage = databaseError(error);
    if (outage === null) log.error({ err: error }, "unexpected error on a WebSocket");
    else log.warn({ err: error, code: outage.code }, outage.message);
    // 1013 is for what passes: clients come back by themselves.
    if (outage === null) socket.close(CloseCode.InternalServerError, "Internal server error");
    else socket.close(1013, "Try again later");
  };

  return {
    upgrade(request, socket, head, requestId, isServed) {
      socket.on("error", () => socket.destroy());
      if (!isServed) return refuse(socket, 404, "NOT_FOUND", "Not here. GraphQL is at /graphql.");
      if (stopping) return refuse(socket, 503, "SERVER_STOPPING", "This server stops.");
      if (server.clients.size >= maxSockets) {
        return refuse(socket, 503, "TOO_MANY_SUBSCRIBERS", `This server holds ${maxSockets} WebSockets already.`);
      }
      server.handleUpgrade(request, socket, head, (opened) => open(opened, request, requestId));
    },
    async stop() {
      stopping = true;
      clearInterval(pings);
      const closed = [...server.clients].map(
        (socket) => new Promise<void>((resolve) => socket.once("close", () => resolve())),
      );
      for (const socket of server.clients) socket.close(GOING_AWAY.code, GOING_AWAY.reason);
      await Promise.race([Promise.all(closed), sleep(GOODBYE_MS, undefined, { ref: false })]);
      for (const socket of server.clients) socket.terminate();
      await Promise.all(closed);
    },
  };
}

function ping(sockets: Iterable<WebSocket>, alive: WeakSet<WebSocket>): void {
  for (const socket of sockets) {
    if (!alive.delete(socket)) socket.terminate();
    else socket.ping();
  }
}

function refuse(socket: Duplex, status: number, code: string, message: string): void {
  const body = `${JSON.stringify({ errors: [{ message, extensions: { code } }] })}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    ...(status === 503 ? ["retry-after: 2"] : []),
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
