import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import type { Database } from "../db/pool.ts";
import { columnsOf, selectRows } from "../db/rows.ts";
import { operatorProfile } from "../db/schema-profiles.ts";

export type ProfileRow = typeof operatorProfile.$inferSelect;

/** The profiles that operators signed last; null for those that never did. One statement for all operators. */
export function createProfileLoader(db: Database): DataLoader<string, ProfileRow | null> {
  return new DataLoader(async (operators) => {
    const rows = await selectRows<ProfileRow>(
      db,
      sql`select newest.* from unnest(${sql.param([...operators])}::text[]) as wanted(operator)
        cross join lateral (
          select ${columnsOf(operatorProfile)} from ${operatorProfile}
          where ${operatorProfile.operator} = wanted.operator order by ${operatorProfile.revision} desc limit 1
        ) as newest`,
    );
    const found = new Map(rows.map((row) => [row.operator, row]));
    return operators.map((operator) => found.get(operator) ?? null);
  });
}
