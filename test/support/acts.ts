/** Transactions on the registry that always succeed, in any order: what reorgs put in place of one another. */
import { encodeFunctionData, type Hex, parseEther } from "viem";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { type Actor, addressOf } from "../../devnet/scenario/actors.ts";

export interface Act {
  readonly from: Actor;
  readonly data: Hex;
  readonly value?: bigint;
}

/** Operators of the scenario with plenty of active ETH, about which nothing else is asserted. */
const OPERATORS = ["zephyr", "mistral", "sirocco"] as const satisfies readonly Actor[];

/**
 * The act of number `index`: stake by the operator or by a stranger, some of it asked back, a new description, a score.
 * No two numbers give the same bytes, so that one act in the place of another shows in the tables.
 */
export function act(index: number): Act {
  const operator = OPERATORS[index % OPERATORS.length] ?? OPERATORS[0];
  const address = addressOf(operator);
  const wei = parseEther("0.01") + BigInt(index);
  switch (Math.floor(index / OPERATORS.length) % 4) {
    case 0:
      return { from: "patron", value: wei, data: encodeFunctionData({ abi, functionName: "stake", args: [address] }) };
    case 1:
      return { from: operator, data: encodeFunctionData({ abi, functionName: "unstake", args: [address, wei] }) };
    case 2:
      return {
        from: operator,
        data: encodeFunctionData({ abi, functionName: "setMetadata", args: [address, `#${index}`] }),
      };
    default:
      return {
        from: "monitor",
        data: encodeFunctionData({
          abi,
          functionName: "updatePerformanceScore",
          args: [address, BigInt(index % 10_001)],
        }),
      };
  }
}

/** `count` acts from number `first` on. */
export const acts = (first: number, count: number): Act[] => Array.from({ length: count }, (_, i) => act(first + i));

/** What the scenario has no reason to do: the default admin's affairs, and text that no table can hold as it is. */
export const RARE_ACTS: readonly Act[] = [
  {
    from: "governance",
    data: encodeFunctionData({ abi, functionName: "beginDefaultAdminTransfer", args: [addressOf("patron")] }),
  },
  { from: "governance", data: encodeFunctionData({ abi, functionName: "cancelDefaultAdminTransfer" }) },
  { from: "governance", data: encodeFunctionData({ abi, functionName: "changeDefaultAdminDelay", args: [86_400] }) },
  { from: "governance", data: encodeFunctionData({ abi, functionName: "rollbackDefaultAdminDelay" }) },
  {
    from: "zephyr",
    data: encodeFunctionData({
      abi,
      functionName: "setMetadata",
      args: [addressOf("zephyr"), 'a\0b "quoted" \\ back\n\u{1F600} ﷽'],
    }),
  },
];
