/** What people do to alerts: acknowledge, resolve, silence. Who may is for access.test.ts. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { waitFor } from "../../devnet/wait.ts";
import { address, ETHER, NOW, stakedRow } from "./support/rows.ts";
import { eventsAfter, signalOf, storedAlerts, tell } from "./support/stored-alerts.ts";
import { apiSuite } from "./support/suite.ts";
import { askAs, makeKey } from "./support/writer.ts";

const OPERATOR = address(1, "0xa1");
const suite = apiSuite({ operator: [stakedRow({ address: OPERATOR, ethActive: ETHER })] });
const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
const DAY = 86_400;

let key = "";
let other = "";
beforeAll(async () => {
  [key, other] = [
    await makeKey(suite.database.url, ["alerts:write"]),
    await makeKey(suite.database.url, ["alerts:write"]),
  ];
});
beforeEach(async () => {
  suite.api.clock.now = NOW;
  await suite.database.client.query("truncate din_api.alert, din_api.alert_event, din_api.silence");
});

const FAILURE = "... on Error { code message path }";
const ALERT = "... on Alert { alertId state note acknowledgedAt closedAt changedAt resolvedByHand }";
type Act = "acknowledgeAlert" | "resolveAlert";

async function act(name: Act, id: string, note?: string | null, by = key): Promise<unknown> {
  const query = `mutation ($id: ID!, $note: String) { act: ${name}(id: $id, note: $note) { __typename ${ALERT} ${FAILURE} } }`;
  const answer = await askAs(suite.api, by, query, { id, note });
  expect(answer.errors).toEqual([]);
  return z.object({ act: z.unknown() }).parse(answer.data).act;
}

/** The id of an alert that was just told. */
async function fire(name = "low", told: Parameters<typeof signalOf>[1] = {}): Promise<string> {
  await tell(suite.database.client, [signalOf(name, told)], suite.api.clock.now);
  return (await storedAlerts(suite.database.client)).at(-1)?.id ?? "";
}

const log = async () =>
  (await eventsAfter(suite.database.client, 0n)).map(({ type, alert }) => `${type} ${alert.state}`);

describe("acknowledging", () => {
  test("an alert is told of to everybody, with who did it kept and a note", async () => {
    const id = await fire();
    suite.api.clock.now = NOW + 5;
    expect(await act("acknowledgeAlert", id, "  on it:\r\n\trestarting ")).toEqual({
      ...{ __typename: "Alert", alertId: id, state: "ACKNOWLEDGED", note: "on it:\n\trestarting" },
      ...{ acknowledgedAt: iso(NOW + 5), closedAt: null, changedAt: iso(NOW + 5), resolvedByHand: false },
    });
    expect(await log()).toEqual(["FIRED FIRING", "ACKNOWLEDGED ACKNOWLEDGED"]);
    const [stored] = await storedAlerts(suite.database.client);
    expect(stored).toMatchObject({ acknowledgedBy: key.slice(4, 16), closedBy: null });
    expect((await eventsAfter(suite.database.client, 0n)).at(-1)?.alert).toEqual(stored);
  });

  test("again changes nothing, whoever does it", async () => {
    const id = await fire();
    const first = await act("acknowledgeAlert", id, "first");
    suite.api.clock.now = NOW + 9;
    expect(await act("acknowledgeAlert", id, "second", other)).toEqual(first);
    expect(await log()).toEqual(["FIRED FIRING", "ACKNOWLEDGED ACKNOWLEDGED"]);
  });

  test("one that only seems so: it fires when it holds", async () => {
    const id = await fire("low", { is: "PENDING" });
    expect(await act("acknowledgeAlert", id)).toMatchObject({ state: "ACKNOWLEDGED", note: null });
    await fire("low");
    expect(await log()).toEqual(["PENDING PENDING", "ACKNOWLEDGED ACKNOWLEDGED", "FIRED FIRING"]);
  });

  test("one that becomes more severe fires again, and is acknowledged again", async () => {
    const id = await fire();
    await act("acknowledgeAlert", id, "first");
    await fire("low", { severity: "CRITICAL" });
    suite.api.clock.now = NOW + 9;
    expect(await act("acknowledgeAlert", id, null, other)).toMatchObject({
      ...{ state: "ACKNOWLEDGED", acknowledgedAt: iso(NOW + 9), note: "first" },
    });
    expect(await log()).toEqual([
      ...["FIRED FIRING", "ACKNOWLEDGED ACKNOWLEDGED", "FIRED FIRING", "ACKNOWLEDGED ACKNOWLEDGED"],
    ]);
  });

  test.each([
    ["resolved", "CLEAR"],
    ["retracted", "RETRACTED"],
  ] as const)("one that is %s: a conflict", async (state, is) => {
    const id = await fire();
    await tell(suite.database.client, [signalOf("low", { is })], NOW);
    const message = expect.stringContaining(state);
    expect(await act("acknowledgeAlert", id)).toEqual({
      ...{ __typename: "ConflictError", code: "ALERT_CLOSED", message, path: ["id"] },
    });
    expect(await log()).toHaveLength(2);
  });
});

describe("resolving by hand", () => {
  test.each(["PENDING", "FIRING"] as const)("one that is %s", async (is) => {
    const id = await fire("low", { is });
    suite.api.clock.now = NOW + 5;
    const resolved = {
      ...{ __typename: "Alert", alertId: id, state: "RESOLVED", note: "a test", acknowledgedAt: null },
      ...{ closedAt: iso(NOW + 5), changedAt: iso(NOW + 5), resolvedByHand: true },
    };
    expect(await act("resolveAlert", id, "a test")).toEqual(resolved);
    suite.api.clock.now = NOW + 6;
    expect(await act("resolveAlert", id, "again", other)).toEqual(resolved);
    expect(await storedAlerts(suite.database.client)).toMatchObject([{ closedBy: key.slice(4, 16) }]);
    expect((await log()).at(-1)).toBe("RESOLVED RESOLVED");
    expect(await log()).toHaveLength(2);
  });

  test("one that has resolved itself stays so: nobody did it", async () => {
    const id = await fire();
    await tell(suite.database.client, [signalOf("low", { is: "CLEAR" })], NOW);
    expect(await act("resolveAlert", id, "me")).toMatchObject({ state: "RESOLVED", resolvedByHand: false, note: null });
    expect(await log()).toHaveLength(2);
  });

  test("one that a reorg took back: a conflict", async () => {
    const id = await fire("slash", { finality: "PENDING" });
    await tell(suite.database.client, [signalOf("slash", { is: "RETRACTED", finality: "PENDING" })], NOW);
    expect(await act("resolveAlert", id)).toMatchObject({ __typename: "ConflictError", code: "ALERT_CLOSED" });
  });

  test("what the chain told stays resolved when it is told again, and can be retracted", async () => {
    const id = await fire("slash", { finality: "PENDING" });
    await act("resolveAlert", id);
    await fire("slash", { finality: "FINALIZED" });
    await fire("slash", { finality: "PENDING", severity: "CRITICAL" });
    await tell(suite.database.client, [signalOf("slash", { is: "RETRACTED", finality: "PENDING" })], NOW);
    expect(await log()).toEqual([
      ...["FIRED FIRING", "RESOLVED RESOLVED", "FINALIZED RESOLVED", "RETRACTED RETRACTED"],
    ]);
  });

  test("what was measured is another alert when it comes back", async () => {
    const id = await fire();
    await act("resolveAlert", id);
    await tell(suite.database.client, [signalOf("low", { is: "CLEAR" })], NOW + 1);
    expect(await log()).toHaveLength(2);
    expect(await fire()).not.toBe(id);
    expect((await storedAlerts(suite.database.client)).map(({ state }) => state)).toEqual(["RESOLVED", "FIRING"]);
  });
});

describe.each<Act>(["acknowledgeAlert", "resolveAlert"])("%s", (name) => {
  test.each(["0", "-1", "999999999999", "9".repeat(40), "1; --", "QWxlcnQ6MQ==", "", "\0"])(
    "there is no alert %j",
    async (id) => {
      expect(await act(name, id)).toMatchObject({
        ...{ __typename: "NotFoundError", code: "ALERT_NOT_FOUND", path: ["id"] },
      });
    },
  );

  test("a number has one form: the log would tell another of the same alert", async () => {
    expect(await act(name, `0${await fire()}`)).toMatchObject({ code: "ALERT_NOT_FOUND" });
  });

  test.each([
    ["too long", "x".repeat(1_001)],
    ["with what cannot be shown", "a\0b"],
    ["with half a character", "a\ud800b"],
  ])("a note %s is refused, and nothing is done", async (_what, note) => {
    const id = await fire();
    expect(await act(name, id, note)).toMatchObject({
      ...{ __typename: "ValidationError", code: "INVALID_NOTE", path: ["note"] },
    });
    expect(await log()).toHaveLength(1);
  });

  test.each([
    ["x".repeat(1_000), "x".repeat(1_000)],
    ["🚀 'quoted' \\ $1", "🚀 'quoted' \\ $1"],
    [" \n ", null],
    [null, null],
  ])("a note %j is kept as %j", async (note, kept) => {
    expect(await act(name, await fire(), note)).toMatchObject({ __typename: "Alert", note: kept });
  });

  test("waits for whoever is telling, and sees what was told", async () => {
    const { client } = suite.database;
    const id = await fire();
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock(7460005)");
    const acting = act(name, id);
    await waitFor(async () => (await client.query("select from pg_locks where not granted")).rowCount === 1, {
      ...{ what: "it to wait", timeoutMs: 10_000 },
    });
    await client.query("update din_api.alert set state = 'RETRACTED', closed_at = 1");
    await client.query("commit");
    expect(await acting).toMatchObject({ code: "ALERT_CLOSED" });
  });
});

describe("silences", () => {
  const SILENCE = "... on Silence { silenceId operatorAddress kind start end active reason createdAt }";
  const silence = async (input: object, by = key): Promise<Record<string, unknown>> => {
    const query = `mutation ($input: SilenceAlertsInput!) { silenceAlerts(input: $input) { __typename ${SILENCE} ${FAILURE} } }`;
    const answer = await askAs(suite.api, by, query, { input });
    expect(answer.errors).toEqual([]);
    return z.object({ silenceAlerts: z.record(z.string(), z.unknown()) }).parse(answer.data).silenceAlerts;
  };
  const end = async (id: string): Promise<unknown> => {
    const query = `mutation ($id: String!) { endSilence(id: $id) { __typename ${SILENCE} ${FAILURE} } }`;
    const answer = await askAs(suite.api, key, query, { id });
    expect(answer.errors).toEqual([]);
    return z.object({ endSilence: z.unknown() }).parse(answer.data).endSilence;
  };
  const listed = async (active?: boolean | null) => {
    const query = "query ($active: Boolean) { silences(active: $active) { totalCount nodes { reason active } } }";
    const answer = await suite.api.ask(query, { active });
    const nodes = z.array(z.object({ reason: z.string(), active: z.boolean() }));
    const list = z.object({ silences: z.object({ totalCount: z.number(), nodes }) }).parse(answer.data).silences;
    expect(list.totalCount).toBe(list.nodes.length);
    return list.nodes.map((node) => `${node.reason}${node.active ? "" : ": not now"}`);
  };
  const hours = (count: number) => iso(NOW + count * 3_600);
  const silenced = async () => (await eventsAfter(suite.database.client, 0n)).map((event) => event.silenced);

  test("one that is all told, begins at once, covers what it names, and is ended", async () => {
    const input = { operator: OPERATOR, kind: "SCORE_LOW", end: hours(2), reason: " moving house " };
    const made = await silence(input);
    expect(made).toEqual({
      ...{ __typename: "Silence", silenceId: expect.stringMatching(/^[0-9a-f]{24}$/) },
      ...{ operatorAddress: expect.stringMatching(new RegExp(OPERATOR, "i")), kind: "SCORE_LOW" },
      ...{ start: iso(NOW), end: hours(2), active: true, reason: "moving house", createdAt: iso(NOW) },
    });
    await fire("its", { operator: OPERATOR });
    await fire("another's", { operator: address(2) });
    suite.api.clock.now = NOW + 60;
    const ended = { ...made, end: iso(NOW + 60), active: false };
    expect(await end(String(made.silenceId))).toEqual(ended);
    await fire("its next", { operator: OPERATOR });
    expect(await silenced()).toEqual([true, false, false]);
    suite.api.clock.now = NOW + 90;
    expect(await end(String(made.silenceId))).toEqual(ended);
  });

  test("without operator and kind it is of everything", async () => {
    expect(await silence({ end: hours(1), reason: "all" })).toMatchObject({ operatorAddress: null, kind: null });
    await fire("any", { kind: "INDEXER_LAGGING" });
    const id = await fire("slash", { operator: OPERATOR, kind: "SLASH_PROPOSED" });
    await act("acknowledgeAlert", id);
    expect(await silenced()).toEqual([true, true, true]);
  });

  test("one that is to come begins then, unless it is ended before", async () => {
    const made = await silence({ start: hours(1), end: hours(2), reason: "later" });
    expect(made).toMatchObject({ start: hours(1), active: false });
    await fire("before");
    suite.api.clock.now = NOW + 3_600;
    await fire("in it");
    expect(await listed()).toEqual(["later"]);
    const never = await silence({ start: hours(2), end: hours(3), reason: "never" });
    expect(await end(String(never.silenceId))).toMatchObject({ start: hours(2), end: hours(2), active: false });
    suite.api.clock.now = NOW + 2.5 * 3_600;
    await fire("after");
    expect(await silenced()).toEqual([false, true, false]);
  });

  test("what is past of it counts from now", async () => {
    expect(await silence({ start: iso(NOW - DAY), end: hours(1), reason: "late" })).toMatchObject({ start: iso(NOW) });
  });

  test.each<[string, object, string, string, string]>([
    ["an end that is past", { end: iso(NOW) }, "ValidationError", "INVALID_END", "end"],
    ["an end before its start", { start: hours(2), end: hours(1) }, "ValidationError", "INVALID_END", "end"],
    ["an end at its start", { start: hours(1), end: hours(1) }, "ValidationError", "INVALID_END", "end"],
    ["an end too far ahead", { end: iso(NOW + 30 * DAY + 1) }, "ValidationError", "INVALID_END", "end"],
    ["no reason", { reason: " " }, "ValidationError", "INVALID_REASON", "reason"],
    ["a reason that is too long", { reason: "x".repeat(201) }, "ValidationError", "INVALID_REASON", "reason"],
    ["a reason of two lines", { reason: "a\nb" }, "ValidationError", "INVALID_REASON", "reason"],
    ["an operator that never registered", { operator: address(9) }, "NotFoundError", "UNKNOWN_OPERATOR", "operator"],
  ])("%s is refused", async (_what, told, type, code, field) => {
    const answer = await silence({ end: hours(1), reason: "x", ...told });
    expect(answer).toEqual({ __typename: type, code, message: expect.any(String), path: ["input", field] });
    expect(await listed()).toEqual([]);
  });

  test("30 days are not too many", async () => {
    expect(await silence({ end: iso(NOW + 30 * DAY), reason: "x".repeat(200) })).toMatchObject({ active: true });
  });

  test.each(["", "nope", "' or true; --", "\0"])("there is no silence %j", async (id) => {
    expect(await end(id)).toMatchObject({ __typename: "NotFoundError", code: "SILENCE_NOT_FOUND", path: ["id"] });
  });

  test("they are listed, the newest first, by whether they last", async () => {
    await silence({ end: hours(1), reason: "first" });
    suite.api.clock.now = NOW + 1;
    await silence({ start: hours(1), end: hours(2), reason: "second" });
    suite.api.clock.now = NOW + 2;
    await silence({ end: hours(3), reason: "third" });
    expect(await listed()).toEqual(["third", "second: not now", "first"]);
    expect(await listed(null)).toEqual(["third", "second: not now", "first"]);
    expect(await listed(true)).toEqual(["third", "first"]);
    suite.api.clock.now = NOW + 3_600;
    expect(await listed(true)).toEqual(["third", "second"]);
    expect(await listed(false)).toEqual(["first: not now"]);
  });
});
