import { isAddress } from "viem";
import { z } from "zod";
import { type Policy, PROFILES, policyOf } from "./domain/policy.ts";
import type { Retention } from "./domain/resolution.ts";

const address = z
  .string()
  .refine(
    (text) => isAddress(text),
    "must be an address: 0x and 40 hexadecimal digits, its checksum right if it has one",
  )
  .transform((text) => text.toLowerCase());
const port = z.coerce.number().int().min(0).max(65_535);
const isHttp = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
const flag = z.enum(["true", "false"]).transform((text) => text === "true");

const schema = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: "must be a Postgres URL, such as postgres://user:password@host:5432/name",
  }),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
  STATEMENT_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(5_000),
  CHAIN_ID: z.coerce
    .number()
    .refine(
      (id) => [31_337, 8_453, 84_532].includes(id),
      "must be 31337 (devnet), 8453 (Base) or 84532 (Base Sepolia)",
    ),
  REGISTRY_ADDRESS: address,
  VIEWS_SCHEMA: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,44}$/, "must be lowercase letters, digits and underscores, at most 45")
    .default("din_chain"),
  API_HOST: z.string().min(1).default("127.0.0.1"),
  API_PORT: port.default(4_000),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must be an http(s) URL, such as https://api.example.org" })
    .transform((url) => url.replace(/\/+$/, ""))
    .optional(),
  RPC_URL: z
    .string()
    .transform((text) => text.split(",").map((url) => url.trim()))
    .refine((urls) => urls.every(isHttp), "must be one http(s) URL, or several separated by commas")
    .optional(),
  READY_MAX_LAG_SECONDS: z.coerce.number().int().min(1).default(60),
  FOLLOWER: z.enum(["on", "off"]).default("on"),
  // Postgres ends a session of either that is idle for 30 s; a follower in waiting asks every fourth time.
  FOLLOWER_POLL_MS: z.coerce.number().int().min(10).max(5_000).default(250),
  EVALUATOR: z.enum(["on", "off", "only"]).default("on"),
  EVALUATOR_POLL_MS: z.coerce.number().int().min(10).max(20_000).default(250),
  WEBHOOKS: z.enum(["on", "off"]).default("on"),
  WEBHOOK_ALLOW_PRIVATE: flag.default(false),
  SUBSCRIBERS_MAX: z.coerce.number().int().min(1).max(1_000_000).default(20_000),
  SUBSCRIPTIONS_POLL_MS: z.coerce.number().int().min(10).max(5_000).default(100),
  POLICY_PROFILE: z.enum(PROFILES).default("production"),
  METRICS_RAW_RETENTION_DAYS: z.coerce.number().int().min(9).default(35),
  METRICS_HOUR_RETENTION_DAYS: z.coerce.number().int().min(32).default(400),
  GRAPHIQL: flag.optional(),
  INTROSPECTION: flag.optional(),
  NODE_ENV: z.string().default("development"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

/** Every variable that is read; `.env.example` explains each. */
export const API_VARIABLES: readonly string[] = Object.keys(schema.shape);

/** What the API is told from outside, checked and in one shape. */
export interface Environment {
  readonly database: {
    readonly url: string;
    readonly poolSize: number;
    readonly statementTimeoutMs: number;
    readonly viewsSchema: string;
  };
  /** The registry this API speaks for; the address is lowercase. */
  readonly registry: { readonly chainId: number; readonly address: string };
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** Where it is reached from outside, without a slash at its end; null: where it listens. */
    readonly publicUrl: string | null;
  };
  /** Where transactions are simulated and balances read, the preferred one first; none: nowhere. */
  readonly rpcUrls: readonly string[];
  readonly maxLagSeconds: number;
  readonly follower: { readonly enabled: boolean; readonly pollMs: number };
  /** `only`: this process evaluates and does not answer GraphQL. */
  readonly evaluator: { readonly mode: "on" | "off" | "only"; readonly pollMs: number };
  /** `enabled`: this process sends. `allowPrivate`: also to addresses that are not public, and without TLS. */
  readonly webhooks: { readonly enabled: boolean; readonly allowPrivate: boolean };
  /** `maximum` of WebSockets, and of SSE streams. */
  readonly subscriptions: { readonly maximum: number; readonly pollMs: number };
  readonly policy: Policy;
  readonly retention: Retention;
  readonly graphiql: boolean;
  readonly introspection: boolean;
  readonly logLevel: string;
}

/** Thrown with every mistake of the environment in its message, one a line. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/**
 * Reads the environment. GraphiQL and introspection are on unless NODE_ENV is `production`.
 *
 * @throws EnvironmentError naming every variable that is missing or wrong
 */
export function parseEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  // An empty variable is one that was not set: `.env` files have many of these.
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""),
  );
  const result = schema.safeParse(given);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => {
      const name = issue.path.join(".");
      return `  ${name}: ${given[name] === undefined ? "is not set" : issue.message}`;
    });
    throw new EnvironmentError(`The environment is not usable; see .env.example.\n${lines.join("\n")}`);
  }
  const env = result.data;
  const development = env.NODE_ENV !== "production";
  return {
    database: {
      url: env.DATABASE_URL,
      poolSize: env.DATABASE_POOL_SIZE,
      statementTimeoutMs: env.STATEMENT_TIMEOUT_MS,
      viewsSchema: env.VIEWS_SCHEMA,
    },
    registry: { chainId: env.CHAIN_ID, address: env.REGISTRY_ADDRESS },
    http: { host: env.API_HOST, port: env.API_PORT, publicUrl: env.PUBLIC_URL ?? null },
    rpcUrls: env.RPC_URL ?? [],
    maxLagSeconds: env.READY_MAX_LAG_SECONDS,
    follower: { enabled: env.FOLLOWER === "on", pollMs: env.FOLLOWER_POLL_MS },
    evaluator: { mode: env.EVALUATOR, pollMs: env.EVALUATOR_POLL_MS },
    webhooks: { enabled: env.WEBHOOKS === "on", allowPrivate: env.WEBHOOK_ALLOW_PRIVATE },
    subscriptions: { maximum: env.SUBSCRIBERS_MAX, pollMs: env.SUBSCRIPTIONS_POLL_MS },
    policy: policyOf(env.POLICY_PROFILE),
    retention: { rawDays: env.METRICS_RAW_RETENTION_DAYS, hourDays: env.METRICS_HOUR_RETENTION_DAYS },
    graphiql: env.GRAPHIQL ?? development,
    introspection: env.INTROSPECTION ?? development,
    logLevel: env.LOG_LEVEL,
  };
}
