/** A database with the API's tables, a model chain, its simulated indexer, and followers over it. */
import type pg from "pg";
import pino from "pino";
import { createFollower, type Follower, type FollowerOptions } from "../../api/chain/follower.ts";
import { type EvaluationFacts, sortRowOf } from "../../api/chain/sort-row.ts";
import { runMigrations } from "../../api/db/migrate.ts";
import { createPool } from "../../api/db/pool.ts";
import { startOfJudgement } from "../../api/domain/judgement.ts";
import { POLICY, RATE_ONE } from "../../api/domain/policy.ts";
import { alertFaults, type StoredAlert } from "./alert-faults.ts";
import { CHAIN_ID, ChainModel, type IndexerStep } from "./chain-model.ts";
import { foldOperators } from "./operator-fold.ts";
import { outboxFaults, type Present, type Told } from "./outbox-words.ts";
import type { TestPostgres } from "./postgres.ts";
import { PROTOCOL_MIN_STAKE, REGISTRY, SimulatedIndexer } from "./simulated-indexer.ts";

export const VIEWS = "din";

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly code?: string;
}

export class FollowerWorld {
  readonly model = new ChainModel();
  readonly pool: pg.Pool;
  readonly logs: LogLine[] = [];
  readonly connectionString: string;
  /** Unix seconds. */
  now = 1_700_000_000;
  indexer: SimulatedIndexer;
  private readonly followers: Follower[] = [];
  private readonly indexers: SimulatedIndexer[] = [];

  private constructor(connectionString: string, pool: pg.Pool) {
    this.connectionString = connectionString;
    this.pool = pool;
    this.indexer = this.addIndexer("deployment_1");
  }

  /** @param name of the database */
  static async create(postgres: TestPostgres, name: string): Promise<FollowerWorld> {
    const connectionString = await postgres.createDatabase(name);
    return FollowerWorld.over(connectionString, VIEWS);
  }

  /** Over a database that is there, whoever fills it. */
  static async over(connectionString: string, viewsSchema: string): Promise<FollowerWorld> {
    const pool = createPool({
      connectionString,
      viewsSchema,
      applicationName: "test",
      max: 4,
      statementTimeoutMs: 60_000,
      onError: () => undefined,
    });
    await runMigrations(pool);
    return new FollowerWorld(connectionString, pool);
  }

  /** The indexer is deployed, its views are there, and it is live. */
  async live(): Promise<this> {
    await this.indexer.deploy();
    await this.indexer.publish();
    await this.apply([{ type: "LIVE" }]);
    return this;
  }

  addIndexer(schema: string, registryAddress: `0x${string}` = REGISTRY): SimulatedIndexer {
    const { connectionString } = this;
    const indexer = new SimulatedIndexer({ connectionString, schema, viewsSchema: VIEWS, registryAddress });
    this.indexers.push(indexer);
    this.indexer = indexer;
    return indexer;
  }

  apply(steps: readonly IndexerStep[]): Promise<void> {
    return this.indexer.apply(steps);
  }

  follower(options: Partial<FollowerOptions> = {}): Follower {
    const follower = createFollower({
      connectionString: this.connectionString,
      viewsSchema: VIEWS,
      registry: { chainId: CHAIN_ID, address: REGISTRY },
      policy: POLICY,
      now: () => this.now,
      log: pino({ level: "debug" }, { write: (line: string) => void this.logs.push(JSON.parse(line)) }),
      pollMs: 5,
      ...options,
    });
    this.followers.push(follower);
    return follower;
  }

  /**
   * What the evaluator would write of an operator that was measured: by default one that is fine, and measured for long
   * to come. Marks its row like the evaluator, unless told not to.
   */
  async evaluate(
    operator: string,
    facts: { readonly score?: number; readonly measuredUntil?: number; readonly breached?: boolean } = {},
    mark = true,
  ): Promise<void> {
    const { score = 9_000, measuredUntil = this.now + 1_000_000, breached = false } = facts;
    const judgement = {
      ...startOfJudgement(this.now),
      initialCheckAt: this.now,
      throughputSince: breached ? this.now : null,
    };
    await this.pool.query(
      `with written as (
         insert into din_api.operator_evaluation
           (operator, window_end, policy_version, windows, score, measured_until, judgement, disagreeing)
         values ($1, $2, $3, '{}', $4, $5, $6, '{}')
         on conflict (operator) do update set score = excluded.score, measured_until = excluded.measured_until,
           judgement = excluded.judgement, evaluated_at = now())
       insert into din_api.dirty_operator (operator, reason) select $1, 'EVALUATION' where $7`,
      [operator, this.now, POLICY.version, { value: score }, measuredUntil, judgement, mark],
    );
  }

  async outbox(): Promise<(Told & { id: string; operator: string | null })[]> {
    const { rows } = await this.pool.query<Told & { id: string; operator: string | null }>(
      `select id, finality, event_id as "eventId", block_hash as "blockHash", operator from din_api.outbox order by id`,
    );
    return rows;
  }

  /** How many outbox rows there are of each kind. */
  async counts(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { finality } of await this.outbox()) counts[finality] = (counts[finality] ?? 0) + 1;
    return counts;
  }

  /** Passes until there is nothing left to do at once. */
  async settle(follower: Follower): Promise<void> {
    for (;;) {
      const result = await follower.pass();
      if (result.role !== "LEADER") throw new Error(`cannot settle: ${JSON.stringify(result)}`);
      if (!result.more) return;
    }
  }

  /** Everything that must hold once a follower has settled: of the outbox, what is pending, and the sort rows. */
  async faults(): Promise<string[]> {
    const journal = await this.journal();
    const faults = outboxFaults(await this.outbox(), journal);
    const { rows: pending } = await this.pool.query<{ key: string }>(
      "select event_id || ':' || block_hash as key from din_api.pending_event where missing_at_checkpoint is null order by 1",
    );
    const expected = journal.filter(({ final }) => !final).map((event) => `${event.id}:${event.blockHash}`);
    const kept = pending.map(({ key }) => key);
    if (JSON.stringify(kept) !== JSON.stringify(expected.sort())) faults.push(`pending are ${kept}, not ${expected}`);
    const { rows: dirty } = await this.pool.query("select operator from din_api.dirty_operator");
    if (dirty.length > 0) faults.push(`dirty are ${JSON.stringify(dirty)}`);
    return [...faults, ...(await this.sortFaults())];
  }

  /** What is wrong with the chain's alerts, once a follower has settled. */
  async alertFaults(): Promise<string[]> {
    const { rows: alerts } = await this.pool.query<StoredAlert>(
      `select correlation_id as "correlationId", kind, state, finality, operator, details->>'to' as to from din_api.alert`,
    );
    const { rows } = await this.pool.query<{ address: string; tier: string }>(
      "select address, tier from din_api.operator_sort",
    );
    return alertFaults(this.model, alerts, new Map(rows.map(({ address, tier }) => [address, tier])));
  }

  /** What is wrong with the outbox alone. */
  async outboxFaults(): Promise<string[]> {
    return outboxFaults(await this.outbox(), await this.journal());
  }

  /** Operators whose sort row is missing, superfluous or of another event. */
  async staleOperators(): Promise<string[]> {
    const { rows } = await this.pool.query<{ address: string }>(
      `select coalesce(o.address, s.address) as address
       from (select address, last_event_id from operator where registered_at is not null) as o
       full join din_api.operator_sort as s on s.address = o.address
       where s.source_event_id is distinct from o.last_event_id`,
    );
    return rows.map(({ address }) => address);
  }

  async close(): Promise<void> {
    await Promise.all(this.followers.map((follower) => follower.stop()));
    await Promise.all(this.indexers.map((indexer) => indexer.close()));
    await this.pool.end();
  }

  private async journal(): Promise<Present[]> {
    const { rows } = await this.pool.query<Present>(
      `select id, block_hash as "blockHash", id <= (select finalized_checkpoint from _ponder_checkpoint) as final
       from event`,
    );
    return rows;
  }

  /** Differences between the stored sort rows and those of the model's facts. */
  private async sortFaults(): Promise<string[]> {
    const { operators, wstethRate } = foldOperators(this.model.indexed);
    const inputs = {
      rates: { eth: RATE_ONE, wsteth: wstethRate },
      protocolMinStake: PROTOCOL_MIN_STAKE,
      policy: POLICY,
    };
    const { rows: evaluated } = await this.pool.query<EvaluationFacts & { readonly operator: string }>(
      `select operator, score, measured_until::float8 as "measuredUntil", judgement from din_api.operator_evaluation`,
    );
    const evaluations = new Map(evaluated.map((row) => [row.operator, row]));
    const expected = [...operators.values()]
      .flatMap((facts) => sortRowOf(facts, evaluations.get(facts.address) ?? null, inputs, this.now) ?? [])
      .sort((a, b) => (a.address < b.address ? -1 : 1))
      .map((row) => JSON.stringify(row));
    const { rows } = await this.pool.query<{ row: Record<string, unknown> }>(
      `select jsonb_build_object('address', address, 'registeredAt', registered_at, 'stakeValue', stake_value::text,
         'tier', tier, 'status', status, 'score', score, 'slashedValue', slashed_value::text, 'searchText', search_text,
         'policyVersion', policy_version, 'sourceEventId', source_event_id, 'nextDueAt', next_due_at) as row
       from din_api.operator_sort order by address`,
    );
    const order = Object.keys(JSON.parse(expected[0] ?? "{}"));
    const stored = rows.map(({ row }) => JSON.stringify(Object.fromEntries(order.map((key) => [key, row[key]]))));
    if (JSON.stringify(stored) === JSON.stringify(expected)) return [];
    return [`sort rows are\n${stored.join("\n")}\nnot\n${expected.join("\n")}`];
  }
}

/** Resolves when the condition holds, checked every few milliseconds; rejects after `timeoutMs`. */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
