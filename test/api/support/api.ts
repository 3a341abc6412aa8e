import { Writable } from "node:stream";
import pino from "pino";
import { z } from "zod";
import { parseEnvironment } from "../../../api/env.ts";
import { type Api, type ApiOptions, createApi } from "../../../api/server.ts";
import { CHAIN_ID, NOW, REGISTRY } from "./rows.ts";
import { VIEWS } from "./template.ts";

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.looseObject({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.looseObject({ code: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly data: unknown;
  readonly errors: readonly { readonly message: string; readonly code: string | undefined }[];
  /** The body as it came. */
  readonly text: string;
}

export interface TestApi {
  readonly url: string;
  readonly api: Api;
  /** What the process logged, one JSON line each. */
  readonly log: readonly string[];
  /** The API's clock; tests may move it. */
  readonly clock: { now: number };
  /** A POST as a client of GraphQL over HTTP sends it. */
  ask(query: string, variables?: object, operationName?: string): Promise<Answer>;
  /** A POST with a body of the test's own. */
  post(body: string, headers?: Record<string, string>): Promise<Answer>;
  stop(): Promise<void>;
}

/** The real server in this process, on a free port, without a follower, an evaluator and a sender of webhooks unless the variables say so. */
export async function startApi(
  databaseUrl: string,
  variables: Record<string, string> = {},
  options: Pick<ApiOptions, "socketBeginsWithinMs" | "simulationTimeoutMs"> = {},
): Promise<TestApi> {
  const environment = parseEnvironment({
    DATABASE_URL: databaseUrl,
    CHAIN_ID: String(CHAIN_ID),
    REGISTRY_ADDRESS: REGISTRY,
    VIEWS_SCHEMA: VIEWS,
    API_PORT: "0",
    FOLLOWER: "off",
    EVALUATOR: "off",
    WEBHOOKS: "off",
    ...variables,
  });
  const log: string[] = [];
  const clock = { now: NOW };
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log.push(chunk.toString());
      done();
    },
  });
  const api = createApi({ environment, log: pino({ level: "debug" }, sink), now: () => clock.now, ...options });
  const { url } = await api.start();
  const post = async (body: string, headers: Record<string, string> = {}) =>
    readAnswer(
      await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json", ...headers },
        body,
      }),
    );
  return {
    ...{ url, api, log, clock, post },
    ask: (query, queryVariables, operationName) =>
      post(JSON.stringify({ query, variables: queryVariables, operationName })),
    stop: () => api.stop(),
  };
}

export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const { status, headers } = response;
  const parsed = answerSchema.safeParse(json(text));
  const { data, errors = [] } = parsed.success ? parsed.data : {};
  return {
    ...{ status, headers, data, text },
    errors: errors.map(({ message, extensions }) => ({ message, code: extensions?.code })),
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
