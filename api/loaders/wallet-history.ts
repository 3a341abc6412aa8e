/** What an account took part in, newest first: one range of one index, however long the log of events is. */
import { and, inArray, type SQL, sql } from "drizzle-orm";
import type { Asset } from "../db/chain.ts";
import { event, PARTY_ROLES, type PartyRole, party, payout, slash, stakingEvent } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import { columnsOf, selectRows } from "../db/rows.ts";
import type { EventRow } from "./events.ts";
import { type Connection, type Keyset, loadConnection } from "./keyset.ts";
import type { PageArgs } from "./page.ts";

export interface HistoryRow extends EventRow {
  /** The bits of PARTY_ROLES. */
  readonly roles: number;
  readonly asset: Asset | null;
  /** Of the asset; null where the event moves none. */
  readonly units: bigint | null;
}

export interface HistoryFilter {
  readonly names?: readonly string[] | undefined;
  readonly roles?: readonly PartyRole[] | undefined;
  /** Lowercase address. */
  readonly operator?: string | undefined;
}

const byEvent: Keyset<HistoryRow> = {
  name: "history:DESC",
  columns: [{ expression: sql`${party.eventId}`, type: "text" }],
  direction: "DESC",
  key: (row) => [row.id],
};

/** @param account lowercase */
export function loadHistory(
  db: Database,
  account: string,
  args: PageArgs,
  filter: HistoryFilter,
): Promise<Connection<HistoryRow>> {
  const mine = and(sql`${party.account} = ${account}`, wantedBy(filter));
  return loadConnection(
    byEvent,
    args,
    ({ where, orderBy, limit }) => {
      const order = sql.join(orderBy, sql`, `);
      // The page first: what its events moved is looked up by their ids.
      return selectRows<HistoryRow & Record<string, unknown>>(
        db,
        sql`select ${columnsOf(event)}, ${party.roles} as "roles",
            coalesce(${stakingEvent.asset}, ${payout.asset}, case when ${event.name} in ('SlashDisputed', 'BondSettled') then 'ETH' end) as "asset",
            coalesce(${stakingEvent.units}, ${payout.units}, ${slash.bond}) as "units"
          from (select * from ${party} where ${and(mine, where)} order by ${order} limit ${limit}) as ${party}
          join ${event} on ${event.id} = ${party.eventId}
          left join ${stakingEvent} on ${stakingEvent.id} = ${event.id}
          left join ${payout} on ${payout.id} = ${event.id}
          left join ${slash} on ${event.name} in ('SlashDisputed', 'BondSettled') and ${slash.id} = ${event.subject}
          order by ${order}`,
      );
    },
    async () => {
      const [row] = await selectRows<{ readonly total: number }>(
        db,
        sql`select count(*) as "total" from ${party} where ${mine}`,
      );
      return row?.total ?? 0;
    },
  );
}

function wantedBy({ names, roles, operator }: HistoryFilter): SQL | undefined {
  return and(
    names && inArray(party.name, [...names]),
    roles && sql`(${party.roles} & ${bitsOf(roles)}::integer) <> 0`,
    operator === undefined ? undefined : sql`${party.operator} = ${operator}`,
  );
}

const bitsOf = (roles: readonly PartyRole[]): number =>
  PARTY_ROLES.reduce((bits, role, bit) => (roles.includes(role) ? bits | (1 << bit) : bits), 0);

/** @example rolesIn(0b11) // ["OPERATOR", "SENDER"] */
export const rolesIn = (bits: number): PartyRole[] => PARTY_ROLES.filter((_role, bit) => (bits & (1 << bit)) !== 0);
