import type { Hex } from "viem";
import { mapNodes } from "../loaders/keyset.ts";
import type { PageArgs } from "../loaders/page.ts";
import { payouts } from "../loaders/registry-history.ts";
import { stakingEvents } from "../loaders/staking-events.ts";
import { loadTablePage } from "../loaders/table-list.ts";
import { unstakeRequests } from "../loaders/unstake-requests.ts";
import { loadClaimableBond } from "../loaders/wallet.ts";
import { loadHistory } from "../loaders/wallet-history.ts";
import { type Due, loadUnstakes } from "../loaders/wallet-unstakes.ts";
import { builder } from "./builder.ts";
import type { Context } from "./context.ts";
import { UnstakeRequestFilterInput, unstakeRequestFilter } from "./filters.ts";
import { MIN_BLOCK, pageCost } from "./lists.ts";
import { ManagerConnectionRef, ManagerRef } from "./manager.ts";
import { OperatorRef } from "./operator.ts";
import { loadOperatorView } from "./operator-view.ts";
import { PayoutConnectionRef, PayoutRef } from "./payout.ts";
import { StakingEventConnectionRef, StakingEventRef } from "./staking-event.ts";
import { TransactionsRef } from "./transactions.ts";
import { UnstakeRequestConnectionRef, UnstakeRequestRef } from "./unstake-request.ts";
import {
  HistoryConnectionRef,
  HistoryEntryRef,
  HistoryFilterInput,
  historyCost,
  historyFilter,
} from "./wallet-history.ts";
import { summaryOf, WalletSummaryRef } from "./wallet-summary.ts";
import { WalletUnstakeConnectionRef, WalletUnstakeRef } from "./wallet-unstake.ts";

export const WalletRef = builder.objectRef<{ readonly account: Hex }>("Wallet").implement({
  description: "An account: what it is, what it may act for, what it can claim. Any address has one.",
  fields: (t) => ({
    address: t.expose("account", { description: "The account.", type: "Address" }),
    operator: t.field({
      type: OperatorRef,
      nullable: true,
      description: "The operator at this address; null if none is registered.",
      resolve: ({ account }, _args, context) => loadOperatorView(context, account),
    }),
    summary: t.field({
      type: WalletSummaryRef,
      description: "Sums over its positions, and all that it may claim.",
      complexity: { field: 100, multiplier: 1 },
      resolve: ({ account }, _args, context) => summaryOf(account, context),
    }),
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
    claimableUnstakes: t.connection(
      {
        type: WalletUnstakeRef,
        description:
          "Matured requests that the account may claim, as operator, manager or recipient; the oldest first. Live slashes may reserve what they would pay: see `units` and `held`.",
        complexity: pageCost,
        resolve: ({ account }, args, context) => unstakesPage(account, "MATURED", args, context),
      },
      WalletUnstakeConnectionRef,
    ),
    comingUnstakes: t.connection(
      {
        type: WalletUnstakeRef,
        description: "Requests that the account may claim once they have matured, the soonest first.",
        complexity: pageCost,
        resolve: ({ account }, args, context) => unstakesPage(account, "COMING", args, context),
      },
      WalletUnstakeConnectionRef,
    ),
    history: t.connection(
      {
        type: HistoryEntryRef,
        description:
          "Every event of the registry that the account took part in, or whose transaction it sent, newest first.",
        args: { filter: t.arg({ description: "Which ones; default: all.", type: HistoryFilterInput }) },
        complexity: historyCost,
        resolve: ({ account }, { filter, ...args }, { db }) => loadHistory(db, account, args, historyFilter(filter)),
      },
      HistoryConnectionRef,
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

async function unstakesPage(account: Hex, due: Due, args: PageArgs, { db, now }: Context) {
  const page = await loadUnstakes(db, account, due, now, args);
  return mapNodes(page, (request) => ({ request, account, due }));
}

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
