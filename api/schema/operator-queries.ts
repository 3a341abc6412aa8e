import { NotFoundError } from "../domain/failure.ts";
import { mapNodes } from "../loaders/keyset.ts";
import { loadOperators } from "../loaders/operators.ts";
import { builder } from "./builder.ts";
import { OperatorFilterInput, OperatorOrderInput } from "./filters.ts";
import { MIN_BLOCK, pageCost } from "./lists.ts";
import { OperatorConnectionRef, OperatorRef } from "./operator.ts";
import { loadOperatorView } from "./operator-view.ts";

builder.queryFields((t) => ({
  operator: t.field({
    type: OperatorRef,
    description: "One operator.",
    args: {
      address: t.arg({ description: "What it is known by.", type: "Address", required: true }),
      minBlock: t.arg.int(MIN_BLOCK),
    },
    errors: { types: [NotFoundError], union: { name: "OperatorResult", description: "The operator, or why not." } },
    resolve: async (_root, { address, minBlock }, context) => {
      await context.chain(minBlock);
      const view = await loadOperatorView(context, address);
      if (view === null)
        throw new NotFoundError({
          code: "OPERATOR_NOT_FOUND",
          message: `No operator is registered at ${address}.`,
          path: ["address"],
        });
      return view;
    },
  }),
  operators: t.connection(
    {
      type: OperatorRef,
      description: "Registered operators, by default those with the largest active stake first.",
      args: {
        filter: t.arg({ description: "Which ones; default: all.", type: OperatorFilterInput }),
        orderBy: t.arg({
          description: "By what; the address breaks ties.",
          type: OperatorOrderInput,
          required: true,
          defaultValue: { field: "STAKE", direction: "DESC" },
        }),
        minBlock: t.arg.int(MIN_BLOCK),
      },
      complexity: pageCost,
      resolve: async (_root, { filter, orderBy, minBlock, ...args }, context) => {
        const [chain, rows] = await Promise.all([
          context.chain(minBlock),
          loadOperators(
            context.db,
            args,
            {
              tiers: filter?.tier ?? undefined,
              statuses: filter?.status ?? undefined,
              minStake: filter?.stake?.min ?? undefined,
              maxStake: filter?.stake?.max ?? undefined,
              // Postgres has no NUL in text; the indexer leaves it out too.
              text: filter?.text?.replaceAll("\0", ""),
              manager: filter?.manager ?? undefined,
            },
            orderBy,
            context.figures,
          ),
        ]);
        return mapNodes(rows, (row) => {
          context.loaders.operator.prime(row.address, row);
          return { row, chain };
        });
      },
    },
    OperatorConnectionRef,
  ),
}));
