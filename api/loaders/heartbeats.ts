import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import type { Database } from "../db/pool.ts";
import { columnsOf, selectRows } from "../db/rows.ts";
import { heartbeat } from "../db/schema.ts";
import { groupBy } from "./group.ts";
import { MAX_PAGE_SIZE } from "./page.ts";

export type HeartbeatRow = typeof heartbeat.$inferSelect;

/**
 * The last sign of life of each service, region and node of an operator, the latest first, as many as a page may have: regions
 * are what reporters call them, without end. One statement for all operators.
 */
export function createHeartbeatLoader(db: Database): DataLoader<string, readonly HeartbeatRow[]> {
  return new DataLoader(async (operators) => {
    const rows = await selectRows<HeartbeatRow>(
      db,
      sql`select latest.* from unnest(${sql.param([...operators])}::text[]) as wanted(operator)
        cross join lateral (
          select ${columnsOf(heartbeat)} from ${heartbeat} where ${heartbeat.operator} = wanted.operator
          order by ${heartbeat.at} desc, ${heartbeat.service}, ${heartbeat.region}, ${heartbeat.node} limit ${MAX_PAGE_SIZE}
        ) as latest
        order by latest.at desc, latest.service, latest.region, latest.node`,
    );
    const found = groupBy(rows, ({ operator }) => operator);
    return operators.map((operator) => found.get(operator) ?? []);
  });
}
