import { inspect } from "node:util";
import { privateKeyToAccount } from "viem/accounts";
import { afterEach, expect, test } from "vitest";
import { waitFor } from "../../../devnet/wait.ts";
import { parseEnvironment } from "../../../keeper/env.ts";
import { createKeeper, type Keeper } from "../../../keeper/keeper.ts";

/** One of anvil's, which is public. */
const KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
/** Nothing listens there. */
const NOWHERE = "127.0.0.1:9";

const SECRETS = [KEY.slice(2), "pass-word", "din_id_secret", "rpc-key"];

let keeper: Keeper | null = null;
afterEach(() => keeper?.stop());

/** A keeper whose whole world is out of reach, and all that it logs. */
function lonely(now = () => Date.now()) {
  const environment = parseEnvironment({
    API_URL: `http://${NOWHERE}/graphql`,
    RPC_URL: `http://${NOWHERE}/rpc-key`,
    CHAIN_ID: "31337",
    REGISTRY_ADDRESS: `0x${"1".repeat(40)}`,
    DATABASE_URL: `postgres://keeper:pass-word@${NOWHERE}/din`,
    KEEPER_API_KEY: "din_id_secret",
    KEEPER_ID: "lonely",
    PROPOSER_PRIVATE_KEY: KEY,
  });
  const lines: string[] = [];
  const write = (fields: object, message: string) => lines.push(`${inspect(fields, { depth: 9 })} ${message}`);
  const accounts = { MONITOR: null, PROPOSER: privateKeyToAccount(KEY) };
  keeper = createKeeper({ environment, accounts, now, elapsed: now, log: { info: write, warn: write } });
  return { keeper, lines };
}

test("whatever is out of reach, it goes on, and what it logs holds no secret", async () => {
  const { keeper, lines } = lonely();
  keeper.start();
  await waitFor(() => lines.length >= 2, { what: "the keeper to say what is wrong", timeoutMs: 10_000 });
  expect(lines.join("\n")).toMatch(/the ledger cannot be reached/);
  expect(lines.join("\n")).toMatch(/the API does not take the keeper's report/);
  for (const secret of SECRETS) expect(lines.join("\n")).not.toContain(secret);
});

test("what goes wrong the same way again is not logged again", async () => {
  const { keeper, lines } = lonely();
  await expect(keeper.pass()).rejects.toThrow("ECONNREFUSED");
  keeper.start();
  await waitFor(() => lines.length >= 2, { what: "the keeper to say what is wrong", timeoutMs: 10_000 });
  await expect(keeper.pass()).rejects.toThrow();
  expect(lines).toHaveLength(2);
});

test("it can be stopped before it was started, and more than once", async () => {
  const { keeper } = lonely();
  await keeper.stop();
  await keeper.stop();
});
