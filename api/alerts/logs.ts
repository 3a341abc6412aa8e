/** The tables that subscriptions follow. Of each, ids become visible in their order, so an id is a place that misses nothing. */
import type pg from "pg";
import { API_SCHEMA, type ChainEventPayload, type Finality } from "../db/schema.ts";
import type { ToldEvent } from "../domain/alert.ts";

/** A row with its place. */
export interface Entry<Row> {
  readonly id: bigint;
  readonly row: Row;
}

/** A table that only grows, or whose rows move to its end when they change. */
export interface Log<Row> {
  /** For the process's log. */
  readonly name: string;
  /** The place of the last row; 0 for an empty table. */
  head(): Promise<bigint>;
  /** The first `limit` rows after one place and up to another. */
  read(after: bigint, upTo: bigint | null, limit: number): Promise<Entry<Row>[]>;
}

/** What the follower told of an event of the chain. */
export interface ChainLogRow {
  /** Decimal. */
  readonly id: string;
  readonly finality: Finality;
  /** The indexer's event id. */
  readonly eventId: string;
  readonly blockHash: string;
  readonly blockNumber: number;
  /** Lowercase address; null for what is about all. */
  readonly operator: string | null;
  readonly payload: ChainEventPayload;
}

/** That what is stored of an operator has changed, or is gone. One that changes twice between two looks is there once. */
export interface OperatorLogRow {
  readonly id: string;
  /** Lowercase address. */
  readonly address: string;
}

export const alertLog = (pool: pg.Pool): Log<ToldEvent> =>
  tableLog(pool, "alert_event", "id", "type, at::float8 as at, silenced, alert");

export const chainLog = (pool: pg.Pool): Log<ChainLogRow> =>
  tableLog(
    pool,
    "outbox",
    "id",
    `finality, event_id as "eventId", block_hash as "blockHash", block_number::float8 as "blockNumber", operator, payload`,
  );

export const operatorLog = (pool: pg.Pool): Log<OperatorLogRow> =>
  tableLog(pool, "operator_change", "version", "address", OPERATOR_CHANGE);

/** What is there now of each, and what is not there any more. */
const OPERATOR_CHANGE = `(
  select version, address from ${API_SCHEMA}.operator_sort
  union all select version, address from ${API_SCHEMA}.operator_removal
) as operator_change`;

function tableLog<Row extends { readonly id: string }>(
  pool: pg.Pool,
  table: string,
  id: string,
  columns: string,
  source = `${API_SCHEMA}.${table}`,
): Log<Row> {
  const from = `from ${source}`;
  return {
    name: table,
    async head() {
      const { rows } = await pool.query<{ head: string }>({
        name: `din_head_${table}`,
        text: `select coalesce(max(${id}), 0)::text as head ${from}`,
      });
      return BigInt(rows[0]?.head ?? 0);
    },
    async read(after, upTo, limit) {
      const { rows } = await pool.query<Row>({
        name: `din_tail_${table}`,
        // Qualified, or it would be sorted as the text that it is told as.
        text: `select ${id}::text as id, ${columns} ${from} where ${id} > $1 and ($2::bigint is null or ${id} <= $2)
               order by ${table}.${id} limit $3`,
        values: [after.toString(), upTo?.toString() ?? null, limit],
      });
      return rows.map((row) => ({ id: BigInt(row.id), row }));
    },
  };
}
