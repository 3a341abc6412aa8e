import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Wallet } from "@ethereumjs/wallet";
import { hexToBytes } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseObserverEnvironment, SettingsError } from "../../../keeper/env.ts";
import { loadAccounts } from "../../../keeper/keys.ts";

/** Two of anvil's, which are public. */
const KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
const OTHER = "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6";
const PASSWORD = "correct horse battery staple";
const OBSERVER = {
  API_URL: "http://127.0.0.1:4000/graphql",
  RPC_URL: "http://127.0.0.1:8545",
  CHAIN_ID: "31337",
  REGISTRY_ADDRESS: `0x${"1".repeat(40)}`,
};

let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "din-keys-"));
  const wallet = Wallet.fromPrivateKey(hexToBytes(KEY));
  // Cheap to open: what is tested is not how slow guessing is.
  await writeFile(at("scrypt.json"), await wallet.toV3String(PASSWORD, { kdf: "scrypt", n: 2 }), { mode: 0o600 });
  await writeFile(at("pbkdf2.json"), await wallet.toV3String(PASSWORD, { kdf: "pbkdf2", c: 1 }), { mode: 0o600 });
  // As old clients wrote it.
  const old = (await wallet.toV3String(PASSWORD, { kdf: "scrypt", n: 2 })).replace('"crypto"', '"Crypto"');
  await writeFile(at("old.json"), old, { mode: 0o600 });
  const damaged = (await wallet.toV3String(PASSWORD, { kdf: "scrypt", n: 2 })).replace("scrypt", "pbkdf2");
  await writeFile(at("damaged.json"), damaged, { mode: 0o600 });
  await writeFile(at("open.json"), await wallet.toV3String(PASSWORD, { kdf: "scrypt", n: 2 }), { mode: 0o600 });
  await chmod(at("open.json"), 0o640);
  await writeFile(at("key.txt"), KEY, { mode: 0o600 });
  await writeFile(at("other.json"), JSON.stringify({ version: 3, privateKey: KEY }), { mode: 0o600 });
  await writeFile(at("password"), `${PASSWORD}\n`, { mode: 0o600 });
  await writeFile(at("wrong"), "another password", { mode: 0o600 });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const load = (variables: Record<string, string>) =>
  loadAccounts(parseObserverEnvironment({ ...OBSERVER, ...variables }).keys);

const keystore = (file: string, password = "password") => ({
  PROPOSER_KEYSTORE: at(file),
  PROPOSER_KEYSTORE_PASSWORD_FILE: at(password),
});

async function refusal(variables: Record<string, string>): Promise<string[]> {
  const error = await load(variables).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SettingsError)) throw new Error(`not refused: ${error}`);
  return error.message
    .split("\n")
    .slice(1)
    .map((line) => line.trim());
}

describe("an account comes from", () => {
  test.each([
    ["a private key", { PROPOSER_PRIVATE_KEY: KEY }],
    ["one without 0x", { PROPOSER_PRIVATE_KEY: KEY.slice(2).toUpperCase() }],
  ])("%s", async (_what, variables) => {
    const { accounts, warnings } = await load(variables);
    expect([accounts.PROPOSER?.address, accounts.MONITOR]).toEqual([privateKeyToAccount(KEY).address, null]);
    expect(warnings).toEqual([]);
  });

  test.each(["scrypt.json", "pbkdf2.json", "old.json"])("a keystore: %s", async (file) => {
    const { accounts, warnings } = await load(keystore(file));
    expect(accounts.PROPOSER?.address).toBe(privateKeyToAccount(KEY).address);
    expect(warnings).toEqual([]);
  });

  test("both, one for each role", async () => {
    const { accounts } = await load({ ...keystore("scrypt.json"), MONITOR_PRIVATE_KEY: OTHER });
    expect(accounts.MONITOR?.address).toBe(privateKeyToAccount(OTHER).address);
  });
});

test("a file that others may read is warned of", async () => {
  const { warnings } = await load(keystore("open.json"));
  expect(warnings).toEqual(["PROPOSER_KEYSTORE: others than its owner may read the file; chmod 600"]);
});

describe("refused, by the name of the variable", () => {
  test.each<[string, () => Record<string, string>, string]>([
    [
      "another password",
      () => keystore("scrypt.json", "wrong"),
      "PROPOSER_KEYSTORE_PASSWORD_FILE: the file does not hold the password of PROPOSER_KEYSTORE",
    ],
    [
      "no keystore",
      () => keystore("key.txt"),
      "PROPOSER_KEYSTORE: the file is no keystore (Web3 secret storage, version 3)",
    ],
    [
      "JSON that is none",
      () => keystore("other.json"),
      "PROPOSER_KEYSTORE: the file is no keystore (Web3 secret storage, version 3)",
    ],
    [
      "a damaged one",
      () => keystore("damaged.json"),
      "PROPOSER_KEYSTORE: the keystore is damaged, or enciphered in a way that is not supported",
    ],
    ["no file", () => keystore("none.json"), "PROPOSER_KEYSTORE: the file cannot be read (ENOENT)"],
    [
      "no password file",
      () => keystore("scrypt.json", "none"),
      "PROPOSER_KEYSTORE_PASSWORD_FILE: the file cannot be read (ENOENT)",
    ],
    [
      "a key beyond the curve",
      () => ({ PROPOSER_PRIVATE_KEY: `0x${"f".repeat(64)}` }),
      "PROPOSER_PRIVATE_KEY: is no private key of this curve",
    ],
    [
      "one account for both roles",
      () => ({ ...keystore("scrypt.json"), MONITOR_PRIVATE_KEY: KEY }),
      `MONITOR_PRIVATE_KEY, PROPOSER_KEYSTORE: both are the key of ${privateKeyToAccount(KEY).address}: each role needs an account of its own`,
    ],
  ])("%s", async (_what, variables, mistake) => {
    const mistakes = await refusal(variables());
    expect(mistakes).toEqual([mistake]);
    for (const secret of [KEY.slice(2), PASSWORD, "another password"]) expect(mistakes.join()).not.toContain(secret);
  });

  test("all of them at once", async () => {
    const monitor = { MONITOR_KEYSTORE: at("none.json"), MONITOR_KEYSTORE_PASSWORD_FILE: at("password") };
    expect(await refusal({ ...monitor, ...keystore("scrypt.json", "wrong") })).toHaveLength(2);
  });
});
