/** A document that comes again is compiled: its answers, and its errors, stay what they were. */
import { expect, test } from "vitest";
import { address, ETHER, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const OPERATOR = address(1);
const suite = apiSuite({ operator: [stakedRow({ address: OPERATOR, ethActive: 3n * ETHER })] });

const DOCUMENTS: Record<string, { query: string; variables?: Record<string, unknown> }> = {
  "a page": {
    query: "{ operators { nodes { address tier stake { active assets { asset value } } } pageInfo { endCursor } } }",
  },
  "fragments, aliases and directives": {
    query: `query ($all: Boolean!) { one: operator(address: "${OPERATOR}") { __typename ...parts } two: operator(address: "${address(9)}") { ...parts } }
      fragment parts on OperatorResult { ... on Operator { a: status b: tier @include(if: $all) } ... on NotFoundError { code path } }`,
    variables: { all: false },
  },
  introspection: { query: '{ __type(name: "Operator") { kind name fields { name } } }' },
  "an argument out of range": {
    query: "query ($first: Int) { operators(first: $first) { nodes { tier } } }",
    variables: { first: 101 },
  },
  "a variable that cannot be read": {
    query: "query ($a: Address!) { operator(address: $a) { __typename } }",
    variables: { a: "0x12" },
  },
  "variables with defaults, left out": {
    query: `query ($first: Int! = 1, $filter: OperatorFilter! = { tier: [TIER_1], stake: { min: "1" } }, $order: OperatorOrder! = { field: STAKE, direction: ASC }, $last: Int) {
      operators(first: $first, last: $last, filter: $filter, orderBy: $order) { totalCount nodes { address } } }`,
  },
  "null for a variable with a default": {
    query: "query ($first: Int! = 1) { operators(first: $first) { totalCount } }",
    variables: { first: null },
  },
  "a block beyond the head": { query: "{ indexer(minBlock: 999999) { block } }" },
  "a bad id beside what is well": { query: '{ node(id: "!") { id } policy { version } }' },
};

test.for(Object.entries(DOCUMENTS))("%s", async ([, { query, variables = {} }]) => {
  const { status, data, errors } = await suite.api.ask(query, variables);
  for (let again = 0; again < 4; again += 1) {
    const answer = await suite.api.ask(query, variables);
    expect({ status: answer.status, data: answer.data, errors: answer.errors }).toEqual({ status, data, errors });
  }
});
