/** The one writer of alerts on a real database: what a transaction that saw something leaves behind. */
import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { recordAlerts } from "../../api/alerts/record.ts";
import type { AlertSignal } from "../../api/domain/alert.ts";
import { createTestDatabase, type TestDatabase } from "./support/database.ts";
import { address, NOW } from "./support/rows.ts";
import { eventsAfter, type StoredEvent, signalOf, storedAlerts, tell, withClients } from "./support/stored-alerts.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase(inject("apiPostgresUrl"));
});
beforeEach(async () => {
  await database.client.query(
    "truncate din_api.alert, din_api.alert_event, din_api.silence, din_api.webhook, din_api.webhook_delivery",
  );
});
afterAll(() => database.drop());

const typesOf = (events: readonly StoredEvent[]) => events.map(({ type }) => type);

/** Each alert is what its last event told, and nothing was told of what is not there. */
async function assertFolded(client: pg.Client): Promise<void> {
  const last = new Map((await eventsAfter(client, 0n)).map(({ alertId, alert }) => [alertId, alert]));
  const alerts = await storedAlerts(client);
  expect([...last.values()].sort((a, b) => Number(a.id) - Number(b.id))).toEqual(alerts);
}

test("a life: every step is told with the whole alert after it, and the last of them is what is stored", async () => {
  const { client } = database;
  const life: Partial<AlertSignal>[] = [
    { is: "PENDING", operator: address(1), subject: "RATE" },
    { is: "FIRING", operator: address(1), subject: "RATE" },
    { is: "FIRING", severity: "CRITICAL", details: { bps: 3, amount: "12345678901234567890", none: null, yes: true } },
    { is: "CLEAR" },
  ];
  for (const [n, told] of life.entries()) expect(await tell(client, [signalOf("a", told)], NOW + n)).toBe(1);
  const events = await eventsAfter(client, 0n);
  expect(typesOf(events)).toEqual(["PENDING", "FIRED", "UPDATED", "RESOLVED"]);
  expect(events.map(({ at }) => at)).toEqual([NOW, NOW + 1, NOW + 2, NOW + 3]);
  expect(await storedAlerts(client)).toEqual([
    {
      ...{ id: events[0]?.alertId, correlationId: "a", kind: "SCORE_LOW", severity: "CRITICAL", state: "RESOLVED" },
      ...{ finality: null, operator: address(1), subject: "RATE", message: "a" },
      details: { bps: 3, amount: "12345678901234567890", none: null, yes: true },
      ...{ openedAt: NOW, firedAt: NOW + 1, changedAt: NOW + 3, closedAt: NOW + 3 },
      ...{ acknowledgedAt: null, acknowledgedBy: null, note: null, closedBy: null },
    },
  ]);
  await assertFolded(client);
});

test("what changes nothing leaves nothing", async () => {
  const { client } = database;
  await tell(client, [signalOf("a")], NOW);
  const before = await eventsAfter(client, 0n);
  expect(await tell(client, [], NOW + 1)).toBe(0);
  expect(await tell(client, [signalOf("a"), signalOf("b", { is: "CLEAR" })], NOW + 1)).toBe(0);
  expect(await eventsAfter(client, 0n)).toEqual(before);
});

test("in one call, of one thing: opened once, and one that is closed and opened again is two", async () => {
  const { client } = database;
  await tell(client, [signalOf("a"), signalOf("a"), signalOf("b")], NOW);
  expect(await tell(client, [signalOf("a", { is: "CLEAR" }), signalOf("a"), signalOf("b")], NOW + 1)).toBe(2);
  const events = await eventsAfter(client, 0n);
  expect(events.map(({ type, alert }) => `${alert.correlationId} ${type}`)).toEqual([
    "a FIRED",
    "b FIRED",
    "a RESOLVED",
    "a FIRED",
  ]);
  expect(new Set(events.map(({ alertId }) => alertId)).size).toBe(3);
  await assertFolded(client);
});

test("many that fire again at once are written once, not each with all before it", async () => {
  const { client } = database;
  const many = Array.from({ length: 9 }, (_, n) => `a${n}`);
  await tell(
    client,
    many.map((id) => signalOf(id)),
    NOW,
  );
  await tell(
    client,
    many.map((id) => signalOf(id, { is: "CLEAR" })),
    NOW + 1,
  );
  const before = Number((await eventsAfter(client, 0n)).at(-1)?.id);
  await client.query(`
    create table public.written (id bigint);
    create function public.note() returns trigger language plpgsql as
      $$ begin insert into public.written values (new.id); return null; end $$;
    create trigger noted after update on din_api.alert for each row execute function public.note()`);
  await tell(
    client,
    many.map((id) => signalOf(id)),
    NOW + 2,
  );
  const { rowCount } = await client.query("select from public.written");
  await client.query("drop trigger noted on din_api.alert; drop function public.note(); drop table public.written");
  expect(rowCount).toBe(many.length);
  expect(typesOf(await eventsAfter(client, BigInt(before)))).toEqual(many.map(() => "FIRED"));
  await assertFolded(client);
});

test("a change and its finality are two events of one alert", async () => {
  const { client } = database;
  await tell(client, [signalOf("a", { finality: "PENDING" })], NOW);
  expect(await tell(client, [signalOf("a", { is: "CLEAR", finality: "FINALIZED" })], NOW + 1)).toBe(2);
  const events = await eventsAfter(client, 0n);
  expect(events.map(({ type, alert }) => `${type} ${alert.state} ${alert.finality}`)).toEqual([
    "FIRED FIRING PENDING",
    "RESOLVED RESOLVED PENDING",
    "FINALIZED RESOLVED FINALIZED",
  ]);
  await assertFolded(client);
});

test("a transaction that is rolled back tells nothing, and holds up nobody", async () => {
  await withClients(database.url, 1, async ([other]) => {
    if (other === undefined) throw new Error("no client");
    await other.query("begin");
    expect(await recordAlerts(other, [signalOf("a")], NOW)).toBe(1);
    await other.query("rollback");
    expect(await eventsAfter(other, 0n)).toEqual([]);
    expect(await storedAlerts(other)).toEqual([]);
    expect(await tell(other, [signalOf("a")], NOW)).toBe(1);
  });
});

describe("four writers at once", () => {
  const WRITERS = 4;
  const ROUNDS = 40;
  /** How long a transaction lasts after it told, in ms, and whether it commits: from a seed, so that a run can be repeated. */
  const turns = fc.sample(fc.tuple(fc.nat(4), fc.nat(9)), { numRuns: WRITERS * ROUNDS, seed: 7 });

  async function write(client: pg.Client, writer: number, signals: (round: number) => readonly AlertSignal[]) {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [delay, luck] = turns[writer * ROUNDS + round] ?? [0, 0];
      await client.query("begin");
      await recordAlerts(client, signals(round), NOW + round);
      await client.query("select pg_sleep($1)", [delay / 1_000]);
      await client.query(luck === 0 ? "rollback" : "commit");
    }
  }

  test("who reads on from the last id seen misses nothing", async () => {
    await withClients(database.url, WRITERS + 1, async ([reader, ...writers]) => {
      if (reader === undefined) throw new Error("no client");
      const seen: string[] = [];
      let writing = true;
      const read = async () => {
        for (let last = false; !last; ) {
          // One more look after the last commit.
          last = !writing;
          seen.push(...(await eventsAfter(reader, seen.at(-1) ?? 0n)).map(({ id }) => id));
        }
      };
      const reading = read();
      await Promise.all(
        writers.map((client, writer) =>
          write(client, writer, (round) => [signalOf(`${writer}/${round}`), signalOf(`${writer}/${round}/too`)]),
        ),
      );
      writing = false;
      await reading;
      const all = (await eventsAfter(database.client, 0n)).map(({ id }) => id);
      expect(seen).toEqual(all);
      const committed = turns.filter(([, luck]) => luck > 0).length;
      expect(all).toHaveLength(2 * committed);
    });
  });

  test("of one thing at most one alert is open, and what is stored is what was told last", async () => {
    await withClients(database.url, WRITERS, async (writers) => {
      const words = ["FIRING", "CLEAR", "PENDING", "FIRING", "KEEP", "RETRACTED"] as const;
      await Promise.all(
        writers.map((client, writer) =>
          write(client, writer, (round) => {
            const is = words[(round + writer) % words.length] ?? "KEEP";
            return [signalOf("a", { is, details: { round } }), signalOf("b", { is, finality: "PENDING" })];
          }),
        ),
      );
    });
    const alerts = await storedAlerts(database.client);
    const ofA = alerts.filter(({ correlationId }) => correlationId === "a");
    expect(ofA.length).toBeGreaterThan(5);
    expect(ofA.slice(0, -1).filter(({ closedAt }) => closedAt === null)).toEqual([]);
    expect(alerts.filter(({ correlationId }) => correlationId === "b")).toHaveLength(1);
    await assertFolded(database.client);
  });
});

describe("silences", () => {
  const OPERATOR = address(7);
  const silence = (id: string, told: { operator?: string; kind?: string; start: number; end: number }) =>
    database.client.query(
      `insert into din_api.silence (id, operator, kind, start_at, end_at, reason, created_by, created_at)
       values ($1, $2, $3, $4, $5, 'test', 'test', 0)`,
      [id, told.operator ?? null, told.kind ?? null, told.start, told.end],
    );
  const silenced = async () =>
    (await eventsAfter(database.client, 0n)).flatMap((event) => (event.silenced ? [event.alert.correlationId] : []));

  test.each<[string, { operator?: string; kind?: string }, string[]]>([
    ["everything", {}, ["its low score", "its other", "another's low score", "all's"]],
    ["an operator", { operator: OPERATOR }, ["its low score", "its other"]],
    ["a kind", { kind: "SCORE_LOW" }, ["its low score", "another's low score"]],
    ["a kind of an operator", { operator: OPERATOR, kind: "SCORE_LOW" }, ["its low score"]],
    ["another's", { operator: address(9) }, []],
  ])("of %s", async (_what, told, expected) => {
    await silence("s", { ...told, start: NOW, end: NOW + 1 });
    const signals = [
      signalOf("its low score", { operator: OPERATOR }),
      signalOf("its other", { operator: OPERATOR, kind: "TIER_CHANGED" }),
      signalOf("another's low score", { operator: address(8) }),
      signalOf("all's", { kind: "INDEXER_LAGGING" }),
    ];
    await tell(database.client, signals, NOW);
    expect(await silenced()).toEqual(expected);
  });

  test("from its start on, before its end", async () => {
    await silence("s", { start: NOW, end: NOW + 10 });
    for (const at of [NOW - 1, NOW, NOW + 9, NOW + 10]) await tell(database.client, [signalOf(String(at))], at);
    expect(await silenced()).toEqual([String(NOW), String(NOW + 9)]);
  });

  test("a step is silenced, not an alert", async () => {
    await silence("s", { start: NOW, end: NOW + 10 });
    await tell(database.client, [signalOf("a")], NOW);
    await tell(database.client, [signalOf("a", { is: "CLEAR" })], NOW + 10);
    expect((await eventsAfter(database.client, 0n)).map((event) => event.silenced)).toEqual([true, false]);
  });
});

describe("deliveries", () => {
  const webhook = (
    id: string,
    told: { kinds?: string[]; severities?: string[]; operator?: string; deletedAt?: number } = {},
  ) =>
    database.client.query(
      `insert into din_api.webhook (id, url, description, secret, kinds, severities, operator, created_by, created_at, deleted_at)
       values ($1, 'https://example.org', '', '\\x00', $2, $3, $4, 'test', 0, $5)`,
      [id, told.kinds ?? null, told.severities ?? null, told.operator ?? null, told.deletedAt ?? null],
    );
  const deliveries = async () =>
    (
      await database.client.query<{ told: string }>(
        `select d.webhook_id || ' ' || (e.alert->>'correlationId') || ' ' || d.state as told
         from din_api.webhook_delivery d join din_api.alert_event e on e.id = d.alert_event_id order by d.id`,
      )
    ).rows.map(({ told }) => told);

  test("each webhook gets what it asked for, in the order of events", async () => {
    await webhook("all");
    await webhook("gone", { deletedAt: NOW });
    await webhook("its", { operator: address(1) });
    await webhook("kinds", { kinds: ["TIER_CHANGED", "SCORE_LOW"] });
    await webhook("severe", { severities: ["CRITICAL"] });
    await webhook("none", { kinds: [], operator: address(1) });
    await tell(
      database.client,
      [
        signalOf("1", { operator: address(1) }),
        signalOf("2", { operator: address(2), kind: "SLASH_PROPOSED", severity: "CRITICAL" }),
        signalOf("3", { kind: "TIER_CHANGED", severity: "INFO" }),
      ],
      NOW,
    );
    expect(await deliveries()).toEqual(
      ["all 1", "its 1", "kinds 1", "all 2", "severe 2", "all 3", "kinds 3"].map((told) => `${told} WAITING`),
    );
  });

  test("each step is delivered; one that is silenced or rolled back is not", async () => {
    await webhook("all");
    await tell(database.client, [signalOf("a")], NOW);
    await tell(database.client, [signalOf("a", { is: "CLEAR" })], NOW + 1);
    await database.client.query("begin");
    await recordAlerts(database.client, [signalOf("b")], NOW + 1);
    await database.client.query("rollback");
    await database.client.query("insert into din_api.silence values ('s', null, null, $1, $2, 'test', 'test', 0)", [
      NOW + 2,
      NOW + 9,
    ]);
    await tell(database.client, [signalOf("c")], NOW + 2);
    expect(await deliveries()).toEqual(["all a WAITING", "all a WAITING"]);
  });
});
