import { sql } from "drizzle-orm";
import type { Database } from "../db/pool.ts";
import { selectRows } from "../db/rows.ts";
import { operatorSort } from "../db/schema.ts";
import { operatorSoftware } from "../db/schema-profiles.ts";
import { UNWATCHED } from "../db/unwatched.ts";
import type { SoftwareRole } from "../domain/profile.ts";

/** As many are told one by one; the rest are one. */
export const MAX_SOFTWARE = 50;

export interface SoftwareShareRow {
  /** As most of them write it; null for the rest. */
  readonly name: string | null;
  /** Null for the rest, and if versions are not told apart. */
  readonly version: string | null;
  readonly operators: number;
  /** ETH value of their active stake, wei. */
  readonly stakeValue: bigint;
  /** Operators that say anything of this kind of software. */
  readonly total: number;
}

/**
 * What software operators run, what most run first. Who has left, or never staked, does not count: names that cost nothing
 * would be the network. An operator may run several kinds of one: it counts
 * for each of them once. Names are the same in whatever case.
 */
export function loadSoftwareShares(
  db: Database,
  role: SoftwareRole,
  byVersion: boolean,
): Promise<readonly SoftwareShareRow[]> {
  const { operator, name, version } = operatorSoftware;
  return selectRows<SoftwareShareRow>(
    db,
    sql`with told as (
        select lower(${name}) collate "C" as key, ${byVersion ? sql`${version}` : sql`null`}::text collate "C" as version,
          ${operator} as operator, s.stake_value as stake, min(${name} collate "C") as name
        from ${operatorSoftware} join ${operatorSort} as s on s.address = ${operator}
        where ${operatorSoftware.role} = ${role} and not ${sql.raw(UNWATCHED)}
        group by 1, 2, 3, 4
      ), counted as (
        select key, version, mode() within group (order by name) as name, count(*) as operators, sum(stake) as stake,
          row_number() over (order by count(*) desc, key, version) as place
        from told group by key, version
      ), rest as (
        select distinct told.operator, told.stake from told join counted
          on counted.key = told.key and counted.version is not distinct from told.version
        where counted.place > ${MAX_SOFTWARE}
      ), shares as (
        select name, version, operators, stake, place from counted where place <= ${MAX_SOFTWARE}
        union all
        select null, null, count(*), sum(stake), ${MAX_SOFTWARE + 1} from rest having count(*) > 0
      )
      select name, version, operators, stake as "stakeValue",
        (select count(distinct operator) from told) as total
      from shares order by place`,
  );
}
