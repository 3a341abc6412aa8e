/** Where operators stand in the newest snapshot of the ranking. */
import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import type { Database } from "../db/pool.ts";
import { selectRows } from "../db/rows.ts";
import { measuredStanding, snapshot, standing } from "../db/schema-ranking.ts";
import type { Medians } from "../domain/ranking.ts";

/** An operator's place, with what was measured of the day over all its services. */
export interface StandingRow {
  /** Of the snapshot, Unix seconds. */
  readonly at: number;
  /** How many have a rank. */
  readonly ranked: number;
  readonly medians: Medians;
  /** Null of who takes no part. */
  readonly rank: number | null;
  readonly percentileBps: number | null;
  /** 0 to 1000. */
  readonly reputation: number;
  /** x 100; null while unknown. */
  readonly score: number | null;
  /** ETH value of active stake, wei. */
  readonly stakeValue: bigint;
  /** Parts per million, microseconds, parts per million; null while unknown. */
  readonly successPpm: number | null;
  readonly p95Micros: number | null;
  readonly uptimePpm: number | null;
}

const NEWEST = sql`
  select ${snapshot.id} as id, ${snapshot.at} as "at", ${snapshot.ranked} as "ranked", ${snapshot.medians} as "medians"
  from ${snapshot} order by ${snapshot.id} desc limit 1`;

/** By lowercase address, all in one statement; null for who is not in the newest snapshot, or where there is none yet. */
export function createStandingLoader(db: Database): DataLoader<string, StandingRow | null> {
  return new DataLoader(async (operators) => {
    const rows = await selectRows<StandingRow & { readonly operator: string }>(
      db,
      sql`select ${standing.operator} as "operator", newest.*, ${standing.rank} as "rank",
          ${standing.percentileBps} as "percentileBps", ${standing.reputation} as "reputation",
          ${standing.score} as "score", ${standing.stakeValue} as "stakeValue",
          ${measuredStanding.successPpm} as "successPpm", ${measuredStanding.p95Micros} as "p95Micros",
          ${measuredStanding.uptimePpm} as "uptimePpm"
        from (${NEWEST}) as newest
        join ${standing} on ${standing.snapshot} = newest.id
          and ${standing.operator} = any(${sql.param([...operators])}::text[])
        left join ${measuredStanding} on ${measuredStanding.snapshot} = newest.id and ${measuredStanding.service} = ''
          and ${measuredStanding.region} = '' and ${measuredStanding.range} = 'DAY'
          and ${measuredStanding.operator} = ${standing.operator}`,
    );
    const found = new Map(rows.map((row) => [row.operator, row]));
    return operators.map((operator) => found.get(operator) ?? null);
  });
}
