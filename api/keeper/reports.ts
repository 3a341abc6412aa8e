/** What a keeper says of itself, every few seconds: it is kept, and what is new of it becomes alerts. */
import { eq, sql } from "drizzle-orm";
import type pg from "pg";
import { recordAlerts } from "../alerts/record.ts";
import { createDatabase } from "../db/pool.ts";
import { columnsOf, selectRows } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { keeperReport } from "../db/schema-keeper.ts";
import { transactAgain } from "../db/transaction.ts";
import { ForbiddenError } from "../domain/failure.ts";
import { KEEPER_GONE_SECONDS } from "../domain/keeper.ts";
import { keeperSignals, lastingProblems } from "../domain/keeper-alerts.ts";
import { checkedReport, type KeeperSaying } from "./saying.ts";

/** Who reports, and when. */
export interface Reporting {
  readonly pool: pg.Pool;
  /** The API key that reports. */
  readonly by: string;
  /** Unix seconds. */
  readonly now: number;
}

type Stored = typeof keeperReport.$inferSelect & {
  /** Whether its key was revoked. */
  readonly isOrphan: boolean;
};

/**
 * Keeps a report in the place of the keeper's last one. A name belongs to the key that used it first, until that key is
 * revoked or has said nothing under it for a day.
 *
 * @throws ValidationError; ForbiddenError KEEPER_ID_TAKEN
 */
export async function reportKeeper({ pool, by, now }: Reporting, saying: KeeperSaying): Promise<void> {
  const { id, active, accounts, ...said } = checkedReport(saying);
  await transactAgain(pool, async (client) => {
    const stored = await lockReport(client, id, { by, now });
    assertOwn(stored, by, now);
    // Another replica's clock may be ahead.
    const at = Math.max(now, stored.at);
    const problems = lastingProblems(stored, said.problems, at);
    const activeAt = active ? at : stored.activeAt;
    await createDatabase(client)
      .update(keeperReport)
      .set({ at, active, activeAt, accounts, problems, reportedWith: by })
      .where(eq(keeperReport.id, id));
    await recordAlerts(client, keeperSignals(id, stored, { at, active, problems }), now);
  });
}

/** Its last report; of a keeper that never reported, one that says nothing. Whoever reports next waits. */
async function lockReport(
  client: pg.PoolClient,
  id: string,
  { by, now }: Pick<Reporting, "by" | "now">,
): Promise<Stored> {
  const db = createDatabase(client);
  const locked = sql`
    select ${columnsOf(keeperReport)},
      (select revoked_at is not null from ${sql.raw(API_SCHEMA)}.api_key as k where k.id = ${keeperReport.reportedWith}) as "isOrphan"
    from ${keeperReport} where ${keeperReport.id} = ${id} for update`;
  const [known] = await selectRows<Stored>(db, locked);
  if (known !== undefined) return known;
  await db
    .insert(keeperReport)
    .values({
      ...{ id, at: now, active: false, accounts: [], problems: [], reportedWith: by },
      // Who starts again and again under other names does not put off that nobody acts.
      activeAt: sql`(select coalesce(max(active_at), ${now}::bigint) from ${keeperReport})`,
    })
    .onConflictDoNothing();
  const [stored] = await selectRows<Stored>(db, locked);
  if (stored === undefined) throw new Error(`keeper ${id} was not inserted`);
  return stored;
}

function assertOwn({ id, at, reportedWith, isOrphan }: Stored, by: string, now: number): void {
  if (reportedWith === by || isOrphan || now - at > KEEPER_GONE_SECONDS) return;
  const message = `Another key reports as ${id}: give this keeper another name, or revoke that key.`;
  throw new ForbiddenError({ code: "KEEPER_ID_TAKEN", message, path: ["input", "id"] });
}
