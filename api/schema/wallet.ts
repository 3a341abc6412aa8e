import type { Hex } from "viem";
import { mapNodes } from "../loaders/keyset.ts";
import { payouts } from "../loaders/registry-history.ts";
import { stakingEvents } from "../loaders/staking-events.ts";
import { loadTablePage } from "../loaders/table-list.ts";
import { unstakeRequests } from "../loaders/unstake-requests.ts";
import { loadClaimableBond, loadPositions } from "../loaders/wallet.ts";
import { builder } from "./builder.ts";
import { UnstakeRequestFilterInput, unstakeRequestFilter } from "./filters.ts";
import { MIN_BLOCK, pageCost } from "./lists.ts";
import { ManagerConnectionRef, ManagerRef } from "./manager.ts";
import { OperatorConnectionRef, OperatorRef } from "./operator.ts";
import { loadOperatorView } from "./operator-view.ts";
import { PayoutConnectionRef, PayoutRef } from "./payout.ts";
import { StakingEventConnectionRef, StakingEventRef } from "./staking-event.ts";
import { TransactionsRef } from "./transactions.ts";
import { UnstakeRequestConnectionRef, UnstakeRequestRef } from "./unstake-request.ts";

const WalletRef = builder.objectRef<{ readonly account: Hex }>("Wallet").implement({
  description: "An account: what it is, what it may act for, what it can claim. Any address has one.",
  fields: (t) => ({
    address: t.expose("account", { description: "The account.", type: "Address" }),
    operator: t.field({
      type: OperatorRef,
      nullable: true,
      description: "The operator at this address; null if none is registered.",
      resolve: ({ account }, _args, context) => loadOperatorView(context, account),
    }),
    positions: t.connection(
      {
        type: OperatorRef,
        description: "Operators the account is or may act for, by address.",
        complexity: pageCost,
        resolve: async ({ account }, args, context) => {
          const [chain, rows] = await Promise.all([
            context.chain(),
            loadPositions(context.db, account, args, context.figures),
          ]);
          return mapNodes(rows, (row) => ({ row, chain }));
        },
      },
      OperatorConnectionRef,
    ),
    managers: t.connection(
      {
        type: ManagerRef,
        description: "Who may act for the account besides itself, by address; also if it never registered.",
        complexity: pageCost,
        resolve: ({ account }, args, context) => context.loaders.managers.load({ parent: account, args, filter: null }),
      },
      ManagerConnectionRef,
    ),
    unstakeRequests: t.connection(
      {
        type: UnstakeRequestRef,
        description: "Requests of the account's own operator, and those that pay the account; newest first.",
        args: { filter: t.arg({ description: "Which ones; default: all.", type: UnstakeRequestFilterInput }) },
        complexity: pageCost,
        resolve: ({ account }, { filter, ...args }, { db, now }) =>
          loadTablePage(db, unstakeRequests, args, { ...unstakeRequestFilter(filter, now), party: account }, "DESC"),
      },
      UnstakeRequestConnectionRef,
    ),
    claimableBond: t.field({
      type: "Wei",
      description: "Returned dispute bonds, wei of ETH.",
      resolve: ({ account }, _args, { db }) => loadClaimableBond(db, account),
    }),
    payments: t.connection(
      {
        type: StakingEventRef,
        description: "Stake the account has paid, newest first.",
        complexity: pageCost,
        resolve: ({ account }, args, { db }) => loadTablePage(db, stakingEvents, args, { payer: account }, "DESC"),
      },
      StakingEventConnectionRef,
    ),
    payouts: t.connection(
      {
        type: PayoutRef,
        description: "Bonds and treasury funds the account has pulled, newest first.",
        complexity: pageCost,
        resolve: ({ account }, args, { db }) => loadTablePage(db, payouts, args, { account }, "DESC"),
      },
      PayoutConnectionRef,
    ),
    transactions: t.field({
      description: "Unsigned transactions for the account to send.",
      type: TransactionsRef,
      resolve: (wallet) => wallet,
    }),
  }),
});

builder.queryField("wallet", (t) =>
  t.field({
    type: WalletRef,
    description: "An account, for wallet managers.",
    args: {
      address: t.arg({ description: "The account.", type: "Address", required: true }),
      minBlock: t.arg.int(MIN_BLOCK),
    },
    resolve: async (_root, { address, minBlock }, context) => {
      await context.chain(minBlock);
      return { account: address };
    },
  }),
);
