/** The way to the API: HTTP POST, by the runtime's `fetch`. */
import { REAL_TIME, type Timing } from "./timing.ts";

export interface DinClientOptions {
  /** The API's GraphQL endpoint, such as http://127.0.0.1:4000/graphql. */
  readonly url: string;
  /** An API key, sent as a bearer token. Reading needs none. */
  readonly apiKey?: string;
  /** Default: the runtime's own. */
  readonly fetch?: typeof fetch;
  /** Clock, chance and timers; default: the runtime's own. */
  readonly timing?: Timing;
}

export interface Transport {
  readonly timing: Timing;
  /** Sends a document; answers as soon as the response's headers are there. */
  send(query: string, variables: unknown, accept: string, signal?: AbortSignal): Promise<Response>;
}

export function createTransport({ url, apiKey, fetch: send = fetch, timing = REAL_TIME }: DinClientOptions): Transport {
  return {
    timing,
    send: (query, variables, accept, signal) =>
      send(url, {
        method: "POST",
        headers: {
          accept,
          "content-type": "application/json",
          ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({ query, variables: variables ?? {} }),
        ...(signal === undefined ? {} : { signal }),
      }),
  };
}
