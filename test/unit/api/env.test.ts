import { expect, test } from "vitest";
import { parseEnvironment } from "../../../api/env.ts";

const GIVEN = {
  DATABASE_URL: "postgres://localhost/din",
  CHAIN_ID: "31337",
  REGISTRY_ADDRESS: `0x${"1".repeat(40)}`,
};

test("no worker may rest for so long that its connection is taken for a dead one", () => {
  const poll = (follower: number, evaluator: number) =>
    parseEnvironment({ ...GIVEN, FOLLOWER_POLL_MS: String(follower), EVALUATOR_POLL_MS: String(evaluator) });
  expect(poll(5_000, 20_000)).toMatchObject({ follower: { pollMs: 5_000 }, evaluator: { pollMs: 20_000 } });
  expect(() => poll(5_001, 20_000)).toThrow("FOLLOWER_POLL_MS");
  expect(() => poll(5_000, 20_001)).toThrow("EVALUATOR_POLL_MS");
});

test("where it is reached from outside has no slash at its end, and is a URL of the web", () => {
  const url = (PUBLIC_URL: string) => parseEnvironment({ ...GIVEN, PUBLIC_URL }).http.publicUrl;
  expect(url("https://din.example.org/api//")).toBe("https://din.example.org/api");
  expect(url("")).toBeNull();
  expect(() => url("din.example.org")).toThrow("PUBLIC_URL: must be an http(s) URL");
  expect(() => url("ipfs://din")).toThrow("PUBLIC_URL");
});

test("nodes to simulate by are one URL of the web or several, or none", () => {
  const urls = (RPC_URL: string) => parseEnvironment({ ...GIVEN, RPC_URL }).rpcUrls;
  expect(urls("https://one.example/key, http://two.example")).toEqual([
    "https://one.example/key",
    "http://two.example",
  ]);
  expect(urls("")).toEqual([]);
  for (const wrong of ["ws://one.example/s3cret", "https://one.example/s3cret,", "one.example/s3cret"]) {
    expect(() => urls(wrong)).toThrow("RPC_URL: must be one http(s) URL, or several separated by commas");
    // It may hold a key.
    expect(() => urls(wrong)).not.toThrow("s3cret");
  }
});
