import { loadTablePage } from "../loaders/table-list.ts";
import { assessedSlices } from "../loaders/violations.ts";
import { builder } from "./builder.ts";
import { DIRECTION, MIN_BLOCK, pageCost } from "./lists.ts";
import { ConfidenceEnum } from "./metric-window.ts";
import { ViolationRef, ViolationSliceConnectionRef, ViolationSliceRef } from "./violation.ts";

const ViolationSliceFilterInput = builder.inputType("ViolationSliceFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    operator: t.field({ description: "Only of this operator.", type: "Address" }),
    confidence: t.field({ type: ConfidenceEnum, description: "Only those whose period was measured so well." }),
    slashed: t.boolean({
      description:
        "True: only those that a slash on the chain is for, in whatever state. False: only those that none is for.",
    }),
    charged: t.boolean({ description: "True: only those that cost something. False: only those that cost nothing." }),
    assessedAfter: t.field({ type: "DateTime", description: "Only those assessed later than this moment." }),
  }),
});

/** What the loader calls the filter. */
function sliceFilter(input: typeof ViolationSliceFilterInput.$inferInput | null | undefined) {
  return {
    operator: input?.operator ?? undefined,
    confidence: input?.confidence ?? undefined,
    slashed: input?.slashed ?? undefined,
    charged: input?.charged ?? undefined,
    assessedAfter: input?.assessedAfter ?? undefined,
  };
}

builder.queryField("violationSlices", (t) =>
  t.connection(
    {
      type: ViolationSliceRef,
      description: "What was assessed of all violations, by when it was.",
      args: {
        filter: t.arg({ description: "Which ones; default: all.", type: ViolationSliceFilterInput }),
        direction: t.arg(DIRECTION),
        minBlock: t.arg.int(MIN_BLOCK),
      },
      complexity: pageCost,
      resolve: async (_root, { filter, direction, minBlock, ...args }, context) => {
        await context.chain(minBlock);
        return loadTablePage(context.db, assessedSlices, args, sliceFilter(filter), direction);
      },
    },
    ViolationSliceConnectionRef,
  ),
);

builder.objectField(ViolationSliceRef, "violation", (t) =>
  t.field({
    type: ViolationRef,
    description: "What it is a part of.",
    resolve: async ({ violationId }, _args, { loaders }) => {
      const violation = await loaders.violation.load(violationId);
      if (violation === null) throw new Error(`no violation ${violationId}`);
      return violation;
    },
  }),
);
