import { slashes } from "../loaders/slashes.ts";
import { stakingEvents } from "../loaders/staking-events.ts";
import { loadTablePage } from "../loaders/table-list.ts";
import { builder } from "./builder.ts";
import { SlashFilterInput, StakingEventFilterInput, slashFilter, stakingEventFilter } from "./filters.ts";
import { DIRECTION, MIN_BLOCK, pageCost } from "./lists.ts";
import { SlashConnectionRef, SlashRef } from "./slash.ts";
import { StakingEventConnectionRef, StakingEventRef } from "./staking-event.ts";

builder.queryFields((t) => ({
  slashes: t.connection(
    {
      type: SlashRef,
      description: "All slashes by time of proposal.",
      args: {
        filter: t.arg({ description: "Which ones; default: all.", type: SlashFilterInput }),
        direction: t.arg(DIRECTION),
        minBlock: t.arg.int(MIN_BLOCK),
      },
      complexity: pageCost,
      resolve: async (_root, { filter, direction, minBlock, ...args }, context) => {
        await context.chain(minBlock);
        return loadTablePage(context.db, slashes, args, slashFilter(filter), direction);
      },
    },
    SlashConnectionRef,
  ),
  stakingEvents: t.connection(
    {
      type: StakingEventRef,
      description: "All staking events in the order of the chain.",
      args: {
        filter: t.arg({ description: "Which ones; default: all.", type: StakingEventFilterInput }),
        direction: t.arg(DIRECTION),
        minBlock: t.arg.int(MIN_BLOCK),
      },
      complexity: pageCost,
      resolve: async (_root, { filter, direction, minBlock, ...args }, context) => {
        await context.chain(minBlock);
        return loadTablePage(context.db, stakingEvents, args, stakingEventFilter(filter), direction);
      },
    },
    StakingEventConnectionRef,
  ),
}));
