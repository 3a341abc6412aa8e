/** Webhooks through the API: what is told, whose they are, what is refused. Nothing is sent here. */
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { purgeDeliveries } from "../../api/webhooks/purge.ts";
import { claimDeliveries } from "../../api/webhooks/store.ts";
import { address, ETHER, NOW, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { CREATE, deliveriesOf, makeWebhook, numbers, signalOf, tellAlerts } from "./support/webhooks.ts";
import { askAs, makeKey, withPool } from "./support/writer.ts";

const OPERATOR = address(1);
const suite = apiSuite({ operator: [stakedRow({ address: OPERATOR, ethActive: ETHER })] });
const URL = "https://8.8.8.8/hook";
const next = numbers();

let owner = "";
let other = "";
let admin = "";
beforeAll(async () => {
  owner = await makeKey(suite.database.url, ["alerts:write"]);
  other = await makeKey(suite.database.url, ["alerts:write"]);
  admin = await makeKey(suite.database.url, ["alerts:write", "admin"]);
});

const idOf = (key: string) => key.slice(4, 16);
const ask = (key: string | null, query: string, variables: object = {}) => askAs(suite.api, key, query, variables);
const create = (key: string, input: object) => ask(key, CREATE, { input });
const SELECTED: Readonly<Record<string, string>> = {
  deleteWebhook: "(id: $id) { ... on Webhook { webhookId deletedAt }",
  testWebhook: "(id: $id) { ... on WebhookDelivery { ...D }",
  redeliverWebhook: "(deliveryId: $id) { ... on WebhookDelivery { ...D }",
};
const act = (key: string, name: string, id: string) =>
  ask(
    key,
    `mutation ($id: ${name === "redeliverWebhook" ? "ID" : "String"}!) {
      ${name}${SELECTED[name]?.replace("...D", DELIVERY)} ... on Error { code path } } }`,
    { id },
  );
const DELIVERY = "deliveryId webhookId messageId eventId state attemptCount nextAttemptAt createdAt deliveredAt";
const read = (key: string | null, id: string, filter = "") =>
  ask(
    key,
    `query ($id: String!) { webhook(id: $id) { ... on Error { code path } ... on Webhook {
      webhookId deletedAt deliveries${filter} { totalCount pageInfo { hasNextPage endCursor } nodes {
        ${DELIVERY} attempts { nodes { attempt at status error durationMs } } } } } } }`,
    { id },
  );
const list = (key: string | null, deleted = false) =>
  ask(key, "query ($deleted: Boolean!) { webhooks(first: 100, deleted: $deleted) { nodes { webhookId createdBy } } }", {
    deleted,
  });
const listed = async (key: string, deleted = false) => {
  const { data } = await list(key, deleted);
  const schema = z.object({ webhooks: z.object({ nodes: z.array(z.object({ webhookId: z.string() })) }) });
  return schema.parse(data).webhooks.nodes.map(({ webhookId }) => webhookId);
};
const moment = (at: number) => new Date(at * 1_000).toISOString();

describe("a webhook", () => {
  test("is created, told with its secret once, listed without it, deleted, and remembered", async () => {
    const answer = await create(owner, {
      url: "https://8.8.8.8:8443/a b?c",
      ...{ description: " On call ", kinds: ["SCORE_LOW", "SCORE_LOW"], severities: ["CRITICAL"], operator: OPERATOR },
    });
    const schema = z.object({
      createWebhook: z.object({ secret: z.string(), webhook: z.record(z.string(), z.unknown()) }),
    });
    const { secret, webhook } = schema.parse(answer.data).createWebhook;
    expect(secret).toMatch(/^whsec_/);
    expect(webhook).toEqual({
      webhookId: expect.stringMatching(/^wh_[0-9a-f]{20}$/),
      url: "https://8.8.8.8:8443/a%20b?c",
      ...{ description: "On call", kinds: ["SCORE_LOW"], severities: ["CRITICAL"] },
      ...{ operatorAddress: expect.stringMatching(new RegExp(OPERATOR, "i")), createdBy: idOf(owner) },
      ...{ createdAt: moment(NOW), deletedAt: null },
    });
    const id = String(webhook.webhookId);
    const { rows } = await suite.database.client.query("select secret from din_api.webhook where id = $1", [id]);
    expect(`whsec_${rows[0]?.secret.toString("base64")}`).toBe(secret);
    for (const { text } of [await list(owner), await read(owner, id)]) {
      expect(text).toContain(id);
      expect(text).not.toContain(secret.slice(6));
    }

    const deleted = { data: { deleteWebhook: { webhookId: id, deletedAt: moment(NOW) } } };
    expect(await act(owner, "deleteWebhook", id)).toMatchObject(deleted);
    suite.api.clock.now += 60;
    expect(await act(owner, "deleteWebhook", id)).toMatchObject(deleted);
    suite.api.clock.now -= 60;
    expect(await listed(owner)).not.toContain(id);
    expect(await listed(owner, true)).toContain(id);
    expect(await read(owner, id)).toMatchObject({ data: { webhook: { webhookId: id, deletedAt: moment(NOW) } } });
  });

  test.each([
    [{ url: "http://8.8.8.8/" }, "INVALID_URL", "url"],
    [{ url: "https://u:p@8.8.8.8/" }, "INVALID_URL", "url"],
    [{ url: "nonsense" }, "INVALID_URL", "url"],
    [{ url: "https://127.0.0.1/" }, "PRIVATE_TARGET", "url"],
    [{ url: "https://2852039166/latest/meta-data/" }, "PRIVATE_TARGET", "url"],
    [{ url: "https://[::ffff:a00:1]/" }, "PRIVATE_TARGET", "url"],
    [{ url: "https://localhost/" }, "PRIVATE_TARGET", "url"],
    [{ url: URL, description: "x".repeat(201) }, "INVALID_DESCRIPTION", "description"],
    [{ url: URL, description: "a\0" }, "INVALID_DESCRIPTION", "description"],
    [{ url: URL, kinds: [] }, "EMPTY_LIST", "kinds"],
    [{ url: URL, severities: [] }, "EMPTY_LIST", "severities"],
  ])("of %j is refused: %s", async (input, code, field) => {
    const before = await listed(admin);
    expect(await create(owner, input)).toMatchObject({
      data: { createWebhook: { __typename: "ValidationError", code, path: ["input", field] } },
    });
    expect(await listed(admin)).toEqual(before);
  });

  test("whose host does not resolve now is taken: it may do so later", async () => {
    expect(await create(owner, { url: "https://nobody.invalid/" })).toMatchObject({
      data: { createWebhook: { __typename: "CreatedWebhook" } },
    });
  });

  test("is one of 50 at most, also where they are asked for at the same time", async () => {
    const key = await makeKey(suite.database.url, ["alerts:write"]);
    const answers = await Promise.all(Array.from({ length: 55 }, () => create(key, { url: URL })));
    const types = answers.map(({ text }) => /"code":"(\w+)"/.exec(text)?.[1] ?? "created").sort();
    expect(types).toEqual([...Array(5).fill("TOO_MANY_WEBHOOKS"), ...Array(50).fill("created")]);
    const [first = ""] = await listed(key);
    await act(key, "deleteWebhook", first);
    expect(await create(key, { url: URL })).toMatchObject({
      data: { createWebhook: { __typename: "CreatedWebhook" } },
    });
  });
});

describe("deliveries", () => {
  test("are of alerts that match, in the log of the webhook, page by page", async () => {
    const { id } = await makeWebhook(suite.api, owner, { url: URL, severities: ["CRITICAL"] });
    const { client } = suite.database;
    const critical = [next.next().value, next.next().value, next.next().value].map((n) =>
      signalOf(n, { severity: "CRITICAL" }),
    );
    await tellAlerts(client, [signalOf(next.next().value), ...critical]);
    const page = z.object({
      webhook: z.object({
        deliveries: z.object({
          totalCount: z.number(),
          pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string() }),
          nodes: z.array(z.looseObject({ deliveryId: z.string(), messageId: z.string() })),
        }),
      }),
    });
    const first = page.parse((await read(owner, id, "(first: 2)")).data).webhook.deliveries;
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect(first.nodes[0]).toEqual({
      deliveryId: expect.any(String),
      webhookId: id,
      messageId: `msg_${first.nodes[0]?.deliveryId}`,
      eventId: expect.stringMatching(/^\d+$/),
      ...{ state: "WAITING", attemptCount: 0, nextAttemptAt: moment(NOW), createdAt: moment(NOW), deliveredAt: null },
      attempts: { nodes: [] },
    });
    const after = `(first: 2, after: "${first.pageInfo.endCursor}")`;
    const second = page.parse((await read(owner, id, after)).data).webhook.deliveries;
    expect(second.pageInfo.hasNextPage).toBe(false);
    const ids = [...first.nodes, ...second.nodes].map(({ deliveryId }) => Number(deliveryId));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(ids).toHaveLength(3);
  });

  test("are dead letters until they are sent again; with all attempts, and the log of the earlier ones", async () => {
    const { id } = await makeWebhook(suite.api, owner, { url: URL });
    const { client } = suite.database;
    await tellAlerts(client, [signalOf(next.next().value), signalOf(next.next().value)]);
    const [dead] = await deliveriesOf(client, id);
    await client.query("update din_api.webhook_delivery set state = 'DEAD', attempts = 14 where id = $1", [dead?.id]);
    await client.query("insert into din_api.webhook_attempt values ($1, 1, $2, null, 'TIMEOUT', 10000)", [
      dead?.id,
      NOW,
    ]);
    const letters = "(filter: { state: [DEAD] })";
    expect(await read(owner, id, letters)).toMatchObject({
      data: {
        webhook: {
          deliveries: {
            totalCount: 1,
            nodes: [
              {
                ...{ deliveryId: dead?.id, state: "DEAD", attemptCount: 14, nextAttemptAt: null },
                attempts: {
                  nodes: [{ attempt: 1, at: moment(NOW), status: null, error: "TIMEOUT", durationMs: 10_000 }],
                },
              },
            ],
          },
        },
      },
    });
    const again = {
      data: {
        redeliverWebhook: { deliveryId: dead?.id, messageId: `msg_${dead?.id}`, state: "WAITING", attemptCount: 0 },
      },
    };
    expect(await act(owner, "redeliverWebhook", dead?.id ?? "")).toMatchObject(again);
    expect(await act(owner, "redeliverWebhook", dead?.id ?? "")).toMatchObject(again);
    expect(await read(owner, id, letters)).toMatchObject({ data: { webhook: { deliveries: { totalCount: 0 } } } });
    expect(await deliveriesOf(client, id)).toMatchObject([{ id: dead?.id, log: ["TIMEOUT"] }, {}]);
  });

  test("of a test are without an event, and no more than five wait", async () => {
    const { id } = await makeWebhook(suite.api, owner, { url: URL });
    for (let n = 0; n < 5; n += 1) {
      expect(await act(owner, "testWebhook", id)).toMatchObject({
        data: { testWebhook: { webhookId: id, eventId: null, state: "WAITING" } },
      });
    }
    expect(await act(owner, "testWebhook", id)).toMatchObject({ data: { testWebhook: { code: "TOO_MANY_TESTS" } } });
    expect(await deliveriesOf(suite.database.client, id)).toHaveLength(5);
  });

  test("that wait are dropped with the webhook, others stay, and none begins again", async () => {
    const { id } = await makeWebhook(suite.api, owner, { url: URL });
    const { client } = suite.database;
    await tellAlerts(client, [signalOf(next.next().value), signalOf(next.next().value)]);
    const [first] = await deliveriesOf(client, id);
    await client.query("update din_api.webhook_delivery set state = 'DELIVERED' where id = $1", [first?.id]);
    await act(owner, "deleteWebhook", id);
    await tellAlerts(client, [signalOf(next.next().value)]);
    expect(await deliveriesOf(client, id)).toMatchObject([{ state: "DELIVERED" }, { state: "DROPPED" }]);
    expect(await act(owner, "redeliverWebhook", first?.id ?? "")).toMatchObject({
      data: { redeliverWebhook: { code: "WEBHOOK_DELETED" } },
    });
    expect(await act(owner, "testWebhook", id)).toMatchObject({ data: { testWebhook: { code: "WEBHOOK_DELETED" } } });
  });

  test("are dropped a part at a time where many wait: alerts are not held up, and what is left is never sent", async () => {
    const { id } = await makeWebhook(suite.api, owner, { url: URL });
    const { client } = suite.database;
    const count = async (state: string) =>
      (await client.query("select from din_api.webhook_delivery where webhook_id = $1 and state = $2", [id, state]))
        .rowCount;
    await client.query(
      `insert into din_api.webhook_delivery (webhook_id, alert_event_id, state, next_attempt_at, created_at)
       select $1, -n, 'WAITING', -1, $2 from generate_series(1, 12000) as n`,
      [id, NOW],
    );
    await act(owner, "deleteWebhook", id);
    expect(await count("DROPPED")).toBe(5_000);
    await withPool(suite.database.url, async (pool) => {
      // No other test's is due so early.
      const limits = { limit: 10, failingLimit: 10, room: 10, rooms: new Map() };
      expect(await claimDeliveries(pool, { now: -1, leaseUntil: 1, ...limits })).toEqual([]);
      // Senders go on with it.
      for (let place: string | null = "0"; place !== null; ) place = await purgeDeliveries(pool, place, NOW);
    });
    expect(await count("DROPPED")).toBe(12_000);
  });

  test("that a writer of alerts adds while the webhook is deleted are dropped, too", async () => {
    const { id } = await makeWebhook(suite.api, owner, { url: URL });
    const { client } = suite.database;
    await client.query("begin");
    // As `recordAlerts`: it has seen the webhook, and has not committed.
    await client.query("select pg_advisory_xact_lock(7460005)");
    const insert = `insert into din_api.webhook_delivery (webhook_id, alert_event_id, state, next_attempt_at, created_at)
                    values ($1, 1, 'WAITING', 0, $2)`;
    await client.query(insert, [id, NOW]);
    let isDeleted = false;
    const deleting = act(owner, "deleteWebhook", id).then(() => {
      isDeleted = true;
    });
    // Another request from the beginning to its end.
    await list(owner);
    expect(isDeleted).toBe(false);
    await client.query("commit");
    await deleting;
    expect(await deliveriesOf(client, id)).toMatchObject([{ state: "DROPPED" }]);
  });
});

describe("whose it is", () => {
  const ACTS = ["deleteWebhook", "testWebhook"];

  test("another key neither sees nor changes it, in the words for one that is not there; an admin's does both", async () => {
    const { id } = await makeWebhook(suite.api, owner, { url: URL });
    const { client } = suite.database;
    await act(owner, "testWebhook", id);
    const before = await deliveriesOf(client, id);
    const [delivery] = before;
    expect(await listed(other)).not.toContain(id);
    expect(await read(other, id)).toMatchObject({ data: { webhook: { code: "WEBHOOK_NOT_FOUND", path: ["id"] } } });
    for (const name of ACTS) {
      expect(await act(other, name, id)).toMatchObject({ data: { [name]: { code: "WEBHOOK_NOT_FOUND" } } });
    }
    expect(await act(other, "redeliverWebhook", delivery?.id ?? "")).toMatchObject({
      data: { redeliverWebhook: { code: "DELIVERY_NOT_FOUND", path: ["deliveryId"] } },
    });
    expect(await deliveriesOf(client, id)).toEqual(before);

    expect(await listed(admin)).toContain(id);
    expect(await read(admin, id)).toMatchObject({ data: { webhook: { webhookId: id } } });
    expect(await act(admin, "redeliverWebhook", delivery?.id ?? "")).toMatchObject({
      data: { redeliverWebhook: { state: "WAITING" } },
    });
    expect(await act(admin, "deleteWebhook", id)).toMatchObject({ data: { deleteWebhook: { webhookId: id } } });
  });

  test.each(["wh_00000000000000000000", "", "wh_\0", "' or 1=1 --", "x".repeat(10_000)])(
    "there is none of the id %j",
    async (id) => {
      expect(await read(owner, id)).toMatchObject({ data: { webhook: { code: "WEBHOOK_NOT_FOUND" } } });
      for (const name of ACTS) {
        expect(await act(owner, name, id)).toMatchObject({ data: { [name]: { code: "WEBHOOK_NOT_FOUND" } } });
      }
      expect(await act(owner, "redeliverWebhook", id)).toMatchObject({
        data: { redeliverWebhook: { code: "DELIVERY_NOT_FOUND" } },
      });
    },
  );

  test("reading needs the scope, too, and `admin` alone is not it", async () => {
    const { id } = await makeWebhook(suite.api, owner, { url: URL });
    const without = await makeKey(suite.database.url, ["admin", "metrics:write", "incidents:write", "circuit:write"]);
    const revoked = await makeKey(suite.database.url, ["alerts:write"]);
    await suite.database.client.query("update din_api.api_key set revoked_at = $1 where id = $2", [NOW, idOf(revoked)]);
    for (const asking of [(key: string | null) => list(key), (key: string | null) => read(key, id)]) {
      expect(await asking(null)).toMatchObject({ status: 401, errors: [{ code: "UNAUTHENTICATED" }] });
      expect(await asking(revoked)).toMatchObject({ status: 401, errors: [{ code: "UNAUTHENTICATED" }] });
      const refused = await asking(without);
      expect(refused.errors).toMatchObject([{ code: "FORBIDDEN" }]);
      expect(refused.text).not.toContain(URL);
    }
  });
});
