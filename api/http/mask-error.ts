import { GraphQLError, type GraphQLFormattedError } from "graphql";
import pg from "pg";
import type { Logger } from "pino";
import { UnauthenticatedError } from "../access/caller.ts";
import { ExpectedFailure } from "../domain/failure.ts";
import { RequestError } from "../loaders/errors.ts";

const UNAVAILABLE = { http: { status: 503, headers: { "retry-after": "2" } } };
const UNAUTHENTICATED = { http: { status: 401, headers: { "www-authenticate": "Bearer" } } };

/**
 * What the caller is told of an error: its own mistakes and outages with a code; anything else masked, and logged with
 * the request's id so that it can be found.
 */
export function publicError(error: unknown, requestId: string, log: Logger): GraphQLError {
  const cause = error instanceof GraphQLError ? error.originalError : error;
  if (error instanceof GraphQLError && (cause === undefined || cause instanceof GraphQLError)) {
    const refused = refusedRequest(error);
    if (refused !== null) return refused;
  }
  const place = error instanceof GraphQLError ? { nodes: error.nodes, path: error.path } : {};
  if (cause instanceof RequestError) {
    const outage = cause.code === "INDEXER_UNAVAILABLE" || cause.code === "REGISTRY_MISMATCH" ? UNAVAILABLE : {};
    return new GraphQLError(cause.message, { ...place, extensions: { ...cause.details, code: cause.code, ...outage } });
  }
  if (cause instanceof UnauthenticatedError) {
    return new GraphQLError(cause.message, { ...place, extensions: { code: cause.code, ...UNAUTHENTICATED } });
  }
  // A failure that is data where there is a result to hold it.
  if (cause instanceof ExpectedFailure) {
    const http = cause.code === "FORBIDDEN" ? { http: { status: 403 } } : {};
    return new GraphQLError(cause.message, { ...place, extensions: { code: cause.code, ...http } });
  }
  const known = databaseError(cause);
  if (known !== null) {
    log.warn({ requestId, code: known.code, err: cause }, known.message);
    return new GraphQLError(known.message, { ...place, extensions: { code: known.code, ...UNAVAILABLE } });
  }
  log.error({ requestId, err: cause ?? error }, "unexpected error");
  return new GraphQLError("Something went wrong on our side.", {
    ...place,
    extensions: { code: "INTERNAL_SERVER_ERROR", requestId },
  });
}

/** An error as it goes over the wire where there is no status and no header to say a part of it. */
export function withoutTransport(error: GraphQLError): GraphQLFormattedError {
  const { extensions: { http: _http, ...extensions } = {}, ...told } = error.toJSON();
  return { ...told, extensions };
}

/** What graphql-js found wrong with a document. GraphQL over HTTP has 200 for it where plain JSON is wanted. */
const DOCUMENT_ERRORS = new Set<unknown>(["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"]);

/** What the caller did wrong, with a code; null for an error of ours, which is one without a code from a resolver. */
function refusedRequest(error: GraphQLError): GraphQLError | null {
  // `originalError` is what the runtime's JSON parser threw.
  const { originalError: _, ...extensions } = error.extensions;
  if (typeof extensions.code !== "string") {
    if (error.path !== undefined) return null;
    const coded = { ...extensions, code: "BAD_USER_INPUT" };
    return new GraphQLError(error.message, { nodes: error.nodes, extensions: coded });
  }
  if (error.path !== undefined || DOCUMENT_ERRORS.has(extensions.code)) return error;
  // Our limits and scalars, and what is no request at all. Yoga marks them with `spec`, for 200, if they come from parsing
  // or validation.
  const http = { status: 400, ...(typeof extensions.http === "object" ? extensions.http : {}), spec: false };
  return new GraphQLError(error.message, { nodes: error.nodes, extensions: { ...extensions, http } });
}

interface KnownError {
  readonly code: "INDEXER_UNAVAILABLE" | "DATABASE_UNAVAILABLE" | "TIMEOUT";
  readonly message: string;
}

/** Outages that pass by themselves, told from bugs. */
export function databaseError(error: unknown): KnownError | null {
  if (error instanceof pg.DatabaseError) return byState(error.code ?? "");
  if (!(error instanceof Error)) return null;
  const code = "code" in error ? String(error.code) : "";
  const lost =
    /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT|EAI_AGAIN)$/.test(code) ||
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
      error.message,
    );
  return lost ? { code: "DATABASE_UNAVAILABLE", message: "The database cannot be reached." } : null;
}

/** By SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function byState(state: string): KnownError | null {
  // Undefined table or schema: the indexer's views do not exist yet or are being replaced.
  if (/^(42P01|3F000)$/.test(state)) {
    return { code: "INDEXER_UNAVAILABLE", message: "The indexer has not mirrored the registry yet." };
  }
  // Timeouts of statements and locks, and deadlocks: a reorg locks the indexer's tables one after another, exclusively.
  if (/^(57014|55P03|40P01)$/.test(state)) return { code: "TIMEOUT", message: "The answer took too long; try again." };
  if (/^(08|53|57P)/.test(state)) return { code: "DATABASE_UNAVAILABLE", message: "The database cannot be reached." };
  return null;
}
