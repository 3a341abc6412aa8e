import { builder } from "./builder.ts";

/** A failure that the caller can expect and that is answered as data. */
export class NotFoundError extends Error {
  override readonly name = "NotFoundError";
  readonly code: "OPERATOR_NOT_FOUND";
  readonly path: readonly string[];

  constructor(code: "OPERATOR_NOT_FOUND", message: string, path: readonly string[]) {
    super(message);
    this.code = code;
    this.path = path;
  }
}

interface ExpectedFailure {
  readonly message: string;
  readonly code: string;
  readonly path: readonly string[];
}

const FailureRef = builder.interfaceRef<ExpectedFailure>("Error").implement({
  description: "A failure the caller can expect, answered as data.",
  fields: (t) => ({
    message: t.exposeString("message", { description: "For people." }),
    code: t.exposeString("code", { description: "For programs: stable." }),
    path: t.stringList({ description: "Which argument it is about.", resolve: (error) => [...error.path] }),
  }),
});

builder.objectType(NotFoundError, {
  name: "NotFoundError",
  description: "What was asked for does not exist.",
  interfaces: [FailureRef],
});
