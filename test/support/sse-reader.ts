/** A reader of server-sent events: what `curl -N` shows, parsed. */
import { z } from "zod";

/** What one `next` says. */
export const streamedResult = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.looseObject({ message: z.string(), extensions: z.looseObject({ code: z.string() }).optional() }))
    .optional(),
});

export type StreamedResult = z.infer<typeof streamedResult>;

export interface SseReader {
  readonly status: number;
  readonly contentType: string | null;
  /** Results so far, in their order. */
  readonly results: readonly StreamedResult[];
  /** Whether the server said that it was all. */
  isComplete(): boolean;
  /** Resolves when the connection is over, whoever ended it. */
  readonly ended: Promise<void>;
  /** Goes away. */
  close(): void;
}

export interface SseRequest {
  readonly url: string;
  readonly query: string;
  readonly variables?: object;
  readonly method?: "GET" | "POST";
  readonly headers?: Record<string, string>;
}

export async function openSse({
  url,
  query,
  variables,
  method = "POST",
  headers = {},
}: SseRequest): Promise<SseReader> {
  const away = new AbortController();
  const get = new URLSearchParams({
    query,
    ...(variables === undefined ? {} : { variables: JSON.stringify(variables) }),
  });
  const response = await fetch(method === "GET" ? `${url}/graphql?${get}` : `${url}/graphql`, {
    method,
    signal: away.signal,
    headers: {
      accept: "text/event-stream",
      ...(method === "POST" ? { "content-type": "application/json" } : {}),
      ...headers,
    },
    ...(method === "POST" ? { body: JSON.stringify({ query, variables }) } : {}),
  });
  const results: StreamedResult[] = [];
  let complete = false;
  const read = async () => {
    let text = "";
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const events = (text + chunk).split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) {
        const fields = new Map(
          event.split("\n").map((line) => [line.split(":", 1)[0], line.slice(line.indexOf(":") + 1).trim()]),
        );
        if (fields.get("event") === "complete") complete = true;
        if (fields.get("event") === "next") results.push(streamedResult.parse(JSON.parse(fields.get("data") ?? "")));
      }
    }
  };
  return {
    status: response.status,
    contentType: response.headers.get("content-type"),
    results,
    isComplete: () => complete,
    ended: read().catch(() => undefined),
    close: () => away.abort(),
  };
}
