import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import { slash } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import { columnsWithout, selectRows } from "../db/rows.ts";
import { disputeDraft } from "../db/schema-keeper.ts";
import { violationSlice } from "../db/schema-violations.ts";
import { createTextLoader } from "./sealed-texts.ts";
import type { SlashRow } from "./slashes.ts";

/** Without its pack, which may be megabytes. */
export type DraftRow = Omit<typeof disputeDraft.$inferSelect, "pack">;

const DRAFT_COLUMNS = columnsWithout(disputeDraft, ["pack"]);

type SlashKey = Pick<SlashRow, "id" | "incidentKey">;

/** The newest draft of each slash; null for those that none was made of. */
export function createDraftLoader(db: Database): DataLoader<SlashKey, DraftRow | null, string> {
  const keyOf = (id: string, incidentKey: string) => `${id}/${incidentKey}`;
  return new DataLoader<SlashKey, DraftRow | null, string>(
    async (slashes) => {
      const ids = slashes.map(({ id }) => id.toString());
      const rows = await selectRows<DraftRow>(
        db,
        sql`select distinct on (${disputeDraft.slashId}, ${disputeDraft.incidentKey}) ${DRAFT_COLUMNS}
          from ${disputeDraft} where ${disputeDraft.slashId} = any(${sql.param(ids)}::text[])
          order by ${disputeDraft.slashId}, ${disputeDraft.incidentKey}, ${disputeDraft.draftedAt} desc,
            ${disputeDraft.evidenceHash}`,
      );
      const found = new Map(rows.map((row) => [keyOf(row.slashId, row.incidentKey), row]));
      return slashes.map(({ id, incidentKey }) => found.get(keyOf(id.toString(), incidentKey)) ?? null);
    },
    { cacheKeyFn: ({ id, incidentKey }) => keyOf(id.toString(), incidentKey) },
  );
}

/** Packs by their evidence hashes, as `createTextLoader` has texts. */
export function createPackLoader(db: Database, most?: number): DataLoader<string, string | null> {
  const { evidenceHash, pack } = disputeDraft;
  return createTextLoader(
    db,
    {
      name: "evidence",
      at: "/evidence/",
      tooLarge: "EVIDENCE_TOO_LARGE",
      table: disputeDraft,
      hash: evidenceHash,
      text: pack,
    },
    most,
  );
}

/** The evidence of ours that a dispute was filed with against the slash of a dossier; null if there is none. */
export async function loadFiledEvidence(db: Database, dossierHash: string): Promise<string | null> {
  const rows = await selectRows<{ evidenceHash: string }>(
    db,
    sql`select ${disputeDraft.evidenceHash} as "evidenceHash"
      from ${violationSlice} join ${slash} on ${slash.incidentKey} = ${violationSlice.incidentKey}
      join ${disputeDraft} on ${disputeDraft.evidenceHash} = ${slash.disputeEvidenceHash}
      where ${violationSlice.evidenceHash} = ${dossierHash} order by ${slash.id} limit 1`,
  );
  return rows[0]?.evidenceHash ?? null;
}
