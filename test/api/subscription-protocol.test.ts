/** graphql-ws below its operations: every close code, and which connections are refused. */
import { once } from "node:events";
import { connect } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { waitFor } from "../../devnet/wait.ts";
import { openSse } from "../support/sse-reader.ts";
import { openWs, type WsClient } from "../support/ws-client.ts";
import { startApi } from "./support/api.ts";
import { apiSuite } from "./support/suite.ts";
import { makeKey } from "./support/writer.ts";

const suite = apiSuite({}, { NODE_ENV: "production" });
const ALERTS = "subscription { alerts { eventId } }";

async function opened(init?: object): Promise<WsClient> {
  const client = await openWs(suite.api.url);
  await client.init(init);
  return client;
}

async function answered(client: WsClient, query: string, variables?: object) {
  client.subscribe("q", query, variables);
  await waitFor(() => client.isOver("q"), { what: "the answer", timeoutMs: 5_000 });
  return client.results("q");
}

const codesOf = (results: Awaited<ReturnType<typeof answered>>) =>
  results.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions?.code));

describe("close codes", () => {
  test.each([
    ["no JSON", "{"],
    ["no message", '"hello"'],
    ["a type that is none", '{"type":"start"}'],
    ["an operation without an id", '{"type":"subscribe","payload":{"query":"{ __typename }"}}'],
    ["an operation without a document", '{"type":"subscribe","id":"1","payload":{}}'],
  ])("4400 %s", async (_name, text) => {
    const client = await opened();
    client.say(text);
    expect(await client.closed).toEqual({ code: 4400, reason: "Invalid message received" });
  });

  test("4401 an operation before the beginning", async () => {
    const client = await openWs(suite.api.url);
    client.subscribe("1", ALERTS);
    expect(await client.closed).toEqual({ code: 4401, reason: "Unauthorized" });
  });

  test.each([
    ["that is none", { authorization: "Bearer nonsense" }],
    ["that nobody knows", { authorization: `Bearer din_${"a".repeat(12)}_${"b".repeat(43)}` }],
    ["of another scheme", { Authorization: "Basic YTpi" }],
    ["that is no text", { authorization: 7 }],
  ])("4403 a key %s", async (_name, params) => {
    const client = await openWs(suite.api.url);
    client.say({ type: "connection_init", payload: params });
    expect(await client.closed).toEqual({ code: 4403, reason: "Forbidden" });
    expect(client.messages).toEqual([]);
  });

  test("4403 a key that does not hold in the upgrade's header", async () => {
    const client = await openWs(suite.api.url, { headers: { authorization: "Bearer nonsense" } });
    client.say({ type: "connection_init" });
    expect((await client.closed).code).toBe(4403);
  });

  test("4403 a key that was revoked meanwhile, at its next operation", async () => {
    const key = await makeKey(suite.database.url, ["alerts:write"]);
    const client = await opened({ authorization: `Bearer ${key}` });
    expect(await answered(client, "{ __typename }")).toEqual([{ data: { __typename: "Query" } }]);
    await suite.database.client.query("update din_api.api_key set revoked_at = 1 where id = $1", [key.split("_")[1]]);
    client.subscribe("late", "{ __typename }");
    expect((await client.closed).code).toBe(4403);
    expect(client.results("late").map(({ data }) => data ?? null)).toEqual([]);
  });

  test.each([["graphql-ws"], ["soap"]])("4406 the subprotocol %s", async (protocol) => {
    // The server chooses none, which `ws` as a client does not take.
    const code = await new Promise<number>((resolve, reject) => {
      const { hostname, port } = new URL(suite.api.url);
      const socket = connect(Number(port), hostname);
      const chunks: Buffer[] = [];
      socket.on("error", reject);
      socket.on("data", (chunk) => chunks.push(chunk));
      socket.on("close", () => {
        const answer = Buffer.concat(chunks);
        const frame = answer.subarray(answer.indexOf("\r\n\r\n") + 4);
        resolve(frame.readUInt16BE(2));
      });
      const lines = ["GET /graphql HTTP/1.1", "host: x", "upgrade: websocket", "connection: upgrade"];
      const key = ["sec-websocket-version: 13", "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA=="];
      socket.write(`${[...lines, ...key, `sec-websocket-protocol: ${protocol}`].join("\r\n")}\r\n\r\n`);
      // What a client answers to a goodbye: masked, and empty.
      socket.once("data", () => socket.write(Buffer.from([0x88, 0x80, 0, 0, 0, 0])));
    });
    expect(code).toBe(4406);
  });

  test("4408 nothing said", async () => {
    const api = await startApi(suite.database.url, {}, { socketBeginsWithinMs: 50 });
    const client = await openWs(api.url);
    expect(await client.closed).toEqual({ code: 4408, reason: "Connection initialisation timeout" });
    await api.stop();
  });

  test("4409 an id twice", async () => {
    const client = await opened();
    client.subscribe("same", ALERTS);
    client.subscribe("same", ALERTS);
    expect(await client.closed).toEqual({ code: 4409, reason: "Subscriber for same already exists" });
  });

  test("4429 a second beginning", async () => {
    const client = await opened();
    client.say({ type: "connection_init" });
    expect(await client.closed).toEqual({ code: 4429, reason: "Too many initialisation requests" });
  });

  test("4500 what nobody expected, without a word of what it was", async () => {
    const key = await makeKey(suite.database.url, ["alerts:write"]);
    const { client: database } = suite.database;
    await database.query("alter table din_api.api_key rename column hash to gone");
    const client = await openWs(suite.api.url);
    client.say({ type: "connection_init", payload: { authorization: `Bearer ${key}` } });
    expect(await client.closed).toEqual({ code: 4500, reason: "Internal server error" });
    await database.query("alter table din_api.api_key rename column gone to hash");
    expect(suite.api.log.some((line) => line.includes("unexpected error on a WebSocket"))).toBe(true);
  });

  test("1009 a message of more than 1 MiB", async () => {
    const client = await opened();
    client.say(`"${"x".repeat(1_048_576)}"`);
    expect((await client.closed).code).toBe(1009);
  });

  test("1013 a key while the database is away", async () => {
    const api = await startApi("postgres://a:b@127.0.0.1:1/x");
    const client = await openWs(api.url);
    client.say({
      type: "connection_init",
      payload: { authorization: `Bearer din_${"a".repeat(12)}_${"b".repeat(43)}` },
    });
    expect(await client.closed).toEqual({ code: 1013, reason: "Try again later" });
    await api.stop();
  });

  test("4410 pongs that are not read", async () => {
    const client = await opened();
    client.socket.pause();
    const payload = { padding: "x".repeat(500_000) };
    for (let n = 0; n < 64; n += 1) client.say({ type: "ping", payload });
    await waitFor(() => client.socket.bufferedAmount === 0, { what: "all to be said", timeoutMs: 10_000 });
    client.socket.resume();
    expect((await client.closed).code).toBe(4410);
    expect(client.messages.length).toBeLessThan(64);
  });

  test("1001 the server stops: no subscription is completed, since its client would stay away; over SSE an error says so", async () => {
    const api = await startApi(suite.database.url);
    const client = await openWs(api.url);
    await client.init();
    client.subscribe("1", ALERTS);
    client.subscribe("2", "subscription { networkChanged { totalOperators } }");
    const reader = await openSse({ url: api.url, query: ALERTS });
    await waitFor(() => api.api.subscribers().subscribers === 3, { what: "three", timeoutMs: 5_000 });
    await api.stop();
    expect(await client.closed).toEqual({ code: 1001, reason: "Going away" });
    expect([client.isOver("1"), client.isOver("2")]).toEqual([false, false]);
    await reader.ended;
    expect(codesOf(reader.results)).toEqual(["SERVER_STOPPING"]);
    expect(reader.isComplete()).toBe(true);
    expect(api.api.subscribers()).toEqual({ subscribers: 0, groups: 0 });
  });
});

describe("offers of another protocol are passed over", () => {
  const body = JSON.stringify({ query: "{ __typename }" });
  const offer = [
    "host: x",
    "connection: Upgrade, HTTP2-Settings",
    "upgrade: h2c",
    "http2-settings: AAMAAABkAARAAAAAAAIAAAAA",
  ];

  /** What comes until the server hangs up. */
  async function say(...chunks: readonly string[]): Promise<string> {
    const { hostname, port } = new URL(suite.api.url);
    const socket = connect(Number(port), hostname);
    let text = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    await once(socket, "connect");
    for (const chunk of chunks) {
      socket.write(chunk);
      // Whether it comes as one packet or as two must not matter.
      await turn();
    }
    await once(socket, "close");
    return text;
  }

  const posted = (...headers: readonly string[]) =>
    [
      "POST /graphql HTTP/1.1",
      ...headers,
      "content-type: application/json",
      `content-length: ${body.length}`,
      "",
      "",
    ].join("\r\n");
  const last = "GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

  test.each([
    ["with its body", [`${posted(...offer)}${body}${last}`]],
    ["with its body after it", [posted(...offer), body.slice(0, 5), body.slice(5), last]],
    ["twice on a connection", [`${posted(...offer)}${body}`, `${posted(...offer)}${body}`, last]],
  ])("h2c, as Java offers it, %s: answered, and the connection goes on", async (_name, chunks) => {
    const text = await say(...chunks);
    const answers = chunks.filter((chunk) => chunk.startsWith("POST")).length;
    expect(text.match(/HTTP\/1.1 200 OK/g)).toHaveLength(answers + 1);
    expect(text.match(/{"data":{"__typename":"Query"}}/g)).toHaveLength(answers);
    expect(text).toContain('{"status":"ok"}');
  });

  test("many on one connection leave nothing behind on it", async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on("warning", warn);
    const text = await say(...Array.from({ length: 30 }, () => `${posted(...offer)}${body}`), last);
    await turn();
    process.off("warning", warn);
    expect(text.match(/{"data":{"__typename":"Query"}}/g)).toHaveLength(30);
    expect(warnings).toEqual([]);
  });

  test("a WebSocket that is wanted behind a question gets its turn after the answer", async () => {
    const key = "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==";
    const upgrade = ["GET /graphql HTTP/1.1", "host: x", "connection: upgrade", "upgrade: websocket", key];
    const head = `${[...upgrade, "sec-websocket-version: 13"].join("\r\n")}\r\n\r\n`;
    // A frame that is none ends it.
    const text = await say(`${posted("host: x")}${body}${head}`, "not a frame");
    expect(text).toMatch(/^HTTP\/1.1 200 OK.*{"data":{"__typename":"Query"}}HTTP\/1.1 101 /s);
  });

  test("a GET, a body that is too large, a key that does not hold: as ever", async () => {
    const get = [
      "GET /graphql?query=%7B__typename%7D HTTP/1.1",
      ...offer.slice(0, 1),
      "upgrade: h2c",
      "connection: upgrade, close",
    ];
    expect(await say(`${get.join("\r\n")}\r\n\r\n`)).toMatch(/^HTTP\/1.1 200 OK.*{"data":{"__typename":"Query"}}/s);
    const large = posted(...offer).replace(/content-length: \d+/, "content-length: 99999999");
    expect(await say(large)).toMatch(/^HTTP\/1.1 413 /);
    expect(await say(posted(...offer, "authorization: Bearer nonsense"), body)).toMatch(/^HTTP\/1.1 401 /);
  });
});

describe("a stop does not wait", () => {
  test("for connections on which nothing was asked yet", async () => {
    const api = await startApi(suite.database.url);
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    const closed = once(socket, "close");
    await once(socket, "connect");
    // It is the server's, too, once a later one was answered.
    await api.ask("{ __typename }");
    await api.stop();
    await closed;
  });
});

describe("refused upgrades", () => {
  const refusal = (path: string, headers: Record<string, string> = {}, url = suite.api.url) =>
    new Promise<number | undefined>((resolve, reject) => {
      const socket = new WebSocket(`${url.replace(/^http/, "ws")}${path}`, "graphql-transport-ws", { headers });
      socket.once("unexpected-response", (_request, response) => resolve(response.statusCode));
      socket.once("open", () => reject(new Error("taken")));
      socket.once("error", reject);
    });

  test("elsewhere: 404", async () => expect(await refusal("/other")).toBe(404));

  test("where this process only evaluates: 404", async () => {
    const api = await startApi(suite.database.url, { EVALUATOR: "only" });
    expect(await refusal("/graphql", {}, api.url)).toBe(404);
    await api.stop();
  });

  test("more than may be: 503, and once one has left there is room", async () => {
    const api = await startApi(suite.database.url, { SUBSCRIBERS_MAX: "2" });
    const [first, second] = [await openWs(api.url), await openWs(api.url)];
    expect(await refusal("/graphql", {}, api.url)).toBe(503);
    first.socket.close();
    await first.closed;
    const third = await openWs(api.url);
    const streams = [await openSse({ url: api.url, query: ALERTS }), await openSse({ url: api.url, query: ALERTS })];
    const full = await openSse({ url: api.url, query: ALERTS });
    await full.ended;
    expect([full.status, codesOf(full.results)]).toEqual([503, ["TOO_MANY_SUBSCRIBERS"]]);
    for (const stream of streams) stream.close();
    await waitFor(() => api.api.subscribers().subscribers === 0, { what: "nobody", timeoutMs: 5_000 });
    for (const client of [second, third]) client.socket.close();
    await api.stop();
  });
});
