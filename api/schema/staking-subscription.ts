import type { ChainLogRow } from "../alerts/logs.ts";
import type { StakingEventKind } from "../db/chain.ts";
import { chainCursor } from "../loaders/log-cursor.ts";
import { stakingEvents } from "../loaders/staking-events.ts";
import { loadByIds } from "../loaders/table-list.ts";
import { builder } from "./builder.ts";
import { StakingEventKindEnum } from "./enums.ts";
import { StakingEventRef } from "./staking-event.ts";
import { feedOf, isWanted } from "./subscription.ts";

/** Of the contract's events, those that move stake. */
const KINDS: ReadonlyMap<string, StakingEventKind> = new Map([
  ["Staked", "STAKED"],
  ["UnstakeRequested", "UNSTAKE_REQUESTED"],
  ["UnstakeCancelled", "UNSTAKE_CANCELLED"],
  ["UnstakeClaimed", "UNSTAKE_CLAIMED"],
  ["SlashExecuted", "SLASHED"],
]);

export const ChainFinalityEnum = builder.enumType("ChainFinality", {
  description: "What is known of an event of the chain.",
  values: {
    PENDING: { description: "It happened in a block that a reorg can still replace." },
    FINALIZED: { description: "It happened for good." },
    RETRACTED: { description: "A reorg replaced its block: it did not happen there." },
  },
});

const StakingEventUpdateRef = builder.objectRef<ChainLogRow>("StakingEventUpdate").implement({
  description: "News of a staking event: that it happened, that it is final, or that it was taken back.",
  fields: (t) => ({
    updateId: t.exposeID("id", { description: "Unique and ascending: whoever reads an update twice can tell by it." }),
    cursor: t.string({ description: "For `after`.", resolve: ({ id }) => chainCursor.encode(id) }),
    finality: t.field({
      type: ChainFinalityEnum,
      description: "What is known of it now.",
      resolve: ({ finality }) => finality,
    }),
    name: t.string({ description: "As the contract's ABI has it.", resolve: ({ payload }) => payload.name }),
    operatorAddress: t.expose("operator", { type: "Address", nullable: true, description: "Whose stake." }),
    blockNumber: t.expose("blockNumber", { type: "Long", description: "In which block." }),
    blockHash: t.expose("blockHash", {
      type: "Hash",
      description: "In exactly which block: after a reorg an event may be in another one.",
    }),
    transactionHash: t.field({
      type: "Hash",
      description: "In which transaction.",
      resolve: ({ payload }) => payload.transactionHash,
    }),
    at: t.field({ type: "DateTime", description: "The block's time.", resolve: ({ payload }) => payload.blockTime }),
    event: t.field({
      type: StakingEventRef,
      nullable: true,
      description: "The event itself; null if it is not in this block any more.",
      complexity: { field: 5, multiplier: 1 },
      resolve: async ({ finality, eventId, blockHash }, _args, { db }) => {
        if (finality === "RETRACTED") return null;
        const [event] = await loadByIds(db, stakingEvents, [eventId]);
        return event?.blockHash === blockHash ? event : null;
      },
    }),
  }),
});

const StakingEventSubscriptionFilterInput = builder.inputType("StakingEventSubscriptionFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    operator: t.field({ type: "Address", description: "Only of this operator." }),
    kind: t.field({ type: [StakingEventKindEnum], description: "Any of these." }),
  }),
});

builder.subscriptionField("stakingEvents", (t) =>
  t.field({
    type: StakingEventUpdateRef,
    description:
      "Stake as it moves: each event once as PENDING and then as FINALIZED or RETRACTED, or at once as FINALIZED, in the order in which that was found.",
    args: {
      filter: t.arg({ type: StakingEventSubscriptionFilterInput, description: "Which ones; default: all." }),
      after: t.arg.string({
        description: "A `cursor` of an update: what was told since then comes first. Default: from now on.",
      }),
    },
    subscribe: (_root, { filter, after }, { streams }) =>
      feedOf(
        streams.chain,
        after === null || after === undefined ? null : chainCursor.decode(after),
        ({ operator, payload }) => {
          const kind = KINDS.get(payload.name);
          if (kind === undefined || (filter?.operator && operator !== filter.operator)) return false;
          return isWanted(filter?.kind, kind);
        },
      ),
    resolve: (update) => update,
  }),
);
