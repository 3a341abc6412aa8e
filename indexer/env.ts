/** The indexer's environment: parsed once, every mistake reported together. */
import { isAddress } from "viem";
import { z } from "zod";

/** Anvil, Base and Base Sepolia. */
const CHAIN_IDS = [31337, 8453, 84532] as const;
export type ChainId = (typeof CHAIN_IDS)[number];

const LOG_LEVELS = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;

/** Ponder refuses names longer than 45 characters; the rest keeps them free of quoting. */
const SCHEMA_NAME = /^[a-z_][a-z0-9_]{0,44}$/;
/** Ponder keeps its RPC cache here. */
const RESERVED_SCHEMA = "ponder_sync";

const schemaName = (name: string) =>
  z
    .string()
    .regex(SCHEMA_NAME, `${name} must be lowercase letters, digits and underscores, at most 45 characters`)
    .refine(
      (value) => value !== RESERVED_SCHEMA,
      `${name} must not be "${RESERVED_SCHEMA}": Ponder keeps its RPC cache there`,
    );

const integer = (name: string, hint: string, minimum: number, maximum: number) =>
  z
    .string({ error: `${name} is missing: ${hint}` })
    .regex(/^\d+$/, `${name} must be a whole number: ${hint}`)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `${name} must be from ${minimum} to ${maximum}: ${hint}`);

const isUrl = (value: string, protocols: readonly string[]) => {
  try {
    return protocols.includes(new URL(value).protocol);
  } catch {
    return false;
  }
};

const environment = z
  .object({
    DATABASE_URL: z
      .string({
        error: "DATABASE_URL is missing: set it to the Postgres to write to, postgres://user:password@host:5432/name",
      })
      .refine(
        (value) => isUrl(value, ["postgres:", "postgresql:"]),
        "DATABASE_URL must start with postgres:// or postgresql://",
      ),
    CHAIN_ID: z
      .string({ error: `CHAIN_ID is missing: set one of ${CHAIN_IDS.join(", ")}` })
      .transform((value, context): ChainId => {
        const id = CHAIN_IDS.find((known) => String(known) === value);
        if (id !== undefined) return id;
        context.addIssue(`CHAIN_ID must be one of ${CHAIN_IDS.join(", ")}`);
        return z.NEVER;
      }),
    RPC_URL: z
      .string({
        error: "RPC_URL is missing: set one http(s) URL, or several separated by commas, the preferred one first",
      })
      .transform((value) => value.split(",").map((url) => url.trim()))
      .refine(
        (urls) => urls.every((url) => isUrl(url, ["http:", "https:"])),
        "RPC_URL must be one http(s) URL, or several separated by commas",
      ),
    REGISTRY_ADDRESS: z
      .string({ error: "REGISTRY_ADDRESS is missing: set it to the address of the deployed DINRegistry" })
      .refine(
        (text) => isAddress(text),
        "REGISTRY_ADDRESS must be 0x and 40 hexadecimal digits, its checksum right if it has one",
      )
      .transform((value): `0x${string}` => `0x${value.slice(2).toLowerCase()}`),
    START_BLOCK: integer("START_BLOCK", "the block that DINRegistry was deployed in", 0, Number.MAX_SAFE_INTEGER),
    INDEXER_PORT: integer("INDEXER_PORT", "the port of the indexer's health endpoints", 1, 65_535).default(42_069),
    INDEXER_SCHEMA: schemaName("INDEXER_SCHEMA").optional(),
    VIEWS_SCHEMA: schemaName("VIEWS_SCHEMA").default("din_chain"),
    RPC_POLL_INTERVAL_MS: integer(
      "RPC_POLL_INTERVAL_MS",
      "milliseconds between looks at the chain's head",
      50,
      60_000,
    ).default(1_000),
    LOG_LEVEL: z.enum(LOG_LEVELS, `LOG_LEVEL must be one of ${LOG_LEVELS.join(", ")}`).default("info"),
  })
  .refine((env) => env.INDEXER_SCHEMA !== env.VIEWS_SCHEMA, {
    message: "INDEXER_SCHEMA and VIEWS_SCHEMA must differ: the views stay when a deployment's schema is replaced",
    path: ["INDEXER_SCHEMA"],
  });

/** Every variable that is read; `.env.example` explains each. */
export const INDEXER_VARIABLES: readonly string[] = Object.keys(environment.shape);

export type IndexerEnv = z.output<typeof environment>;

export class EnvironmentError extends Error {
  override name = "EnvironmentError";
  readonly code = "INVALID_ENVIRONMENT";

  constructor(readonly problems: readonly string[]) {
    super(
      `The indexer's environment has ${problems.length} mistake(s):\n${problems.map((p) => `  - ${p}`).join("\n")}`,
    );
  }
}

/**
 * Reads the indexer's settings. Empty variables count as unset.
 *
 * @throws {EnvironmentError} naming every mistake at once
 */
export function parseIndexerEnv(source: Readonly<Record<string, string | undefined>>): IndexerEnv {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const result = environment.safeParse(given);
  if (result.success) return result.data;
  throw new EnvironmentError(result.error.issues.map((issue) => issue.message));
}
