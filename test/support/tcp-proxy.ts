import { connect, createServer, type Server, type Socket } from "node:net";

const HOST = "127.0.0.1";

/** A TCP connection that a test can break, between a process and the server it depends on. */
export interface TcpProxy {
  readonly port: number;
  /** How many connections were closed at once because they came while it was cut. */
  readonly refused: number;
  /** How many times something was sent, or connected, while it was frozen. */
  readonly swallowed: number;
  /** Cuts every connection and refuses new ones by closing them at once. */
  cut(): void;
  /** Keeps every connection open and lets nothing through any more, as a dead network does. */
  freeze(): void;
  /** Passes connections on again. Those that were cut or frozen stay broken. */
  restore(): void;
  close(): Promise<void>;
}

type Mode = "open" | "cut" | "frozen";

/** Listens on a free port and passes connections on to `targetPort`. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let mode: Mode = "open";
  let refused = 0;
  let swallowed = 0;

  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // Either side may reset at any moment: that is what the proxy is for.
    socket.on("error", () => socket.destroy());
  };
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy();
  };

  const server = createServer((downstream) => {
    if (mode === "cut") {
      refused += 1;
      downstream.destroy();
      return;
    }
    track(downstream);
    if (mode === "frozen") {
      swallowed += 1;
      return;
    }
    const upstream = connect(targetPort, HOST);
    track(upstream);
    downstream.pipe(upstream).pipe(downstream);
    downstream.once("close", () => upstream.destroy());
    upstream.once("close", () => downstream.destroy());
  });
  const port = await listen(server);

  return {
    port,
    get refused() {
      return refused;
    },
    get swallowed() {
      return swallowed;
    },
    cut() {
      mode = "cut";
      destroyAll();
    },
    freeze() {
      mode = "frozen";
      // Read on, so that it shows when something is asked; nothing is passed on.
      for (const socket of sockets) socket.unpipe().on("data", () => (swallowed += 1));
    },
    restore() {
      // A frozen connection has lost bytes: what hangs on it must connect anew.
      if (mode === "frozen") destroyAll();
      mode = "open";
    },
    close() {
      destroyAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("a TCP server has no TCP address"));
      else resolve(address.port);
    });
  });
}
