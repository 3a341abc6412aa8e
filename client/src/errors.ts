/** One entry of an answer's `errors`. */
export interface GraphQLErrorEntry {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly [name: string]: unknown };
}

/** The API answered with errors. */
export class DinRequestError extends Error {
  override readonly name = "DinRequestError";
  /** The first error's stable code; null if it has none. */
  readonly code: string | null;
  readonly errors: readonly GraphQLErrorEntry[];
  /** HTTP status of the answer. */
  readonly status: number;
  /** When to ask again at the earliest, as the API wishes; null if it says nothing of it. */
  readonly retryAfterSeconds: number | null;

  constructor(errors: readonly GraphQLErrorEntry[], status: number, retryAfterSeconds: number | null = null) {
    super(errors.map((error) => error.message).join("; ") || `The API answered with HTTP status ${status}.`);
    this.code = errors[0]?.extensions?.code ?? null;
    this.errors = errors;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What came back was not an answer of the API: a proxy in between, or another server at that address. */
export class DinProtocolError extends Error {
  override readonly name = "DinProtocolError";
  readonly status: number;
  /** When to ask again at the earliest; null if nothing is said of it. */
  readonly retryAfterSeconds: number | null;

  constructor(status: number, cause?: unknown, retryAfterSeconds: number | null = null) {
    super(`Expected a GraphQL answer, got something else with HTTP status ${status}.`, { cause });
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A connection that was there is lost, or could not be made: the cause says which. */
export class DinConnectionError extends Error {
  override readonly name = "DinConnectionError";
}

/** A list that does not go on as lists do, or that cannot be gone through with this document. */
export class DinPagingError extends Error {
  override readonly name = "DinPagingError";
}

/** The API has taken nothing of a batch of samples: of its signature or its reporter, not of one sample. */
export class DinBatchError extends Error {
  override readonly name = "DinBatchError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Codes of what passes by itself: a server that stops, a reader that was too slow, a part that is away for the moment. */
const PASSING = new Set([
  "DATABASE_UNAVAILABLE",
  "INDEXER_UNAVAILABLE",
  "INTERNAL_SERVER_ERROR",
  "OVERLOADED",
  "SERVER_STOPPING",
  "SLOW_CONSUMER",
  "TIMEOUT",
  "TOO_MANY_SUBSCRIBERS",
]);

/** Whether the same request may succeed in a moment: what failed was the way or the server, not what was asked for. */
export function isPassing(error: unknown): boolean {
  if (error instanceof DinConnectionError) return !isBadAddress(error.cause);
  if (error instanceof DinRequestError) {
    return isPassingStatus(error.status) || error.errors.some(({ extensions }) => PASSING.has(extensions?.code ?? ""));
  }
  return error instanceof DinProtocolError && isPassingStatus(error.status);
}

/** Request timeout, too many requests, and all that servers and proxies say of themselves. */
function isPassingStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** Nobody is ever reached at what is no URL. */
function isBadAddress(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && /^invalid url/i.test(error.cause.message);
}

/** Seconds before which the server wishes nothing more of it; null if it says nothing. */
export function retryAfterOf(error: unknown): number | null {
  return error instanceof DinRequestError || error instanceof DinProtocolError ? error.retryAfterSeconds : null;
}
