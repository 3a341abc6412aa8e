/** Why the indexer cannot work as it is configured, and what to do about it. */
export type FatalCode = "WRONG_CHAIN_ID" | "REGISTRY_NOT_FOUND" | "START_BLOCK_AHEAD" | "START_BLOCK_TOO_LATE";

export class FatalError extends Error {
  override name = "FatalError";

  constructor(
    readonly code: FatalCode,
    message: string,
    /** What a person should do. */
    readonly action: string,
  ) {
    super(message);
  }
}

/** An error in one line, with the code a driver left on it: node's connection errors often have nothing else. */
export function describeError(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return describeError(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && error.code !== undefined ? `${String(error.code)}: ` : "";
  const [line = ""] = error.message.split("\n");
  return `${code}${line || error.name}`;
}
