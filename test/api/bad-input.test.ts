/** Bad input in the document or its variables: each mistake has its code and status, and says nothing of our insides. */
import { describe, expect, test } from "vitest";
import { leaksIn } from "./support/leaks.ts";
import { address, operatorRow, place, slashRow, stakedEvent } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const KNOWN = address(1);
const EVENT = stakedEvent(7, KNOWN);
const suite = apiSuite({
  operator: [operatorRow({ address: KNOWN })],
  slash: [slashRow({ id: 1n, operator: KNOWN })],
  stakingEvent: [EVENT],
});

const OPERATOR = "query ($a: Address!) { operator(address: $a) { __typename } }";
const PAGE = "query ($first: Int, $last: Int) { operators(first: $first, last: $last) { totalCount } }";
const WRONG_CHECKSUM = "0x5FbDB2315678afecb367f032d93F642f64180aa4";
const wallet = (transaction: string) => `{ wallet(address: "${KNOWN}") { transactions { ${transaction} { to } } } }`;
const global = (typename: string, id: string) => Buffer.from(`${typename}:${id}`).toString("base64");
const node = (id: string) => `{ node(id: ${JSON.stringify(id)}) { id } }`;

interface Case {
  readonly what: string;
  readonly query: string;
  readonly variables?: object;
  readonly operationName?: string;
  readonly status: number;
  readonly code: string;
  /** What the message must name. */
  readonly names?: string;
}

/** Values of our own scalars are refused with 400; a document that graphql-js finds invalid with 200, as the protocol has it. */
const VALUES: Case[] = [
  ...inBoth("too short an address", "0x12", "INVALID_ADDRESS"),
  ...inBoth("no 0x", KNOWN.slice(2), "INVALID_ADDRESS"),
  ...inBoth("a wrong checksum", WRONG_CHECKSUM, "INVALID_ADDRESS_CHECKSUM"),
  ...inBoth("an address with a quote", `${KNOWN.slice(0, 41)}'`, "INVALID_ADDRESS"),
  ...inBoth("an empty address", "", "INVALID_ADDRESS"),
  { what: "a number for an address", query: OPERATOR, variables: { a: 12 }, status: 400, code: "INVALID_ADDRESS" },
  { what: "a list for an address", query: OPERATOR, variables: { a: [1, 2] }, status: 400, code: "INVALID_ADDRESS" },
  { what: "no address", query: OPERATOR, variables: {}, status: 400, code: "BAD_USER_INPUT", names: "$a" },
  { what: "null for an address", query: OPERATOR, variables: { a: null }, status: 400, code: "BAD_USER_INPUT" },
  stakeRange("a negative amount", '{ min: "-1" }', "INVALID_WEI"),
  stakeRange("an amount as a number", "{ min: 1 }", "INVALID_WEI"),
  stakeRange("an amount as a float", '{ min: "1.5" }', "INVALID_WEI"),
  stakeRange("an amount in exponents", '{ max: "1e18" }', "INVALID_WEI"),
  stakeRange("not a number", '{ max: "NaN" }', "INVALID_WEI"),
  stakeRange("an amount no chain can hold", `{ max: "${2n ** 256n}" }`, "INVALID_WEI"),
  stakeRange("min above max", '{ min: "2", max: "1" }', "INVALID_FILTER", "stake.min"),
  { ...filter("an unknown tier", "{ tier: [GOLD] }"), names: "GOLD" },
  { ...filter("an unknown field", "{ rank: 1 }"), names: "rank" },
  filter("tier as a string", '{ tier: "TIER_1" }'),
];

function inBoth(what: string, value: string, code: string): Case[] {
  const literal = `{ operator(address: ${JSON.stringify(value)}) { __typename } }`;
  return [
    { what: `${what}, literal`, query: literal, status: 400, code },
    { what: `${what}, variable`, query: OPERATOR, variables: { a: value }, status: 400, code, names: "$a" },
  ];
}

function stakeRange(what: string, range: string, code: string, names?: string): Case {
  const query = `{ operators(filter: { stake: ${range} }) { totalCount } }`;
  const status = code === "INVALID_FILTER" ? 200 : 400;
  return { what, query, status, code, ...(names === undefined ? {} : { names }) };
}

function filter(what: string, input: string): Case {
  const query = `{ operators(filter: ${input}) { totalCount } }`;
  return { what, query, status: 200, code: "GRAPHQL_VALIDATION_FAILED" };
}

const PAGES: Case[] = [
  page({ first: -1 }, "PAGE_SIZE_OUT_OF_RANGE", "`first`"),
  page({ first: 101 }, "PAGE_SIZE_OUT_OF_RANGE", "`first`"),
  page({ last: -1 }, "PAGE_SIZE_OUT_OF_RANGE", "`last`"),
  page({ last: 101 }, "PAGE_SIZE_OUT_OF_RANGE", "`last`"),
  page({ first: 1, last: 1 }, "PAGE_SIZE_AMBIGUOUS", "`first` or `last`"),
  page({ first: 1.5 }, "BAD_USER_INPUT", "$first"),
  page({ first: "1" }, "BAD_USER_INPUT", "$first"),
  page({ first: 2 ** 31 }, "BAD_USER_INPUT", "$first"),
  {
    what: "a page size under a parent",
    query: `{ operators(first: 1) { nodes { slashes(first: 101) { totalCount } } } }`,
    status: 400,
    code: "PAGE_SIZE_OUT_OF_RANGE",
  },
  {
    what: "null for a direction that has a default",
    query: "query ($d: OrderDirection = ASC) { slashes(direction: $d) { totalCount } }",
    variables: { d: null },
    status: 400,
    code: "INVALID_ARGUMENT",
    names: '"direction"',
  },
];

function page(variables: object, code: string, names: string): Case {
  return { what: JSON.stringify(variables), query: PAGE, variables, status: 400, code, names };
}

const IDS: Case[] = [
  { what: "no id at all", query: node(""), status: 200, code: "INVALID_ID" },
  { what: "not base64", query: node("%%%"), status: 200, code: "INVALID_ID" },
  { what: "no type in it", query: node(Buffer.from("abc").toString("base64")), status: 200, code: "INVALID_ID" },
  { what: "an unknown type", query: node(global("Nope", "1")), status: 200, code: "INVALID_ID" },
  { what: "a type without ids", query: node(global("Query", "1")), status: 200, code: "INVALID_ID" },
  { what: "a scalar type", query: node(global("Wei", "1")), status: 200, code: "INVALID_ID" },
  { what: "a prototype's name", query: node(global("__proto__", "1")), status: 200, code: "INVALID_ID" },
  {
    what: "101 ids",
    query: "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
    variables: { ids: Array.from({ length: 101 }, (_, index) => global("Slash", String(index))) },
    status: 200,
    code: "TOO_MANY_IDS",
    names: "100",
  },
  { what: "a request id that is no number", query: wallet('claim(requestId: "x")'), status: 200, code: "INVALID_ID" },
  {
    what: "a request id no chain can hold",
    query: wallet(`cancelUnstake(requestId: "${2n ** 256n}")`),
    status: 200,
    code: "INVALID_ID",
    names: "requestId",
  },
  {
    what: "a slash that is not there",
    query: wallet(`dispute(slashId: "99", evidenceHash: "0x${"0".repeat(64)}", uri: "")`),
    status: 200,
    code: "INVALID_ID",
  },
  {
    what: "too short a hash",
    query: wallet('dispute(slashId: "1", evidenceHash: "0x12", uri: "")'),
    status: 400,
    code: "INVALID_HASH",
  },
];

const DOCUMENTS: Case[] = [
  { what: "nothing", query: "", status: 200, code: "GRAPHQL_PARSE_FAILED" },
  { what: "no end", query: "{ indexer {", status: 200, code: "GRAPHQL_PARSE_FAILED" },
  { what: "an unknown field", query: "{ nope }", status: 200, code: "GRAPHQL_VALIDATION_FAILED", names: "nope" },
  { what: "no selection", query: "{ indexer }", status: 200, code: "GRAPHQL_VALIDATION_FAILED" },
  {
    what: "fragments in a cycle",
    query: "{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }",
    status: 200,
    code: "GRAPHQL_VALIDATION_FAILED",
    names: "itself",
  },
  {
    what: "two operations and no name",
    query: "query A { indexer { block } } query B { indexer { block } }",
    status: 400,
    code: "OPERATION_RESOLUTION_FAILURE",
  },
  {
    what: "a name no operation has",
    query: "query A { indexer { block } }",
    operationName: "C",
    status: 400,
    code: "OPERATION_RESOLUTION_FAILURE",
  },
  { what: "an unknown mutation", query: "mutation { x }", status: 200, code: "GRAPHQL_VALIDATION_FAILED", names: "x" },
  {
    what: "an unknown subscription",
    query: "subscription { x }",
    status: 200,
    code: "GRAPHQL_VALIDATION_FAILED",
    names: "x",
  },
  {
    what: "a block beyond the head",
    query: "{ indexer(minBlock: 5001) { block } }",
    status: 200,
    code: "BLOCK_NOT_INDEXED",
    names: "5001",
  },
];

describe.each([
  ["values", VALUES],
  ["page sizes", PAGES],
  ["ids", IDS],
  ["documents", DOCUMENTS],
])("%s", (_kind, cases) => {
  test.each(cases)("$what: $code", async ({ query, variables, operationName, status, code, names }) => {
    const answer = await suite.api.ask(query, variables, operationName);
    expect(answer.errors.map((error) => error.code)).toEqual([code]);
    expect(answer.status).toBe(status);
    expect(answer.errors[0]?.message).toContain(names ?? "");
    expect(leaksIn(answer.text)).toEqual([]);
    expect(Object.values(answer.data ?? {})).not.toContainEqual(expect.anything());
    // Parsed, validated and compiled documents are kept: what comes again is answered in the same words.
    for (let again = 0; again < 3; again += 1) {
      const { text, status: other } = await suite.api.ask(query, variables, operationName);
      expect({ text, status: other }).toEqual({ text: answer.text, status });
    }
  });
});

test("an unknown operator is an answer, not an error", async () => {
  const unknown = address(404);
  const answer = await suite.api.ask(
    `query ($a: Address!) { operator(address: $a) { ... on NotFoundError { code message path } } }`,
    { a: unknown },
  );
  expect(answer).toMatchObject({ status: 200, errors: [] });
  expect(answer.data).toEqual({
    operator: {
      code: "OPERATOR_NOT_FOUND",
      message: `No operator is registered at ${unknown}.`,
      path: ["address"],
    },
  });
});

test("an id that could exist and does not is null, also one of another type or with SQL in it", async () => {
  const ids = [
    global("Slash", "2"),
    global("Slash", "1 or 1=1"),
    global("Slash", "-1"),
    global("Operator", address(404)),
    global("Operator", "'; drop table operator; --"),
    global("Operator", "\0"),
    global("Staked", "\0"),
    global("Slash", "9".repeat(5_000)),
    global("UnstakeRequest", "1"),
    global("Staked", place(8).id),
    // There is such an event, of another kind.
    global("Slashed", EVENT.id),
  ];
  const answer = await suite.api.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
  expect(answer.errors).toEqual([]);
  expect(answer.data).toEqual({ nodes: ids.map(() => null) });
});

test("text that Postgres cannot hold is not asked of it", async () => {
  const query = "query ($text: String) { operators(filter: { text: $text }) { totalCount } }";
  for (const [text, count] of [
    ["\0", 1],
    ["0x\u00000a", 1],
    ["\ud800", 0],
    ["\0nope", 0],
  ] as const) {
    const answer = await suite.api.ask(query, { text });
    expect(answer).toMatchObject({ errors: [], data: { operators: { totalCount: count } } });
  }
});

test("every id that is there is found, in the order asked", async () => {
  const ids = [global("Staked", EVENT.id), global("Operator", KNOWN), global("Slash", "1")];
  const answer = await suite.api.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids });
  expect(answer.data).toEqual({ nodes: ids.map((id) => ({ id })) });
});

test("a failed field fails alone where it may be null, with its path", async () => {
  const answer = await suite.api.ask(`{ node(id: "x") { id } indexer { block } }`);
  expect(answer.data).toEqual({ node: null, indexer: { block: 5_000 } });
  expect(answer.errors).toMatchObject([{ code: "INVALID_ID" }]);
});
