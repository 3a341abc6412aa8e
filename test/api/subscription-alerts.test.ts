/** The log of alerts as subscribers get it: from a cursor and then live, all of it, once, in its order. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { alertCursor } from "../../api/loaders/log-cursor.ts";
import { waitFor } from "../../devnet/wait.ts";
import { openSse, type SseReader, type StreamedResult } from "../support/sse-reader.ts";
import { openWs, type WsClient } from "../support/ws-client.ts";
import { eventIds, record, signal, writeFrom } from "./support/alerts.ts";
import { startApi, type TestApi } from "./support/api.ts";
import { createTestDatabase, type TestDatabase } from "./support/database.ts";
import { address, baseRows, ETHER, stakedRow } from "./support/rows.ts";

const ALERTS = `subscription ($filter: AlertSubscriptionFilter, $after: String) {
  alerts(filter: $filter, after: $after) { eventId cursor type silenced alert { kind severity operatorAddress message } }
}`;

let database: TestDatabase;
let one: TestApi;
let other: TestApi;

beforeAll(async () => {
  database = await createTestDatabase(inject("apiPostgresUrl"));
  await database.fill({ ...baseRows(), operator: [stakedRow({ address: address(1), ethActive: ETHER })] });
  [one, other] = await Promise.all([startApi(database.url), startApi(database.url)]);
});

afterAll(async () => {
  await Promise.all([one.stop(), other.stop()]);
  await database.drop();
});

const event = z.object({
  eventId: z.string(),
  cursor: z.string(),
  type: z.string(),
  alert: z.object({ message: z.string() }).loose(),
});

const told = (results: readonly StreamedResult[]) => results.map(({ data }) => event.parse(data?.alerts));
const idsOf = (results: readonly StreamedResult[]) => told(results).map(({ eventId }) => eventId);
const lastId = async () => (await eventIds(database.client)).at(-1) ?? "0";
const lastCursor = async () => alertCursor.encode(await lastId());

/** Waits until a subscriber has come to the end of the log. */
async function hasAll(results: () => readonly StreamedResult[]): Promise<void> {
  const last = await lastId();
  await waitFor(() => idsOf(results()).at(-1) === last, { what: `event ${last}`, timeoutMs: 10_000 });
}

async function sockets(api: TestApi): Promise<WsClient> {
  const client = await openWs(api.url);
  await client.init();
  return client;
}

describe("a cursor", () => {
  test("what was told since, then what comes, while four write: no gap, no duplicate, in order, on either transport", async () => {
    await writeFrom(database.url, 2, 40, "before");
    const all = await eventIds(database.client);
    const from = all[39] ?? "";
    const writing = writeFrom(database.url, 4, 60, "during");
    const readers: SseReader[] = [];
    const client = await sockets(other);
    for (let n = 0; n < 6; n += 1) {
      const variables = { after: alertCursor.encode(from) };
      readers.push(await openSse({ url: n % 2 === 0 ? one.url : other.url, query: ALERTS, variables }));
      client.subscribe(`s${n}`, ALERTS, variables);
    }
    await writing;
    const expected = (await eventIds(database.client)).slice(40);
    expect(expected).toHaveLength(280);
    for (const reader of readers) {
      await hasAll(() => reader.results);
      expect(idsOf(reader.results)).toEqual(expected);
      reader.close();
    }
    for (let n = 0; n < 6; n += 1) {
      await hasAll(() => client.results(`s${n}`));
      expect(idsOf(client.results(`s${n}`))).toEqual(expected);
    }
    client.socket.close();
  });

  test("each event's own cursor goes on right after it", async () => {
    const reader = await openSse({ url: one.url, query: ALERTS, variables: { after: alertCursor.encode("0") } });
    await hasAll(() => reader.results);
    reader.close();
    const events = told(reader.results);
    const next = await openSse({ url: one.url, query: ALERTS, variables: { after: events.at(-3)?.cursor } });
    await hasAll(() => next.results);
    next.close();
    expect(told(next.results)).toEqual(events.slice(-2));
  });

  test.each([
    ["of the future", alertCursor.encode("999999999")],
    ["that is none", "nonsense"],
    ["of another list", Buffer.from(JSON.stringify([1, "slashes:DESC", "1"])).toString("base64url")],
    ["below all", alertCursor.encode("-1")],
  ])("one %s is refused before anything is told", async (_name, after) => {
    const reader = await openSse({ url: one.url, query: ALERTS, variables: { after } });
    await reader.ended;
    expect(reader.results.map(({ errors }) => errors?.map(({ extensions }) => extensions?.code))).toEqual([
      ["INVALID_CURSOR"],
    ]);
    expect(reader.isComplete()).toBe(true);
    const client = await sockets(one);
    client.subscribe("1", ALERTS, { after });
    await waitFor(() => client.isOver("1"), { what: "the end", timeoutMs: 5_000 });
    expect(client.results("1").map(({ errors }) => errors?.[0]?.extensions?.code)).toEqual(["INVALID_CURSOR"]);
    client.socket.close();
  });

  test("one that another server has just told of is none of the future", async () => {
    const watching = await openSse({ url: other.url, query: ALERTS, variables: { after: await lastCursor() } });
    for (let n = 0; n < 20; n += 1) {
      await record(database.client, signal(`ahead ${n}`));
      const reader = await openSse({ url: other.url, query: ALERTS, variables: { after: await lastCursor() } });
      expect(reader.results).toEqual([]);
      reader.close();
    }
    await hasAll(() => watching.results);
    expect(watching.results).toHaveLength(20);
    watching.close();
  });
});

describe("without a cursor", () => {
  test("only what comes", async () => {
    const reader = await openSse({ url: one.url, query: ALERTS });
    await waitFor(() => one.api.subscribers().subscribers === 1, { what: "the subscriber", timeoutMs: 5_000 });
    await record(database.client, signal("from now on"));
    await hasAll(() => reader.results);
    expect(told(reader.results)).toMatchObject([{ type: "FIRED", alert: { message: "about from now on" } }]);
    reader.close();
  });
});

describe("filters", () => {
  const CASES = [
    [{ operator: address(2) }, ["b", "d"]],
    [{ kind: ["OPERATOR_OFFLINE", "RATE_STALE"] }, ["b", "c"]],
    [{ severity: ["CRITICAL"] }, ["c"]],
    [{ kind: ["SCORE_LOW"], operator: address(2) }, ["d"]],
    [{ kind: [] }, []],
    [{}, ["a", "b", "c", "d"]],
    [{ includeSilenced: true }, ["a", "b", "c", "d", "silenced"]],
  ] as const;

  test("each holds for what is replayed and for what is live", async () => {
    const after = await lastCursor();
    const client = await sockets(one);
    for (const [n, [filter]] of CASES.entries()) client.subscribe(`live ${n}`, ALERTS, { filter, after });
    await database.client.query(
      `insert into din_api.silence (id, operator, kind, start_at, end_at, reason, created_by, created_at)
       values ('s', null, 'REGISTRY_PAUSED', 0, 9999999999, 'quiet', 'test', 0)`,
    );
    await record(
      database.client,
      signal("f a"),
      signal("f b", { operator: address(2), kind: "OPERATOR_OFFLINE" }),
      signal("f c", { operator: null, kind: "RATE_STALE", severity: "CRITICAL" }),
      signal("f d", { operator: address(2) }),
      signal("f silenced", { kind: "REGISTRY_PAUSED", operator: null, severity: "INFO" }),
      signal("f end", { operator: address(3), kind: "TIER_CHANGED", severity: "INFO" }),
    );
    for (const [n, [filter]] of CASES.entries()) client.subscribe(`replayed ${n}`, ALERTS, { filter, after });
    client.subscribe("all", ALERTS, { after });
    await hasAll(() => client.results("all"));
    for (const [n, [, expected]] of CASES.entries()) {
      for (const kind of ["live", "replayed"]) {
        const messages = () =>
          told(client.results(`${kind} ${n}`))
            .map(({ alert }) => alert.message.replace("about f ", ""))
            .filter((message) => message !== "end");
        await waitFor(() => messages().length >= expected.length, { what: `${kind} ${n}`, timeoutMs: 5_000 });
        expect(messages()).toEqual(expected);
      }
    }
    client.socket.close();
  });
});

describe("several servers", () => {
  test("a subscriber of one gets what is written through the other, and may change over at any moment", async () => {
    const seen: string[] = [];
    const start = await lastCursor();
    let after = start;
    const writing = writeFrom(database.url, 3, 50, "replicas");
    for (let turn = 0; turn < 12; turn += 1) {
      const reader: SseReader = await openSse({
        url: turn % 2 === 0 ? one.url : other.url,
        query: ALERTS,
        variables: { after },
      });
      const before = seen.length;
      await waitFor(() => reader.results.length >= 5 || before >= 120, { what: "some", timeoutMs: 5_000 });
      if (turn === 11) {
        await writing;
        const last = await lastId();
        // The one before may have had it already.
        await waitFor(() => [...seen, ...idsOf(reader.results)].at(-1) === last, { what: last, timeoutMs: 10_000 });
      }
      reader.close();
      await reader.ended;
      seen.push(...idsOf(reader.results));
      after = told(reader.results).at(-1)?.cursor ?? after;
    }
    const all = await eventIds(database.client);
    expect(seen).toEqual(all.slice(all.indexOf(seen[0] ?? "")));
    expect(new Set(seen).size).toBe(150);
  });
});

describe("sharing", () => {
  test("who asks the same is one group, wherever each began; who asks otherwise is not", async () => {
    const client = await sockets(one);
    const ids = (await eventIds(database.client)).slice(-5);
    for (const [n, id] of ids.entries()) client.subscribe(`s${n}`, ALERTS, { after: alertCursor.encode(id) });
    client.subscribe("more", ALERTS, { filter: { operator: address(1) } });
    await waitFor(() => one.api.subscribers().subscribers === 6, { what: "six", timeoutMs: 5_000 });
    expect(one.api.subscribers().groups).toBe(2);
    client.say({ id: "more", type: "complete" });
    await waitFor(() => one.api.subscribers().groups === 1, { what: "one group", timeoutMs: 5_000 });
    await record(database.client, signal("for all"));
    for (const [n] of ids.entries()) {
      await hasAll(() => client.results(`s${n}`));
      expect(client.results(`s${n}`)).toHaveLength(ids.length - n);
    }
    expect(client.results("more")).toEqual([]);
    client.socket.close();
    await waitFor(() => one.api.subscribers().subscribers === 0, { what: "nobody", timeoutMs: 5_000 });
    expect(one.api.subscribers()).toEqual({ subscribers: 0, groups: 0 });
  });
});
