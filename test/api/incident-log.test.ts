/** The incident log: everything that happened to an operator in one list, page by page, each entry once. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { LOG_KINDS } from "../../api/domain/incident-log.ts";
import { address, ETHER, hash, NOW, slashRow, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { fillViolations, violationRow } from "./support/violations.ts";
import { type List, PAGE, walk } from "./support/walk.ts";

const [BUSY, OTHER, QUIET] = [address(1), address(2), address(3)];

/** Few different moments, so that ties are everywhere. */
const moment = (n: number) => NOW - ((n * 7) % 11) * 60;
const step = (n: number, every: number) => (n % every === 0 ? moment(n + 3) : null);
const MANY = 24;
const each = <Item>(item: (n: number) => Item): Item[] => Array.from({ length: MANY }, (_, n) => item(n));
const whose = (n: number) => (n % 3 === 1 ? OTHER : BUSY);

const SLASHES = each((n) =>
  slashRow({
    ...{
      id: BigInt(n * 7 + 1),
      operator: whose(n),
      proposedAt: moment(n),
      disputedAt: step(n, 2),
      resolvedAt: step(n, 3),
    },
    ...{ executedAt: step(n, 5), cancelledAt: step(n, 7), expiredAt: step(n, 11), cancelReason: "a mistake" },
  }),
);
const VIOLATIONS = each((n) => violationRow(n, { operator: whose(n), openedAt: moment(n), closedAt: step(n, 2) }));

const suite = apiSuite({
  operator: [BUSY, OTHER, QUIET].map((one) => stakedRow({ address: one, ethActive: ETHER })),
  slash: SLASHES,
});

beforeAll(async () => {
  const { client } = suite.database;
  await fillViolations(client, { violations: VIOLATIONS, slices: [] });
  for (let n = 0; n < MANY; n += 1) {
    await client.query(
      `insert into din_api.incident (id, operator, type, start_at, end_at, summary, evidence_hash, evidence_uri, reporter,
         reported_at, reported_with, confirmed_by, confirmed_at)
       values ($1, $2, 'BAD_DATA', 0, 1, 'it lied', $1, 'ipfs://e', 'r-1', $3, 'k', 'r-2', $4)`,
      [hash(`incident ${n}`), whose(n), moment(n), step(n, 3)],
    );
    await client.query(
      `insert into din_api.maintenance (id, operator, start_at, end_at, reason, announced_at, cancelled_at)
       values ($1, $2, 0, 1, 'new disks', $3, $4)`,
      [hash(`maintenance ${n}`), whose(n), moment(n), step(n, 4)],
    );
    await client.query(
      `insert into din_api.failover_event (operator, service, region, from_node, to_node, at)
       values ($1, 'rpc', 'eu', 'a', $3, $2)`,
      [whose(n), moment(n), n % 5 === 0 ? null : "b"],
    );
    await client.query(
      `insert into din_api.circuit_override (operator, state, reason, set_by, set_at) values ($1, $2, 'wrong data', 'k', $3)`,
      [whose(n), n % 2 === 0 ? "OPEN" : null, moment(n)],
    );
  }
});

const entrySchema = z.object({
  ...{ entryId: z.string(), at: z.string(), kind: z.enum(LOG_KINDS), title: z.string() },
  details: z.array(z.object({ key: z.string(), value: z.string().nullable() })),
  violation: z.looseObject({}).nullable(),
  incident: z.looseObject({}).nullable(),
  slash: z.looseObject({}).nullable(),
  maintenance: z.looseObject({}).nullable(),
});
type Entry = z.infer<typeof entrySchema>;
const logSchema = z.object({
  operator: z.object({ incidentLog: z.object({ nodes: z.array(entrySchema), totalCount: z.number() }) }),
});

async function log(operator: string, args: string): Promise<{ nodes: Entry[]; totalCount: number }> {
  const { data, errors } = await suite.api.ask(
    `query ($a: Address!) { operator(address: $a) { ... on Operator { incidentLog(${args}) { totalCount nodes {
      entryId at kind title details { key value } violation { violationId operatorAddress } incident { incidentId }
      slash { slashId } maintenance { maintenanceId } } } } } }`,
    { a: operator },
  );
  expect(errors).toEqual([]);
  return logSchema.parse(data).operator.incidentLog;
}

/** Every moment of every row, by other means. */
function expected(operator: string): string[] {
  const of = (kind: string, id: string, at: number | null) => (at === null ? [] : [{ key: `${kind}:${id}`, at }]);
  const mine = (n: number) => whose(n) === operator;
  const rows = Array.from({ length: MANY }, (_, n) => n).filter(mine);
  const entries = [
    ...rows.flatMap((n) => [
      ...of("INCIDENT_REPORTED", hash(`incident ${n}`), moment(n)),
      ...of("INCIDENT_CONFIRMED", hash(`incident ${n}`), step(n, 3)),
      ...of("MAINTENANCE_ANNOUNCED", hash(`maintenance ${n}`), moment(n)),
      ...of("MAINTENANCE_CANCELLED", hash(`maintenance ${n}`), step(n, 4)),
      ...of("FAILOVER", `${n + 1}`, moment(n)),
      ...of("KILL_SWITCH", `${n + 1}`, moment(n)),
      ...of("VIOLATION_OPENED", VIOLATIONS[n]?.id ?? "", moment(n)),
      ...of("VIOLATION_CLOSED", VIOLATIONS[n]?.id ?? "", step(n, 2)),
    ]),
    ...SLASHES.filter((slash) => slash.operator === operator).flatMap((slash) => [
      ...of("SLASH_PROPOSED", `${slash.id}`, slash.proposedAt),
      ...of("SLASH_DISPUTED", `${slash.id}`, slash.disputedAt),
      ...of("SLASH_RESOLVED", `${slash.id}`, slash.resolvedAt),
      ...of("SLASH_EXECUTED", `${slash.id}`, slash.executedAt),
      ...of("SLASH_CANCELLED", `${slash.id}`, slash.cancelledAt),
      ...of("SLASH_EXPIRED", `${slash.id}`, slash.expiredAt),
    ]),
  ];
  return entries.sort((a, b) => b.at - a.at || (a.key < b.key ? 1 : -1)).map(({ key }) => key.toLowerCase());
}

const LIST: List = {
  query: `query ($operator: Address!, $first: Int, $last: Int, $after: String, $before: String) {
    operator(address: $operator) { ... on Operator {
      incidentLog(first: $first, last: $last, after: $after, before: $before) ${PAGE("entryId")} } } }`,
};

describe("the incident log", () => {
  test("has every entry once, in one order, by pages of any size either way", async () => {
    const anyWay = fc.constantFrom("forwards" as const, "backwards" as const);
    const sizes = fc.array(fc.integer({ min: 3, max: 60 }), { minLength: 1, maxLength: 4 });
    const whole = new Map([BUSY, OTHER, QUIET].map((one) => [one, expected(one)]));
    expect(whole.get(BUSY)?.length).toBeGreaterThan(100);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(BUSY, OTHER, QUIET), anyWay, sizes, async (operator, way, pages) => {
        const list = { ...LIST, variables: { operator } };
        expect(await walk(suite.api, list, way, pages)).toEqual(whole.get(operator));
      }),
      { numRuns: 8 },
    );
  });

  test("goes on where it was while new entries come", async () => {
    const { client } = suite.database;
    let came = 0;
    const seen = await walk(suite.api, { ...LIST, variables: { operator: OTHER } }, "forwards", [7], async () => {
      came += 1;
      await client.query(
        "insert into din_api.failover_event (operator, service, region, from_node, to_node, at) values ($1, 'new', 'eu', 'a', 'b', $2)",
        [OTHER, NOW + came],
      );
    });
    await client.query("delete from din_api.failover_event where service = 'new'");
    expect(came).toBeGreaterThan(3);
    expect(seen).toEqual(expected(OTHER));
  });

  test("counts, tells each kind by itself, and a time from one moment up to another", async () => {
    const all = await log(BUSY, "first: 100");
    expect(all.totalCount).toBe(expected(BUSY).length);
    for (const kind of LOG_KINDS) {
      const { nodes, totalCount } = await log(BUSY, `first: 100, kinds: [${kind}]`);
      const wanted = expected(BUSY).filter((key) => key.startsWith(`${kind.toLowerCase()}:`));
      expect(nodes.map(({ entryId }) => entryId.toLowerCase())).toEqual(wanted);
      expect(totalCount).toBe(wanted.length);
      expect(wanted.length).toBeGreaterThan(0);
    }
    const [from, to] = [NOW - 300, NOW - 120].map((one) => new Date(one * 1_000).toISOString());
    const { nodes } = await log(BUSY, `first: 100, kinds: [FAILOVER], from: "${from}", to: "${to}"`);
    expect([...new Set(nodes.map(({ at }) => NOW - Date.parse(at) / 1_000))].sort()).toEqual([180, 240, 300]);
    expect((await log(BUSY, "kinds: []")).nodes).toEqual([]);
  });

  test("leads to what it is about", async () => {
    const { nodes } = await log(BUSY, "first: 100");
    const links = { violation: null, incident: null, slash: null, maintenance: null };
    const by = (kind: string) => nodes.find((node) => node.kind === kind);
    const idOf = (entry?: Entry) => entry?.entryId.split(":")[1];
    const [opened, reported, proposed, announced] = [
      "VIOLATION_OPENED",
      "INCIDENT_REPORTED",
      "SLASH_PROPOSED",
      "MAINTENANCE_ANNOUNCED",
    ].map(by);
    expect(opened).toMatchObject({ ...links, violation: { violationId: idOf(opened) } });
    expect(reported).toMatchObject({
      ...links,
      incident: { incidentId: idOf(reported) },
      title: "BAD_DATA was reported by r-1: it lied",
    });
    expect(proposed).toMatchObject({ ...links, slash: { slashId: idOf(proposed) } });
    expect(announced).toMatchObject({ ...links, maintenance: { maintenanceId: idOf(announced) } });
    expect(by("KILL_SWITCH")).toMatchObject(links);
    expect(by("FAILOVER")).toMatchObject({
      ...links,
      title: "rpc in eu: b took over from a",
      details: expect.arrayContaining([
        { key: "from", value: "a" },
        { key: "to", value: "b" },
      ]),
    });
  });

  test("a page of operators is one statement a kind of page", async () => {
    const { data, errors } = await suite.api.ask(
      "{ operators(orderBy: { field: REGISTRATION, direction: ASC }) { nodes { address incidentLog(first: 2) { nodes { entryId } } } } }",
    );
    expect(errors).toEqual([]);
    const lists = z
      .object({
        operators: z.object({
          nodes: z.array(z.object({ incidentLog: z.object({ nodes: z.array(z.object({ entryId: z.string() })) }) })),
        }),
      })
      .parse(data)
      .operators.nodes.map(({ incidentLog }) => incidentLog.nodes.map(({ entryId }) => entryId.toLowerCase()));
    expect(lists).toEqual([BUSY, OTHER, QUIET].map((one) => expected(one).slice(0, 2)));
  });

  test.each([
    ['from: "2026-01-02T00:00:00Z", to: "2026-01-01T00:00:00Z"', "INVALID_RANGE"],
    ["first: 101", "PAGE_SIZE_OUT_OF_RANGE"],
    ['after: "x"', "INVALID_CURSOR"],
    [`after: "${Buffer.from('[1,"incidentLog:DESC","1","a\' or 1=1"]').toString("base64url")}"`, "INVALID_CURSOR"],
  ])("%s is refused: %s", async (args, code) => {
    const { errors } = await suite.api.ask(
      `{ operator(address: "${BUSY}") { ... on Operator { incidentLog(${args}) { nodes { entryId } } } } }`,
    );
    expect(errors).toMatchObject([{ code }]);
  });
});
