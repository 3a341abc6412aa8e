/**
 * Ponder without Ponder: its tables, views, triggers and checkpoint in a real Postgres, changed in the transactions that
 * Ponder 0.16 would make of a model's steps, with the locks that it takes.
 */
import type pg from "pg";
import { assetRate, event, operator, pauseChange, registry, slash, unstakeRequest } from "../../api/db/chain.ts";
import { createDatabase, createPool, type Database } from "../../api/db/pool.ts";
import { ETH } from "../../api/domain/policy.ts";
import { CHAIN_ID, checkpointOf, type IndexerStep, type ModelBlock } from "./chain-model.ts";
import { foldSteps, nameOf, subjectOf } from "./chain-steps.ts";
import { foldOperators } from "./operator-fold.ts";
import { createTableSql, indexerTables, tableName } from "./table-sql.ts";

export const REGISTRY = "0x00000000000000000000000000000000000000dd";
export const PROTOCOL_MIN_STAKE = ETH;

export interface SimulatedIndexerOptions {
  readonly connectionString: string;
  /** The deployment's own schema. */
  readonly schema: string;
  readonly viewsSchema: string;
  readonly registryAddress?: `0x${string}`;
}

export class SimulatedIndexer {
  readonly pool: pg.Pool;
  private readonly options: SimulatedIndexerOptions;
  private blocks: ModelBlock[] = [];

  constructor(options: SimulatedIndexerOptions) {
    this.options = options;
    this.pool = createPool({
      connectionString: options.connectionString,
      viewsSchema: options.schema,
      applicationName: "simulated-indexer",
      max: 2,
      statementTimeoutMs: 60_000,
      onError: () => undefined,
    });
  }

  /** Tables and checkpoint, as before a backfill; no views yet. */
  async deploy(): Promise<void> {
    const { schema } = this.options;
    await this.transaction(async (client, db) => {
      await client.query(`create schema "${schema}"`);
      for (const table of indexerTables) {
        for (const statement of createTableSql(table, schema)) await client.query(statement);
      }
      await client.query(`create table "${schema}"._ponder_checkpoint (
        chain_name text primary key, chain_id bigint not null, safe_checkpoint varchar(75) not null,
        latest_checkpoint varchar(75) not null, finalized_checkpoint varchar(75) not null)`);
      await client.query(`create function "${schema}".nothing() returns trigger language plpgsql as
        'begin return null; end'`);
      await client.query("insert into _ponder_checkpoint values ('test', $1, $2, $2, $2)", [
        CHAIN_ID,
        checkpointOf(0, 0),
      ]);
      await db.insert(registry).values({
        address: this.options.registryAddress ?? REGISTRY,
        chainId: CHAIN_ID,
        minStake: PROTOCOL_MIN_STAKE,
        unstakeDelay: 0,
        disputeWindow: 0,
        resolutionWindow: 0,
        executionWindow: 0,
        cooldown: 0,
        largeSlashBps: 0,
        disputeBond: 0n,
        pauseMask: 0,
        pauseExpiresAt: 0,
        clockStoppedAt: 0,
        pausedSeconds: 0,
        treasuryOwedEth: 0n,
        treasuryOwedWsteth: 0n,
        updatedAt: 0,
      });
    });
  }

  /** Points the views at this deployment, as Ponder does when a backfill is done. */
  async publish(): Promise<void> {
    const { schema, viewsSchema } = this.options;
    await this.transaction(async (client) => {
      await client.query(`create schema if not exists "${viewsSchema}"`);
      for (const name of [...indexerTables.map(tableName), "_ponder_checkpoint"]) {
        await client.query(`drop view if exists "${viewsSchema}"."${name}"`);
        await client.query(`create view "${viewsSchema}"."${name}" as select * from "${schema}"."${name}"`);
      }
    });
  }

  async apply(steps: readonly IndexerStep[]): Promise<void> {
    for (const step of steps) await this.transaction((client, db) => this.carryOut(step, client, db));
  }

  /** Drops everything of this deployment, its views included. */
  async drop(): Promise<void> {
    await this.pool.query(`drop schema "${this.options.schema}" cascade`);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async carryOut(step: IndexerStep, client: pg.PoolClient, db: Database): Promise<void> {
    switch (step.type) {
      case "BLOCK":
        await this.append([step.block], db);
        await client.query("update _ponder_checkpoint set latest_checkpoint = $1", [whole(step.block)]);
        return;
      case "REVERT":
        await this.dropTriggers(client);
        await this.cut(step.to, client, db);
        await this.createTriggers(client);
        return;
      case "RECOVER":
        await this.dropTriggers(client);
        await this.cut(step.to, client, db);
        return;
      case "LIVE":
        await this.createTriggers(client);
        return;
      case "FINALIZE":
        await client.query("update _ponder_checkpoint set finalized_checkpoint = $1, safe_checkpoint = $1", [
          whole(step.to),
        ]);
        return;
      case "BACKFILL": {
        await this.append(step.blocks, db);
        const last = step.blocks.at(-1);
        if (last === undefined) return;
        await client.query(
          "update _ponder_checkpoint set latest_checkpoint = $1, finalized_checkpoint = $1, safe_checkpoint = $1",
          [whole(last)],
        );
      }
    }
  }

  private async append(blocks: readonly ModelBlock[], db: Database): Promise<void> {
    this.blocks.push(...blocks);
    const rows = blocks.flatMap((block) =>
      block.events.map((row) => ({
        id: row.id,
        name: nameOf(row.effect),
        operator: row.operator,
        seq: null,
        subject: subjectOf(row.effect),
        blockNumber: row.blockNumber,
        blockHash: row.blockHash,
        blockTime: row.blockTime,
        transactionHash: row.blockHash,
        logIndex: row.logIndex,
      })),
    );
    if (rows.length === 0) return;
    await db.insert(event).values(rows);
    await this.writeFacts(db);
  }

  private async cut(to: number, client: pg.PoolClient, db: Database): Promise<void> {
    this.blocks = this.blocks.filter((block) => block.number <= to);
    await client.query("delete from event where block_number > $1", [to]);
    await this.writeFacts(db);
  }

  /** Ponder restores the rows' former values; here they are computed from what is left. */
  private async writeFacts(db: Database): Promise<void> {
    const { operators, wstethRate } = foldOperators(this.blocks);
    await db.delete(operator);
    if (operators.size > 0) await db.insert(operator).values([...operators.values()]);
    await db.delete(assetRate);
    await db
      .insert(assetRate)
      .values({ asset: "WSTETH", rateE18: wstethRate, rateUpdatedAt: 0, observedAt: 0, eventId: "" });
    const { slashes, requests, pauses } = foldSteps(this.blocks);
    await db.delete(slash);
    if (slashes.length > 0) await db.insert(slash).values(slashes);
    await db.delete(unstakeRequest);
    if (requests.length > 0) await db.insert(unstakeRequest).values(requests);
    await db.delete(pauseChange);
    if (pauses.length > 0) await db.insert(pauseChange).values(pauses);
  }

  /** Exclusive locks on every table, in the order of the schema, and on the checkpoint after them. */
  private async dropTriggers(client: pg.PoolClient): Promise<void> {
    for (const table of indexerTables) await client.query(`drop trigger if exists reorg on "${tableName(table)}"`);
    await client.query("drop trigger if exists live_query_notify on _ponder_checkpoint");
    for (const table of indexerTables) await client.query(`drop trigger if exists live_query on "${tableName(table)}"`);
  }

  private async createTriggers(client: pg.PoolClient): Promise<void> {
    const procedure = `execute procedure "${this.options.schema}".nothing()`;
    for (const table of indexerTables) {
      await client.query(`create or replace trigger reorg after insert or update or delete on "${tableName(table)}"
        for each row ${procedure}`);
    }
    await client.query(`create or replace trigger live_query_notify after insert or update or delete
      on _ponder_checkpoint for each statement ${procedure}`);
  }

  /** In memory, too, a transaction that fails has not happened. */
  private async transaction(work: (client: pg.PoolClient, db: Database) => Promise<void>): Promise<void> {
    const before = [...this.blocks];
    const client = await this.pool.connect();
    let failure: Error | undefined;
    try {
      await client.query("begin");
      await work(client, createDatabase(client));
      await client.query("commit");
    } catch (error) {
      this.blocks = before;
      failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      // A broken transaction goes with its connection.
      client.release(failure);
    }
  }
}

function whole(block: ModelBlock): string {
  return checkpointOf(block.time, block.number);
}
