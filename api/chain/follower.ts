/**
 * The follower: one leader among all API processes turns what the indexer wrote, or took back, into outbox events and
 * sort rows. It outlives everything it depends on: a database that goes and comes back, views that are not there yet or
 * are replaced, a reorg that holds the tables. See docs/adr/0002-follower.md.
 */
import type { Logger } from "pino";
import { lasting } from "../db/lasting.ts";
import { openLeader } from "../db/leader.ts";
import { LOCKS } from "../db/locks.ts";
import { createPasses } from "../db/passes.ts";
import { type ExpectedRegistry, registryKey } from "../db/registry-key.ts";
import type { Policy } from "../domain/policy.ts";
import { codeOf, type FollowerErrorCode, isSevere } from "./errors.ts";
import { type PassOutcome, runPass } from "./pass.ts";

export interface FollowerOptions {
  /** Of the database itself, not of a pooler that shares connections between transactions: the lock is a session's. */
  readonly connectionString: string;
  readonly viewsSchema: string;
  readonly registry: ExpectedRegistry;
  readonly policy: Policy;
  /** Unix seconds, wall clock. */
  readonly now: () => number;
  readonly log: Logger;
  /** Milliseconds between passes that found nothing to do. */
  readonly pollMs: number;
  readonly finalBatch?: number;
  readonly sortBatch?: number;
}

export interface FollowerState {
  readonly leading: boolean;
  /** When a pass last succeeded in this process, Unix seconds; null if none did. */
  readonly lastPassAt: number | null;
  /** The indexer's checkpoint of that pass. */
  readonly checkpoint: string | null;
  /** What keeps it from making progress; null if nothing does. */
  readonly error: FollowerErrorCode | null;
}

export type PassResult =
  | ({ readonly role: "LEADER" } & PassOutcome)
  | { readonly role: "STANDBY" }
  | { readonly role: "FAILED"; readonly error: FollowerErrorCode };

export interface Follower {
  /** Passes again and again until `stop`. */
  start(): void;
  /** Ends leadership and all work within a second. */
  stop(): Promise<void>;
  /** One pass: becomes the leader if there is none, and follows if it leads. Never throws. */
  pass(): Promise<PassResult>;
  state(): FollowerState;
}

/** Retries grow up to this: the whole system is to be ready within 35 s of a crash. */
const MAX_BACKOFF_MS = 2_000;

/** How long a standby waits before it asks for the lock again, in polls. */
const STANDBY_POLLS = 4;

/** A reorg holds the indexer's tables for far less; a pass is made of small statements. Milliseconds. */
const STATEMENT_TIMEOUT_MS = 10_000;

const FINAL_BATCH = 5_000;
const SORT_BATCH = 1_000;

export function createFollower(options: FollowerOptions): Follower {
  const expected = { ...options.registry, address: options.registry.address.toLowerCase() };
  const log = options.log.child({ part: "follower", registry: registryKey(expected) });
  const stopping = new AbortController();
  const session = lasting(
    () =>
      openLeader({
        lock: LOCKS.follower,
        connectionString: options.connectionString,
        viewsSchema: options.viewsSchema,
        applicationName: "din-follower",
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
        settings: "",
        onLost: (error) => {
          setLeading(false);
          setError("DATABASE_UNREACHABLE", error);
        },
      }),
    stopping.signal,
  );
  let reconciled = false;
  let behind = false;
  let failures = 0;
  let state: FollowerState = { leading: false, lastPassAt: null, checkpoint: null, error: null };

  function setLeading(leading: boolean): void {
    if (state.leading === leading) return;
    state = { ...state, leading };
    reconciled = false;
    log.info(leading ? "leading" : "no longer leading");
  }

  function setError(error: FollowerErrorCode | null, cause?: unknown): void {
    if (state.error === error) return;
    state = { ...state, error };
    if (error === null) log.info("following again");
    else log[isSevere(error) ? "error" : "warn"]({ code: error, err: cause }, "cannot follow, retrying");
  }

  async function attempt(): Promise<PassResult> {
    try {
      const current = await session.get();
      if (!(await current.tryLead())) {
        setError(null);
        return { role: "STANDBY" };
      }
      setLeading(true);
      const now = options.now();
      const outcome = await runPass(current.client, {
        expected,
        policy: options.policy,
        now,
        reconcile: !reconciled,
        wasBehind: behind,
        finalBatch: options.finalBatch ?? FINAL_BATCH,
        sortBatch: options.sortBatch ?? SORT_BATCH,
      });
      reconciled ||= outcome.caughtUp;
      behind = outcome.behind;
      failures = 0;
      setError(null);
      state = { ...state, lastPassAt: now, checkpoint: outcome.checkpoint };
      if (outcome.more) log.debug(outcome, "passed");
      return { role: "LEADER", ...outcome };
    } catch (error) {
      failures += 1;
      const code = codeOf(error);
      // After that a connection is good for nothing, and its end lets another follower lead.
      if (code === "DATABASE_UNREACHABLE") {
        session.end();
        setLeading(false);
      }
      if (!stopping.signal.aborted) setError(code, error);
      return { role: "FAILED", error: code };
    }
  }

  function delayAfter(result: PassResult): number {
    if (result.role === "LEADER") return result.more ? 0 : options.pollMs;
    if (result.role === "STANDBY") return options.pollMs * STANDBY_POLLS;
    return Math.min(options.pollMs * 2 ** Math.min(failures, 10), MAX_BACKOFF_MS);
  }

  const passes = createPasses({ stopping, attempt, delayAfter, cut: () => session.end() });
  return {
    ...passes,
    async stop() {
      await passes.stop();
      setLeading(false);
    },
    state: () => state,
  };
}
