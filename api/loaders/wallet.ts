import { and, isNotNull, sql } from "drizzle-orm";
import { bondBalance, operator } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import { type Connection, type Keyset, loadConnection } from "./keyset.ts";
import { type OperatorRow, selectOperators } from "./operators.ts";
import type { PageArgs } from "./page.ts";
import { operatorsOf } from "./wallet-unstakes.ts";

const byAddress: Keyset<OperatorRow> = {
  name: "positions:ASC",
  columns: [{ expression: sql`${operator.address}`, type: "text" }],
  direction: "ASC",
  key: (row) => [row.address],
};

/** The operators an account is or may act for, by address. */
export async function loadPositions(
  db: Database,
  account: string,
  args: PageArgs,
  figures: boolean,
): Promise<Connection<OperatorRow>> {
  const mine = and(sql`${operator.address} in ${operatorsOf(account)}`, isNotNull(operator.registeredAt));
  return loadConnection(
    byAddress,
    args,
    ({ where, orderBy, limit }) =>
      selectOperators(db, {
        figures,
        rest: sql`where ${and(mine, where)} order by ${sql.join(orderBy, sql`, `)} limit ${limit}`,
      }),
    async () => {
      const [count] = await db.select({ total: sql<string>`count(*)` }).from(operator).where(mine);
      return Number(count?.total ?? 0);
    },
  );
}

/** Returned dispute bonds an account can claim, wei of ETH. */
export async function loadClaimableBond(db: Database, account: string): Promise<bigint> {
  const [row] = await db
    .select({ claimable: bondBalance.claimable })
    .from(bondBalance)
    .where(sql`${bondBalance.account} = ${account}`);
  return row?.claimable ?? 0n;
}
