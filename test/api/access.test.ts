/** Only the allowed write: every mutation for every kind of key, and the life of a key. */
import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from "graphql";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { SCOPES } from "../../api/access/caller.ts";
import { formatKey, newKey } from "../../api/access/key.ts";
import { createSchema } from "../../api/schema/index.ts";
import { leaksIn } from "./support/leaks.ts";
import { address, ETHER, NOW, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { askAs, makeKey, registerAll, sampleOf, sendBatch } from "./support/writer.ts";

const OPERATOR = address(1);
const HASH = `0x${"1".repeat(64)}`;
const suite = apiSuite({ operator: [stakedRow({ address: OPERATOR, ethActive: ETHER })] });
const schema: GraphQLSchema = createSchema();

/** The scope of each mutation; one that is new must be told here. */
const MUTATIONS: Readonly<Record<string, (typeof SCOPES)[number]>> = {
  createApiKey: "admin",
  revokeApiKey: "admin",
  registerReporter: "admin",
  setReporterWeight: "admin",
  registerService: "admin",
  recordMetrics: "metrics:write",
  recordMetricsBatch: "metrics:write",
  recordHeartbeat: "metrics:write",
  reportIncident: "incidents:write",
  confirmIncident: "incidents:write",
  announceMaintenance: "admin",
  cancelMaintenance: "admin",
  acknowledgeAlert: "alerts:write",
  resolveAlert: "alerts:write",
  silenceAlerts: "alerts:write",
  endSilence: "alerts:write",
  createWebhook: "alerts:write",
  deleteWebhook: "alerts:write",
  testWebhook: "alerts:write",
  redeliverWebhook: "alerts:write",
  pauseKeeper: "admin",
  resumeKeeper: "admin",
  reportKeeper: "keeper:write",
  setCircuit: "circuit:write",
  sealScoreReports: "keeper:write",
};

/** Some value that the type takes. */
function exampleOf(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return exampleOf(type.ofType);
  if (isListType(type)) return [exampleOf(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return Object.fromEntries(required.map((field) => [field.name, exampleOf(field.type)]));
  }
  const scalars = { Address: OPERATOR, Int: 1, Float: 1, Boolean: true, DateTime: "2026-01-01T00:00:00Z", Hash: HASH };
  return new Map<string, unknown>(Object.entries(scalars)).get(type.name) ?? "x";
}

/** The mutation with arguments that it would at least read. */
function callOf(name: string): { query: string; variables: Record<string, unknown> } {
  const field = schema.getMutationType()?.getFields()[name];
  if (field === undefined) throw new Error(`no mutation ${name}`);
  const required = field.args.filter((arg) => isNonNullType(arg.type));
  const declared = required.map((arg) => `$${arg.name}: ${arg.type}`).join(", ");
  const passed = required.map((arg) => `${arg.name}: $${arg.name}`).join(", ");
  return {
    query: `mutation (${declared}) { ${name}(${passed}) { __typename ... on Error { code message path } } }`,
    variables: Object.fromEntries(required.map((arg) => [arg.name, exampleOf(arg.type)])),
  };
}

/** What carries an authority of its own in any case, and needs no key: whoever is not who it says is refused by it. */
const SIGNED = ["setOperatorProfile"];

const everyName = Object.keys(schema.getMutationType()?.getFields() ?? {});
const names = everyName.filter((name) => !SIGNED.includes(name));

/** Everything that a mutation can write to. */
const written = async () => {
  const tables = [
    "api_key",
    "reporter",
    "service",
    "heartbeat",
    "webhook",
    "webhook_delivery",
    "metric_sample",
    "metric_dirty",
    "signed_batch",
    "incident",
    "violation",
    "maintenance",
    "operator_profile",
    "operator_software",
    "alert_event",
    "silence",
    "keeper_switch",
    "keeper_report",
    "score_report",
    "circuit_override",
  ];
  const counts = tables.map((table) => `(select count(*) from din_api.${table})::int as ${table}`);
  return (await suite.database.client.query(`select ${counts.join(", ")}`)).rows[0];
};

beforeAll(() => registerAll(suite.database.url));

test("every mutation is listed here with its scope, or as signed", () => {
  expect(everyName).toEqual(expect.arrayContaining(SIGNED));
  expect([...names].sort()).toEqual(Object.keys(MUTATIONS).sort());
});

describe.each(names)("%s", (name) => {
  const { query, variables } = callOf(name);
  const refused = async (key: string | null, ask: () => ReturnType<typeof askAs>) => {
    const before = await written();
    const answer = await ask();
    expect(leaksIn(answer.text)).toEqual([]);
    if (key !== null) expect(answer.text).not.toContain(key);
    expect(await written()).toEqual(before);
    return answer;
  };

  test("without a key: UNAUTHENTICATED", async () => {
    const answer = await refused(null, () => askAs(suite.api, null, query, variables));
    expect(answer).toMatchObject({ status: 401, errors: [{ code: "UNAUTHENTICATED" }] });
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    expect(answer.errors[0]?.message).toContain(MUTATIONS[name]);
  });

  test("with all scopes but its own: FORBIDDEN, naming it", async () => {
    const key = await makeKey(
      suite.database.url,
      SCOPES.filter((scope) => scope !== MUTATIONS[name]),
    );
    const answer = await refused(key, () => askAs(suite.api, key, query, variables));
    expect(answer).toMatchObject({ status: 200, errors: [] });
    expect(answer.data).toEqual({
      [name]: {
        __typename: "ForbiddenError",
        code: "FORBIDDEN",
        message: expect.stringContaining(MUTATIONS[name] ?? ""),
        path: [],
      },
    });
  });

  test("with its scope it is read", async () => {
    const key = await makeKey(suite.database.url, [MUTATIONS[name] ?? ""]);
    const answer = await askAs(suite.api, key, query, variables);
    expect(answer.errors).toEqual([]);
    expect(JSON.stringify(answer.data)).not.toContain("FORBIDDEN");
  });

  test("with a revoked key: 401", async () => {
    const key = await makeKey(suite.database.url, [...SCOPES]);
    await suite.database.client.query("update din_api.api_key set revoked_at = $1 where id = $2", [
      NOW,
      key.slice(4, 16),
    ]);
    const answer = await refused(key, () => askAs(suite.api, key, query, variables));
    expect(answer).toMatchObject({
      status: 401,
      errors: [{ code: "UNAUTHENTICATED", message: "This API key was revoked." }],
    });
  });

  test.each(malformed())("with $what: 401", async ({ header }) => {
    const answer = await refused(null, () =>
      suite.api.post(JSON.stringify({ query, variables }), { authorization: header }),
    );
    expect(answer).toMatchObject({ status: 401, errors: [{ code: "UNAUTHENTICATED" }] });
  });
});

test.each(SIGNED)("%s is refused without a signature, and by it, whatever the key", async (name) => {
  const { query, variables } = callOf(name);
  const key = await makeKey(suite.database.url, [...SCOPES]);
  const before = await written();
  for (const as of [null, key]) {
    const answer = await askAs(suite.api, as, query, variables);
    expect(answer.errors).toEqual([]);
    expect(answer.data).toMatchObject({
      [name]: { __typename: expect.stringMatching(/^(Validation|Forbidden)Error$/) },
    });
    const input = { ...z.looseObject({}).parse(variables.input), signature: undefined };
    expect((await askAs(suite.api, as, query, { input })).errors).toMatchObject([{ code: "BAD_USER_INPUT" }]);
  }
  expect(await written()).toEqual(before);
});

function malformed() {
  return [
    { what: "a key that nobody made", header: `Bearer ${formatKey(newKey())}` },
    { what: "no key at all", header: "Bearer" },
    { what: "another scheme", header: "Basic YTpi" },
    { what: "half a key", header: "Bearer din_abcdefghijkm_short" },
    { what: "two keys", header: `Bearer ${formatKey(newKey())} ${formatKey(newKey())}` },
    { what: "SQL for a key", header: "Bearer din_' or 1=1 --_" },
  ];
}

describe("a key", () => {
  const create = (key: string, input: object) =>
    askAs(
      suite.api,
      key,
      `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
        __typename ... on CreatedApiKey { key apiKey { keyId name scopes reporter createdBy createdAt revokedAt lastUsedAt } } ... on Error { code path } } }`,
      { input },
    );
  const createdSchema = z.object({
    createApiKey: z.object({ key: z.string(), apiKey: z.looseObject({ keyId: z.string() }) }),
  });
  const list = "{ apiKeys { keyId name revokedAt lastUsedAt } }";
  let admin = "";
  beforeAll(async () => {
    admin = await makeKey(suite.database.url, ["admin"]);
  });

  test("is created, shown once, used, listed without its secret, revoked, and ends", async () => {
    const answer = await create(admin, { name: " Metrics Core ", scopes: ["METRICS_WRITE"], reporter: "r-1" });
    const { key, apiKey } = createdSchema.parse(answer.data).createApiKey;
    expect(apiKey).toEqual({
      ...{ keyId: key.slice(4, 16), name: "Metrics Core", scopes: ["METRICS_WRITE"], reporter: "r-1" },
      ...{
        createdBy: admin.slice(4, 16),
        createdAt: new Date(NOW * 1_000).toISOString(),
        revokedAt: null,
        lastUsedAt: null,
      },
    });
    expect(await sendBatch(suite.api, key, { samples: [sampleOf(OPERATOR)] })).toMatchObject({ accepted: 1 });

    const listed = await askAs(suite.api, admin, list);
    expect(listed.text).not.toContain(key.slice(17));
    const minute = new Date(Math.floor(NOW / 60) * 60_000).toISOString();
    expect(listed.data).toMatchObject({
      apiKeys: expect.arrayContaining([
        expect.objectContaining({ keyId: apiKey.keyId, revokedAt: null, lastUsedAt: minute }),
      ]),
    });
    const { rows } = await suite.database.client.query("select hash from din_api.api_key where id = $1", [
      apiKey.keyId,
    ]);
    expect(rows[0]?.hash).toHaveLength(32);

    const revoke =
      "mutation ($id: String!) { revokeApiKey(id: $id) { ... on ApiKey { keyId revokedAt } ... on Error { code } } }";
    const revoked = await askAs(suite.api, admin, revoke, { id: apiKey.keyId });
    const revokedAt = new Date(NOW * 1_000).toISOString();
    expect(revoked.data).toEqual({ revokeApiKey: { keyId: apiKey.keyId, revokedAt } });
    suite.api.clock.now += 100;
    const again = await askAs(suite.api, admin, revoke, { id: apiKey.keyId });
    suite.api.clock.now -= 100;
    expect(again.data).toEqual(revoked.data);
    expect(await askAs(suite.api, key, "{ policy { version } }")).toMatchObject({ status: 401 });
    for (const id of ["nope", `${apiKey.keyId}\0`]) {
      expect(await askAs(suite.api, admin, revoke, { id })).toMatchObject({
        data: { revokeApiKey: { code: "API_KEY_NOT_FOUND" } },
      });
    }
  });

  test.each([
    [{ name: "", scopes: ["ADMIN"] }, "INVALID_NAME", "name"],
    [{ name: "x".repeat(101), scopes: ["ADMIN"] }, "INVALID_NAME", "name"],
    [{ name: "a\0", scopes: ["ADMIN"] }, "INVALID_NAME", "name"],
    [{ name: "x", scopes: [] }, "INVALID_SCOPES", "scopes"],
    [{ name: "x", scopes: ["ADMIN"], reporter: "r-1\0" }, "REPORTER_NOT_FOUND", "reporter"],
  ])("%j is refused: %s", async (input, code, field) => {
    expect((await create(admin, input)).data).toMatchObject({ createApiKey: { code, path: ["input", field] } });
  });

  test("the list is for admins", async () => {
    expect(await askAs(suite.api, null, list)).toMatchObject({ status: 401, errors: [{ code: "UNAUTHENTICATED" }] });
    const other = await makeKey(suite.database.url, ["metrics:write"]);
    const answer = await askAs(suite.api, other, list);
    expect(answer).toMatchObject({ status: 403, errors: [{ code: "FORBIDDEN" }] });
    expect(answer.errors[0]?.message).toContain("admin");
  });

  test("reading needs none, and takes one", async () => {
    expect((await askAs(suite.api, null, "{ policy { version } }")).errors).toEqual([]);
    expect((await askAs(suite.api, admin, "{ policy { version } }")).errors).toEqual([]);
  });

  test("its use is written down once a minute", async () => {
    const key = await makeKey(suite.database.url, ["admin"]);
    const version = async () =>
      (await suite.database.client.query("select xmin::text from din_api.api_key where id = $1", [key.slice(4, 16)]))
        .rows[0];
    await askAs(suite.api, key, "{ policy { version } }");
    const first = await version();
    await askAs(suite.api, key, "{ policy { version } }");
    expect(await version()).toEqual(first);
    suite.api.clock.now += 60;
    await askAs(suite.api, key, "{ policy { version } }");
    suite.api.clock.now -= 60;
    expect(await version()).not.toEqual(first);
  });
});
