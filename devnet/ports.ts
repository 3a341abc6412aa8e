import { createServer, type Server } from "node:net";
import { codeOf, DevnetError } from "./errors.ts";

/** A port something will listen on, and how to choose another. 0 picks a free one. */
export interface PortWish {
  /** What will listen: "the API". */
  purpose: string;
  port: number;
  flag: string;
  env: string;
}

export const HOST = "127.0.0.1";

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host: HOST, exclusive: true }, () => resolve(server));
  });
}

const close = (server: Server) => new Promise<void>((resolve) => server.close(() => resolve()));

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has no TCP address");
  return address.port;
}

function refusal(wish: PortWish, error: unknown): DevnetError {
  const code = codeOf(error);
  const why =
    code === "EADDRINUSE" ? "is busy" : code === "EACCES" ? "may not be used by this user" : `cannot be used (${code})`;
  return new DevnetError(
    `Port ${wish.port}, wanted for ${wish.purpose}, ${why}.`,
    `Stop what listens there, or choose another: ${wish.flag} <port> or ${wish.env}=<port> (0 picks a free one).`,
    { cause: error },
  );
}

/**
 * The ports to use, one for each wish and in that order. All are held open until the last one is known, so that no two
 * wishes for "any" receive the same one.
 *
 * @throws DevnetError naming the busy port, what it is for, and the flag and variable that change it
 */
export async function claimPorts(wishes: readonly PortWish[]): Promise<number[]> {
  const held: Server[] = [];
  try {
    // Named ports first: a free port picked for one wish must not be another's named one.
    const ports = new Map<PortWish, number>();
    for (const wish of [...wishes].sort((a, b) => Number(a.port === 0) - Number(b.port === 0))) {
      const server = await listen(wish.port).catch((error: unknown) => {
        throw refusal(wish, error);
      });
      held.push(server);
      ports.set(wish, portOf(server));
    }
    return wishes.map((wish) => ports.get(wish) ?? wish.port);
  } finally {
    await Promise.all(held.map(close));
  }
}
