/** What a subscription does about each way in which a connection can end: against a scripted server, in a test's own time. */
import { createClient, type Reconnect, TypedDocumentString } from "@dreamnet/din-infrastructure-core";
import { describe, expect, test } from "vitest";
import { waitFor } from "../../../devnet/wait.ts";
import { manualTime } from "../../support/manual-time.ts";

interface Told {
  readonly alerts: { readonly cursor: string };
}
interface Changed {
  readonly networkChanged: { readonly totalOperators: number };
}
const ALERTS = new TypedDocumentString<Told, { after?: string | null; filter?: string }>(
  "subscription ($after: String) { alerts(after: $after) { cursor } }",
);
const NETWORK = new TypedDocumentString<Changed, Record<string, never>>(
  "subscription { networkChanged { totalOperators } }",
);

const PULSE = ":\n\n";
const END = "event: complete\n\n";
const next = (result: object) => `event: next\ndata: ${JSON.stringify(result)}\n\n`;
const event = (cursor: string) => next({ data: { alerts: { cursor } } });
const failed = (code: string) => next({ errors: [{ message: code, extensions: { code } }] });
const json = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
const refused = (status: number, code: string, headers: Record<string, string> = {}) =>
  json(status, { errors: [{ message: code, extensions: { code } }] }, headers);

/** A connection that the test writes to. */
function stream() {
  const encoder = new TextEncoder();
  let writer: ReadableStreamDefaultController<Uint8Array> | undefined;
  let [isLeft, pulls] = [false, 0];
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        writer = controller;
      },
      pull() {
        pulls += 1;
      },
    },
    { highWaterMark: 0 },
  );
  return {
    response: new Response(body, { headers: { "content-type": "text/event-stream; charset=utf-8" } }),
    write(...texts: readonly string[]) {
      for (const text of texts) if (!isLeft) writer?.enqueue(encoder.encode(text));
      return this;
    },
    end() {
      writer?.close();
      return this;
    },
    break() {
      writer?.error(new TypeError("terminated"));
      return this;
    },
    leave() {
      isLeft = true;
      writer?.error(new DOMException("left", "AbortError"));
    },
    get isLeft() {
      return isLeft;
    },
    get pulls() {
      return pulls;
    },
  };
}

type Connection = Response | Error | "silence" | ReturnType<typeof stream>;

/** Answers one connection after the other as the script says, and then no more. */
function scripted(...script: readonly Connection[]) {
  const time = manualTime(0, 1);
  const asked: unknown[] = [];
  const reconnects: Reconnect[] = [];
  const answer: typeof fetch = async (_url, init) => {
    const step = script[asked.length] ?? "silence";
    asked.push(JSON.parse(String(init?.body)).variables);
    init?.signal?.throwIfAborted();
    if (step instanceof Error) throw step;
    if (step === "silence") {
      return new Promise((_, reject) => {
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
    }
    if (step instanceof Response) return step;
    init?.signal?.addEventListener("abort", () => step.leave());
    return step.response;
  };
  const din = createClient({ url: "http://api.test/graphql", fetch: answer, timing: time });
  return {
    ...{ din, time, asked, reconnects },
    follow: (
      after: string | null = null,
      options: { readonly signal?: AbortSignal; readonly maxRetries?: number } = {},
    ) => din.subscribe(ALERTS, { after, filter: "f" }, { ...options, onReconnect: (told) => reconnects.push(told) }),
    /** Lets it wait for its next connection, and the wait pass. */
    async pass(ms: number) {
      await waitFor(() => time.waits.includes(ms), {
        what: `a wait of ${ms} ms, not ${time.waits}`,
        timeoutMs: 2_000,
        everyMs: 1,
      });
      time.advance(ms);
    },
  };
}

const cursorOf = async (results: AsyncGenerator<Told>) => (await results.next()).value?.alerts.cursor;

describe("goes on from the last cursor", () => {
  test.each([
    ["ends in the middle", () => stream().write(event("1"), event("2")).end()],
    ["breaks", () => stream().write(event("1"), event("2"))],
    ["is of a server that stops", () => stream().write(event("1"), event("2"), failed("SERVER_STOPPING"), END)],
    ["was read too slowly", () => stream().write(event("1"), event("2"), failed("SLOW_CONSUMER"), END)],
  ])("a connection that %s", async (how, first) => {
    const broken = first();
    const { follow, pass, asked, reconnects } = scripted(broken, stream().write(event("3"), END));
    const results = follow("0");
    expect(await cursorOf(results)).toBe("1");
    expect(await cursorOf(results)).toBe("2");
    const third = results.next();
    if (how === "breaks") broken.break();
    await pass(200);
    expect(await third).toEqual({ done: false, value: { alerts: { cursor: "3" } } });
    expect(await results.next()).toEqual({ done: true, value: undefined });
    expect(asked).toEqual([
      { after: "0", filter: "f" },
      { after: "2", filter: "f" },
    ]);
    expect(reconnects).toMatchObject([{ failures: 1, waitMs: 200, after: "2" }]);
  });

  test("a result with an error that passes is not told: it is asked for again", async () => {
    const partial = next({
      data: { alerts: { cursor: "2" } },
      errors: [{ message: "", extensions: { code: "TIMEOUT" } }],
    });
    const first = stream().write(event("1"), partial);
    const { follow, pass, asked } = scripted(first, stream().write(event("2")));
    const results = follow();
    expect(await cursorOf(results)).toBe("1");
    const second = cursorOf(results);
    await pass(200);
    expect(await second).toBe("2");
    expect(asked).toMatchObject([{ after: null }, { after: "1" }]);
    // The server would have told more on it.
    expect(first.isLeft).toBe(true);
    await results.return();
  });

  test("without a variable `after` it begins with what is", async () => {
    const state = (totalOperators: number) => next({ data: { networkChanged: { totalOperators } } });
    const { din, pass, asked } = scripted(stream().write(state(1)).end(), stream().write(state(2)));
    const results = din.subscribe(NETWORK);
    expect((await results.next()).value).toEqual({ networkChanged: { totalOperators: 1 } });
    const second = results.next();
    await pass(200);
    expect((await second).value).toEqual({ networkChanged: { totalOperators: 2 } });
    expect(asked).toEqual([{}, {}]);
    await results.return();
  });

  test("a document that takes `after` and does not ask for `cursor` is told so at once", async () => {
    const { follow } = scripted(stream().write(next({ data: { alerts: { eventId: "1" } } })));
    await expect(follow().next()).rejects.toBeInstanceOf(TypeError);
  });
});

describe("comes back", () => {
  test("twice as late each time, until a result comes; then soon again", async () => {
    const nobody = new TypeError("fetch failed");
    const bad = new Response("<html>", { status: 502 });
    const { follow, pass, reconnects } = scripted(
      ...[nobody, bad, refused(503, "DATABASE_UNAVAILABLE"), nobody],
      ...[stream().write(event("1")).end(), stream().write(event("2"))],
    );
    const results = follow();
    const first = cursorOf(results);
    for (const ms of [200, 400, 800, 1_600]) await pass(ms);
    expect(await first).toBe("1");
    const second = cursorOf(results);
    await pass(200);
    expect(await second).toBe("2");
    expect(reconnects.map(({ failures }) => failures)).toEqual([1, 2, 3, 4, 1]);
    await results.return();
  });

  test("not before the server wishes it", async () => {
    const full = refused(503, "TOO_MANY_SUBSCRIBERS", { "retry-after": "2" });
    const proxy = new Response("slow down", { status: 429, headers: { "retry-after": "5" } });
    const { follow, pass } = scripted(full, proxy, stream().write(event("1")));
    const first = cursorOf(follow());
    await pass(2_000);
    await pass(5_000);
    expect(await first).toBe("1");
  });

  test("from silence: nobody answers, or nothing comes any more; a pulse is not silence", async () => {
    const lively = stream();
    const { follow, pass, time, reconnects } = scripted("silence", lively, stream().write(event("1")));
    const first = cursorOf(follow());
    await pass(30_000);
    await pass(200);
    await waitFor(() => time.waits.includes(30_000), { what: "the second", timeoutMs: 2_000, everyMs: 1 });
    time.advance(29_999);
    lively.write(PULSE);
    await waitFor(() => time.waits.includes(30_000), { what: "a read", timeoutMs: 2_000, everyMs: 1 });
    time.advance(29_999);
    expect(lively.isLeft).toBe(false);
    time.advance(1);
    expect(lively.isLeft).toBe(true);
    await pass(400);
    expect(await first).toBe("1");
    expect(reconnects.map(({ cause }) => String(cause))).toEqual(
      Array(2).fill("DinConnectionError: Nothing came for 30 s."),
    );
  });

  test("as after the first failure from a connection that lived, though nothing happened on it", async () => {
    const quiet = [stream(), stream(), stream()];
    const { follow, pass, time, reconnects } = scripted(...quiet, stream().write(event("1")));
    const first = cursorOf(follow(null, { maxRetries: 1 }));
    for (const one of quiet) {
      for (const ms of [12_000, 12_000, 12_000]) {
        await waitFor(() => time.waits.includes(30_000), { what: "a read", timeoutMs: 2_000, everyMs: 1 });
        time.advance(ms);
        one.write(PULSE);
        await waitFor(() => time.waits.includes(30_000), { what: "the next", timeoutMs: 2_000, everyMs: 1 });
      }
      one.end();
      await pass(200);
    }
    expect(await first).toBe("1");
    expect(reconnects.map(({ failures }) => failures)).toEqual([1, 1, 1]);
  });

  test("so many times as it may, and then throws why", async () => {
    const nobody = new TypeError("fetch failed");
    const { follow, pass } = scripted(nobody, nobody, nobody);
    const first = follow(null, { maxRetries: 2 }).next();
    const thrown = expect(first).rejects.toMatchObject({ name: "DinConnectionError", cause: nobody });
    await pass(200);
    await pass(400);
    await thrown;
  });
});

describe("ends with what does not pass", () => {
  test.each([
    ["a document that does not hold", () => refused(400, "GRAPHQL_VALIDATION_FAILED"), "GRAPHQL_VALIDATION_FAILED"],
    ["a key that does not hold", () => refused(401, "UNAUTHENTICATED"), "UNAUTHENTICATED"],
    ["the same, as a stream", () => stream().write(failed("FORBIDDEN"), END), "FORBIDDEN"],
    ["a cursor of another log", () => stream().write(failed("INVALID_CURSOR"), END), "INVALID_CURSOR"],
  ])("%s", async (_what, connection, code) => {
    const { follow, asked } = scripted(connection());
    await expect(follow().next()).rejects.toMatchObject({ name: "DinRequestError", code });
    expect(asked).toHaveLength(1);
  });

  test.each([
    ["another server", () => new Response("<html>", { status: 404 })],
    ["an answer of no subscription", () => json(200, { data: { network: {} } })],
    ["a result that is none", () => stream().write("event: next\ndata: {}\n\n")],
  ])("%s", async (_what, connection) => {
    const { follow, asked } = scripted(connection());
    await expect(follow().next()).rejects.toMatchObject({ name: "DinProtocolError" });
    expect(asked).toHaveLength(1);
  });

  test("an address that is none", async () => {
    const results = createClient({ url: "nowhere" }).subscribe(ALERTS, {});
    await expect(results.next()).rejects.toMatchObject({ name: "DinConnectionError" });
  });
});

describe("is left", () => {
  test("by leaving the loop: the connection is, too, and nothing waits", async () => {
    const one = stream().write(event("1"), event("2"));
    const { follow, time } = scripted(one);
    for await (const _ of follow()) break;
    expect(one.isLeft).toBe(true);
    expect(time.waits).toEqual([]);
  });

  test.each([
    ["before it began", "before"],
    ["while nobody answers", "asking"],
    ["while it waits for a result", "reading"],
    ["while it waits for its next connection", "waiting"],
  ])("by a signal %s: its reason is thrown, and nothing waits", async (_when, when) => {
    const [controller, reason] = [new AbortController(), new Error("enough")];
    const one = when === "asking" ? "silence" : stream();
    const { follow, time, asked, reconnects } = scripted(one);
    if (when === "before") controller.abort(reason);
    const result = follow(null, { signal: controller.signal }).next();
    const thrown = expect(result).rejects.toBe(reason);
    if (when !== "before") await waitFor(() => asked.length === 1, { what: "it asks", timeoutMs: 2_000, everyMs: 1 });
    if (when === "waiting" && one !== "silence") {
      one.end();
      await waitFor(() => reconnects.length === 1, { what: "it waits", timeoutMs: 2_000, everyMs: 1 });
    }
    controller.abort(reason);
    await thrown;
    expect(time.waits).toEqual([]);
    expect(asked).toHaveLength(when === "before" ? 0 : 1);
  });

  test("by a signal between two results that came together: the second is not told", async () => {
    const [controller, reason] = [new AbortController(), new Error("enough")];
    const one = stream().write(event("1") + event("2"));
    const results = scripted(one).follow(null, { signal: controller.signal });
    expect(await cursorOf(results)).toBe("1");
    controller.abort(reason);
    expect(one.isLeft).toBe(true);
    await expect(results.next()).rejects.toBe(reason);
  });

  test.each(["asking", "reading", "waiting"])(
    'by "return" while somebody waits for a result (%s): that is the end',
    async (when) => {
      const one = when === "asking" ? "silence" : stream();
      const { follow, time, asked, reconnects } = scripted(one);
      const results = follow();
      const result = results.next();
      await waitFor(() => asked.length === 1, { what: "it asks", timeoutMs: 2_000, everyMs: 1 });
      if (when === "waiting" && one !== "silence") {
        one.end();
        await waitFor(() => reconnects.length === 1, { what: "it waits", timeoutMs: 2_000, everyMs: 1 });
      }
      expect(await results.return()).toEqual({ done: true, value: undefined });
      expect(await result).toEqual({ done: true, value: undefined });
      expect(await results.next()).toEqual({ done: true, value: undefined });
      expect(time.waits).toEqual([]);
      expect(asked).toHaveLength(1);
    },
  );
});

test("nothing is read ahead of who asks", async () => {
  const one = stream();
  const { follow } = scripted(one);
  const results = follow();
  one.write(event("1"), event("2"), event("3"));
  expect(await cursorOf(results)).toBe("1");
  expect(one.pulls).toBe(0);
  for (const cursor of ["2", "3"]) expect(await cursorOf(results)).toBe(cursor);
  // All that was there is read; only now somebody asks for more.
  const fourth = cursorOf(results);
  await waitFor(() => one.pulls === 1, { what: "a pull", timeoutMs: 2_000, everyMs: 1 });
  one.write(event("4"));
  expect(await fourth).toBe("4");
  await results.return();
});
