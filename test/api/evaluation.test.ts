/** From a batch to its windows, over HTTP; and what processes say that evaluate, do not, or do nothing else. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { POLICY } from "../../api/domain/policy.ts";
import { takeSnapshot } from "../../api/monitoring/snapshot.ts";
import { waitFor } from "../../devnet/wait.ts";
import { startApi, type TestApi } from "./support/api.ts";
import { address, ETHER, NOW, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { LAST_INTERVAL, makeKey, registerAll, sampleOf, statusesOf } from "./support/writer.ts";

const OPERATOR = address(1);
const suite = apiSuite({ operator: [stakedRow({ address: OPERATOR, ethActive: ETHER })] });

const WINDOWS = `{ operator(address: "${OPERATOR}") { ... on Operator {
  windows { hour { requests successes measuredSeconds latency { p95 { method } } } }
} } }`;

const get = async (api: TestApi, path: string) => {
  const response = await fetch(`${api.url}${path}`);
  const body: { readonly code?: string; readonly message?: string } = await response.json();
  return { status: response.status, code: body.code, message: body.message };
};

describe("a process that only evaluates", () => {
  let evaluator: TestApi;
  beforeAll(async () => {
    evaluator = await startApi(suite.database.url, { EVALUATOR: "only" });
  });
  afterAll(() => evaluator.stop());

  test("answers no GraphQL, says why, and tells how it is", async () => {
    const answer = await get(evaluator, "/graphql?query={__typename}");
    expect(answer.status).toBe(404);
    expect(answer.message).toContain("EVALUATOR=only");
    expect((await get(evaluator, "/health")).status).toBe(200);
    await waitFor(async () => (await get(evaluator, "/ready")).status === 200, { what: "/ready", timeoutMs: 20_000 });
  });

  test("turns what another process took into windows", async () => {
    const { api, database } = suite;
    await registerAll(database.url);
    const key = await makeKey(database.url, ["metrics:write"]);
    evaluator.clock.now = NOW;
    expect(
      await statusesOf(api, key, [sampleOf(OPERATOR), sampleOf(OPERATOR, { timestamp: LAST_INTERVAL - 60 })]),
    ).toEqual(["ACCEPTED", "ACCEPTED"]);
    await waitFor(
      async () => {
        const { data } = await api.ask(WINDOWS);
        expect(data).toEqual({
          operator: {
            windows: {
              hour: {
                ...{ requests: 200, successes: 180, measuredSeconds: 120 },
                latency: { p95: { method: "SKETCH" } },
              },
            },
          },
        });
        return true;
      },
      { what: "the windows", timeoutMs: 20_000 },
    );
  });

  test("takes a snapshot of the network when an hour has ended, once", async () => {
    const { client } = suite.database;
    await client.query("update din_api.follower_state set passed_at = now()");
    const hour = Math.ceil(NOW / 3_600) * 3_600;
    evaluator.clock.now = hour + 30;
    const snapshots = async () =>
      (await client.query("select at::int, operators, active_stake::text as stake from din_api.network_snapshot")).rows;
    await waitFor(async () => (await snapshots()).some(({ at }) => at === hour), {
      what: "the snapshot",
      timeoutMs: 20_000,
    });
    expect((await snapshots()).filter(({ at }) => at === hour)).toEqual([
      { at: hour, operators: 1, stake: String(ETHER) },
    ]);
  });
});

test("takes no snapshot of a network that is not known: nobody follows, or lists are not up to it", async () => {
  const { client } = suite.database;
  // Moved on: the process of the tests above has taken its own.
  const hour = Math.ceil(NOW / 3_600) * 3_600 + 7_200;
  const take = (now: number) => takeSnapshot(client, now, POLICY.time);
  await client.query("update din_api.follower_state set passed_at = now() - interval '61 seconds'");
  expect(await take(hour + 1)).toBe(false);
  await client.query("update din_api.follower_state set passed_at = now()");
  await client.query("insert into din_api.dirty_operator (operator, reason) values ($1, 'INPUTS')", [OPERATOR]);
  expect(await take(hour + 2)).toBe(false);
  await client.query("delete from din_api.dirty_operator");
  // Too late is left alone: what was not seen then is not made up.
  expect(await take(hour + 901)).toBe(true);
  const taken = async () => (await client.query("select from din_api.network_snapshot where at = $1", [hour])).rowCount;
  expect(await taken()).toBe(0);
  expect(await take(hour + 900)).toBe(true);
  expect(await taken()).toBe(1);
});

test("EVALUATOR_BEHIND when samples wait and nobody evaluates; a mark for the follower alone is no backlog", async () => {
  const { client } = suite.database;
  await client.query("insert into din_api.metric_dirty (operator, intervals) values ($1, $2)", [
    OPERATOR,
    [LAST_INTERVAL],
  ]);
  await client.query("insert into din_api.dirty_operator (operator, reason) values ($1, 'EVALUATION')", [OPERATOR]);
  await client.query("update din_api.follower_state set passed_at = now()");
  expect((await get(suite.api, "/ready")).status).toBe(200);
  await client.query("update din_api.metric_dirty set created_at = now() - interval '61 seconds'");
  expect(await get(suite.api, "/ready")).toMatchObject({ status: 503, code: "EVALUATOR_BEHIND" });
  await client.query("delete from din_api.metric_dirty");
  expect((await get(suite.api, "/ready")).status).toBe(200);
  await client.query("update din_api.dirty_operator set created_at = now() - interval '61 seconds'");
  expect(await get(suite.api, "/ready")).toMatchObject({ status: 503, code: "FOLLOWER_BEHIND" });
});
