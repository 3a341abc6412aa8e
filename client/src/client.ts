import { DinProtocolError, DinRequestError, type GraphQLErrorEntry } from "./errors.ts";
import type { TypedDocumentString } from "./generated/graphql.ts";

export interface DinClientOptions {
  /** The API's GraphQL endpoint, such as http://127.0.0.1:4000/graphql. */
  readonly url: string;
  /** An API key, sent as a bearer token. Reading needs none. */
  readonly apiKey?: string;
  /** Default: the runtime's own. */
  readonly fetch?: typeof fetch;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
}

/** Variables may be left out where every one of them may. */
type VariablesArgument<Variables> =
  Record<string, never> extends Variables
    ? [variables?: Variables, options?: RequestOptions]
    : [variables: Variables, options?: RequestOptions];

export interface DinClient {
  /**
   * Sends a typed document.
   *
   * @throws DinRequestError if the API answered with errors, DinProtocolError if what answered is not the API, and
   * whatever `fetch` throws for network failures and aborts
   */
  request<Result, Variables>(
    document: TypedDocumentString<Result, Variables>,
    ...rest: VariablesArgument<Variables>
  ): Promise<Result>;
}

/**
 * A client of the DIN operator graph.
 *
 * @example
 * const din = createClient({ url: "http://127.0.0.1:4000/graphql" });
 * const { network } = await din.request(NetworkDocument);
 */
export function createClient({ url, apiKey, fetch: send = fetch }: DinClientOptions): DinClient {
  return {
    async request<Result, Variables>(
      document: TypedDocumentString<Result, Variables>,
      ...[variables, options]: VariablesArgument<Variables>
    ): Promise<Result> {
      const response = await send(url, {
        method: "POST",
        headers: {
          accept: "application/graphql-response+json, application/json",
          "content-type": "application/json",
          ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({ query: document.toString(), variables: variables ?? {} }),
        ...(options?.signal === undefined ? {} : { signal: options.signal }),
      });
      return readAnswer<Result>(response);
    },
  };
}

interface Answer<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly GraphQLErrorEntry[];
}

async function readAnswer<Result>(response: Response): Promise<Result> {
  const text = await response.text();
  const answer = parseAnswer<Result>(text, response.status);
  if (answer.errors !== undefined && answer.errors.length > 0)
    throw new DinRequestError(answer.errors, response.status);
  if (answer.data === undefined || answer.data === null) throw new DinProtocolError(response.status);
  return answer.data;
}

/** The shape below `data` is the schema's promise, which the generated types state; the envelope is checked here. */
function parseAnswer<Result>(text: string, status: number): Answer<Result> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new DinProtocolError(status, cause);
  }
  if (!isAnswer<Result>(parsed)) throw new DinProtocolError(status);
  return parsed;
}

function isAnswer<Result>(value: unknown): value is Answer<Result> {
  if (!isObject(value)) return false;
  const { data, errors } = value;
  if (data !== undefined && data !== null && !isObject(data)) return false;
  return errors === undefined ? "data" in value : Array.isArray(errors) && errors.every(isErrorEntry);
}

/** What the errors thrown here rely on; the rest of an entry is the caller's to look at. */
function isErrorEntry(value: unknown): value is GraphQLErrorEntry {
  return isObject(value) && typeof value.message === "string";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
