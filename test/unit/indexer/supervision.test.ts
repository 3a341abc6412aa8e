import { describe, expect, test } from "vitest";
import { deploymentName, type Source } from "../../../indexer/deployment.ts";
import { parseIndexerEnv } from "../../../indexer/env.ts";
import { describeError, FatalError } from "../../../indexer/errors.ts";
import { createLog, type LogLevel } from "../../../indexer/log.ts";
import { countDeepReorgs, parseLine, ponderArguments } from "../../../indexer/ponder.ts";
import { backoff, untilItWorks } from "../../../indexer/retry.ts";

const quiet = createLog("silent");

describe("deploymentName", () => {
  const sources: Source[] = [
    { path: "indexer/src/stake.ts", contents: "a" },
    { path: "abi", contents: "b" },
  ];
  const env = { CHAIN_ID: 31337, REGISTRY_ADDRESS: "0xaa", START_BLOCK: 1 } as const;
  const name = deploymentName(sources, env);

  test("is short, and the same whatever order files are found in", () => {
    expect(name).toMatch(/^din_indexer_[0-9a-f]{8}$/);
    expect(deploymentName(sources.toReversed(), env)).toBe(name);
  });

  test.each([
    ["the code", [{ path: "indexer/src/stake.ts", contents: "A" }, ...sources.slice(1)], env],
    ["a file's name", [{ path: "indexer/src/steak.ts", contents: "a" }, ...sources.slice(1)], env],
    ["a file less", sources.slice(1), env],
    ["the chain", sources, { ...env, CHAIN_ID: 8453 }],
    ["the registry", sources, { ...env, REGISTRY_ADDRESS: "0xbb" }],
    ["the first block", sources, { ...env, START_BLOCK: 2 }],
  ] as const)("changes with %s", (_name, files, settings) => {
    expect(deploymentName(files, settings)).not.toBe(name);
  });
});

describe("Ponder's log", () => {
  test.each([
    ['{"level":30,"time":1,"msg":"Indexed block","number":7}', { level: 30, msg: "Indexed block" }],
    ["(node:1) DeprecationWarning: …", undefined],
    ['{"level":"info","msg":"x"}', undefined],
    ["null", undefined],
    ["", undefined],
  ])("parseLine(%j)", (line, expected) => {
    expect(parseLine(line)).toEqual(expected);
  });

  test("deep reorgs count only in a row", () => {
    const count = countDeepReorgs();
    const reorg = "Encountered unrecoverable reorg";
    const messages = [
      reorg,
      "Failed to fetch latest block",
      reorg,
      "Indexed block",
      reorg,
      reorg,
      "Reorged block",
      reorg,
    ];
    expect(messages.map(count)).toEqual([1, 0, 2, 0, 1, 2, 0, 3]);
  });

  test.each([
    ["trace", "trace"],
    ["debug", "debug"],
    ["info", "info"],
    ["error", "info"],
    ["silent", "info"],
  ])("LOG_LEVEL=%s makes Ponder log at %s", (LOG_LEVEL, expected) => {
    const env = parseIndexerEnv({
      DATABASE_URL: "postgres://a",
      CHAIN_ID: "8453",
      RPC_URL: "https://a",
      REGISTRY_ADDRESS: `0x${"a".repeat(40)}`,
      START_BLOCK: "0",
      LOG_LEVEL,
    });
    expect(ponderArguments(env, "din_indexer_0")).toEqual([
      "start",
      ...["--root", "indexer"],
      ...["--schema", "din_indexer_0"],
      ...["--views-schema", "din_chain"],
      ...["--port", "42069"],
      ...["--log-format", "json"],
      ...["--log-level", expected],
    ]);
  });
});

test.each<[LogLevel, number[]]>([
  ["trace", [30, 40, 50]],
  ["info", [30, 40, 50]],
  ["warn", [40, 50]],
  ["fatal", []],
  ["silent", []],
])("at %s the log prints levels %j", (level, expected) => {
  const lines: string[] = [];
  const log = createLog(level, (line) => lines.push(line));
  log.info("a");
  log.warn("b");
  log.error("c", { code: "C" });
  expect(lines.map((line) => parseLine(line)?.level)).toEqual(expected);
});

test.each([
  [new Error("first line\nsecond"), "first line"],
  [Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), "ECONNREFUSED: connect"],
  [new AggregateError([Object.assign(new Error(""), { code: "ECONNREFUSED" })]), "ECONNREFUSED: Error"],
  ["text", "text"],
])("describeError(%o)", (error, expected) => {
  expect(describeError(error)).toBe(expected);
});

test("backoff doubles up to ten seconds", () => {
  expect([0, 1, 2, 3, 4, 5, 1000].map(backoff)).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
});

describe("untilItWorks", () => {
  const wait = (signal = new AbortController().signal) => ({ log: quiet, signal });

  test("hands on what succeeds", async () => {
    await expect(untilItWorks("X", async () => 7, wait())).resolves.toBe(7);
  });

  test("does not repeat what cannot be mended by waiting", async () => {
    const fatal = new FatalError("WRONG_CHAIN_ID", "wrong", "mend it");
    await expect(untilItWorks("X", () => Promise.reject(fatal), wait())).rejects.toBe(fatal);
  });

  test("ends as soon as it is told to, in the middle of a wait", async () => {
    const stopping = new AbortController();
    const lines: string[] = [];
    const log = createLog("info", (line) => {
      lines.push(line);
      queueMicrotask(() => stopping.abort());
    });
    const work = untilItWorks("X", () => Promise.reject(new Error("down")), { log, signal: stopping.signal });
    await expect(work).rejects.toThrow("aborted");
    expect(lines).toHaveLength(1);
  });
});
