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
