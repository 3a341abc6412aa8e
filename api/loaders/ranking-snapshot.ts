import { sql } from "drizzle-orm";
import type { Database } from "../db/pool.ts";
import { columnsOf, selectRows } from "../db/rows.ts";
import { snapshot } from "../db/schema-ranking.ts";

export type SnapshotRow = typeof snapshot.$inferSelect;

/** The newest ranking of all operators; null before the first. */
export async function loadSnapshot(db: Database): Promise<SnapshotRow | null> {
  const [newest] = await selectRows<SnapshotRow>(
    db,
    sql`select ${columnsOf(snapshot)} from ${snapshot} order by ${snapshot.at} desc limit 1`,
  );
  return newest ?? null;
}
