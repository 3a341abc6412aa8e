/** The kill-switch of the keepers: while it is on, none of them sends anything. */
import { sql } from "drizzle-orm";
import type pg from "pg";
import { recordAlerts } from "../alerts/record.ts";
import { LOCKS } from "../db/locks.ts";
import { createDatabase } from "../db/pool.ts";
import { columnsOf, selectRows } from "../db/rows.ts";
import { keeperSwitch } from "../db/schema-keeper.ts";
import { transactAgain } from "../db/transaction.ts";
import { ValidationError } from "../domain/failure.ts";
import { pausedSignal } from "../domain/keeper-alerts.ts";
import { lineOf } from "../domain/naming.ts";

export interface SwitchRequest {
  readonly paused: boolean;
  readonly reason: string;
  /** The API key that asks. */
  readonly by: string;
  /** Unix seconds. */
  readonly now: number;
}

const MAX_REASON = 300;

/**
 * Turns the kill-switch, and tells it as an alert. Turned so already, nothing changes: the first reason stays.
 *
 * @throws ValidationError
 */
export async function turnKeepers(pool: pg.Pool, { paused, by, now, ...request }: SwitchRequest): Promise<void> {
  const reason = checkedReason(request.reason);
  await transactAgain(pool, async (client) => {
    await client.query("select pg_advisory_xact_lock($1)", [LOCKS.keeperSwitch]);
    const db = createDatabase(client);
    const [last] = await selectRows<typeof keeperSwitch.$inferSelect>(
      db,
      sql`select ${columnsOf(keeperSwitch)} from ${keeperSwitch} order by ${keeperSwitch.id} desc limit 1`,
    );
    if ((last?.paused ?? false) === paused) return;
    await db.insert(keeperSwitch).values({ paused, reason, at: now, by });
    await recordAlerts(client, [pausedSignal(paused, reason)], now);
  });
}

function checkedReason(text: string): string {
  const reason = lineOf(text, MAX_REASON);
  if (reason !== null) return reason;
  const message = `A reason is one line of 1 to ${MAX_REASON} printable characters.`;
  throw new ValidationError({ code: "INVALID_REASON", message, path: ["reason"] });
}
