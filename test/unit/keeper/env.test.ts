import { hostname } from "node:os";
import { inspect } from "node:util";
import { parseEther, parseGwei } from "viem";
import { describe, expect, test } from "vitest";
import { parseEnvironment, parseObserverEnvironment, SettingsError } from "../../../keeper/env.ts";

const KEY = "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
const OBSERVER = {
  API_URL: "http://127.0.0.1:4000/graphql",
  RPC_URL: "https://rpc.example/with-a-key",
  CHAIN_ID: "31337",
  REGISTRY_ADDRESS: `0x${"Ab".repeat(20).toLowerCase()}`,
};
const GIVEN = {
  ...OBSERVER,
  DATABASE_URL: "postgres://keeper:pass-word@localhost/din",
  KEEPER_API_KEY: "din_id_secret",
  KEEPER_ID: "keeper-1",
  PROPOSER_PRIVATE_KEY: `0x${KEY}`,
};

/** The mistakes, a line each. */
function mistakesOf(
  variables: Record<string, string | undefined>,
  parse: (of: typeof variables) => unknown = parseEnvironment,
) {
  try {
    parse(variables);
  } catch (error) {
    if (error instanceof SettingsError)
      return error.message
        .split("\n")
        .slice(1)
        .map((line) => line.trim());
    throw error;
  }
  return [];
}

test("says what there is by default", () => {
  expect(parseEnvironment({ ...GIVEN, KEEPER_ID: "" })).toMatchObject({
    id: hostname().toLowerCase(),
    api: { url: OBSERVER.API_URL, evidenceUrl: "http://127.0.0.1:4000" },
    chain: { id: 31_337, registry: OBSERVER.REGISTRY_ADDRESS, rpcUrls: [OBSERVER.RPC_URL] },
    keys: { MONITOR: null, PROPOSER: { kind: "KEY", variable: "PROPOSER_PRIVATE_KEY" } },
    fees: { maxFeePerGas: parseGwei("20"), maxPriorityFeePerGas: parseGwei("2") },
    minBalance: parseEther("0.01"),
    maxBatchGas: 3_000_000n,
    confirmations: 30,
    pollMs: 2_000,
    stuckMs: 60_000,
    logLevel: "info",
  });
});

test("takes what is set", () => {
  const environment = parseEnvironment({
    ...GIVEN,
    RPC_URL: "https://one.example, http://two.example",
    EVIDENCE_URL: "https://din.example/base/",
    KEEPER_MAX_FEE_GWEI: "0.5",
    KEEPER_MAX_PRIORITY_FEE_GWEI: "0.5",
    KEEPER_MIN_BALANCE_ETH: "1.5",
    KEEPER_CONFIRMATIONS: "5",
    KEEPER_STUCK_SECONDS: "7",
    MONITOR_KEYSTORE: "/keys/monitor.json",
    MONITOR_KEYSTORE_PASSWORD_FILE: "/keys/password",
  });
  expect(environment).toMatchObject({
    api: { evidenceUrl: "https://din.example/base" },
    chain: { rpcUrls: ["https://one.example", "http://two.example"] },
    fees: { maxFeePerGas: 500_000_000n, maxPriorityFeePerGas: 500_000_000n },
    minBalance: parseEther("1.5"),
    confirmations: 5,
    stuckMs: 7_000,
    keys: { MONITOR: { kind: "KEYSTORE", file: "/keys/monitor.json", passwordFile: "/keys/password" } },
  });
});

test("tells all that is missing at once", () => {
  expect(mistakesOf({})).toEqual([
    "API_URL: is not set",
    "RPC_URL: is not set",
    "CHAIN_ID: is not set",
    "REGISTRY_ADDRESS: is not set",
    "DATABASE_URL: is not set",
    "KEEPER_API_KEY: is not set",
  ]);
  const { PROPOSER_PRIVATE_KEY: _, ...keyless } = GIVEN;
  expect(mistakesOf(keyless)).toEqual([
    "MONITOR_PRIVATE_KEY, MONITOR_KEYSTORE, PROPOSER_PRIVATE_KEY, PROPOSER_KEYSTORE: none is set",
  ]);
});

describe("refuses, by name", () => {
  test.each([
    ["API_URL", "ftp://api", "API_URL: must be an http(s) URL"],
    ["EVIDENCE_URL", "din.example", "EVIDENCE_URL: must be an http(s) URL"],
    ["RPC_URL", "https://a.example,", "RPC_URL: must be one http(s) URL, or several separated by commas"],
    ["CHAIN_ID", "1", "CHAIN_ID: must be 31337 (devnet), 8453 (Base) or 84532 (Base Sepolia)"],
    [
      "DATABASE_URL",
      "mysql://x",
      "DATABASE_URL: must be a Postgres URL, such as postgres://user:password@host:5432/name",
    ],
    ["KEEPER_ID", "Keeper One", "KEEPER_ID: must be 1 to 63 of a-z, 0-9, dot, underscore and hyphen"],
    ["KEEPER_MAX_FEE_GWEI", "-1", "KEEPER_MAX_FEE_GWEI: must be a decimal, such as 0.5, not negative"],
    ["KEEPER_MIN_BALANCE_ETH", "1e3", "KEEPER_MIN_BALANCE_ETH: must be a decimal, such as 0.5, not negative"],
    ["KEEPER_MAX_FEE_GWEI", "1", "KEEPER_MAX_PRIORITY_FEE_GWEI: must not be more than KEEPER_MAX_FEE_GWEI"],
    ["MONITOR_KEYSTORE", "/k.json", "MONITOR_KEYSTORE_PASSWORD_FILE: is not set, and the other is"],
    ["MONITOR_KEYSTORE_PASSWORD_FILE", "/p", "MONITOR_KEYSTORE: is not set, and the other is"],
    [
      "MONITOR_PRIVATE_KEY",
      KEY.slice(1),
      "MONITOR_PRIVATE_KEY: must be a private key: 64 hexadecimal digits, with or without 0x before them",
    ],
  ])("%s=%s", (name, value, mistake) => {
    expect(mistakesOf({ ...GIVEN, [name]: value })).toEqual([mistake]);
  });

  test.each([
    ["KEEPER_POLL_MS", "99"],
    ["KEEPER_POLL_MS", "60001"],
    ["KEEPER_CONFIRMATIONS", "0"],
    ["KEEPER_STUCK_SECONDS", "0"],
    ["KEEPER_MAX_BATCH_GAS", "199999"],
    ["KEEPER_MAX_BATCH_GAS", "11000001"],
    ["REGISTRY_ADDRESS", "0x12"],
    ["LOG_LEVEL", "loud"],
  ])("%s=%s", (name, value) => {
    expect(mistakesOf({ ...GIVEN, [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
  });

  test("a key beside a keystore for the same role", () => {
    const both = { PROPOSER_KEYSTORE: "/k.json", PROPOSER_KEYSTORE_PASSWORD_FILE: "/p" };
    expect(mistakesOf({ ...GIVEN, ...both })).toEqual([
      "PROPOSER_PRIVATE_KEY, PROPOSER_KEYSTORE: set one of them, not both",
    ]);
  });
});

test("a look needs neither keys, nor a database, nor an API key", () => {
  expect(parseObserverEnvironment(OBSERVER)).toMatchObject({ keys: { MONITOR: null, PROPOSER: null } });
  expect(mistakesOf({ ...OBSERVER, CHAIN_ID: "" }, parseObserverEnvironment)).toEqual(["CHAIN_ID: is not set"]);
  expect(mistakesOf({ ...OBSERVER, MONITOR_KEYSTORE: "/k" }, parseObserverEnvironment)).toHaveLength(1);
});

test("neither mistakes nor what was parsed show a secret, however they are printed", () => {
  const secrets = [KEY, "pass-word", "din_id_secret"];
  const environment = parseEnvironment(GIVEN);
  const shown = [
    JSON.stringify(environment, (_, value) => (typeof value === "bigint" ? `${value}` : value)),
    inspect(environment, { depth: 9, showHidden: true }),
  ];
  const wrong = {
    ...GIVEN,
    PROPOSER_PRIVATE_KEY: `${KEY}00`,
    DATABASE_URL: "x pass-word",
    KEEPER_ID: "! din_id_secret",
  };
  shown.push(mistakesOf(wrong).join(), `${environment.apiKey}${environment.databaseUrl}`);
  for (const text of shown) for (const secret of secrets) expect(text).not.toContain(secret);
  expect([environment.apiKey.reveal(), environment.databaseUrl.reveal()]).toEqual([
    GIVEN.KEEPER_API_KEY,
    GIVEN.DATABASE_URL,
  ]);
});
