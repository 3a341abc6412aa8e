/** One POST to a receiver that may be slow, broken or hostile. */
import type { LookupAddress } from "node:dns";
import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { addressesOf, type Resolve } from "./resolve.ts";
import { type Outcome, retryAfterOf } from "./retry.ts";
import { hostOf } from "./target.ts";

/** Bytes of an answer that are read, to be thrown away: what is said is said by its status. */
const MAX_ANSWER = 4_096;

/** Characters of an error that are kept. */
const MAX_ERROR = 200;

/** There was an answer, but not all of it. */
class IncompleteAnswerError extends Error {
  readonly code = "INCOMPLETE_ANSWER";
}

export interface Letter {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface PostOptions {
  readonly allowPrivate: boolean;
  readonly resolve: Resolve;
  /** Ends it, at whatever stage. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Sends it and hears the answer out, up to a few KiB. The host is looked up here, each time, and the connection goes to
 * what was found and judged: a name that means something else a moment later is of no use. Redirects are not followed.
 *
 * Never throws. Only a whole answer of 2xx is one without an error.
 */
export async function post(letter: Letter, options: PostOptions): Promise<Outcome> {
  try {
    const addresses = await beforeAbort(addressesOf(hostOf(letter.url), options), options.signal);
    const answer = await send(letter, addresses, options.signal);
    const status = answer.statusCode ?? 0;
    const retryAfterMs = retryAfterOf(answer.headers["retry-after"], options.now());
    if (status >= 200 && status < 300) return { status, error: null, retryAfterMs: null };
    const isRedirect = status >= 300 && status < 400;
    return { status, error: `HTTP ${status}${isRedirect ? ": redirects are not followed" : ""}`, retryAfterMs };
  } catch (error) {
    const cause = options.signal.aborted ? options.signal.reason : error;
    return { status: null, error: describe(cause), retryAfterMs: null };
  }
}

/** Answers when the answer has come as far as it is read. */
function send(
  { url, headers, body }: Letter,
  addresses: readonly LookupAddress[],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = {
      method: "POST",
      // A connection that is kept would go where the host was a while ago.
      agent: false,
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      lookup: answering(addresses),
      signal,
    } as const;
    const request = url.protocol === "https:" ? requestHttps(url, options) : requestHttp(url, options);
    let answered = false;
    request.once("error", reject);
    // Some ends, such as an upgrade that nobody asked for, come without an error.
    request.once("close", () => {
      if (!answered) reject(new IncompleteAnswerError("the connection was closed"));
    });
    request.once("response", (response) => {
      answered = true;
      let read = 0;
      response.on("data", (chunk: Buffer) => {
        read += chunk.length;
        if (read < MAX_ANSWER) return;
        resolve(response);
        response.destroy();
      });
      // What went wrong is told by what is missing at the end.
      response.on("error", () => undefined);
      response.once("close", () => {
        if (response.complete) resolve(response);
        else reject(new IncompleteAnswerError("the connection was closed"));
      });
    });
    request.end(body);
  });
}

/** A lookup that was done before. */
function answering(addresses: readonly LookupAddress[]): LookupFunction {
  return (_host, { all }, done) => {
    const [first] = addresses;
    if (all) done(null, [...addresses]);
    else if (first === undefined) done(new Error("no address"), "");
    else done(null, first.address, first.family);
  };
}

/** Looking up cannot be broken off; its answer is then nobody's. */
function beforeAbort<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** By its code where it has one: a message of the system holds addresses, which are not for everybody. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "FAILED";
  return ("code" in error && typeof error.code === "string" ? error.code : error.message).slice(0, MAX_ERROR);
}
