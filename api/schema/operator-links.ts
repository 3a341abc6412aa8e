import { AlertRef } from "./alert.ts";
import { builder } from "./builder.ts";
import { OperatorRef } from "./operator.ts";
import { loadOperatorView } from "./operator-view.ts";
import { SlashRef } from "./slash.ts";
import { StakingEventRef } from "./staking-event.ts";
import { UnstakeRequestRef } from "./unstake-request.ts";

/** From what belongs to an operator back to it; batched, so a page of slashes reads its operators in one statement. */
const description = "The operator it belongs to; null if the address never registered.";

builder.objectField(SlashRef, "operator", (t) =>
  t.field({
    type: OperatorRef,
    nullable: true,
    description,
    resolve: ({ operator }, _args, context) => loadOperatorView(context, operator),
  }),
);

builder.interfaceField(StakingEventRef, "operator", (t) =>
  t.field({
    type: OperatorRef,
    nullable: true,
    description,
    resolve: ({ operator }, _args, context) => loadOperatorView(context, operator),
  }),
);

builder.objectField(UnstakeRequestRef, "operator", (t) =>
  t.field({
    type: OperatorRef,
    nullable: true,
    description,
    resolve: ({ operator }, _args, context) => loadOperatorView(context, operator),
  }),
);

builder.objectField(AlertRef, "operator", (t) =>
  t.field({
    type: OperatorRef,
    nullable: true,
    description: "The operator it is about; null for what is about all.",
    resolve: ({ operator }, _args, context) => (operator === null ? null : loadOperatorView(context, operator)),
  }),
);
