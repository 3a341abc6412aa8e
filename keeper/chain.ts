/** What the keeper asks of the chain, in the shapes of a sight. */
import {
  type Address,
  createPublicClient,
  fallback,
  type Hex,
  http,
  keccak256,
  type PublicClient,
  stringToHex,
} from "viem";
import { dinRegistryAbi as abi } from "../abis/index.ts";
import type { Role } from "./intent.ts";
import type { SlashFacts, SliceFacts } from "./sight.ts";

/** The registry's roles behind the keeper's. */
const ROLE_HASH: Readonly<Record<Role, Hex>> = {
  MONITOR: keccak256(stringToHex("PERFORMANCE_MONITOR")),
  PROPOSER: keccak256(stringToHex("SLASH_PROPOSER")),
};
export const ROLE_NAME = { MONITOR: "PERFORMANCE_MONITOR", PROPOSER: "SLASH_PROPOSER" } as const;

/** The states of a slash by the registry's numbers. */
const STATES = ["NONE", "PROPOSED", "EXECUTED", "CANCELLED", "EXPIRED", "DISPUTED", "UPHELD"] as const;

/** An RPC that is slower than this does not answer. Milliseconds. */
const TIMEOUT_MS = 10_000;

/** Reads go together in one request; the next URL is asked when one fails. */
export function createChainClient(rpcUrls: readonly string[]): PublicClient {
  const transports = rpcUrls.map((url) => http(url, { batch: { batchSize: 100 }, retryCount: 0, timeout: TIMEOUT_MS }));
  // A block that was read is old in a moment: nothing is kept.
  return createPublicClient({ transport: fallback(transports, { retryCount: 0 }), cacheTime: 0 });
}

/** What failed was the chain, amid questions to others. */
export class ChainFailed extends Error {
  override readonly name = "ChainFailed";
}

export interface ChainState {
  /** Time of the latest block, Unix seconds. */
  readonly time: number;
  readonly slashClock: number;
  readonly pauseMask: number;
  readonly pausedUntil: number;
  /** Seconds. */
  readonly cooldown: number;
}

export interface AccountState {
  /** Wei. */
  readonly balance: bigint;
  readonly hasRole: boolean;
}

export interface ChainReader {
  chainId(): Promise<number>;
  state(): Promise<ChainState>;
  account(role: Role, address: Address): Promise<AccountState>;
  sliceFacts(incidentKey: Hex, operator: Address): Promise<SliceFacts>;
  slashFacts(id: string): Promise<SlashFacts>;
  /** End of the window of the operator's score, Unix seconds; 0 if it has none. */
  scoreWindowEnd(operator: Address): Promise<number>;
}

export function createChainReader(client: PublicClient, registry: Address): ChainReader {
  const at = { abi, address: registry } as const;
  return {
    chainId: () => client.getChainId(),

    async state() {
      const [block, slashClock, [mask, expiresAt], { cooldown }] = await Promise.all([
        client.getBlock({ blockTag: "latest" }),
        client.readContract({ ...at, functionName: "slashClock" }),
        client.readContract({ ...at, functionName: "pauseMask" }),
        client.readContract({ ...at, functionName: "slashParams" }),
      ]);
      return {
        time: Number(block.timestamp),
        slashClock: Number(slashClock),
        pauseMask: mask,
        pausedUntil: Number(expiresAt),
        cooldown: Number(cooldown),
      };
    },

    async account(role, address) {
      const [balance, hasRole] = await Promise.all([
        client.getBalance({ address }),
        client.readContract({ ...at, functionName: "hasRole", args: [ROLE_HASH[role], address] }),
      ]);
      return { balance, hasRole };
    },

    async sliceFacts(incidentKey, operator) {
      const [used, [executed, live], { active, unbonding, locked }] = await Promise.all([
        client.readContract({ ...at, functionName: "incidentUsed", args: [incidentKey] }),
        client.readContract({ ...at, functionName: "slashedBps", args: [operator] }),
        client.readContract({ ...at, functionName: "getOperator", args: [operator] }),
      ]);
      const pools = ([0, 1] as const).map((asset) => ({
        active: active[asset],
        unbonding: unbonding[asset],
        locked: locked[asset],
      }));
      return { used, slashedBps: Number(executed + live), pools };
    },

    async slashFacts(id) {
      const slash = await client.readContract({ ...at, functionName: "getSlash", args: [BigInt(id)] });
      const { terms } = slash;
      return {
        state: STATES[slash.state] ?? "NONE",
        incidentKey: terms.incidentKey,
        proposer: `0x${slash.proposer.slice(2).toLowerCase()}`,
        bps: terms.bps,
        largeSlashBps: terms.largeSlashBps,
        approved: terms.approved,
        disputeUntil: Number(terms.disputeUntil),
        resolveBy: Number(slash.resolveBy),
        executeBy: Number(terms.executeBy),
      };
    },

    async scoreWindowEnd(operator) {
      const { scoreWindowEnd } = await client.readContract({ ...at, functionName: "getOperator", args: [operator] });
      return Number(scoreWindowEnd);
    },
  };
}
