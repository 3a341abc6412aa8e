/** The client's recorder against the API: every request it counted is stored once, whatever breaks on the way. */
import {
  createClient,
  createRecorder,
  type FailedDelivery,
  type RecorderOptions,
  type RejectedSample,
} from "@dreamnet/din-infrastructure-core";
import { privateKeyToAccount } from "viem/accounts";
import { beforeAll, expect, test } from "vitest";
import { waitFor } from "../../devnet/wait.ts";
import { startTcpProxy } from "../support/tcp-proxy.ts";
import { address, ETHER, NOW, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { LAST_INTERVAL, makeKey, registerAll, withPool } from "./support/writer.ts";

const OPERATORS = [address(1), address(2)];
const suite = apiSuite({ operator: OPERATORS.map((one) => stakedRow({ address: one, ethActive: ETHER })) });
const account = privateKeyToAccount(`0x${"11".repeat(32)}`);
let apiKey = "";

beforeAll(async () => {
  const { url } = suite.database;
  await registerAll(url);
  await withPool(url, (pool) =>
    pool.query(
      `insert into din_api.reporter (id, name, address, weight, created_at, updated_at) values ('signer', 's', $1, 1, 0, 0)`,
      [account.address.toLowerCase()],
    ),
  );
  apiKey = await makeKey(url, ["metrics:write"]);
});

/** A recorder that sends as soon as it can, and what it tells. */
async function recording(region: string, options: RecorderOptions = {}, port = Number(new URL(suite.api.url).port)) {
  const told: { readonly rejected: RejectedSample[]; readonly failed: FailedDelivery[] } = { rejected: [], failed: [] };
  const din = createClient({
    url: `http://127.0.0.1:${port}/graphql`,
    ...(options.sign === undefined ? { apiKey } : {}),
  });
  const recorder = await createRecorder(din, {
    ...(options.sign === undefined ? { reporter: "r-1" } : {}),
    onRejected: (rejected) => told.rejected.push(rejected),
    onError: (failed) => told.failed.push(failed),
    ...options,
  });
  const here = (minute: number, operator = 0) => ({
    ...{ operator: OPERATORS[operator] ?? "", service: "rpc", region },
    at: new Date((LAST_INTERVAL - minute * 60) * 1_000),
  });
  return { ...told, recorder, here };
}

const stored = async (region: string) =>
  (
    await suite.database.client.query<{ reporter: string; samples: string; requests: string; successes: string }>(
      `select reporter, count(*) as samples, sum(requests) as requests, sum(successes) as successes
       from din_api.metric_sample where region = $1 group by reporter`,
      [region],
    )
  ).rows;

test("requests over a connection that is cut again and again: each stored once", async () => {
  const proxy = await startTcpProxy(Number(new URL(suite.api.url).port));
  const { recorder, here, failed, rejected } = await recording("cut", { maxBatch: 20 }, proxy.port);
  const there = async () => Number((await stored("cut"))[0]?.samples ?? 0);
  // The first cut comes before anything is sent; all may be stored before the others.
  const cutting = (async () => {
    for (const wanted of [1, 2, 3]) {
      proxy.cut();
      const hasFailed = async () => failed.length >= wanted || (await there()) === 120;
      await waitFor(hasFailed, { what: `failure ${wanted}`, timeoutMs: 10_000, everyMs: 5 });
      proxy.restore();
      const before = await there();
      const isMore = async () => (await there()) > before || (await there()) === 120;
      await waitFor(isMore, { what: "more", timeoutMs: 10_000 });
    }
  })();
  for (let minute = 0; minute < 60; minute += 1) {
    for (const operator of [0, 1]) {
      for (const latencyMicros of [40_000, 50_000, 60_000])
        recorder.record({ ...here(minute, operator), latencyMicros });
      recorder.record({ ...here(minute, operator), timeout: true });
      recorder.observe({ ...here(minute, operator), upSeconds: 60 });
    }
  }
  await recorder.close();
  await cutting;
  expect(failed.length).toBeGreaterThan(0);
  expect(await stored("cut")).toEqual([{ reporter: "r-1", samples: "120", requests: "480", successes: "360" }]);
  expect(rejected).toEqual([]);
  await proxy.close();
});

test("signed by the reporter's account, without a key: an answer that is lost is asked for with a new signature", async () => {
  const lost = { times: 1 };
  const signTypedData: NonNullable<RecorderOptions["sign"]>["signTypedData"] = (data) => account.signTypedData(data);
  const sign = { reporter: "signer", signTypedData };
  const deaf: typeof fetch = async (url, init) => {
    const response = await fetch(url, init);
    if (!String(init?.body).includes("recordMetricsBatch") || lost.times-- <= 0) return response;
    await response.text();
    throw new TypeError("the answer is lost");
  };
  const failed: FailedDelivery[] = [];
  const din = createClient({ url: `${suite.api.url}/graphql`, fetch: deaf });
  const timing = {
    now: () => NOW * 1_000,
    random: () => 0,
    after(ms: number, callback: () => void) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
  const recorder = await createRecorder(din, { sign, timing, onError: (told) => failed.push(told) });
  const { operator, at } = (await recording("signed")).here(1);
  recorder.record({ operator, at, service: "rpc", region: "signed", latencyMicros: 50_000 });
  await recorder.close();
  expect(failed).toMatchObject([{ error: { message: "the answer is lost" } }]);
  expect(await stored("signed")).toEqual([{ reporter: "signer", samples: "1", requests: "1", successes: "1" }]);
});

test("what the API does not take comes back with its code; the rest is stored", async () => {
  const { recorder, here, rejected, failed } = await recording("some");
  recorder.record({ ...here(1), latencyMicros: 50_000 });
  recorder.record({ ...here(2), service: "nothing", failed: true });
  recorder.record({ ...here(3), operator: "0x12", failed: true });
  recorder.record({ ...here(8 * 24 * 60), failed: true });
  await recorder.close();
  const codes = rejected.map(({ status, code, path }) => `${status} ${code} ${path.join(".")}`);
  expect(codes.sort()).toEqual([
    "REJECTED INVALID_OPERATOR operator",
    "REJECTED TIMESTAMP_TOO_OLD timestamp",
    "REJECTED UNKNOWN_SERVICE service",
  ]);
  expect(failed).toEqual([]);
  expect(await stored("some")).toMatchObject([{ samples: "1" }]);
});

test("another process that starts again within the interval is told of the conflict", async () => {
  const first = await recording("again");
  first.recorder.record({ ...first.here(1), latencyMicros: 50_000 });
  await first.recorder.close();
  const second = await recording("again");
  for (const _ of [1, 2]) second.recorder.record({ ...second.here(1), latencyMicros: 50_000 });
  await second.recorder.close();
  expect(second.rejected).toMatchObject([{ status: "CONFLICT", code: "PAYLOAD_DIFFERS" }]);
});

test("a key that does not hold: nothing is lost while it waits", async () => {
  const din = createClient({ url: `${suite.api.url}/graphql`, apiKey: "din_nobody" });
  const failed: FailedDelivery[] = [];
  const recorder = await createRecorder(din, { intervalSeconds: 60, onError: (told) => failed.push(told) });
  recorder.add({ operator: OPERATORS[0] ?? "", service: "rpc", region: "key", timestamp: LAST_INTERVAL });
  const controller = new AbortController();
  const closed = expect(recorder.close({ signal: controller.signal })).rejects.toThrow("enough");
  await waitFor(() => failed.length === 2, { what: "two attempts", timeoutMs: 5_000 });
  expect(failed).toMatchObject([{ error: { code: "UNAUTHENTICATED" } }, { error: { code: "UNAUTHENTICATED" } }]);
  controller.abort(new Error("enough"));
  await closed;
});
