import type { Hex } from "viem";
import { loadPositions } from "../loaders/wallet.ts";
import { builder } from "./builder.ts";
import { pageCost } from "./lists.ts";
import { OperatorRef } from "./operator.ts";
import { WalletRef } from "./wallet.ts";
import { UnstakesRef, unstakesOf } from "./wallet-summary.ts";

const PositionRoleEnum = builder.enumType("PositionRole", {
  description: "As what an account may act for an operator.",
  values: {
    OPERATOR: { value: "OPERATOR", description: "It is the operator." },
    MANAGER: { value: "MANAGER", description: "The operator has named it a manager." },
  } as const,
});

builder.objectField(WalletRef, "positions", (t) =>
  t.connection(
    {
      type: OperatorRef,
      description: "Operators the account is or may act for, by address; each edge says as what.",
      complexity: pageCost,
      resolve: async ({ account }, args, context) => {
        const [chain, page] = await Promise.all([
          context.chain(),
          loadPositions(context.db, account, args, context.figures),
        ]);
        // Its cursor is made when it is asked for.
        const edges = page.edges.map((edge) => ({
          get cursor() {
            return edge.cursor;
          },
          node: { row: edge.node, chain },
          account,
        }));
        return { ...page, edges };
      },
    },
    { name: "PositionConnection", description: "A page of a list." },
    {
      name: "PositionEdge",
      description: "An operator that an account is or may act for, and its place in the list.",
      fields: (edge) => ({
        role: edge.field({
          type: PositionRoleEnum,
          description: "As what the account may act for it.",
          resolve: ({ account, node }) => (isOperator(account, node.row.address) ? "OPERATOR" : "MANAGER"),
        }),
        unstakes: edge.field({
          type: UnstakesRef,
          description: "All open requests of the operator, whoever they pay.",
          resolve: ({ node }, _args, context) => unstakesOf(node.row.address, context),
        }),
      }),
    },
  ),
);

const isOperator = (account: Hex, operator: string): boolean => account === operator;
