/** A receiver of webhooks that may be well, broken or hostile. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What it does with a message that it has read to its end. */
export type Behaviour = (response: ServerResponse, received: Received) => void;

export interface Receiver {
  readonly url: string;
  readonly port: number;
  /** All messages, in the order they came. */
  readonly received: readonly Received[];
  /** How many of them are not answered. */
  readonly held: number;
  behave(behaviour: Behaviour): void;
  /** Ends what is held; by taking it unless told otherwise. */
  release(behaviour?: Behaviour): void;
  close(): Promise<void>;
}

export const take: Behaviour = (response) => void response.writeHead(204).end();
export const fail =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    void response.writeHead(status, headers).end("x");
export const hang: Behaviour = () => undefined;
export const reset: Behaviour = (response) => void response.socket?.resetAndDestroy();
/** Says that it takes it, and goes away in the middle of saying so. */
export const cut: Behaviour = (response) => {
  response.writeHead(200, { "content-length": "100" });
  response.write("half", () => response.socket?.destroy());
};
/** Takes it without telling how long its answer is: the end of the connection is the end. */
export const takeUntilClosed: Behaviour = (response) => {
  response.socket?.end("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nfine");
};
/** Its answer goes on and on. */
export const endless: Behaviour = (response) => {
  response.writeHead(200);
  const more = () => {
    while (!response.destroyed && response.write("x".repeat(1_000)));
  };
  response.on("drain", more).on("error", () => undefined);
  more();
};
/** The beginning of an answer, and no end. */
export const drip: Behaviour = (response) => {
  response.writeHead(200);
  response.write("slow");
};
export const garble: Behaviour = (response) => void response.socket?.end("no HTTP at all\r\n\r\n");
export const upgrade: Behaviour = (response) =>
  void response.socket?.end("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n");

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const held = new Map<ServerResponse, Received>();
  let behaviour: Behaviour = take;
  const server = createServer((request, response) => {
    request.on("error", () => undefined);
    void readAll(request).then((message) => {
      received.push(message);
      held.set(response, message);
      response.once("close", () => held.delete(response));
      behaviour(response, message);
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  return {
    ...{ received, port, url: `http://127.0.0.1:${port}` },
    get held() {
      return held.size;
    },
    behave(next) {
      behaviour = next;
    },
    release(end = take) {
      for (const [response, message] of held) end(response, message);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readAll(request: IncomingMessage): Promise<Received> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return { path: request.url ?? "", headers: Object.fromEntries(headers), body };
}
