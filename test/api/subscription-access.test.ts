/** What may be asked over graphql-ws and SSE, by whom, and how much of it: as over HTTP. */
import { describe, expect, test } from "vitest";
import { waitFor } from "../../devnet/wait.ts";
import { openSse, type StreamedResult } from "../support/sse-reader.ts";
import { openWs, type WsClient } from "../support/ws-client.ts";
import { address, ETHER, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";
import { makeKey } from "./support/writer.ts";

const suite = apiSuite(
  { operator: [stakedRow({ address: address(1), ethActive: ETHER })] },
  { NODE_ENV: "production" },
);
const ALERTS = "subscription { alerts { eventId } }";

async function opened(init?: object): Promise<WsClient> {
  const client = await openWs(suite.api.url);
  await client.init(init);
  return client;
}

async function answered(client: WsClient, query: string): Promise<readonly StreamedResult[]> {
  client.subscribe("q", query);
  await waitFor(() => client.isOver("q"), { what: "the answer", timeoutMs: 5_000 });
  return client.results("q");
}

const codesOf = (results: readonly StreamedResult[]) =>
  results.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions?.code));

describe("limits and access are those of HTTP", () => {
  const deep = (depth: number) => `${"{ a ".repeat(depth)}${"}".repeat(depth)}`;

  test.each([
    ["too deep", `subscription { alerts ${deep(13)} }`, "DOCUMENT_TOO_DEEP"],
    ["too long", `subscription { alerts { eventId } } #${"x".repeat(50_000)}`, "DOCUMENT_TOO_LARGE"],
    ["too many tokens", `subscription { alerts { ${"eventId ".repeat(2_001)} } }`, "TOO_MANY_TOKENS"],
    [
      "too many aliases",
      `subscription { alerts { ${Array.from({ length: 31 }, (_, n) => `a${n}: eventId`).join(" ")} } }`,
      "TOO_MANY_ALIASES",
    ],
    [
      "too expensive",
      `subscription { operatorChanged(address: "${address(1)}") { slashes(first: 100) { nodes { operator { slashes(first: 100) { nodes { operator { stakingEvents(first: 100) { totalCount } } } } } } } } }`,
      "COST_TOO_HIGH",
    ],
    ["no GraphQL", "subscription {", "GRAPHQL_PARSE_FAILED"],
    ["an unknown field", "subscription { nope }", "GRAPHQL_VALIDATION_FAILED"],
    ["two roots", "subscription { alerts { eventId } networkChanged { totalOperators } }", "GRAPHQL_VALIDATION_FAILED"],
    ["introspection", "{ __schema { types { name } } }", "GRAPHQL_VALIDATION_FAILED"],
  ])("%s: refused, over both, and nobody is subscribed", async (_name, query, code) => {
    const client = await opened();
    const over = await answered(client, query);
    expect(codesOf(over)[0]).toBe(code);
    expect(over.some(({ data }) => data)).toBe(false);
    client.socket.close();
    const reader = await openSse({ url: suite.api.url, query });
    await reader.ended;
    expect(codesOf(reader.results)[0]).toBe(code);
    expect(suite.api.api.subscribers()).toEqual({ subscribers: 0, groups: 0 });
  });

  test("a mutation needs its key, by the first message or the upgrade's header", async () => {
    const register = `mutation { registerService(input: { id: "ws", name: "ws" }) { __typename ... on Error { code } } }`;
    const nobody = await opened();
    expect(codesOf(await answered(nobody, register))).toEqual(["UNAUTHENTICATED"]);
    const scopeless = await opened({ authorization: `Bearer ${await makeKey(suite.database.url, ["alerts:write"])}` });
    expect(await answered(scopeless, register)).toEqual([
      { data: { registerService: { __typename: "ForbiddenError", code: "FORBIDDEN" } } },
    ]);
    const admin = await makeKey(suite.database.url, ["admin"]);
    const known = await openWs(suite.api.url, { headers: { authorization: `Bearer ${admin}` } });
    await known.init();
    expect(await answered(known, register)).toMatchObject([{ data: { registerService: {} } }]);
    expect(codesOf(await answered(known, register))).toEqual([]);
    for (const client of [nobody, scopeless, known]) client.socket.close();
  });

  test("at most 100 operations at a time", async () => {
    const client = await opened();
    for (let n = 0; n < 101; n += 1) client.subscribe(`s${n}`, ALERTS);
    await waitFor(() => client.isOver("s100"), { what: "the refusal", timeoutMs: 5_000 });
    expect(codesOf(client.results("s100"))).toEqual(["TOO_MANY_OPERATIONS"]);
    await waitFor(() => suite.api.api.subscribers().subscribers === 100, { what: "the others", timeoutMs: 5_000 });
    client.socket.close();
    await waitFor(() => suite.api.api.subscribers().subscribers === 0, { what: "nobody", timeoutMs: 5_000 });
  });

  test("a question over a socket is answered as over HTTP", async () => {
    const query = `{ operator(address: "${address(1)}") { ... on Operator { tier stake { active } } } }`;
    const client = await opened();
    expect(await answered(client, query)).toEqual([{ data: (await suite.api.ask(query)).data }]);
    client.subscribe("n", "{ operators(first: 1000) { totalCount } }");
    await waitFor(() => client.isOver("n"), { what: "the refusal", timeoutMs: 5_000 });
    expect(codesOf(client.results("n"))).toEqual(["PAGE_SIZE_OUT_OF_RANGE"]);
    client.say({ type: "ping", payload: { n: 1 } });
    await waitFor(() => client.messages.some(({ type }) => type === "pong"), { what: "a pong", timeoutMs: 5_000 });
    client.socket.close();
  });
});

describe("SSE", () => {
  test.each(["GET", "POST"] as const)("%s: an event stream that begins at once", async (method) => {
    const query = "subscription { networkChanged { totalOperators } }";
    const reader = await openSse({ url: suite.api.url, query, method });
    expect([reader.status, reader.contentType]).toEqual([200, "text/event-stream"]);
    await waitFor(() => reader.results.length > 0, { what: "the first", timeoutMs: 5_000 });
    expect(reader.results).toEqual([{ data: { networkChanged: { totalOperators: 1 } } }]);
    reader.close();
    await waitFor(() => suite.api.api.subscribers().subscribers === 0, { what: "nobody", timeoutMs: 5_000 });
  });

  test("who does not accept it is told so, and subscribes to nothing", async () => {
    const answer = await suite.api.ask("subscription { networkChanged { totalOperators } }");
    expect(answer.status).toBe(406);
    expect(suite.api.api.subscribers()).toEqual({ subscribers: 0, groups: 0 });
  });
});
