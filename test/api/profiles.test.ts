/** Profiles: set by the operator's own account alone, once each, and read back as they were signed. */
import { readFileSync } from "node:fs";
import { privateKeyToAccount } from "viem/accounts";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { PROFILE_DOMAIN, PROFILE_TYPES } from "../../api/profiles/profile-signature.ts";
import { KEPT_REVISIONS } from "../../api/profiles/set.ts";
import { leaksIn } from "./support/leaks.ts";
import { address, CHAIN_ID, ETHER, NOW, operatorRow, REGISTRY, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { askAs, makeKey, registerAll } from "./support/writer.ts";

const account = privateKeyToAccount(`0x${"51".repeat(32)}`);
const manager = privateKeyToAccount(`0x${"52".repeat(32)}`);
const other = privateKeyToAccount(`0x${"53".repeat(32)}`);
const nobody = privateKeyToAccount(`0x${"54".repeat(32)}`);
const lower = (text: string): `0x${string}` => `0x${text.slice(2).toLowerCase()}`;
const OPERATOR = lower(account.address);
const SILENT = address(1);
/** Of the guide's examples. */
const GUIDES = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

const suite = apiSuite({
  operator: [
    stakedRow({ address: OPERATOR, ethActive: 5n * ETHER }),
    stakedRow({ address: lower(other.address), ethActive: 2n * ETHER }),
    stakedRow({ address: SILENT, ethActive: ETHER }),
    stakedRow({ address: GUIDES, ethActive: ETHER }),
    operatorRow({ address: lower(nobody.address), registeredAt: null }),
  ],
  manager: [
    { operator: OPERATOR, manager: lower(manager.address), allowed: true, updatedAt: NOW, eventId: "1".repeat(75) },
  ],
});
beforeAll(() => registerAll(suite.database.url));

const NODE = { id: "eu-a", service: "rpc", region: "eu-1", priority: 0 };
const PROFILE = {
  ...{ name: "Acme Nodes", regions: ["eu-1", "us-1"] },
  endpoints: [{ service: "rpc", region: "eu-1", url: "https://eu.acme.example/rpc" }],
  software: [
    { role: "EXECUTION", name: "Geth", version: "1.14.12" },
    { role: "SIGNER", name: "Web3Signer", version: "24.1" },
  ],
  nodes: [{ ...NODE, id: "eu-b", priority: 10 }, NODE, { ...NODE, id: "us-a", region: "us-1" }],
};

interface Told {
  readonly by?: typeof account;
  readonly operator?: string;
  readonly revision?: number;
  readonly profile?: object;
  readonly deadline?: number;
  readonly domain?: object;
}

/** The input as an operator's wallet signs it. */
async function signed({ by = account, operator = by.address, revision = 1, deadline = NOW + 600, ...told }: Told) {
  const profile = { ...PROFILE, ...told.profile };
  const domain = { name: PROFILE_DOMAIN, version: "1", chainId: CHAIN_ID, verifyingContract: lower(REGISTRY) };
  const signature = await by.signTypedData({
    domain: { ...domain, ...told.domain },
    types: PROFILE_TYPES,
    primaryType: "OperatorProfile",
    message: { operator: lower(operator), revision: BigInt(revision), ...profile, deadline: BigInt(deadline) },
  });
  return { operator, revision, profile, signature: { deadline, signature } };
}

const answerSchema = z.object({ result: z.looseObject({ __typename: z.string(), code: z.string().optional() }) });
const FIELDS = `operatorAddress revision setAt name regions endpoints { service region url } software { role name version }
  nodes { nodeId service region priority lastHeartbeatAt version alive serving } deadline digest signature`;

async function send(input: object, key: string | null = null) {
  const query = `mutation ($input: SetOperatorProfileInput!) { result: setOperatorProfile(input: $input) {
    __typename ... on OperatorProfile { ${FIELDS} } ... on Error { code message path } } }`;
  const answer = await askAs(suite.api, key, query, { input });
  expect(answer.errors).toEqual([]);
  expect(leaksIn(answer.text)).toEqual([]);
  return answerSchema.parse(answer.data).result;
}

const set = async (told: Told) => send(await signed(told));

async function profileOf(operator: string): Promise<unknown> {
  const query = `query ($a: Address!) { operator(address: $a) { ... on Operator { profile { ${FIELDS} } } } }`;
  const { data, errors } = await suite.api.ask(query, { a: operator });
  expect(errors).toEqual([]);
  return z.object({ operator: z.object({ profile: z.unknown() }) }).parse(data).operator.profile;
}

const stored = async (operator = OPERATOR) =>
  (
    await suite.database.client.query<{ revision: number }>(
      "select revision::int from din_api.operator_profile where operator = $1 order by revision",
      [operator],
    )
  ).rows.map(({ revision }) => revision);

const at = (seconds: number) => new Date(seconds * 1_000).toISOString();

describe("a profile", () => {
  test("is set without a key, and read as it was signed", async () => {
    expect(await profileOf(OPERATOR)).toBeNull();
    const input = await signed({});
    const result = await send(input);
    const { nodes: _nodes, ...said } = PROFILE;
    const node = { lastHeartbeatAt: null, version: null, alive: false, serving: false };
    expect(result).toEqual({
      ...{ __typename: "OperatorProfile", operatorAddress: account.address, revision: 1, setAt: at(NOW), ...said },
      // Not by priority, but as signed: the digest is of this order.
      nodes: [
        { ...node, nodeId: "eu-b", service: "rpc", region: "eu-1", priority: 10 },
        { ...node, nodeId: "eu-a", service: "rpc", region: "eu-1", priority: 0 },
        { ...node, nodeId: "us-a", service: "rpc", region: "us-1", priority: 0 },
      ],
      ...{ deadline: at(NOW + 600), signature: input.signature.signature, digest: expect.stringMatching(/^0x\w{64}$/) },
    });
    const { __typename, ...profile } = result;
    expect(await profileOf(OPERATOR)).toEqual(profile);
    expect(await profileOf(SILENT)).toBeNull();
  });

  test("sent again it is a replay; with the same or a lower revision it is outdated; both name the one that is set", async () => {
    const input = await signed({ revision: 5 });
    expect(await send(input)).toMatchObject({ revision: 5 });
    const replayed = { __typename: "ConflictError", code: "REPLAYED", path: ["input", "signature"] };
    expect(await send(input)).toMatchObject({ ...replayed, message: expect.stringContaining("revision 5") });
    const outdated = { __typename: "ConflictError", code: "OUTDATED_REVISION", path: ["input", "revision"] };
    for (const revision of [1, 4, 5]) {
      const answer = await set({ revision, profile: { name: "Late" } });
      expect(answer).toMatchObject({ ...outdated, message: expect.stringContaining("Revision 5") });
    }
    expect(await stored()).toEqual([1, 5]);
    expect(await profileOf(OPERATOR)).toMatchObject({ revision: 5, name: "Acme Nodes" });
  });

  test("of many at once with one revision one is set", async () => {
    const names = Array.from({ length: 6 }, (_, n) => `Acme ${n}`);
    const answers = await Promise.all(names.map((name) => set({ by: other, revision: 3, profile: { name } })));
    const codes = answers.map(({ __typename, code }) => code ?? __typename).sort();
    expect(codes).toEqual([
      "OUTDATED_REVISION",
      "OUTDATED_REVISION",
      "OUTDATED_REVISION",
      "OUTDATED_REVISION",
      "OUTDATED_REVISION",
      "OperatorProfile",
    ]);
    const [winner] = answers.filter(({ __typename }) => __typename === "OperatorProfile");
    expect(await profileOf(other.address)).toMatchObject({ name: winner?.name });
    expect(await stored(lower(other.address))).toEqual([3]);
  });

  test("replaces the software of the one before, and the last ones are kept", async () => {
    const software = [{ role: "EXECUTION", name: "Reth", version: "1" }];
    for (let revision = 10; revision <= 10 + KEPT_REVISIONS; revision += 1) {
      expect(await set({ revision, profile: { software } })).toMatchObject({ revision });
    }
    const revisions = await stored();
    expect(revisions).toHaveLength(KEPT_REVISIONS);
    expect(revisions.slice(0, 1)).toEqual([11]);
    const { rows } = await suite.database.client.query(
      "select role, name, version from din_api.operator_software where operator = $1",
      [OPERATOR],
    );
    expect(rows).toEqual(software);
  });

  test("of a page of operators is read with one statement", async () => {
    const { data, errors } = await suite.api.ask("{ operators { nodes { address profile { name } } } }");
    expect(errors).toEqual([]);
    const named = z.object({ operators: z.object({ nodes: z.array(z.object({ profile: z.unknown() })) }) }).parse(data);
    expect(named.operators.nodes.filter(({ profile }) => profile !== null)).toHaveLength(2);
  });
});

describe("refused, and nothing is stored", () => {
  const refused = async (input: object, expected: object, key: string | null = null) => {
    const before = await suite.database.client.query("select count(*) from din_api.operator_profile");
    expect(await send(input, key)).toMatchObject(expected);
    expect((await suite.database.client.query("select count(*) from din_api.operator_profile")).rows).toEqual(
      before.rows,
    );
  };
  const forbidden = { __typename: "ForbiddenError", code: "NOT_THE_SIGNER", path: ["input", "signature"] };

  test.each<[string, Told]>([
    ["of a stranger", { by: nobody, operator: account.address }],
    ["of a manager", { by: manager, operator: account.address }],
    ["of another operator", { by: other, operator: account.address }],
    ["for another chain", { domain: { chainId: 1 } }],
    ["for another registry", { domain: { verifyingContract: address(9) } }],
    ["for another purpose", { domain: { name: "DIN Maintenance" } }],
  ])("a signature %s", async (_what, told) => refused(await signed({ revision: 99, ...told }), forbidden));

  test("the same with an admin's key", async () => {
    const key = await makeKey(suite.database.url, ["admin"]);
    await refused(await signed({ revision: 99, by: nobody, operator: account.address }), forbidden, key);
  });

  test("something else than was signed", async () => {
    const input = await signed({ revision: 99 });
    await refused({ ...input, revision: 100 }, forbidden);
    await refused({ ...input, profile: { ...input.profile, name: "Evil" } }, forbidden);
  });

  test.each<[Told, string, string]>([
    [{ deadline: NOW - 1 }, "DEADLINE_PASSED", "signature.deadline"],
    [{ deadline: NOW + 3_601 }, "DEADLINE_TOO_FAR", "signature.deadline"],
    [{ revision: 0 }, "INVALID_REVISION", "revision"],
    [{ profile: { name: "" } }, "INVALID_NAME", "profile.name"],
    [
      { profile: { endpoints: [{ ...PROFILE.endpoints[0], url: "ftp://x" }] } },
      "INVALID_URL",
      "profile.endpoints.0.url",
    ],
    [{ profile: { nodes: [NODE, { ...NODE, id: "b" }] } }, "DUPLICATE", "profile.nodes.1.priority"],
  ])("%j: %s", async (told, code, path) => {
    const expected = { __typename: "ValidationError", code, path: ["input", ...path.split(".")] };
    await refused(await signed({ revision: 99, ...told }), expected);
  });

  test.each<[string, Told, string, string]>([
    ["an operator never registered", { by: nobody }, "UNKNOWN_OPERATOR", "operator"],
    [
      "a service nobody registered",
      { profile: { nodes: [NODE, { ...NODE, service: "x" }] } },
      "UNKNOWN_SERVICE",
      "profile.nodes.1.service",
    ],
  ])("%s", async (_what, told, code, path) => {
    const expected = { __typename: "NotFoundError", code, path: ["input", ...path.split(".")] };
    await refused(await signed({ revision: 99, ...told }), expected);
  });
});

test("the documents of docs/profiles.md are answered", async () => {
  const guide = readFileSync(new URL("../../docs/profiles.md", import.meta.url), "utf8");
  const key = await makeKey(suite.database.url, ["metrics:write"]);
  const input = {
    ...z.looseObject({}).parse(JSON.parse(/```profile\n([^`]*)\n/.exec(guide)?.[1] ?? "")),
    operator: OPERATOR,
  };
  // Signed by another, for another chain; all else of it may be.
  expect(await send(input)).toMatchObject({ code: "NOT_THE_SIGNER" });
  const documents = [...guide.matchAll(/```graphql\n([^`]*)\n```/g)].map(([, text]) => text ?? "");
  expect(documents).toHaveLength(4);
  for (const document of documents) {
    const { data, errors } = await askAs(suite.api, key, document);
    expect(errors).toEqual([]);
    expect(JSON.stringify(data)).not.toContain("code");
  }
  expect(await stored(GUIDES)).toEqual([]);
});
