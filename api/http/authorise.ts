import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { Authenticator } from "../access/authenticate.ts";
import type { Caller } from "../access/caller.ts";
import { publicError } from "./mask-error.ts";

export interface Authorisation {
  readonly authenticator: Authenticator;
  /** Unix seconds. */
  readonly now: number;
  readonly requestId: string;
  readonly log: Logger;
}

/**
 * Who sends a request, before anything of it is read; null for somebody without a key. A key that does not hold is
 * answered here, whatever was asked, and nobody is returned.
 */
export async function authorise(
  request: IncomingMessage,
  response: ServerResponse,
  { authenticator, now, requestId, log }: Authorisation,
): Promise<{ readonly caller: Caller | null } | undefined> {
  try {
    return { caller: await authenticator.callerOf(request.headers.authorization, now) };
  } catch (error) {
    const { message, extensions } = publicError(error, requestId, log);
    const { http, ...told } = extensions;
    response.writeHead(statusOf(http), {
      "content-type": "application/json; charset=utf-8",
      connection: "close",
      ...headersOf(http),
    });
    response.end(`${JSON.stringify({ errors: [{ message, extensions: told }] })}\n`);
    return undefined;
  }
}

/** The status that a public error asks for; 500 if none. */
export function statusOf(http: unknown): number {
  const status = typeof http === "object" && http !== null && "status" in http ? http.status : undefined;
  return typeof status === "number" ? status : 500;
}

/** And its headers. */
export function headersOf(http: unknown): Record<string, string> {
  const headers = typeof http === "object" && http !== null && "headers" in http ? http.headers : undefined;
  if (typeof headers !== "object" || headers === null) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
