/** Alerts and their log as they are read: filters, pages, nodes, what belongs to an operator, and what that costs. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { AlertSignal } from "../../api/domain/alert.ts";
import { alertCursor } from "../../api/loaders/log-cursor.ts";
import { address, ETHER, NOW, stakedRow } from "./support/rows.ts";
import { countStatements, type StatementCount } from "./support/statements.ts";
import { signalOf, tell } from "./support/stored-alerts.ts";
import { apiSuite } from "./support/suite.ts";
import { askPage, PAGE, type Way, walk } from "./support/walk.ts";

const FIRST = address(1, "0xa1");
const SECOND = address(2, "0xa1");
const suite = apiSuite({
  operator: [FIRST, SECOND].map((operator) => stakedRow({ address: operator, ethActive: ETHER })),
});
const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();

const PROPOSER = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";

/** Named by what they are there for; the correlation id is the name. One is told each second from NOW on. */
const NAMED: Readonly<Record<string, readonly Partial<AlertSignal>[]>> = {
  low: [{ operator: FIRST }],
  offline: [{ operator: FIRST, kind: "OPERATOR_OFFLINE", severity: "CRITICAL", is: "PENDING" }],
  over: [{ operator: FIRST, kind: "TIER_CHANGED", severity: "INFO" }, { is: "CLEAR" }],
  worse: [
    { operator: SECOND },
    { operator: SECOND, severity: "CRITICAL", details: { score: 4, by: PROPOSER, reason: null } },
  ],
  slash: [{ operator: SECOND, kind: "SLASH_PROPOSED", subject: "7", finality: "PENDING" }],
  final: [
    { operator: SECOND, kind: "SLASH_EXECUTED", severity: "CRITICAL", subject: "8", finality: "PENDING" },
    { is: "KEEP", finality: "FINALIZED" },
  ],
  retracted: [
    { operator: SECOND, kind: "SLASH_CANCELLED", finality: "PENDING" },
    { is: "RETRACTED", finality: "PENDING" },
  ],
  lagging: [{ kind: "INDEXER_LAGGING" }],
};
const NAMES = Object.keys(NAMED);

beforeAll(async () => {
  const { client } = suite.database;
  for (const [n, [name, life]] of Object.entries(NAMED).entries()) {
    for (const [step, told] of life.entries()) await tell(client, [signalOf(name, told)], NOW + n + step * 100);
  }
});

const pageSchema = z.object({
  alerts: z.object({ totalCount: z.number(), nodes: z.array(z.object({ correlationId: z.string() })) }),
});

async function found(filter: object | null): Promise<string[]> {
  const query = `query ($filter: AlertFilter) {
    alerts(filter: $filter, first: 100, direction: ASC) { totalCount nodes { correlationId } }
  }`;
  const answer = await suite.api.ask(query, { filter });
  expect(answer.errors).toEqual([]);
  const { totalCount, nodes } = pageSchema.parse(answer.data).alerts;
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ correlationId }) => correlationId);
}

describe("filters", () => {
  test.each<[string, object | null, string[]]>([
    ["none", null, NAMES],
    ["nothing asked", {}, NAMES],
    ["null for each", { operator: null, kind: null, severity: null, state: null, open: null, finality: null }, NAMES],
    ["an operator", { operator: FIRST }, ["low", "offline", "over"]],
    ["an operator without any", { operator: address(9) }, []],
    ["a kind", { kind: "SLASH_PROPOSED" }, ["slash"]],
    ["two kinds", { kind: ["SCORE_LOW", "INDEXER_LAGGING"] }, ["low", "worse", "lagging"]],
    ["no kind is none of them", { kind: [] }, []],
    ["a severity, as it is now", { severity: "CRITICAL" }, ["offline", "worse", "final"]],
    ["two severities", { severity: ["INFO", "WARNING"] }, ["low", "over", "slash", "retracted", "lagging"]],
    ["PENDING", { state: "PENDING" }, ["offline"]],
    ["ended in either way", { state: ["RESOLVED", "RETRACTED"] }, ["over", "retracted"]],
    ["open", { open: true }, ["low", "offline", "worse", "slash", "final", "lagging"]],
    ["not open", { open: false }, ["over", "retracted"]],
    ["not final yet", { finality: "PENDING" }, ["slash", "retracted"]],
    ["final", { finality: "FINALIZED" }, ["final"]],
    ["since a moment", { since: iso(NOW + 6) }, ["retracted", "lagging"]],
    ["until a moment", { until: iso(NOW + 2) }, ["low", "offline"]],
    ["between two", { since: iso(NOW + 1), until: iso(NOW + 3) }, ["offline", "over"]],
    ["since a moment and until the same", { since: iso(NOW), until: iso(NOW) }, []],
    ["several at once", { operator: SECOND, open: true, severity: ["CRITICAL"], kind: ["SCORE_LOW"] }, ["worse"]],
  ])("%s", async (_what, filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  test.each<[object, string]>([
    [{ operator: "0x12" }, "INVALID_ADDRESS"],
    [{ since: "yesterday" }, "INVALID_DATE_TIME"],
    [{ kind: "NOPE" }, "BAD_USER_INPUT"],
    [{ nope: 1 }, "BAD_USER_INPUT"],
  ])("%j is refused: %s", async (filter, code) => {
    const query = "query ($filter: AlertFilter) { alerts(filter: $filter) { totalCount } }";
    const answer = await suite.api.ask(query, { filter });
    expect(answer).toMatchObject({ status: 400, errors: [{ code, message: expect.stringContaining("filter") }] });
  });

  test.each<[object, string[]]>([
    [{}, ["low", "offline", "over", "over", "worse", "worse", "slash", "final", "final", "retracted", "retracted"]],
    [{ operator: FIRST }, ["low", "offline", "over", "over"]],
    [{ kind: ["OPERATOR_OFFLINE", "SCORE_LOW"] }, ["low", "offline", "worse", "worse"]],
    [{ severity: "WARNING" }, ["low", "worse", "slash", "retracted", "retracted"]],
    [{ silenced: true }, []],
    [{ silenced: false, kind: "TIER_CHANGED" }, ["over", "over"]],
  ])("of events: %j", async (filter, expected) => {
    const query = `query ($filter: AlertEventFilter) { alertEvents(filter: $filter, first: 100) { totalCount nodes { alert { correlationId } } } }`;
    const answer = await suite.api.ask(query, { filter });
    const names = JSON.stringify(answer.data).match(/(?<="correlationId":")\w+/g) ?? [];
    expect(answer.errors).toEqual([]);
    expect(names.filter((name) => name !== "lagging")).toEqual(expected);
    expect(answer.data).toMatchObject({ alertEvents: { totalCount: names.length } });
  });
});

test("an alert tells all of itself, by its number, its id, and as one of its operator's", async () => {
  const { client } = suite.database;
  const { rows } = await client.query("select id::text from din_api.alert where correlation_id = 'worse'");
  const fields = `id alertId correlationId kind severity state finality operatorAddress operator { address } subject message
    details { key value } openedAt firedAt changedAt acknowledgedAt note closedAt resolvedByHand
    events { totalCount nodes { type at silenced alert { severity } } }`;
  const answer = await suite.api.ask(
    `query ($id: ID!) { alert(id: $id) { ${fields} }
      operator(address: "${SECOND}") { ... on Operator { alerts(filter: { kind: SCORE_LOW }) { totalCount nodes { ${fields} } } } } }`,
    { id: rows[0]?.id },
  );
  const id = Buffer.from(`Alert:${rows[0]?.id}`).toString("base64");
  const operator = expect.stringMatching(new RegExp(SECOND, "i"));
  const expected = {
    ...{ id, alertId: rows[0]?.id, correlationId: "worse", kind: "SCORE_LOW", severity: "CRITICAL" },
    ...{ state: "FIRING", finality: null, operatorAddress: operator, operator: { address: operator }, subject: null },
    ...{ message: "worse" },
    details: [
      { key: "by", value: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8" },
      { key: "score", value: "4" },
      { key: "reason", value: null },
    ],
    ...{ openedAt: iso(NOW + 3), firedAt: iso(NOW + 3), changedAt: iso(NOW + 103) },
    ...{ acknowledgedAt: null, note: null, closedAt: null, resolvedByHand: false },
    events: {
      totalCount: 2,
      nodes: [
        { type: "FIRED", at: iso(NOW + 3), silenced: false, alert: { severity: "WARNING" } },
        { type: "UPDATED", at: iso(NOW + 103), silenced: false, alert: { severity: "CRITICAL" } },
      ],
    },
  };
  expect(answer.errors).toEqual([]);
  expect(answer.data).toEqual({ alert: expected, operator: { alerts: { totalCount: 1, nodes: [expected] } } });
  const node = await suite.api.ask(`query ($id: ID!) { node(id: $id) { ... on Alert { ${fields} } } }`, { id });
  expect(node.data).toEqual({ node: expected });
});

test.each(["0", "-1", "999999999999", "9".repeat(30), "1 or 1=1", "", "\0"])("there is no alert %j", async (id) => {
  const byNumber = await suite.api.ask("query ($id: ID!) { alert(id: $id) { alertId } }", { id });
  expect(byNumber).toMatchObject({ data: { alert: null }, errors: [] });
  if (id === "") return;
  const node = "query ($id: ID!) { node(id: $id) { id } }";
  const byId = await suite.api.ask(node, { id: Buffer.from(`Alert:${id}`).toString("base64") });
  expect(byId).toMatchObject({ data: { node: null }, errors: [] });
});

test("the cursor of an event is the one of its edge, and names its place", async () => {
  const answer = await suite.api.ask("{ alertEvents(first: 100) { edges { cursor node { eventId cursor } } } }");
  const edge = z.object({ cursor: z.string(), node: z.object({ eventId: z.string(), cursor: z.string() }) });
  const { edges } = z.object({ alertEvents: z.object({ edges: z.array(edge) }) }).parse(answer.data).alertEvents;
  expect(edges).toHaveLength(12);
  for (const { cursor, node } of edges) {
    expect(node.cursor).toBe(cursor);
    expect(alertCursor.decode(cursor)).toBe(node.eventId);
  }
});

describe("pages", () => {
  const ARGS = "$first: Int, $last: Int, $after: String, $before: String";
  const PAGING = "first: $first, last: $last, after: $after, before: $before";
  const MANY = Array.from({ length: 45 }, (_, n) => `many ${n}`);
  beforeAll(async () => {
    const signals = MANY.map((name, n) =>
      signalOf(name, { kind: "RATE_STALE", operator: n % 3 === 0 ? SECOND : address(5) }),
    );
    await tell(suite.database.client, signals, NOW);
    for (let n = 0; n < 40; n += 1) {
      await tell(suite.database.client, [signalOf("told often", { kind: "REGISTRY_PAUSED", details: { n } })], NOW);
    }
    await suite.database.client.query(
      `insert into din_api.silence (id, operator, kind, start_at, end_at, reason, created_by, created_at)
       select 's-' || n, null, 'SCORE_LOW', 0, 1, 'past', 'test', n % 7 from generate_series(1, 40) as n`,
    );
  });
  const often = async () =>
    (
      await suite.database.client.query<{ id: string }>(
        "select id::text from din_api.alert where correlation_id = 'told often'",
      )
    ).rows[0]?.id;
  const eventIds = async () =>
    (
      await suite.database.client.query<{ id: string }>(
        `select e.id::text from din_api.alert_event e where e.alert->>'kind' = 'REGISTRY_PAUSED' order by e.id`,
      )
    ).rows.map(({ id }) => id);
  const silences = async () =>
    (
      await suite.database.client.query<{ id: string }>(
        "select id from din_api.silence order by created_at desc, id desc",
      )
    ).rows.map(({ id }) => id);

  const LISTS: [string, string, () => Promise<string[]> | string[]][] = [
    [
      "alerts, newest first",
      `alerts(${PAGING}, filter: { kind: RATE_STALE }) ${PAGE("message")}`,
      () => MANY.toReversed(),
    ],
    [
      "alerts, oldest first",
      `alerts(${PAGING}, filter: { kind: RATE_STALE }, direction: ASC) ${PAGE("message")}`,
      () => MANY,
    ],
    [
      "alerts of an operator",
      `operator(address: "${SECOND}") { ... on Operator { alerts(${PAGING}, filter: { kind: RATE_STALE }) ${PAGE("message")} } }`,
      () => MANY.filter((_, n) => n % 3 === 0).toReversed(),
    ],
    ["the log", `alertEvents(${PAGING}, filter: { kind: REGISTRY_PAUSED }) ${PAGE("eventId")}`, eventIds],
    ["an alert's events", `alert(id: $id) { events(${PAGING}) ${PAGE("eventId")} }`, eventIds],
    ["silences", `silences(${PAGING}) ${PAGE("silenceId")}`, silences],
  ];
  const WAYS: Way[] = ["forwards", "backwards"];
  const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 });

  test.each(LISTS)(
    "%s: with pages of any size, either way, every item comes once and in order",
    async (_, field, of) => {
      const id = field.includes("$id") ? { declared: "$id: ID!, ", variables: { id: await often() } } : null;
      const list = { query: `query (${id?.declared ?? ""}${ARGS}) { ${field} }`, variables: id?.variables ?? {} };
      const expected = await of();
      expect(expected.length).toBeGreaterThan(14);
      const asked = fc.asyncProperty(sizes, fc.constantFrom(...WAYS), async (some, way) => {
        expect(await walk(suite.api, list, way, some)).toEqual(expected);
      });
      await fc.assert(asked, { numRuns: 5, examples: WAYS.map((way) => [[7, expected.length], way]) });
    },
  );

  test("a cursor of the other direction, of another list or of none is refused", async () => {
    const list = (args: string) => ({ query: `query (${ARGS}) { alerts(${PAGING}, ${args}) ${PAGE("message")} }` });
    const events = { query: `query (${ARGS}) { alertEvents(${PAGING}) ${PAGE("eventId")} }` };
    const [cursor = ""] = (await askPage(suite.api, list("direction: ASC"), { first: 1 })).cursors;
    for (const after of [cursor, "", "nope"]) {
      const answer = await suite.api.ask(list("direction: DESC").query, { first: 1, after });
      expect(answer.errors.map(({ code }) => code)).toEqual(["INVALID_CURSOR"]);
      const other = await suite.api.ask(events.query, { first: 1, after });
      expect(other.errors.map(({ code }) => code)).toEqual(["INVALID_CURSOR"]);
    }
  });
});

describe("what it costs", () => {
  let statements: StatementCount;
  beforeAll(() => {
    statements = countStatements();
  });
  afterAll(() => statements.restore());

  test.each([
    [
      3,
      "operators with their alerts and those's events",
      "{ operators { nodes { alerts(first: 3) { nodes { events { nodes { type } } } } } } }",
    ],
    [1, "a page of alerts", "{ alerts(first: 100) { nodes { message details { key value } } } }"],
    [2, "a page of alerts with their operators", "{ alerts(first: 100) { nodes { message operator { address } } } }"],
    [
      2,
      "a page of alerts with their events",
      "{ alerts(first: 50) { nodes { events(first: 3) { nodes { type } } } } }",
    ],
    [1, "a page of the log", "{ alertEvents(first: 100) { nodes { type alert { message } } } }"],
  ])("%i statements: %s", async (count, _what, query) => {
    statements.reset();
    const answer = await suite.api.ask(query);
    expect(answer.errors).toEqual([]);
    // The chain's state is read beside operators, once.
    expect(statements.texts.filter((text) => !text.includes("checkpoint"))).toHaveLength(count);
  });
});
