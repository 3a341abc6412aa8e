/** The keeper's environment: parsed once, every mistake reported together, and never with what a variable holds. */
import { hostname } from "node:os";
import { type Address, isAddress, parseEther, parseGwei } from "viem";
import { z } from "zod";
import type { FeeLimits } from "./fees.ts";
import { ROLES, type Role } from "./intent.ts";
import { Secret } from "./secret.ts";

const integer = (minimum: number, maximum: number) => z.coerce.number().int().min(minimum).max(maximum);

const decimal = (places: number) =>
  z.string().regex(new RegExp(`^\\d{1,9}(\\.\\d{1,${places}})?$`), `must be a decimal, such as 0.5, not negative`);
const gwei = decimal(9).transform((text) => parseGwei(text));
const ether = decimal(18).transform((text) => parseEther(text));

const isHttp = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
const httpUrl = z.string().refine(isHttp, "must be an http(s) URL");

const databaseUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: "must be a Postgres URL, such as postgres://user:password@host:5432/name",
});
const privateKey = z
  .string()
  .regex(/^(0x)?[0-9a-fA-F]{64}$/, "must be a private key: 64 hexadecimal digits, with or without 0x before them");
const path = z.string().min(1);

/** Ids of keepers, as the API takes them. */
const KEEPER_ID = /^[a-z0-9][a-z0-9._-]{0,62}$/;

const keyVariables = {
  MONITOR_PRIVATE_KEY: privateKey.optional(),
  MONITOR_KEYSTORE: path.optional(),
  MONITOR_KEYSTORE_PASSWORD_FILE: path.optional(),
  PROPOSER_PRIVATE_KEY: privateKey.optional(),
  PROPOSER_KEYSTORE: path.optional(),
  PROPOSER_KEYSTORE_PASSWORD_FILE: path.optional(),
};

/** What a look takes. */
const observer = z.object({
  API_URL: httpUrl,
  EVIDENCE_URL: httpUrl.optional(),
  RPC_URL: z
    .string()
    .transform((text) => text.split(",").map((url) => url.trim()))
    .refine((urls) => urls.every(isHttp), "must be one http(s) URL, or several separated by commas"),
  CHAIN_ID: z.coerce
    .number()
    .refine(
      (id) => [31_337, 8_453, 84_532].includes(id),
      "must be 31337 (devnet), 8453 (Base) or 84532 (Base Sepolia)",
    ),
  REGISTRY_ADDRESS: z
    .string()
    .refine(
      (text) => isAddress(text),
      "must be an address: 0x and 40 hexadecimal digits, its checksum right if it has one",
    )
    .transform((text): Address => `0x${text.slice(2).toLowerCase()}`),
  KEEPER_MIN_BALANCE_ETH: ether.default(parseEther("0.01")),
  KEEPER_POLL_MS: integer(100, 60_000).default(2_000),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  ...keyVariables,
});

/** What acting takes besides. */
const actor = observer.extend({
  DATABASE_URL: databaseUrl,
  KEEPER_API_KEY: z.string().min(1),
  KEEPER_ID: z.string().regex(KEEPER_ID, "must be 1 to 63 of a-z, 0-9, dot, underscore and hyphen").optional(),
  KEEPER_MAX_FEE_GWEI: gwei.default(parseGwei("20")),
  KEEPER_MAX_PRIORITY_FEE_GWEI: gwei.default(parseGwei("2")),
  // With the half that is added to what is estimated, within what one transaction may take anywhere (2^24, EIP-7825).
  KEEPER_MAX_BATCH_GAS: integer(200_000, 11_000_000).default(3_000_000),
  // After this many blocks Ponder counts a block of any of these chains as final.
  KEEPER_CONFIRMATIONS: integer(1, 1_000).default(30),
  KEEPER_STUCK_SECONDS: integer(1, 86_400).default(60),
});

/** Every variable that is read; `.env.example` explains each. */
export const KEEPER_VARIABLES: readonly string[] = Object.keys(actor.shape);

/** Where a private key comes from. */
export type KeySource =
  | { readonly kind: "KEY"; readonly variable: string; readonly key: Secret }
  | {
      readonly kind: "KEYSTORE";
      readonly variable: string;
      readonly file: string;
      readonly passwordVariable: string;
      readonly passwordFile: string;
    };

/** What a look at the API and the chain takes, without acting. */
export interface ObserverEnvironment {
  readonly api: {
    /** The GraphQL endpoint. */
    readonly url: string;
    /** Where others read dossiers, without a slash at its end. */
    readonly evidenceUrl: string;
  };
  readonly chain: {
    readonly id: number;
    /** Lowercase. */
    readonly registry: Address;
    /** The preferred one first. */
    readonly rpcUrls: readonly string[];
  };
  readonly keys: Readonly<Record<Role, KeySource | null>>;
  /** Wei: an account with less is told of. */
  readonly minBalance: bigint;
  /** Milliseconds between two looks. */
  readonly pollMs: number;
  readonly logLevel: string;
}

/** What the keeper is told from outside, checked and in one shape. */
export interface KeeperEnvironment extends ObserverEnvironment {
  readonly id: string;
  readonly databaseUrl: Secret;
  readonly apiKey: Secret;
  readonly fees: FeeLimits;
  /** The most gas that a batch of scores may take. */
  readonly maxBatchGas: bigint;
  /** Blocks after which a transaction is final. */
  readonly confirmations: number;
  /** Milliseconds after which a transaction that no block took is sent again, for more. */
  readonly stuckMs: number;
}

/** Thrown with every mistake of the settings in its message, one a line. It never holds what a variable does. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";

  constructor(mistakes: readonly string[]) {
    super(`The settings are not usable; see .env.example.\n${mistakes.map((line) => `  ${line}`).join("\n")}`);
  }
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment of a keeper that acts. It needs a key for one role at least.
 *
 * @throws SettingsError naming every variable that is missing or wrong
 */
export function parseEnvironment(variables: Variables): KeeperEnvironment {
  const { given, keys, mistakes } = keysOf(variables);
  const result = actor.safeParse(given);
  if (!result.success) mistakes.push(...mistakesOf(result.error, given));
  if (mistakes.length === 0 && ROLES.every((role) => keys[role] === null)) {
    mistakes.push("MONITOR_PRIVATE_KEY, MONITOR_KEYSTORE, PROPOSER_PRIVATE_KEY, PROPOSER_KEYSTORE: none is set");
  }
  const env = result.data;
  if (env !== undefined && env.KEEPER_MAX_PRIORITY_FEE_GWEI > env.KEEPER_MAX_FEE_GWEI) {
    mistakes.push("KEEPER_MAX_PRIORITY_FEE_GWEI: must not be more than KEEPER_MAX_FEE_GWEI");
  }
  const id = env?.KEEPER_ID ?? hostname().toLowerCase();
  if (!KEEPER_ID.test(id)) mistakes.push("KEEPER_ID: is not set, and the host's name is none: set it");
  if (env === undefined || mistakes.length > 0) throw new SettingsError(mistakes);
  return {
    ...observerOf(env, keys),
    id,
    databaseUrl: new Secret(env.DATABASE_URL),
    apiKey: new Secret(env.KEEPER_API_KEY),
    fees: { maxFeePerGas: env.KEEPER_MAX_FEE_GWEI, maxPriorityFeePerGas: env.KEEPER_MAX_PRIORITY_FEE_GWEI },
    maxBatchGas: BigInt(env.KEEPER_MAX_BATCH_GAS),
    confirmations: env.KEEPER_CONFIRMATIONS,
    stuckMs: env.KEEPER_STUCK_SECONDS * 1_000,
  };
}

/**
 * Reads as much of the environment as a look takes: neither database nor keys have to be there.
 *
 * @throws SettingsError naming every variable that is missing or wrong
 */
export function parseObserverEnvironment(variables: Variables): ObserverEnvironment {
  const { given, keys, mistakes } = keysOf(variables);
  const result = observer.safeParse(given);
  if (!result.success) mistakes.push(...mistakesOf(result.error, given));
  if (!result.success || mistakes.length > 0) throw new SettingsError(mistakes);
  return observerOf(result.data, keys);
}

function observerOf(env: z.output<typeof observer>, keys: ObserverEnvironment["keys"]): ObserverEnvironment {
  return {
    api: { url: env.API_URL, evidenceUrl: (env.EVIDENCE_URL ?? new URL(env.API_URL).origin).replace(/\/+$/, "") },
    chain: { id: env.CHAIN_ID, registry: env.REGISTRY_ADDRESS, rpcUrls: env.RPC_URL },
    keys,
    minBalance: env.KEEPER_MIN_BALANCE_ETH,
    pollMs: env.KEEPER_POLL_MS,
    logLevel: env.LOG_LEVEL,
  };
}

/** Every mistake with the name of its variable. Messages of the rules above hold no values. */
function mistakesOf(error: z.ZodError, given: Variables): string[] {
  return error.issues.map((issue) => {
    const name = issue.path.join(".");
    return `${name}: ${given[name] === undefined ? "is not set" : issue.message}`;
  });
}

function keysOf(variables: Variables) {
  // An empty variable is one that was not set: `.env` files have many of these.
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const mistakes: string[] = [];
  const keyOf = (role: Role): KeySource | null => {
    const [variable, keystore] = [`${role}_PRIVATE_KEY`, `${role}_KEYSTORE`];
    const passwordVariable = `${keystore}_PASSWORD_FILE`;
    const [key, file, passwordFile] = [given[variable], given[keystore], given[passwordVariable]];
    if (key !== undefined && file !== undefined) mistakes.push(`${variable}, ${keystore}: set one of them, not both`);
    if ((file === undefined) !== (passwordFile === undefined)) {
      mistakes.push(`${file === undefined ? keystore : passwordVariable}: is not set, and the other is`);
    }
    if (key !== undefined) return { kind: "KEY", variable, key: new Secret(key) };
    if (file === undefined || passwordFile === undefined) return null;
    return { kind: "KEYSTORE", variable: keystore, file, passwordVariable, passwordFile };
  };
  return { given, keys: { MONITOR: keyOf("MONITOR"), PROPOSER: keyOf("PROPOSER") }, mistakes };
}
