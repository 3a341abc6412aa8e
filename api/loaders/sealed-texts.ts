import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Database } from "../db/pool.ts";
import { selectRows } from "../db/rows.ts";
import { RequestError } from "./errors.ts";

/** As many bytes of one kind as one document is answered: a dossier may be tens of MB, and a document may ask for many. */
export const MAX_TEXT_BYTES = 32_000_000;

/** Texts that were written down for good, and where they are answered one by one. */
interface Sealed {
  readonly name: string;
  readonly at: string;
  /** What is answered in place of those that are too many. */
  readonly tooLarge: "DOSSIERS_TOO_LARGE" | "EVIDENCE_TOO_LARGE";
  readonly table: PgTable;
  readonly hash: PgColumn;
  readonly text: PgColumn;
}

/**
 * Texts by their hashes, byte for byte as they were hashed; null for hashes of none. Past `most` bytes in all there is a
 * RequestError in place of each.
 */
export function createTextLoader(
  db: Database,
  { name, at, tooLarge, table, hash, text }: Sealed,
  most = Number.MAX_SAFE_INTEGER,
): DataLoader<string, string | null> {
  let left = most;
  return new DataLoader(async (hashes) => {
    const rows = await selectRows<{ hash: string; bytes: number; text: string | null }>(
      db,
      sql`select "hash", "bytes", case when sum("bytes") over (order by "hash") <= ${left} then "text" end as "text"
        from (
          select ${hash} as "hash", octet_length(${text}) as "bytes", ${text} as "text"
          from ${table} where ${hash} = any(${sql.param([...hashes])}::text[])
        ) as found`,
    );
    left -= rows.reduce((sum, { bytes, text }) => (text === null ? sum : sum + bytes), 0);
    const found = new Map(rows.map((row) => [row.hash, row]));
    return hashes.map((wanted): string | Error | null => {
      const row = found.get(wanted);
      if (row === undefined || row.text !== null) return row?.text ?? null;
      const message = `A document is answered ${most} bytes of ${name} at most: read this one at ${at}${row.hash}.`;
      return new RequestError(tooLarge, message, { maximum: most });
    });
  });
}
