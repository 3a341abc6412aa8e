/** Whose word counts against an operator. */
import type pg from "pg";
import { API_SCHEMA } from "../db/schema.ts";
import { ForbiddenError, NotFoundError } from "../domain/failure.ts";

/**
 * The weight of a reporter whose word counts against an operator: registered, with a weight, and neither the operator
 * itself nor an account that may act for it.
 *
 * @param operator lowercase
 * @param path of the argument that names the reporter
 * @throws NotFoundError, ForbiddenError
 */
export async function witnessWeight(
  client: pg.ClientBase,
  operator: string,
  reporter: string,
  path: readonly string[],
): Promise<number> {
  const { rows } = await client.query<{ weight: number; own: boolean }>({
    name: "din_witness",
    text: `select r.weight, r.address is not null and (r.address = $1 or exists (
             select from manager as m where m.operator = $1 and m.manager = r.address and m.allowed)) as own
           from ${API_SCHEMA}.reporter as r where r.id = $2`,
    values: [operator, reporter],
  });
  const [row] = rows;
  if (row === undefined) {
    throw new NotFoundError({ code: "UNKNOWN_REPORTER", message: `No reporter ${reporter} is registered.`, path });
  }
  const refuse = (message: string) => new ForbiddenError({ code: "REPORTER_NOT_INDEPENDENT", message, path });
  if (row.own) throw refuse(`${reporter} is the operator, or may act for it.`);
  if (row.weight === 0) throw refuse(`${reporter} has no weight.`);
  return row.weight;
}
