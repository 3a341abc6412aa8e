/** The accounts that the keeper signs with, from the environment or from encrypted keystore files. */
import { readFile, stat } from "node:fs/promises";
import { Wallet } from "@ethereumjs/wallet";
import { bytesToHex, isHex, type LocalAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { z } from "zod";
import { type KeySource, SettingsError } from "./env.ts";
import { ROLES, type Role } from "./intent.ts";

export type Accounts = Readonly<Record<Role, LocalAccount | null>>;

export interface LoadedAccounts {
  readonly accounts: Accounts;
  /** For people: files that more people can read than should, by the name of their variable. */
  readonly warnings: readonly string[];
}

/** Web3 secret storage, version 3. Deciphering checks the rest. */
const keystoreV3 = z.object({
  version: z.literal(3),
  crypto: z.object({
    cipher: z.string(),
    cipherparams: z.object({ iv: z.string() }),
    ciphertext: z.string(),
    kdf: z.enum(["scrypt", "pbkdf2"]),
    kdfparams: z.record(z.string(), z.unknown()),
    mac: z.string(),
  }),
});

/**
 * Loads the keys of all roles. Takes some seconds for each keystore: that is what makes guessing its password slow.
 *
 * @throws SettingsError naming the variables of files that cannot be read or opened, and if two roles share an account
 */
export async function loadAccounts(keys: Readonly<Record<Role, KeySource | null>>): Promise<LoadedAccounts> {
  const warnings: string[] = [];
  const mistakes: string[] = [];
  const load = async (role: Role): Promise<LocalAccount | null> => {
    const source = keys[role];
    if (source === null) return null;
    try {
      return source.kind === "KEY" ? accountOf(source.key.reveal(), source.variable) : await open(source, warnings);
    } catch (error) {
      // Nothing but our own words: others' may quote what they could not read.
      mistakes.push(error instanceof KeyProblem ? error.message : `${source.variable}: cannot be used as a key`);
      return null;
    }
  };
  const accounts = { MONITOR: await load("MONITOR"), PROPOSER: await load("PROPOSER") };
  if (accounts.MONITOR !== null && accounts.MONITOR.address === accounts.PROPOSER?.address) {
    const names = ROLES.map((role) => keys[role]?.variable ?? role).join(", ");
    mistakes.push(`${names}: both are the key of ${accounts.MONITOR.address}: each role needs an account of its own`);
  }
  if (mistakes.length > 0) throw new SettingsError(mistakes);
  return { accounts, warnings };
}

class KeyProblem extends Error {
  override readonly name = "KeyProblem";
}

function accountOf(text: string, variable: string): LocalAccount {
  const key = text.startsWith("0x") ? text : `0x${text}`;
  if (!isHex(key) || key.length !== 66) throw new KeyProblem(`${variable}: is no private key`);
  try {
    return privateKeyToAccount(key);
  } catch {
    throw new KeyProblem(`${variable}: is no private key of this curve`);
  }
}

async function open(
  { variable, file, passwordVariable, passwordFile }: Extract<KeySource, { kind: "KEYSTORE" }>,
  warnings: string[],
): Promise<LocalAccount> {
  const text = await read(file, variable, warnings);
  // Editors end a file with a line feed; no password does.
  const password = (await read(passwordFile, passwordVariable, warnings)).replace(/\r?\n$/, "");
  const keystore = keystoreV3.safeParse(parsed(text));
  if (!keystore.success) throw new KeyProblem(`${variable}: the file is no keystore (Web3 secret storage, version 3)`);
  let wallet: Wallet;
  try {
    wallet = await Wallet.fromV3(text, password, true);
  } catch (error) {
    const wrong = error instanceof Error && error.message.includes("wrong passphrase");
    throw new KeyProblem(
      wrong
        ? `${passwordVariable}: the file does not hold the password of ${variable}`
        : `${variable}: the keystore is damaged, or enciphered in a way that is not supported`,
    );
  }
  return accountOf(bytesToHex(wallet.getPrivateKey()), variable);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.toLowerCase());
  } catch {
    return null;
  }
}

/** Others than its owner may read it. */
const OTHERS = 0o077;

async function read(file: string, variable: string, warnings: string[]): Promise<string> {
  try {
    const { mode } = await stat(file);
    if ((mode & OTHERS) !== 0) warnings.push(`${variable}: others than its owner may read the file; chmod 600`);
    return await readFile(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new KeyProblem(`${variable}: the file cannot be read (${code})`);
  }
}
