import type { Scope } from "../db/schema.ts";

export type { Scope };

/** What a key may be allowed to do. None implies another. */
export const SCOPES = [
  "metrics:write",
  "incidents:write",
  "alerts:write",
  "circuit:write",
  "keeper:write",
  "admin",
] as const satisfies readonly Scope[];

/** Who asks, as its API key says. */
export interface Caller {
  readonly keyId: string;
  readonly scopes: readonly Scope[];
  /** The only reporter it may report as; null for any. */
  readonly reporter: string | null;
}

/** Whoever asks has not shown who it is, or not in a way that holds. */
export class UnauthenticatedError extends Error {
  override readonly name = "UnauthenticatedError";
  readonly code = "UNAUTHENTICATED";
}

export function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text);
}
