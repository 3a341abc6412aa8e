import { randomBytes } from "node:crypto";
import { getTableColumns } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { getTableConfig } from "drizzle-orm/pg-core";
import pg from "pg";
import { sortRowOf } from "../../../api/chain/sort-row.ts";
import { assetRate, operator, type ponderCheckpoint, registry } from "../../../api/db/chain.ts";
import { maintainPartitions } from "../../../api/db/partitions.ts";
import { createDatabase, createPool } from "../../../api/db/pool.ts";
import { registryKey } from "../../../api/db/registry-key.ts";
import {
  followerState,
  heartbeat,
  metricDay,
  metricHour,
  metricMinute,
  networkSnapshot,
  operatorEvaluation,
  operatorSort,
  scoreHistory,
} from "../../../api/db/schema.ts";
import { POLICY } from "../../../api/domain/policy.ts";
import type { Rows, TableName } from "../../fold/tables.ts";
import { evaluationRow } from "./measured.ts";
import { inDatabase } from "./postgres.ts";
import { DEPLOYMENT, TABLES, TEMPLATE, VIEWS } from "./template.ts";

/** Tables of the API's own that are written by others than the follower. */
const OWN_TABLES = {
  operatorEvaluation,
  metricMinute,
  metricHour,
  metricDay,
  scoreHistory,
  networkSnapshot,
  heartbeat,
} as const;

/**
 * Rows to put into the indexer's tables, Ponder's checkpoint, and the API's own tables. Operators pass for measured and
 * without fault, their published score for the evaluated one, unless evaluations are told.
 */
export type Filling = { readonly [Name in TableName]?: readonly Rows[Name][] } & {
  readonly ponderCheckpoint?: readonly (typeof ponderCheckpoint.$inferSelect)[];
} & { readonly [Name in keyof typeof OWN_TABLES]?: readonly (typeof OWN_TABLES)[Name]["$inferInsert"][] };

export interface TestDatabase {
  readonly url: string;
  /** One connection for the test itself. */
  readonly client: pg.Client;
  /** Inserts rows as the indexer and the evaluator would. */
  fill(rows: Filling, schema?: string): Promise<void>;
  /** Computes the sort rows of all operators, as the follower does, as of `now`. */
  sort(now: number): Promise<void>;
  drop(): Promise<void>;
}

/** A database of the test's own on the suite's server. */
export async function createTestDatabase(adminUrl: string): Promise<TestDatabase> {
  const name = `api_${randomBytes(6).toString("hex")}`;
  await asAdmin(adminUrl, (admin) => admin.query(`create database ${name} template ${TEMPLATE}`));
  const url = inDatabase(adminUrl, name);
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return {
    url,
    client,
    fill: async (rows, schema = DEPLOYMENT) => {
      await fill(client, schema, rows);
      await makePartitions(url, rows);
      await fillOwn(client, rows);
    },
    sort: (now) => sort(url, now),
    drop: async () => {
      await client.end();
      await asAdmin(adminUrl, (admin) => admin.query(`drop database ${name} with (force)`));
    },
  };
}

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

async function fill(client: pg.Client, schema: string, filling: Filling): Promise<void> {
  for (const [key, table] of Object.entries(TABLES)) {
    const rows = Object.entries(filling).find(([name]) => name === key)?.[1];
    if (rows === undefined || rows.length === 0) continue;
    const names = new Map(Object.entries(getTableColumns(table)).map(([field, column]) => [field, column.name]));
    await insert(
      client,
      `"${schema}"."${getTableConfig(table).name}"`,
      rows.map((row) => renamed(row, names)),
    );
  }
}

/** The API makes them from its clock on; tests tell of the past. */
async function makePartitions(url: string, filling: Filling): Promise<void> {
  const { metricMinute: minutes = [], metricHour: hours = [], metricDay: days = [] } = filling;
  const times = [...minutes, ...hours, ...days].map(({ at }) => at);
  if (times.length === 0) return;
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  // Each run reaches a week back and nothing is dropped.
  for (let at = Math.min(...times); at < Math.max(...times) + WEEK; at += WEEK) {
    await maintainPartitions(pool, at, { rawDays: 10_000, hourDays: 10_000 });
  }
  await pool.end();
}

const WEEK = 7 * 86_400;

async function fillOwn(client: pg.Client, filling: Filling): Promise<void> {
  const db = drizzle(client, { casing: "snake_case" });
  const evaluations = filling.operatorEvaluation ?? filling.operator?.map(asMeasured) ?? [];
  // Operators of a second deployment were measured already.
  if (evaluations.length > 0)
    await db
      .insert(operatorEvaluation)
      .values([...evaluations])
      .onConflictDoNothing();
  for (const name of ["metricMinute", "metricHour", "metricDay"] as const) {
    const rows = filling[name] ?? [];
    if (rows.length > 0) await db.insert(OWN_TABLES[name]).values([...rows]);
  }
  if (filling.scoreHistory?.length) await db.insert(scoreHistory).values([...filling.scoreHistory]);
  if (filling.networkSnapshot?.length) await db.insert(networkSnapshot).values([...filling.networkSnapshot]);
  if (filling.heartbeat?.length) await db.insert(heartbeat).values([...filling.heartbeat]);
}

function asMeasured({ address, score }: Rows["operator"]) {
  return evaluationRow({ operator: address, ...(score === null ? {} : { score }) });
}

/** Computes what the follower would: the test's lists are sorted and filtered by it. */
async function sort(url: string, now: number): Promise<void> {
  const pool = createPool({
    connectionString: url,
    viewsSchema: VIEWS,
    applicationName: "test",
    max: 1,
    statementTimeoutMs: 30_000,
    onError: () => {},
  });
  const db = createDatabase(pool);
  const [found] = await db.select({ minStake: registry.minStake }).from(registry);
  const rates = new Map((await db.select().from(assetRate)).map(({ asset, rateE18 }) => [asset, rateE18]));
  const inputs = {
    policy: POLICY,
    protocolMinStake: found?.minStake ?? 0n,
    rates: { eth: rates.get("ETH") ?? 0n, wsteth: rates.get("WSTETH") ?? 0n },
  };
  const evaluations = new Map((await db.select().from(operatorEvaluation)).map((row) => [row.operator, row]));
  const rows = (await db.select().from(operator)).flatMap(
    (row) => sortRowOf(row, evaluations.get(row.address) ?? null, inputs, now) ?? [],
  );
  await db.delete(operatorSort);
  if (rows.length > 0) await db.insert(operatorSort).values(rows);
  const [mirrored] = await db.select({ chainId: registry.chainId, address: registry.address }).from(registry);
  if (mirrored !== undefined) {
    const state = { finalEventId: "", checkpoint: "", inputsDigest: "test" };
    await db
      .insert(followerState)
      .values({ registry: registryKey(mirrored), ...state })
      .onConflictDoUpdate({ target: followerState.registry, set: { ...state, passedAt: new Date() } });
  }
  await pool.end();
}

async function insert(client: pg.Client, table: string, rows: readonly object[]): Promise<void> {
  const json = JSON.stringify(rows, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
  await client.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [json]);
}

function renamed(row: object, names: ReadonlyMap<string, string>): object {
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [names.get(field) ?? field, value]));
}
