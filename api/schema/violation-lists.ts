import { loadTablePage } from "../loaders/table-list.ts";
import { violations } from "../loaders/violations.ts";
import { builder } from "./builder.ts";
import { DIRECTION, pageCost } from "./lists.ts";
import { OperatorRef } from "./operator.ts";
import { loadOperatorView } from "./operator-view.ts";
import { ViolationConnectionRef, ViolationRef } from "./violation.ts";
import { ViolationKindEnum, ViolationSeverityEnum } from "./violation-enums.ts";

/** Under an operator a list is of that operator already. */
const OperatorViolationFilterInput = builder.inputType("OperatorViolationFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    type: t.field({ type: [ViolationKindEnum], description: "Any of these." }),
    severity: t.field({ type: [ViolationSeverityEnum], description: "With a slice of any of these." }),
    open: t.boolean({ description: "True: only those that go on. False: only those that have ended." }),
  }),
});

const ViolationFilterInput = builder.inputType("ViolationFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    type: t.field({ type: [ViolationKindEnum], description: "Any of these." }),
    severity: t.field({ type: [ViolationSeverityEnum], description: "With a slice of any of these." }),
    open: t.boolean({ description: "True: only those that go on. False: only those that have ended." }),
    operator: t.field({ description: "Only of this operator.", type: "Address" }),
  }),
});

/** What the loader calls the filter. */
function violationFilter(input: typeof ViolationFilterInput.$inferInput | null | undefined) {
  return {
    types: input?.type ?? undefined,
    severities: input?.severity ?? undefined,
    open: input?.open ?? undefined,
    operator: input?.operator ?? undefined,
  };
}

builder.queryField("violations", (t) =>
  t.connection(
    {
      type: ViolationRef,
      description: "All violations by when they opened.",
      args: {
        filter: t.arg({ description: "Which ones; default: all.", type: ViolationFilterInput }),
        direction: t.arg(DIRECTION),
      },
      complexity: pageCost,
      resolve: (_root, { filter, direction, ...args }, context) =>
        loadTablePage(context.db, violations, args, violationFilter(filter), direction),
    },
    ViolationConnectionRef,
  ),
);

builder.objectField(OperatorRef, "violations", (t) =>
  t.connection(
    {
      type: ViolationRef,
      description: "Newest first.",
      args: { filter: t.arg({ description: "Which ones; default: all.", type: OperatorViolationFilterInput }) },
      complexity: pageCost,
      resolve: ({ row }, { filter, ...args }, context) =>
        context.loaders.violations.load({ parent: row.address, args, filter: violationFilter(filter) }),
    },
    ViolationConnectionRef,
  ),
);

builder.objectField(ViolationRef, "operator", (t) =>
  t.field({
    type: OperatorRef,
    nullable: true,
    description: "The operator it belongs to; null if the address never registered.",
    resolve: ({ operator }, _args, context) => loadOperatorView(context, operator),
  }),
);
