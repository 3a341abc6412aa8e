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

  constructor(errors: readonly GraphQLErrorEntry[], status: number) {
    super(errors.map((error) => error.message).join("; ") || `The API answered with HTTP status ${status}.`);
    this.code = errors[0]?.extensions?.code ?? null;
    this.errors = errors;
    this.status = status;
  }
}

/** What came back was not an answer of the API: a proxy in between, or another server at that address. */
export class DinProtocolError extends Error {
  override readonly name = "DinProtocolError";
  readonly status: number;

  constructor(status: number, cause?: unknown) {
    super(`Expected a GraphQL answer, got something else with HTTP status ${status}.`, { cause });
    this.status = status;
  }
}
