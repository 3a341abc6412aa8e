/** Transactions that put stake in and ask it back. */
import { encodeFunctionData, type Hex, maxUint256, zeroAddress } from "viem";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { RequestError } from "../loaders/errors.ts";
import { ChainUnavailable } from "../wallets/rpc.ts";
import { ERC20, STAKE_TOKENS, type StakeToken } from "../wallets/tokens.ts";
import { builder } from "./builder.ts";
import type { Context } from "./context.ts";
import { AssetEnum } from "./enums.ts";
import { assetIndex, TransactionsRef, UnsignedTransactionRef, unsigned } from "./transactions.ts";

/** The registry holds fewer units of an asset for one operator. */
const MAX_UNITS = 2n ** 96n;

/** @throws RequestError ZERO_AMOUNT, TOO_MANY_UNITS */
function assertUnits(units: bigint): void {
  if (units === 0n) throw new RequestError("ZERO_AMOUNT", "The amount is zero.", { argument: "units" });
  if (units < MAX_UNITS) return;
  throw new RequestError("TOO_MANY_UNITS", "No operator holds that much: less than 2^96 units.", { argument: "units" });
}

const StakeTokenEnum = builder.enumType("StakeToken", {
  description: "A token that stake can be paid in.",
  values: {
    WSTETH: { value: "WSTETH", description: "For `stake` of the asset WSTETH." },
    STETH: { value: "STETH", description: "For `stakeStEth`, where the chain has it." },
  } as const,
});

builder.objectFields(TransactionsRef, (t) => ({
  approveToken: t.field({
    type: UnsignedTransactionRef,
    description:
      "Lets the registry take so much of a token from the account: needed before it can be staked. Its address is read from the chain.",
    args: {
      token: t.arg({ description: "Which token.", type: StakeTokenEnum, required: true, defaultValue: "WSTETH" }),
      units: t.arg({
        type: "Wei",
        required: true,
        description: "How much at most, in units of the token; 0 takes the approval back.",
      }),
    },
    // The first time it asks the chain.
    complexity: { field: 100, multiplier: 1 },
    resolve: async ({ account }, { token, units }, context) => {
      const { registry } = context;
      const to = await tokenAddress(token, context);
      const data = encodeFunctionData({ abi: ERC20, functionName: "approve", args: [hexOf(registry.address), units] });
      return { to, data, value: 0n, chainId: registry.chainId, from: account };
    },
  }),
  stake: t.field({
    type: UnsignedTransactionRef,
    description: "Adds stake. wstETH must be approved to the registry first: see `approveToken`.",
    args: {
      operator: t.arg({ type: "Address", description: "Default: the account." }),
      asset: t.arg({ description: "Which asset.", type: AssetEnum, required: true, defaultValue: "ETH" }),
      units: t.arg({ description: "How much, in units of the asset; not zero.", type: "Wei", required: true }),
    },
    resolve: ({ account }, { operator, asset, units }, context) => {
      assertUnits(units);
      const target = operator ?? account;
      if (asset === "ETH") {
        const data = encodeFunctionData({ abi, functionName: "stake", args: [target] });
        return unsigned(context, data, units, account);
      }
      const args = [target, assetIndex(asset), units] as const;
      return unsigned(context, encodeFunctionData({ abi, functionName: "stakeAsset", args }), 0n, account);
    },
  }),
  stakeStEth: t.field({
    type: UnsignedTransactionRef,
    description:
      "Adds stake from stETH, which the registry wraps; only where the chain has stETH. It must be approved first: see `approveToken`.",
    args: {
      operator: t.arg({ type: "Address", description: "Default: the account." }),
      amount: t.arg({ description: "How much stETH, in its units; not zero.", type: "Wei", required: true }),
    },
    resolve: ({ account }, { operator, amount }, context) => {
      assertUnits(amount);
      const data = encodeFunctionData({ abi, functionName: "stakeStETH", args: [operator ?? account, amount] });
      return unsigned(context, data, 0n, account);
    },
  }),
  unstake: t.field({
    type: UnsignedTransactionRef,
    description:
      "Asks stake back; it can be claimed after the unstake delay. An operator leaves by asking all of it back, of each asset.",
    args: {
      operator: t.arg({ type: "Address", description: "Default: the account." }),
      asset: t.arg({ description: "Which asset.", type: AssetEnum, required: true, defaultValue: "ETH" }),
      units: t.arg({
        description: "How much, in units of the asset; not zero. 2^256 - 1 asks for all that is active by then.",
        type: "Wei",
        required: true,
      }),
      recipient: t.arg({
        type: "Address",
        description: "Who is paid. Default: the operator; only the operator itself may name another.",
      }),
    },
    resolve: ({ account }, { operator, asset, units, recipient }, context) => {
      if (units !== maxUint256) assertUnits(units);
      const from = operator ?? account;
      const to = recipient ?? from;
      assertRecipient(to, from, account, context);
      const args = [from, assetIndex(asset), units, to] as const;
      return unsigned(context, encodeFunctionData({ abi, functionName: "unstakeAsset", args }), 0n, account);
    },
  }),
}));

/** @throws RequestError INVALID_RECIPIENT, NOT_AUTHORIZED */
function assertRecipient(recipient: Hex, operator: Hex, account: Hex, { registry }: Context): void {
  const argument = "recipient";
  if (recipient === zeroAddress || recipient === registry.address) {
    throw new RequestError("INVALID_RECIPIENT", "Neither zero nor the registry itself can be paid.", { argument });
  }
  if (recipient !== operator && account !== operator) {
    throw new RequestError("NOT_AUTHORIZED", "Only the operator itself names another recipient.", { argument });
  }
}

/** @throws RequestError CHAIN_UNAVAILABLE, ASSET_NOT_SUPPORTED */
async function tokenAddress(token: StakeToken, { simulator }: Context): Promise<string> {
  const data = encodeFunctionData({ abi, functionName: STAKE_TOKENS[token] });
  const address = await simulator.constantAddress(data).catch((error: unknown) => {
    if (!(error instanceof ChainUnavailable)) throw error;
    const details = { argument: "token", reason: error.problem };
    throw new RequestError("CHAIN_UNAVAILABLE", `The token's address is not known. ${error.message}`, details);
  });
  if (address !== zeroAddress) return address;
  throw new RequestError("ASSET_NOT_SUPPORTED", `The registry does not take ${token} on this chain.`, {
    argument: "token",
  });
}

const hexOf = (address: string): Hex => `0x${address.slice(2)}`;
