/** The kill-switch of an operator: while it is on, nobody routes to it, whatever is measured. */
import type pg from "pg";
import { unknownOperator } from "../db/registered.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { transactAgain } from "../db/transaction.ts";
import { ValidationError } from "../domain/failure.ts";
import { lineOf } from "../domain/naming.ts";
import type { Policy } from "../domain/policy.ts";
import { lockRoutes, refreshRoutes } from "./refresh.ts";

export interface OverrideRequest {
  /** Lowercase. */
  readonly operator: string;
  /** OPEN: nobody routes to it. Null: back to what is measured. */
  readonly state: "OPEN" | null;
  readonly reason: string;
  /** The API key that asks. */
  readonly by: string;
  /** Unix seconds. */
  readonly now: number;
  readonly policy: Policy;
}

const MAX_REASON = 300;

/**
 * Turns the kill-switch; its routes are rewritten in the same transaction. Turned so already, nothing changes: the first
 * reason stays. It needs the API's own tables alone: an operator can be taken out while the indexer is away.
 *
 * @throws ValidationError, NotFoundError
 */
export async function setCircuit(pool: pg.Pool, request: OverrideRequest): Promise<void> {
  const { operator, state, by, now, policy } = request;
  const reason = checkedReason(request.reason);
  await transactAgain(pool, async (client) => {
    await lockRoutes(client);
    const { rows } = await client.query<{ state: "OPEN" | null }>(
      `select (select o.state from ${API_SCHEMA}.circuit_override as o
               where o.operator = s.address order by o.id desc limit 1) as state
       from ${API_SCHEMA}.operator_sort as s where s.address = $1`,
      [operator],
    );
    const [last] = rows;
    if (last === undefined) throw unknownOperator(operator, ["input", "operator"]);
    if (last.state === state) return;
    await client.query(
      `insert into ${API_SCHEMA}.circuit_override (operator, state, reason, set_by, set_at) values ($1, $2, $3, $4, $5)`,
      [operator, state, reason, by, now],
    );
    await refreshRoutes(client, [operator], { policy, now, live: null });
  });
}

function checkedReason(text: string): string {
  const reason = lineOf(text, MAX_REASON);
  if (reason !== null) return reason;
  const message = `A reason is one line of 1 to ${MAX_REASON} printable characters.`;
  throw new ValidationError({ code: "INVALID_REASON", message, path: ["input", "reason"] });
}
