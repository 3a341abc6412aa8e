import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import type { Database } from "../db/pool.ts";
import { selectRows } from "../db/rows.ts";
import { heartbeat } from "../db/schema.ts";
import { failover, operatorProfile } from "../db/schema-profiles.ts";
import type { ProfileNode } from "../domain/profile.ts";
import { groupBy } from "./group.ts";

/** A node of a profile as it was heard of last, and who serves where it stands. */
export interface NodeRow extends ProfileNode {
  readonly operator: string;
  /** Unix seconds; null if it was never heard of. */
  readonly lastAt: number | null;
  /** As its last heartbeat told. */
  readonly version: string | null;
  /** Null if none serves, or nothing was ever judged. */
  readonly servingNode: string | null;
  /** Unix seconds; null if nothing was ever judged. */
  readonly servingSince: number | null;
}

/** The nodes of operators' newest profiles, place by place, the best first. One statement for all operators. */
export function createNodeLoader(db: Database): DataLoader<string, readonly NodeRow[]> {
  return new DataLoader(async (operators) => {
    const rows = await selectRows<NodeRow>(
      db,
      sql`select wanted.operator, n.id, n.service, n.region, n.priority,
          ${heartbeat.at} as "lastAt", ${heartbeat.version} as "version",
          ${failover.node} as "servingNode", ${failover.since} as "servingSince"
        from unnest(${sql.param([...operators])}::text[]) as wanted(operator)
        cross join lateral (
          select ${operatorProfile.profile} as profile from ${operatorProfile}
          where ${operatorProfile.operator} = wanted.operator order by ${operatorProfile.revision} desc limit 1
        ) as newest
        cross join lateral jsonb_to_recordset(newest.profile->'nodes')
          as n (id text, service text, region text, priority integer)
        left join ${heartbeat} on ${heartbeat.operator} = wanted.operator and ${heartbeat.service} = n.service
          and ${heartbeat.region} = n.region and ${heartbeat.node} = n.id
        left join ${failover} on ${failover.operator} = wanted.operator and ${failover.service} = n.service
          and ${failover.region} = n.region
        order by wanted.operator, n.service, n.region, n.priority`,
    );
    const found = groupBy(rows, ({ operator }) => operator);
    return operators.map((operator) => found.get(operator) ?? []);
  });
}
