import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import type { Database } from "../db/pool.ts";
import { columnsOf, selectRows } from "../db/rows.ts";
import { heartbeat } from "../db/schema.ts";
import { groupBy } from "./group.ts";

export type HeartbeatRow = typeof heartbeat.$inferSelect;

/** The last sign of life of each service and region of an operator, the latest first. One statement for all operators. */
export function createHeartbeatLoader(db: Database): DataLoader<string, readonly HeartbeatRow[]> {
  return new DataLoader(async (operators) => {
    const rows = await selectRows<HeartbeatRow>(
      db,
      sql`select ${columnsOf(heartbeat)} from ${heartbeat}
        where ${heartbeat.operator} = any(${sql.param([...operators])}::text[])
        order by ${heartbeat.at} desc, ${heartbeat.service}, ${heartbeat.region}`,
    );
    const found = groupBy(rows, ({ operator }) => operator);
    return operators.map((operator) => found.get(operator) ?? []);
  });
}
