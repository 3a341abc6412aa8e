import { isHealthy, lagSeconds } from "../domain/mirror-health.ts";
import type { ChainState } from "../loaders/chain-state.ts";
import { builder } from "./builder.ts";
import { MIN_BLOCK } from "./lists.ts";

const IndexerRef = builder.objectRef<ChainState>("Indexer").implement({
  description: "As of what every answer that depends on the chain is.",
  fields: (t) => ({
    chainId: t.int({ description: "Of the chain that is mirrored.", resolve: ({ registry }) => registry.chainId }),
    registry: t.field({
      description: "The contract that is mirrored.",
      type: "Address",
      resolve: ({ registry }) => registry.address,
    }),
    block: t.exposeInt("block", { description: "The latest block mirrored." }),
    blockTime: t.expose("blockTime", { description: "Time of that block.", type: "DateTime" }),
    finalizedBlock: t.exposeInt("finalizedBlock", { description: "Up to here no reorg is expected." }),
    lagSeconds: t.int({
      description: "Age of the latest block mirrored.",
      resolve: ({ blockTime }, _args, { now }) => lagSeconds(blockTime, now),
    }),
    operatorsWithMissingEvents: t.exposeInt("operatorsWithGaps", {
      description: "Operators whose event counter jumped. Anything but 0 means the mirror is incomplete.",
    }),
    healthy: t.boolean({
      description: "No events are missing and the mirror is not far behind.",
      resolve: (state, _args, context) => isHealthy(state, context),
    }),
  }),
});

builder.queryField("indexer", (t) =>
  t.field({
    type: IndexerRef,
    description: "How far the mirror of the chain has come.",
    args: { minBlock: t.arg.int(MIN_BLOCK) },
    resolve: (_root, { minBlock }, context) => context.chain(minBlock),
  }),
);
