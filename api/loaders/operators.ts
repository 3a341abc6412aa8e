import DataLoader from "dataloader";
import { and, gte, inArray, isNotNull, lte, type SQL, sql } from "drizzle-orm";
import { manager, operator } from "../db/chain.ts";
import type { Database } from "../db/pool.ts";
import { columnsOf, selectRows } from "../db/rows.ts";
import { operatorSort } from "../db/schema.ts";
import type { Tier } from "../domain/policy.ts";
import type { Status } from "../domain/status.ts";
import { RequestError } from "./errors.ts";
import {
  type Evaluation,
  type EvaluationColumns,
  evaluationColumns,
  evaluationOf,
  JOIN_EVALUATION,
} from "./evaluations.ts";
import { type Connection, type Direction, type KeyColumn, type Keyset, loadConnection } from "./keyset.ts";
import type { PageArgs } from "./page.ts";

/** A registered operator with what was measured of it. Addresses that only named managers are none. */
export type OperatorRow = typeof operator.$inferSelect & {
  readonly registeredAt: number;
  /** Null if it was never measured. */
  readonly evaluation: Evaluation | null;
};

type SelectedRow = Omit<OperatorRow, "evaluation"> & EvaluationColumns;

interface OperatorSelect {
  /** Whether windows and scores are asked for. */
  readonly figures: boolean;
  /** Further columns. */
  readonly more?: SQL;
  /** Where `operator` is found, if not alone. */
  readonly from?: SQL;
  /** All that follows it. */
  readonly rest: SQL;
}

/** Operators with their evaluations. */
export async function selectOperators<More extends object>(
  db: Database,
  { figures, more, from, rest }: OperatorSelect,
): Promise<(OperatorRow & More)[]> {
  const rows = await selectRows<SelectedRow & More>(
    db,
    sql`select ${columnsOf(operator)}, ${evaluationColumns(figures)}${more === undefined ? sql`` : sql`, ${more}`}
      from ${from ?? sql`${operator}`} ${JOIN_EVALUATION} ${rest}`,
  );
  return rows.map((row) => Object.assign(row, { evaluation: evaluationOf(row) }));
}

export const OPERATOR_ORDERS = ["STAKE", "REGISTRATION", "SCORE", "SLASHED_AMOUNT"] as const;
export type OperatorOrder = (typeof OPERATOR_ORDERS)[number];

export interface OperatorFilter {
  readonly tiers?: readonly Tier[] | undefined;
  readonly statuses?: readonly Status[] | undefined;
  /** Bounds of the ETH value of active stake, wei, both inclusive. */
  readonly minStake?: bigint | undefined;
  readonly maxStake?: bigint | undefined;
  /** Part of the address or the metadata URI, in any case. */
  readonly text?: string | undefined;
  /** Lowercase address of an account that may act for the operator. */
  readonly manager?: string | undefined;
}

/** Operators by lowercase address; null for addresses that are not registered. */
export function createOperatorLoader(db: Database, figures: boolean): DataLoader<string, OperatorRow | null> {
  return new DataLoader(async (addresses) => {
    const rows = await selectOperators(db, {
      figures,
      rest: sql`where ${operator.address} = any(${sql.param([...addresses])}::text[])
        and ${isNotNull(operator.registeredAt)}`,
    });
    const found = new Map<string, OperatorRow>(rows.map((row) => [row.address, row]));
    return addresses.map((address) => found.get(address) ?? null);
  });
}

/** A page of operators, sorted and filtered by their stored sort rows. One statement, and one more for the total. */
export async function loadOperators(
  db: Database,
  args: PageArgs,
  filter: OperatorFilter,
  order: { readonly field: OperatorOrder; readonly direction: Direction },
  figures: boolean,
): Promise<Connection<OperatorRow>> {
  const filtered = filterSql(filter);
  return loadConnection(
    operatorKeyset(order.field, order.direction),
    args,
    ({ where, orderBy, limit }) =>
      selectOperators<SortKey>(db, {
        figures,
        more: sql`(${ORDER_COLUMNS[order.field].expression})::text as "sortKey"`,
        from: sql`${operatorSort} join ${operator} on ${operator.address} = ${operatorSort.address}`,
        rest: sql`where ${and(where, filtered, isNotNull(operator.registeredAt))}
          order by ${sql.join(orderBy, sql`, `)} limit ${sql.raw(String(limit))}`,
      }),
    async () => {
      const [count] = await db.select({ total: sql<string>`count(*)` }).from(operatorSort).where(filtered);
      return Number(count?.total ?? 0);
    },
  );
}

/** Its value of the order's first column, as text. */
interface SortKey {
  readonly sortKey: string;
}

function operatorKeyset(field: OperatorOrder, direction: Direction): Keyset<OperatorRow & SortKey> {
  const address: KeyColumn = { expression: sql`${operatorSort.address}`, type: "text" };
  return {
    name: `operators:${field}:${direction}`,
    columns: [ORDER_COLUMNS[field], address],
    direction,
    key: (row) => [row.sortKey, row.address],
  };
}

const ORDER_COLUMNS: Record<OperatorOrder, KeyColumn> = {
  STAKE: { expression: sql`${operatorSort.stakeValue}`, type: "numeric" },
  REGISTRATION: { expression: sql`${operatorSort.registeredAt}`, type: "bigint" },
  // An operator without a score sorts below a score of 0; the index is on the same expression.
  SCORE: { expression: sql`coalesce(${operatorSort.score}, -1)`, type: "integer" },
  SLASHED_AMOUNT: { expression: sql`${operatorSort.slashedValue}`, type: "numeric" },
};

function filterSql(filter: OperatorFilter): SQL | undefined {
  const { minStake, maxStake } = filter;
  if (minStake !== undefined && maxStake !== undefined && minStake > maxStake) {
    throw new RequestError("INVALID_FILTER", "`stake.min` is larger than `stake.max`.");
  }
  return and(
    filter.tiers && inArray(operatorSort.tier, [...filter.tiers]),
    filter.statuses && inArray(operatorSort.status, [...filter.statuses]),
    minStake === undefined ? undefined : gte(operatorSort.stakeValue, minStake.toString()),
    maxStake === undefined ? undefined : lte(operatorSort.stakeValue, maxStake.toString()),
    filter.text === undefined
      ? undefined
      : sql`position(${filter.text.toLowerCase()} in ${operatorSort.searchText}) > 0`,
    filter.manager === undefined
      ? undefined
      : sql`exists (select 1 from ${manager} where ${manager.operator} = ${operatorSort.address}
          and ${manager.manager} = ${filter.manager} and ${manager.allowed})`,
  );
}
