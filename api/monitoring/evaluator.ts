/**
 * The evaluator: turns samples into windows, scores and judgements, and looks again when time alone changes them. Any
 * number run side by side, in any process; each may be killed at any moment. It outlives a database that goes and comes
 * back. See docs/adr/0009-evaluator.md.
 */
import pg from "pg";
import type { Logger } from "pino";
import { openConnection } from "../db/connection.ts";
import { lasting } from "../db/lasting.ts";
import { keptSince, type Retention } from "../db/partitions.ts";
import { createPasses } from "../db/passes.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { createTrouble } from "../db/trouble.ts";
import type { Policy } from "../domain/policy.ts";
import { type PassOutcome, runPass } from "./pass.ts";
import { markOtherPolicies } from "./store.ts";

export interface EvaluatorOptions {
  readonly connectionString: string;
  readonly viewsSchema: string;
  readonly policy: Policy;
  /** Whose operators are measured: violations are named by it. */
  readonly registry: ExpectedRegistry;
  readonly retention: Retention;
  /** Unix seconds, wall clock. */
  readonly now: () => number;
  readonly log: Logger;
  /** Milliseconds between passes that found nothing to do. */
  readonly pollMs: number;
  /** Most operators in one transaction. */
  readonly batch?: number;
}

export interface EvaluatorState {
  /** When a pass last succeeded in this process, Unix seconds; null if none did. */
  readonly lastPassAt: number | null;
  /** Whether the last pass failed. */
  readonly failing: boolean;
}

export type EvaluatorPass = ({ readonly done: true } & PassOutcome) | { readonly done: false; readonly error: unknown };

export interface Evaluator {
  /** Passes again and again until `stop`. */
  start(): void;
  /** Ends all work within a second. */
  stop(): Promise<void>;
  /** One pass. Never throws. */
  pass(): Promise<EvaluatorPass>;
  state(): EvaluatorState;
}

/** Retries grow up to this: the whole system is to be ready within 35 s of a crash. */
const MAX_BACKOFF_MS = 2_000;

const STATEMENT_TIMEOUT_MS = 15_000;

/** Enough that the work of a transaction is in its operators, few enough that another evaluator never waits long for one. */
const BATCH = 50;

/**
 * Plans are made once a connection, before anything is known of tables that were just made: they must use the keys, a row
 * at a time, for any other join reads all operators for the fifty of a transaction. The rows of a transaction that a crash
 * takes are computed again, since its dirty rows come back with it: no commit has to wait for the disk.
 */
const SETTINGS = `
  set plan_cache_mode = force_generic_plan;
  set enable_seqscan = off;
  set enable_hashjoin = off;
  set enable_mergejoin = off;
  set enable_material = off;
  set jit = off;
  set synchronous_commit = off;
`;

export function createEvaluator(options: EvaluatorOptions): Evaluator {
  const { policy, now, pollMs } = options;
  const log = options.log.child({ part: "evaluator" });
  const stopping = new AbortController();
  const trouble = createTrouble({
    log,
    begins: "cannot evaluate, retrying",
    ends: "evaluating again",
    stopping: stopping.signal,
  });
  const connection = lasting(
    () =>
      openConnection({
        connectionString: options.connectionString,
        viewsSchema: options.viewsSchema,
        applicationName: "din-evaluator",
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
        settings: SETTINGS,
        onLost: trouble.begin,
      }),
    stopping.signal,
    ({ client }) => markOtherPolicies(client, policy),
  );
  let failures = 0;
  let lastPassAt: number | null = null;

  async function attempt(): Promise<EvaluatorPass> {
    try {
      const { client } = await connection.get();
      const at = now();
      // One operator that cannot be evaluated must not hold up the others: after a failure they are taken one by one.
      const batch = failures > 0 ? 1 : (options.batch ?? BATCH);
      const { registry, retention } = options;
      const outcome = await runPass(client, { policy, registry, now: at, keptSince: keptSince(at, retention), batch });
      failures = 0;
      lastPassAt = at;
      trouble.end();
      return { done: true, ...outcome };
    } catch (error) {
      failures += 1;
      // Only the server's own word for it leaves the connection good for another statement.
      if (!(error instanceof pg.DatabaseError)) connection.end();
      trouble.begin(error);
      return { done: false, error };
    }
  }

  function delayAfter(result: EvaluatorPass): number {
    if (!result.done) return Math.min(pollMs * 2 ** Math.min(failures, 10), MAX_BACKOFF_MS);
    return result.operators > 0 ? 0 : pollMs;
  }

  const passes = createPasses({ stopping, attempt, delayAfter, cut: () => connection.end() });
  return { ...passes, state: () => ({ lastPassAt, failing: trouble.isOn() }) };
}
