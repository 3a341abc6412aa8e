import type { PayoutRow } from "../loaders/registry-history.ts";
import { builder } from "./builder.ts";
import { connectionOf } from "./connection.ts";
import { AssetEnum } from "./enums.ts";
import { ProvenanceRef } from "./provenance.ts";

export const PayoutRef = builder.objectRef<PayoutRow>("Payout").implement({
  description: "A bond claimed back, or funds the treasury pulled.",
  fields: (t) => ({
    kind: t.field({
      description: "What was paid out.",
      type: builder.enumType("PayoutKind", {
        description: "What was paid out.",
        values: ["BOND", "TREASURY"] as const,
      }),
      resolve: ({ kind }) => kind,
    }),
    account: t.expose("account", { description: "Who was paid.", type: "Address" }),
    asset: t.expose("asset", { description: "Which asset.", type: AssetEnum }),
    units: t.expose("units", { description: "How much, in units of the asset.", type: "Wei" }),
    source: t.field({
      description: "Where on the chain the event stands.",
      type: ProvenanceRef,
      resolve: (payout) => payout,
    }),
  }),
});

export const PayoutConnectionRef = connectionOf(PayoutRef, "Payout");
