import { encodeFunctionData } from "viem";
import { dinRegistryAbi as abi } from "../../abis/index.ts";
import { slashRefusal } from "../domain/slash-options.ts";
import { pendingApprovals } from "../loaders/slashes.ts";
import { loadTablePage } from "../loaders/table-list.ts";
import { builder } from "./builder.ts";
import { MIN_BLOCK, pageCost } from "./lists.ts";
import { SlashConnectionRef, SlashRef, slashFacts, slashMoment } from "./slash.ts";
import { UnsignedTransactionRef, unsigned } from "./transactions.ts";

const PendingApprovalFilterInput = builder.inputType("PendingApprovalFilter", {
  description: "All that are given must hold.",
  fields: (t) => ({
    operator: t.field({ description: "Only of this operator.", type: "Address" }),
  }),
});

builder.queryField("pendingApprovals", (t) =>
  t.connection(
    {
      type: SlashRef,
      description:
        "Slashes that governance has to approve before they can be executed, and still may: the one whose time runs out first comes first. What nobody approves expires.",
      args: {
        filter: t.arg({ description: "Which ones; default: all.", type: PendingApprovalFilterInput }),
        minBlock: t.arg.int(MIN_BLOCK),
      },
      complexity: pageCost,
      resolve: async (_root, { filter, minBlock, ...args }, context) => {
        await context.chain(minBlock);
        const { clock } = await slashMoment(context);
        const wanted = { clock, operator: filter?.operator ?? undefined };
        return loadTablePage(context.db, pendingApprovals, args, wanted, "ASC");
      },
    },
    SlashConnectionRef,
  ),
);

builder.objectField(SlashRef, "approval", (t) =>
  t.field({
    type: UnsignedTransactionRef,
    nullable: true,
    description:
      "Approves it, sent by an account of governance; null unless the registry would accept that now, by what is mirrored of it.",
    resolve: async (slash, _args, context) => {
      const { clock, pauseMask } = await slashMoment(context);
      if (slashRefusal("APPROVE", slashFacts(slash), clock, pauseMask) !== null) return null;
      return unsigned(context, encodeFunctionData({ abi, functionName: "approveSlash", args: [slash.id] }));
    },
  }),
);
