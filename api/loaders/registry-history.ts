/** The registry's own history: rates, parameters, pauses, roles and payouts, in the order of the chain. */
import { and, eq, sql } from "drizzle-orm";
import { ASSETS, assetRate, parameterChange, pauseChange, payout, rate, role, roleChange } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import type { PauseRecord } from "../domain/slash-clock.ts";
import { type Connection, type Keyset, loadConnection } from "./keyset.ts";
import type { PageArgs } from "./page.ts";
import type { TableList } from "./table-list.ts";

export type AssetRateRow = Omit<typeof assetRate.$inferSelect, "eventId">;
export type RateRow = typeof rate.$inferSelect;
export type ParameterChangeRow = typeof parameterChange.$inferSelect;
export type PauseChangeRow = typeof pauseChange.$inferSelect;
export type RoleChangeRow = typeof roleChange.$inferSelect;
export type PayoutRow = typeof payout.$inferSelect;
export type RoleRow = typeof role.$inferSelect;

const byEventId = {
  idType: "text",
  idOf: (row: { readonly id: string }) => row.id,
  filter: () => undefined,
} as const;

export const rates: TableList<RateRow, null> = {
  ...byEventId,
  name: "rates",
  table: rate,
  id: rate.id,
};

export const parameterChanges: TableList<ParameterChangeRow, null> = {
  ...byEventId,
  name: "parameterChanges",
  table: parameterChange,
  id: parameterChange.id,
};

export const pauseChanges: TableList<PauseChangeRow, null> = {
  ...byEventId,
  name: "pauseChanges",
  table: pauseChange,
  id: pauseChange.id,
};

export const roleChanges: TableList<RoleChangeRow, null> = {
  ...byEventId,
  name: "roleChanges",
  table: roleChange,
  id: roleChange.id,
};

export const payouts: TableList<PayoutRow, { readonly account?: string }> = {
  ...byEventId,
  name: "payouts",
  table: payout,
  id: payout.id,
  filter: ({ account }) => (account === undefined ? undefined : sql`${payout.account} = ${account}`),
};

/** Every change of the pause, oldest first, as far as the slash clock goes by it. Pausers are few, and pauses rare. */
export function loadPauseRecords(db: Database): Promise<PauseRecord[]> {
  const { blockTime, expiresAt, clockStoppedAt } = pauseChange;
  return db.select({ blockTime, expiresAt, clockStoppedAt }).from(pauseChange).orderBy(pauseChange.id);
}

const byRole: Keyset<RoleRow> = {
  name: "roles:ASC",
  columns: [
    { expression: sql`${role.role}`, type: "text" },
    { expression: sql`${role.account}`, type: "text" },
  ],
  direction: "ASC",
  key: (row) => [row.role, row.account],
};

/** Who holds which role now, by role and account. */
export function loadRoles(db: Database, args: PageArgs): Promise<Connection<RoleRow>> {
  const held = eq(role.held, true);
  return loadConnection(
    byRole,
    args,
    ({ where, orderBy, limit }) =>
      db
        .select()
        .from(role)
        .where(and(held, where))
        .orderBy(...orderBy)
        .limit(limit),
    () => db.$count(role, held),
  );
}

/** Every asset with its rate and source; one that the registry has said nothing of has rate 0. */
export async function loadAssetRates(db: Database): Promise<AssetRateRow[]> {
  const rows = await db.select().from(assetRate);
  const unknown = { rateE18: 0n, rateUpdatedAt: 0, observedAt: 0, source: null, maxAge: null, maxJumpBps: null };
  return ASSETS.map((asset) => rows.find((row) => row.asset === asset) ?? { asset, ...unknown });
}
