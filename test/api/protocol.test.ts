/** Bad input below GraphQL: methods, media types, bodies and their sizes. */
import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { MAX_BODY_BYTES } from "../../api/http/body.ts";
import { type Answer, readAnswer } from "./support/api.ts";
import { leaksIn } from "./support/leaks.ts";
import { apiSuite } from "./support/suite.ts";

const JSON_TYPE = { "content-type": "application/json" };
const QUERY = JSON.stringify({ query: "{ __typename }" });
const suite = apiSuite({}, { NODE_ENV: "production" });

async function send(init: RequestInit, path = "/graphql"): Promise<Answer> {
  return readAnswer(await fetch(`${suite.api.url}${path}`, init));
}

interface Case {
  readonly what: string;
  readonly init: RequestInit;
  readonly path?: string;
  readonly status: number;
  readonly code: string;
}

const post = (what: string, body: string, status: number, code: string, type = "application/json"): Case => ({
  what,
  init: { method: "POST", body, headers: { "content-type": type, accept: "application/json" } },
  status,
  code,
});

const CASES: Case[] = [
  post("a form", "query=%7B__typename%7D", 415, "UNSUPPORTED_MEDIA_TYPE", "application/x-www-form-urlencoded"),
  post("a multipart form", "--x--", 415, "UNSUPPORTED_MEDIA_TYPE", "multipart/form-data; boundary=x"),
  post("plain text", QUERY, 415, "UNSUPPORTED_MEDIA_TYPE", "text/plain"),
  post("a bare document", "{ __typename }", 415, "UNSUPPORTED_MEDIA_TYPE", "application/graphql"),
  post("almost the right type", QUERY, 415, "UNSUPPORTED_MEDIA_TYPE", "application/jsonp"),
  post("invalid JSON", '{"query":', 400, "BAD_REQUEST"),
  post("no body", "", 400, "BAD_REQUEST"),
  post("null", "null", 400, "BAD_REQUEST"),
  post("a number", "42", 400, "BAD_REQUEST"),
  post("a batch", `[${QUERY},${QUERY}]`, 400, "BAD_REQUEST"),
  post("an empty batch", "[]", 400, "BAD_REQUEST"),
  post("no query", "{}", 400, "BAD_REQUEST"),
  post("a query that is no string", '{"query":{"a":1}}', 400, "BAD_REQUEST"),
  post("variables that are no object", '{"query":"{ __typename }","variables":"x"}', 400, "BAD_REQUEST"),
  post("a prototype for variables", '{"query":"{ __typename }","__proto__":{"a":1}}', 400, "BAD_REQUEST"),
  {
    what: "a mutation by GET",
    init: {},
    path: "/graphql?query=mutation%7Bx%7D",
    status: 405,
    code: "BAD_REQUEST",
  },
  { what: "PUT", init: { method: "PUT", body: QUERY, headers: JSON_TYPE }, status: 405, code: "BAD_REQUEST" },
  { what: "DELETE", init: { method: "DELETE" }, status: 405, code: "BAD_REQUEST" },
];

test.each(CASES)("$what: $status $code", async ({ init, path, status, code }) => {
  const answer = await send(init, path);
  expect(answer.errors.map((error) => error.code)).toEqual([code]);
  expect(answer.status).toBe(status);
  expect(answer.data ?? null).toBeNull();
  expect(leaksIn(answer.text)).toEqual([]);
});

/** What fetch would not send: headers that are missing or lie. */
function sendRaw(headers: Record<string, string>, body?: Buffer): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const raw = request(
      `${suite.api.url}/graphql`,
      { method: "POST", headers: { ...JSON_TYPE, ...headers } },
      (answer) => {
        answer.setEncoding("utf8");
        let text = "";
        answer.on("data", (chunk: string) => {
          text += chunk;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    // The server hangs up on a body it will not read; the answer has come by then.
    raw.on("error", (error) => ("code" in error && error.code === "EPIPE" ? undefined : reject(error)));
    if (body === undefined) raw.flushHeaders();
    else raw.end(body);
  });
}

describe("the body's length", () => {
  test("chunked, without a length: 411", async () => {
    const answer = await sendRaw({ "transfer-encoding": "chunked" }, Buffer.from(QUERY));
    expect(answer.status).toBe(411);
    expect(answer.text).toContain('"LENGTH_REQUIRED"');
  });

  test("8 MiB are read, and refused for what is in them", async () => {
    const frame = JSON.stringify({ query: "" });
    const query = `{ __typename }${" ".repeat(MAX_BODY_BYTES - frame.length - "{ __typename }".length)}`;
    const body = Buffer.from(JSON.stringify({ query }));
    expect(body.length).toBe(MAX_BODY_BYTES);
    const answer = await sendRaw({ "content-length": String(body.length) }, body);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('"DOCUMENT_TOO_LARGE"');
  });

  test("one byte more is refused by its length, before a byte of it is sent", async () => {
    const answer = await sendRaw({ "content-length": String(MAX_BODY_BYTES + 1) });
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('"BODY_TOO_LARGE"');
  });
});

describe("in production", () => {
  test.each([
    "{ __schema { types { name } } }",
    '{ __type(name: "Operator") { name } }',
    "query Q { ...F } fragment F on Query { __schema { queryType { name } } }",
  ])("introspection is refused: %s", async (query) => {
    const answer = await suite.api.ask(query);
    expect(answer.data).toBeUndefined();
    expect(new Set(answer.errors.map((error) => error.code))).toEqual(new Set(["GRAPHQL_VALIDATION_FAILED"]));
  });

  test("there is no GraphiQL", async () => {
    const answer = await send({ headers: { accept: "text/html" } });
    expect(answer.status).toBe(406);
    expect(answer.text).not.toContain("<html");
  });
});

test("every answer carries a request id; a plausible one of the caller's is kept, another is not", async () => {
  const own = await suite.api.post(QUERY, { "x-request-id": "trace-1:a.b" });
  expect(own.headers.get("x-request-id")).toBe("trace-1:a.b");
  const odd = await suite.api.post(QUERY, { "x-request-id": 'a"} forged' });
  expect(odd.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  const refused = await send({ method: "POST", body: "x", headers: { "content-type": "text/plain" } });
  expect(refused.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});

test("a path that is not there is 404, and says what is", async () => {
  const answer = await send({}, "/graphql/x");
  expect(answer.status).toBe(404);
  expect(answer.text).toContain("/graphql");
});

test("an error of ours is masked, and logged with the id the caller got", async () => {
  const { api, database } = suite;
  // What the indexer never writes.
  await database.client.query("insert into din_indexer_one.role values ('0x00', 'no address', true, 1, 'x')");
  const answer = await api.ask("{ registry { roles { nodes { account } } } }");
  expect(answer.errors).toEqual([{ message: "Something went wrong on our side.", code: "INTERNAL_SERVER_ERROR" }]);
  expect(leaksIn(answer.text)).toEqual([]);
  const requestId = answer.headers.get("x-request-id");
  expect(answer.text).toContain(`"requestId":"${requestId}"`);
  expect(api.log.filter((line) => line.includes(`"${requestId}"`) && line.includes("no address"))).toHaveLength(1);
});
