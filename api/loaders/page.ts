import { RequestError } from "./errors.ts";

/** A page is never larger: it bounds the cost of every list. */
export const MAX_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 20;

export interface PageArgs {
  readonly first?: number | null | undefined;
  readonly last?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly before?: string | null | undefined;
}

export interface Page {
  readonly limit: number;
  /** True for `last`: the rows nearest the end of the range. */
  readonly backwards: boolean;
  readonly after: string | null;
  readonly before: string | null;
}

/**
 * Checks Relay's paging arguments. Without `first` and `last` the first 20 are meant.
 *
 * @throws RequestError PAGE_SIZE_AMBIGUOUS for both `first` and `last`, PAGE_SIZE_OUT_OF_RANGE outside 0..100
 */
export function parsePage(args: PageArgs): Page {
  const { first, last } = args;
  if (typeof first === "number" && typeof last === "number") {
    throw new RequestError("PAGE_SIZE_AMBIGUOUS", "Give either `first` or `last`, not both.");
  }
  const [name, limit] = typeof last === "number" ? ["last", last] : ["first", first ?? DEFAULT_PAGE_SIZE];
  if (limit < 0 || limit > MAX_PAGE_SIZE) {
    throw new RequestError(
      "PAGE_SIZE_OUT_OF_RANGE",
      `\`${name}\` must be from 0 to ${MAX_PAGE_SIZE}, but is ${limit}.`,
      { argument: name, minimum: 0, maximum: MAX_PAGE_SIZE },
    );
  }
  return { limit, backwards: typeof last === "number", after: args.after ?? null, before: args.before ?? null };
}
