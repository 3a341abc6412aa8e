import type { Hex } from "viem";
import { ASSETS, type Asset } from "../db/chain.ts";
import { ethValue } from "../domain/stake.ts";
import type { ChainState } from "../loaders/chain-state.ts";
import { loadClaimableBond } from "../loaders/wallet.ts";
import type { UnstakeSums, WalletSums } from "../loaders/wallet-unstakes.ts";
import { builder } from "./builder.ts";
import type { Context } from "./context.ts";
import { AssetEnum } from "./enums.ts";
import { rateOf } from "./operator-view.ts";

/** Sums, and the chain with the rates they are valued at. */
interface Valued<Sums> {
  readonly sums: readonly Sums[];
  readonly chain: ChainState;
}

const NOTHING = { claimable: 0n, held: 0n, coming: 0n, nextUnlockAt: null } as const;

/** ETH value of one figure over all assets, wei. */
function worthOf<Name extends string>(
  { sums, chain }: Valued<{ readonly asset: Asset } & { readonly [Key in Name]: bigint }>,
  name: Name,
): bigint {
  return sums.reduce((total, sum) => total + ethValue(sum[name], rateOf(chain, sum.asset)), 0n);
}

/** When the next request of any asset can be claimed: the first second after its `unlockAt`. */
function nextClaimableAt({ sums }: Valued<UnstakeSums>): number | null {
  const times = sums.flatMap(({ nextUnlockAt }) => (nextUnlockAt === null ? [] : [nextUnlockAt + 1]));
  return times.length === 0 ? null : Math.min(...times);
}

const AssetUnstakesRef = builder
  .objectRef<{ readonly sum: UnstakeSums; readonly rate: bigint }>("AssetUnstakes")
  .implement({
    description: "What open unstake requests amount to in one asset, in its units.",
    fields: (t) => ({
      asset: t.field({ type: AssetEnum, description: "Which asset.", resolve: ({ sum }) => sum.asset }),
      claimable: t.field({
        type: "Wei",
        description: "What claims would pay now, all together.",
        resolve: ({ sum }) => sum.claimable,
      }),
      held: t.field({
        type: "Wei",
        description: "Matured, and reserved by live slashes.",
        resolve: ({ sum }) => sum.held,
      }),
      coming: t.field({ type: "Wei", description: "Not matured yet.", resolve: ({ sum }) => sum.coming }),
      value: t.field({
        type: "Wei",
        description: "ETH value of all three at the recorded rate, wei.",
        resolve: ({ sum, rate }) => ethValue(sum.claimable + sum.held + sum.coming, rate),
      }),
      nextClaimableAt: t.field({
        type: "DateTime",
        nullable: true,
        description: "When the next one can be claimed; null if none is coming.",
        resolve: ({ sum }) => (sum.nextUnlockAt === null ? null : sum.nextUnlockAt + 1),
      }),
    }),
  });

/** The open requests of one operator. */
export const UnstakesRef = builder.objectRef<Valued<UnstakeSums>>("Unstakes").implement({
  description: "What open unstake requests amount to. Sums over assets are ETH values in wei, at the recorded rates.",
  fields: (t) => ({
    claimable: t.field({
      type: "Wei",
      description: "What claims would pay now, all together: matured, and not reserved by live slashes.",
      resolve: (valued) => worthOf(valued, "claimable"),
    }),
    held: t.field({
      type: "Wei",
      description: "Matured, and reserved by live slashes.",
      resolve: (valued) => worthOf(valued, "held"),
    }),
    coming: t.field({
      type: "Wei",
      description: "Not matured yet.",
      resolve: (valued) => worthOf(valued, "coming"),
    }),
    nextClaimableAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "When the next one can be claimed; null if none is coming.",
      resolve: nextClaimableAt,
    }),
    assets: t.field({
      type: [AssetUnstakesRef],
      description: "The same by asset, in each asset's own units.",
      complexity: { field: 1, multiplier: ASSETS.length },
      resolve: ({ sums, chain }) =>
        ASSETS.map((asset) => ({
          sum: sums.find((sum) => sum.asset === asset) ?? { asset, ...NOTHING },
          rate: rateOf(chain, asset),
        })),
    }),
  }),
});

export async function unstakesOf(operator: string, context: Context): Promise<Valued<UnstakeSums>> {
  const [sums, chain] = await Promise.all([context.loaders.unstakeSums.load(operator), context.chain()]);
  return { sums, chain };
}

interface Summary extends Valued<WalletSums> {
  readonly account: Hex;
}

const WalletAssetRef = builder.objectRef<{ readonly sum: WalletSums; readonly rate: bigint }>("WalletAsset").implement({
  description: "What an account's operators hold of one asset, in its units.",
  fields: (t) => ({
    asset: t.field({ type: AssetEnum, description: "Which asset.", resolve: ({ sum }) => sum.asset }),
    active: t.field({ type: "Wei", description: "Staked.", resolve: ({ sum }) => sum.active }),
    unbonding: t.field({
      type: "Wei",
      description: "Asked back and not claimed.",
      resolve: ({ sum }) => sum.unbonding,
    }),
    locked: t.field({ type: "Wei", description: "Reserved by live slashes.", resolve: ({ sum }) => sum.locked }),
    value: t.field({
      type: "Wei",
      description: "ETH value of active and unbonding at the recorded rate, wei.",
      resolve: ({ sum, rate }) => ethValue(sum.active + sum.unbonding, rate),
    }),
  }),
});

export const WalletSummaryRef = builder.objectRef<Summary>("WalletSummary").implement({
  description:
    "What an account has to do with, summed over the operators it is or may act for. Sums over assets are ETH values in wei, at the recorded rates.",
  fields: (t) => ({
    active: t.field({ type: "Wei", description: "Staked.", resolve: (summary) => worthOf(summary, "active") }),
    unbonding: t.field({
      type: "Wei",
      description: "Asked back and not claimed. Slashable until claimed.",
      resolve: (summary) => worthOf(summary, "unbonding"),
    }),
    locked: t.field({
      type: "Wei",
      description: "Reserved by live slashes; part of active and unbonding.",
      resolve: (summary) => worthOf(summary, "locked"),
    }),
    bond: t.field({
      type: "Wei",
      description: "Dispute bonds returned to the account and not claimed, wei of ETH.",
      resolve: ({ account }, _args, { db }) => loadClaimableBond(db, account),
    }),
    unstakes: t.field({
      type: UnstakesRef,
      description: "Open requests that the account may claim: those of these operators, and others that pay it.",
      resolve: (summary) => summary,
    }),
    assets: t.field({
      type: [WalletAssetRef],
      description: "The same by asset, in each asset's own units.",
      complexity: { field: 1, multiplier: ASSETS.length },
      resolve: ({ sums, chain }) => sums.map((sum) => ({ sum, rate: rateOf(chain, sum.asset) })),
    }),
  }),
});

export async function summaryOf(account: Hex, context: Context): Promise<Summary> {
  const [sums, chain] = await Promise.all([context.loaders.walletSums.load(account), context.chain()]);
  return { account, sums, chain };
}
