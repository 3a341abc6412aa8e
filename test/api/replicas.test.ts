/** Several replicas take overlapping batches at once: what was acknowledged is stored, once, and nothing else is. */
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { random } from "../../devnet/scenario/random.ts";
import { startApi, type TestApi } from "./support/api.ts";
import { createTestDatabase, type TestDatabase } from "./support/database.ts";
import { address, baseRows, ETHER, stakedRow } from "./support/rows.ts";
import { LAST_INTERVAL, makeKey, registerAll, sampleOf, sendBatch } from "./support/writer.ts";

const OPERATORS = [1, 2, 3].map((n) => address(n));
let database: TestDatabase;
let replicas: TestApi[];
let key: string;

beforeAll(async () => {
  database = await createTestDatabase(inject("apiPostgresUrl"));
  await database.fill({
    ...baseRows(),
    operator: OPERATORS.map((operator) => stakedRow({ address: operator, ethActive: ETHER })),
  });
  await registerAll(database.url);
  key = await makeKey(database.url, ["metrics:write"]);
  // Nothing but ingestion touches the tables.
  const variables = { EVALUATOR: "off", STATEMENT_TIMEOUT_MS: "20000" };
  replicas = await Promise.all([startApi(database.url, variables), startApi(database.url, variables)]);
});

afterAll(async () => {
  await Promise.all(replicas.map((api) => api.stop()));
  await database.drop();
});

interface Sent {
  readonly sample: Record<string, unknown>;
  readonly status: string;
}

/** Sends batches from both sides at once; answers every sample with what became of it. */
async function sendAll(batches: readonly (readonly Record<string, unknown>[])[]): Promise<Sent[]> {
  const answers = await Promise.all(
    batches.map(async (samples, n) => {
      const api = replicas[n % replicas.length];
      if (api === undefined) throw new Error("no replica");
      const answer = await sendBatch(api, key, { samples });
      if (answer.__typename !== "RecordedBatch") throw new Error(answer.message);
      return answer.results.map(({ index, status }) => ({ sample: samples[index] ?? {}, status }));
    }),
  );
  return answers.flat();
}

const identity = (sample: Record<string, unknown>) =>
  [sample.operator, sample.timestamp, sample.service, sample.region, sample.reporter, sample.revision ?? 0].join(" ");

async function stored(): Promise<Map<string, number>> {
  const { rows } = await database.client.query<{ key: string; timeouts: number }>(
    `select concat_ws(' ', operator, at, service, region, reporter, revision) as key, timeouts::int from din_api.metric_sample`,
  );
  return new Map(rows.map(({ key: id, timeouts }) => [id, timeouts]));
}

test("the same batch, sent twelve times at once: each sample is accepted once", async () => {
  const samples = Array.from({ length: 200 }, (_, n) =>
    sampleOf(OPERATORS[n % 3] ?? "", { region: `same-${n}`, reporter: `r-${1 + (n % 3)}` }),
  );
  const reversed = [...samples].reverse();
  const sent = await sendAll(Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? samples : reversed)));
  const accepted = sent.filter(({ status }) => status === "ACCEPTED").map(({ sample }) => identity(sample));
  expect(accepted).toHaveLength(200);
  expect(new Set(accepted).size).toBe(200);
  expect(sent.filter(({ status }) => status === "DUPLICATE")).toHaveLength(11 * 200);
});

test("two corrections of one sample at once: one is accepted, the other contradicts it", async () => {
  const regions = Array.from({ length: 20 }, (_, n) => `fix-${n}`);
  await sendAll([regions.map((region) => sampleOf(OPERATORS[0] ?? "", { region }))]);
  const sent = await sendAll(
    [0, 1, 2, 5].map((timeouts) =>
      regions.map((region) => sampleOf(OPERATORS[0] ?? "", { region, revision: 1, timeouts })),
    ),
  );
  for (const region of regions) {
    const statuses = sent.filter(({ sample }) => sample.region === region).map(({ status }) => status);
    expect(statuses.sort()).toEqual(["ACCEPTED", "CONFLICT", "CONFLICT", "CONFLICT"]);
  }
});

test("thirty batches at once that share their corrections: each is answered, each correction accepted once", async () => {
  const next = random(7);
  const all = Array.from({ length: 400 }, (_, n) => sampleOf(OPERATORS[0] ?? "", { region: `shared-${n}` }));
  await sendAll([all]);
  for (const revision of [1, 2, 3]) {
    const corrections = all.map((sample) => ({ ...sample, revision }));
    const batches = Array.from({ length: 30 }, () => corrections.filter(() => next() < 0.15));
    // Whatever no other has.
    const sent = await sendAll([...batches, corrections]);
    const accepted = sent.filter(({ status }) => status === "ACCEPTED").map(({ sample }) => identity(sample));
    expect(accepted).toHaveLength(400);
    expect(new Set(accepted).size).toBe(400);
    expect(sent.filter(({ status }) => status === "DUPLICATE")).toHaveLength(sent.length - 400);
  }
});

test("disorder: duplicates, contradictions, late revisions and nonsense from both sides", async () => {
  const next = random(11);
  const below = (limit: number) => Math.floor(next() * limit);
  const one = () => {
    const sample = sampleOf(OPERATORS[below(3)] ?? "", {
      ...{ region: `mix-${below(4)}`, reporter: `r-${1 + below(3)}`, timestamp: LAST_INTERVAL - 60 * below(12) },
      ...{ revision: below(3), timeouts: below(2) },
    });
    return below(20) === 0 ? { ...sample, successes: 101 } : sample;
  };
  const sent = await sendAll(Array.from({ length: 40 }, () => Array.from({ length: 1 + below(60) }, one)));
  const table = await stored();
  const accepted = sent.filter(({ status }) => status === "ACCEPTED");
  // Each row was acknowledged by one ACCEPTED, with these figures; a DUPLICATE speaks of a row that is there.
  expect(new Set(accepted.map(({ sample }) => identity(sample))).size).toBe(accepted.length);
  expect(accepted.length).toBeGreaterThan(300);
  expect([...table.keys()].filter((id) => id.includes(" mix-")).length).toBe(accepted.length);
  for (const { sample, status } of sent) {
    const there = table.get(identity(sample));
    if (status === "ACCEPTED" || status === "DUPLICATE") expect(there).toBe(sample.timeouts);
    if (status === "CONFLICT" && there !== undefined && sample.revision === 0) expect(there).not.toBe(sample.timeouts);
  }
  // No revision stands without the one before it.
  for (const id of table.keys()) {
    const [, before = "", revision = "0"] = /^(.*) (\d+)$/.exec(id) ?? [];
    if (revision !== "0") expect(table.has(`${before} ${Number(revision) - 1}`)).toBe(true);
  }
  // The evaluator was told of every interval that has something new.
  const { rows } = await database.client.query<{ missing: number }>(
    `select count(*)::int as missing from din_api.metric_sample s where not exists (
       select from din_api.metric_dirty d where d.operator = s.operator and s.at = any(d.intervals))`,
  );
  expect(rows).toEqual([{ missing: 0 }]);
});

test("a partition that is missing is made", async () => {
  const { rows } = await database.client.query<{ name: string }>(
    `select child.relname as name from pg_inherits join pg_class child on child.oid = inhrelid
     join pg_class parent on parent.oid = inhparent where parent.relname = 'metric_sample'`,
  );
  expect(rows.length).toBeGreaterThan(8);
  for (const { name } of rows) await database.client.query(`drop table din_api.${name}`);
  const sent = await sendAll([0, 1, 2, 3].map((n) => [sampleOf(OPERATORS[0] ?? "", { region: `partition-${n}` })]));
  expect(sent.map(({ status }) => status)).toEqual(["ACCEPTED", "ACCEPTED", "ACCEPTED", "ACCEPTED"]);
  expect((await stored()).size).toBe(4);
});
