/** What reporters sent, as it came: each revision's last word, in pages, by time. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { metricSample } from "../../api/db/schema.ts";
import { encodeSketch } from "../../api/domain/sketch.ts";
import { latencies } from "./support/measured.ts";
import { address, NOW, operatorRow } from "./support/rows.ts";
import { countStatements, type StatementCount } from "./support/statements.ts";
import { apiSuite } from "./support/suite.ts";
import { PAGE, type Way, walk } from "./support/walk.ts";

type Row = typeof metricSample.$inferInsert;

const iso = (seconds: number) => new Date(seconds * 1_000).toISOString();
/** Of the interval that the tests' now lies in. */
const START = 1_779_999_960;
const DAY = 86_400;
const BUSY = address(1);
const TIED = address(2);
const OPERATORS = [BUSY, TIED, ...Array.from({ length: 58 }, (_, n) => address(n + 3))];

const suite = apiSuite({ operator: OPERATORS.map((operator) => operatorRow({ address: operator })) });
let statements: StatementCount;

const sample = (told: Partial<Row> = {}): Row => ({
  ...{ operator: BUSY, at: START, service: "rpc", region: "eu", reporter: "probe", revision: 0 },
  ...{ requests: 1_000, successes: 990, timeouts: 4, upSeconds: 57, downSeconds: 3 },
  sketch: encodeSketch({ ...latencies(990, 100) }),
  ...{ p95Micros: null, p99Micros: null, weight: 1, receivedAt: NOW - 10 },
  ...told,
});

/** Few different values, so that ties are everywhere, and ids with all that ids may have. */
const TIES = Array.from({ length: 47 }, (_, n) =>
  sample({
    operator: TIED,
    at: START - 60 * (n % 3),
    service: ["rpc", "rpc.v2", "a_b-c"][Math.floor(n / 3) % 3] ?? "",
    region: ["eu", "us.east"][Math.floor(n / 9) % 2] ?? "",
    reporter: `probe-${Math.floor(n / 18)}`,
    requests: 1_000 + n,
    weight: n,
  }),
);
const keyOf = ({ at, service, region, reporter }: Row) => `${at} ${service} ${region} ${reporter}`;

const SAMPLES = [
  sample(),
  // The scalar form of 13e9 a month: 291,219 of a minute of May.
  sample({
    ...{ at: START - 60, region: "global", requests: 291_219, successes: 289_763, timeouts: 0 },
    ...{ upSeconds: 60, downSeconds: 0, sketch: null, p95Micros: 200_000, p99Micros: 300_125 },
  }),
  sample({ at: START - 120, requests: 5, successes: 0, timeouts: 5, upSeconds: 0, downSeconds: 60, sketch: null }),
  sample({ at: START - 180, requests: 0, successes: 0, timeouts: 0, upSeconds: 0, downSeconds: 0, sketch: null }),
  sample({ at: START - 240, revision: 0, requests: 7_000 }),
  sample({ at: START - 240, revision: 1, requests: 8_000 }),
  sample({ at: START - 240, revision: 2, requests: 9_000, reporter: "probe" }),
  sample({ at: START - 240, service: "indexer", reporter: "other", weight: 0 }),
  sample({ at: START - 2 * DAY }),
  ...TIES,
];

beforeAll(async () => {
  statements = countStatements();
  for (const row of SAMPLES) {
    await suite.database.client.query(
      `insert into din_api.metric_sample (operator, at, service, region, reporter, revision, requests, successes, timeouts,
         up_seconds, down_seconds, sketch, p95_micros, p99_micros, weight, received_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
      [
        ...[row.operator, row.at, row.service, row.region, row.reporter, row.revision],
        ...[row.requests, row.successes, row.timeouts, row.upSeconds, row.downSeconds],
        ...[row.sketch ?? null, row.p95Micros, row.p99Micros, row.weight, row.receivedAt],
      ],
    );
  }
});
beforeEach(() => statements.reset());
afterAll(() => statements.restore());

const answerSchema = z.object({
  operator: z.object({ samples: z.object({ nodes: z.array(z.record(z.string(), z.unknown())) }) }),
});

const ask = (args: string, selection: string) =>
  suite.api.ask(`{ operator(address: "${BUSY}") { ... on Operator { samples${args} { ${selection} } } } }`);

async function samplesOf(args: string, selection: string) {
  const answer = await ask(args, `nodes { ${selection} }`);
  expect(answer.errors).toEqual([]);
  return answerSchema.parse(answer.data).operator.samples.nodes;
}

test("a distribution, two quantiles, none; rates of what was counted", async () => {
  const found = await samplesOf(
    "(first: 4)",
    `at service region reporter revision requests successes timeouts upSeconds downSeconds successRate uptime throughput
     latency p95LatencyMs p99LatencyMs weight receivedAt`,
  );
  const common = { service: "rpc", region: "eu", reporter: "probe", revision: 0, weight: 1, receivedAt: iso(NOW - 10) };
  expect(found).toEqual([
    {
      ...{ ...common, at: iso(START), requests: 1_000, successes: 990, timeouts: 4, upSeconds: 57, downSeconds: 3 },
      // 1,000 x 2,678,400 seconds of May / 60
      ...{ successRate: 99, uptime: 95, throughput: 44_640_000 },
      ...{ latency: "SKETCH", p95LatencyMs: 99.741, p99LatencyMs: 99.741 },
    },
    {
      ...{ ...common, region: "global", at: iso(START - 60), requests: 291_219, successes: 289_763, timeouts: 0 },
      ...{ upSeconds: 60, downSeconds: 0, successRate: (289_763 * 100) / 291_219, uptime: 100 },
      ...{ throughput: 13_000_016_160, latency: "SCALAR", p95LatencyMs: 200, p99LatencyMs: 300.125 },
    },
    {
      ...{ ...common, at: iso(START - 120), requests: 5, successes: 0, timeouts: 5, upSeconds: 0, downSeconds: 60 },
      ...{ successRate: 0, uptime: 0, throughput: 223_200, latency: null, p95LatencyMs: null, p99LatencyMs: null },
    },
    {
      ...{ ...common, at: iso(START - 180), requests: 0, successes: 0, timeouts: 0, upSeconds: 0, downSeconds: 0 },
      ...{ successRate: null, uptime: null, throughput: 0, latency: null, p95LatencyMs: null, p99LatencyMs: null },
    },
  ]);
});

test("of the revisions of a key the highest, and no other", async () => {
  const filter = `{ from: "${iso(START - 240)}", to: "${iso(START - 239)}", service: "rpc" }`;
  expect(await samplesOf(`(filter: ${filter})`, "revision requests")).toEqual([{ revision: 2, requests: 9_000 }]);
  const counted = await ask(`(filter: ${filter})`, "totalCount");
  expect(counted.data).toEqual({ operator: { samples: { totalCount: 1 } } });
});

test("the guide's query is answered", async () => {
  const guide = readFileSync(new URL("../../docs/metrics.md", import.meta.url), "utf8");
  const [, query = ""] = /```graphql\n(.*?)```/s.exec(guide) ?? [];
  const answer = await suite.api.ask(query.replace(/0x[0-9a-f]{40}/, BUSY).replace("probe-eu", "probe"));
  expect(answer.errors).toEqual([]);
  expect(answerSchema.parse(answer.data).operator.samples.nodes).toHaveLength(5);
});

describe("which ones", () => {
  test.each([
    ["a service", `{ service: "indexer" }`, [START - 240]],
    ["a region", `{ region: "global" }`, [START - 60]],
    ["a reporter", `{ reporter: "other" }`, [START - 240]],
    ["all of them at once", `{ service: "rpc", reporter: "other" }`, []],
    ["a reporter that nobody knows", `{ reporter: "nobody" }`, []],
    ["from the middle of an interval on", `{ from: "${iso(START - 31)}" }`, [START, START - 60]],
    ["up to a moment, exclusive", `{ to: "${iso(START - 180)}", service: "rpc" }`, [START - 240]],
    ["longer ago", `{ from: "${iso(NOW - 3 * DAY)}", to: "${iso(NOW - DAY)}" }`, [START - 2 * DAY]],
    ["what is not kept, if nobody asks for its beginning", `{ to: "${iso(NOW - 300 * DAY)}" }`, []],
  ])("%s", async (_what, filter, times) => {
    const found = await samplesOf(`(filter: ${filter})`, "at");
    expect(found).toEqual(times.map((at) => ({ at: iso(at) })));
  });

  test("without a filter those of the last day, so also those up to it", async () => {
    const times = (await samplesOf("", "at")).map(({ at }) => at);
    expect(times).toEqual([0, 60, 120, 180, 240, 240].map((before) => iso(START - before)));
  });

  test.each([
    ["a time without time", `{ from: "${iso(START)}", to: "${iso(START)}" }`, "INVALID_RANGE", "from"],
    ["what is kept no more", `{ from: "${iso(NOW - 36 * DAY)}" }`, "RANGE_NOT_KEPT", "from"],
    ["a text that is no id", `{ service: "no id" }`, "INVALID_FILTER", "service"],
    ["a text that Postgres would not take", String.raw`{ region: "a\u0000b" }`, "INVALID_FILTER", "region"],
    ["an empty one", `{ reporter: "" }`, "INVALID_FILTER", "reporter"],
  ])("refused: %s", async (_what, filter, code, argument) => {
    const answer = await ask(`(filter: ${filter})`, "nodes { at }");
    expect(answer.errors.map((error) => error.code)).toEqual([code]);
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ extensions: { argument } }] });
    expect(statements.texts.filter((text) => text.includes("metric_sample"))).toEqual([]);
  });
});

describe("pages", () => {
  const WAYS: Way[] = ["forwards", "backwards"];
  test.each(WAYS)("%s, every sample comes once and in order, whatever ties there are", async (way) => {
    const list = {
      query: `query ($first: Int, $last: Int, $after: String, $before: String) {
        operator(address: "${TIED}") { ... on Operator {
          samples(first: $first, last: $last, after: $after, before: $before) ${PAGE("weight")} } } }`,
    };
    const expected = TIES.toSorted((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1)).map((row) => String(row.weight));
    for (const sizes of [[60], [1, 7], [5]]) expect(await walk(suite.api, list, way, sizes)).toEqual(expected);
  });
});

describe("what it costs", () => {
  const page = (operators: number, samples: string) =>
    suite.api.ask(
      `{ operators(first: ${operators}) { nodes { samples${samples} { nodes { at service requests } } } } }`,
    );

  test("a page under 50 operators is one statement", async () => {
    expect((await page(50, "(first: 10)")).errors).toEqual([]);
    expect(statements.texts.filter((text) => text.includes("metric_sample"))).toHaveLength(1);
    expect(statements.texts).toHaveLength(3);
  });

  test("it goes by the days that are looked through, and by the page", async () => {
    const days = (count: number) => `(first: 10, filter: { from: "${iso(NOW - count * DAY)}" })`;
    // 2 + 10 x (2 + 50 x 28 + 10 x 3) is 14,322.
    expect((await page(10, days(28))).errors).toEqual([]);
    statements.reset();
    for (const refused of [await page(10, days(30)), await page(60, "(first: 100)")]) {
      expect(refused.errors.map(({ code }) => code)).toEqual(["COST_TOO_HIGH"]);
    }
    expect(statements.texts).toEqual([]);
  });
});
