/** The typed client against the API, and against what is not the API. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  createClient,
  DinProtocolError,
  DinRequestError,
  NetworkDocument,
  OperatorDocument,
  OperatorMetricsDocument,
  OperatorPerformanceDocument,
  OperatorScoreDeltaDocument,
  OperatorScoreHistoryDocument,
  OperatorsDocument,
  PolicyDocument,
} from "@dreamnet/din-infrastructure-core";
import { afterEach, describe, expect, test } from "vitest";
import { address, ETHER, NOW, stakedRow } from "./support/rows.ts";
import { apiSuite } from "./support/suite.ts";

const suite = apiSuite({ operator: [stakedRow({ address: address(1), ethActive: ETHER })] });
const client = () => createClient({ url: `${suite.api.url}/graphql` });

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Some other server; answers its address. */
async function serve(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(handle);
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return new Promise((resolve, reject) => {
    server.listen(0, "127.0.0.1", () => {
      const found = server.address();
      if (typeof found === "object" && found !== null) resolve(`http://127.0.0.1:${found.port}/graphql`);
      else reject(new Error("no port"));
    });
  });
}

const serveBody = (status: number, body: string) =>
  serve((_request, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  });

/** What a request for the network ends with. */
const failure = (url: string): Promise<unknown> =>
  createClient({ url })
    .request(NetworkDocument)
    .then(
      () => null,
      (error: unknown) => error,
    );

describe("an answer", () => {
  test("without variables, where a document needs none", async () => {
    const { network } = await client().request(NetworkDocument);
    expect(network.totalOperators).toBe(1);
  });

  test("with variables", async () => {
    const { operator } = await client().request(OperatorDocument, { address: address(1) });
    expect(operator).toMatchObject({ __typename: "Operator", stake: { active: ETHER.toString() } });
  });

  test("about what was measured, by every document there is for it", async () => {
    const moment = (secondsAgo: number) => new Date((NOW - secondsAgo) * 1_000).toISOString();
    const one = { address: address(1) };
    const day = { ...one, from: moment(86_400), to: moment(0) };
    const answers = await Promise.all([
      client().request(OperatorPerformanceDocument, one),
      client().request(OperatorMetricsDocument, { ...day, resolution: "MINUTE" }),
      client().request(OperatorScoreDeltaDocument, day),
      client().request(OperatorScoreHistoryDocument, one),
    ]);
    expect(answers).toMatchObject([
      { operator: { status: "ACTIVE", score: { value: null, components: [{}, {}, {}, {}] } } },
      // It does not begin with a minute.
      { operator: { metrics: { points: Array(1_441).fill({ requests: null }) } } },
      { operator: { scoreDelta: { change: null } } },
      { operator: { scoreHistory: { nodes: [] } } },
    ]);
    expect((await client().request(PolicyDocument)).policy.time.intervalSeconds).toBe(60);
  });

  test("that nothing was found is data, not an error", async () => {
    const { operator } = await client().request(OperatorDocument, { address: address(2) });
    expect(operator).toMatchObject({ __typename: "NotFoundError", code: "OPERATOR_NOT_FOUND" });
  });

  test("is asked for with the key, if there is one", async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{"data":{}}');
    });
    await createClient({ url, apiKey: "k-1" }).request(NetworkDocument);
    await createClient({ url }).request(NetworkDocument);
    expect(seen).toEqual(["Bearer k-1", undefined]);
  });
});

describe("DinRequestError", () => {
  test("a wrong variable: the API's code and status", async () => {
    const asked = client().request(OperatorDocument, { address: "0x12" });
    await expect(asked).rejects.toBeInstanceOf(DinRequestError);
    await expect(asked).rejects.toMatchObject({ name: "DinRequestError", code: "INVALID_ADDRESS", status: 400 });
  });

  test("an argument the schema cannot refuse: the whole entry", async () => {
    const asked = client().request(OperatorsDocument, { first: 101 });
    await expect(asked).rejects.toBeInstanceOf(DinRequestError);
    await expect(asked).rejects.toMatchObject({
      code: "PAGE_SIZE_OUT_OF_RANGE",
      message: expect.stringContaining("`first`"),
      errors: [{ extensions: { code: "PAGE_SIZE_OUT_OF_RANGE" } }],
    });
  });

  test("errors beside data are errors", async () => {
    const url = await serveBody(200, '{"data":{"network":{}},"errors":[{"message":"a"},{"message":"b"}]}');
    const error = await failure(url);
    expect(error).toBeInstanceOf(DinRequestError);
    expect(error).toMatchObject({ code: null, status: 200, message: "a; b" });
  });
});

describe("DinProtocolError", () => {
  test("a page of a proxy: its status, and why the answer could not be read", async () => {
    const url = await serveBody(502, "<html>Bad Gateway</html>");
    const error = await failure(url);
    expect(error).toBeInstanceOf(DinProtocolError);
    expect(error).toMatchObject({ name: "DinProtocolError", status: 502, cause: expect.any(SyntaxError) });
  });

  test.each([
    "null",
    "[]",
    '"data"',
    '{"jsonrpc":"2.0","id":1,"error":{"code":-32600}}',
    '{"data":null}',
    '{"errors":[]}',
    '{"errors":"no"}',
    '{"errors":[null]}',
    '{"errors":[{"text":"no"}]}',
    '{"data":{},"errors":"no"}',
    '{"data":7}',
  ])("JSON that is no GraphQL answer: %s", async (body) => {
    const error = await failure(await serveBody(200, body));
    expect(error).toBeInstanceOf(DinProtocolError);
    expect(error).toMatchObject({ status: 200 });
  });

  test("another address of the API itself", async () => {
    expect(await failure(`${suite.api.url}/health`)).toBeInstanceOf(DinProtocolError);
  });
});

describe("neither: what fetch throws", () => {
  test("nobody there", async () => {
    const url = await serveBody(200, "{}");
    for (const close of closing.splice(0)) await close();
    expect(await failure(url)).toBeInstanceOf(TypeError);
  });

  test("a signal that was aborted before: nothing is sent, and its reason is thrown", async () => {
    let requests = 0;
    const url = await serve((_request, response) => {
      requests += 1;
      response.end('{"data":{}}');
    });
    const reason = new Error("changed my mind");
    const signal = AbortSignal.abort(reason);
    await expect(createClient({ url }).request(NetworkDocument, {}, { signal })).rejects.toBe(reason);
    expect(requests).toBe(0);
  });

  test.each([
    ["before the answer", () => {}],
    ["in the middle of the answer", (response: ServerResponse) => response.write('{"data":')],
  ])("a signal aborted %s: the server sees its caller leave", async (_when, begin) => {
    const controller = new AbortController();
    let left: Promise<void> | undefined;
    const url = await serve((_request, response) => {
      left = new Promise((resolve) => response.once("close", () => resolve()));
      begin(response);
      controller.abort();
    });
    const asked = createClient({ url }).request(NetworkDocument, {}, { signal: controller.signal });
    await expect(asked).rejects.toMatchObject({ name: "AbortError" });
    expect(left).toBeInstanceOf(Promise);
    await left;
  });
});
