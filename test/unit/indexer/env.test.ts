import { describe, expect, test } from "vitest";
import { EnvironmentError, parseIndexerEnv } from "../../../indexer/env.ts";

const GIVEN = {
  DATABASE_URL: "postgresql://din:secret@127.0.0.1:5432/din",
  CHAIN_ID: "31337",
  RPC_URL: "http://127.0.0.1:8545",
  REGISTRY_ADDRESS: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
  START_BLOCK: "1",
};

function problemsOf(changes: Record<string, string | undefined>): readonly string[] {
  try {
    parseIndexerEnv({ ...GIVEN, ...changes });
    return [];
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
}

describe("parseIndexerEnv", () => {
  test("fills in what has a default", () => {
    expect(parseIndexerEnv(GIVEN)).toEqual({
      DATABASE_URL: GIVEN.DATABASE_URL,
      CHAIN_ID: 31337,
      RPC_URL: ["http://127.0.0.1:8545"],
      REGISTRY_ADDRESS: "0x5fbdb2315678afecb367f032d93f642f64180aa3",
      START_BLOCK: 1,
      INDEXER_PORT: 42069,
      VIEWS_SCHEMA: "din_chain",
      RPC_POLL_INTERVAL_MS: 1000,
      LOG_LEVEL: "info",
    });
  });

  test("takes several RPC URLs in their order, and empty variables as unset", () => {
    const env = parseIndexerEnv({ ...GIVEN, RPC_URL: "https://a.example/key, https://b.example", INDEXER_PORT: "" });
    expect(env.RPC_URL).toEqual(["https://a.example/key", "https://b.example"]);
    expect(env.INDEXER_PORT).toBe(42069);
  });

  test.each([
    ["nothing wrong", {}, []],
    ["DATABASE_URL", { DATABASE_URL: "mysql://a" }, ["DATABASE_URL must start with postgres:// or postgresql://"]],
    ["CHAIN_ID", { CHAIN_ID: "1" }, ["CHAIN_ID must be one of 31337, 8453, 84532"]],
    ["CHAIN_ID in hexadecimal", { CHAIN_ID: "0x7a69" }, ["CHAIN_ID must be one of 31337, 8453, 84532"]],
    [
      "one bad RPC_URL of two",
      { RPC_URL: "http://a,b" },
      ["RPC_URL must be one http(s) URL, or several separated by commas"],
    ],
    [
      "REGISTRY_ADDRESS",
      { REGISTRY_ADDRESS: "0x12" },
      ["REGISTRY_ADDRESS must be 0x and 40 hexadecimal digits, its checksum right if it has one"],
    ],
    [
      "START_BLOCK",
      { START_BLOCK: "latest" },
      ["START_BLOCK must be a whole number: the block that DINRegistry was deployed in"],
    ],
    [
      "INDEXER_PORT",
      { INDEXER_PORT: "70000" },
      ["INDEXER_PORT must be from 1 to 65535: the port of the indexer's health endpoints"],
    ],
    [
      "Ponder's own schema",
      { INDEXER_SCHEMA: "ponder_sync" },
      ['INDEXER_SCHEMA must not be "ponder_sync": Ponder keeps its RPC cache there'],
    ],
    [
      "the same schema twice",
      { INDEXER_SCHEMA: "din_chain" },
      ["INDEXER_SCHEMA and VIEWS_SCHEMA must differ: the views stay when a deployment's schema is replaced"],
    ],
    [
      "a schema that needs quoting",
      { VIEWS_SCHEMA: 'x"; drop' },
      ["VIEWS_SCHEMA must be lowercase letters, digits and underscores, at most 45 characters"],
    ],
  ])("%s", (_name, changes, problems) => {
    expect(problemsOf(changes)).toEqual(problems);
  });

  test("reports all mistakes together", () => {
    expect(problemsOf({ DATABASE_URL: undefined, CHAIN_ID: "", LOG_LEVEL: "loud" })).toEqual([
      "DATABASE_URL is missing: set it to the Postgres to write to, postgres://user:password@host:5432/name",
      "CHAIN_ID is missing: set one of 31337, 8453, 84532",
      "LOG_LEVEL must be one of silent, fatal, error, warn, info, debug, trace",
    ]);
  });
});
