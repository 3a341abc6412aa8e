/** Subscriptions over server-sent events, on and on: over lost connections, servers that stop, and readers that were slow. */
import { dataOf, isObject } from "./answer.ts";
import { isPassing, retryAfterOf } from "./errors.ts";
import { leavable } from "./leavable.ts";
import { openStream } from "./stream.ts";
import { backoffOf, LONGEST_MS, sleep } from "./timing.ts";
import type { Transport } from "./transport.ts";

export interface Reconnect {
  /** What ended the last connection, or the attempt at one. */
  readonly cause: unknown;
  /** How many attempts in a row have failed by now, 1 or more; one that lived for 30 s had not failed. */
  readonly failures: number;
  /** Milliseconds until the next. */
  readonly waitMs: number;
  /** Where it will go on; null: with what comes then. */
  readonly after: string | null;
}

export interface SubscribeOptions {
  /** Ends it: what waits for the next result throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told before each wait. */
  readonly onReconnect?: (reconnect: Reconnect) => void;
  /** So many attempts in a row may fail before it gives up and throws why. Default: it never gives up. */
  readonly maxRetries?: number;
  /** Milliseconds of silence after which a connection counts as dead; the server says something every 12 s. Default: 30,000. */
  readonly idleMs?: number;
}

/** Of a document: whether it can say where to begin. */
const TAKES_AFTER = /\$after\s*:/;

/**
 * The results of a subscription, for as long as somebody asks for the next. Nothing is read ahead, so that a slow reader
 * costs no memory here: the server cuts it off, and it goes on from the last cursor it was given.
 *
 * @throws DinRequestError for what does not pass: a document that does not hold, a cursor of another log, a key that does not
 * hold; TypeError if results have no `cursor` although the document takes `after`
 */
export function subscribe<Result>(
  transport: Transport,
  query: string,
  variables: unknown,
  options: SubscribeOptions,
): AsyncGenerator<Result, void, undefined> {
  return leavable(options.signal, (signal) => connections<Result>(transport, query, variables, { ...options, signal }));
}

async function* connections<Result>(
  transport: Transport,
  query: string,
  variables: unknown,
  { signal, onReconnect, maxRetries = Number.POSITIVE_INFINITY, idleMs = 30_000 }: SubscribeOptions,
): AsyncGenerator<Result, void, undefined> {
  const resumes = TAKES_AFTER.test(query);
  const given = isObject(variables) ? variables : {};
  let after = typeof given.after === "string" ? given.after : null;
  for (let failures = 0; ; ) {
    const began = transport.timing.now();
    try {
      const from = resumes ? { ...given, after } : given;
      // Where nothing happens for hours, a connection that was there for long has not failed.
      const onLife = () => {
        if (transport.timing.now() - began >= LONGEST_MS) failures = 0;
      };
      for await (const answer of openStream<Result>(transport, { query, variables: from, idleMs, signal, onLife })) {
        const data = dataOf(answer.result, answer.response);
        if (resumes) after = cursorOf(data);
        failures = 0;
        yield data;
        // More may have come with it.
        signal?.throwIfAborted();
      }
      return;
    } catch (cause) {
      signal?.throwIfAborted();
      if (!isPassing(cause) || failures >= maxRetries) throw cause;
      failures += 1;
      const waitMs = backoffOf(failures, transport.timing.random(), retryAfterOf(cause));
      onReconnect?.({ cause, failures, waitMs, after });
      await sleep(waitMs, transport.timing, signal);
    }
  }
}

/** Of the one root field that a subscription has. */
function cursorOf(data: unknown): string {
  const [event] = isObject(data) ? Object.values(data) : [];
  if (isObject(event) && typeof event.cursor === "string") return event.cursor;
  throw new TypeError("A subscription that takes `after` must ask for `cursor`: it could not go on after a break.");
}
