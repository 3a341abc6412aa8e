/** Alerts on their way to receivers that are well, broken or hostile, through the API as it runs. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { AlertKind } from "../../api/domain/alert.ts";
import { waitFor } from "../../devnet/wait.ts";
import {
  type Behaviour,
  cut,
  endless,
  fail,
  garble,
  hang,
  type Receiver,
  reset,
  startReceiver,
  take,
  takeUntilClosed,
  upgrade,
} from "../support/receiver.ts";
import { address, ETHER, NOW, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { deliveriesOf, makeWebhook, numbers, signalOf, tellAlerts } from "./support/webhooks.ts";
import { askAs, makeKey } from "./support/writer.ts";

const suite = apiSuite(
  { operator: [stakedRow({ address: address(1), ethActive: ETHER })] },
  { WEBHOOKS: "on", WEBHOOK_ALLOW_PRIVATE: "true" },
);
const next = numbers();
const HOUR = 3_600;

let key = "";
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());
beforeEach(async () => {
  // A key may have 50 webhooks.
  key = await makeKey(suite.database.url, ["alerts:write"]);
  receiver.behave(take);
});

/** They end with their test, so that alerts of later ones do not go there. */
const made: string[] = [];
afterEach(async () => {
  const end = "mutation ($id: String!) { deleteWebhook(id: $id) { __typename } }";
  for (const id of made.splice(0)) await askAs(suite.api, key, end, { id });
});

type Hook = Awaited<ReturnType<typeof hook>>;

/** A webhook of its own for each test; its path tells its messages. */
async function hook(input: Record<string, unknown> = {}) {
  const path = `/${next.next().value}`;
  const { id } = await makeWebhook(suite.api, key, { url: `${receiver.url}${path}`, ...input });
  made.push(id);
  return {
    id,
    received: () => receiver.received.filter((message) => message.path === path),
    deliveries: () => deliveriesOf(suite.database.client, id),
    test: async () => {
      await askAs(suite.api, key, "mutation ($id: String!) { testWebhook(id: $id) { __typename } }", { id });
    },
  };
}

const until = (what: string, check: () => Promise<boolean> | boolean) => waitFor(check, { what, timeoutMs: 15_000 });

const messageSchema = z.object({
  type: z.string(),
  data: z.object({ event: z.object({ id: z.string() }), alert: z.object({ message: z.string() }) }),
});

test("each step of an alert comes, signed, as JSON, with the id that the log has", async () => {
  const mine = await hook();
  const { client } = suite.database;
  const signal = signalOf(next.next().value, { operator: address(1) });
  await tellAlerts(client, [signal]);
  await until("the first", () => mine.received().length === 1);
  await tellAlerts(client, [{ ...signal, is: "CLEAR" }], NOW + 60);
  await until("both", async () => (await mine.deliveries()).every(({ state }) => state === "DELIVERED"));

  const { rows } = await client.query(
    "select id::text from din_api.alert_event where alert->>'correlationId' = $1 order by id",
    [signal.correlationId],
  );
  const stored = await mine.deliveries();
  expect(stored).toMatchObject([
    { attempts: 1, log: ["204"] },
    { attempts: 1, log: ["204"] },
  ]);
  expect(mine.received()).toMatchObject(
    ["alert.fired", "alert.resolved"].map((type, index) => ({
      headers: {
        "content-type": "application/json",
        host: `127.0.0.1:${receiver.port}`,
        "webhook-id": `msg_${stored[index]?.id}`,
        "webhook-timestamp": String(suite.api.clock.now),
        "webhook-signature": expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
      },
      body: expect.stringContaining(type),
    })),
  );
  const bodies = mine.received().map(({ body }) => messageSchema.parse(JSON.parse(body)));
  expect(bodies.map(({ data }) => data.event.id)).toEqual(rows.map(({ id }) => id));
});

describe("a receiver that fails is sent the same again until it takes it", () => {
  test.each<[string, Behaviour, string]>([
    ["answers 500", fail(500), "HTTP 500"],
    ["answers 404", fail(404), "HTTP 404"],
    ["resets the connection", reset, "ECONNRESET"],
    ["closes it in the middle of its answer", cut, "INCOMPLETE_ANSWER"],
    ["says what is no HTTP", garble, "HPE_INVALID_CONSTANT"],
    ["changes the protocol", upgrade, "INCOMPLETE_ANSWER"],
    ["redirects", fail(302, { location: "/elsewhere" }), "HTTP 302: redirects are not followed"],
    ["redirects for good", fail(308, { location: "/elsewhere" }), "HTTP 308: redirects are not followed"],
  ])("when it %s", async (_what, behaviour, error) => {
    const mine = await hook();
    receiver.behave(behaviour);
    await mine.test();
    await until("a failure", async () => (await mine.deliveries())[0]?.log.length === 1);
    expect(await mine.deliveries()).toMatchObject([{ state: "WAITING", attempts: 1, log: [error] }]);
    receiver.behave(take);
    suite.api.clock.now += 10;
    await until("the delivery", async () => (await mine.deliveries())[0]?.state === "DELIVERED");
    const messages = mine.received();
    expect(messages).toHaveLength((await mine.deliveries())[0]?.log.length ?? 0);
    expect(new Set(messages.map(({ headers, body }) => `${headers["webhook-id"]} ${body}`)).size).toBe(1);
    expect(receiver.received.map(({ path }) => path)).not.toContain("/elsewhere");
  });
});

test.each<[string, Behaviour, string]>([
  ["without an end but that of the connection", takeUntilClosed, "200"],
  ["without an end at all: its beginning is enough", endless, "200"],
  ["a moment later", (response, message) => void setImmediate(() => take(response, message)), "204"],
])("a receiver that takes it with an answer %s has taken it", async (_what, behaviour, status) => {
  const mine = await hook();
  receiver.behave(behaviour);
  await mine.test();
  await until("the delivery", async () => (await mine.deliveries())[0]?.state === "DELIVERED");
  expect(await mine.deliveries()).toMatchObject([{ attempts: 1, log: [status] }]);
});

describe("a receiver that hangs", () => {
  const tell = (kind: AlertKind, count: number) =>
    tellAlerts(
      suite.database.client,
      Array.from({ length: count }, () => signalOf(next.next().value, { kind })),
    );
  const areDelivered = async (hooks: readonly Hook[]) => {
    for (const one of hooks) {
      if ((await one.deliveries()).some(({ state }) => state !== "DELIVERED")) return false;
    }
    return true;
  };

  test("with 50 deliveries holds up nobody: questions are answered, others get theirs, and it gets its own once it recovers", async () => {
    const hanging = await Promise.all(Array.from({ length: 25 }, () => hook({ kinds: ["RATE_STALE"] })));
    const well = await startReceiver();
    const other = await hook({ kinds: ["RATE_STALE"], url: well.url });
    receiver.behave(hang);
    await tell("RATE_STALE", 2);
    await until("all to hang", () => receiver.held === 50);

    const answers = await Promise.all(
      Array.from({ length: 200 }, () => suite.api.ask("{ operators(first: 5) { nodes { address tier } } }")),
    );
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    await tell("RATE_STALE", 1);
    await until("the one that is well", () => areDelivered([other]));
    expect(well.received).toHaveLength(3);
    // None has been given up yet.
    expect(
      await suite.database.client.query("select from din_api.webhook_attempt where error = 'TIMEOUT'"),
    ).toMatchObject({
      rowCount: 0,
    });
    expect(receiver.held).toBeGreaterThanOrEqual(50);

    receiver.behave(take);
    receiver.release();
    await until("all", () => areDelivered(hanging));
    for (const { received } of hanging) {
      expect(new Set(received().map(({ headers }) => headers["webhook-id"])).size).toBe(3);
    }
    await well.close();
  });

  test("is sent four at a time, and one at a time after it has failed", async () => {
    const mine = await hook({ kinds: ["REGISTRY_PAUSED"] });
    const well = await startReceiver();
    const other = await hook({ kinds: ["INDEXER_LAGGING"], url: well.url });
    /** All senders have looked again since what was before. */
    const anotherLook = async () => {
      await tell("INDEXER_LAGGING", 1);
      await until("another look", () => areDelivered([other]));
    };
    receiver.behave(hang);
    await tell("REGISTRY_PAUSED", 12);
    await until("four", () => receiver.held === 4);
    await anotherLook();
    expect(receiver.held).toBe(4);

    receiver.release(fail(500));
    await until("one", () => mine.received().length === 5);
    await anotherLook();
    expect(receiver.held).toBe(1);

    // Taken once, it is trusted with four again.
    receiver.release();
    await until("four again", () => receiver.held === 4);
    expect(mine.received()).toHaveLength(9);
    receiver.behave(take);
    receiver.release();
    suite.api.clock.now += 10;
    await until("the rest", () => areDelivered([mine]));
    await well.close();
  });
});

test("what is dead stays so until it is sent again by hand, under the same id", async () => {
  const mine = await hook();
  receiver.behave(fail(410));
  await mine.test();
  await until("the end", async () => (await mine.deliveries())[0]?.state === "DEAD");
  const [dead] = await mine.deliveries();
  expect(dead).toMatchObject({ attempts: 1, log: ["HTTP 410"] });
  receiver.behave(take);
  await askAs(suite.api, key, "mutation ($id: ID!) { redeliverWebhook(deliveryId: $id) { __typename } }", {
    id: dead?.id,
  });
  await until("the delivery", async () => (await mine.deliveries())[0]?.state === "DELIVERED");
  expect(await mine.deliveries()).toMatchObject([{ attempts: 1, log: ["HTTP 410", "204"] }]);
  expect(mine.received().map(({ headers }) => headers["webhook-id"])).toEqual(Array(2).fill(`msg_${dead?.id}`));
});

test("a receiver that never takes it is asked 14 times, and no more", async () => {
  const mine = await hook();
  receiver.behave(fail(503, { "retry-after": "999999" }));
  await mine.test();
  await until("the first attempt", async () => (await mine.deliveries())[0]?.log.length === 1);
  await suite.database.client.query("update din_api.webhook_delivery set attempts = 12 where webhook_id = $1", [
    mine.id,
  ]);
  for (const attempts of [13, 14]) {
    suite.api.clock.now += 6 * HOUR;
    await until(`attempt ${attempts}`, async () => (await mine.deliveries())[0]?.log.length === attempts - 11);
    const [delivery] = await mine.deliveries();
    expect(delivery).toMatchObject({ attempts, state: attempts < 14 ? "WAITING" : "DEAD" });
    // It asked for much more.
    if (attempts < 14) expect(delivery?.nextAttemptAt).toBe((suite.api.clock.now + 6 * HOUR) * 1_000);
  }
  suite.api.clock.now += 24 * HOUR;
  const later = await hook();
  await later.test();
  receiver.behave(take);
  suite.api.clock.now += HOUR;
  await until("another look", async () => (await later.deliveries())[0]?.state === "DELIVERED");
  expect(mine.received()).toHaveLength(3);
});
