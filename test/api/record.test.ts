/** Single writes: the scalar form, reporters, services, heartbeats, and the command line that makes keys. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { address, ETHER, NOW, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { askAs, LAST_INTERVAL, makeKey, registerAll, sampleOf, sendBatch } from "./support/writer.ts";

const OPERATOR = address(1);
const suite = apiSuite({ operator: [stakedRow({ address: OPERATOR, ethActive: ETHER })] });
let writer = "";
let admin = "";

beforeAll(async () => {
  await registerAll(suite.database.url);
  writer = await makeKey(suite.database.url, ["metrics:write"], "r-1");
  admin = await makeKey(suite.database.url, ["admin"]);
});

describe("recordMetrics", () => {
  const METRICS = {
    ...{ serviceId: "rpc", successRate: 99.5, p95Latency: 200, p99Latency: 300.5, throughput: 13e9, uptime: 99.95 },
    timestamp: LAST_INTERVAL + 7,
  };
  const record = async (told: object = {}, key = writer, operator = OPERATOR, reporter: string | null = null) => {
    const query = `mutation ($operator: Address!, $metrics: PerformanceMetricsInput!, $reporter: String) {
      recordMetrics(operator: $operator, metrics: $metrics, reporter: $reporter) {
        __typename ... on RecordedMetrics { interval duplicate } ... on Error { code path } } }`;
    const answer = await askAs(suite.api, key, query, { operator, metrics: { ...METRICS, ...told }, reporter });
    expect(answer.errors).toEqual([]);
    return answer.data;
  };

  test("becomes counts; the same again is a duplicate, other figures a conflict", async () => {
    const interval = new Date(LAST_INTERVAL * 1_000).toISOString();
    expect(await record()).toEqual({ recordMetrics: { __typename: "RecordedMetrics", interval, duplicate: false } });
    expect(await record({ timestamp: interval })).toEqual({
      recordMetrics: { __typename: "RecordedMetrics", interval, duplicate: true },
    });
    expect(await record({ uptime: 50 })).toEqual({
      recordMetrics: { __typename: "ConflictError", code: "PAYLOAD_DIFFERS", path: ["metrics", "timestamp"] },
    });
    const { rows } = await suite.database.client.query(
      `select region, reporter, revision, requests::int, successes::int, timeouts::int, up_seconds, down_seconds, sketch,
         p95_micros::int, p99_micros::int, weight from din_api.metric_sample where operator = $1`,
      [OPERATOR],
    );
    // May 2026 has 2,678,400 seconds: 13e9 x 60 / 2,678,400 requests, 99.5 % of them successes.
    expect(rows).toEqual([
      {
        ...{ region: "global", reporter: "r-1", revision: 0, requests: 291_219, successes: 289_763, timeouts: 0 },
        ...{ up_seconds: 60, down_seconds: 0, sketch: null, p95_micros: 200_000, p99_micros: 300_500, weight: 1 },
      },
    ]);
  });

  test("can be revised by a batch, with a distribution", async () => {
    const sample = sampleOf(OPERATOR, { region: "global", revision: 1 });
    expect(await sendBatch(suite.api, writer, { samples: [sample] })).toMatchObject({ accepted: 1 });
  });

  test.each([
    [{ p99Latency: 199 }, "P99_BELOW_P95", "p99Latency"],
    [{ successRate: 100.01 }, "INVALID_SUCCESS_RATE", "successRate"],
    [{ successRate: Number.NaN }, "INVALID_SUCCESS_RATE", "successRate"],
    [{ successRate: "99" }, "INVALID_SUCCESS_RATE", "successRate"],
    [{ successRate: undefined }, "INVALID_SUCCESS_RATE", "successRate"],
    [{ uptime: -1 }, "INVALID_UPTIME", "uptime"],
    [{ uptime: 101 }, "INVALID_UPTIME", "uptime"],
    [{ p95Latency: -0.1 }, "INVALID_P95_LATENCY", "p95Latency"],
    [{ p99Latency: 3_600_001 }, "INVALID_P99_LATENCY", "p99Latency"],
    [{ throughput: -1 }, "INVALID_THROUGHPUT", "throughput"],
    [{ serviceId: "" }, "INVALID_SERVICE", "serviceId"],
    [{ serviceId: 3 }, "INVALID_SERVICE", "serviceId"],
    [{ timestamp: NOW + 121 }, "TIMESTAMP_IN_FUTURE", "timestamp"],
    [{ timestamp: NOW - 604_801 }, "TIMESTAMP_TOO_OLD", "timestamp"],
    [{ timestamp: "yesterday" }, "INVALID_TIMESTAMP", "timestamp"],
  ])("%j is refused: %s", async (told, code, field) => {
    expect(await record({ timestamp: LAST_INTERVAL - 600, ...told })).toEqual({
      recordMetrics: { __typename: "ValidationError", code, path: ["metrics", field] },
    });
  });

  test("of what is not known is refused", async () => {
    expect(await record({ serviceId: "nope" })).toMatchObject({
      recordMetrics: { __typename: "NotFoundError", code: "UNKNOWN_SERVICE", path: ["metrics", "serviceId"] },
    });
    expect(await record({}, writer, address(404))).toMatchObject({
      recordMetrics: { __typename: "NotFoundError", code: "UNKNOWN_OPERATOR", path: ["operator"] },
    });
    expect(await record({}, writer, OPERATOR, "r-2")).toMatchObject({
      recordMetrics: { __typename: "ForbiddenError", code: "REPORTER_NOT_YOURS", path: ["reporter"] },
    });
    const any = await makeKey(suite.database.url, ["metrics:write"]);
    expect(await record({}, any)).toMatchObject({ recordMetrics: { code: "REPORTER_MISSING" } });
    expect(await record({}, any, OPERATOR, "r-9")).toMatchObject({ recordMetrics: { code: "UNKNOWN_REPORTER" } });
    expect(await record({}, any, OPERATOR, "r-2")).toMatchObject({ recordMetrics: { duplicate: false } });
  });
});

describe("reporters and services", () => {
  const register = async (input: object) =>
    (
      await askAs(
        suite.api,
        admin,
        `mutation ($input: RegisterReporterInput!) { registerReporter(input: $input) {
          __typename ... on Reporter { reporterId name address weight } ... on Error { code path } } }`,
        { input },
      )
    ).data;
  const weigh = async (id: string, weight: number) =>
    (
      await askAs(
        suite.api,
        admin,
        `mutation ($id: String!, $weight: Int!) { setReporterWeight(id: $id, weight: $weight) {
          __typename ... on Reporter { weight } ... on Error { code path } } }`,
        { id, weight },
      )
    ).data;

  test("the same again is a success, other data a conflict", async () => {
    const input = { id: "probe-eu", name: "Probe", address: address(7, "0x9a"), weight: 3 };
    const reporter = { __typename: "Reporter", reporterId: "probe-eu", name: "Probe", weight: 3 };
    expect(await register(input)).toMatchObject({ registerReporter: reporter });
    expect(await register(input)).toMatchObject({ registerReporter: reporter });
    expect(await register({ ...input, name: "Other" })).toMatchObject({ registerReporter: { code: "ID_TAKEN" } });
    expect(await register({ ...input, weight: 4 })).toMatchObject({ registerReporter: { code: "ID_TAKEN" } });
    expect(await register({ ...input, id: "probe-us" })).toEqual({
      registerReporter: { __typename: "ConflictError", code: "ADDRESS_TAKEN", path: ["input", "address"] },
    });
  });

  test.each([
    [{ id: "Probe" }, "INVALID_ID", "id"],
    [{ id: "" }, "INVALID_ID", "id"],
    [{ id: "-a" }, "INVALID_ID", "id"],
    [{ id: "a".repeat(64) }, "INVALID_ID", "id"],
    [{ name: " " }, "INVALID_NAME", "name"],
    [{ weight: 101 }, "INVALID_WEIGHT", "weight"],
    [{ weight: -1 }, "INVALID_WEIGHT", "weight"],
  ])("%j is refused: %s", async (told, code, field) => {
    expect(await register({ id: "new", name: "New", ...told })).toEqual({
      registerReporter: { __typename: "ValidationError", code, path: ["input", field] },
    });
  });

  test("a weight is set within its range, of a reporter that is there", async () => {
    expect(await weigh("r-3", 100)).toMatchObject({ setReporterWeight: { weight: 100 } });
    expect(await weigh("r-3", 101)).toMatchObject({ setReporterWeight: { code: "INVALID_WEIGHT", path: ["weight"] } });
    expect(await weigh("r-3\0", 1)).toMatchObject({ setReporterWeight: { code: "REPORTER_NOT_FOUND", path: ["id"] } });
  });

  test("both are listed by id, page by page", async () => {
    const query = `{ reporters(first: 2) { totalCount nodes { reporterId } pageInfo { hasNextPage } } services { nodes { serviceId name } } }`;
    const { data } = await askAs(suite.api, null, query);
    expect(data).toEqual({
      reporters: {
        totalCount: 4,
        nodes: [{ reporterId: "probe-eu" }, { reporterId: "r-1" }],
        pageInfo: { hasNextPage: true },
      },
      services: {
        nodes: [
          { serviceId: "rpc", name: "rpc" },
          { serviceId: "wallet", name: "wallet" },
        ],
      },
    });
  });

  test("a service: the same again is a success, another name a conflict", async () => {
    const query = `mutation ($input: RegisterServiceInput!) { registerService(input: $input) {
      __typename ... on Service { serviceId } ... on Error { code } } }`;
    const send = async (input: object) => (await askAs(suite.api, admin, query, { input })).data;
    expect(await send({ id: "rpc", name: "rpc" })).toMatchObject({ registerService: { serviceId: "rpc" } });
    expect(await send({ id: "rpc", name: "RPC" })).toMatchObject({ registerService: { code: "ID_TAKEN" } });
    expect(await send({ id: "a b", name: "x" })).toMatchObject({ registerService: { code: "INVALID_ID" } });
  });
});

describe("recordHeartbeat", () => {
  const beat = async (told: object = {}) => {
    const query = `mutation ($input: HeartbeatInput!) { recordHeartbeat(input: $input) {
      __typename ... on RecordedHeartbeat { at } ... on Error { code path } } }`;
    return (await askAs(suite.api, writer, query, { input: { operator: OPERATOR, service: "rpc", ...told } })).data;
  };
  const kept = async () =>
    (
      await suite.database.client.query(
        "select service, region, version, at::int from din_api.heartbeat order by region",
      )
    ).rows;

  test("the last one is kept, and measures nothing", async () => {
    const samples = await suite.database.client.query("select count(*) from din_api.metric_sample");
    expect(await beat({ version: "1.2.3" })).toEqual({
      recordHeartbeat: { __typename: "RecordedHeartbeat", at: new Date(NOW * 1_000).toISOString() },
    });
    await beat({ version: "1.2.4" });
    await beat({ region: "eu-1" });
    expect(await kept()).toEqual([
      { service: "rpc", region: "eu-1", version: null, at: NOW },
      { service: "rpc", region: "global", version: "1.2.4", at: NOW },
    ]);
    suite.api.clock.now -= 10;
    await beat({ version: "older" });
    suite.api.clock.now += 10;
    expect((await kept())[1]).toMatchObject({ version: "1.2.4", at: NOW });
    expect((await suite.database.client.query("select count(*) from din_api.metric_sample")).rows).toEqual(
      samples.rows,
    );
  });

  test.each([
    [{ service: "nope" }, "UNKNOWN_SERVICE", "service"],
    [{ service: "\0" }, "INVALID_SERVICE", "service"],
    [{ region: "" }, "INVALID_REGION", "region"],
    [{ version: "a b" }, "INVALID_VERSION", "version"],
    [{ operator: address(404) }, "UNKNOWN_OPERATOR", "operator"],
  ])("%j is refused: %s", async (told, code, field) => {
    expect(await beat(told)).toMatchObject({ recordHeartbeat: { code, path: ["input", field] } });
  });
});

describe("npm run keys", () => {
  const ROOT = fileURLToPath(new URL("../..", import.meta.url));
  const TSX = createRequire(import.meta.url).resolve("tsx");

  function run(
    args: readonly string[],
    url = suite.database.url,
  ): Promise<{ code: number | null; out: string; err: string }> {
    const { PATH = "" } = process.env;
    const child = spawn(process.execPath, ["--import", TSX, "api/keys.ts", ...args], {
      cwd: ROOT,
      env: { PATH, DATABASE_URL: url },
    });
    const told = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      told.out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      told.err += text;
    });
    return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...told })));
  }

  test("makes a key that works, lists it without its secret, revokes it", async () => {
    const made = await run(["create", "--name", "by hand", "--scopes", "metrics:write,admin", "--reporter", "r-1"]);
    expect(made).toMatchObject({ code: 0, err: "" });
    const key = made.out.trim();
    const id = key.slice(4, 16);
    expect((await askAs(suite.api, key, "{ apiKeys { keyId } }")).errors).toEqual([]);
    const listed = await run(["list"]);
    expect(listed.out).toMatch(new RegExp(`^${id}  valid +metrics:write,admin +r-1 .*by hand$`, "m"));
    expect(listed.out).not.toContain(key.slice(17));
    expect(await run(["revoke", id])).toMatchObject({ code: 0, out: `${id} is revoked.\n` });
    expect(await askAs(suite.api, key, "{ apiKeys { keyId } }")).toMatchObject({ status: 401 });
  });

  test("works on an empty database", async () => {
    const name = "keys_first";
    await suite.database.client.query(`create database ${name}`);
    const url = new URL(suite.database.url);
    url.pathname = `/${name}`;
    try {
      const made = await run(["create", "--name", "first", "--scopes", "admin"], url.href);
      expect(made).toMatchObject({ code: 0, err: "", out: expect.stringMatching(/^din_\w{12}_[\w-]{43}\n$/) });
    } finally {
      await suite.database.client.query(`drop database ${name} with (force)`);
    }
  });

  test.each([
    [["--help"], 0, "npm run keys -- create"],
    [[], 2, "Say what to do."],
    [["destroy"], 2, "This is no command: destroy."],
    [["create", "--name", "x"], 2, "needs --name and --scopes"],
    [["create", "--nam", "x"], 2, "--nam"],
    [["list", "--name", "x"], 2, "are for `create`"],
    [["create", "--name", "x", "--scopes", "admin,root"], 1, "INVALID_SCOPES"],
    [["create", "--name", "x", "--scopes", "admin", "--reporter", "r-9"], 1, "REPORTER_NOT_FOUND"],
    [["revoke", "nope"], 1, "API_KEY_NOT_FOUND"],
  ])("%j: exit code %i", async (args, code, text) => {
    const ended = await run(args);
    expect(ended.code).toBe(code);
    expect(code === 0 ? ended.out : ended.err).toContain(text);
    expect(ended.out + ended.err).not.toMatch(/^ +at /m);
  });

  test.each([
    ["", "DATABASE_URL"],
    ["postgres://a:b@127.0.0.1:1/x", "ECONNREFUSED"],
  ])("without a database (%s): exit code 1", async (url, text) => {
    const ended = await run(["list"], url);
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toContain(text);
    expect(ended.err).not.toMatch(/^ +at /m);
  });
});
