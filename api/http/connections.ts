/** Connections below their requests: those that ask for another protocol, and those on which nothing was asked yet. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

export interface ConnectionsOptions {
  readonly server: Server;
  /** Takes over a connection on which a WebSocket is wanted. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export interface Connections {
  /**
   * Closes those without a request. To Node they are not idle, and a client that connects ahead of its requests would keep
   * a server from closing for a minute.
   */
  closeUnused(): void;
}

/** To be called before the server listens. */
export function followConnections({ server, upgrade }: ConnectionsOptions): Connections {
  const known = new WeakSet<Duplex>();
  const unused = new Set<Duplex>();
  /** The last answer on each. */
  const answers = new WeakMap<Duplex, ServerResponse>();

  server.on("connection", (socket: Duplex) => {
    // One comes again when what it offered was passed over.
    if (known.has(socket)) return;
    known.add(socket);
    unused.add(socket);
    socket.once("close", () => unused.delete(socket));
  });
  server.on("request", ({ socket }, response) => {
    unused.delete(socket);
    answers.set(socket, response);
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    unused.delete(socket);
    const fail = () => socket.destroy();
    // Node listens to it no more.
    socket.on("error", fail);
    const go = () => {
      socket.off("error", fail);
      if (!socket.writable) return fail();
      if (request.headers.upgrade?.toLowerCase() === "websocket") return upgrade(request, socket, head);
      passOver(server, request, socket, head);
    };
    // What was asked before on the same connection is answered before.
    const before = answers.get(socket);
    if (before === undefined || before.closed) go();
    else before.once("close", go);
  });

  return {
    closeUnused() {
      for (const socket of unused) socket.destroy();
    },
  };
}

/**
 * Reads a request as if it offered nothing: `h2c`, which Java's client adds to all it says, may be declined. Node has
 * stopped at its head because somebody listens for upgrades, so the head is put back without the offer.
 */
function passOver(server: Server, request: IncomingMessage, socket: Duplex, rest: Buffer): void {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
  const { rawHeaders } = request;
  for (let n = 0; n + 1 < rawHeaders.length; n += 2) {
    if (rawHeaders[n]?.toLowerCase() !== "upgrade") lines.push(`${rawHeaders[n]}: ${rawHeaders[n + 1]}`);
  }
  // Headers are read as Latin-1, byte by byte.
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), rest]));
  server.emit("connection", socket);
}
