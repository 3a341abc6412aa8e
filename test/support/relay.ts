/** One address for servers that come and go, as a load balancer is; and a network that can come to a halt. */
import { connect, createServer, type Socket } from "node:net";

export interface Relay {
  readonly port: number;
  /** Where new connections go; null refuses them. */
  target: number | null;
  /** Breaks all that there are. */
  cut(): void;
  /** Reads nothing more from servers until it is called again with false. */
  halt(isHalted: boolean): void;
  close(): Promise<void>;
}

export async function startRelay(target: number): Promise<Relay> {
  const near = new Set<Socket>();
  const far = new Set<Socket>();
  const server = createServer((socket) => {
    if (relay.target === null) return socket.destroy();
    const upstream = connect(relay.target, "127.0.0.1");
    near.add(socket);
    far.add(upstream);
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const) {
      one.on("error", () => one.destroy());
      one.pipe(other);
      one.once("close", () => {
        near.delete(one);
        far.delete(one);
        other.destroySoon();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const cut = () => {
    for (const socket of [...near, ...far]) socket.destroy();
  };
  const relay: Relay = {
    port: typeof address === "object" && address !== null ? address.port : 0,
    target,
    cut,
    halt(isHalted) {
      for (const socket of far) isHalted ? socket.pause() : socket.resume();
    },
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return relay;
}
