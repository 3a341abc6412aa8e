/** Failures that a caller can expect: ordinary outcomes of what was asked, answered as data. */

interface Told {
  readonly code: string;
  readonly message: string;
  /** Which argument it is about, such as `["input", "name"]`; empty if none. */
  readonly path?: readonly string[];
}

/** `code` is stable and for programs, the message for people. */
export abstract class ExpectedFailure extends Error {
  readonly code: string;
  readonly path: readonly string[];

  constructor({ code, message, path = [] }: Told) {
    super(message);
    this.code = code;
    this.path = path;
  }
}

/** An argument has a value it must not have. */
export class ValidationError extends ExpectedFailure {
  override readonly name = "ValidationError";
}

/** What was asked for, or spoken of, does not exist. */
export class NotFoundError extends ExpectedFailure {
  override readonly name = "NotFoundError";
}

/** It contradicts what is there already. */
export class ConflictError extends ExpectedFailure {
  override readonly name = "ConflictError";
}

/** The caller is known and may not do it. */
export class ForbiddenError extends ExpectedFailure {
  override readonly name = "ForbiddenError";
}
