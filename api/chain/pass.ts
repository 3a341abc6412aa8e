/** One pass of the follower: one transaction, one snapshot. What it tells and what it has computed commit together. */
import type pg from "pg";
import { recordAlerts } from "../alerts/record.ts";
import { createDatabase } from "../db/pool.ts";
import { type ExpectedRegistry, registryKey } from "../db/registry-key.ts";
import { API_SCHEMA } from "../db/schema.ts";
import type { Policy } from "../domain/policy.ts";
import { readChainSignals, readChangeSignals, readFinalTiers } from "./alerts.ts";
import { FollowerError } from "./errors.ts";
import { type IndexerSnapshot, lockJournal, readIndexer } from "./journal.ts";
import { applyPlan, readTail, tellFinal } from "./outbox.ts";
import { hasReached, planTail } from "./plan.ts";
import { markAll, markDiffering, refreshSortRows } from "./sort.ts";
import { digestOf, hasSameRules } from "./sort-row.ts";

const STATE = `${API_SCHEMA}.follower_state`;

/** A live pass writes a sign of life at least this often. */
const HEARTBEAT = "interval '5 seconds'";

export interface PassOptions {
  readonly expected: ExpectedRegistry;
  readonly policy: Policy;
  /** Unix seconds, wall clock. */
  readonly now: number;
  /** Whether to compare all sort rows with the indexer first. */
  readonly reconcile: boolean;
  /** Whether the last pass found the indexer behind. */
  readonly wasBehind: boolean;
  /** Most final events told in one transaction: it holds up a reorg and other writers of the outbox while it runs. */
  readonly finalBatch: number;
  /** Most operators computed in one transaction. */
  readonly sortBatch: number;
}

export interface PassOutcome {
  /** The indexer's checkpoint. */
  readonly checkpoint: string;
  readonly finalized: number;
  readonly pending: number;
  readonly retracted: number;
  readonly recomputed: number;
  /** Whether all final events are told, which comes before everything else. */
  readonly caughtUp: boolean;
  /** Whether the indexer knows less as final than was told: a new deployment is catching up. */
  readonly behind: boolean;
  /** Whether there is more to do at once. */
  readonly more: boolean;
}

/**
 * Tells what the indexer wrote or took back since the last pass, computes the sort rows it touched, and records the alerts
 * that both call for.
 *
 * @throws whatever kept it from it; then nothing was changed, unless the connection broke during the commit. Either
 * way the next pass starts from what is stored.
 */
export async function runPass(client: pg.PoolClient, options: PassOptions): Promise<PassOutcome> {
  await client.query("begin isolation level repeatable read");
  try {
    const outcome = await follow(client, options);
    await client.query("commit");
    return outcome;
  } catch (error) {
    // Fails where the connection is gone; the first error says so already.
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

async function follow(client: pg.PoolClient, options: PassOptions): Promise<PassOutcome> {
  const db = createDatabase(client);
  await lockJournal(client);
  const indexer = await readIndexer(client, db, options.expected);
  const { position } = indexer;
  const state = await readState(client, registryKey(options.expected));
  await assertSameHistory(client, state.finalEventId, position.finalized);

  const key = registryKey(options.expected);
  const alerting = { toldBefore: state.lastTold, policy: options.policy, now: options.now };
  const final = await tellFinal(client, state.finalEventId, position.finalized, options.finalBatch);
  if (final.count === options.finalBatch) {
    // The tail waits, and so do sort rows: one computed from events that are not remembered yet would outlive them if
    // a reorg took them before the next pass.
    await writeState(client, key, final.cursor, indexer, state.inputsDigest);
    const signals = [...(await readChainSignals(client, db, alerting)), ...(await readFinalTiers(client))];
    await recordAlerts(client, signals, options.now);
    const nothing = { pending: 0, retracted: 0, recomputed: 0 };
    return {
      ...nothing,
      checkpoint: position.latest,
      finalized: final.count,
      caughtUp: false,
      behind: false,
      more: true,
    };
  }

  // A new deployment may know fewer final blocks than the last one did: what was told as final stays told.
  const floor = final.cursor > position.finalized ? final.cursor : position.finalized;
  const { tail, pending } = await readTail(client, floor);
  const plan = planTail(tail, pending, position);
  await applyPlan(client, plan, position);

  const behind = !hasReached(position.finalized, final.cursor);
  const told = final.count + plan.retract.length + plan.tell.length;
  const signals = told > 0 ? await readChainSignals(client, db, alerting) : [];
  const inputs = { ...indexer, policy: options.policy };
  const inputsDigest = digestOf(inputs, indexer.deployment);
  if (!hasSameRules(state.inputsDigest, inputs, indexer.deployment)) await markAll(client, "RULES");
  else if (inputsDigest !== state.inputsDigest) await markAll(client);
  // What a new deployment catches up with was told before: no event marks its operator.
  else if (options.reconcile || behind || options.wasBehind) await markDiffering(client);
  const sorted = await refreshSortRows(client, db, inputs, options.now, options.sortBatch);
  // And nothing has happened to the operator.
  if (!behind && !options.wasBehind) signals.push(...(await readChangeSignals(client, sorted.changes, plan.clear)));
  if (final.count + plan.retract.length > 0) signals.push(...(await readFinalTiers(client)));
  await writeState(client, key, final.cursor, indexer, inputsDigest);
  await recordAlerts(client, signals, options.now);
  const changed = final.count + plan.tell.length + plan.retract.length + plan.mark.length + plan.clear.length;
  return {
    checkpoint: position.latest,
    finalized: final.count,
    pending: plan.tell.length,
    retracted: plan.retract.length,
    recomputed: sorted.count,
    caughtUp: true,
    behind,
    more: changed > 0 || sorted.more,
  };
}

interface StoredState {
  finalEventId: string;
  inputsDigest: string;
  /** The largest id of the outbox. */
  lastTold: string;
}

async function readState(client: pg.PoolClient, key: string): Promise<StoredState> {
  const { rows } = await client.query<StoredState>(
    `select coalesce(s.final_event_id, '') as "finalEventId", coalesce(s.inputs_digest, '') as "inputsDigest",
            coalesce((select max(id) from ${API_SCHEMA}.outbox), 0)::text as "lastTold"
     from (values ($1)) as wanted (registry) left join ${STATE} as s on s.registry = wanted.registry`,
    [key],
  );
  return rows[0] ?? { finalEventId: "", inputsDigest: "", lastTold: "0" };
}

/**
 * What was told as final must still be so: a chain started afresh under the same address, or a reorg deeper than finality,
 * would otherwise be mixed into the old one's history.
 */
async function assertSameHistory(client: pg.PoolClient, cursor: string, finalized: string): Promise<void> {
  // A deployment that has not come this far yet says nothing about it.
  if (cursor === "" || !hasReached(finalized, cursor)) return;
  const { rows } = await client.query<{ told: string | null; now: string | null }>(
    `select (select block_hash from ${API_SCHEMA}.outbox where event_id = $1 and finality = 'FINALIZED') as told,
            (select block_hash from event where id = $1) as now`,
    [cursor],
  );
  const { told = null, now = null } = rows[0] ?? {};
  if (told === null || told === now) return;
  throw new FollowerError(
    "FINAL_HISTORY_CHANGED",
    `event ${cursor} was told as final in block ${told}, the indexer has ${now === null ? "no such event" : `block ${now}`}; ` +
      `if the chain was replaced, drop the schema ${API_SCHEMA}`,
  );
}

async function writeState(
  client: pg.PoolClient,
  key: string,
  cursor: string,
  { position }: IndexerSnapshot,
  inputsDigest: string,
): Promise<void> {
  await client.query(
    `insert into ${STATE} as s (registry, final_event_id, checkpoint, inputs_digest) values ($1, $2, $3, $4)
     on conflict (registry) do update
     set final_event_id = excluded.final_event_id, checkpoint = excluded.checkpoint,
         inputs_digest = excluded.inputs_digest, passed_at = clock_timestamp()
     where (s.final_event_id, s.checkpoint, s.inputs_digest)
             is distinct from (excluded.final_event_id, excluded.checkpoint, excluded.inputs_digest)
        or s.passed_at < clock_timestamp() - ${HEARTBEAT}`,
    [key, cursor, position.latest, inputsDigest],
  );
}
