import { DinProtocolError, DinRequestError } from "@dreamnet/din-infrastructure-core";
import { BaseError, ContractFunctionZeroDataError, HttpRequestError } from "viem";
import { describe, expect, test } from "vitest";
import { lineOf } from "../../../api/domain/naming.ts";
import { backoffMs, createWaiter } from "../../../keeper/pause.ts";
import { apiFailing, distinct, isNoRegistry, oneLine, rpcFailing, whatFailed } from "../../../keeper/problems.ts";

const URL = "https://rpc.example/v2/a-key-that-costs-money";
const http = (status?: number) =>
  new HttpRequestError({ url: URL, ...(status === undefined ? {} : { status }), details: `${URL} said no` });

describe("what failed is told without the URL, which may hold a key", () => {
  test.each<[string, unknown, string]>([
    ["an HTTP status", http(429), "HTTP status 429"],
    ["no answer", http(), "no answer"],
    ["an HTTP status within", new BaseError("It failed.", { cause: http(503) }), "HTTP status 503"],
    [
      "what a node says",
      new BaseError("RPC Request failed.", { details: "header not found" }),
      "RPC Request failed. header not found",
    ],
    [
      "a code of the API",
      new DinRequestError([{ message: "No.", extensions: { code: "FORBIDDEN" } }], 200),
      "FORBIDDEN: No.",
    ],
    ["an answer without one", new DinRequestError([{ message: "No." }], 502), "HTTP status 502: No."],
    ["no API at all", new DinProtocolError(404), "Expected a GraphQL answer, got something else with HTTP status 404."],
    [
      "what the system refused",
      new TypeError("fetch failed", { cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" }) }),
      "fetch failed (ECONNREFUSED)",
    ],
    ["an URL in a message", new Error(`cannot ask ${URL} now`), "cannot ask (a URL) now"],
    ["a database's", new Error("no postgres://me:secret@host/db"), "no (a URL)"],
    ["lines", new Error("one\n two\u0000"), "one two"],
    ["nothing", new Error(""), "Error"],
    ["no error", 7, "7"],
  ])("%s", (_what, error, text) => {
    expect(whatFailed(error)).toBe(text);
    for (const { message } of [apiFailing(error), rpcFailing(error)]) {
      expect(message).toContain(text.replace(/\.$/, ""));
      expect(message).not.toMatch(/a-key-that|secret/);
      expect(message.length).toBeLessThanOrEqual(500);
    }
  });
});

test("a line is never longer than the API takes", () => {
  expect(oneLine("x".repeat(2_000))).toHaveLength(400);
  expect(oneLine("")).toBe("unknown");
});

test("a line is one that the API takes, whatever a node says", () => {
  const pair = "\u{1f525}";
  for (const text of [
    "a\nb",
    "a\u2028b",
    "a\u202eb",
    "a\u2066b",
    "a\ud800b",
    `x${pair.repeat(300)}`,
    pair.repeat(300),
  ]) {
    const line = oneLine(text);
    expect(lineOf(line, 400), JSON.stringify(text)).toBe(line);
  }
});

test("an address without a registry is told from a chain that does not answer", () => {
  const noData = new ContractFunctionZeroDataError({ functionName: "slashClock" });
  expect(isNoRegistry(new BaseError("It failed.", { cause: noData }))).toBe(true);
  expect(isNoRegistry(new BaseError("It failed.", { cause: http(500) }))).toBe(false);
  expect(isNoRegistry(new Error("no"))).toBe(false);
});

test("a problem of a kind is told once for each role, in the words that came first", () => {
  const problem = (message: string, role: "MONITOR" | null = null) => ({ code: "STUCK" as const, role, message });
  const all = [problem("a"), problem("b"), problem("c", "MONITOR"), problem("d", "MONITOR")];
  expect(distinct(all).map(({ message }) => message)).toEqual(["a", "c"]);
});

test.each([
  [0, 2_000],
  [1, 4_000],
  [4, 32_000],
  [5, 60_000],
  [5_000, 60_000],
])("after %i failures in a row it waits %i ms", (failures, ms) => {
  expect(backoffMs(2_000, failures)).toBe(ms);
});

test("a wait ends when it is woken, or was meanwhile", async () => {
  const waiter = createWaiter();
  const waiting = waiter.wait(60_000);
  waiter.wake();
  await waiting;
  await waiter.wait(0);
  waiter.wake();
  await waiter.wait(60_000);
});
