import { loadNetworkTotals } from "../loaders/network.ts";
import { builder } from "./builder.ts";
import { NetworkStatusRef } from "./network.ts";
import { stateFeedOf } from "./subscription.ts";

/** Milliseconds: totals over all operators are not read more often, however many of these change. */
const EVERY_MS = 1_000;

builder.subscriptionField("networkChanged", (t) =>
  t.field({
    type: NetworkStatusRef,
    description:
      "Totals over all operators: as they are now, and again when the stake, tier, status or score of an operator changes and with it what is asked for; at most one a second.",
    complexity: { field: 20, multiplier: 1 },
    subscribe: (_root, _args, { streams }) => stateFeedOf(streams.operators, () => true, {}, EVERY_MS),
    resolve: async (_change, _args, context) => {
      await context.chain();
      return loadNetworkTotals(context.db);
    },
  }),
);
