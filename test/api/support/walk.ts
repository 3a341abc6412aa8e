import { z } from "zod";
import type { TestApi } from "./api.ts";

/** A list of the API: how to ask for a page of it, and what names an item. */
export interface List {
  /** With `$first, $last, $after, $before` as its paging arguments; the connection is the first value in the answer. */
  readonly query: string;
  readonly variables?: object;
}

export interface PageAsked {
  readonly first?: number;
  readonly last?: number;
  readonly after?: string | null;
  readonly before?: string | null;
}

export interface PageSeen {
  readonly keys: readonly string[];
  readonly cursors: readonly string[];
  readonly pageInfo: z.infer<typeof pageInfoSchema>;
}

const pageInfoSchema = z.object({
  hasNextPage: z.boolean(),
  hasPreviousPage: z.boolean(),
  startCursor: z.string().nullable(),
  endCursor: z.string().nullable(),
});
const connectionSchema = z.object({
  pageInfo: pageInfoSchema,
  edges: z.array(z.object({ cursor: z.string(), node: z.unknown() })),
});

/** What a query of a list selects; `key` is the one field that names an item. */
export const PAGE = (key: string) =>
  `{ pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { ${key} } } }`;

export async function askPage(api: TestApi, list: List, page: PageAsked): Promise<PageSeen> {
  const answer = await api.ask(list.query, { ...list.variables, ...page });
  if (answer.errors.length > 0) throw new Error(`${JSON.stringify(page)}: ${answer.text}`);
  const { edges, pageInfo } = connectionSchema.parse(connectionIn(answer.data));
  return { pageInfo, keys: edges.map(({ node }) => leafOf(node)), cursors: edges.map(({ cursor }) => cursor) };
}

/** The connection in an answer, however deep: the first object with edges. */
function connectionIn(data: unknown): unknown {
  if (typeof data !== "object" || data === null) throw new Error("there is no connection in the answer");
  return "edges" in data ? data : connectionIn(Object.values(data)[0]);
}

/** The one value selected of an item, lowercase: addresses are answered in checksum case. */
function leafOf(node: unknown): string {
  return typeof node === "object" && node !== null ? leafOf(Object.values(node)[0]) : String(node).toLowerCase();
}

export type Way = "forwards" | "backwards";

/**
 * Walks a whole list page by page, with these page sizes over and over, and holds every page to Relay's laws. Answers
 * the keys in the order of the list.
 *
 * @param between called after each page that is not the last
 */
export async function walk(
  api: TestApi,
  list: List,
  way: Way,
  sizes: readonly number[],
  between: (seen: readonly string[]) => Promise<void> = async () => {},
): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  for (let turn = 0; turn < 2_000; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    const asked: PageAsked = way === "forwards" ? { first: size, after: cursor } : { last: size, before: cursor };
    const page = await askPage(api, list, asked);
    const fault = faultOf(page, way, size, cursor);
    if (fault !== null) throw new Error(`${JSON.stringify(asked)}: ${fault}`);
    if (way === "forwards") seen.push(...page.keys);
    else seen.unshift(...page.keys);
    const more: boolean = way === "forwards" ? page.pageInfo.hasNextPage : page.pageInfo.hasPreviousPage;
    if (!more) return seen;
    cursor = way === "forwards" ? page.pageInfo.endCursor : page.pageInfo.startCursor;
    await between(seen);
  }
  throw new Error("the list has no end");
}

function faultOf({ keys, cursors, pageInfo }: PageSeen, way: Way, size: number, cursor: string | null): string | null {
  if (keys.length > size) return `${keys.length} items`;
  const more = way === "forwards" ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
  if (more && keys.length < size) return "a page that is not full, with more behind it";
  if (pageInfo.startCursor !== (cursors.at(0) ?? null)) return "startCursor is not the first edge's";
  if (pageInfo.endCursor !== (cursors.at(-1) ?? null)) return "endCursor is not the last edge's";
  if (new Set(cursors).size !== cursors.length) return "two edges with one cursor";
  const behind = way === "forwards" ? pageInfo.hasPreviousPage : pageInfo.hasNextPage;
  if (behind !== (cursor !== null)) return "what lies behind is told wrongly";
  return null;
}
