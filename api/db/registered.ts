import type pg from "pg";
import { NotFoundError } from "../domain/failure.ts";

/**
 * That an operator is registered, as far as the chain is mirrored.
 *
 * @param operator lowercase address
 * @param path of the argument that names it
 * @throws NotFoundError UNKNOWN_OPERATOR
 */
export async function assertRegistered(
  client: pg.ClientBase,
  operator: string,
  path: readonly string[],
): Promise<void> {
  const found = await client.query(`select from "operator" where address = $1 and registered_at is not null`, [
    operator,
  ]);
  if (found.rowCount === 0) throw unknownOperator(operator, path);
}

/** What is answered of an address at which nobody is registered. */
export function unknownOperator(operator: string, path: readonly string[]): NotFoundError {
  return new NotFoundError({ code: "UNKNOWN_OPERATOR", message: `No operator is registered at ${operator}.`, path });
}
