import { encodeFunctionData, type Hex, maxUint256 } from "viem";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { ASSETS, type Asset } from "../db/chain.ts";
import { RequestError } from "../loaders/errors.ts";
import { builder } from "./builder.ts";
import type { Context } from "./context.ts";
import { AssetEnum } from "./enums.ts";

interface UnsignedTransaction {
  readonly to: string;
  readonly data: Hex;
  readonly value: bigint;
  readonly chainId: number;
}

export const UnsignedTransactionRef = builder.objectRef<UnsignedTransaction>("UnsignedTransaction").implement({
  description: "A call of the registry, ready to be signed and sent by a wallet. It was not simulated.",
  fields: (t) => ({
    to: t.expose("to", { description: "The registry.", type: "Address" }),
    data: t.expose("data", { description: "Calldata.", type: "Bytes" }),
    value: t.expose("value", { type: "Wei", description: "ETH to send with it, wei." }),
    chainId: t.exposeInt("chainId", { description: "Of the chain to send it on." }),
  }),
});

export function unsigned({ registry }: Context, data: Hex, value = 0n): UnsignedTransaction {
  return { to: registry.address, data, value, chainId: registry.chainId };
}

function assetIndex(asset: Asset): number {
  return ASSETS.indexOf(asset);
}

/** A number of the registry (request or slash) from an ID. @throws RequestError INVALID_ID */
export function numberOf(id: string, argument: string): bigint {
  const number = /^\d{1,78}$/.test(id) ? BigInt(id) : null;
  if (number === null || number > maxUint256) {
    throw new RequestError("INVALID_ID", `\`${argument}\` is a number the registry gave out, in decimal.`, {
      argument,
    });
  }
  return number;
}

/** The account of a wallet; transactions are built for it to send. */
export const TransactionsRef = builder.objectRef<{ readonly account: Hex }>("Transactions").implement({
  description: "Unsigned transactions for the wallet's account to send.",
  fields: (t) => ({
    register: t.field({
      type: UnsignedTransactionRef,
      description: "Registers an operator: the account itself, or one that named it a manager.",
      args: {
        operator: t.arg({ type: "Address", description: "Default: the account." }),
        minStake: t.arg({ type: "Wei", required: true, description: "The operator's own commitment, wei of ETH." }),
      },
      resolve: ({ account }, { operator, minStake }, context) =>
        unsigned(
          context,
          encodeFunctionData({ abi, functionName: "registerOperator", args: [operator ?? account, minStake] }),
        ),
    }),
    setManager: t.field({
      type: UnsignedTransactionRef,
      description: "Names or dismisses a manager of the account.",
      args: {
        manager: t.arg({ description: "Whom to name.", type: "Address", required: true }),
        allowed: t.arg.boolean({ description: "False dismisses.", required: true }),
      },
      resolve: (_wallet, { manager, allowed }, context) =>
        unsigned(context, encodeFunctionData({ abi, functionName: "setManager", args: [manager, allowed] })),
    }),
    stake: t.field({
      type: UnsignedTransactionRef,
      description: "Adds stake. wstETH must be approved to the registry first.",
      args: {
        operator: t.arg({ type: "Address", description: "Default: the account." }),
        asset: t.arg({ description: "Which asset.", type: AssetEnum, required: true, defaultValue: "ETH" }),
        units: t.arg({ description: "How much, in units of the asset.", type: "Wei", required: true }),
      },
      resolve: ({ account }, { operator, asset, units }, context) => {
        const target = operator ?? account;
        return asset === "ETH"
          ? unsigned(context, encodeFunctionData({ abi, functionName: "stake", args: [target] }), units)
          : unsigned(
              context,
              encodeFunctionData({ abi, functionName: "stakeAsset", args: [target, assetIndex(asset), units] }),
            );
      },
    }),
    unstake: t.field({
      type: UnsignedTransactionRef,
      description: "Asks stake back; it can be claimed after the unstake delay.",
      args: {
        operator: t.arg({ type: "Address", description: "Default: the account." }),
        asset: t.arg({ description: "Which asset.", type: AssetEnum, required: true, defaultValue: "ETH" }),
        units: t.arg({ description: "How much, in units of the asset.", type: "Wei", required: true }),
        recipient: t.arg({
          type: "Address",
          description: "Who is paid. Default: the operator; only the operator itself may name another.",
        }),
      },
      resolve: ({ account }, { operator, asset, units, recipient }, context) => {
        const from = operator ?? account;
        return unsigned(
          context,
          encodeFunctionData({
            abi,
            functionName: "unstakeAsset",
            args: [from, assetIndex(asset), units, recipient ?? from],
          }),
        );
      },
    }),
    cancelUnstake: t.field({
      type: UnsignedTransactionRef,
      description: "Moves what is left of a request back to active stake.",
      args: { requestId: t.arg.id({ description: "The request's number.", required: true }) },
      resolve: (_wallet, { requestId }, context) =>
        unsigned(
          context,
          encodeFunctionData({ abi, functionName: "cancelUnstake", args: [numberOf(requestId, "requestId")] }),
        ),
    }),
    claim: t.field({
      type: UnsignedTransactionRef,
      description: "Pays a matured request to its recipient.",
      args: { requestId: t.arg.id({ description: "The request's number.", required: true }) },
      resolve: (_wallet, { requestId }, context) =>
        unsigned(
          context,
          encodeFunctionData({ abi, functionName: "claimUnstake", args: [numberOf(requestId, "requestId")] }),
        ),
    }),
    claimBond: t.field({
      type: UnsignedTransactionRef,
      description: "Pays the account the dispute bonds returned to it.",
      resolve: (_wallet, _args, context) => unsigned(context, encodeFunctionData({ abi, functionName: "claimBond" })),
    }),
  }),
});
