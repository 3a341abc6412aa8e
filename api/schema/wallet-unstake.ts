import type { Hex } from "viem";
import { ethValue } from "../domain/stake.ts";
import type { UnstakeRequestRow } from "../loaders/unstake-requests.ts";
import type { Due } from "../loaders/wallet-unstakes.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import type { Context } from "./context.ts";
import { AssetEnum } from "./enums.ts";
import { rateOf } from "./operator-view.ts";
import { UnsignedTransactionRef } from "./transactions.ts";
import { UnstakeRequestRef, unstakeAmounts } from "./unstake-request.ts";
import { claimOf } from "./wallet-claim-transactions.ts";

export interface WalletUnstake {
  readonly request: UnstakeRequestRow;
  /** Who looks at it. */
  readonly account: Hex;
  readonly due: Due;
}

export const WalletUnstakeRef = builder.objectRef<WalletUnstake>("WalletUnstake").implement({
  description: "An open unstake request that an account may claim, and what it will be paid.",
  fields: (t) => ({
    request: t.field({ type: UnstakeRequestRef, description: "The request.", resolve: ({ request }) => request }),
    operatorAddress: t.field({
      type: "Address",
      description: "Whose stake.",
      resolve: ({ request }) => request.operator,
    }),
    paysTo: t.field({
      type: "Address",
      description: "Who a claim pays, whoever sends it.",
      resolve: ({ request }) => request.recipient,
    }),
    asset: t.field({ type: AssetEnum, description: "Which asset.", resolve: ({ request }) => request.asset }),
    units: t.field({
      type: "Wei",
      description:
        "What a claim would pay, in units of the asset: once matured without what live slashes reserve, before that all that slashes have left.",
      resolve: unitsOf,
    }),
    value: t.field({
      type: "Wei",
      description: "ETH value of `units` at the recorded rate, wei.",
      resolve: async (unstake, _args, context) => {
        const [units, chain] = await Promise.all([unitsOf(unstake, {}, context), context.chain()]);
        return ethValue(units, rateOf(chain, unstake.request.asset));
      },
    }),
    held: t.field({
      type: "Wei",
      description: "What live slashes reserve of a matured one, in units of the asset: it stays in the request.",
      resolve: async ({ request, due }, _args, context) => {
        const { remaining, claimable } = await unstakeAmounts(request, context);
        return due === "MATURED" ? remaining - claimable : 0n;
      },
    }),
    claimableAt: t.field({
      type: "DateTime",
      description: "The first moment a block can have in which it is paid. No pause moves it.",
      resolve: ({ request }) => claimableAt(request),
    }),
    remainingSeconds: t.field({
      type: "Long",
      description: "How long until then; 0 once matured.",
      resolve: ({ request }, _args, { now }) => Math.max(0, claimableAt(request) - now),
    }),
    claim: t.field({
      type: UnsignedTransactionRef,
      description: "The transaction that claims it, for the account to send; before its time it reverts.",
      resolve: ({ request, account }, _args, context) => claimOf(request.id, account, context),
    }),
  }),
});

export const WalletUnstakeConnectionRef = connectionOf(WalletUnstakeRef, "WalletUnstake");

/** It is paid strictly after `unlockAt`. */
const claimableAt = ({ unlockAt }: UnstakeRequestRow): number => unlockAt + 1;

async function unitsOf({ request, due }: WalletUnstake, _args: object, context: Context): Promise<bigint> {
  const { remaining, claimable } = await unstakeAmounts(request, context);
  return due === "MATURED" ? claimable : remaining;
}
