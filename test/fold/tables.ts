/** What the fold makes: one map for each table of `indexer/ponder.schema.ts`, rows by primary key. */
import type { InferSelectModel } from "drizzle-orm";
import type { Address } from "viem";
import type * as schema from "../../indexer/ponder.schema.ts";

export interface Rows {
  event: InferSelectModel<typeof schema.event>;
  party: InferSelectModel<typeof schema.party>;
  operator: InferSelectModel<typeof schema.operator>;
  manager: InferSelectModel<typeof schema.manager>;
  managerChange: InferSelectModel<typeof schema.managerChange>;
  metadataChange: InferSelectModel<typeof schema.metadataChange>;
  stakingEvent: InferSelectModel<typeof schema.stakingEvent>;
  unstakeRequest: InferSelectModel<typeof schema.unstakeRequest>;
  slash: InferSelectModel<typeof schema.slash>;
  score: InferSelectModel<typeof schema.score>;
  statusChange: InferSelectModel<typeof schema.statusChange>;
  assetRate: InferSelectModel<typeof schema.assetRate>;
  rate: InferSelectModel<typeof schema.rate>;
  registry: InferSelectModel<typeof schema.registry>;
  parameterChange: InferSelectModel<typeof schema.parameterChange>;
  pauseChange: InferSelectModel<typeof schema.pauseChange>;
  role: InferSelectModel<typeof schema.role>;
  roleChange: InferSelectModel<typeof schema.roleChange>;
  bondBalance: InferSelectModel<typeof schema.bondBalance>;
  payout: InferSelectModel<typeof schema.payout>;
}

export type TableName = keyof Rows;
export type Tables = { readonly [Name in TableName]: Map<string, Rows[Name]> };

/** The registry whose logs are folded. */
export interface Deployment {
  readonly chainId: number;
  readonly address: Address;
}

export function emptyTables(): Tables {
  return {
    event: new Map(),
    party: new Map(),
    operator: new Map(),
    manager: new Map(),
    managerChange: new Map(),
    metadataChange: new Map(),
    stakingEvent: new Map(),
    unstakeRequest: new Map(),
    slash: new Map(),
    score: new Map(),
    statusChange: new Map(),
    assetRate: new Map(),
    rate: new Map(),
    registry: new Map(),
    parameterChange: new Map(),
    pauseChange: new Map(),
    role: new Map(),
    roleChange: new Map(),
    bondBalance: new Map(),
    payout: new Map(),
  };
}

/** The primary key of a row as text. */
export const keyOf: { readonly [Name in TableName]: (row: Rows[Name]) => string } = {
  event: (row) => row.id,
  party: (row) => `${row.account} ${row.eventId}`,
  operator: (row) => row.address,
  manager: (row) => `${row.operator} ${row.manager}`,
  managerChange: (row) => row.id,
  metadataChange: (row) => row.id,
  stakingEvent: (row) => row.id,
  unstakeRequest: (row) => String(row.id),
  slash: (row) => String(row.id),
  score: (row) => row.id,
  statusChange: (row) => row.id,
  assetRate: (row) => row.asset,
  rate: (row) => row.id,
  registry: (row) => row.address,
  parameterChange: (row) => row.id,
  pauseChange: (row) => row.id,
  role: (row) => `${row.role} ${row.account}`,
  roleChange: (row) => row.id,
  bondBalance: (row) => row.account,
  payout: (row) => row.id,
};

/** Puts a row under its primary key. */
export function put<Name extends TableName>(tables: Tables, name: Name, row: Rows[Name]): Rows[Name] {
  const table: Map<string, Rows[Name]> = tables[name];
  table.set(keyOf[name](row), row);
  return row;
}

/** The row an event speaks of. That it is missing means an event was lost, or the registry broke its own order. */
export function existing<Name extends TableName>(tables: Tables, name: Name, key: string): Rows[Name] {
  const row: Rows[Name] | undefined = tables[name].get(key);
  if (row === undefined) throw new Error(`an event speaks of ${name} ${key}, which no event made`);
  return row;
}

/** An address as the tables hold it. */
export function lower(address: Address): Address {
  return `0x${address.slice(2).toLowerCase()}`;
}

/** A string of the chain as a table can hold it: Postgres has no NUL in text, and anybody may send one. */
export function text(value: string): string {
  return value.replaceAll("\0", "");
}
