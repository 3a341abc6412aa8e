/** How much SQL an answer costs: counted where the API hands it to the driver. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { waitFor } from "../../devnet/wait.ts";
import { address, ETHER, NOW, scored, slashRow, stakedEvent, stakedRow } from "./support/rows.ts";
import { countStatements, type StatementCount } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";

const OPERATORS = Array.from({ length: 120 }, (_, n) => address(n + 1));
const suite = apiSuite({
  operator: OPERATORS.map((operator, n) =>
    stakedRow({ address: operator, ethActive: BigInt(n + 1) * ETHER, ...scored(9_000 + n), slashCount: 5 }),
  ),
  slash: OPERATORS.flatMap((operator, n) =>
    Array.from({ length: 5 }, (_, k) => slashRow({ id: BigInt(n * 5 + k + 1), operator })),
  ),
  stakingEvent: OPERATORS.map((operator, n) => stakedEvent(n + 1, operator)),
});
let statements: StatementCount;

beforeAll(() => {
  statements = countStatements();
});
beforeEach(() => statements.reset());
afterAll(() => statements.restore());

const PAGE = `query ($first: Int = 50, $after: String) {
  operators(first: $first, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
      address
      stake { active unbonding locked value assets { asset active unbonding locked rate value } }
      tier tierProgress { next missing progress }
      status statusReasons
      publishedScore { value windowEnd updatedAt }
      score { value unknown confidence components { component score points value numerator denominator window { start end } } }
      windows { hour { ...W } day { ...W } week { ...W } month { ...W } monthBasis }
      breaches { metric since } lastMeasuredAt confidence disagreeingReporters
      slashes(first: 3) { nodes { slashId state next { executable disputable } timeline { kind at } dispute { outcome } } }
    }
  }
}
fragment W on MetricWindow {
  start end requests successes successRate latency { p50 { ms } p95 { method ms } p99 { ms } } throughput uptime coverage
}`;
const pageSchema = z.object({
  operators: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string() }),
    nodes: z.array(
      z.object({ address: z.string(), slashes: z.object({ nodes: z.array(z.object({ slashId: z.string() })) }) }),
    ),
  }),
});

test("50 operators with stake, windows, tier, status, score and last slashes: three statements, on every page", async () => {
  let after: string | null = null;
  const seen: string[] = [];
  for (const size of [50, 50, 20]) {
    statements.reset();
    const answer = await suite.api.ask(PAGE, { after });
    expect(answer.errors).toEqual([]);
    const { operators } = pageSchema.parse(answer.data);
    expect(statements.texts).toHaveLength(3);
    expect(operators.nodes).toHaveLength(size);
    for (const { address: found, slashes } of operators.nodes) {
      const n = OPERATORS.map(String).indexOf(found.toLowerCase());
      expect(slashes.nodes.map(({ slashId }) => Number(slashId))).toEqual([n * 5 + 5, n * 5 + 4, n * 5 + 3]);
      seen.push(found.toLowerCase());
    }
    after = operators.pageInfo.endCursor;
  }
  // The largest stake first.
  expect(seen).toEqual(OPERATORS.toReversed());
});

test.each([
  [1, "1 operator", "{ operators(first: 1) { nodes { address } } }"],
  [100, "100 operators", "{ operators(first: 100) { nodes { address tier status stake { value } } } }"],
])("the number of rows changes nothing: %i", async (_rows, _what, query) => {
  await suite.api.ask(query);
  expect(statements.texts).toHaveLength(2);
});

test("the total is counted only when it is asked for, once", async () => {
  await suite.api.ask("{ operators(first: 5) { nodes { address } pageInfo { hasNextPage } } }");
  expect(statements.texts.filter((text) => text.includes("count(*)") && text.includes("operator_sort"))).toEqual([]);
  statements.reset();
  const answer = await suite.api.ask("{ operators(first: 5) { totalCount nodes { address } } }");
  expect(statements.texts).toHaveLength(3);
  expect(answer.data).toMatchObject({ operators: { totalCount: 120 } });
});

test("totals under 50 parents are one statement", async () => {
  const answer = await suite.api.ask(
    "{ operators(first: 50) { nodes { slashes(first: 1) { totalCount nodes { slashId } } } } }",
  );
  expect(answer.errors).toEqual([]);
  expect(statements.texts).toHaveLength(4);
});

test("ranks and comparisons of 50 operators are one statement, and read no hours", async () => {
  const answer = await suite.api.ask(`{ operators(first: 50) { nodes {
    reputation { rank percentile ranked rankedAt } againstNetwork { at reputation { better } stakeValue { difference } uptime { value } }
  } } }`);
  expect(answer.errors).toEqual([]);
  expect(statements.texts).toHaveLength(3);
  expect(statements.texts.filter((text) => text.includes("score_history"))).toEqual([]);
});

test("managers and several lists of 50 parents: one statement each", async () => {
  await suite.api.ask(`{ operators(first: 50) { nodes {
    managers(first: 2) { nodes { address } } slashes(first: 2) { nodes { id } } stakingEvents(first: 2) { nodes { kind } } unstakeRequests(first: 2) { nodes { id } }
  } } }`);
  expect(statements.texts).toHaveLength(6);
});

test("two pages of one list under the same parents are two statements, not a hundred", async () => {
  await suite.api.ask(`{ operators(first: 50) { nodes {
    a: slashes(first: 1) { nodes { id } } b: slashes(first: 1, filter: { state: EXECUTED }) { nodes { id } } c: slashes(first: 1) { nodes { id } }
  } } }`);
  expect(statements.texts).toHaveLength(4);
});

test.each([
  ["status statusReasons breaches { metric } lastMeasuredAt disagreeingReporters", 0],
  ["performance: score { value }", 1],
  ["windows { hour { requests } }", 1],
  ["confidence", 1],
])("windows and scores are read only where they are asked for: %s", async (selection, times) => {
  const answer = await suite.api.ask(`{ operators(first: 50) { nodes { ${selection} } } }`);
  expect(answer.errors).toEqual([]);
  expect(statements.texts.filter((text) => text.includes(`"windows"::text`))).toHaveLength(times);
});

test("signs of life and the scores of the past of 50 operators: one statement each", async () => {
  const answer = await suite.api.ask(
    "{ operators(first: 50) { nodes { heartbeats(first: 5) { at } scoreHistory(first: 5) { nodes { at value } } } } }",
  );
  expect(answer.errors).toEqual([]);
  expect(statements.texts).toHaveLength(4);
});

test("profiles, nodes that serve and incident logs of 50 operators: one statement each", async () => {
  const answer = await suite.api.ask(
    "{ operators(first: 50) { nodes { profile { name nodes { alive } } failover { servingNode } incidentLog(first: 5) { nodes { entryId } } } } }",
  );
  expect(answer.errors).toEqual([]);
  expect(statements.texts).toHaveLength(5);
});

test("100 nodes of one kind are one statement, and the chain's state one", async () => {
  const ids = OPERATORS.slice(0, 100).map((operator) => Buffer.from(`Operator:${operator}`).toString("base64"));
  const answer = await suite.api.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Operator { tier status } } }", {
    ids,
  });
  expect(answer.errors).toEqual([]);
  expect(statements.texts).toHaveLength(2);
});

test("the chain's state is read once a request, however many fields ask for it", async () => {
  await suite.api.ask(`{
    indexer(minBlock: 1) { block } registry(minBlock: 2) { address } network(minBlock: 3) { totalOperators }
    operators(minBlock: 4, first: 1) { nodes { status } }
  }`);
  expect(statements.texts.filter((text) => text.includes("_ponder_checkpoint"))).toHaveLength(1);
  expect(statements.texts).toHaveLength(3);
});

test("what is done in the background takes no connection from those who ask", async () => {
  const { client } = suite.database;
  const partitions = async () =>
    (await client.query("select from pg_class where relname ~ '^metric_(sample|minute)_[0-9]+$'")).rowCount ?? 0;
  const before = await partitions();
  suite.api.clock.now = NOW + 5 * 86_400;
  await waitFor(async () => (await partitions()) > before, {
    what: "the partitions of the days to come",
    timeoutMs: 15_000,
  });
  suite.api.clock.now = NOW;
  expect(statements.texts).toEqual([]);
});
