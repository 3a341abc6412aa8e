/** The keepers as they are: their kill-switch and what they said last. */
import { sql } from "drizzle-orm";
import type { Database } from "../db/pool.ts";
import { columnsOf, selectRows } from "../db/rows.ts";
import { keeperReport, keeperSwitch } from "../db/schema-keeper.ts";
import { KEEPER_GONE_SECONDS } from "../domain/keeper.ts";
import type { TableList } from "./table-list.ts";

/** As it is selected: its number is far below 2^53. */
export type KeeperSwitchRow = Omit<typeof keeperSwitch.$inferSelect, "id"> & { readonly id: number };
export type KeeperReportRow = typeof keeperReport.$inferSelect;

/** Most keepers that are shown. */
export const MAX_KEEPERS = 20;

/** Every time that the switch was turned. */
export const keeperSwitches: TableList<KeeperSwitchRow, null> = {
  name: "keeperSwitches",
  table: keeperSwitch,
  id: keeperSwitch.id,
  idType: "bigint",
  idOf: (row) => String(row.id),
  filter: () => undefined,
};

/** The last turn of the switch; null if it was never touched. */
export async function loadKeeperSwitch(db: Database): Promise<KeeperSwitchRow | null> {
  const [row] = await selectRows<KeeperSwitchRow>(
    db,
    sql`select ${columnsOf(keeperSwitch)} from ${keeperSwitch} order by ${keeperSwitch.id} desc limit 1`,
  );
  return row ?? null;
}

/** What each keeper said last, the newest first; those that are gone are left out. @param now Unix seconds */
export function loadKeeperReports(db: Database, now: number): Promise<KeeperReportRow[]> {
  const { at, id } = keeperReport;
  return selectRows<KeeperReportRow>(
    db,
    sql`select ${columnsOf(keeperReport)} from ${keeperReport} where ${at} > ${now - KEEPER_GONE_SECONDS}
        order by ${at} desc, ${id} limit ${MAX_KEEPERS}`,
  );
}
