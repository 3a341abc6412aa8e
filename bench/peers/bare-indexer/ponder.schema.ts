/** As many rows for an event as ours: one in a journal, one of detail, and one that is updated. Generic columns. */
import { index, onchainTable } from "ponder";

export const event = onchainTable(
  "event",
  (t) => ({
    id: t.text().primaryKey(),
    name: t.text().notNull(),
    operator: t.hex(),
    seq: t.bigint(),
    blockNumber: t.bigint().notNull(),
    blockHash: t.hex().notNull(),
    blockTime: t.bigint().notNull(),
    transactionHash: t.hex().notNull(),
    logIndex: t.integer().notNull(),
  }),
  (table) => ({ blockIdx: index().on(table.blockNumber), operatorIdx: index().on(table.operator, table.id) }),
);

export const detail = onchainTable(
  "detail",
  (t) => ({
    id: t.text().primaryKey(),
    operator: t.hex(),
    name: t.text().notNull(),
    account: t.hex(),
    a: t.bigint(),
    b: t.bigint(),
    c: t.bigint(),
    blockNumber: t.bigint().notNull(),
    blockHash: t.hex().notNull(),
    blockTime: t.bigint().notNull(),
    transactionHash: t.hex().notNull(),
    logIndex: t.integer().notNull(),
  }),
  (table) => ({ operatorIdx: index().on(table.operator, table.id) }),
);

export const counter = onchainTable("counter", (t) => ({
  key: t.text().primaryKey(),
  events: t.integer().notNull(),
  lastEventId: t.text().notNull(),
  updatedAt: t.bigint().notNull(),
}));
