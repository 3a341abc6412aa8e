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
 * @throws ValidationError; ForbiddenError KEEPER_ID_TAKEN, TOO_MANY_KEEPERS
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
  await assertRoom(client, by, now);
  await db
    .insert(keeperReport)
    .values({
      ...{ id, at: now, active: false, accounts: [], problems: [], reportedWith: by },
      // Who starts again and again under other names does not put off that nobody acts.
      activeAt: sql`(select coalesce(max(active_at), ${now}::bigint) from ${keeperReport})`,
    })
    .onConflictDoNothing();
  await client.query({ ...FORGET, values: [now - KEEPER_GONE_SECONDS, id] });
  const [stored] = await selectRows<Stored>(db, locked);
  if (stored === undefined) throw new Error(`keeper ${id} was not inserted`);
  return stored;
}

/** Those that are gone for good, once the watcher has cleared what they complained of. */
const FORGET = {
  name: "din_forget_keepers",
  text: `
    delete from ${API_SCHEMA}.keeper_report as k where k.at < $1 and k.id <> $2 and not exists (
      select from ${API_SCHEMA}.alert as a
      where a.kind = 'KEEPER_FAILING' and a.closed_at is null and a.details->>'keeper' = k.id)`,
};

/**
 * Names that one key may report under within a day: a keeper without one has its host's, which may be another at each start.
 * Each can have its alerts.
 */
const MAX_NAMES = 50;

async function assertRoom(client: pg.PoolClient, by: string, now: number): Promise<void> {
  const { rows } = await client.query<{ names: number }>({
    name: "din_names_of_key",
    text: `select count(*)::integer as names from ${API_SCHEMA}.keeper_report where reported_with = $1 and at >= $2`,
    values: [by, now - KEEPER_GONE_SECONDS],
  });
  if ((rows[0]?.names ?? 0) < MAX_NAMES) return;
  const message = `This key has reported under ${MAX_NAMES} names within a day: give each keeper a name that it keeps.`;
  throw new ForbiddenError({ code: "TOO_MANY_KEEPERS", message, path: ["input", "id"] });
}

function assertOwn({ id, at, reportedWith, isOrphan }: Stored, by: string, now: number): void {
  if (reportedWith === by || isOrphan || now - at > KEEPER_GONE_SECONDS) return;
  const message = `Another key reports as ${id}: give this keeper another name, or revoke that key.`;
  throw new ForbiddenError({ code: "KEEPER_ID_TAKEN", message, path: ["input", "id"] });
}
