/** Relay's laws for pages of a list in memory: the connection is what the algorithm of the specification would make. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeCursor } from "../../../api/loaders/cursor.ts";
import { KEY_PATTERNS, type Keyset, toConnection } from "../../../api/loaders/keyset.ts";
import { type PageArgs, parsePage } from "../../../api/loaders/page.ts";

interface Item {
  readonly rank: number;
  readonly id: string;
}

const keyset: Keyset<Item> = {
  name: "items",
  columns: [],
  direction: "ASC",
  key: ({ rank, id }) => [String(rank), id],
};

const PATTERNS = [KEY_PATTERNS.integer, KEY_PATTERNS.text];
const compare = (a: Item, b: Item) => a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The rows Postgres would give for a page: those beyond the cursors, in the page's direction, one more than asked for. */
function page(items: readonly Item[], args: PageArgs) {
  const { limit, backwards, after, before } = parsePage(args);
  const at = (cursor: string): Item => {
    const [rank = "", id = ""] = decodeCursor("items", cursor, PATTERNS);
    return { rank: Number(rank), id };
  };
  const within = items.filter(
    (item) => (after === null || compare(item, at(after)) > 0) && (before === null || compare(item, at(before)) < 0),
  );
  const rows = (backwards ? within.toReversed() : within).slice(0, limit + 1);
  return toConnection(keyset, { limit, backwards, after, before }, rows, async () => items.length);
}

/** Few ranks: ties everywhere. */
const lists = fc
  .uniqueArray(fc.record({ rank: fc.integer({ min: -2, max: 3 }), id: fc.stringMatching(/^[a-f]{1,3}$/) }), {
    selector: ({ id }) => id,
    maxLength: 40,
  })
  .map((items) => items.toSorted(compare));
const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 });

test("walked either way with any page sizes, every item comes once and in order", () => {
  fc.assert(
    fc.property(lists, sizes, fc.boolean(), (items, some, forwards) => {
      const seen: Item[] = [];
      let cursor: string | null = null;
      for (let turn = 0; ; turn += 1) {
        const size = some[turn % some.length] ?? 1;
        const found: ReturnType<typeof page> = page(
          items,
          forwards ? { first: size, after: cursor } : { last: size, before: cursor },
        );
        const nodes = found.edges.map(({ node }) => node);
        if (forwards) seen.push(...nodes);
        else seen.unshift(...nodes);
        expect(found.pageInfo.startCursor).toBe(found.edges.at(0)?.cursor ?? null);
        expect(found.pageInfo.endCursor).toBe(found.edges.at(-1)?.cursor ?? null);
        if (!(forwards ? found.pageInfo.hasNextPage : found.pageInfo.hasPreviousPage)) break;
        cursor = forwards ? found.pageInfo.endCursor : found.pageInfo.startCursor;
      }
      expect(seen).toEqual(items);
    }),
    { numRuns: 3_000 },
  );
});

test("a cursor stays where it was while items come and go beside it", () => {
  fc.assert(
    fc.property(lists, lists, fc.nat(40), (items, others, place) => {
      const marker = items[place % Math.max(1, items.length)];
      fc.pre(marker !== undefined);
      const all = page(items, { first: 100 });
      const cursor = all.edges.find(({ node }) => node === marker)?.cursor ?? null;
      const now = [...others.filter((item) => !items.some(({ id }) => id === item.id)), ...items].sort(compare);
      const after = page(now, { first: 100, after: cursor }).edges.map(({ node }) => node);
      const before = page(now, { last: 100, before: cursor }).edges.map(({ node }) => node);
      expect([...before, marker, ...after]).toEqual(now);
    }),
    { numRuns: 2_000 },
  );
});

test("the total is not counted by making a page", () => {
  let counted = 0;
  const connection = toConnection(keyset, parsePage({ first: 1 }), [], async () => {
    counted += 1;
    return 7;
  });
  expect(counted).toBe(0);
  return expect(connection.totalCount()).resolves.toBe(7);
});
