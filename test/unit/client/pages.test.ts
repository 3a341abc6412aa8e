import { describe, expect, test } from "vitest";
import { itemsOf, walk } from "../../../client/src/pages.ts";

const QUERY = "query ($first: Int, $after: String) { list(first: $first, after: $after) { nodes } }";

interface Answered {
  readonly list: {
    readonly nodes: readonly number[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
  } | null;
}

/** A list of `length` numbers whose cursors are places; remembers what it was asked for. */
function listOf(length: number) {
  const asked: Record<string, unknown>[] = [];
  const ask = async (variables: Record<string, unknown>): Promise<Answered> => {
    asked.push(variables);
    const [from, first] = [Number(variables.after ?? 0), Number(variables.first)];
    const end = Math.min(from + first, length);
    const nodes = Array.from({ length: end - from }, (_, n) => from + n);
    return { list: { nodes, pageInfo: { hasNextPage: end < length, endCursor: nodes.length ? String(end) : null } } };
  };
  return { asked, ask };
}

async function itemsFrom(
  query: string,
  variables: unknown,
  ask: (variables: Record<string, unknown>) => Promise<Answered>,
) {
  const items: number[] = [];
  for await (const page of walk(query, variables, ask, ({ list }) => list)) items.push(...itemsOf(page));
  return items;
}

describe("walk", () => {
  test.each([0, 1, 49, 50, 51, 149, 150])("a list of %i, in pages of 50", async (length) => {
    const { ask, asked } = listOf(length);
    expect(await itemsFrom(QUERY, {}, ask)).toEqual(Array.from({ length }, (_, n) => n));
    expect(asked.map(({ first }) => first)).toEqual(Array(Math.max(1, Math.ceil(length / 50))).fill(50));
  });

  test("from where the variables say, in pages of their size, with what else they hold", async () => {
    const { ask, asked } = listOf(10);
    expect(await itemsFrom(QUERY, { first: 4, after: "3", filter: "x" }, ask)).toEqual([3, 4, 5, 6, 7, 8, 9]);
    expect(asked).toEqual([
      { first: 4, after: "3", filter: "x" },
      { first: 4, after: "7", filter: "x" },
    ]);
  });

  test("a page is asked for when its first item is, and no more once the loop is left", async () => {
    const { ask, asked } = listOf(1_000);
    const pages = walk(QUERY, {}, ask, ({ list }) => list);
    expect(asked).toHaveLength(0);
    for await (const { nodes } of pages) if (nodes.includes(60)) break;
    expect(asked).toHaveLength(2);
    expect(await pages.next()).toEqual({ done: true, value: undefined });
  });

  test("a document that fixes its page size is not given one", async () => {
    const seen: object[] = [];
    const ask = async (variables: Record<string, unknown>): Promise<Answered> => {
      seen.push(variables);
      return { list: { nodes: [1], pageInfo: { hasNextPage: false } } };
    };
    expect(await itemsFrom("query ($after: String) { list(first: 10, after: $after) { nodes } }", {}, ask)).toEqual([
      1,
    ]);
    expect(seen).toEqual([{ after: null }]);
  });

  test("nothing there is the end", async () => {
    expect(await itemsFrom(QUERY, {}, async () => ({ list: null }))).toEqual([]);
  });

  test.each([
    ["is missing", undefined],
    ["is null", null],
    ["stands still", "7"],
  ])("a cursor that %s ends in an error, not in a loop", async (_how, endCursor) => {
    const ask = async (): Promise<Answered> => ({ list: { nodes: [1], pageInfo: { hasNextPage: true, endCursor } } });
    await expect(itemsFrom(QUERY, { after: "7" }, ask)).rejects.toMatchObject({ name: "DinPagingError" });
  });

  test("a document that cannot go on is refused before it is sent", async () => {
    const { ask, asked } = listOf(1);
    await expect(itemsFrom("{ list { nodes } }", {}, ask)).rejects.toMatchObject({ name: "DinPagingError" });
    expect(asked).toEqual([]);
  });

  test("what the list throws is thrown: a snapshot that is gone", async () => {
    const { ask } = listOf(100);
    const expired = new Error("SNAPSHOT_EXPIRED");
    const failing = (variables: Record<string, unknown>) =>
      variables.after === null ? ask(variables) : Promise.reject(expired);
    await expect(itemsFrom(QUERY, {}, failing)).rejects.toBe(expired);
  });
});

test("itemsOf: nodes, or edges", () => {
  const pageInfo = { hasNextPage: false };
  expect(itemsOf({ pageInfo, nodes: [1, 2] })).toEqual([1, 2]);
  expect(itemsOf({ pageInfo, edges: [{ node: 1 }, { node: 2 }] })).toEqual([1, 2]);
});
