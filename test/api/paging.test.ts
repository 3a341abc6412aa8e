/** Relay's laws over SQL: any page size, either way, every order: each item once, in one order. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { address, ETHER, NOW, scored, slashRow, stakedEvent, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { askPage, type List, PAGE, type Way, walk } from "./support/walk.ts";

/** Few different values, so that ties are everywhere; a third was never scored. */
const OPERATORS = Array.from({ length: 53 }, (_, n) => ({
  ...stakedRow({
    // Not in the order of their making.
    address: address((n * 37) % 101),
    ethActive: BigInt((n * 7) % 5) * 3n * ETHER,
    registeredAt: 1_700_000_000 + ((n * 11) % 7),
    slashedValue: BigInt((n * 5) % 4) * 10n ** 20n,
  }),
  ...(n % 3 === 0 ? {} : scored((n * 13) % 4)),
}));
const FIRST = address(1, "0x1a");
const SECOND = address(2, "0x1a");
const EVERYBODY = [...OPERATORS, stakedRow({ address: FIRST }), stakedRow({ address: SECOND })];
const SLASHES = Array.from({ length: 41 }, (_, n) =>
  // Ids of different lengths: as text their order would be another.
  slashRow({
    id: BigInt(n * 7 + 1),
    operator: n % 3 === 0 ? SECOND : FIRST,
    state: n % 2 === 0 ? "EXECUTED" : "PROPOSED",
  }),
);
const EVENTS = Array.from({ length: 47 }, (_, n) => stakedEvent(n + 1, n % 4 === 0 ? SECOND : FIRST));

const suite = apiSuite({
  operator: EVERYBODY,
  slash: SLASHES,
  stakingEvent: EVENTS,
});
const ARGS = "$first: Int, $last: Int, $after: String, $before: String";
const PAGING = "first: $first, last: $last, after: $after, before: $before";

/** What an order goes by, from the rows themselves. */
const KEYS = {
  STAKE: (row) => row.ethActive,
  REGISTRATION: (row) => BigInt(row.registeredAt ?? 0),
  SCORE: (row) => BigInt(row.score ?? -1),
  SLASHED_AMOUNT: (row) => row.slashedValue,
} satisfies Record<string, (row: (typeof EVERYBODY)[number]) => bigint>;

interface Case extends List {
  readonly name: string;
  readonly expected: readonly string[];
}

function operators(field: keyof typeof KEYS, direction: "ASC" | "DESC"): Case {
  const key = KEYS[field];
  const sorted = EVERYBODY.toSorted((a, b) => {
    const [x, y] = direction === "ASC" ? [a, b] : [b, a];
    if (key(x) !== key(y)) return key(x) < key(y) ? -1 : 1;
    return x.address < y.address ? -1 : 1;
  });
  return {
    name: `operators by ${field} ${direction}`,
    query: `query (${ARGS}) { operators(${PAGING}, orderBy: { field: ${field}, direction: ${direction} }) ${PAGE("address")} }`,
    expected: sorted.map((row) => row.address),
  };
}

function root(field: string, args: string, key: string, expected: readonly string[]): Case {
  return { name: `${field} ${args}`, query: `query (${ARGS}) { ${field}(${PAGING}, ${args}) ${PAGE(key)} }`, expected };
}

function nested(field: string, key: string, expected: readonly string[]): Case {
  return {
    name: `${field} of an operator`,
    query: `query ($operator: Address!, ${ARGS}) {
      operator(address: $operator) { ... on Operator { ${field}(${PAGING}) ${PAGE(key)} } }
    }`,
    variables: { operator: FIRST },
    expected,
  };
}

const ids = (rows: readonly { readonly id: bigint }[]) => rows.map(({ id }) => id.toString());
const transactions = (rows: readonly { readonly transactionHash: string }[]) => rows.map((row) => row.transactionHash);
const ofFirst = (row: { readonly operator: string }) => row.operator === FIRST;
const TRANSACTION = "source { transaction }";

const LISTS: Case[] = [
  ...(["STAKE", "REGISTRATION", "SCORE", "SLASHED_AMOUNT"] as const).flatMap((field) => [
    operators(field, "ASC"),
    operators(field, "DESC"),
  ]),
  root("slashes", "direction: ASC", "slashId", ids(SLASHES)),
  root("slashes", "direction: DESC", "slashId", ids(SLASHES.toReversed())),
  root(
    "slashes",
    "filter: { state: EXECUTED }",
    "slashId",
    ids(SLASHES.filter((row) => row.state === "EXECUTED").reverse()),
  ),
  root("stakingEvents", "direction: ASC", TRANSACTION, transactions(EVENTS)),
  root("stakingEvents", "direction: DESC", TRANSACTION, transactions(EVENTS.toReversed())),
  nested("slashes", "slashId", ids(SLASHES.filter(ofFirst).reverse())),
  nested("stakingEvents", TRANSACTION, transactions(EVENTS.filter(ofFirst).reverse())),
];

const WAYS: Way[] = ["forwards", "backwards"];
const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 });

describe.each(LISTS)("$name", (list) => {
  test.each(WAYS)("%s, with pages of any size, every item comes once and in order", async (way) => {
    await fc.assert(
      fc.asyncProperty(sizes, async (some) => {
        expect(await walk(suite.api, list, way, some)).toEqual(list.expected);
      }),
      { numRuns: 5, examples: [[[1, 60]], [[list.expected.length]]] },
    );
  });

  test("between any two of its cursors lies exactly what is between them", async () => {
    const all = await askPage(suite.api, list, { first: 100 });
    const place = fc.integer({ min: 0, max: list.expected.length - 1 });
    await fc.assert(
      fc.asyncProperty(
        place,
        place,
        fc.integer({ min: 0, max: 60 }),
        fc.boolean(),
        async (from, to, size, forwards) => {
          const asked = { after: all.cursors[from] ?? null, before: all.cursors[to] ?? null };
          const page = await askPage(suite.api, list, { ...asked, ...(forwards ? { first: size } : { last: size }) });
          const range = list.expected.slice(from + 1, Math.max(from + 1, to));
          expect(page.keys).toEqual(forwards ? range.slice(0, size) : range.slice(Math.max(0, range.length - size)));
          expect(forwards ? page.pageInfo.hasNextPage : page.pageInfo.hasPreviousPage).toBe(range.length > size);
        },
      ),
      { numRuns: 10 },
    );
  });
});

test("a page of nothing is empty, and says whether there is something", async () => {
  const [list] = LISTS;
  if (list === undefined) throw new Error("there is no list");
  const none = await askPage(suite.api, list, { first: 0 });
  expect(none).toEqual({
    keys: [],
    cursors: [],
    pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null },
  });
});

test("without a size a page has 20", async () => {
  const answer = await suite.api.ask("{ operators { nodes { address } totalCount } }");
  expect(answer.data).toMatchObject({ operators: { totalCount: EVERYBODY.length } });
  expect(await askPage(suite.api, operators("STAKE", "ASC"), {})).toMatchObject({ keys: { length: 20 } });
});

describe("while others register", () => {
  test.each(WAYS)(
    "%s: each of those that were there once and in order; the new ones once where the walk still comes",
    async (way) => {
      const list = operators("STAKE", "ASC");
      let next = 0;
      const added: string[] = [];
      const seen = await walk(suite.api, list, way, [7], async () => {
        // One before all, one after all, one in the middle of the ties.
        for (const ethActive of [0n, 3n * ETHER, 900n * ETHER]) {
          const fresh = address(next, way === "forwards" ? "0x2c" : "0x2d");
          next += 1;
          if (next > 30) return;
          await suite.database.fill({ operator: [stakedRow({ address: fresh, ethActive })] });
          added.push(fresh);
        }
        await suite.database.sort(NOW);
      });
      const before = new Set<string>(list.expected);
      const fresh = new Set(added);
      expect(seen.filter((key) => before.has(key))).toEqual(list.expected);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.every((key) => before.has(key) || fresh.has(key) || /^0x2[cd]/.test(key))).toBe(true);
      const now = await walk(suite.api, list, "forwards", [100]);
      // What was met is in the order that a walk has now: nothing was passed over between two cursors.
      expect(now.filter((key) => seen.includes(key))).toEqual(seen);
    },
  );
});
