/** Batches of samples: what is stored, what is told, and that one bad sample harms no other. */
import { beforeAll, describe, expect, test } from "vitest";
import { leaksIn } from "./support/leaks.ts";
import { address, ETHER, NOW, PAST, place, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import {
  askAs,
  LAST_INTERVAL,
  makeKey,
  registerAll,
  SKETCH_OF_90,
  sampleOf,
  sendBatch,
  statusesOf,
  withPool,
} from "./support/writer.ts";

const OPERATORS = Array.from({ length: 20 }, (_, n) => address(n + 1));
const [A = "", B = ""] = OPERATORS;
const MANAGER = address(7, "0x3a");
const suite = apiSuite({
  operator: OPERATORS.map((operator) => stakedRow({ address: operator, ethActive: ETHER })),
  manager: [
    { operator: address(1), manager: MANAGER, allowed: true, updatedAt: PAST, eventId: place(1).id },
    { operator: address(2), manager: MANAGER, allowed: false, updatedAt: PAST, eventId: place(2).id },
  ],
});
let key = "";

beforeAll(async () => {
  await registerAll(suite.database.url);
  key = await makeKey(suite.database.url, ["metrics:write"]);
});

const rowsOf = async (operator: string) =>
  (
    await suite.database.client.query(
      `select at::int, service, region, reporter, revision, requests::float8, successes::float8, timeouts::float8, up_seconds, down_seconds,
         encode(sketch, 'hex') as sketch, p95_micros, weight, received_at::int
       from din_api.metric_sample where operator = $1 order by at, service, region, reporter, revision`,
      [operator],
    )
  ).rows;

const dirtyOf = async (operator: string) =>
  (
    await suite.database.client.query<{ intervals: string[] }>(
      "select intervals from din_api.metric_dirty where operator = $1 order by id",
      [operator],
    )
  ).rows.map(({ intervals }) => intervals.map(Number));

describe("a batch", () => {
  test("is stored to the last count, with what tells the evaluator", async () => {
    const operator = OPERATORS[2] ?? "";
    const samples = [
      sampleOf(operator),
      sampleOf(operator, { timestamp: new Date((LAST_INTERVAL - 1) * 1_000).toISOString(), region: "us-1" }),
      sampleOf(operator, {
        service: "wallet",
        requests: 5,
        successes: 0,
        timeouts: 5,
        sketch: null,
        upSeconds: 0,
        downSeconds: 7,
      }),
    ];
    expect(await sendBatch(suite.api, key, { samples })).toEqual({
      __typename: "RecordedBatch",
      ...{ accepted: 3, duplicates: 0, conflicts: 0, rejected: 0 },
      results: [0, 1, 2].map((index) => ({ index, status: "ACCEPTED", code: null, message: null, path: null })),
    });
    const common = { reporter: "r-1", revision: 0, p95_micros: null, weight: 1, received_at: NOW };
    const sketch = expect.stringMatching(/^[0-9a-f]{6}$/);
    const full = { requests: 100, successes: 90, timeouts: 3, up_seconds: 60, down_seconds: 0, sketch };
    expect(await rowsOf(operator)).toEqual([
      { ...common, ...full, at: LAST_INTERVAL - 60, service: "rpc", region: "us-1" },
      { ...common, ...full, at: LAST_INTERVAL, service: "rpc", region: "eu-1" },
      {
        ...{ ...common, at: LAST_INTERVAL, service: "wallet", region: "eu-1", requests: 5, successes: 0, timeouts: 5 },
        ...{ up_seconds: 0, down_seconds: 7, sketch: null },
      },
    ]);
    expect(await dirtyOf(operator)).toEqual([[LAST_INTERVAL - 60, LAST_INTERVAL]]);
  });

  test("of 1,000 with sketches is taken in one", async () => {
    const samples = Array.from({ length: 1_000 }, (_, n) =>
      sampleOf(OPERATORS[10 + (n % 10)] ?? "", { region: `bulk-${Math.floor(n / 10)}` }),
    );
    const answer = await sendBatch(suite.api, key, { samples });
    expect(answer).toMatchObject({ accepted: 1_000, rejected: 0 });
    const { rows } = await suite.database.client.query(
      "select count(*)::int as n, count(distinct sketch)::int as sketches from din_api.metric_sample where region like 'bulk-%'",
    );
    expect(rows).toEqual([{ n: 1_000, sketches: 1 }]);
  });

  test("can tell only of what went wrong", async () => {
    const query = `mutation ($input: RecordMetricsBatchInput!) { recordMetricsBatch(input: $input) {
      ... on RecordedBatch { accepted rejected results(status: [CONFLICT, REJECTED]) { index code path } } } }`;
    const samples = [sampleOf(A, { region: "w" }), sampleOf(A, { region: "w", successes: 101 })];
    for (let again = 0; again < 4; again += 1) {
      const { data } = await askAs(suite.api, key, query, { input: { samples } });
      expect(data).toEqual({
        recordMetricsBatch: {
          accepted: again === 0 ? 1 : 0,
          rejected: 1,
          results: [{ index: 1, code: "SUCCESSES_ABOVE_REQUESTS", path: ["samples", "1", "successes"] }],
        },
      });
    }
  });

  test.each([
    [0, "NO_SAMPLES"],
    [1_001, "TOO_MANY_SAMPLES"],
  ])("of %i is refused as a whole", async (size, code) => {
    const samples = Array.from({ length: size }, (_, n) => sampleOf(A, { region: `size-${n}` }));
    expect(await sendBatch(suite.api, key, { samples })).toMatchObject({
      __typename: "ValidationError",
      code,
      path: ["input", "samples"],
    });
    expect((await rowsOf(A)).filter(({ region }) => region.startsWith("size-"))).toEqual([]);
  });

  test("over 8 MiB is refused before it is read", async () => {
    const samples = Array.from({ length: 1_000 }, () => sampleOf(A, { region: "big", sketch: "A".repeat(8_500) }));
    const query = "mutation ($input: RecordMetricsBatchInput!) { recordMetricsBatch(input: $input) { __typename } }";
    const answer = await askAs(suite.api, key, query, { input: { samples } }).catch((error: unknown) => error);
    // The server hangs up on what it does not read; its answer may or may not be seen by a client that still writes.
    if (answer instanceof Error) expect(answer).toBeInstanceOf(TypeError);
    else expect(answer).toMatchObject({ status: 413, errors: [{ code: "BODY_TOO_LARGE" }] });
    expect((await rowsOf(A)).filter(({ region }) => region === "big")).toEqual([]);
  });
});

const sketchOfBytes = (size: number) => Buffer.alloc(size).toString("base64");
/** A DDSketch message by hand. */
function message(...[gamma, offset = 0, interpolation = 0]: number[]): Buffer {
  const mapping = Buffer.alloc(20);
  mapping.writeUInt8(0x09, 0);
  mapping.writeDoubleLE(gamma ?? 1.01 / 0.99, 1);
  mapping.writeUInt8(0x11, 9);
  mapping.writeDoubleLE(offset, 10);
  mapping.writeUInt8(0x18, 18);
  mapping.writeUInt8(interpolation, 19);
  return Buffer.concat([Buffer.from([0x0a, mapping.length]), mapping]);
}
function double(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}
/** One bucket as a run: field 2 (positive) or 3 (negative). */
function run(field: number, zigzagOffset: number, ...counts: number[]): Buffer {
  const packed = Buffer.concat(counts.map(double));
  const body = Buffer.concat([Buffer.from([0x12, packed.length]), packed, Buffer.from([0x18, zigzagOffset])]);
  return Buffer.concat([Buffer.from([(field << 3) | 2, body.length]), body]);
}
const base64 = (...parts: Buffer[]) => Buffer.concat(parts).toString("base64");

type Bad = readonly [what: string, told: Record<string, unknown> | null, code: string, field: string | null];

const BAD: readonly Bad[] = [
  ["no sample", null, "INVALID_SAMPLE", null],
  ["no operator", { operator: undefined }, "INVALID_OPERATOR", "operator"],
  ["a short operator", { operator: "0x12" }, "INVALID_OPERATOR", "operator"],
  ["an unknown operator", { operator: address(404) }, "UNKNOWN_OPERATOR", "operator"],
  ["a number for an operator", { operator: 7 }, "INVALID_OPERATOR", "operator"],
  ["an unknown service", { service: "nope" }, "UNKNOWN_SERVICE", "service"],
  ["a service in capitals", { service: "RPC" }, "INVALID_SERVICE", "service"],
  ["a service with a quote", { service: `rpc"` }, "INVALID_SERVICE", "service"],
  ["an empty region", { region: "" }, "INVALID_REGION", "region"],
  ["a region of 64", { region: "a".repeat(64) }, "INVALID_REGION", "region"],
  ["a region with NUL", { region: "a\0" }, "INVALID_REGION", "region"],
  ["a list for a region", { region: ["eu"] }, "INVALID_REGION", "region"],
  ["no reporter, with a key for any", { reporter: null }, "REPORTER_MISSING", "reporter"],
  ["an unknown reporter", { reporter: "r-9" }, "UNKNOWN_REPORTER", "reporter"],
  ["a malformed reporter", { reporter: "-" }, "INVALID_REPORTER", "reporter"],
  ["no timestamp", { timestamp: null }, "INVALID_TIMESTAMP", "timestamp"],
  ["a day for a timestamp", { timestamp: "2026-05-01" }, "INVALID_TIMESTAMP", "timestamp"],
  ["a month 13", { timestamp: "2026-13-01T00:00:00Z" }, "INVALID_TIMESTAMP", "timestamp"],
  ["the 31st of April", { timestamp: "2026-04-31T00:00:00Z" }, "INVALID_TIMESTAMP", "timestamp"],
  ["half a second", { timestamp: NOW - 0.5 }, "INVALID_TIMESTAMP", "timestamp"],
  ["milliseconds for seconds", { timestamp: NOW * 1_000 }, "TIMESTAMP_IN_FUTURE", "timestamp"],
  ["2 minutes and a second ahead", { timestamp: NOW + 121 }, "TIMESTAMP_IN_FUTURE", "timestamp"],
  ["7 days and a second old", { timestamp: NOW - 604_801 }, "TIMESTAMP_TOO_OLD", "timestamp"],
  ["a negative revision", { revision: -1 }, "INVALID_REVISION", "revision"],
  ["a revision of 2^31", { revision: 2 ** 31 }, "INVALID_REVISION", "revision"],
  ["NaN, which JSON makes null", { requests: Number.NaN }, "INVALID_REQUESTS", "requests"],
  ["NaN as a word", { requests: "NaN" }, "INVALID_REQUESTS", "requests"],
  ["a number as a string", { successes: "90" }, "INVALID_SUCCESSES", "successes"],
  ["true", { timeouts: true }, "INVALID_TIMEOUTS", "timeouts"],
  ["negative requests", { requests: -1 }, "INVALID_REQUESTS", "requests"],
  ["half a request", { requests: 100.5 }, "INVALID_REQUESTS", "requests"],
  ["more than 10^9 requests", { requests: 1_000_000_001 }, "INVALID_REQUESTS", "requests"],
  ["negative seconds", { downSeconds: -1 }, "INVALID_DOWN_SECONDS", "downSeconds"],
  ["no seconds up", { upSeconds: undefined }, "INVALID_UP_SECONDS", "upSeconds"],
  ["more successes than requests", { successes: 101 }, "SUCCESSES_ABOVE_REQUESTS", "successes"],
  ["more timeouts than failures", { timeouts: 11 }, "TIMEOUTS_ABOVE_FAILURES", "timeouts"],
  ["61 seconds up", { upSeconds: 61 }, "UP_AND_DOWN_SECONDS_ABOVE_INTERVAL", "upSeconds"],
  ["60 up and 1 down", { downSeconds: 1 }, "UP_AND_DOWN_SECONDS_ABOVE_INTERVAL", "downSeconds"],
  ["no sketch", { sketch: null }, "SKETCH_MISSING", "sketch"],
  ["a number for a sketch", { sketch: 90 }, "INVALID_SKETCH", "sketch"],
  ["a sketch of other successes", { successes: 89 }, "SKETCH_COUNT_NOT_SUCCESSES", "sketch"],
  ["a sketch without successes", { successes: 0 }, "SKETCH_COUNT_NOT_SUCCESSES", "sketch"],
  ["no base64", { sketch: "%%%%" }, "SKETCH_NOT_BASE64", "sketch"],
  ["base64 with a blank", { sketch: SKETCH_OF_90.replace(/^(.{8})/, "$1 ") }, "SKETCH_NOT_BASE64", "sketch"],
  ["6 KiB and a byte", { sketch: sketchOfBytes(6_145) }, "SKETCH_TOO_LARGE", "sketch"],
  ["6 KiB of nothing", { sketch: sketchOfBytes(6_144) }, "SKETCH_MALFORMED", "sketch"],
  ["half a sketch", { sketch: SKETCH_OF_90.slice(0, 40) }, "SKETCH_MALFORMED", "sketch"],
  ["an empty sketch", { sketch: "" }, "SKETCH_ACCURACY_UNSUPPORTED", "sketch"],
  ["2 % accuracy", { sketch: base64(message(1.02 / 0.98), run(2, 0, 90)) }, "SKETCH_ACCURACY_UNSUPPORTED", "sketch"],
  ["an offset", { sketch: base64(message(1.01 / 0.99, 1), run(2, 0, 90)) }, "SKETCH_ACCURACY_UNSUPPORTED", "sketch"],
  [
    "linear steps",
    { sketch: base64(message(1.01 / 0.99, 0, 1), run(2, 0, 90)) },
    "SKETCH_ACCURACY_UNSUPPORTED",
    "sketch",
  ],
  [
    "negative latencies",
    { sketch: base64(message(), run(2, 0, 89), run(3, 0, 1)) },
    "SKETCH_NEGATIVE_VALUES",
    "sketch",
  ],
  ["half a success", { sketch: base64(message(), run(2, 0, 89.5, 0.5)) }, "SKETCH_COUNT_NOT_INTEGER", "sketch"],
  ["a negative count", { sketch: base64(message(), run(2, 0, 91, -1)) }, "SKETCH_COUNT_NOT_INTEGER", "sketch"],
  ["NaN successes", { sketch: base64(message(), run(2, 0, Number.NaN)) }, "SKETCH_COUNT_NOT_INTEGER", "sketch"],
  [
    "infinite successes",
    { sketch: base64(message(), run(2, 0, Number.POSITIVE_INFINITY)) },
    "SKETCH_COUNT_NOT_INTEGER",
    "sketch",
  ],
  ["bucket -1", { sketch: base64(message(), run(2, 1, 90)) }, "SKETCH_BUCKET_OUT_OF_RANGE", "sketch"],
];

describe("a bad sample", () => {
  test.each(BAD.map(([what, told, code, field], place) => ({ what, told, code, field, region: `bad-${place}` })))(
    "$what: $code",
    async ({ told, code, field, region }) => {
      const bad = told === null ? null : sampleOf(A, { region, ...told });
      const before = await rowsOf(A);
      const good = sampleOf(B, { region });
      const answer = await sendBatch(suite.api, key, { samples: [good, bad] });
      expect(answer).toMatchObject({
        ...{ accepted: 1, rejected: 1 },
        results: [
          { status: "ACCEPTED" },
          { status: "REJECTED", code, path: field === null ? ["samples", "1"] : ["samples", "1", field] },
        ],
      });
      expect(leaksIn(JSON.stringify(answer))).toEqual([]);
      expect(await rowsOf(A)).toEqual(before);
    },
  );

  test("all of them at once, in any order, leave the good ones stored", async () => {
    const bad = BAD.map(([, told]) => (told === null ? null : sampleOf(A, { region: "x", ...told })));
    const good = bad.map((_, n) => sampleOf(B, { region: `good-${n}` }));
    const samples = bad.flatMap((sample, n) => [sample, good[n]]);
    const statuses = await statusesOf(suite.api, key, samples);
    expect(statuses).toEqual(BAD.flatMap(([, , code]) => [`REJECTED ${code}`, "ACCEPTED"]));
  });

  test("infinity in the body, as 1e999, is one", async () => {
    const query =
      "mutation ($input: RecordMetricsBatchInput!) { recordMetricsBatch(input: $input) { ... on RecordedBatch { results { code } } } }";
    const body = JSON.stringify({ query, variables: { input: { samples: [sampleOf(A, { requests: 12_345 })] } } });
    const answer = await suite.api.post(body.replace("12345", "1e999"), { authorization: `Bearer ${key}` });
    expect(answer.data).toEqual({ recordMetricsBatch: { results: [{ code: "INVALID_REQUESTS" }] } });
  });
});

test("what is at the edge is taken", async () => {
  const operator = OPERATORS[3] ?? "";
  const edges = [
    { timestamp: NOW + 120 },
    { timestamp: NOW - 604_800 },
    { requests: 1_000_000_000, successes: 0, timeouts: 1_000_000_000, sketch: null, region: "max" },
    { upSeconds: 0, downSeconds: 0, region: "0" },
    { region: "a".repeat(63) },
    { operator: operator.toUpperCase().replace("X", "x"), region: "upper" },
    { successes: 0, sketch: base64(message()), region: "empty-sketch" },
    { sketch: base64(message(), run(2, 0, 89), Buffer.from([0x21]), double(1)), region: "zero-count" },
    { region: "null", sketch: SKETCH_OF_90.replaceAll("=", "") },
  ];
  const statuses = await statusesOf(
    suite.api,
    key,
    edges.map((told) => sampleOf(operator, told)),
  );
  expect(statuses).toEqual(edges.map(() => "ACCEPTED"));
  expect((await rowsOf(operator)).map(({ region }) => region)).toContain("null");
});

describe("revisions", () => {
  const send = (...told: Record<string, unknown>[]) =>
    statusesOf(
      suite.api,
      key,
      told.map((one) => sampleOf(OPERATORS[4] ?? "", one)),
    );

  test("the next supersedes, the same again is a duplicate, anything else a conflict", async () => {
    expect(await send({ revision: 1 })).toEqual(["CONFLICT REVISION_GAP"]);
    expect(await send({})).toEqual(["ACCEPTED"]);
    expect(await send({})).toEqual(["DUPLICATE"]);
    expect(await send({ timeouts: 4 })).toEqual(["CONFLICT PAYLOAD_DIFFERS"]);
    expect(await send({ revision: 2 })).toEqual(["CONFLICT REVISION_GAP"]);
    expect(await send({ revision: 1, timeouts: 4 })).toEqual(["ACCEPTED"]);
    expect(await send({ revision: 1, timeouts: 4 })).toEqual(["DUPLICATE"]);
    expect(await send({ revision: 1 })).toEqual(["CONFLICT PAYLOAD_DIFFERS"]);
    expect(await send({})).toEqual(["DUPLICATE"]);
    expect((await rowsOf(OPERATORS[4] ?? "")).map(({ revision, timeouts }) => [revision, timeouts])).toEqual([
      [0, 3],
      [1, 4],
    ]);
  });

  test("within a batch: as if sent one after another", async () => {
    const region = "one-by-one";
    expect(
      await send(
        { region, revision: 1 },
        { region },
        { region },
        { region, timeouts: 1 },
        { region, revision: 1, timeouts: 1 },
        { region, revision: 1, timeouts: 1 },
        { region, revision: 3 },
        { region, revision: 2 },
        { region, revision: 3 },
      ),
    ).toEqual([
      "CONFLICT REVISION_GAP",
      "ACCEPTED",
      "DUPLICATE",
      "CONFLICT PAYLOAD_DIFFERS",
      "ACCEPTED",
      "DUPLICATE",
      "CONFLICT REVISION_GAP",
      "ACCEPTED",
      "ACCEPTED",
    ]);
    expect(await send({ region, timeouts: 9 }, { region }, { region: "new" }, { region: "new" })).toEqual([
      "CONFLICT PAYLOAD_DIFFERS",
      "DUPLICATE",
      "ACCEPTED",
      "DUPLICATE",
    ]);
  });

  test("another sketch of as many successes is another payload", async () => {
    const region = "sketches";
    const other = base64(message(), run(2, 0, 90));
    expect(await send({ region }, { region, sketch: other })).toEqual(["ACCEPTED", "CONFLICT PAYLOAD_DIFFERS"]);
    expect(await send({ region, sketch: other })).toEqual(["CONFLICT PAYLOAD_DIFFERS"]);
  });

  test("nothing new, nothing to evaluate", async () => {
    const region = "quiet";
    await send({ region });
    const before = await dirtyOf(OPERATORS[4] ?? "");
    await send({ region }, { region, timeouts: 1 });
    expect(await dirtyOf(OPERATORS[4] ?? "")).toEqual(before);
  });
});

describe("who reports", () => {
  test("a key of one reporter reports as it, without saying so, and as nobody else", async () => {
    const own = await makeKey(suite.database.url, ["metrics:write"], "r-2");
    const region = "bound";
    expect(
      await statusesOf(suite.api, own, [
        sampleOf(A, { region, reporter: undefined }),
        sampleOf(A, { region, reporter: "r-2" }),
        sampleOf(A, { region, reporter: "r-1" }),
      ]),
    ).toEqual(["ACCEPTED", "DUPLICATE", "REJECTED REPORTER_NOT_YOURS"]);
  });

  test("a report keeps the weight it came with; the operator's own and its manager's weigh nothing", async () => {
    const { url, client } = suite.database;
    await withPool(url, async (pool) => {
      await pool.query(
        `insert into din_api.reporter (id, name, address, weight, created_at, updated_at)
         values ('self', 'self', $1, 5, 0, 0), ('manager', 'manager', $2, 7, 0, 0)`,
        [A, MANAGER],
      );
    });
    const region = "weights";
    const samples = [A, B].flatMap((operator) =>
      ["self", "manager", "r-1"].map((reporter) => sampleOf(operator, { region, reporter })),
    );
    expect(await statusesOf(suite.api, key, samples)).toEqual(samples.map(() => "ACCEPTED"));
    await client.query("update din_api.reporter set weight = 9 where id = 'r-1'");
    const later = sampleOf(B, { region: "weights-later" });
    await sendBatch(suite.api, key, { samples: [later] });
    const { rows } = await client.query(
      "select operator, region, reporter, weight from din_api.metric_sample where region like 'weights%' order by operator, region, reporter",
    );
    expect(rows.map((row) => [row.operator === A ? "A" : "B", row.region, row.reporter, row.weight])).toEqual([
      ["A", "weights", "manager", 0],
      ["A", "weights", "r-1", 1],
      ["A", "weights", "self", 0],
      ["B", "weights", "manager", 7],
      ["B", "weights", "r-1", 1],
      ["B", "weights", "self", 5],
      ["B", "weights-later", "r-1", 9],
    ]);
  });
});
