import { ASSETS } from "../db/chain.ts";
import { effectivePauseMask, pausedSecondsAt, slashClock } from "../domain/slash-clock.ts";
import type { ChainState } from "../loaders/chain-state.ts";
import {
  loadAssetRates,
  loadRoles,
  parameterChanges,
  pauseChanges,
  payouts,
  rates,
  roleChanges,
} from "../loaders/registry-history.ts";
import { loadTablePage } from "../loaders/table-list.ts";
import { builder } from "./builder.ts";
import { MIN_BLOCK, pageCost } from "./lists.ts";
import { PayoutConnectionRef, PayoutRef } from "./payout.ts";
import { ParameterChangeConnectionRef, ParameterChangeRef } from "./registry-parameters.ts";
import { PauseChangeConnectionRef, PauseChangeRef, PauseEnum, pausedActions } from "./registry-pauses.ts";
import { AssetRateRef, RateObservationConnectionRef, RateObservationRef } from "./registry-rates.ts";
import { RoleChangeConnectionRef, RoleChangeRef, RoleHolderConnectionRef, RoleHolderRef } from "./registry-roles.ts";

const RegistryRef = builder.objectRef<ChainState>("Registry").implement({
  description:
    "The registry contract: the parameters in force, what is paused, rates and roles. Durations are seconds.",
  fields: (t) => ({
    address: t.field({ description: "Of the contract.", type: "Address", resolve: ({ registry }) => registry.address }),
    chainId: t.int({ description: "Of the chain it is on.", resolve: ({ registry }) => registry.chainId }),
    minStake: t.field({
      type: "Wei",
      description: "Least active stake of any operator, wei of ETH.",
      resolve: ({ registry }) => registry.minStake,
    }),
    unstakeDelay: t.int({
      description: "From asking stake back to claiming it, seconds.",
      resolve: ({ registry }) => registry.unstakeDelay,
    }),
    disputeWindow: t.int({
      description: "How long a slash can be disputed, seconds.",
      resolve: ({ registry }) => registry.disputeWindow,
    }),
    resolutionWindow: t.int({
      description: "How long a dispute can be decided, seconds.",
      resolve: ({ registry }) => registry.resolutionWindow,
    }),
    executionWindow: t.int({
      description: "How long a slash can be executed, seconds.",
      resolve: ({ registry }) => registry.executionWindow,
    }),
    slashCooldown: t.int({
      description: "Least time between slashes of one operator for one type of violation, seconds.",
      resolve: ({ registry }) => registry.cooldown,
    }),
    largeSlash: t.field({
      type: "BasisPoints",
      description: "A slash above this needs approval.",
      resolve: ({ registry }) => registry.largeSlashBps,
    }),
    disputeBond: t.field({
      description: "ETH a dispute puts down, wei.",
      type: "Wei",
      resolve: ({ registry }) => registry.disputeBond,
    }),
    treasury: t.field({
      description: "Who pulls what slashes took; null before it is set.",
      type: "Address",
      nullable: true,
      resolve: ({ registry }) => registry.treasury,
    }),
    treasuryOwedEth: t.field({
      type: "Wei",
      description: "Not yet pulled.",
      resolve: ({ registry }) => registry.treasuryOwedEth,
    }),
    treasuryOwedWsteth: t.field({
      type: "Wei",
      description: "Not yet pulled, wei of wstETH.",
      resolve: ({ registry }) => registry.treasuryOwedWsteth,
    }),
    paused: t.field({
      type: [PauseEnum],
      description: "What is paused now. A pause lapses by itself.",
      complexity: { field: 1, multiplier: 1 },
      resolve: ({ registry }, _args, { now }) => pausedActions(effectivePauseMask(registry, now)),
    }),
    pausedUntil: t.field({
      type: "DateTime",
      nullable: true,
      description: "When the pause lapses; null when nothing is paused.",
      resolve: ({ registry }, _args, { now }) =>
        effectivePauseMask(registry, now) === 0 ? null : registry.pauseExpiresAt,
    }),
    slashClock: t.field({
      type: "DateTime",
      description: "Now, less the time slashing or disputes were paused: what slash deadlines compare with on chain.",
      resolve: ({ registry }, _args, { now }) => slashClock(registry, now),
    }),
    pausedSeconds: t.int({
      description: "How long slashing or disputes were paused in all, a pause in force included, seconds.",
      resolve: ({ registry }, _args, { now }) => pausedSecondsAt(registry, now),
    }),
    updatedAt: t.field({
      type: "DateTime",
      description: "When a parameter, the pause or what the treasury is owed last changed.",
      resolve: ({ registry }) => registry.updatedAt,
    }),
    rates: t.field({
      description: "Of each asset.",
      type: [AssetRateRef],
      complexity: { field: 1, multiplier: ASSETS.length },
      resolve: (_chain, _args, { db }) => loadAssetRates(db),
    }),
    roles: t.connection(
      {
        type: RoleHolderRef,
        description: "Who holds which role now, by role and account.",
        complexity: pageCost,
        resolve: (_chain, args, { db }) => loadRoles(db, args),
      },
      RoleHolderConnectionRef,
    ),
    rateHistory: t.connection(
      {
        type: RateObservationRef,
        description: "Newest first.",
        complexity: pageCost,
        resolve: (_chain, args, { db }) => loadTablePage(db, rates, args, null, "DESC"),
      },
      RateObservationConnectionRef,
    ),
    parameterChanges: t.connection(
      {
        type: ParameterChangeRef,
        description: "Newest first.",
        complexity: pageCost,
        resolve: (_chain, args, { db }) => loadTablePage(db, parameterChanges, args, null, "DESC"),
      },
      ParameterChangeConnectionRef,
    ),
    pauseChanges: t.connection(
      {
        type: PauseChangeRef,
        description: "Newest first.",
        complexity: pageCost,
        resolve: (_chain, args, { db }) => loadTablePage(db, pauseChanges, args, null, "DESC"),
      },
      PauseChangeConnectionRef,
    ),
    roleChanges: t.connection(
      {
        type: RoleChangeRef,
        description: "Newest first.",
        complexity: pageCost,
        resolve: (_chain, args, { db }) => loadTablePage(db, roleChanges, args, null, "DESC"),
      },
      RoleChangeConnectionRef,
    ),
    payouts: t.connection(
      {
        type: PayoutRef,
        description: "Newest first.",
        complexity: pageCost,
        resolve: (_chain, args, { db }) => loadTablePage(db, payouts, args, {}, "DESC"),
      },
      PayoutConnectionRef,
    ),
  }),
});

builder.queryField("registry", (t) =>
  t.field({
    type: RegistryRef,
    description: "The registry contract, as mirrored.",
    args: { minBlock: t.arg.int(MIN_BLOCK) },
    resolve: (_root, { minBlock }, context) => context.chain(minBlock),
  }),
);
