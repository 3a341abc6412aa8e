/** The keepers through the API: their switch, what they say of themselves, and the alerts that come of both. */
import {
  KeeperStatusDocument,
  PauseKeeperDocument,
  ReportKeeperDocument,
  ResumeKeeperDocument,
} from "@dreamnet/din-infrastructure-core";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { LOCKS } from "../../api/db/locks.ts";
import { waitFor } from "../../devnet/wait.ts";
import { NOW } from "./support/rows.ts";
import { countStatements } from "./support/statements.ts";
import { eventsAfter } from "./support/stored-alerts.ts";
import { apiSuite } from "./support/suite.ts";
import { askAs, makeKey, withPool } from "./support/writer.ts";

const suite = apiSuite();
const ACCOUNT = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
const idOf = (key: string) => key.slice(4, 16);

let admin = "";
let keeper = "";
let other = "";
beforeAll(async () => {
  admin = await makeKey(suite.database.url, ["admin"]);
  keeper = await makeKey(suite.database.url, ["keeper:write"]);
  other = await makeKey(suite.database.url, ["keeper:write"]);
});
beforeEach(async () => {
  suite.api.clock.now = NOW;
  await suite.database.client.query(
    "truncate din_api.keeper_switch, din_api.keeper_report, din_api.alert, din_api.alert_event cascade",
  );
});

const ask = async (key: string | null, document: { toString(): string }, variables: object = {}) => {
  const answer = await askAs(suite.api, key, document.toString(), variables);
  expect(answer.errors).toEqual([]);
  return answer.data;
};
const turn = (paused: boolean, reason: string) =>
  ask(admin, paused ? PauseKeeperDocument : ResumeKeeperDocument, { reason });
const statusSchema = z.object({
  keeper: z.looseObject({
    pause: z.looseObject({ by: z.string().nullable() }).nullable(),
    switches: z.object({ nodes: z.array(z.looseObject({ reason: z.string() })) }),
    reports: z.array(z.looseObject({ keeperId: z.string(), silent: z.boolean() })),
  }),
});
const status = async (key: string | null = null) => statusSchema.parse(await ask(key, KeeperStatusDocument)).keeper;
const reportSchema = z.object({ reportKeeper: z.looseObject({ __typename: z.string() }) });
const report = async (told: object = {}, key = keeper) => {
  const input = { id: "k-1", active: true, accounts: [], problems: [], ...told };
  return reportSchema.parse(await ask(key, ReportKeeperDocument, { input })).reportKeeper;
};

/** What happened in the log, as `TYPE correlation id`. */
const steps = async () =>
  (await eventsAfter(suite.database.client, "0")).map(({ type, alert }) => `${type} ${alert.correlationId}`);
const STUCK = { code: "STUCK", role: "MONITOR", message: "for 90 s" };
const TAKEN = { code: "NONCE_TAKEN", role: "MONITOR", message: "somebody else's" };
const POOR = { code: "OUT_OF_FUNDS", message: "nothing left" };

describe("the switch", () => {
  test("is off until somebody turns it; again changes nothing; each turn is remembered", async () => {
    expect(await status()).toEqual({ paused: false, pause: null, switches: { nodes: [] }, reports: [] });
    expect(await turn(false, "already")).toMatchObject({ resumeKeeper: { paused: false, pause: null } });
    const paused = { paused: true, pause: { paused: true, reason: "an audit", at: iso(NOW) } };
    expect(await turn(true, "  an audit ")).toEqual({ pauseKeeper: { __typename: "KeeperStatus", ...paused } });
    suite.api.clock.now += 10;
    expect(await turn(true, "another reason")).toMatchObject({ pauseKeeper: paused });
    const resumed = { paused: false, pause: { paused: false, reason: "it is over", at: iso(NOW + 10) } };
    expect(await turn(false, "it is over")).toMatchObject({ resumeKeeper: resumed });
    expect(await turn(false, "again")).toMatchObject({ resumeKeeper: resumed });
    expect(await status()).toMatchObject({
      ...resumed,
      switches: { nodes: [{ reason: "it is over" }, { reason: "an audit", paused: true, at: iso(NOW) }] },
    });
    expect(await steps()).toEqual(["FIRED KEEPER_PAUSED", "RESOLVED KEEPER_PAUSED"]);
  });

  test("is told as a warning with its reason; who turned it is for admins", async () => {
    await turn(true, "an audit");
    const [event] = await eventsAfter(suite.database.client, "0");
    expect(event?.alert).toMatchObject({
      ...{ kind: "KEEPER_PAUSED", severity: "WARNING", state: "FIRING", operator: null, finality: null },
      ...{ message: "The keepers are paused: an audit", details: { reason: "an audit" } },
    });
    expect(JSON.stringify(event)).not.toContain(idOf(admin));
    expect((await status(admin)).pause?.by).toBe(idOf(admin));
    expect([(await status()).pause?.by, (await status(keeper)).pause?.by]).toEqual([null, null]);
  });

  test("lists its turns in pages", async () => {
    for (const n of [1, 2, 3]) await turn(n % 2 === 1, `turn ${n}`);
    const page =
      "query ($after: String) { keeper { switches(first: 2, after: $after) { totalCount pageInfo { endCursor hasNextPage } nodes { reason } } } }";
    const first = await askAs(suite.api, null, page);
    const schema = z.object({
      keeper: z.object({ switches: z.object({ pageInfo: z.object({ endCursor: z.string() }) }) }),
    });
    const { endCursor: after } = schema.parse(first.data).keeper.switches.pageInfo;
    expect(first.data).toMatchObject({
      keeper: { switches: { totalCount: 3, nodes: [{ reason: "turn 3" }, { reason: "turn 2" }] } },
    });
    expect((await askAs(suite.api, null, page, { after })).data).toMatchObject({
      keeper: { switches: { pageInfo: { hasNextPage: false }, nodes: [{ reason: "turn 1" }] } },
    });
  });

  test("turned by many at once it is turned by one, and its history alternates", async () => {
    await Promise.all(Array.from({ length: 8 }, (_, n) => turn(true, `pause ${n}`)));
    expect(await steps()).toEqual(["FIRED KEEPER_PAUSED"]);
    await Promise.all(Array.from({ length: 16 }, (_, n) => turn(n % 2 === 0, `turn ${n}`)));
    const { rows } = await suite.database.client.query<{ paused: boolean }>(
      "select paused from din_api.keeper_switch order by id",
    );
    expect(rows.map(({ paused }) => paused)).toEqual(rows.map((_, n) => n % 2 === 0));
    expect(await steps()).toEqual(rows.map(({ paused }) => `${paused ? "FIRED" : "RESOLVED"} KEEPER_PAUSED`));
  });

  test.each(["", "   ", "two\nlines", "x".repeat(301), "a\0b"])("takes no reason such as %j", async (reason) => {
    const refused = { __typename: "ValidationError", code: "INVALID_REASON", path: ["reason"] };
    expect(await turn(true, reason)).toMatchObject({ pauseKeeper: refused });
    expect(await turn(false, reason)).toMatchObject({ resumeKeeper: refused });
    expect((await status()).switches.nodes).toEqual([]);
  });
});

test("the status is three statements, and all of the switch's history is not too much to ask for", async () => {
  await turn(true, "an audit");
  await report();
  const statements = countStatements();
  const shown = await ask(null, KeeperStatusDocument, { switches: 100 });
  expect(statements.texts).toHaveLength(3);
  statements.restore();
  expect(shown).toMatchObject({ keeper: { switches: { nodes: [{ reason: "an audit" }] } } });
});

describe("a report", () => {
  test("is shown until the next, and answered with whether the keepers are paused", async () => {
    const accounts = [
      { role: "MONITOR", address: ACCOUNT.toLowerCase(), balance: "1000000000000000000000", inFlight: 2 },
      { role: "PROPOSER", address: ACCOUNT, inFlight: 0 },
    ];
    expect(await report({ accounts, problems: [STUCK, POOR] })).toEqual({
      ...{ __typename: "KeeperStatus", paused: false, pause: null },
    });
    const [said] = (await status()).reports;
    expect(said).toEqual({
      ...{ keeperId: "k-1", at: iso(NOW), active: true, silent: false },
      accounts: [
        { role: "MONITOR", address: ACCOUNT, balance: "1000000000000000000000", inFlight: 2 },
        { role: "PROPOSER", address: ACCOUNT, balance: null, inFlight: 0 },
      ],
      problems: [STUCK, { ...POOR, role: null }].map((problem) => ({ ...problem, since: iso(NOW) })),
    });
    await turn(true, "an audit");
    expect(await report()).toMatchObject({ paused: true, pause: { reason: "an audit" } });
    expect((await status()).reports).toMatchObject([{ accounts: [], problems: [] }]);
  });

  test("is silent after a minute and gone after a day; the newest of twenty come first", async () => {
    for (let n = 0; n < 22; n += 1) {
      suite.api.clock.now = NOW + n;
      await report({ id: `k-${n}`, active: n === 0 });
    }
    suite.api.clock.now = NOW + 21 + 60;
    const { reports } = await status();
    expect(reports.map(({ keeperId }) => keeperId)).toEqual(Array.from({ length: 20 }, (_, n) => `k-${21 - n}`));
    expect(reports.filter(({ silent }) => !silent)).toHaveLength(1);
    suite.api.clock.now = NOW + 21 + 86_400;
    expect((await status()).reports).toEqual([]);
  });

  test("belongs to the key that came first, until it is revoked or a day has gone by", async () => {
    await report();
    const taken = { __typename: "ForbiddenError", code: "KEEPER_ID_TAKEN", path: ["input", "id"] };
    expect(await report({ active: false, problems: [POOR] }, other)).toMatchObject(taken);
    expect(await status()).toMatchObject({ reports: [{ active: true, problems: [] }] });
    expect(await report({ id: "k-2" }, other)).toMatchObject({ __typename: "KeeperStatus" });
    suite.api.clock.now += 86_400;
    expect(await report({}, other)).toMatchObject(taken);
    suite.api.clock.now += 1;
    expect(await report({}, other)).toMatchObject({ __typename: "KeeperStatus" });
    expect(await report()).toMatchObject(taken);
    const third = await makeKey(suite.database.url, ["keeper:write"]);
    expect(await report({ id: "k-3" }, third)).toMatchObject({ __typename: "KeeperStatus" });
    await suite.database.client.query("update din_api.api_key set revoked_at = $1 where id = $2", [NOW, idOf(third)]);
    expect(await report({ id: "k-3" })).toMatchObject({ __typename: "KeeperStatus" });
  });

  test("is refused under more names than one key can need; those that are gone are forgotten with their complaints", async () => {
    const { client } = suite.database;
    await report({ id: "poor", problems: [POOR] }, other);
    for (let n = 0; n < 50; n += 1) await report({ id: `k-${n}` });
    const refused = { __typename: "ForbiddenError", code: "TOO_MANY_KEEPERS", path: ["input", "id"] };
    expect(await report({ id: "k-50" })).toMatchObject(refused);
    expect(await report({ id: "k-0" })).toMatchObject({ __typename: "KeeperStatus" });
    expect(await report({ id: "k-50" }, other)).toMatchObject({ __typename: "KeeperStatus" });
    const names = async () =>
      (await client.query<{ id: string }>("select id from din_api.keeper_report order by id")).rows.map(({ id }) => id);
    expect(await names()).toHaveLength(52);
    suite.api.clock.now += 86_401;
    expect(await report({ id: "new" })).toMatchObject({ __typename: "KeeperStatus" });
    // Its alert has to be cleared first.
    expect(await names()).toEqual(["new", "poor"]);
    await client.query("update din_api.alert set state = 'RESOLVED', closed_at = $1", [NOW]);
    expect(await report({ id: "newer" })).toMatchObject({ __typename: "KeeperStatus" });
    expect(await names()).toEqual(["new", "newer"]);
  });

  test.each<[string, object, string, string[]]>([
    ["no id", { id: "" }, "INVALID_KEEPER", ["id"]],
    ["an id in capitals", { id: "K" }, "INVALID_KEEPER", ["id"]],
    ["an id of 64 characters", { id: "k".repeat(64) }, "INVALID_KEEPER", ["id"]],
    ["an id with NUL", { id: "k\0" }, "INVALID_KEEPER", ["id"]],
    ["11 accounts", { accounts: Array.from({ length: 11 }, () => accountOf()) }, "TOO_MANY_ACCOUNTS", ["accounts"]],
    ["21 problems", { problems: Array.from({ length: 21 }, () => POOR) }, "TOO_MANY_PROBLEMS", ["problems"]],
    [
      "less than nothing in flight",
      { accounts: [accountOf(), accountOf(-1)] },
      "INVALID_IN_FLIGHT",
      ["accounts", "1", "inFlight"],
    ],
    ["too much in flight", { accounts: [accountOf(100_001)] }, "INVALID_IN_FLIGHT", ["accounts", "0", "inFlight"]],
    [
      "a problem without words",
      { problems: [{ ...POOR, message: " " }] },
      "INVALID_MESSAGE",
      ["problems", "0", "message"],
    ],
    ["two lines", { problems: [POOR, { ...POOR, message: "a\nb" }] }, "INVALID_MESSAGE", ["problems", "1", "message"]],
    [
      "501 characters",
      { problems: [{ ...POOR, message: "x".repeat(501) }] },
      "INVALID_MESSAGE",
      ["problems", "0", "message"],
    ],
  ])("with %s is refused", async (_what, told, code, path) => {
    expect(await report(told)).toMatchObject({ __typename: "ValidationError", code, path: ["input", ...path] });
    expect((await status()).reports).toEqual([]);
    expect(await steps()).toEqual([]);
  });

  test("at every bound is taken", async () => {
    const accounts = Array.from({ length: 10 }, () => accountOf(100_000));
    const problems = Array.from({ length: 20 }, () => ({ ...POOR, message: "x".repeat(500) }));
    expect(await report({ id: "k".repeat(63), accounts, problems })).toMatchObject({ __typename: "KeeperStatus" });
  });

  test.each([
    ["an unknown code", { problems: [{ ...POOR, code: "TIRED" }] }],
    ["an unknown role", { problems: [{ ...POOR, role: "ADMIN" }] }],
    ["more wei than there is", { accounts: [{ ...accountOf(), balance: "1e18" }] }],
    ["no address", { accounts: [{ ...accountOf(), address: "0x12" }] }],
  ])("with %s is no request", async (_what, told) => {
    const input = { id: "k-1", active: true, accounts: [], problems: [], ...told };
    const answer = await askAs(suite.api, keeper, ReportKeeperDocument.toString(), { input });
    expect(answer.errors).toHaveLength(1);
    expect((await status()).reports).toEqual([]);
  });
});

describe("what keepers complain of", () => {
  test("fires once for each keeper, code and role, and resolves when it is not said any more", async () => {
    await report({ problems: [TAKEN, POOR] });
    for (let n = 1; n <= 3; n += 1) {
      suite.api.clock.now = NOW + n * 5;
      await report({ problems: [POOR, { ...TAKEN, message: `since ${n * 5} s` }] });
    }
    await report({ id: "k-2", active: false, problems: [TAKEN] }, other);
    const begun = ["FIRED KEEPER_FAILING/k-1/NONCE_TAKEN/MONITOR", "FIRED KEEPER_FAILING/k-1/OUT_OF_FUNDS/ALL"].sort();
    expect((await steps()).sort()).toEqual(begun);
    await report({ problems: [TAKEN] });
    await report({ id: "k-2", active: true, problems: [TAKEN] }, other);
    await report({ active: false, problems: [TAKEN] });
    await report({ problems: [TAKEN] });
    expect((await steps()).slice(2)).toEqual([
      "RESOLVED KEEPER_FAILING/k-1/OUT_OF_FUNDS/ALL",
      "FIRED KEEPER_FAILING/k-2/NONCE_TAKEN/MONITOR",
      "RESOLVED KEEPER_FAILING/k-1/NONCE_TAKEN/MONITOR",
      "FIRED KEEPER_FAILING/k-1/NONCE_TAKEN/MONITOR",
    ]);
    const answer = await suite.api.ask(
      "{ alerts(first: 1, filter: { kind: KEEPER_FAILING }) { nodes { severity subject message details { key value } } } }",
    );
    const details = [
      { key: "code", value: "NONCE_TAKEN" },
      { key: "role", value: "MONITOR" },
      { key: "keeper", value: "k-1" },
    ];
    expect(answer.data).toEqual({
      alerts: {
        nodes: [
          {
            ...{ severity: "CRITICAL", subject: "k-1/NONCE_TAKEN", message: TAKEN.message },
            details: expect.arrayContaining(details),
          },
        ],
      },
    });
  });

  test("is told of what may pass by itself only when every report of a minute has had it", async () => {
    const at = async (seconds: number, ...problems: object[]) => {
      suite.api.clock.now = NOW + seconds;
      await report({ problems });
      return steps();
    };
    const [fired, resolved] = ["FIRED KEEPER_FAILING/k-1/STUCK/MONITOR", "RESOLVED KEEPER_FAILING/k-1/STUCK/MONITOR"];
    await at(0, STUCK);
    await at(30);
    await at(40, { ...STUCK, message: "for 130 s" });
    expect(await at(99, STUCK)).toEqual([]);
    expect((await status()).reports).toMatchObject([{ problems: [{ since: iso(NOW + 40) }] }]);
    expect(await at(100, STUCK)).toEqual([fired]);
    expect(await at(150, STUCK)).toEqual([fired]);
    expect(await at(151)).toEqual([fired, resolved]);
  });

  test("said again waits for nobody who writes alerts", async () => {
    await report({ problems: [POOR] });
    await suite.database.client.query("begin");
    try {
      await suite.database.client.query("select pg_advisory_xact_lock($1)", [LOCKS.alerts]);
      suite.api.clock.now = NOW + 5;
      expect(await report({ problems: [POOR] })).toMatchObject({ __typename: "KeeperStatus" });
    } finally {
      await suite.database.client.query("rollback");
    }
    expect((await status()).reports).toMatchObject([{ at: iso(NOW + 5) }]);
  });

  test("is told anew by one that was silent, if somebody resolved it", async () => {
    await report({ problems: [POOR] });
    await suite.database.client.query("update din_api.alert set state = 'RESOLVED', closed_at = $1, closed_by = 'me'", [
      NOW + 1,
    ]);
    suite.api.clock.now = NOW + 60;
    await report({ problems: [POOR] });
    expect(await steps()).toHaveLength(1);
    suite.api.clock.now = NOW + 121;
    await report({ problems: [POOR] });
    expect(await steps()).toEqual(Array.from({ length: 2 }, () => "FIRED KEEPER_FAILING/k-1/OUT_OF_FUNDS/ALL"));
  });

  test("is compared with what was said just before, committed or not", async () => {
    await report({ problems: [POOR] });
    const again = await withPool(suite.database.url, async (pool) => {
      const client = await pool.connect();
      try {
        await client.query("begin");
        await client.query("update din_api.keeper_report set problems = '[]'");
        await client.query("update din_api.alert set state = 'RESOLVED', closed_at = $1", [NOW]);
        const answer = report({ problems: [POOR] });
        const waiting = `select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query ~ 'keeper_report'`;
        const isWaiting = async () => (await pool.query(waiting)).rows.length > 0;
        await waitFor(isWaiting, { what: "the report to wait", timeoutMs: 10_000 });
        await client.query("commit");
        return await answer;
      } finally {
        client.release(true);
      }
    });
    expect(again).toMatchObject({ __typename: "KeeperStatus" });
    expect(await steps()).toEqual(Array.from({ length: 2 }, () => "FIRED KEEPER_FAILING/k-1/OUT_OF_FUNDS/ALL"));
  });

  test("at once is told once; of two keys at once, one has the name", async () => {
    await Promise.all(Array.from({ length: 8 }, () => report({ problems: [POOR] })));
    expect(await steps()).toEqual(["FIRED KEEPER_FAILING/k-1/OUT_OF_FUNDS/ALL"]);
    const both = await Promise.all([keeper, other].map((key) => report({ id: "k-2" }, key)));
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(["ForbiddenError", "KeeperStatus"]);
  });
});

function accountOf(inFlight = 0) {
  return { role: "MONITOR", address: ACCOUNT, inFlight };
}
