/** The lists under an operator. A page of operators reads each with one statement. */
import { builder } from "./builder.ts";
import {
  eventFilter,
  OperatorEventFilterInput,
  OperatorSlashFilterInput,
  OperatorStakingEventFilterInput,
  slashFilter,
  stakingEventFilter,
  UnstakeRequestFilterInput,
  unstakeRequestFilter,
} from "./filters.ts";
import { pageCost } from "./lists.ts";
import { ManagerChangeConnectionRef, ManagerChangeRef, ManagerConnectionRef, ManagerRef } from "./manager.ts";
import { OperatorRef } from "./operator.ts";
import {
  MetadataChangeConnectionRef,
  MetadataChangeRef,
  ScoreUpdateConnectionRef,
  ScoreUpdateRef,
  StatusChangeConnectionRef,
  StatusChangeRef,
} from "./operator-history.ts";
import { RegistryEventConnectionRef, RegistryEventRef } from "./registry-event.ts";
import { SlashConnectionRef, SlashRef } from "./slash.ts";
import { StakingEventConnectionRef, StakingEventRef } from "./staking-event.ts";
import { UnstakeRequestConnectionRef, UnstakeRequestRef } from "./unstake-request.ts";

builder.objectFields(OperatorRef, (t) => ({
  slashes: t.connection(
    {
      type: SlashRef,
      description: "Newest first.",
      args: { filter: t.arg({ description: "Which ones; default: all.", type: OperatorSlashFilterInput }) },
      complexity: pageCost,
      resolve: ({ row }, { filter, ...args }, context) =>
        context.loaders.slashes.load({ parent: row.address, args, filter: slashFilter(filter) }),
    },
    SlashConnectionRef,
  ),
  stakingEvents: t.connection(
    {
      type: StakingEventRef,
      description: "Newest first.",
      args: { filter: t.arg({ description: "Which ones; default: all.", type: OperatorStakingEventFilterInput }) },
      complexity: pageCost,
      resolve: ({ row }, { filter, ...args }, context) =>
        context.loaders.stakingEvents.load({ parent: row.address, args, filter: stakingEventFilter(filter) }),
    },
    StakingEventConnectionRef,
  ),
  unstakeRequests: t.connection(
    {
      type: UnstakeRequestRef,
      description: "Newest first.",
      args: { filter: t.arg({ description: "Which ones; default: all.", type: UnstakeRequestFilterInput }) },
      complexity: pageCost,
      resolve: ({ row }, { filter, ...args }, context) =>
        context.loaders.unstakeRequests.load({
          parent: row.address,
          args,
          filter: unstakeRequestFilter(filter, context.now),
        }),
    },
    UnstakeRequestConnectionRef,
  ),
  publishedScores: t.connection(
    {
      type: ScoreUpdateRef,
      description: "Scores as they were written to the chain, newest first.",
      complexity: pageCost,
      resolve: ({ row }, args, context) =>
        context.loaders.publishedScores.load({ parent: row.address, args, filter: null }),
    },
    ScoreUpdateConnectionRef,
  ),
  statusChanges: t.connection(
    {
      type: StatusChangeRef,
      description: "As the registry emitted them, newest first.",
      complexity: pageCost,
      resolve: ({ row }, args, context) =>
        context.loaders.statusChanges.load({ parent: row.address, args, filter: null }),
    },
    StatusChangeConnectionRef,
  ),
  managers: t.connection(
    {
      type: ManagerRef,
      description: "Who may act for it besides itself, by address.",
      complexity: pageCost,
      resolve: ({ row }, args, context) => context.loaders.managers.load({ parent: row.address, args, filter: null }),
    },
    ManagerConnectionRef,
  ),
  managerChanges: t.connection(
    {
      type: ManagerChangeRef,
      description: "Managers named and dismissed, newest first.",
      complexity: pageCost,
      resolve: ({ row }, args, context) =>
        context.loaders.managerChanges.load({ parent: row.address, args, filter: null }),
    },
    ManagerChangeConnectionRef,
  ),
  metadataChanges: t.connection(
    {
      type: MetadataChangeRef,
      description: "What it said of itself, newest first.",
      complexity: pageCost,
      resolve: ({ row }, args, context) =>
        context.loaders.metadataChanges.load({ parent: row.address, args, filter: null }),
    },
    MetadataChangeConnectionRef,
  ),
  events: t.connection(
    {
      type: RegistryEventRef,
      description: "Every event its counter counts, newest first.",
      args: { filter: t.arg({ description: "Which ones; default: all.", type: OperatorEventFilterInput }) },
      complexity: pageCost,
      resolve: ({ row }, { filter, ...args }, context) =>
        context.loaders.events.load({ parent: row.address, args, filter: eventFilter(filter) }),
    },
    RegistryEventConnectionRef,
  ),
}));
