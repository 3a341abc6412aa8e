import { encodeFunctionData, type Hex, maxUint256, zeroAddress } from "viem";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { ASSETS, type Asset } from "../db/chain.ts";
import { RequestError } from "../loaders/errors.ts";
import { builder } from "./builder.ts";
import type { Context } from "./context.ts";
import { AssetEnum } from "./enums.ts";

export interface UnsignedTransaction {
  readonly to: string;
  readonly data: Hex;
  readonly value: bigint;
  readonly chainId: number;
  /** Who is to send it, lowercase; null where it was made for nobody in particular. */
  readonly from: Hex | null;
}

export const UnsignedTransactionRef = builder.objectRef<UnsignedTransaction>("UnsignedTransaction").implement({
  description: "A call of the registry, or of a token, ready to be signed and sent by a wallet.",
  fields: (t) => ({
    to: t.expose("to", { description: "The registry; where a token is approved, the token.", type: "Address" }),
    data: t.expose("data", { description: "Calldata.", type: "Bytes" }),
    value: t.expose("value", { type: "Wei", description: "ETH to send with it, wei." }),
    chainId: t.exposeInt("chainId", { description: "Of the chain to send it on." }),
  }),
});

/** A call of the registry. */
export function unsigned({ registry }: Context, data: Hex, value = 0n, from: Hex | null = null): UnsignedTransaction {
  return { to: registry.address, data, value, chainId: registry.chainId, from };
}

export const assetIndex = (asset: Asset): number => ASSETS.indexOf(asset);

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
  description:
    "Unsigned transactions for the wallet's account to send. What can never be right is refused here; what depends on the chain, it decides: see `simulation`.",
  fields: (t) => ({
    register: t.field({
      type: UnsignedTransactionRef,
      description: "Registers an operator: the account itself, or one that named it a manager.",
      args: {
        operator: t.arg({ type: "Address", description: "Default: the account." }),
        minStake: t.arg({ type: "Wei", required: true, description: "The operator's own commitment, wei of ETH." }),
      },
      resolve: ({ account }, { operator, minStake }, context) => {
        const args = [operator ?? account, minStake] as const;
        return unsigned(context, encodeFunctionData({ abi, functionName: "registerOperator", args }), 0n, account);
      },
    }),
    setManager: t.field({
      type: UnsignedTransactionRef,
      description: "Names or dismisses a manager of the account.",
      args: {
        manager: t.arg({ description: "Whom to name.", type: "Address", required: true }),
        allowed: t.arg.boolean({ description: "False dismisses.", required: true }),
      },
      resolve: ({ account }, { manager, allowed }, context) => {
        if (manager === account || manager === zeroAddress) {
          throw new RequestError("INVALID_MANAGER", "A manager is another account, and not zero.", {
            argument: "manager",
          });
        }
        const data = encodeFunctionData({ abi, functionName: "setManager", args: [manager, allowed] });
        return unsigned(context, data, 0n, account);
      },
    }),
    setMetadata: t.field({
      type: UnsignedTransactionRef,
      description: "Says where the self-description of an operator is: of the account, or of one it manages.",
      args: {
        operator: t.arg({ type: "Address", description: "Default: the account." }),
        uri: t.arg.string({ required: true, description: "Where it is; empty for none. It stays on the chain." }),
      },
      resolve: ({ account }, { operator, uri }, context) => {
        const data = encodeFunctionData({ abi, functionName: "setMetadata", args: [operator ?? account, uri] });
        return unsigned(context, data, 0n, account);
      },
    }),
    syncStatus: t.field({
      type: UnsignedTransactionRef,
      description: "Has the registry say an operator's status, if it has changed with time or rates; anyone may.",
      args: { operator: t.arg({ type: "Address", description: "Default: the account." }) },
      resolve: ({ account }, { operator }, context) => {
        const data = encodeFunctionData({ abi, functionName: "syncStatus", args: [operator ?? account] });
        return unsigned(context, data, 0n, account);
      },
    }),
    pokeRate: t.field({
      type: UnsignedTransactionRef,
      description: "Has the registry record an asset's rate from its source; anyone may.",
      args: { asset: t.arg({ description: "Which asset.", type: AssetEnum, required: true, defaultValue: "WSTETH" }) },
      resolve: ({ account }, { asset }, context) => {
        const data = encodeFunctionData({ abi, functionName: "pokeRate", args: [assetIndex(asset)] });
        return unsigned(context, data, 0n, account);
      },
    }),
  }),
});
