/** The drafter: which slashes it drafts disputes of, when, and what it tells. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { LOCKS } from "../../api/db/locks.ts";
import { POLICY } from "../../api/domain/policy.ts";
import { encodeSketch } from "../../api/domain/sketch.ts";
import type { Drafter } from "../../api/monitoring/disputes-drafter.ts";
import { loadDisagreement, loadOwnSamples } from "../../api/monitoring/disputes-evidence.ts";
import { createTestDatabase, type TestDatabase } from "./support/database.ts";
import {
  BEGAN,
  drafterOver,
  draftOf,
  draftsIn,
  fillAssessed,
  PERIOD,
  SLASHES,
  WRONGED,
  wrong,
} from "./support/disputes.ts";
import { baseRows, hash, NOW } from "./support/rows.ts";
import { eventsAfter, withClients } from "./support/stored-alerts.ts";

const AGAIN = 15 * 60;

let database: TestDatabase;
const clock = { now: NOW };
let drafter: Drafter;
const lines: string[] = [];
beforeAll(async () => {
  database = await createTestDatabase(inject("apiPostgresUrl"));
  await database.fill({ ...baseRows(), ...SLASHES });
  await fillAssessed(database);
});
afterAll(() => database.drop());
beforeEach(() => {
  clock.now = NOW;
  drafter = drafterOver(database.url, clock, lines);
});
afterEach(async () => {
  await drafter.stop();
  const { client } = database;
  for (const table of ["dispute_draft", "alert_event", "alert"]) await client.query(`delete from din_api.${table}`);
  await client.query("update slash set dispute_until = $1 where id = 3", [NOW - 3_600 + 86_400]);
  await client.query("update slash set state = 'PROPOSED' where id <= 3");
});

const told = async () => (await eventsAfter(database.client, 0n)).map(({ type, alert }) => `${alert.subject} ${type}`);

describe("the drafter", () => {
  test("drafts a dispute of each slash that can be disputed and does not agree, once", async () => {
    expect(await drafter.pass()).toEqual({ reviewed: 3, error: null });
    expect((await draftsIn(database)).map(({ slashId }) => slashId)).toEqual(["2", "3"]);
    expect(await told()).toEqual(["2 FIRED", "3 FIRED"]);
    const [event] = await eventsAfter(database.client, 0n);
    const { evidenceHash } = await draftOf(database, "2");
    expect(event?.alert).toMatchObject({
      ...{ kind: "DISPUTE_DRAFTED", severity: "WARNING", operator: WRONGED, subject: "2", state: "FIRING" },
      message: "A dispute of slash 2 is drafted. It takes 24 % of the stake, but 12 % was assessed.",
      details: { slashId: "2", evidenceHash, findings: "TOO_LARGE", incidentKey: wrong.incidentKey },
    });
    expect(await drafter.pass()).toEqual({ reviewed: 0, error: null });
    clock.now += AGAIN;
    expect(await drafter.pass()).toEqual({ reviewed: 3, error: null });
    // Another process, which remembers nothing.
    await drafter.stop();
    drafter = drafterOver(database.url, clock);
    expect((await drafter.pass()).reviewed).toBe(3);
    expect([(await draftsIn(database)).length, await told()]).toEqual([2, ["2 FIRED", "3 FIRED"]]);
  });

  test("drafts it again when something else is found", async () => {
    await drafter.pass();
    await database.client.query("update slash set bps = 3000 where id = 2");
    clock.now += AGAIN - 1;
    await drafter.pass();
    expect(await draftsIn(database)).toHaveLength(2);
    clock.now += 1;
    await drafter.pass();
    const [, , again] = await draftsIn(database);
    expect(again).toMatchObject({ slashId: "2", draftedAt: clock.now });
    expect(again?.pack).toContain("It takes 30 % of the stake, but 12 % was assessed.");
    expect(await told()).toEqual(["2 FIRED", "3 FIRED", "2 UPDATED"]);
    await database.client.query("update slash set bps = 2400 where id = 2");
  });

  test("says that it is over when the slash agrees, is disputed or can be disputed no more", async () => {
    const { client } = database;
    await drafter.pass();
    await client.query("update slash set dispute_until = $1 where id = 3", [clock.now + 10]);
    clock.now += 10;
    await drafter.pass();
    expect(await told()).toHaveLength(2);
    clock.now += 1;
    await drafter.pass();
    expect((await told()).slice(2)).toEqual(["3 RESOLVED"]);
    await client.query("update slash set bps = 1200 where id = 2");
    clock.now += AGAIN;
    await drafter.pass();
    expect((await told()).slice(3)).toEqual(["2 RESOLVED"]);
    await client.query("update slash set bps = 2400 where id = 2");
    clock.now += AGAIN;
    await drafter.pass();
    expect((await told()).slice(4)).toEqual(["2 FIRED"]);
    await client.query("update slash set state = 'DISPUTED' where id = 2");
    await drafter.pass();
    expect((await told()).slice(5)).toEqual(["2 RESOLVED"]);
    // It is the same draft all the time.
    expect(await draftsIn(database)).toHaveLength(2);
  });

  test("comes to what was proposed just now before what it has reviewed", async () => {
    await drafter.pass();
    const { client } = database;
    const { rows } = await client.query<{ key: string }>("select incident_key as key from slash where id = 3");
    // As after a reorg: another slash has the number.
    await client.query("update slash set incident_key = $1 where id = 3", [hash("another incident")]);
    await client.query("update slash set bps = 3000 where id = 2");
    clock.now += AGAIN;
    await drafter.pass();
    expect((await told()).slice(2)).toEqual(["3 RESOLVED", "3 FIRED", "2 UPDATED"]);
    await client.query("update slash set incident_key = $1 where id = 3", [rows[0]?.key]);
    await client.query("update slash set bps = 2400 where id = 2");
  });

  test("does not tell again what somebody resolved by hand", async () => {
    await drafter.pass();
    const { client } = database;
    await client.query("update din_api.alert set state = 'RESOLVED', closed_at = $1, closed_by = 'ops'", [clock.now]);
    clock.now += AGAIN;
    await drafter.pass();
    expect(await told()).toEqual(["2 FIRED", "3 FIRED"]);
  });

  test("by several processes at once it is drafted and told once", async () => {
    const others = [drafterOver(database.url, clock), drafterOver(database.url, clock)];
    const passes = await Promise.all([drafter, ...others].flatMap((one) => [one.pass(), one.pass()]));
    expect(passes.map(({ error }) => error)).toEqual(Array(6).fill(null));
    for (const one of [drafter, ...others]) await one.pass();
    expect([(await draftsIn(database)).map(({ slashId }) => slashId), (await told()).sort()]).toEqual([
      ["2", "3"],
      ["2 FIRED", "3 FIRED"],
    ]);
    for (const one of others) await one.stop();
  });

  test("leaves it to whoever is at it", async () => {
    await withClients(database.url, 1, async ([other]) => {
      await other?.query("begin");
      await other?.query("select pg_advisory_xact_lock($1)", [LOCKS.disputes]);
      expect((await drafter.pass()).reviewed).toBe(0);
      expect(await draftsIn(database)).toEqual([]);
      await other?.query("rollback");
      expect((await drafter.pass()).reviewed).toBe(3);
    });
  });

  test("a draft and its alert come together: what cannot be told is not drafted, holds up no other, and is tried again", async () => {
    const { client } = database;
    await client.query(`create function refuse() returns trigger language plpgsql as $$
      begin if new.alert->>'subject' = '2' then raise exception 'no room'; end if; return new; end $$`);
    await client.query(
      "create trigger refuse before insert on din_api.alert_event for each row execute function refuse()",
    );
    expect((await drafter.pass()).reviewed).toBe(2);
    expect([(await draftsIn(database)).map(({ slashId }) => slashId), await told()]).toEqual([["3"], ["3 FIRED"]]);
    expect(lines.splice(0).filter((line) => line.includes("cannot review a slash"))).toHaveLength(1);
    await client.query("drop trigger refuse on din_api.alert_event; drop function refuse()");
    expect((await drafter.pass()).reviewed).toBe(0);
    clock.now += 60;
    expect((await drafter.pass()).reviewed).toBe(1);
    expect(await told()).toEqual(["3 FIRED", "2 FIRED"]);
  });
});

test("what an operator tells of thousands of regions is not all read", async () => {
  const { client } = database;
  const flooded = BEGAN + 10 * 60;
  const sketch = Buffer.from(encodeSketch({ first: 0, counts: Array.from({ length: 1_000 }, () => 2 ** 30) }));
  await client.query("begin");
  await client.query(
    `insert into din_api.metric_sample (operator, at, service, region, reporter, revision, requests, successes, timeouts,
       up_seconds, down_seconds, sketch, weight, received_at)
     select $1, $2::bigint, 'rpc', 'r-' || n, 'own', 0, 1, 1, 0, 60, 0, $3, 0, $2::bigint from generate_series(1, 5000) as n`,
    [WRONGED, flooded, sketch],
  );
  const own = await loadOwnSamples(client, WRONGED, PERIOD);
  expect([own.total, own.rows.length < 1_500, own.rows.length > 500]).toEqual([5_072, true, true]);
  const { rows } = await loadDisagreement(client, WRONGED, PERIOD, POLICY);
  expect(rows.map(({ at }) => at).filter((at) => at >= flooded)).toEqual([]);
  expect(rows.length).toBeGreaterThanOrEqual(10);
  await client.query("rollback");
});
