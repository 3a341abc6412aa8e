import {
  ConflictError,
  type ExpectedFailure,
  ForbiddenError,
  NotFoundError,
  ValidationError,
} from "../domain/failure.ts";
import { builder } from "./builder.ts";

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

builder.objectType(ValidationError, {
  name: "ValidationError",
  description: "An argument has a value it must not have.",
  interfaces: [FailureRef],
});

builder.objectType(ConflictError, {
  name: "ConflictError",
  description: "It contradicts what is there already.",
  interfaces: [FailureRef],
});

builder.objectType(ForbiddenError, {
  name: "ForbiddenError",
  description: "The caller is known and may not do it.",
  interfaces: [FailureRef],
});

/** What any write may fail with, as members of its result. */
export const WRITE_FAILURES = [ValidationError, NotFoundError, ConflictError, ForbiddenError];
