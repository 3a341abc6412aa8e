/** How subscriptions end, and how they do not: slow readers, vanished ones, killed servers, a database that is away. */
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { alertCursor } from "../../api/loaders/log-cursor.ts";
import { claimPorts } from "../../devnet/ports.ts";
import { answersOk, waitFor } from "../../devnet/wait.ts";
import { ApiProcess } from "../support/api-process.ts";
import { openSse, type StreamedResult } from "../support/sse-reader.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";
import { openWs, type WsClient } from "../support/ws-client.ts";
import { eventIds, record, signal, writeFrom } from "./support/alerts.ts";
import { startApi } from "./support/api.ts";
import { CHAIN_ID, REGISTRY } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { VIEWS } from "./support/template.ts";

const suite = apiSuite();
const ALERTS = "subscription ($after: String) { alerts(after: $after) { eventId cursor alert { message } } }";
const SOAK = Number(process.env.SOAK ?? "0");

const event = z.object({ eventId: z.string(), cursor: z.string() });
const told = (results: readonly StreamedResult[]) => results.map(({ data }) => event.parse(data?.alerts));
const ids = (results: readonly StreamedResult[]) => told(results).map(({ eventId }) => eventId);
const lastId = async () => (await eventIds(suite.database.client)).at(-1) ?? "0";
const nobodyIsLeft = () =>
  waitFor(() => suite.api.api.subscribers().subscribers === 0, { what: "nobody", timeoutMs: 5_000 });
const areThere = (count: number) =>
  waitFor(() => suite.api.api.subscribers().subscribers === count, { what: `${count} subscribers`, timeoutMs: 5_000 });

async function opened(url = suite.api.url): Promise<WsClient> {
  const client = await openWs(url);
  await client.init();
  return client;
}

/** More than the buffers of two sockets hold: 12 MiB of alerts. */
async function flood(): Promise<void> {
  for (let n = 0; n < 48; n += 1) {
    const message = `${"x".repeat(262_144)} ${n}`;
    await record(suite.database.client, signal(`flood ${Math.random()}`, { message }));
  }
}

const started: ApiProcess[] = [];

afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  await nobodyIsLeft();
});

describe("who does not read", () => {
  test("over graphql-ws: 4410, while the others get everything", async () => {
    const [slow, fast] = [await opened(), await opened()];
    for (const client of [slow, fast]) client.subscribe("1", ALERTS);
    await areThere(2);
    const from = BigInt(await lastId());
    slow.socket.pause();
    await flood();
    const last = await lastId();
    await waitFor(() => ids(fast.results("1")).at(-1) === last, { what: "the others", timeoutMs: 10_000 });
    expect(ids(fast.results("1"))).toEqual(Array.from({ length: 48 }, (_, n) => String(from + BigInt(n) + 1n)));
    await areThere(1);
    slow.socket.resume();
    expect(await slow.closed).toEqual({ code: 4410, reason: "Slow consumer: reconnect with your cursor" });
    // What it got has no gap, and its cursor goes on from there.
    const got = ids(slow.results("1"));
    expect(got).toEqual(ids(fast.results("1")).slice(0, got.length));
    const again = await opened();
    again.subscribe("1", ALERTS, { after: told(slow.results("1")).at(-1)?.cursor });
    await waitFor(() => ids(again.results("1")).at(-1) === last, { what: "the rest", timeoutMs: 10_000 });
    expect([...got, ...ids(again.results("1"))]).toEqual(ids(fast.results("1")));
    for (const client of [fast, again]) client.socket.close();
  });

  test("over SSE: SLOW_CONSUMER as its last event", async () => {
    const socket = await rawSse(ALERTS);
    await areThere(1);
    socket.pause();
    await flood();
    await areThere(0);
    let text = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      text = (text + chunk).slice(-1_000);
    });
    socket.resume();
    await waitFor(() => text.includes("event: complete"), { what: "its end", timeoutMs: 5_000 });
    expect(text).toContain('"code":"SLOW_CONSUMER"');
    socket.destroy();
  });

  test("who catches up is waited for: a history larger than all buffers arrives", async () => {
    const client = await opened();
    client.socket.pause();
    client.subscribe("1", ALERTS, { after: alertCursor.encode("0") });
    await areThere(1);
    client.socket.resume();
    const all = await eventIds(suite.database.client);
    await waitFor(() => client.results("1").length === all.length, { what: "all of it", timeoutMs: 10_000 });
    expect(ids(client.results("1"))).toEqual(all);
    client.socket.close();
  });
});

/** A request that reads nothing but what it is told to. */
async function rawSse(query: string, url = suite.api.url): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const target = `/graphql?query=${encodeURIComponent(query)}`;
  socket.write(`GET ${target} HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n\r\n`);
  return socket;
}

describe("who vanishes is forgotten", () => {
  test("sockets that are destroyed, streams that are dropped, operations that are completed", async () => {
    const clients = await Promise.all(Array.from({ length: 20 }, () => opened()));
    for (const client of clients) for (const id of ["a", "b"]) client.subscribe(id, ALERTS);
    const streams = await Promise.all(Array.from({ length: 20 }, () => openSse({ url: suite.api.url, query: ALERTS })));
    const raw = await rawSse(ALERTS);
    await areThere(61);
    for (const client of clients.slice(0, 10)) client.socket.terminate();
    for (const client of clients.slice(10)) client.say({ id: "a", type: "complete" });
    await areThere(31);
    for (const stream of streams) stream.close();
    raw.destroy();
    await areThere(10);
    for (const client of clients.slice(10)) client.socket.terminate();
    await nobodyIsLeft();
    expect(suite.api.api.subscribers().groups).toBe(0);
    // Nor does anybody look at the tables any more.
    await waitFor(async () => (await connectionsIn("active")) === 0, { what: "quiet", timeoutMs: 5_000 });
  });

  const connectionsIn = async (state: string) => {
    const { rows } = await suite.database.client.query(
      "select from pg_stat_activity where datname = current_database() and application_name = 'din-api-streams' and state = $1",
      [state],
    );
    return rows.length;
  };

  test("streams that are dropped before they have begun: there is room for others, and the server stops", async () => {
    const api = await startApi(suite.database.url, { SUBSCRIBERS_MAX: "2" });
    const { client } = suite.database;
    // What is refused takes no room.
    for (let n = 0; n < 3; n += 1) {
      const refused = await openSse({ url: api.url, query: ALERTS, variables: { after: "nonsense" } });
      await refused.ended;
      expect(refused.results[0]?.errors?.[0]?.extensions?.code).toBe("INVALID_CURSOR");
    }
    await client.query("begin; lock table din_api.alert_event in access exclusive mode");
    const waiting = () =>
      client.query("select from pg_locks where not granted and relation = 'din_api.alert_event'::regclass");
    const sockets = await Promise.all([rawSse(ALERTS, api.url), rawSse(ALERTS, api.url)]);
    await waitFor(async () => (await waiting()).rows.length > 0, { what: "their looks", timeoutMs: 5_000 });
    // No more of those that come at once than may be.
    const full = await openSse({ url: api.url, query: ALERTS });
    await full.ended;
    expect(full.status).toBe(503);
    for (const socket of sockets) socket.destroy();
    await api.ask("{ __typename }");
    await client.query("rollback");
    await waitFor(
      async () => {
        const reader = await openSse({ url: api.url, query: ALERTS });
        reader.close();
        return reader.status === 200;
      },
      { what: "room", timeoutMs: 5_000 },
    );
    await api.stop();
  });

  test("one that is completed before it has begun", async () => {
    const client = await opened();
    for (let n = 0; n < 50; n += 1) {
      client.subscribe("x", ALERTS);
      client.say({ id: "x", type: "complete" });
    }
    client.subscribe("last", ALERTS);
    await areThere(1);
    client.socket.close();
  });
});

describe("a database that is away", () => {
  test("subscribers wait, and miss nothing", async () => {
    const target = new URL(suite.database.url);
    const proxy = await startTcpProxy(Number(target.port));
    target.port = String(proxy.port);
    const api = await startApi(target.toString());
    const client = await opened(api.url);
    client.subscribe("1", ALERTS, { after: alertCursor.encode(await lastId()) });
    await waitFor(() => api.api.subscribers().subscribers === 1, { what: "one", timeoutMs: 5_000 });
    await record(suite.database.client, signal("before the outage"));
    await waitFor(() => client.results("1").length === 1, { what: "the first", timeoutMs: 5_000 });
    proxy.cut();
    await waitFor(() => api.log.some((line) => line.includes("subscribers wait")), {
      what: "a word",
      timeoutMs: 5_000,
    });
    await record(suite.database.client, signal("in the outage"));
    proxy.restore();
    await record(suite.database.client, signal("after it"));
    await waitFor(() => client.results("1").length === 3, { what: "the others", timeoutMs: 10_000 });
    expect(ids(client.results("1"))).toEqual((await eventIds(suite.database.client)).slice(-3));
    client.socket.close();
    await api.stop();
    await proxy.close();
  });
});

describe("a server that is killed", () => {
  const rounds = Math.max(1, SOAK);

  test(
    `its subscribers go on at another with their cursors: none lost, ids unique (${rounds} kills)`,
    async () => {
      const [port = 0] = await claimPorts([{ purpose: "a test's API", port: 0, flag: "", env: "" }]);
      const { PATH = "" } = process.env;
      const victim = new ApiProcess(
        {
          ...{ PATH, DATABASE_URL: suite.database.url, CHAIN_ID: String(CHAIN_ID), REGISTRY_ADDRESS: REGISTRY },
          ...{ VIEWS_SCHEMA: VIEWS, FOLLOWER: "off", EVALUATOR: "off", NODE_ENV: "production" },
        },
        port,
      );
      started.push(victim);
      const start = alertCursor.encode(await lastId());
      const seen = Array.from({ length: 5 }, () => ({ ids: [] as string[], cursor: start }));
      const follow = async (url: string) => {
        const clients = await Promise.all(seen.map(() => opened(url)));
        for (const [n, client] of clients.entries()) client.subscribe("1", ALERTS, { after: seen[n]?.cursor });
        const counts = () => clients.map((client, n) => (seen[n]?.ids.length ?? 0) + client.results("1").length);
        return { clients, counts };
      };
      const keep = (clients: readonly WsClient[]) => {
        for (const [n, client] of clients.entries()) {
          const own = seen[n];
          if (own === undefined) continue;
          own.ids.push(...ids(client.results("1")));
          own.cursor = told(client.results("1")).at(-1)?.cursor ?? own.cursor;
          client.socket.terminate();
        }
      };
      for (let round = 0; round < rounds; round += 1) {
        victim.start();
        await waitFor(() => answersOk(`${victim.url}/health`), { what: "the victim", timeoutMs: 20_000 });
        const first = await follow(victim.url);
        const before = Math.max(...first.counts());
        const writing = writeFrom(suite.database.url, 3, 60, `kill ${round}`);
        await waitFor(() => Math.min(...first.counts()) > before + 20, { what: "some", timeoutMs: 10_000 });
        await victim.kill();
        await Promise.all(first.clients.map(({ closed }) => closed));
        keep(first.clients);
        const second = await follow(suite.api.url);
        await writing;
        await waitFor(() => Math.min(...second.counts()) >= 180 * (round + 1), { what: "all", timeoutMs: 10_000 });
        keep(second.clients);
      }
      const expected = (await eventIds(suite.database.client)).slice(-180 * rounds);
      for (const { ids: own } of seen) {
        expect(own).toEqual(expected);
        expect(new Set(own).size).toBe(own.length);
      }
    },
    SOAK > 0 ? 7_200_000 : 30_000,
  );
});
