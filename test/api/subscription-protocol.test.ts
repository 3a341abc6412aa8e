/** graphql-ws below its operations: every close code, and which connections are refused. */
import { connect } from "node:net";
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
    const client = await openWs(suite.api.url);
    expect(await client.closed).toEqual({ code: 4408, reason: "Connection initialisation timeout" });
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

  test("1001 the server stops: subscriptions are completed first; over SSE an error says so", async () => {
    const api = await startApi(suite.database.url);
    const client = await openWs(api.url);
    await client.init();
    client.subscribe("1", ALERTS);
    client.subscribe("2", "subscription { networkChanged { totalOperators } }");
    const reader = await openSse({ url: api.url, query: ALERTS });
    await waitFor(() => api.api.subscribers().subscribers === 3, { what: "three", timeoutMs: 5_000 });
    await api.stop();
    expect(await client.closed).toEqual({ code: 1001, reason: "Going away" });
    expect([client.isOver("1"), client.isOver("2")]).toEqual([true, true]);
    await reader.ended;
    expect(codesOf(reader.results)).toEqual(["SERVER_STOPPING"]);
    expect(reader.isComplete()).toBe(true);
    expect(api.api.subscribers()).toEqual({ subscribers: 0, groups: 0 });
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
