/** Senders side by side, killed, cut off and stopped: what is told comes at least once, under one id. */
import { createServer as createTlsServer } from "node:tls";
import pino from "pino";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { post } from "../../api/webhooks/post.ts";
import { purgeDeliveries } from "../../api/webhooks/purge.ts";
import { createSender, type Sender, type SenderOptions } from "../../api/webhooks/sender.ts";
import { claimPorts } from "../../devnet/ports.ts";
import { waitFor } from "../../devnet/wait.ts";
import { ApiProcess } from "../support/api-process.ts";
import { type Behaviour, drip, fail, hang, type Receiver, startReceiver, take } from "../support/receiver.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";
import { address, CHAIN_ID, ETHER, NOW, REGISTRY, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { VIEWS } from "./support/template.ts";
import { deliveriesOf, makeWebhook, numbers, signalOf, tellAlerts } from "./support/webhooks.ts";
import { askAs, makeKey, withPool } from "./support/writer.ts";

const suite = apiSuite(
  { operator: [stakedRow({ address: address(1), ethActive: ETHER })] },
  { WEBHOOK_ALLOW_PRIVATE: "true" },
);
const next = numbers();
const MINUTE = 60_000;

let key = "";
let receiver: Receiver;
let webhook = { id: "", secret: "" };
/** The senders' clock, milliseconds since the epoch. */
const clock = { now: NOW * 1_000 };
const senders: Sender[] = [];

beforeAll(async () => {
  key = await makeKey(suite.database.url, ["alerts:write"]);
});
beforeEach(async () => {
  clock.now = NOW * 1_000;
  receiver = await startReceiver();
  webhook = await makeWebhook(suite.api, key, { url: receiver.url });
});
afterEach(async () => {
  await Promise.all(senders.splice(0).map((sender) => sender.stop()));
  const end = "mutation ($id: String!) { deleteWebhook(id: $id) { __typename } }";
  await askAs(suite.api, key, end, { id: webhook.id });
  await receiver.close();
});

function startSender(told: Partial<SenderOptions> = {}): Sender {
  const sender = createSender({
    connectionString: suite.database.url,
    viewsSchema: VIEWS,
    allowPrivate: true,
    now: () => clock.now,
    log: pino({ level: "silent" }),
    random: () => 1,
    ...told,
  });
  senders.push(sender);
  sender.start();
  return sender;
}

const tell = (count: number, at = NOW) =>
  tellAlerts(
    suite.database.client,
    Array.from({ length: count }, () => signalOf(next.next().value)),
    at,
  );
const deliveries = () => deliveriesOf(suite.database.client, webhook.id);
const until = (what: string, check: () => Promise<boolean> | boolean) => waitFor(check, { what, timeoutMs: 15_000 });
const areDelivered = async () => (await deliveries()).every(({ state }) => state === "DELIVERED");
const ids = () => receiver.received.map(({ headers }) => headers["webhook-id"]);

test("two senders send each once", async () => {
  await tell(300);
  startSender();
  startSender();
  await until("all", areDelivered);
  expect(receiver.received).toHaveLength(300);
  expect(new Set(ids()).size).toBe(300);
  expect((await deliveries()).filter(({ attempts }) => attempts !== 1)).toEqual([]);
});

test("what is sent holds before the ready-made verifier, at a second attempt too", async () => {
  const offset = { ms: 0 };
  const verifier = new Webhook(webhook.secret);
  const verified: unknown[] = [];
  let failures = 0;
  receiver.behave((response, { headers, body }) => {
    verified.push(verifier.verify(body, headers));
    failures += 1;
    (failures === 1 ? fail(500) : take)(response, { path: "", headers, body });
  });
  await tell(1, Math.floor(Date.now() / 1_000));
  startSender({ now: () => Date.now() + offset.ms });
  await until("a failure", async () => (await deliveries())[0]?.log.length === 1);
  // Within the five minutes that verifiers bear.
  offset.ms = MINUTE;
  await until("the delivery", areDelivered);
  expect(verified).toMatchObject([{ type: "alert.fired" }, { type: "alert.fired" }]);
  const [first, second] = receiver.received;
  expect(Number(second?.headers["webhook-timestamp"])).toBeGreaterThan(Number(first?.headers["webhook-timestamp"]));
  expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
});

test("a process that is killed between sending and writing it down: sent again under the same id", async () => {
  const [port = 0] = await claimPorts([{ purpose: "a test's API", port: 0, flag: "", env: "" }]);
  const api = new ApiProcess(
    {
      ...{
        DATABASE_URL: suite.database.url,
        CHAIN_ID: String(CHAIN_ID),
        REGISTRY_ADDRESS: REGISTRY,
        VIEWS_SCHEMA: VIEWS,
      },
      ...{ FOLLOWER: "off", EVALUATOR: "off", WEBHOOK_ALLOW_PRIVATE: "true" },
    },
    port,
  );
  receiver.behave(hang);
  await tell(1, Math.floor(Date.now() / 1_000));
  api.start();
  await until("the message", () => receiver.held === 1);
  await api.kill();
  receiver.behave(take);

  const offset = { ms: 0 };
  startSender({ now: () => Date.now() + offset.ms });
  // Until its lease is over it may still be on its way.
  await tell(1, Math.floor(Date.now() / 1_000));
  await until("another delivery", async () => (await deliveries())[1]?.state === "DELIVERED");
  expect(await deliveries()).toMatchObject([{ state: "WAITING", attempts: 1, log: [] }, {}]);
  offset.ms = MINUTE;
  await until("the delivery", areDelivered);
  const [first, , again] = ids();
  expect(again).toBe(first);
  expect(await deliveries()).toMatchObject([{ attempts: 2, log: ["204"] }, { attempts: 1 }]);
});

test("a database that goes away while it is sent: sent again under the same id when it is back", async () => {
  const url = new URL(suite.database.url);
  const proxy = await startTcpProxy(Number(url.port));
  url.port = String(proxy.port);
  receiver.behave(hang);
  startSender({ connectionString: url.href });
  await tell(1);
  await until("the message", () => receiver.held === 1);
  proxy.cut();
  receiver.behave(take);
  receiver.release();
  await until("a try to write it down", () => proxy.refused > 0);
  expect(await deliveries()).toMatchObject([{ state: "WAITING", attempts: 1, log: [] }]);
  proxy.restore();
  clock.now += MINUTE;
  await until("the delivery", areDelivered);
  expect(ids()).toEqual(Array(2).fill(ids()[0]));
  await Promise.all(senders.splice(0).map((sender) => sender.stop()));
  await proxy.close();
});

test("a sender that stops gives back what it was sending, and counts no attempt", async () => {
  receiver.behave(hang);
  const sender = startSender();
  await tell(6);
  await until("four", () => receiver.held === 4);
  await sender.stop();
  await until("them to be broken off", () => receiver.held === 0);
  expect(await deliveries()).toMatchObject(Array(6).fill({ state: "WAITING", attempts: 0, log: [] }));
  receiver.behave(take);
  startSender();
  await until("all", areDelivered);
  expect(new Set(ids()).size).toBe(6);
});

test("receivers that hang, however many, leave room for the others", async () => {
  const { client } = suite.database;
  receiver.behave(fail(500));
  await client.query(
    `insert into din_api.webhook (id, url, description, secret, created_by, created_at)
     select 'wh_' || lpad(n::text, 20, '0'), $1, 'slow', $2, 'nobody', $3 from generate_series(1, 150) as n`,
    [receiver.url, Buffer.alloc(32), NOW],
  );
  const failed = async () =>
    (
      await client.query("select from din_api.webhook_delivery where attempts > 0 and next_attempt_at = $1", [
        clock.now + 5_000,
      ])
    ).rowCount;
  await tell(1);
  startSender({ timeoutMs: 3_600_000 });
  await until("all to fail", async () => (await failed()) === 151);
  // Those that were told before are older than anything that is told from now on.
  receiver.behave(hang);
  clock.now += 5_000;
  await tell(3);
  await until("some to hang", () => receiver.held >= 64);
  const well = await startReceiver();
  await makeWebhook(suite.api, key, { url: well.url, operator: address(77) });
  await tellAlerts(client, [signalOf(next.next().value, { operator: address(77) })]);
  await until("another's", () => well.received.length === 1);
  expect(receiver.held).toBe(64);
  await client.query("delete from din_api.webhook where description = 'slow'");
  await well.close();
});

test("a delivery whose senders are killed each time is dead after as many attempts as others, and not sent again", async () => {
  await tell(1);
  await suite.database.client.query("update din_api.webhook_delivery set attempts = 14 where webhook_id = $1", [
    webhook.id,
  ]);
  startSender();
  await until("its end", async () => (await deliveries())[0]?.state === "DEAD");
  expect(await deliveries()).toMatchObject([{ log: ["UNFINISHED"] }]);
  expect(receiver.received).toEqual([]);
});

test.each<[string, Behaviour]>([
  ["does not answer", hang],
  ["does not end its answer", drip],
])("a receiver that %s has failed after a while", async (_what, behaviour) => {
  receiver.behave(behaviour);
  startSender({ timeoutMs: 200 });
  await tell(1);
  await until("a failure", async () => (await deliveries())[0]?.log.length === 1);
  expect(await deliveries()).toMatchObject([{ state: "WAITING", attempts: 1, log: ["TIMEOUT"] }]);
  expect((await deliveries())[0]?.nextAttemptAt).toBe(clock.now + 5_000);
});

describe("what a host means is looked at when it is sent", () => {
  const named = async (host: string) => {
    const url = `http://${host}:${receiver.port}/`;
    await suite.database.client.query("update din_api.webhook set url = $2 where id = $1", [webhook.id, url]);
  };

  test("one that has become private is sent nothing", async () => {
    await named("rebind.example");
    const asked: string[] = [];
    startSender({
      allowPrivate: false,
      resolve: async (host) => {
        asked.push(host);
        return [{ address: "127.0.0.1", family: 4 }];
      },
    });
    await tell(1);
    await until("a failure", async () => (await deliveries())[0]?.log.length === 1);
    expect(await deliveries()).toMatchObject([{ state: "WAITING", log: ["PRIVATE_TARGET"] }]);
    expect(asked).toEqual(["rebind.example"]);
    expect(receiver.received).toEqual([]);
  });

  test("the connection goes to what was looked at, and asks for the host by its name", async () => {
    await named("hook.example");
    startSender({ resolve: async () => [{ address: "127.0.0.1", family: 4 }] });
    await tell(1);
    await until("the delivery", areDelivered);
    expect(receiver.received[0]?.headers.host).toBe(`hook.example:${receiver.port}`);
  });

  test("so does one with TLS", async () => {
    const asked: string[] = [];
    // It has no certificate, which comes after the name.
    const server = createTlsServer({
      SNICallback: (name, done) => {
        asked.push(name);
        done(null);
      },
    });
    server.on("tlsClientError", () => undefined);
    const [port = 0] = await claimPorts([{ purpose: "a test's receiver", port: 0, flag: "", env: "" }]);
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const outcome = await post(
      { url: new URL(`https://hook.example:${port}/`), headers: {}, body: "" },
      {
        ...{ allowPrivate: true, resolve: async () => [{ address: "127.0.0.1", family: 4 }], now: () => 0 },
        signal: AbortSignal.timeout(10_000),
      },
    );
    expect(outcome).toMatchObject({ status: null, error: expect.stringMatching(/^ERR_SSL_|^EPROTO$|^ECONNRESET$/) });
    expect(asked).toEqual(["hook.example"]);
    await new Promise((resolve) => server.close(resolve));
  });

  test("a name that nobody knows is a failure", async () => {
    await named("hook.invalid");
    startSender();
    await tell(1);
    await until("a failure", async () => (await deliveries())[0]?.log.length === 1);
    expect((await deliveries())[0]?.log[0]).toMatch(/^(ENOTFOUND|EAI_AGAIN|TIMEOUT)$/);
  });
});

test("what ended 30 days ago is forgotten with its attempts, batch by batch; what waits is not", async () => {
  const { client } = suite.database;
  const old = NOW - 30 * 86_400 - 1;
  const insert = `insert into din_api.webhook_delivery (webhook_id, alert_event_id, state, next_attempt_at, created_at)
    select $1, -n, case n % 3 when 0 then 'DEAD' when 1 then 'DROPPED' else 'DELIVERED' end, 0, $2
    from generate_series($3::bigint, $4::bigint) as n`;
  await client.query(insert, [webhook.id, old, 1, 2_500]);
  await client.query(
    `insert into din_api.webhook_attempt select id, 1, $2, 500, 'HTTP 500', 1 from din_api.webhook_delivery
    where webhook_id = $1`,
    [webhook.id, old],
  );
  await client.query(
    "update din_api.webhook_delivery set state = 'WAITING' where webhook_id = $1 and alert_event_id = -7",
    [webhook.id],
  );
  await client.query(insert, [webhook.id, old + 1, 2_501, 2_503]);
  const purge = () =>
    withPool(suite.database.url, async (pool) => {
      let batches = 0;
      for (let place: string | null = "0"; place !== null; batches += 1)
        place = await purgeDeliveries(pool, place, NOW);
      return batches;
    });
  expect(await purge()).toBeGreaterThan(2);
  const left = await deliveries();
  expect(left.map(({ state, log }) => [state, log])).toEqual([
    ["WAITING", ["HTTP 500"]],
    ...["DELIVERED", "DEAD", "DROPPED"].map((state) => [state, []]),
  ]);
  const attempts = `select from din_api.webhook_attempt where at = $1`;
  expect((await client.query(attempts, [old])).rowCount).toBe(1);
  // A webhook that was deleted goes when nothing of it is left.
  await client.query("update din_api.webhook set deleted_at = $2 where id = $1", [webhook.id, old]);
  const find = () => client.query("select from din_api.webhook where id = $1", [webhook.id]);
  await purge();
  expect((await find()).rowCount).toBe(1);
  await client.query("delete from din_api.webhook_delivery where webhook_id = $1", [webhook.id]);
  await purge();
  expect((await find()).rowCount).toBe(0);
});
