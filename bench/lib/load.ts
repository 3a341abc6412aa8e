/** A load generator: a fixed number of keep-alive connections, each sending its next request when it has its answer. */
import { connect, type Socket } from "node:net";

export interface Request {
  readonly url: string;
  /** JSON; sent by POST. */
  readonly body: string;
  /** Of an API key; none by default. */
  readonly key?: string;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds, one for each request. */
  readonly latencies: readonly number[];
}

/** Sends the same request over all connections for some time. */
export async function load(request: Request, connections: number, seconds: number): Promise<LoadResult> {
  const bytes = encode(request);
  const opened = await Promise.all(Array.from({ length: connections }, () => Connection.open(request.url)));
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    opened.map(async (connection) => {
      while (performance.now() < end) latencies.push(await connection.send(bytes));
    }),
  );
  const took = (performance.now() - start) / 1000;
  for (const connection of opened) connection.close();
  return { requests: latencies.length, seconds: took, latencies };
}

/** Sends each request once, in their order, as soon as a connection is free. */
export async function sendEach(requests: readonly Request[], connections: number): Promise<LoadResult> {
  const [first] = requests;
  if (first === undefined) throw new Error("nothing to send");
  const queue = requests.map(encode).values();
  const opened = await Promise.all(Array.from({ length: connections }, () => Connection.open(first.url)));
  const latencies: number[] = [];
  const start = performance.now();
  await Promise.all(
    opened.map(async (connection) => {
      for (const bytes of queue) latencies.push(await connection.send(bytes));
    }),
  );
  const took = (performance.now() - start) / 1000;
  for (const connection of opened) connection.close();
  return { requests: latencies.length, seconds: took, latencies };
}

/**
 * Sends each request in turn, over and over, one at a time: what disturbs one side disturbs the others too.
 *
 * @returns for each request, the milliseconds of each of its `times` answers
 */
export async function alternate(requests: readonly Request[], times: number): Promise<number[][]> {
  const sides = await Promise.all(
    requests.map(async (request) => ({
      connection: await Connection.open(request.url),
      bytes: encode(request),
      latencies: [] as number[],
    })),
  );
  for (let turn = 0; turn < times; turn += 1) {
    for (const side of sides) side.latencies.push(await side.connection.send(side.bytes));
  }
  for (const side of sides) side.connection.close();
  return sides.map((side) => side.latencies);
}

/** A connection for requests that are made one at a time, each when the last is answered. */
export class Stream {
  readonly #connection: Connection;

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  static async open(url: string): Promise<Stream> {
    return new Stream(await Connection.open(url));
  }

  /** @returns milliseconds until the whole answer was there */
  send(request: Request): Promise<number> {
    return this.#connection.send(encode(request));
  }

  close(): void {
    this.#connection.close();
  }
}

/** One answer, as JSON. */
export async function ask({ url, body, key }: Request): Promise<unknown> {
  const headers = new Headers({ "content-type": "application/json" });
  if (key !== undefined) headers.set("authorization", `Bearer ${key}`);
  const response = await fetch(url, { method: "POST", headers, body });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

function encode({ url, body, key }: Request): Buffer {
  const { host, pathname } = new URL(url);
  const authorization = key === undefined ? "" : `authorization: Bearer ${key}\r\n`;
  return Buffer.from(
    `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\naccept: application/json\r\n${authorization}` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

const END_OF_HEAD = Buffer.from("\r\n\r\n");
const END_OF_CHUNKS = Buffer.from("0\r\n\r\n");

/** One answer at a time, so that whatever has come in belongs to it. */
class Connection {
  readonly #socket: Socket;
  #received: Buffer[] = [];
  #length = 0;
  /** Bytes of the whole answer; -1 until its head is there, null when it comes in chunks. */
  #expected: number | null = -1;
  #pending: { readonly resolve: (ms: number) => void; readonly reject: (error: Error) => void } | undefined;
  #sentAt = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#take(chunk));
    socket.on("error", (error) => this.#pending?.reject(error));
    socket.on("close", () => this.#pending?.reject(new Error("the server closed the connection")));
  }

  static open(url: string): Promise<Connection> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => resolve(new Connection(socket)));
      socket.once("error", reject);
    });
  }

  /** Milliseconds until the whole answer is there. */
  send(bytes: Buffer): Promise<number> {
    this.#received = [];
    this.#length = 0;
    this.#expected = -1;
    return new Promise((resolve, reject) => {
      // A server closes what is idle for some seconds.
      if (this.#socket.destroyed) throw new Error("the server has closed the connection");
      this.#pending = { resolve, reject };
      this.#sentAt = performance.now();
      this.#socket.write(bytes);
    });
  }

  close(): void {
    this.#pending = undefined;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#length += chunk.length;
    if (this.#expected === -1) this.#readHead();
    const whole =
      this.#expected === null
        ? Buffer.concat(this.#received.slice(-2)).subarray(-END_OF_CHUNKS.length).equals(END_OF_CHUNKS)
        : this.#expected !== -1 && this.#length >= this.#expected;
    if (!whole) return;
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.resolve(performance.now() - this.#sentAt);
  }

  #readHead(): void {
    const start = Buffer.concat(this.#received);
    const end = start.indexOf(END_OF_HEAD);
    if (end === -1) return;
    const head = start.toString("latin1", 0, end).toLowerCase();
    if (!head.startsWith("http/1.1 200")) this.#pending?.reject(new Error(`not answered: ${head.split("\r\n", 1)[0]}`));
    const length = /\r\ncontent-length: (\d+)/.exec(head)?.[1];
    this.#expected = length === undefined ? null : end + END_OF_HEAD.length + Number(length);
  }
}
