/** Lists, page by page. */
import { isObject } from "./answer.ts";
import { DinPagingError } from "./errors.ts";

interface Place {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

/** A page of a list as documents ask for it. */
export type Page<Item> =
  | (Place & { readonly nodes: readonly Item[] })
  | (Place & { readonly edges: readonly { readonly node: Item }[] });

/** What the document of a list takes. */
export interface PageVariables {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** Items of a page, unless the variables say how many. */
const PAGE_SIZE = 50;

/**
 * The pages of a list, forward from `variables.after`, each when it is asked for.
 *
 * @param ask sends the document with these variables
 * @param select the list in what was answered; null ends it
 * @throws DinPagingError if the list cannot be gone through
 */
export async function* walk<Result, Found extends Place>(
  query: string,
  variables: unknown,
  ask: (variables: Record<string, unknown>) => Promise<Result>,
  select: (result: Result) => Found | null | undefined,
): AsyncGenerator<Found, void, undefined> {
  if (!/\$after\s*:/.test(query))
    throw new DinPagingError("The document has no variable `after`: it knows one page only.");
  const given = isObject(variables) ? variables : {};
  const size = /\$first\s*:/.test(query) ? { first: given.first ?? PAGE_SIZE } : {};
  let after = given.after ?? null;
  for (;;) {
    const page = select(await ask({ ...given, ...size, after }));
    if (page === null || page === undefined) return;
    yield page;
    const { hasNextPage, endCursor } = page.pageInfo;
    if (!hasNextPage) return;
    if (endCursor === null || endCursor === undefined || endCursor === after) {
      throw new DinPagingError(
        "The list goes on, but its cursor does not move: does the document ask for `endCursor`?",
      );
    }
    after = endCursor;
  }
}

export function itemsOf<Item>(page: Page<Item>): readonly Item[] {
  return "nodes" in page ? page.nodes : page.edges.map(({ node }) => node);
}
