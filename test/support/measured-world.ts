/** A database with the API's tables and partitions, into which a test puts samples as ingestion does, and evaluators over it. */
import type pg from "pg";
import pino from "pino";
import { runMigrations } from "../../api/db/migrate.ts";
import { maintainPartitions } from "../../api/db/partitions.ts";
import { createPool } from "../../api/db/pool.ts";
import type { Judgement } from "../../api/domain/judgement.ts";
import { type Policy, policyOf } from "../../api/domain/policy.ts";
import type { Score } from "../../api/domain/score.ts";
import { encodeSketch, type Sketch } from "../../api/domain/sketch.ts";
import type { StoredWindows } from "../../api/domain/window.ts";
import { createEvaluator, type Evaluator, type EvaluatorOptions } from "../../api/monitoring/evaluator.ts";
import { CHAIN_ID } from "./chain-model.ts";
import { VIEWS } from "./follower-world.ts";
import { REGISTRY } from "./simulated-indexer.ts";

export interface SampleInput {
  readonly operator: string;
  /** Unix seconds. */
  readonly at: number;
  readonly service: string;
  readonly region: string;
  readonly reporter: string;
  readonly revision: number;
  readonly weight: number;
  readonly requests: number;
  readonly successes: number;
  readonly timeouts: number;
  readonly upSeconds: number;
  readonly downSeconds: number;
  readonly sketch: Sketch | null;
  readonly p95Micros: number | null;
  readonly p99Micros: number | null;
}

/** Whose operators they are. */
export const MEASURED_REGISTRY = { chainId: CHAIN_ID, address: REGISTRY };

export const RETENTION = { rawDays: 35, hourDays: 400 };

export class MeasuredWorld {
  readonly pool: pg.Pool;
  readonly policy: Policy;
  readonly connectionString: string;
  /** Unix seconds. */
  now: number;
  private readonly evaluators: Evaluator[] = [];

  private constructor(connectionString: string, policy: Policy, now: number) {
    this.connectionString = connectionString;
    this.policy = policy;
    this.now = now;
    this.pool = createPool({
      connectionString,
      viewsSchema: VIEWS,
      applicationName: "test",
      max: 4,
      statementTimeoutMs: 60_000,
      onError: () => undefined,
    });
  }

  static async over(
    connectionString: string,
    now: number,
    policy: Policy = policyOf("production"),
  ): Promise<MeasuredWorld> {
    const world = new MeasuredWorld(connectionString, policy, now);
    await runMigrations(world.pool);
    await maintainPartitions(world.pool, now, RETENTION);
    return world;
  }

  /** Stores samples with the dirty rows of their operators, in one transaction. */
  async store(samples: readonly SampleInput[], receivedAt = this.now): Promise<void> {
    await insertSamples(this.pool, samples, receivedAt);
  }

  evaluator(options: Partial<EvaluatorOptions> = {}): Evaluator {
    const evaluator = createEvaluator({
      connectionString: this.connectionString,
      viewsSchema: VIEWS,
      policy: this.policy,
      registry: MEASURED_REGISTRY,
      retention: RETENTION,
      now: () => this.now,
      log: pino({ level: "silent" }),
      pollMs: 5,
      ...options,
    });
    this.evaluators.push(evaluator);
    return evaluator;
  }

  /** Passes until nothing is left to do now. */
  async settle(evaluator: Evaluator): Promise<void> {
    for (;;) {
      const result = await evaluator.pass();
      if (!result.done) throw result.error;
      if (result.operators === 0) return;
    }
  }

  /** Whether nothing is dirty or due. */
  async isSettled(): Promise<boolean> {
    const { rows } = await this.pool.query(
      `select 1 from din_api.metric_dirty union all
       select 1 from din_api.operator_evaluation where next_due_at <= $1 limit 1`,
      [this.now],
    );
    return rows.length === 0;
  }

  async evaluation(operator: string): Promise<StoredEvaluation | undefined> {
    const { rows } = await this.pool.query<StoredEvaluation>(
      `select window_end::float8 as "windowEnd", windows, score, judgement, measured_until::float8 as "measuredUntil",
         disagreeing, next_due_at::float8 as "nextDueAt"
       from din_api.operator_evaluation where operator = $1`,
      [operator],
    );
    return rows[0];
  }

  async close(): Promise<void> {
    await Promise.all(this.evaluators.map((evaluator) => evaluator.stop()));
    await this.pool.end();
  }
}

export interface StoredEvaluation {
  readonly windowEnd: number;
  readonly windows: StoredWindows;
  readonly score: Score;
  readonly judgement: Judgement;
  readonly measuredUntil: number;
  readonly disagreeing: readonly string[];
  readonly nextDueAt: number | null;
}

export async function insertSamples(pool: pg.Pool, samples: readonly SampleInput[], receivedAt: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    const rows = samples.map(({ sketch, ...sample }) => ({
      ...sample,
      sketch: sketch === null ? null : `\\x${Buffer.from(encodeSketch(sketch)).toString("hex")}`,
    }));
    await client.query(
      `insert into din_api.metric_sample
       select "operator", "at", "service", "region", "reporter", "revision", "requests", "successes", "timeouts", "upSeconds",
         "downSeconds", "sketch"::bytea, "p95Micros", "p99Micros", "weight", $2
       from jsonb_to_recordset($1::jsonb) as s (
         "operator" text, "at" bigint, "service" text, "region" text, "reporter" text, "revision" integer,
         "requests" bigint, "successes" bigint, "timeouts" bigint, "upSeconds" integer, "downSeconds" integer, "sketch" text,
         "p95Micros" bigint, "p99Micros" bigint, "weight" integer)
       on conflict do nothing`,
      [JSON.stringify(rows), receivedAt],
    );
    const touched = new Map<string, Set<number>>();
    for (const { operator, at } of samples) touched.set(operator, (touched.get(operator) ?? new Set()).add(at));
    for (const [operator, starts] of touched) {
      await client.query("insert into din_api.metric_dirty (operator, intervals) values ($1, $2)", [
        operator,
        [...starts],
      ]);
    }
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
