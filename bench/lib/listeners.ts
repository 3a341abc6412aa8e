/**
 * Thousands of WebSockets that only count: a process of their own, which spends as little as it can on each message, so
 * that what is measured is who sends them.
 */
import { connect, type Socket } from "node:net";

/** What the process is told, and what it answers. */
export type ListenersCommand =
  /** Each socket says the first of these at once, and the others when that is acknowledged. */
  | { readonly do: "open"; readonly url: string; readonly sockets: number; readonly say: readonly string[] }
  /** Answered once every socket has had so many messages since it was opened. */
  | { readonly do: "expect"; readonly messages: number };
export interface ListenersAnswer {
  readonly done: ListenersCommand["do"];
  /** The last socket's last message. */
  readonly last: string;
}

/** Sockets that shake hands at the same time: a server's queue of them is short. */
const AT_ONCE = 100;

let counts = new Uint32Array(0);
let last = "";
let waiting: { readonly messages: number; behind: number } | null = null;

process.on("message", (command: ListenersCommand) => {
  if (command.do === "open") void open(command.url, command.sockets, command.say).then(() => answer("open"));
  else {
    waiting = { messages: command.messages, behind: counts.filter((count) => count < command.messages).length };
    settle();
  }
});
process.on("disconnect", () => process.exit(0));

function answer(done: ListenersCommand["do"]): void {
  process.send?.({ done, last } satisfies ListenersAnswer);
}

function settle(): void {
  if (waiting === null || waiting.behind > 0) return;
  waiting = null;
  answer("expect");
}

async function open(url: string, sockets: number, say: readonly string[]): Promise<void> {
  counts = new Uint32Array(sockets);
  for (let first = 0; first < sockets; first += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, sockets - first) }, (_, n) => openOne(url, first + n, say));
    await Promise.all(some);
  }
}

function openOne(url: string, index: number, say: readonly string[]): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(HANDSHAKE));
    socket.setNoDelay(true);
    socket.once("error", reject);
    socket.once("close", () => {
      console.error(`socket ${index} was closed`);
      process.exit(1);
    });
    socket.once("data", (head) => {
      const end = head.indexOf("\r\n\r\n");
      if (!head.toString("latin1", 0, 12).endsWith("101") || end < 0) return reject(new Error(head.toString()));
      const [first, ...rest] = say;
      if (first === undefined) resolve();
      else socket.write(maskedFrame(first));
      count(socket, index, head.subarray(end + 4), () => {
        for (const text of rest) socket.write(maskedFrame(text));
        resolve();
      });
    });
  });
}

const HANDSHAKE = [
  "GET /graphql HTTP/1.1",
  "host: localhost",
  "connection: upgrade",
  "upgrade: websocket",
  "sec-websocket-version: 13",
  "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==",
  "sec-websocket-protocol: graphql-transport-ws",
  "\r\n",
].join("\r\n");

/** A client's frame must be masked; with zeros that is the text itself. */
function maskedFrame(text: string, opcode = 1): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const size = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([0x80 | opcode, ...size, 0, 0, 0, 0]), payload]);
}

function count(socket: Socket, index: number, rest: Buffer, onAcknowledged: () => void): void {
  let left = rest;
  const take = (chunk: Buffer) => {
    left = left.length === 0 ? chunk : Buffer.concat([left, chunk]);
    for (let frame = frameOf(left); frame !== null; frame = frameOf(left)) {
      if (frame.opcode === 9) socket.write(maskedFrame("", 10));
      if (frame.opcode === 1) {
        if (frame.payload.indexOf(ACKNOWLEDGED) === 0) onAcknowledged();
        else tally(index, frame.payload);
      }
      left = left.subarray(frame.length);
    }
  };
  take(Buffer.alloc(0));
  socket.on("data", take);
}

const ACKNOWLEDGED = Buffer.from('{"type":"connection_ack"');

function tally(index: number, payload: Buffer): void {
  const now = (counts[index] ?? 0) + 1;
  counts[index] = now;
  if (index === counts.length - 1) last = payload.toString();
  if (waiting === null || now !== waiting.messages) return;
  waiting.behind -= 1;
  settle();
}

/** The first whole frame of a server; null if it has not come. */
function frameOf(bytes: Buffer): { opcode: number; payload: Buffer; length: number } | null {
  if (bytes.length < 2) return null;
  const short = (bytes[1] ?? 0) & 127;
  const head = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < head) return null;
  const size = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < head + size) return null;
  return { opcode: (bytes[0] ?? 0) & 15, payload: bytes.subarray(head, head + size), length: head + size };
}
