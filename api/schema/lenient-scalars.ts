/**
 * Scalars of what is measured. Whatever comes is let through and judged with the sample it belongs to: GraphQL's own way
 * would refuse a thousand samples for the sake of one.
 */
import { valueFromASTUntyped } from "graphql";
import { builder } from "./builder.ts";

const LENIENT = {
  serialize: (value: unknown) => value,
  parseValue: (value: unknown) => value,
  parseLiteral: (...[node, variables]: Parameters<typeof valueFromASTUntyped>): unknown =>
    valueFromASTUntyped(node, variables),
};

builder.scalarType("Count", {
  description:
    "An integer from 0, as a JSON number; what is counted of a sample is at most 10^9. Anything else is refused in the result of what it belongs to.",
  ...LENIENT,
});

builder.scalarType("Measure", {
  description:
    "A non-negative number. Anything else, such as the null that JSON makes of NaN, is refused in the result of what it belongs to.",
  ...LENIENT,
});

builder.scalarType("Text", {
  description: "A string. Anything else is refused in the result of what it belongs to.",
  ...LENIENT,
});

builder.scalarType("Timestamp", {
  description:
    "A moment: RFC 3339, or Unix seconds as an integer. Anything else is refused in the result of what it belongs to.",
  ...LENIENT,
});
