/** Incidents: reported by one, confirmed by another, charged once; and by nobody else, and not before. */
import { keccak256, toBytes } from "viem";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { EVALUATION_LOCK } from "../../api/db/locks.ts";
import { incidentKeyOf } from "../../api/monitoring/violation-ids.ts";
import { waitFor } from "../../devnet/wait.ts";
import { address, ETHER, hash, NOW, operatorRow, PAST, place, RATE, stakedRow } from "./support/rows.ts";
import { countStatements } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";
import { askAs, makeKey, withPool } from "./support/writer.ts";

/** 9 ETH: 8 active, 1 unbonding. */
const BASIC = address(1);
/** 50 ETH and 10 wstETH: TIER_2. */
const STANDARD = address(2);
const EXITED = address(3);
const EMPTY = address(4);
const CAPPED = address(5);
const RACED = address(6);
/** Has a reporter's account for a manager. */
const MANAGED = address(7);
const LEFT = address(8);
const LATE = address(10);
const MANAGER = address(1, "0x9a");

const suite = apiSuite({
  operator: [
    stakedRow({ address: BASIC, ethActive: 8n * ETHER, ethUnbonding: ETHER }),
    stakedRow({ address: STANDARD, ethActive: 50n * ETHER, wstethActive: 10n * ETHER }),
    stakedRow({ address: EXITED }),
    operatorRow({ address: EMPTY }),
    ...[CAPPED, RACED, MANAGED, LEFT, LATE].map((one) => stakedRow({ address: one, ethActive: 5n * ETHER })),
    operatorRow({ address: address(9), registeredAt: null }),
  ],
  manager: [
    { operator: MANAGED, manager: MANAGER, allowed: true, updatedAt: PAST, eventId: place(1).id },
    { operator: BASIC, manager: MANAGER, allowed: false, updatedAt: PAST, eventId: place(2).id },
  ],
});

/** Reporters with their accounts and weights. */
const REPORTERS = [
  ["r-1", null, 1],
  ["r-2", null, 2],
  ["r-3", address(3, "0x9a"), 3],
  ["weightless", null, 0],
  ["own", BASIC, 1],
  ["manages", MANAGER, 1],
] as const;

/** Two that may speak as any reporter: one reports, the other confirms. */
let key = "";
let second = "";
let r1 = "";
let r2 = "";

beforeAll(async () => {
  await withPool(suite.database.url, async (pool) => {
    for (const reporter of REPORTERS) {
      await pool.query(
        "insert into din_api.reporter (id, name, address, weight, created_at, updated_at) values ($1, $1, $2, $3, 0, 0)",
        [...reporter],
      );
    }
  });
  key = await makeKey(suite.database.url, ["incidents:write"]);
  second = await makeKey(suite.database.url, ["incidents:write"]);
  r1 = await makeKey(suite.database.url, ["incidents:write"], "r-1");
  r2 = await makeKey(suite.database.url, ["incidents:write"], "r-2");
});

const at = (seconds: number) => new Date(seconds * 1_000).toISOString();
const TIME = { start: at(NOW - 7_200), end: at(NOW - 3_600) };
const REPORT = {
  ...{ operator: BASIC, type: "BAD_DATA", ...TIME, summary: "answers of another chain", reporter: "r-1" },
  ...{ evidenceHash: hash("seen by r-1"), evidenceUri: "ipfs://seen-by-r-1" },
};
const CONFIRMATION = { evidenceHash: hash("seen by r-2"), evidenceUri: "https://r-2.example/seen", reporter: "r-2" };

const FIELDS = `
  id incidentId operatorAddress operator { address } type period { start end } summary
  report { reporter evidenceHash evidenceUri at }
  confirmation { reporter evidenceHash evidenceUri at }
  violation {
    violationId type charge operatorAddress startedAt openedAt closedAt open tier policyVersion incident { incidentId }
    slices { nodes {
      slice final charged chargedBasisPoints fraction severity confidence stakeValue amount incidentKey evidenceHash dossier
      period { start end } assessedAt } }
  }`;
const answerSchema = z.object({ result: z.looseObject({ __typename: z.string() }) });

const mutate = async (name: string, input: object, as: string | null) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { result: ${name}(input: $input) {
    __typename ... on Incident { ${FIELDS} } ... on Error { code message path } } }`;
  const answer = await askAs(suite.api, as, query, { input });
  expect(answer.errors).toEqual([]);
  return answerSchema.parse(answer.data).result;
};
const report = (told: object = {}, as = key) => mutate("reportIncident", { ...REPORT, ...told }, as);
const confirm = (id: unknown, told: object = {}, as = second) =>
  mutate("confirmIncident", { id, ...CONFIRMATION, ...told }, as);

/** Of an operator: its incidents, violations and slices. */
const counted = async (operator: string) =>
  (
    await suite.database.client.query(
      `select (select count(*)::int from din_api.incident where operator = $1) as incidents,
         (select count(*)::int from din_api.violation where operator = $1) as violations,
         (select count(*)::int from din_api.violation_slice where operator = $1) as slices`,
      [operator],
    )
  ).rows[0];

describe("a report", () => {
  test("is told as it was made, costs nothing, and is the same when it is sent again", async () => {
    const told = { operator: LEFT, summary: "  answers of another chain " };
    const first = await report(told, r1);
    expect(first).toMatchObject({
      ...{ __typename: "Incident", type: "BAD_DATA", summary: "answers of another chain", confirmation: null },
      ...{ operator: { address: expect.any(String) }, violation: null },
      report: { reporter: "r-1", evidenceHash: REPORT.evidenceHash, evidenceUri: REPORT.evidenceUri, at: at(NOW) },
    });
    expect(z.object({ period: z.object({ start: z.string(), end: z.string() }) }).parse(first).period).toEqual(TIME);
    // Without a reporter it is the key's own.
    expect(await report({ ...told, reporter: null }, r1)).toEqual(first);
    expect(await counted(LEFT)).toEqual({ incidents: 1, violations: 0, slices: 0 });
  });

  test.each([
    ["another time", { end: at(NOW - 3_599) }],
    ["another type", { type: "MISBEHAVIOR" }],
    ["other evidence", { evidenceHash: hash("another") }],
    ["another reporter", { reporter: "r-3" }],
  ])("of %s is another", async (_what, told) => {
    const same = await report({ operator: LEFT });
    const other = await report({ operator: LEFT, ...told });
    expect(other.__typename).toBe("Incident");
    expect(other.incidentId).not.toBe(same.incidentId);
  });

  test("six at once are one", async () => {
    const told = { operator: STANDARD, summary: "at once" };
    const answers = await Promise.all(Array.from({ length: 6 }, () => report(told)));
    expect(new Set(answers.map(({ incidentId }) => incidentId)).size).toBe(1);
    expect(await counted(STANDARD)).toMatchObject({ incidents: 1 });
  });

  test.each<[string, object, string, string, string]>([
    ["an operator that is not there", { operator: address(404) }, "NotFoundError", "UNKNOWN_OPERATOR", "operator"],
    ["one that never registered", { operator: address(9) }, "NotFoundError", "UNKNOWN_OPERATOR", "operator"],
    ["the future", { end: at(NOW + 1) }, "ValidationError", "INCIDENT_IN_FUTURE", "end"],
    ["no time", { start: TIME.end }, "ValidationError", "INCIDENT_WITHOUT_TIME", "end"],
    ["long ago", { start: at(NOW - 604_801) }, "ValidationError", "INCIDENT_TOO_OLD", "start"],
    ["nothing to say", { summary: " " }, "ValidationError", "INVALID_SUMMARY", "summary"],
    ["too much to say", { summary: "a".repeat(1_001) }, "ValidationError", "INVALID_SUMMARY", "summary"],
    ["NUL", { summary: "a\0b" }, "ValidationError", "INVALID_SUMMARY", "summary"],
    ["no evidence", { evidenceHash: `0x${"0".repeat(64)}` }, "ValidationError", "NO_EVIDENCE", "evidenceHash"],
    ["evidence nowhere", { evidenceUri: "somewhere" }, "ValidationError", "INVALID_EVIDENCE_URI", "evidenceUri"],
    ["nobody", { reporter: null }, "ValidationError", "REPORTER_MISSING", "reporter"],
    ["no id", { reporter: "R 1" }, "ValidationError", "INVALID_REPORTER", "reporter"],
    ["a reporter that is not there", { reporter: "r-9" }, "NotFoundError", "UNKNOWN_REPORTER", "reporter"],
    ["the operator itself", { reporter: "own" }, "ForbiddenError", "REPORTER_NOT_INDEPENDENT", "reporter"],
    [
      "its manager",
      { reporter: "manages", operator: MANAGED },
      "ForbiddenError",
      "REPORTER_NOT_INDEPENDENT",
      "reporter",
    ],
    ["a reporter without weight", { reporter: "weightless" }, "ForbiddenError", "REPORTER_NOT_INDEPENDENT", "reporter"],
  ])("of %s is refused", async (_what, told, type, code, field) => {
    const operator = { operator: BASIC, ...told }.operator;
    const before = await counted(operator);
    expect(await report(told)).toMatchObject({ __typename: type, code, path: ["input", field] });
    expect(await counted(operator)).toEqual(before);
  });

  test("by another's key is refused", async () => {
    expect(await report({ reporter: "r-2" }, r1)).toMatchObject({
      ...{ __typename: "ForbiddenError", code: "REPORTER_NOT_YOURS", path: ["input", "reporter"] },
    });
  });

  test("by a former manager counts", async () => {
    expect(await report({ reporter: "manages" })).toMatchObject({ __typename: "Incident" });
  });
});

describe("a confirmation", () => {
  test("makes it a violation that opens and closes at once, with one slice and its dossier", async () => {
    const { incidentId } = await report();
    const confirmed = await confirm(incidentId, { reporter: null }, r2);
    const violationId = z.object({ violation: z.object({ violationId: z.string() }) }).parse(confirmed)
      .violation.violationId;
    expect(confirmed).toMatchObject({
      ...{ __typename: "Incident", incidentId },
      confirmation: { ...CONFIRMATION, at: at(NOW) },
      violation: {
        ...{ type: "BAD_DATA", charge: null, startedAt: TIME.start, openedAt: at(NOW), closedAt: at(NOW), open: false },
        ...{ tier: "TIER_1", incident: { incidentId } },
        slices: {
          nodes: [
            {
              ...{ slice: 1, final: true, charged: 1, chargedBasisPoints: 500, fraction: 500, severity: "HIGH" },
              // 500 basis points of 9 ETH.
              ...{ confidence: "HIGH", stakeValue: String(9n * ETHER), amount: "450000000000000000", period: TIME },
              incidentKey: incidentKeyOf(violationId, 1),
            },
          ],
        },
      },
    });
    const [slice] = slicesOf(confirmed);
    expect(keccak256(toBytes(slice?.dossier ?? ""))).toBe(slice?.evidenceHash);
    expect(JSON.parse(slice?.dossier ?? "")).toMatchObject({
      ...{ violationId, operator: BASIC, type: "BAD_DATA", slice: 1, final: true, tier: "TIER_1" },
      evidence: {
        ...{ kind: "INCIDENT", incidentId, summary: REPORT.summary, reporters: ["r-1", "r-2"] },
        report: { reporter: "r-1", weight: 1, evidenceHash: REPORT.evidenceHash },
        confirmation: { reporter: "r-2", weight: 2, evidenceUri: CONFIRMATION.evidenceUri },
      },
    });
    // Again, by the same: the same.
    expect(await confirm(incidentId)).toEqual(confirmed);
    expect(await counted(BASIC)).toMatchObject({ violations: 1, slices: 1 });
  });

  test.each([
    ["BAD_DATA", 500, 450, "HIGH", "2790000000000000000"],
    ["MISBEHAVIOR", 1_000, 1_000, "CRITICAL", "6200000000000000000"],
  ])("%s by the tier's multiplier, misbehaviour without it", async (type, charged, bps, severity, amount) => {
    const { incidentId } = await report({ operator: STANDARD, type, evidenceHash: hash(`discount ${type}`) });
    const confirmed = await confirm(incidentId);
    // 50 ETH and 10 wstETH at 1.2.
    expect(RATE).toBe((12n * ETHER) / 10n);
    expect(slicesOf(confirmed)).toMatchObject([
      {
        ...{ chargedBasisPoints: charged, fraction: bps, severity, stakeValue: String(62n * ETHER), amount },
      },
    ]);
    expect(confirmed).toMatchObject({ violation: { tier: "TIER_2" } });
  });

  test("the sixth misbehaviour within 30 days is beyond the cap", async () => {
    const fractions: (number | undefined)[] = [];
    for (let n = 1; n <= 6; n += 1) {
      const { incidentId } = await report({
        operator: CAPPED,
        type: "MISBEHAVIOR",
        evidenceHash: hash(`misbehaviour ${n}`),
      });
      fractions.push(slicesOf(await confirm(incidentId))[0]?.fraction);
    }
    expect(fractions).toEqual([1_000, 1_000, 1_000, 1_000, 1_000, 0]);
  });

  test("the cap is over what was confirmed within 30 days, however long ago it was seen", async () => {
    const seen = [];
    for (let n = 1; n <= 6; n += 1) {
      seen.push(await report({ operator: LATE, type: "MISBEHAVIOR", evidenceHash: hash(`seen long ago ${n}`) }));
    }
    const month = 30 * 86_400;
    const fractions: (number | undefined)[] = [];
    try {
      for (const [n, { incidentId }] of seen.entries()) {
        suite.api.clock.now = NOW + month + n;
        fractions.push(slicesOf(await confirm(incidentId))[0]?.fraction);
      }
      expect(fractions).toEqual([1_000, 1_000, 1_000, 1_000, 1_000, 0]);
      const preview = `{ operator(address: "${LATE}") { ... on Operator {
        previewSlash(violations: [{ type: BAD_DATA, count: 1 }]) { alreadyBasisPoints fraction } } } }`;
      const { data } = await askAs(suite.api, null, preview);
      expect(data).toMatchObject({ operator: { previewSlash: { alreadyBasisPoints: 5_000, fraction: 0 } } });
      // A month after the first of them as much is free again.
      suite.api.clock.now = NOW + 2 * month;
      const { incidentId } = await report({
        ...{ operator: LATE, start: at(NOW + 2 * month - 60), end: at(NOW + 2 * month) },
        ...{ type: "MISBEHAVIOR", evidenceHash: hash("a month later") },
      });
      expect(slicesOf(await confirm(incidentId))).toMatchObject([{ fraction: 1_000 }]);
    } finally {
      suite.api.clock.now = NOW;
    }
  });

  test("two at once make one violation: one confirms, the other comes too late", async () => {
    const { incidentId } = await report({ operator: RACED });
    const answers = await Promise.all([
      ...Array.from({ length: 3 }, () => confirm(incidentId)),
      ...Array.from({ length: 3 }, () => confirm(incidentId, { reporter: "r-3" })),
    ]);
    const names = answers.map(({ __typename, code }) => (__typename === "Incident" ? __typename : code));
    expect(names.sort()).toEqual([
      ...Array.from({ length: 3 }, () => "ALREADY_CONFIRMED"),
      ...Array.from({ length: 3 }, () => "Incident"),
    ]);
    expect(await counted(RACED)).toEqual({ incidents: 1, violations: 1, slices: 1 });
  });

  test("waits for whoever assesses the same operator: the cap is over both", async () => {
    const { incidentId } = await report({
      operator: RACED,
      evidenceHash: hash("beside an evaluator"),
      type: "MISBEHAVIOR",
    });
    const { client } = suite.database;
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1, hashtext($2))", [EVALUATION_LOCK, RACED]);
    const confirmed = confirm(incidentId);
    await waitFor(
      async () => {
        const waiting = "select from pg_locks where locktype = 'advisory' and not granted and classid = $1";
        return (await client.query(waiting, [EVALUATION_LOCK])).rowCount === 1;
      },
      { what: "the confirmation to wait", timeoutMs: 10_000 },
    );
    await client.query(
      `insert into din_api.violation_slice select 'other', 1, operator, start_at, end_at, final, charged, charged_bps, 4300,
         severity, confidence, stake_value, amount, 'other', 'other', dossier, assessed_at
       from din_api.violation_slice where operator = $1`,
      [RACED],
    );
    await client.query("commit");
    // 500 and 4300 of 5000 are charged.
    expect(slicesOf(await confirmed)).toMatchObject([{ chargedBasisPoints: 1_000, fraction: 200 }]);
  });

  test("by another after the first is a conflict, and so is other evidence", async () => {
    const { incidentId } = await report({ evidenceHash: hash("again") });
    await confirm(incidentId);
    const conflict = { __typename: "ConflictError", code: "ALREADY_CONFIRMED", path: ["input", "id"] };
    expect(await confirm(incidentId, { reporter: "r-3" })).toMatchObject(conflict);
    expect(await confirm(incidentId, { reporter: "r-1" })).toMatchObject(conflict);
    expect(await confirm(incidentId, { evidenceHash: hash("other") })).toMatchObject(conflict);
  });

  test.each<[string, object, string, string, string]>([
    ["the same reporter", { reporter: "r-1" }, "ForbiddenError", "SECOND_REPORTER_NEEDED", "reporter"],
    ["the operator itself", { reporter: "own" }, "ForbiddenError", "REPORTER_NOT_INDEPENDENT", "reporter"],
    ["one without weight", { reporter: "weightless" }, "ForbiddenError", "REPORTER_NOT_INDEPENDENT", "reporter"],
    ["nobody", { reporter: null }, "ValidationError", "REPORTER_MISSING", "reporter"],
    ["one that is not there", { reporter: "r-9" }, "NotFoundError", "UNKNOWN_REPORTER", "reporter"],
    ["no evidence", { evidenceHash: `0x${"0".repeat(64)}` }, "ValidationError", "NO_EVIDENCE", "evidenceHash"],
    ["evidence nowhere", { evidenceUri: "" }, "ValidationError", "INVALID_EVIDENCE_URI", "evidenceUri"],
    ["an id of nothing", { id: hash("nothing") }, "NotFoundError", "INCIDENT_NOT_FOUND", "id"],
  ])("by %s is refused, and charges nothing", async (_what, told, type, code, field) => {
    const { incidentId } = await report({ evidenceHash: hash("refused") });
    const before = await counted(BASIC);
    expect(await confirm(incidentId, told)).toMatchObject({ __typename: type, code, path: ["input", field] });
    expect(await counted(BASIC)).toEqual(before);
  });

  test("by the operator's manager is refused", async () => {
    const { incidentId } = await report({ operator: MANAGED });
    expect(await confirm(incidentId, { reporter: "manages" })).toMatchObject({ code: "REPORTER_NOT_INDEPENDENT" });
    expect(await counted(MANAGED)).toMatchObject({ violations: 0 });
  });

  test("by the same account under another name: an account has one reporter", async () => {
    const again = "insert into din_api.reporter values ('r-4', 'r-4', $1, 1, 0, 0)";
    await expect(suite.database.client.query(again, [address(3, "0x9a")])).rejects.toThrow("reporter_address_unique");
  });

  test("with the key that reported is refused, whomever it speaks as: one machine is no second witness", async () => {
    const { incidentId } = await report({ evidenceHash: hash("one machine") });
    const before = await counted(BASIC);
    const refused = { __typename: "ForbiddenError", code: "SECOND_KEY_NEEDED", path: ["input", "id"] };
    expect(await confirm(incidentId, {}, key)).toMatchObject(refused);
    // Nor does it help that another key sends the same report.
    await report({ evidenceHash: hash("one machine") }, second);
    expect(await confirm(incidentId, {}, key)).toMatchObject(refused);
    expect(await counted(BASIC)).toEqual(before);
    const confirmed = await confirm(incidentId, {}, second);
    expect(confirmed).toMatchObject({ __typename: "Incident", confirmation: { reporter: "r-2" } });
    // Whoever hears of it with the first key hears what became of it.
    expect(await confirm(incidentId, {}, key)).toEqual(confirmed);
    const { rows } = await suite.database.client.query<{ told: string[] }>(
      "select array[reported_with, confirmed_with] as told from din_api.incident where id = $1",
      [incidentId],
    );
    expect(new Set(rows[0]?.told).size).toBe(2);
  });

  test("with another's key is refused", async () => {
    const { incidentId } = await report({ evidenceHash: hash("refused") });
    expect(await confirm(incidentId, {}, r1)).toMatchObject({ code: "REPORTER_NOT_YOURS" });
  });

  test("of what a reporter saw that has lost its weight since is refused", async () => {
    const { incidentId } = await report({ operator: MANAGED, evidenceHash: hash("weight lost") });
    const { client } = suite.database;
    await client.query("update din_api.reporter set weight = 0 where id = 'r-1'");
    const answer = await confirm(incidentId);
    await client.query("update din_api.reporter set weight = 1 where id = 'r-1'");
    expect(answer).toMatchObject({ code: "REPORTER_NOT_INDEPENDENT", path: ["input", "id"] });
  });

  test.each([
    [EXITED, "OPERATOR_EXITED"],
    [EMPTY, "NOTHING_STAKED"],
  ])("of who has nothing at stake is refused: %s %s", async (operator, code) => {
    const { incidentId } = await report({ operator });
    expect(await confirm(incidentId)).toMatchObject({ __typename: "ConflictError", code, path: ["input", "id"] });
    expect(await counted(operator)).toEqual({ incidents: 1, violations: 0, slices: 0 });
  });
});

describe("lists", () => {
  const operators = [LEFT, MANAGED];
  const list = async (args: string) => {
    const answer = await askAs(
      suite.api,
      null,
      `{ incidents(${args}) { totalCount edges { cursor node { incidentId type } } pageInfo { hasNextPage } } }`,
    );
    expect(answer.errors).toEqual([]);
    return z
      .object({
        incidents: z.object({
          totalCount: z.number(),
          edges: z.array(
            z.object({ cursor: z.string(), node: z.object({ incidentId: z.string(), type: z.string() }) }),
          ),
        }),
      })
      .parse(answer.data).incidents;
  };

  test("run by the time of reporting, page by page, those of one moment by their id", async () => {
    await suite.database.client.query(
      "update din_api.incident set reported_at = reported_at - 60 where operator = $1",
      [LEFT],
    );
    const all = await list("first: 100");
    const ids = all.edges.map(({ node }) => node.incidentId);
    expect(all.totalCount).toBe(ids.length);
    const found: string[] = [];
    let after = "";
    for (let n = 0; n < ids.length; n += 3) {
      const page = await list(`first: 3${after === "" ? "" : `, after: "${after}"`}`);
      found.push(...page.edges.map(({ node }) => node.incidentId));
      after = page.edges.at(-1)?.cursor ?? "";
    }
    expect(found).toEqual(ids);
    expect((await list("first: 100, direction: ASC")).edges.map(({ node }) => node.incidentId)).toEqual(
      [...ids].reverse(),
    );
    const { rows } = await suite.database.client.query<{ id: string }>(
      "select id from din_api.incident order by reported_at desc, id desc",
    );
    expect(ids).toEqual(rows.map(({ id }) => id));
  });

  test("are filtered by operator, type and confirmation", async () => {
    const count = async (filter: string) => (await list(`first: 0, filter: {${filter}}`)).totalCount;
    const sql = async (where: string) =>
      (await suite.database.client.query(`select from din_api.incident where ${where}`)).rowCount;
    expect(await count(`operator: "${LEFT}"`)).toBe(await sql(`operator = '${LEFT}'`));
    expect(await count("type: [MISBEHAVIOR]")).toBe(await sql("type = 'MISBEHAVIOR'"));
    expect(await count("confirmed: true")).toBe(await sql("confirmed_by is not null"));
    expect(await count("confirmed: false, type: [BAD_DATA]")).toBe(
      await sql("confirmed_by is null and type = 'BAD_DATA'"),
    );
  });

  test("of all operators of a page are read with one statement, as is their maintenance", async () => {
    const statements = countStatements();
    const query =
      "{ operators(first: 8) { nodes { incidents(first: 2) { nodes { summary } } maintenance(first: 2) { nodes { reason } } } } }";
    const answer = await askAs(suite.api, null, query);
    const texts = [...statements.texts];
    statements.restore();
    expect(answer.errors).toEqual([]);
    // The operators, the chain's state, and the two.
    expect(texts).toHaveLength(4);
  });

  test("are under their operator, and an incident is a node", async () => {
    const query = `{ operators(first: 10) { nodes { address incidents(first: 50, filter: { confirmed: false }) { totalCount nodes { id operatorAddress } } } } }`;
    const answer = await askAs(suite.api, null, query);
    expect(answer.errors).toEqual([]);
    const { nodes } = z
      .object({
        operators: z.object({
          nodes: z.array(
            z.object({
              address: z.string(),
              incidents: z.object({
                totalCount: z.number(),
                nodes: z.array(z.object({ id: z.string(), operatorAddress: z.string() })),
              }),
            }),
          ),
        }),
      })
      .parse(answer.data).operators;
    for (const one of nodes) {
      expect(one.incidents.nodes.every(({ operatorAddress }) => operatorAddress === one.address)).toBe(true);
      expect(one.incidents.totalCount).toBe(one.incidents.nodes.length);
    }
    const some = nodes.filter(({ address: found }) => operators.some((one) => one === found.toLowerCase()));
    expect(some.map(({ incidents }) => incidents.totalCount > 0)).toEqual([true, true]);
    const id = some[0]?.incidents.nodes[0]?.id;
    const node = await askAs(suite.api, null, `query ($id: ID!) { node(id: $id) { __typename id } }`, { id });
    expect(node.data).toEqual({ node: { __typename: "Incident", id } });
  });
});

function slicesOf(answer: object) {
  const slice = z.looseObject({
    chargedBasisPoints: z.number(),
    fraction: z.number(),
    evidenceHash: z.string(),
    dossier: z.string(),
  });
  return z.object({ violation: z.object({ slices: z.object({ nodes: z.array(slice) }) }) }).parse(answer).violation
    .slices.nodes;
}
