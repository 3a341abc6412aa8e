import { type PageArgs, parsePage } from "../loaders/page.ts";
import { DirectionEnum } from "./enums.ts";

/**
 * Cost of a connection: what is selected of an item, times the items asked for.
 *
 * @throws RequestError for a page size out of range: the document is refused before it is executed
 */
export function pageCost(args: PageArgs): { field: number; multiplier: number } {
  return { field: 2, multiplier: parsePage(args).limit };
}

/** The argument of every list that runs in the order of time. */
export const DIRECTION = {
  description: "Newest first (DESC) or oldest first (ASC).",
  type: DirectionEnum,
  required: true,
  defaultValue: "DESC",
} as const;

/** The argument of every root that depends on the chain. */
export const MIN_BLOCK = {
  description: "Fail with BLOCK_NOT_INDEXED unless this block is indexed: reads your own writes.",
} as const;
