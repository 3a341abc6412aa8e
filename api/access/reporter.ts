/** As whom a key reports. */
import { ForbiddenError, ValidationError } from "../domain/failure.ts";
import { ID, ID_RULE } from "../domain/naming.ts";
import type { Caller } from "./caller.ts";

/**
 * The reporter that a caller speaks as. A key that is bound to one speaks as no other.
 *
 * @param given as whom it wants to; null for the key's own
 * @param path of the argument that says so
 * @throws ValidationError, ForbiddenError
 */
export function reporterOf({ reporter }: Caller, given: string | null, path: readonly string[]): string {
  if (given === null) {
    if (reporter !== null) return reporter;
    throw new ValidationError({
      code: "REPORTER_MISSING",
      message: "This key may report as any reporter: say as which.",
      path,
    });
  }
  if (!ID.test(given)) {
    throw new ValidationError({ code: "INVALID_REPORTER", message: `A reporter's id is ${ID_RULE}.`, path });
  }
  if (reporter === null || reporter === given) return given;
  throw new ForbiddenError({ code: "REPORTER_NOT_YOURS", message: `You may report only as ${reporter}.`, path });
}
