/** Hostile documents are refused before anything is executed: not one statement reaches the database. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOSTILE, type Hostile } from "./support/hostile.ts";
import { leaksIn } from "./support/leaks.ts";
import { address, operatorRow } from "./support/rows.ts";
import { countStatements, type StatementCount } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";

/** Introspection is on: more to attack. */
const suite = apiSuite({ operator: [operatorRow({ address: address(1) })] });
let statements: StatementCount;

/** How a document may be refused before execution; anything else would have come from a resolver. */
const CODES = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "DOCUMENT_TOO_LARGE",
  "VARIABLES_TOO_LARGE",
  "DOCUMENT_TOO_DEEP",
  "TOO_MANY_TOKENS",
  "TOO_MANY_ALIASES",
  "TOO_MANY_DIRECTIVES",
  "COST_TOO_HIGH",
  "PAGE_SIZE_OUT_OF_RANGE",
  "PAGE_SIZE_AMBIGUOUS",
  "INVALID_ARGUMENT",
  "INVALID_RANGE",
  "TOO_MANY_POINTS",
]);

/** Milliseconds to refuse one; the slowest takes a tenth of it on two busy cores. */
const PATIENCE = 2_000;

beforeAll(() => {
  statements = countStatements();
});

afterAll(() => statements.restore());

test("there are at least 200 of them, all different", () => {
  expect(new Set(HOSTILE.map(({ query, variables }) => JSON.stringify([query, variables]))).size).toBeGreaterThan(200);
});

/** Answers what was wrong with a refusal; nothing if it is right. */
async function faultsOf({ name, query, variables, operationName }: Hostile): Promise<string[]> {
  statements.reset();
  const started = performance.now();
  const answer = await suite.api.ask(query, variables, operationName);
  const took = performance.now() - started;
  const codes = answer.errors.map(({ code }) => code ?? "none");
  const faults = [
    codes.length === 0 ? `answered: ${answer.text.slice(0, 200)}` : "",
    codes.every((code) => CODES.has(code)) ? "" : `codes ${codes.join()}`,
    (answer.data ?? null) === null ? "" : "data",
    statements.texts.length === 0 ? "" : `${statements.texts.length} statements`,
    took < PATIENCE ? "" : `${Math.round(took)} ms`,
    answer.status === 200 || answer.status === 400 ? "" : `status ${answer.status}`,
    ...leaksIn(answer.text),
  ];
  return faults.filter((fault) => fault !== "").map((fault) => `${name}: ${fault}`);
}

describe("refused, without a statement", () => {
  test.each([
    ["the first time", 1],
    ["and again, when documents are kept that were parsed, validated or compiled", 3],
  ])("%s", async (_when, rounds) => {
    const faults: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const hostile of HOSTILE) faults.push(...(await faultsOf(hostile)));
    }
    expect(faults).toEqual([]);
  });

  test("while an honest question between them is answered", async () => {
    const bomb = HOSTILE.find(({ name }) => name === "fragments that double 100 times");
    const honest = () => suite.api.ask("{ operators(first: 10) { totalCount nodes { address } } }");
    const [, answer] = await Promise.all([suite.api.ask(bomb?.query ?? ""), honest()]);
    expect(answer.data).toMatchObject({ operators: { totalCount: 1 } });
    statements.reset();
    await honest();
    // The counter counts.
    expect(statements.texts.length).toBeGreaterThan(0);
  });
});

describe("each limit by its code, and what is just within it", () => {
  const repeat = (count: number, make: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => make(n)).join(" ");
  const aliases = (count: number) => `{ indexer { ${repeat(count, (n) => `a${n}: block`)} } }`;
  const directives = (count: number) => `{ indexer { ${repeat(count, () => "block @include(if: true)")} } }`;
  /** 16 tokens around the list. */
  const tokens = (count: number) =>
    `{ operators(filter: { tier: [${repeat(count - 16, () => "NONE")}] }) { totalCount } }`;
  const characters = (count: number) => "{ __typename }".padEnd(count);
  const depth = (fields: number) =>
    `{ __type(name: "Wei") { ${"ofType { ".repeat(fields - 2)}name${" }".repeat(fields - 1)} }`;

  test.each([
    ["TOO_MANY_ALIASES", aliases(30), aliases(31)],
    ["TOO_MANY_DIRECTIVES", directives(20), directives(21)],
    ["TOO_MANY_TOKENS", tokens(2_000), tokens(2_001)],
    ["DOCUMENT_TOO_LARGE", characters(50_000), characters(50_001)],
    ["DOCUMENT_TOO_DEEP", depth(12), depth(13)],
  ])("%s", async (code, within, beyond) => {
    expect((await suite.api.ask(within)).errors).toEqual([]);
    const refused = await suite.api.ask(beyond);
    expect(refused.errors.map((error) => error.code)).toEqual([code]);
    expect(refused.status).toBe(400);
  });

  test.each<[string, string, (size: number) => unknown, number]>([
    ["String!", "transactions { setMetadata(uri: $v) { to } }", (size) => "x".repeat(size), 50_000],
    [
      "[String!]!",
      "history(filter: { name: $v }) { totalCount }",
      (size) => Array.from({ length: size }, () => "x"),
      1_000,
    ],
  ])("VARIABLES_TOO_LARGE: %s", async (type, selection, of, most) => {
    const query = `query ($v: ${type}) { wallet(address: "${address(1)}") { ${selection} } }`;
    expect((await suite.api.ask(query, { v: of(most) })).errors).toEqual([]);
    const refused = await suite.api.ask(query, { v: of(most + 1) });
    expect(refused.errors.map(({ code }) => code)).toEqual(["VARIABLES_TOO_LARGE"]);
    expect(refused.status).toBe(400);
  });

  test("COST_TOO_HIGH", async () => {
    // 2 + 100 x (2 + 100 x 1) is 10,202; with one field more 20,202.
    const pages = (rest: string) =>
      `{ operators(first: 100) { nodes { slashes(first: 100) { nodes { id ${rest} } } } } }`;
    expect((await suite.api.ask(pages(""))).errors).toEqual([]);
    const refused = await suite.api.ask(pages("state"));
    expect(refused.errors).toEqual([
      {
        code: "COST_TOO_HIGH",
        message: "The document may cost 20202, more than 15000: ask for smaller pages or fewer fields.",
      },
    ]);
    expect(refused.status).toBe(400);
  });

  const CHAIN = `id address registeredAt registeredBlock registeredTransaction registeredBy managers(first: 2) { nodes { address } }
      metadataUri minStake requiredStake stake { active unbonding locked value assets { asset active unbonding locked rate value } }
      tier tierProgress { tier next missing progress } status statusReasons registryStatus firstActiveAt slashedUntil
      publishedScore { value windowEnd updatedAt } slashCount liveSlashCount slashedValue recentSlashedFraction
      eventCount missingEvents updatedAt`;
  const MEASURED = `score {
      value unknown unknownReason confidence windowEnd policyVersion evaluatedAt
      components { component weight score points value unit numerator denominator confidence window { start end } }
    }
    windows { hour { ...W } day { ...W } week { ...W } month { ...W } monthBasis }
    confidence lastMeasuredAt initialCheckPassedAt breaches { metric since } disagreeingReporters`;
  const WINDOW = `fragment W on MetricWindow {
    start end requests successes timeouts successRate
    latency { p50 { method ms lowerMs upperMs } p95 { method ms lowerMs upperMs } p99 { method ms lowerMs upperMs } }
    throughput uptime upSeconds downSeconds measuredSeconds coverage confidence
  }`;

  test.each([
    [100, "of the chain", CHAIN, ""],
    [50, "of the chain, and all that was measured", `${CHAIN} ${MEASURED}`, WINDOW],
  ])(
    "an honest page of %i operators with all of their own %s is within every limit",
    async (size, _what, own, fragment) => {
      const answer = await suite.api.ask(`{
      operators(first: ${size}) { totalCount pageInfo { hasNextPage endCursor } nodes { ${own} } }
    } ${fragment}`);
      expect(answer.errors).toEqual([]);
    },
  );
});
