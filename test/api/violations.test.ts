/** Violations as they are read: lists, slices, dossiers, and the slashes on the chain that stand on them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { INCIDENT, outage } from "../unit/domain/support/slices.ts";
import { address, ETHER, hash, NOW, PAST, slashRow, stakedRow } from "./support/rows.ts";
import { countStatements, type StatementCount } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";
import { fillViolations, sliceRow, violationRow } from "./support/violations.ts";

const [DOWN, BAD, QUIET] = [address(1), address(2), address(3)];
const OTHERS = Array.from({ length: 20 }, (_, n) => address(n + 10));
const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();

/** Goes on: assessed twice, a slash proposed for the first slice. */
const open = violationRow(1, { operator: DOWN, tier: "TIER_2" });
const openSlices = [
  sliceRow(open, { slice: 1 }),
  sliceRow(open, {
    slice: 2,
    evidence: outage(1_440, 72),
    alreadyBps: 1_080,
    period: { start: NOW - 9_000, end: NOW - 60 },
  }),
];
const closed = violationRow(2, {
  operator: DOWN,
  closedAt: PAST + 9_000,
  type: "PERFORMANCE_THRESHOLD",
  charge: "LATENCY",
});
const slow = sliceRow(closed, { evidence: { ...outage(61), charge: "LATENCY", corroboratedSeconds: 0 } });
const incident = violationRow(3, {
  ...{ operator: BAD, type: "BAD_DATA", charge: null, incidentId: INCIDENT.incidentId },
  // At the same moment as the one before it.
  ...{ openedAt: closed.openedAt, closedAt: closed.openedAt },
});
const bad = sliceRow(incident, { evidence: INCIDENT });
const unassessed = OTHERS.map((operator, n) => violationRow(n + 10, { operator }));

const [first] = openSlices;
if (first === undefined) throw new Error("there are two");

const suite = apiSuite({
  operator: [DOWN, BAD, QUIET, ...OTHERS].map((operator) => stakedRow({ address: operator, ethActive: 9n * ETHER })),
  slash: [
    slashRow({ id: 1n, operator: DOWN, incidentKey: first.incidentKey, evidenceHash: first.evidenceHash }),
    slashRow({ id: 2n, operator: DOWN }),
    // For what was assessed, but on other evidence.
    slashRow({ id: 3n, operator: BAD, incidentKey: bad.incidentKey }),
  ],
});
beforeAll(() =>
  fillViolations(suite.database.client, {
    violations: [open, closed, incident, ...unassessed],
    slices: [...openSlices, slow, bad],
  }),
);

const page = z.object({
  violations: z.object({
    totalCount: z.number(),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    nodes: z.array(z.object({ violationId: z.string() })),
  }),
});

async function listed(args: string): Promise<{ ids: string[]; total: number; next: string | null }> {
  const answer = await suite.api.ask(
    `{ violations${args} { totalCount pageInfo { hasNextPage endCursor } nodes { violationId } } }`,
  );
  expect(answer.errors).toEqual([]);
  const { violations } = page.parse(answer.data);
  const next = violations.pageInfo.hasNextPage ? violations.pageInfo.endCursor : null;
  return { ids: violations.nodes.map(({ violationId }) => violationId), total: violations.totalCount, next };
}

describe("the list of all", () => {
  test("newest first or oldest first; two of the same moment by id, and pages miss none of them", async () => {
    const ties = [closed.id, incident.id].sort();
    const ascending = [open.id, ...ties, ...unassessed.map(({ id }) => id)];
    expect((await listed("(first: 100, direction: ASC)")).ids).toEqual(ascending);
    expect((await listed("(first: 100)")).ids).toEqual(ascending.toReversed());
    const seen: string[] = [];
    let after: string | null = "";
    while (after !== null) {
      const found: { ids: string[]; next: string | null } = await listed(
        `(first: 2, direction: ASC${after === "" ? "" : `, after: "${after}"`})`,
      );
      seen.push(...found.ids);
      after = found.next;
    }
    expect(seen).toEqual(ascending);
  });

  test.each([
    ["operator: $DOWN", [closed.id, open.id]],
    ["operator: $QUIET", []],
    ["type: [BAD_DATA, PERFORMANCE_THRESHOLD]", [incident.id, closed.id].sort().toReversed()],
    ["type: DOWNTIME, operator: $DOWN", [open.id]],
    ["open: false", [incident.id, closed.id].sort().toReversed()],
    ["open: true, operator: $DOWN", [open.id]],
    ["severity: CRITICAL", [open.id]],
    ["severity: [MEDIUM, HIGH]", [incident.id, closed.id].sort().toReversed()],
    ["severity: LOW", []],
  ])("filtered by %s", async (filter, expected) => {
    const text = filter.replace("$DOWN", `"${DOWN}"`).replace("$QUIET", `"${QUIET}"`);
    expect(await listed(`(filter: { ${text} })`)).toMatchObject({ ids: expected, total: expected.length });
  });

  test("a cursor of another list is refused", async () => {
    const { next } = await listed("(first: 1)");
    const answer = await suite.api.ask(`{ violations(direction: ASC, after: "${next}") { totalCount } }`);
    expect(answer.errors).toMatchObject([{ code: "INVALID_CURSOR" }]);
  });
});

describe("a violation", () => {
  test("with its slices, oldest first, and the slash that was proposed for one", async () => {
    const answer = await suite.api.ask(`{ violations(first: 1, direction: ASC) { nodes {
      violationId type charge operatorAddress startedAt openedAt closedAt open tier policyVersion operator { address }
      slices { totalCount nodes {
        slice period { start end } final charged chargedBasisPoints fraction severity confidence stakeValue amount
        incidentKey evidenceHash assessedAt slash { slashId }
      } }
    } } }`);
    expect(answer.errors).toEqual([]);
    const [one, two] = openSlices;
    expect(answer.data).toMatchObject({
      violations: {
        nodes: [
          {
            ...{
              violationId: open.id,
              type: "DOWNTIME",
              charge: "DOWNTIME",
              open: true,
              closedAt: null,
              tier: "TIER_2",
            },
            ...{ startedAt: iso(open.startedAt), openedAt: iso(open.openedAt), policyVersion: 5 },
            slices: {
              totalCount: 2,
              nodes: [
                {
                  ...{ slice: 1, final: false, charged: 12, chargedBasisPoints: 1_200, fraction: 1_080 },
                  ...{ severity: "CRITICAL", confidence: "HIGH", stakeValue: "9000000000000000000" },
                  ...{ amount: "972000000000000000", incidentKey: one?.incidentKey, evidenceHash: one?.evidenceHash },
                  ...{ assessedAt: iso(NOW), slash: { slashId: "1" } },
                },
                {
                  ...{ slice: 2, charged: 1_440, chargedBasisPoints: 144_000, fraction: 3_920, confidence: "HIGH" },
                  ...{ period: { start: iso(NOW - 9_000), end: iso(NOW - 60) }, slash: null },
                  ...{ incidentKey: two?.incidentKey, amount: "3528000000000000000" },
                },
              ],
            },
          },
        ],
      },
    });
  });

  test("its dossier is the text that was hashed", async () => {
    const answer = await suite.api.ask(
      `{ violations(first: 1, filter: { type: BAD_DATA }) { nodes { charge slices(first: 1) { nodes { dossier } } } } }`,
    );
    expect(answer.data).toEqual({
      violations: { nodes: [{ charge: null, slices: { nodes: [{ dossier: bad.dossier }] } }] },
    });
  });

  test("pages of dossiers are more than one request may ask for", async () => {
    const answer = await suite.api.ask("{ violations { nodes { slices { nodes { dossier } } } } }");
    expect(answer.errors).toMatchObject([{ code: "COST_TOO_HIGH" }]);
  });

  test("by its global id", async () => {
    const id = Buffer.from(`Violation:${closed.id}`).toString("base64");
    const answer = await suite.api.ask(`{ node(id: "${id}") { id __typename ... on Violation { violationId } } }`);
    expect(answer.data).toEqual({ node: { id, __typename: "Violation", violationId: closed.id } });
    const none = Buffer.from(`Violation:${hash("none")}`).toString("base64");
    expect((await suite.api.ask(`{ node(id: "${none}") { id } }`)).data).toEqual({ node: null });
  });
});

test("a slash leads to what it stands on; one on other evidence has no dossier of ours", async () => {
  const answer = await suite.api.ask(`{ slashes(direction: ASC) { nodes {
    slashId violation { violationId } violationSlice { slice evidenceHash } dossier
  } } }`);
  expect(answer.errors).toEqual([]);
  expect(answer.data).toEqual({
    slashes: {
      nodes: [
        {
          ...{ slashId: "1", violation: { violationId: open.id }, dossier: first.dossier },
          violationSlice: { slice: 1, evidenceHash: first.evidenceHash },
        },
        { slashId: "2", violation: null, violationSlice: null, dossier: null },
        {
          ...{ slashId: "3", violation: { violationId: incident.id }, dossier: null },
          violationSlice: { slice: 1, evidenceHash: bad.evidenceHash },
        },
      ],
    },
  });
});

describe("statements", () => {
  let statements: StatementCount;
  beforeAll(() => {
    statements = countStatements();
  });
  beforeEach(() => statements.reset());
  afterAll(() => statements.restore());

  test("violations of 23 operators, their slices and slashes: one statement each, and no dossier is read", async () => {
    const answer = await suite.api.ask(`{ operators(first: 100) { nodes {
      address violations(first: 2) { nodes { violationId slices(first: 2) { nodes { slice slash { slashId } } } } }
    } } }`);
    expect(answer.errors).toEqual([]);
    expect(answer.text.match(/"violationId"/g)).toHaveLength(23);
    expect(answer.text.match(/"slice":/g)).toHaveLength(4);
    // Chain, operators, violations, slices, slashes.
    expect(statements.texts).toHaveLength(5);
    expect(statements.texts.filter((text) => text.includes("dossier"))).toEqual([]);
  });

  test("under an operator newest first, filtered", async () => {
    const answer = await suite.api.ask(`{ operator(address: "${DOWN}") { ... on Operator {
      all: violations { totalCount nodes { violationId } } open: violations(filter: { open: true }) { nodes { type } }
      slow: violations(filter: { type: PERFORMANCE_THRESHOLD, severity: MEDIUM }) { nodes { charge slices { nodes { confidence } } } }
    } } }`);
    expect(answer.data).toEqual({
      operator: {
        all: { totalCount: 2, nodes: [{ violationId: closed.id }, { violationId: open.id }] },
        open: { nodes: [{ type: "DOWNTIME" }] },
        slow: { nodes: [{ charge: "LATENCY", slices: { nodes: [{ confidence: "LOW" }] } }] },
      },
    });
  });

  test("the slashes of a page lead to their violations with two statements", async () => {
    await suite.api.ask("{ slashes { nodes { violation { violationId } violationSlice { slice } } } }");
    // Chain, slashes, slices, violations.
    expect(statements.texts).toHaveLength(4);
  });
});
