/** Who may act for whom, what operators said of themselves, and the journal: then and now. */
import { describe, expect, test } from "vitest";
import type { Rows } from "../fold/tables.ts";
import { address, hash, operatorRow, PAST, place } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { type List, PAGE, type Way, walk } from "./support/walk.ts";

const KNOWN = address(1);
/** Has named managers and never registered. */
const UNKNOWN = address(2);
const MANAGERS = Array.from({ length: 30 }, (_, n) => address((n * 7) % 30, "0x3a"));
const DISMISSED = address(40, "0x3a");

const named = (
  n: number,
  operator: Rows["manager"]["operator"],
  manager: Rows["manager"]["manager"],
  allowed = true,
) => ({
  row: { operator, manager, allowed, updatedAt: PAST + n, eventId: place(n).id },
  change: { ...place(n), operator, manager, allowed, seq: n },
});
const NAMED = [
  ...MANAGERS.map((manager, n) => named(n + 1, KNOWN, manager)),
  named(50, UNKNOWN, DISMISSED),
  named(51, KNOWN, DISMISSED, false),
];
const ROLES = Array.from({ length: 25 }, (_, n) => ({
  role: hash(`role ${n % 3}`),
  account: address(n),
  held: n % 5 !== 0,
  updatedAt: PAST + n,
  eventId: place(n).id,
}));
const EVENTS: Rows["event"][] = [
  { ...place(1), name: "RateObserved", operator: null, seq: null, subject: null },
  { ...place(2), name: "OperatorRegistered", operator: KNOWN, seq: 1, subject: null },
  { ...place(3), name: "SlashProposed", operator: KNOWN, seq: 2, subject: 77n },
  { ...place(4), name: "ManagerSet", operator: UNKNOWN, seq: 1, subject: null },
];

const suite = apiSuite({
  operator: [operatorRow({ address: KNOWN }), operatorRow({ address: UNKNOWN, registeredAt: null })],
  manager: NAMED.map(({ row }) => row),
  managerChange: NAMED.map(({ change }) => change),
  metadataChange: [
    { ...place(60), operator: KNOWN, uri: "ipfs://first", seq: 1 },
    { ...place(61), operator: KNOWN, uri: "", seq: 8 },
    { ...place(62), operator: UNKNOWN, uri: "ipfs://other", seq: 1 },
  ],
  role: ROLES,
  event: EVENTS,
});

const ask = async (query: string) => {
  const answer = await suite.api.ask(query);
  expect(answer.errors).toEqual([]);
  return answer.data;
};
const known = (selection: string) => ask(`{ operator(address: "${KNOWN}") { ... on Operator { ${selection} } } }`);
const like = (lower: string) => expect.stringMatching(new RegExp(lower, "i"));
const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();

describe("managers", () => {
  test("those of now, by address, and since when", async () => {
    expect(await known("managers(first: 2) { totalCount nodes { address since } }")).toEqual({
      operator: {
        managers: {
          totalCount: 30,
          nodes: [
            { address: like(address(0, "0x3a")), since: iso(PAST + 1) },
            // 13 x 7 is 91.
            { address: like(address(1, "0x3a")), since: iso(PAST + 14) },
          ],
        },
      },
    });
  });

  test("of an account that never registered", async () => {
    const data = await ask(
      `{ wallet(address: "${UNKNOWN}") { operator { address } managers { totalCount nodes { address } } } }`,
    );
    expect(data).toEqual({
      wallet: { operator: null, managers: { totalCount: 1, nodes: [{ address: like(DISMISSED) }] } },
    });
  });

  test("who was named and dismissed, newest first", async () => {
    const selection = "managerChanges(first: 2) { totalCount nodes { manager allowed seq source { block } } }";
    expect(await known(selection)).toEqual({
      operator: {
        managerChanges: {
          totalCount: 31,
          nodes: [
            { manager: like(DISMISSED), allowed: false, seq: 51, source: { block: 51 } },
            { manager: like(MANAGERS[29] ?? ""), allowed: true, seq: 30, source: { block: 30 } },
          ],
        },
      },
    });
  });
});

test("what an operator said of itself, newest first", async () => {
  expect(await known("metadataChanges { totalCount nodes { uri seq source { block } } }")).toEqual({
    operator: {
      metadataChanges: {
        totalCount: 2,
        nodes: [
          { uri: "", seq: 8, source: { block: 61 } },
          { uri: "ipfs://first", seq: 1, source: { block: 60 } },
        ],
      },
    },
  });
});

const ARGS = "$first: Int, $last: Int, $after: String, $before: String";
const PAGING = "first: $first, last: $last, after: $after, before: $before";
const HELD = ROLES.filter(({ held }) => held).toSorted((a, b) =>
  a.role === b.role ? (a.account < b.account ? -1 : 1) : a.role < b.role ? -1 : 1,
);
const LISTS: (List & { readonly name: string; readonly expected: readonly string[] })[] = [
  {
    name: "managers",
    query: `query (${ARGS}) { operator(address: "${KNOWN}") { ... on Operator { managers(${PAGING}) ${PAGE("address")} } } }`,
    expected: MANAGERS.toSorted(),
  },
  {
    name: "roles",
    query: `query (${ARGS}) { registry { roles(${PAGING}) ${PAGE("account")} } }`,
    expected: HELD.map(({ account }) => account),
  },
];

describe.each(LISTS)("$name, walked through", (list) => {
  test.each<Way>(["forwards", "backwards"])("%s", async (way) => {
    expect(await walk(suite.api, list, way, [7, 1])).toEqual(list.expected);
  });
});

describe("the journal", () => {
  test("whole, with what each event is about", async () => {
    expect(
      await ask(
        "{ events(direction: ASC) { totalCount nodes { name seq operatorAddress subject source { block } } } }",
      ),
    ).toEqual({
      events: {
        totalCount: 4,
        nodes: [
          { name: "RateObserved", seq: null, operatorAddress: null, subject: null, source: { block: 1 } },
          { name: "OperatorRegistered", seq: 1, operatorAddress: like(KNOWN), subject: null, source: { block: 2 } },
          { name: "SlashProposed", seq: 2, operatorAddress: like(KNOWN), subject: "77", source: { block: 3 } },
          { name: "ManagerSet", seq: 1, operatorAddress: like(UNKNOWN), subject: null, source: { block: 4 } },
        ],
      },
    });
  });

  test.each([
    ["", ["ManagerSet", "SlashProposed", "OperatorRegistered", "RateObserved"]],
    [`operator: "${KNOWN}"`, ["SlashProposed", "OperatorRegistered"]],
    ['name: ["ManagerSet", "RateObserved"]', ["ManagerSet", "RateObserved"]],
    [`name: "ManagerSet", operator: "${KNOWN}"`, []],
    ["name: []", []],
    ['name: "\\u0000ManagerSet"', ["ManagerSet"]],
  ])("with { %s }", async (filter, names) => {
    expect(await ask(`{ events(filter: { ${filter} }) { nodes { name } } }`)).toEqual({
      events: { nodes: names.map((name) => ({ name })) },
    });
  });

  test("of an operator", async () => {
    expect(
      await known('all: events { nodes { seq } } one: events(filter: { name: "SlashProposed" }) { totalCount }'),
    ).toEqual({
      operator: { all: { nodes: [{ seq: 2 }, { seq: 1 }] }, one: { totalCount: 1 } },
    });
  });
});
