import { type Address, getAddress, isAddress, isHex, parseEther, zeroAddress } from "viem";
import { z } from "zod";

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** What a registry starts with where nothing else is said. Times in seconds, ETH as text. */
export const PRODUCTION_DEFAULTS = {
  minStakeEth: "1",
  unstakeDelay: 7 * DAY,
  disputeWindow: 2 * DAY,
  resolutionWindow: 3 * DAY,
  executionWindow: DAY,
  cooldown: HOUR,
  largeSlashBps: 1_000,
  disputeBondEth: "0.02",
  adminDelay: 2 * DAY,
  // An exchange-rate feed reports once a day even when nothing moved; an hour more forgives a late report.
  rateMaxAge: 25 * HOUR,
  // wstETH gains about 0.01 % a day: 1 % is months of it, or a wrong answer.
  rateMaxJumpBps: 100,
} as const;

/**
 * The chains a registry may be deployed to, with their wstETH if they have one that is known.
 * Base's is the bridged wstETH (Lido's canonical bridge); `WSTETH_ADDRESS` overrides it.
 */
export const CHAINS: Readonly<Record<number, { readonly name: string; readonly wstETH?: Address }>> = {
  8453: { name: "Base", wstETH: "0xc1CBa3fCea344f92D9239c08C0568f6F2F0ee452" },
  84532: { name: "Base Sepolia" },
  31337: { name: "devnet" },
};

/** Where the registry reads wstETH's rate; the adapter is deployed with it. */
export type RateSource =
  | { readonly kind: "chainlink"; readonly feed: Address }
  | { readonly kind: "lido"; readonly stETH: Address }
  | { readonly kind: "none" };

/** All that {@link deployRegistry} needs to know. */
export interface RegistryParameters {
  readonly admin: Address;
  readonly adminDelay: number;
  readonly governance: Address;
  readonly slashProposer: Address;
  readonly disputeResolver: Address;
  readonly performanceMonitor: Address;
  readonly pauser: Address;
  readonly treasury: Address;
  readonly minStake: bigint;
  readonly unstakeDelay: bigint;
  readonly slashParams: {
    readonly disputeWindow: bigint;
    readonly resolutionWindow: bigint;
    readonly executionWindow: bigint;
    readonly cooldown: bigint;
    readonly largeSlashBps: number;
    readonly disputeBond: bigint;
  };
  /** Zero where the chain has none. */
  readonly wstETH: Address;
  /** Zero where the chain has none. */
  readonly stETH: Address;
  readonly rateSource: RateSource;
  readonly rateMaxAge: bigint;
  readonly rateMaxJumpBps: number;
}

/** A deployment as the environment asks for it. `privateKey` is a secret: never print this object. */
export interface DeploymentRequest {
  readonly chainId: number;
  readonly rpcUrl: string;
  readonly privateKey: `0x${string}`;
  readonly parameters: RegistryParameters;
}

/** Thrown with every mistake of the environment in its message, one a line, and no value of a secret. */
export class DeploymentRefused extends Error {
  override readonly name = "DeploymentRefused";
  constructor(readonly mistakes: readonly string[]) {
    super(`Nothing was deployed:\n${mistakes.map((mistake) => `  ${mistake}`).join("\n")}`);
  }
}

const address = z.string().transform((text, context): Address => {
  if (isAddress(text) && text.toLowerCase() !== zeroAddress) return getAddress(text);
  context.addIssue("must be an address (0x and 40 hexadecimal digits, checksum right if it has one), and not zero");
  return z.NEVER;
});
const ether = z.string().transform((text, context): bigint => {
  if (/^\d+(\.\d{1,18})?$/.test(text)) return parseEther(text);
  context.addIssue("must be an amount of ETH, such as 0.02");
  return z.NEVER;
});
const privateKey = z.string().transform((text, context): `0x${string}` => {
  if (isHex(text) && text.length === 66) return text;
  context.addIssue("must be a private key: 0x and 64 hexadecimal digits");
  return z.NEVER;
});
const seconds = z.coerce
  .number()
  .int()
  .min(0)
  .max(365 * DAY);
const bps = z.coerce.number().int().min(0).max(10_000);

const schema = z.object({
  CHAIN_ID: z.coerce
    .number()
    .refine((id) => id in CHAINS, "must be 8453 (Base), 84532 (Base Sepolia) or 31337 (devnet)"),
  RPC_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }),
  DEPLOYER_PRIVATE_KEY: privateKey,
  ADMIN: address,
  GOVERNANCE: address,
  SLASH_PROPOSER: address,
  DISPUTE_RESOLVER: address,
  PERFORMANCE_MONITOR: address,
  PAUSER: address,
  TREASURY: address,
  ADMIN_DELAY_SECONDS: seconds.default(PRODUCTION_DEFAULTS.adminDelay),
  MIN_STAKE_ETH: ether.default(parseEther(PRODUCTION_DEFAULTS.minStakeEth)),
  UNSTAKE_DELAY_SECONDS: seconds.default(PRODUCTION_DEFAULTS.unstakeDelay),
  DISPUTE_WINDOW_SECONDS: seconds.default(PRODUCTION_DEFAULTS.disputeWindow),
  RESOLUTION_WINDOW_SECONDS: seconds.min(1).default(PRODUCTION_DEFAULTS.resolutionWindow),
  EXECUTION_WINDOW_SECONDS: seconds.min(1).default(PRODUCTION_DEFAULTS.executionWindow),
  COOLDOWN_SECONDS: seconds.default(PRODUCTION_DEFAULTS.cooldown),
  LARGE_SLASH_BPS: bps.default(PRODUCTION_DEFAULTS.largeSlashBps),
  DISPUTE_BOND_ETH: ether.default(parseEther(PRODUCTION_DEFAULTS.disputeBondEth)),
  WSTETH_ADDRESS: z.union([z.literal("none"), address], { error: 'must be an address, or "none"' }).optional(),
  STETH_ADDRESS: address.optional(),
  CHAINLINK_FEED_ADDRESS: address.optional(),
  RATE_MAX_AGE_SECONDS: seconds.min(1).default(PRODUCTION_DEFAULTS.rateMaxAge),
  RATE_MAX_JUMP_BPS: bps.min(1).default(PRODUCTION_DEFAULTS.rateMaxJumpBps),
});

type Settings = z.infer<typeof schema>;

/** The variables a deployment reads; contracts/README.md explains each. */
export const DEPLOYMENT_VARIABLES: readonly string[] = Object.keys(schema.shape);

/**
 * Reads a deployment from environment variables; an empty one counts as unset.
 *
 * @example
 * parseDeployment({ CHAIN_ID: "1" })
 * // throws DeploymentRefused: CHAIN_ID: must be 8453 (Base), …; RPC_URL: must be an http(s) URL; ADMIN: …
 */
export function parseDeployment(env: Readonly<Record<string, string | undefined>>): DeploymentRequest {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const missing = DEPLOYMENT_VARIABLES.filter((name) => !(name in given) && isRequired(name));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues
      .map((issue) => ({ name: String(issue.path[0]), message: issue.message }))
      .filter(({ name }) => !missing.includes(name))
      .map(({ name, message }) => `${name}: ${message}`);
    throw new DeploymentRefused([...missing.map((name) => `${name}: is required`), ...wrong]);
  }
  const settings = parsed.data;
  const wstETH = wstETHOf(settings);
  const mistakes = contradictions(settings, wstETH);
  if (mistakes.length > 0) throw new DeploymentRefused(mistakes);
  return {
    chainId: settings.CHAIN_ID,
    rpcUrl: settings.RPC_URL,
    privateKey: settings.DEPLOYER_PRIVATE_KEY,
    parameters: parametersOf(settings, wstETH),
  };
}

function isRequired(name: string): boolean {
  return schema.safeParse({}).error?.issues.some((issue) => issue.path[0] === name) ?? false;
}

function wstETHOf(settings: Settings): Address | undefined {
  if (settings.WSTETH_ADDRESS === "none") return undefined;
  return settings.WSTETH_ADDRESS ?? CHAINS[settings.CHAIN_ID]?.wstETH;
}

/** Settings that are each fine and cannot be together. The contract would refuse most of them too, less clearly. */
function contradictions(settings: Settings, wstETH: Address | undefined): string[] {
  const mistakes: string[] = [];
  const windows =
    settings.DISPUTE_WINDOW_SECONDS + settings.RESOLUTION_WINDOW_SECONDS + settings.EXECUTION_WINDOW_SECONDS;
  if (settings.UNSTAKE_DELAY_SECONDS <= windows) {
    mistakes.push(
      `UNSTAKE_DELAY_SECONDS: must be more than the dispute, resolution and execution windows together (${windows})`,
    );
  }
  if (settings.MIN_STAKE_ETH === 0n) mistakes.push("MIN_STAKE_ETH: must be more than 0");
  if (settings.SLASH_PROPOSER === settings.DISPUTE_RESOLVER) {
    mistakes.push("DISPUTE_RESOLVER: must not be SLASH_PROPOSER, who may decide no dispute of its own slashes");
  }
  const { STETH_ADDRESS: stETH, CHAINLINK_FEED_ADDRESS: feed } = settings;
  if (stETH && feed) mistakes.push("CHAINLINK_FEED_ADDRESS: not together with STETH_ADDRESS, which gives the rate");
  if (stETH && !wstETH) mistakes.push("STETH_ADDRESS: needs WSTETH_ADDRESS, into which stETH is wrapped");
  if (feed && !wstETH) mistakes.push("CHAINLINK_FEED_ADDRESS: needs WSTETH_ADDRESS, whose rate it gives");
  if (wstETH && !feed && !stETH) {
    mistakes.push(
      `CHAINLINK_FEED_ADDRESS: is required for the rate of wstETH (${wstETH}); WSTETH_ADDRESS=none deploys for ETH alone`,
    );
  }
  return mistakes;
}

function parametersOf(settings: Settings, wstETH: Address | undefined): RegistryParameters {
  const { STETH_ADDRESS: stETH, CHAINLINK_FEED_ADDRESS: feed } = settings;
  return {
    admin: settings.ADMIN,
    adminDelay: settings.ADMIN_DELAY_SECONDS,
    governance: settings.GOVERNANCE,
    slashProposer: settings.SLASH_PROPOSER,
    disputeResolver: settings.DISPUTE_RESOLVER,
    performanceMonitor: settings.PERFORMANCE_MONITOR,
    pauser: settings.PAUSER,
    treasury: settings.TREASURY,
    minStake: settings.MIN_STAKE_ETH,
    unstakeDelay: BigInt(settings.UNSTAKE_DELAY_SECONDS),
    slashParams: {
      disputeWindow: BigInt(settings.DISPUTE_WINDOW_SECONDS),
      resolutionWindow: BigInt(settings.RESOLUTION_WINDOW_SECONDS),
      executionWindow: BigInt(settings.EXECUTION_WINDOW_SECONDS),
      cooldown: BigInt(settings.COOLDOWN_SECONDS),
      largeSlashBps: settings.LARGE_SLASH_BPS,
      disputeBond: settings.DISPUTE_BOND_ETH,
    },
    wstETH: wstETH ?? zeroAddress,
    stETH: stETH ?? zeroAddress,
    rateSource: feed ? { kind: "chainlink", feed } : stETH ? { kind: "lido", stETH } : { kind: "none" },
    rateMaxAge: BigInt(settings.RATE_MAX_AGE_SECONDS),
    rateMaxJumpBps: settings.RATE_MAX_JUMP_BPS,
  };
}
