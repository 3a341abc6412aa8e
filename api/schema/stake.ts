import { ASSETS, type Asset } from "../db/chain.ts";
import { ethValue } from "../domain/stake.ts";
import type { TierProgress } from "../domain/tier.ts";
import { builder } from "./builder.ts";
import { AssetEnum, TierEnum } from "./enums.ts";
import { heldValue, type OperatorView, poolOf, rateOf } from "./operator-view.ts";

interface AssetStake {
  readonly view: OperatorView;
  readonly asset: Asset;
}

const AssetStakeRef = builder.objectRef<AssetStake>("AssetStake").implement({
  description: "What an operator holds of one asset, in that asset's smallest unit.",
  fields: (t) => ({
    asset: t.expose("asset", { description: "Which asset.", type: AssetEnum }),
    active: t.field({
      type: "Wei",
      description: "Staked, in units of the asset.",
      resolve: ({ view, asset }) => poolOf(view.row, asset).active,
    }),
    unbonding: t.field({
      type: "Wei",
      description: "Asked back and not claimed, in units of the asset. Slashable until claimed.",
      resolve: ({ view, asset }) => poolOf(view.row, asset).unbonding,
    }),
    locked: t.field({
      type: "Wei",
      description: "Reserved by live slashes, in units of the asset; part of active and unbonding.",
      resolve: ({ view, asset }) => poolOf(view.row, asset).locked,
    }),
    unbondingFactor: t.field({
      type: "Wei",
      description: "What slashes have left of each 10^27 units that were unbonding since the epoch began.",
      resolve: ({ view, asset }) => poolOf(view.row, asset).factor,
    }),
    unbondingEpoch: t.int({
      description: "How many times slashes have taken all that was unbonding.",
      resolve: ({ view, asset }) => poolOf(view.row, asset).epoch,
    }),
    rate: t.field({
      type: "Wei",
      nullable: true,
      description: "ETH value of 10^18 units, in wei, as the registry recorded it last; null before the first record.",
      resolve: ({ view, asset }) => rateOf(view.chain, asset) || null,
    }),
    value: t.field({
      type: "Wei",
      description: "ETH value of active and unbonding, in wei.",
      resolve: ({ view, asset }) => {
        const pool = poolOf(view.row, asset);
        return ethValue(pool.active + pool.unbonding, rateOf(view.chain, asset));
      },
    }),
  }),
});

export const StakeRef = builder.objectRef<OperatorView>("Stake").implement({
  description: "What an operator has at stake. Sums over assets are ETH values in wei, at the recorded rates.",
  fields: (t) => ({
    active: t.field({
      type: "Wei",
      description: "ETH value of active stake: what tier, status and the STAKE order go by.",
      resolve: (view) => heldValue(view, "active"),
    }),
    unbonding: t.field({
      type: "Wei",
      description: "ETH value of stake asked back and not claimed. Slashable until claimed.",
      resolve: (view) => heldValue(view, "unbonding"),
    }),
    locked: t.field({
      type: "Wei",
      description: "ETH value of what live slashes reserve; part of active and unbonding.",
      resolve: (view) => heldValue(view, "locked"),
    }),
    value: t.field({
      type: "Wei",
      description: "ETH value of everything at stake: active and unbonding.",
      resolve: (view) => heldValue(view, "active") + heldValue(view, "unbonding"),
    }),
    assets: t.field({
      type: [AssetStakeRef],
      description: "The same by asset, in each asset's own units.",
      complexity: { field: 1, multiplier: ASSETS.length },
      resolve: (view) => ASSETS.map((asset) => ({ view, asset })),
    }),
  }),
});

export const TierProgressRef = builder.objectRef<TierProgress>("TierProgress").implement({
  description: "How far the active stake is from the next tier.",
  fields: (t) => ({
    tier: t.expose("tier", { description: "The tier now.", type: TierEnum }),
    next: t.expose("next", { type: TierEnum, nullable: true, description: "Null at the top." }),
    missing: t.expose("missing", {
      type: "Wei",
      description: "ETH value still missing for the next tier; 0 at the top.",
    }),
    progress: t.expose("progressBps", {
      type: "BasisPoints",
      description: "How far between this tier's bound and the next's; 10000 at the top.",
    }),
  }),
});
