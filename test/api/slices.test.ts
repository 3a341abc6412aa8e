/** Slices of all violations in one list: what a keeper looks through for what it may propose a slash for. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { outage } from "../unit/domain/support/slices.ts";
import { address, ETHER, HEAD, NOW, slashRow, stakedRow } from "./support/rows.ts";
import { countStatements, type StatementCount } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";
import { VIEWS } from "./support/template.ts";
import { fillViolations, sliceRow, violationRow } from "./support/violations.ts";
import { askPage, PAGE, type Way, walk } from "./support/walk.ts";

const OPERATORS = [address(1), address(2), address(3)];

/** One slice each; few different moments, so that ties are everywhere. */
const MADE = Array.from({ length: 37 }, (_, n) => {
  const violation = violationRow(n, { operator: OPERATORS[n % 3] ?? "" });
  const slice = sliceRow(violation, {
    // Every fourth is not known well, every other fourth comes when the cap is used up.
    ...(n % 4 === 1 ? { evidence: { ...outage(72), corroboratedSeconds: 0 } } : {}),
    ...(n % 4 === 2 ? { alreadyBps: 5_000 } : {}),
  });
  return { n, violation, slice: { ...slice, assessedAt: NOW - ((n * 7) % 6) * 60 }, slashed: n % 5 === 0 };
});
type Made = (typeof MADE)[number];
const ORDERED = MADE.toSorted(({ slice: a }, { slice: b }) => {
  if (a.assessedAt !== b.assessedAt) return a.assessedAt - b.assessedAt;
  return a.incidentKey < b.incidentKey ? -1 : 1;
});
const keysOf = (made: readonly Made[]) => made.map(({ slice }) => slice.incidentKey);

const suite = apiSuite({
  operator: OPERATORS.map((operator) => stakedRow({ address: operator, ethActive: 9n * ETHER })),
  slash: MADE.filter(({ slashed }) => slashed).map(({ n, slice }) =>
    slashRow({
      ...{ id: BigInt(n + 1), operator: address(1), incidentKey: slice.incidentKey },
      // It is slashed for in whatever state: a key is taken once.
      state: n % 2 === 0 ? "EXECUTED" : "CANCELLED",
    }),
  ),
});
beforeAll(() =>
  fillViolations(suite.database.client, {
    violations: MADE.map(({ violation }) => violation),
    slices: MADE.map(({ slice }) => slice),
  }),
);

const ARGS = "$first: Int, $last: Int, $after: String, $before: String";
const list = (args: string) => ({
  query: `query (${ARGS}) { violationSlices(first: $first, last: $last, after: $after, before: $before, ${args}) ${PAGE("incidentKey")} }`,
});
const TO_PROPOSE = "direction: ASC, filter: { slashed: false, charged: true, confidence: HIGH }";
const toPropose = ({ slice, slashed }: Made) => !slashed && slice.bps > 0 && slice.confidence === "HIGH";

test.each<[string, (made: Made) => boolean]>([
  ["", () => true],
  ["slashed: true", ({ slashed }) => slashed],
  ["slashed: false", ({ slashed }) => !slashed],
  ["charged: true", ({ slice }) => slice.bps > 0],
  ["charged: false", ({ slice }) => slice.bps === 0],
  ["confidence: HIGH", ({ slice }) => slice.confidence === "HIGH"],
  ["confidence: LOW", ({ slice }) => slice.confidence === "LOW"],
  ["slashed: false, charged: true, confidence: HIGH", toPropose],
  ["operator: $OPERATOR", ({ slice }) => slice.operator === OPERATORS[1]],
  [
    "operator: $OPERATOR, slashed: false, charged: true",
    (made) => made.n % 3 === 1 && !made.slashed && made.n % 4 !== 2,
  ],
  ["assessedAfter: $BEFORE", ({ slice }) => slice.assessedAt > NOW - 120],
  ["assessedAfter: $NOW", () => false],
  ["slashed: null, charged: null, confidence: null, operator: null, assessedAfter: null", () => true],
])("filtered by { %s }", async (filter, isWanted) => {
  const text = filter
    .replace("$OPERATOR", `"${OPERATORS[1]}"`)
    .replace("$BEFORE", `"${new Date((NOW - 120) * 1_000).toISOString()}"`)
    .replace("$NOW", `"${new Date(NOW * 1_000).toISOString()}"`);
  const expected = keysOf(ORDERED.filter(isWanted));
  const answer = await suite.api.ask(
    `{ violationSlices(first: 100, direction: ASC, filter: { ${text} }) { totalCount nodes { incidentKey } } }`,
  );
  expect(answer.errors).toEqual([]);
  expect(answer.data).toEqual({
    violationSlices: { totalCount: expected.length, nodes: expected.map((incidentKey) => ({ incidentKey })) },
  });
});

describe.each([
  ["all, oldest first", "direction: ASC", keysOf(ORDERED)],
  ["all, newest first", "direction: DESC", keysOf(ORDERED.toReversed())],
  ["those to propose", TO_PROPOSE, keysOf(ORDERED.filter(toPropose))],
])("%s", (_what, args, expected) => {
  test.each<Way>(["forwards", "backwards"])("%s, every item comes once and in order", async (way) => {
    expect(expected.length).toBeGreaterThan(10);
    for (const sizes of [[4, 7], [100]]) expect(await walk(suite.api, list(args), way, sizes)).toEqual(expected);
  });
});

test("a cursor stays good when what it stood on was slashed; one of a violation's own slices is none", async () => {
  const wanted = keysOf(ORDERED.filter(toPropose));
  const page = await askPage(suite.api, list(TO_PROPOSE), { first: 3 });
  await suite.database.fill({
    slash: [
      slashRow({ id: 99n, operator: address(1), incidentKey: ORDERED.find(toPropose)?.slice.incidentKey ?? "0x" }),
    ],
  });
  const next = await askPage(suite.api, list(TO_PROPOSE), { first: 100, after: page.cursors[0] ?? null });
  expect(next.keys).toEqual(wanted.slice(1));
  await suite.database.client.query("delete from din_indexer_one.slash where id = 99");

  const nested = await suite.api.ask(
    "{ violations(first: 1) { nodes { slices(first: 1) { pageInfo { endCursor } } } } }",
  );
  const cursor = /"endCursor":"([^"]+)"/.exec(nested.text)?.[1];
  const answer = await suite.api.ask(`{ violationSlices(after: "${cursor}", direction: ASC) { totalCount } }`);
  expect(answer.errors).toMatchObject([{ code: "INVALID_CURSOR" }]);
});

test("what was slashed for good stays so while an indexer that starts anew has not come to the slash", async () => {
  const { client } = suite.database;
  const [settled] = keysOf(ORDERED.filter(toPropose));
  const listed = async (slashed: boolean) => {
    const filter = `{ slashed: ${slashed}, charged: true, confidence: HIGH }`;
    return (await suite.api.ask(`{ violationSlices(first: 100, filter: ${filter}) { nodes { incidentKey } } }`)).text;
  };
  await client.query("update din_api.violation_slice set settled = true where incident_key = $1", [settled]);
  expect(await listed(true)).toContain(settled);
  expect(await listed(false)).not.toContain(settled);
  await client.query("update din_api.violation_slice set settled = false where incident_key = $1", [settled]);
});

test("a block that is not mirrored is said to be missing", async () => {
  const ask = (block: number) => suite.api.ask(`{ violationSlices(minBlock: ${block}) { totalCount } }`);
  expect((await ask(HEAD)).errors).toEqual([]);
  expect((await ask(HEAD + 1)).errors).toMatchObject([{ code: "BLOCK_NOT_INDEXED" }]);
});

describe("what it costs", () => {
  let statements: StatementCount;
  beforeAll(() => {
    statements = countStatements();
  });
  beforeEach(() => statements.reset());
  afterAll(() => statements.restore());

  test("a page with the violation and the slash of each slice is four statements", async () => {
    const answer = await suite.api.ask(`{ violationSlices(first: 100) { nodes {
      slice incidentKey violation { violationId type operatorAddress } slash { slashId }
    } } }`);
    expect(answer.errors).toEqual([]);
    expect(statements.texts).toHaveLength(4);
    const shown = z.object({
      violationSlices: z.object({
        nodes: z.array(
          z.object({
            incidentKey: z.string(),
            violation: z.object({ violationId: z.string() }),
            slash: z.object({ slashId: z.string() }).nullable(),
          }),
        ),
      }),
    });
    const { nodes } = shown.parse(answer.data).violationSlices;
    for (const { incidentKey, violation, slash } of nodes) {
      const made = MADE.find(({ slice }) => slice.incidentKey === incidentKey);
      expect(violation.violationId).toBe(made?.violation.id);
      expect(slash?.slashId ?? null).toBe(made?.slashed ? String(made.n + 1) : null);
    }
    expect(nodes).toHaveLength(MADE.length);
  });

  test("what was slashed for good is not passed over on the way to what is to be proposed", async () => {
    const { client } = suite.database;
    await client.query(
      `insert into din_api.violation_slice select violation_id, slice + n, operator, start_at, end_at, final, charged,
         charged_bps, bps, severity, confidence, stake_value, amount, 'many ' || n, 'many ' || n, '', assessed_at - n, true
       from din_api.violation_slice cross join generate_series(1, 3000) as n where incident_key = $1`,
      [ORDERED.find(toPropose)?.slice.incidentKey],
    );
    await client.query("analyze din_api.violation_slice");
    expect(await walk(suite.api, list(TO_PROPOSE), "forwards", [100])).toEqual(keysOf(ORDERED.filter(toPropose)));
    const text = statements.texts.find((sent) => sent.includes("violation_slice"));
    await client.query(`set search_path = ${VIEWS}`);
    const { rows } = await client.query(`explain (analyze, format json) ${text}`, [101]);
    await client.query("reset search_path");
    expect(scanned(rows[0]?.["QUERY PLAN"])).toBeLessThanOrEqual(MADE.length);
    await client.query("delete from din_api.violation_slice where incident_key like 'many %'");
  });
});

/** How many slices a plan looks at. */
function scanned(plan: unknown): number {
  if (Array.isArray(plan)) return plan.reduce<number>((sum, part) => sum + scanned(part), 0);
  if (typeof plan !== "object" || plan === null) return 0;
  const inner = Object.values(plan).reduce<number>((sum, part) => sum + scanned(part), 0);
  if (!("Relation Name" in plan) || plan["Relation Name"] !== "violation_slice") return inner;
  const count = (name: string) => Number(new Map(Object.entries(plan)).get(name) ?? 0);
  return inner + (count("Actual Rows") + count("Rows Removed by Filter")) * count("Actual Loops");
}
