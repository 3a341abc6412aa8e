import { type EventRow, events } from "../loaders/events.ts";
import { loadTablePage } from "../loaders/table-list.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { EventFilterInput, eventFilter } from "./filters.ts";
import { DIRECTION, MIN_BLOCK, pageCost } from "./lists.ts";
import { ProvenanceRef } from "./provenance.ts";

export const RegistryEventRef = builder.objectRef<EventRow>("RegistryEvent").implement({
  description: "An event of the registry, of whatever kind: the journal that shows that none is missing.",
  fields: (t) => ({
    name: t.exposeString("name", { description: "As the contract's ABI has it, such as SlashProposed." }),
    operatorAddress: t.expose("operator", {
      description: "The operator it counts for; null for events of the registry as a whole.",
      type: "Address",
      nullable: true,
    }),
    seq: t.exposeInt("seq", {
      description: "That operator's event counter, from 1; null for events of the registry as a whole.",
      nullable: true,
    }),
    subject: t.field({
      type: "ID",
      nullable: true,
      description: "Number of the slash or unstake request it is about; null where it is about none.",
      resolve: ({ subject }) => subject?.toString(),
    }),
    source: t.field({
      description: "Where on the chain the event stands.",
      type: ProvenanceRef,
      resolve: (event) => event,
    }),
  }),
});

export const RegistryEventConnectionRef = connectionOf(RegistryEventRef, "RegistryEvent");

builder.queryField("events", (t) =>
  t.connection(
    {
      type: RegistryEventRef,
      description: "All events of the registry in the order of the chain.",
      args: {
        filter: t.arg({ description: "Which ones; default: all.", type: EventFilterInput }),
        direction: t.arg(DIRECTION),
        minBlock: t.arg.int(MIN_BLOCK),
      },
      complexity: pageCost,
      resolve: async (_root, { filter, direction, minBlock, ...args }, context) => {
        await context.chain(minBlock);
        return loadTablePage(context.db, events, args, eventFilter(filter), direction);
      },
    },
    RegistryEventConnectionRef,
  ),
);
