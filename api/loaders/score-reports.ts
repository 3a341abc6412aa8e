import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import type { Database } from "../db/pool.ts";
import { selectRows } from "../db/rows.ts";
import { scoreReport } from "../db/schema-keeper.ts";

/** Score reports by their hashes, canonical JSON as it was hashed; null for hashes of none. */
export function createScoreReportLoader(db: Database): DataLoader<string, string | null> {
  return new DataLoader(async (hashes) => {
    const rows = await selectRows<{ hash: string; report: string }>(
      db,
      sql`select ${scoreReport.hash} as "hash", ${scoreReport.report} as "report" from ${scoreReport}
        where ${scoreReport.hash} = any(${sql.param([...hashes])}::text[])`,
    );
    const found = new Map(rows.map(({ hash, report }) => [hash, report]));
    return hashes.map((hash) => found.get(hash) ?? null);
  });
}
