/** Lists and subscriptions of the typed client against the API: every page, and every event once, whatever breaks. */
import {
  AlertEventsDocument,
  AlertFeedDocument,
  createClient,
  FeedCursorsDocument,
  NetworkFeedDocument,
  OperatorFeedDocument,
  OperatorsDocument,
  type Reconnect,
  StakingEventFeedDocument,
} from "@dreamnet/din-infrastructure-core";
import { describe, expect, test } from "vitest";
import { alertCursor } from "../../api/loaders/log-cursor.ts";
import { waitFor } from "../../devnet/wait.ts";
import { startRelay } from "../support/relay.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";
import { eventIds, record, signal } from "./support/alerts.ts";
import { startApi, type TestApi } from "./support/api.ts";
import { address, ETHER, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const OPERATORS = Array.from({ length: 7 }, (_, n) => address(n + 1));
const suite = apiSuite({ operator: OPERATORS.map((one) => stakedRow({ address: one, ethActive: ETHER })) });
const clientOf = (port: number | string) => createClient({ url: `http://127.0.0.1:${port}/graphql` });
const client = () => createClient({ url: `${suite.api.url}/graphql` });
const portOf = ({ url }: TestApi) => Number(new URL(url).port);
const lastId = async () => (await eventIds(suite.database.client)).at(-1) ?? "0";
const areThere = (api: TestApi, count: number) =>
  waitFor(() => api.api.subscribers().subscribers === count, { what: `${count} subscribers`, timeoutMs: 10_000 });

/** So many alerts, one after the other, and some at a time. */
async function write(count: number, name: string): Promise<void> {
  for (let n = 0; n < count; n += 25) {
    await record(suite.database.client, ...Array.from({ length: 25 }, (_, k) => signal(`${name} ${n + k}`)));
  }
}

describe("items", () => {
  test("every operator once, in pages of any size", async () => {
    for (const first of [1, 3, 7, 100]) {
      const found: string[] = [];
      const operators = client().items(OperatorsDocument, { first }, (data) => data.operators);
      for await (const { address } of operators) found.push(address.toLowerCase());
      expect(found.sort()).toEqual(OPERATORS);
    }
  });

  test("whole pages", async () => {
    const sizes: number[] = [];
    const pages = client().pages(OperatorsDocument, { first: 3 }, (data) => data.operators);
    for await (const { nodes, pageInfo } of pages) sizes.push(pageInfo.hasNextPage ? nodes.length : -nodes.length);
    expect(sizes).toEqual([3, 3, -1]);
  });

  test("what the API refuses is thrown by the loop", async () => {
    const wrong = client().items(OperatorsDocument, { after: "nowhere" }, (data) => data.operators);
    await expect(wrong.next()).rejects.toMatchObject({ name: "DinRequestError", code: "INVALID_CURSOR" });
  });

  test.each([1, 5])("a signal ends it at once, in pages of %i", async (first) => {
    const controller = new AbortController();
    const { signal } = controller;
    const operators = client().items(OperatorsDocument, { first }, (data) => data.operators, { signal });
    await operators.next();
    controller.abort(new Error("enough"));
    await expect(operators.next()).rejects.toThrow("enough");
  });
});

describe("subscribe", () => {
  test("300 events, each once and in order: over cuts, nobody there, another server, one that stops, a reader that sleeps", async () => {
    const relay = await startRelay(portOf(suite.api));
    const leaving = new AbortController();
    const [seen, reconnects]: [string[], Reconnect[]] = [[], []];
    await record(suite.database.client, signal("before"));
    const from = await lastId();
    let awake: Promise<void> = Promise.resolve();
    const follow = async () => {
      const variables = { after: alertCursor.encode(from) };
      const options = { signal: leaving.signal, onReconnect: (told: Reconnect) => reconnects.push(told) };
      for await (const { alerts } of clientOf(relay.port).subscribe(AlertFeedDocument, variables, options)) {
        seen.push(alerts.eventId);
        await awake;
      }
    };
    const followed = follow();
    const hasAll = async () => {
      const last = await lastId();
      await waitFor(() => seen.at(-1) === last, { what: `event ${last}`, timeoutMs: 15_000 });
    };
    await areThere(suite.api, 1);
    await write(75, "live");

    for (const count of [50, 25, 25]) {
      const [heard, lost] = [seen.length, reconnects.length];
      const writing = write(count, `while it is cut, ${seen.length}`);
      // Only what is there can be cut.
      await waitFor(() => seen.length > heard, { what: "the next event", timeoutMs: 10_000, everyMs: 2 });
      relay.cut();
      await waitFor(() => reconnects.length > lost, { what: "the cut to be noticed", timeoutMs: 10_000 });
      await writing;
    }
    await hasAll();

    const other = await startApi(suite.database.url);
    relay.target = null;
    relay.cut();
    await write(50, "nobody is there");
    relay.target = portOf(other);
    await hasAll();
    await areThere(other, 1);

    // While it does not ask for more, the server it hung on goes away.
    let wake = () => {};
    awake = new Promise((resolve) => {
      wake = resolve;
    });
    await write(25, "while it sleeps");
    relay.target = portOf(suite.api);
    await other.stop();
    await write(50, "after the stop");
    wake();
    awake = Promise.resolve();
    await hasAll();

    const expected = (await eventIds(suite.database.client)).filter((id) => BigInt(id) > BigInt(from));
    expect(expected).toHaveLength(300);
    expect(seen).toEqual(expected);
    expect(reconnects.length).toBeGreaterThanOrEqual(5);
    leaving.abort(new Error("enough"));
    await expect(followed).rejects.toThrow("enough");
    await areThere(suite.api, 0);
    await relay.close();
  });

  test("a connection that is open and dead is noticed", async () => {
    const proxy = await startTcpProxy(portOf(suite.api));
    const causes: string[] = [];
    const options = {
      idleMs: 1_000,
      onReconnect({ cause }: Reconnect) {
        causes.push(String(cause));
        proxy.restore();
      },
    };
    const variables = { after: alertCursor.encode(await lastId()) };
    const feed = clientOf(proxy.port).subscribe(AlertFeedDocument, variables, options);
    const first = feed.next();
    await areThere(suite.api, 1);
    proxy.freeze();
    await record(suite.database.client, signal("nobody hears it"));
    expect((await first).value?.alerts.eventId).toBe(await lastId());
    expect(causes[0]).toBe("DinConnectionError: Nothing came for 1 s.");
    await feed.return();
    await areThere(suite.api, 0);
    await proxy.close();
  });

  test("a cursor of the list is one of the feed", async () => {
    const { alertEvents } = await client().request(AlertEventsDocument, { first: 5 });
    const feed = client().subscribe(AlertFeedDocument, { after: alertEvents.pageInfo.endCursor });
    const { value } = await feed.next();
    expect(value?.alerts.eventId).toBe((await eventIds(suite.database.client))[5]);
    await feed.return();
  });

  test("begun with a cursor of `feedCursors`: also what happened before the first connection stood", async () => {
    const relay = await startRelay(portOf(suite.api));
    const { feedCursors } = await client().request(FeedCursorsDocument);
    relay.target = null;
    const feed = clientOf(relay.port).subscribe(AlertFeedDocument, { after: feedCursors.alerts });
    const first = feed.next();
    await record(suite.database.client, signal("nobody is connected yet"));
    relay.target = portOf(suite.api);
    expect((await first).value?.alerts.eventId).toBe(await lastId());
    await feed.return();
    await relay.close();
    const chain = client().subscribe(StakingEventFeedDocument, { after: feedCursors.stakingEvents });
    const pending = chain.next();
    await areThere(suite.api, 1);
    expect(await chain.return()).toEqual(await pending);
  });

  test("states begin with what is", async () => {
    const [network, operator] = [
      client().subscribe(NetworkFeedDocument),
      client().subscribe(OperatorFeedDocument, { address: address(1) }),
    ];
    expect((await network.next()).value?.networkChanged.totalOperators).toBe(OPERATORS.length);
    expect((await operator.next()).value?.operatorChanged).toMatchObject({ stake: { active: ETHER.toString() } });
    await Promise.all([network.return(), operator.return()]);
  });

  test.each([
    ["a cursor that is none", "x", undefined, "INVALID_CURSOR"],
    ["a key that does not hold", null, "din_nobody", "UNAUTHENTICATED"],
  ])("%s ends it", async (_what, after, apiKey, code) => {
    const din = createClient({ url: `${suite.api.url}/graphql`, ...(apiKey === undefined ? {} : { apiKey }) });
    const feed = din.subscribe(AlertFeedDocument, { after });
    await expect(feed.next()).rejects.toMatchObject({ name: "DinRequestError", code });
  });

  test("an operator that nobody has registered", async () => {
    const feed = client().subscribe(OperatorFeedDocument, { address: address(99) });
    await expect(feed.next()).rejects.toMatchObject({ name: "DinRequestError", code: "OPERATOR_NOT_FOUND" });
  });
});
