import { NotFoundError } from "../domain/failure.ts";
import { builder } from "./builder.ts";
import type { Context } from "./context.ts";
import { OperatorRef } from "./operator.ts";
import { loadOperatorView, type OperatorView } from "./operator-view.ts";
import { stateFeedOf } from "./subscription.ts";

/** What follows a change within this time, in milliseconds, is told with it. */
const EVERY_MS = 200;

builder.subscriptionField("operatorChanged", (t) =>
  t.field({
    type: OperatorRef,
    description:
      "One operator: as it is now, and again whenever its stake, tier, status or score changes and with it what is asked for. " +
      "OPERATOR_NOT_FOUND if none is registered there.",
    args: { address: t.arg({ description: "What it is known by.", type: "Address", required: true }) },
    subscribe: async (_root, { address }, context) => {
      await existing(context, address);
      return stateFeedOf(context.streams.operators, (row) => row.address === address, { address }, EVERY_MS);
    },
    resolve: (_change, { address }, context) => existing(context, address),
  }),
);

async function existing(context: Context, address: string): Promise<OperatorView> {
  const view = await loadOperatorView(context, address);
  if (view !== null) return view;
  throw new NotFoundError({
    code: "OPERATOR_NOT_FOUND",
    message: `No operator is registered at ${address}.`,
    path: ["address"],
  });
}
