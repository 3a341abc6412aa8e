import { encodeFunctionData, erc20Abi, type Hex, keccak256, maxUint256, parseEther, toHex } from "viem";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { type Actor, addressOf } from "./actors.ts";
import { DISPUTE_WINDOW, MINUTE } from "./time.ts";
import type { Call, World } from "./world.ts";

/** Something that happens at a moment of the history (seconds since its start). Steps of one moment share a block. */
export interface Step {
  at: number;
  calls: (world: World) => readonly Call[] | Promise<readonly Call[]>;
}

/** Values of the registry's enums, by their names. */
export const ASSET = { ETH: 0, WSTETH: 1 } as const;
export const VIOLATION = { DOWNTIME: 1, BAD_DATA: 2, MISBEHAVIOR: 3, PERFORMANCE_THRESHOLD: 4 } as const;
export const OUTCOME = { OVERTURNED: 1, REDUCED: 2, UPHELD: 3 } as const;

const hash = (text: string): Hex => keccak256(toHex(text));

const metadata = (name: string, region: string) =>
  `data:application/json,${encodeURIComponent(JSON.stringify({ name, region }))}`;

/** The operator, or whoever acts for it, registers it and says who it is. */
export const register = (
  operator: Actor,
  at: number,
  about: { name: string; region: string; minStake?: string; by?: Actor },
): Step => ({
  at,
  calls: () => {
    const { name, region, minStake = "1", by: from = operator } = about;
    const address = addressOf(operator);
    const registration = [address, parseEther(minStake)] as const;
    return [
      { from, data: encodeFunctionData({ abi, functionName: "registerOperator", args: registration }) },
      { from, data: encodeFunctionData({ abi, functionName: "setMetadata", args: [address, metadata(name, region)] }) },
    ];
  },
});

export const setManager = (operator: Actor, at: number, manager: Actor, allowed: boolean): Step => ({
  at,
  calls: () => [
    {
      from: operator,
      data: encodeFunctionData({ abi, functionName: "setManager", args: [addressOf(manager), allowed] }),
    },
  ],
});

/** Amounts of ETH and wstETH are written in whole units: "1.5". */
export const stakeEth = (operator: Actor, at: number, amount: string, payer: Actor = operator): Step => ({
  at,
  calls: () => [
    {
      from: payer,
      value: parseEther(amount),
      data: encodeFunctionData({ abi, functionName: "stake", args: [addressOf(operator)] }),
    },
  ],
});

export const stakeWsteth = (operator: Actor, at: number, units: string, payer: Actor = operator): Step => ({
  at,
  calls: ({ deployment }) => [
    {
      from: payer,
      to: deployment.wstETH,
      data: encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [deployment.registry, maxUint256] }),
    },
    {
      from: payer,
      data: encodeFunctionData({
        abi,
        functionName: "stakeAsset",
        args: [addressOf(operator), ASSET.WSTETH, parseEther(units)],
      }),
    },
  ],
});

export const unstakeEth = (key: string, operator: Actor, at: number, amount: string, by: Actor = operator): Step => ({
  at,
  calls: () => [
    {
      request: key,
      from: by,
      data: encodeFunctionData({ abi, functionName: "unstake", args: [addressOf(operator), parseEther(amount)] }),
    },
  ],
});

export const unstakeWsteth = (key: string, operator: Actor, at: number, units: string, recipient: Actor): Step => ({
  at,
  calls: () => [
    {
      request: key,
      from: operator,
      data: encodeFunctionData({
        abi,
        functionName: "unstakeAsset",
        args: [addressOf(operator), ASSET.WSTETH, parseEther(units), addressOf(recipient)],
      }),
    },
  ],
});

export const cancelUnstake = (key: string, by: Actor, at: number): Step => ({
  at,
  calls: (world) => [
    {
      from: by,
      data: encodeFunctionData({ abi, functionName: "cancelUnstake", args: [world.requestId(key)] }),
    },
  ],
});

export const claimUnstake = (key: string, by: Actor, at: number): Step => ({
  at,
  calls: (world) => [
    {
      from: by,
      data: encodeFunctionData({ abi, functionName: "claimUnstake", args: [world.requestId(key)] }),
    },
  ],
});

export const syncStatus = (operator: Actor, at: number, by: Actor = "patron"): Step => ({
  at,
  calls: () => [
    {
      from: by,
      data: encodeFunctionData({ abi, functionName: "syncStatus", args: [addressOf(operator)] }),
    },
  ],
});

export interface Fault {
  type: keyof typeof VIOLATION;
  severity: 1 | 2 | 3 | 4;
  bps: number;
  reason: string;
}

/** The keeper proposes a slash for what happened in the hour before. */
export const proposeSlash = (key: string, operator: Actor, at: number, fault: Fault): Step => ({
  at,
  calls: async (world) => {
    const faultEnd = BigInt((await world.now()) - MINUTE);
    return [
      {
        slash: key,
        from: "keeper",
        data: encodeFunctionData({
          abi,
          functionName: "proposeSlash",
          args: [
            {
              operator: addressOf(operator),
              violationType: VIOLATION[fault.type],
              severity: fault.severity,
              bps: fault.bps,
              value: 0n,
              faultStart: faultEnd - 3_600n,
              faultEnd,
              incidentKey: hash(`incident ${key}`),
              evidenceHash: hash(`evidence ${key}`),
              reason: fault.reason,
              evidenceURI: `ipfs://din-devnet/evidence/${key}`,
            },
          ],
        }),
      },
    ];
  },
});

export const governanceSlash = (key: string, operator: Actor, at: number, amount: string, reason: string): Step => ({
  at,
  calls: () => [
    {
      slash: key,
      from: "governance",
      data: encodeFunctionData({
        abi,
        functionName: "slash",
        args: [addressOf(operator), parseEther(amount), reason],
      }),
    },
  ],
});

export const approveSlash = (key: string, at: number): Step => ({
  at,
  calls: (world) => [
    {
      from: "governance",
      data: encodeFunctionData({ abi, functionName: "approveSlash", args: [world.slashId(key)] }),
    },
  ],
});

/** The bond is whatever the slash asks for: it keeps the parameters of its proposal. */
export const disputeSlash = (key: string, by: Actor, at: number): Step => ({
  at,
  calls: async (world) => {
    const id = world.slashId(key);
    const { terms } = await world.client.readContract({
      address: world.deployment.registry,
      abi,
      functionName: "getSlash",
      args: [id],
    });
    return [
      {
        from: by,
        value: terms.disputeBond,
        data: encodeFunctionData({
          abi,
          functionName: "disputeSlash",
          args: [id, hash(`defence ${key}`), `ipfs://din-devnet/defence/${key}`],
        }),
      },
    ];
  },
});

export const resolveDispute = (
  key: string,
  at: number,
  ruling: { outcome: keyof typeof OUTCOME; newBps?: number; reason: string; by?: Actor },
): Step => ({
  at,
  calls: (world) => [
    {
      from: ruling.by ?? "resolver",
      data: encodeFunctionData({
        abi,
        functionName: "resolveDispute",
        args: [world.slashId(key), OUTCOME[ruling.outcome], ruling.newBps ?? 0, ruling.reason],
      }),
    },
  ],
});

export const executeSlash = (key: string, at: number, by: Actor = "keeper"): Step => ({
  at,
  calls: (world) => [
    {
      from: by,
      data: encodeFunctionData({ abi, functionName: "executeSlash", args: [world.slashId(key)] }),
    },
  ],
});

export const cancelSlash = (key: string, at: number, reason: string, by: Actor = "keeper"): Step => ({
  at,
  calls: (world) => [
    {
      from: by,
      data: encodeFunctionData({ abi, functionName: "cancelSlash", args: [world.slashId(key), reason] }),
    },
  ],
});

export const expireSlash = (key: string, at: number, by: Actor = "patron"): Step => ({
  at,
  calls: (world) => [
    {
      from: by,
      data: encodeFunctionData({ abi, functionName: "expireSlash", args: [world.slashId(key)] }),
    },
  ],
});

export const claimBond = (by: Actor, at: number): Step => ({
  at,
  calls: () => [{ from: by, data: encodeFunctionData({ abi, functionName: "claimBond" }) }],
});

/** The first moment an undisputed slash proposed at `at` can be executed, and a little. */
export const afterDispute = (at: number): number => at + DISPUTE_WINDOW + MINUTE;
