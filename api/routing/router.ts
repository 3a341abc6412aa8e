/**
 * The router: one leader among all API processes keeps what the router of requests is told in step with circuits, scores,
 * status and slashes. It outlives a database that goes and comes back; while the indexer is away, what it says of slashes
 * stays as it was and everything else goes on. See docs/routing.md.
 */
import pg from "pg";
import type { Logger } from "pino";
import { openConnection } from "../db/connection.ts";
import { isIndexerAway } from "../db/indexer-away.ts";
import { lasting } from "../db/lasting.ts";
import { LOCKS } from "../db/locks.ts";
import { createPasses } from "../db/passes.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { hasState } from "../db/transaction.ts";
import type { Policy } from "../domain/policy.ts";
import { lookAtChain, type PassOutcome, type RouterCursor, runPass } from "./pass.ts";
import type { LiveSlashes } from "./refresh.ts";

export interface RouterOptions {
  /** Of the database itself, not of a pooler that shares connections between transactions: the lock is a session's. */
  readonly connectionString: string;
  readonly viewsSchema: string;
  /** Whose follower tells how far it has come. */
  readonly registry: ExpectedRegistry;
  readonly policy: Policy;
  /** Unix seconds, wall clock. */
  readonly now: () => number;
  readonly log: Logger;
  /** Milliseconds between passes that found nothing to do. */
  readonly pollMs?: number;
  /** Most operators of each kind in one transaction. */
  readonly batch?: number;
}

export type RouterPass =
  | ({ readonly role: "LEADER" } & PassOutcome)
  | { readonly role: "STANDBY" }
  | { readonly role: "FAILED"; readonly error: unknown };

export interface Router {
  /** Passes again and again until `stop`. */
  start(): void;
  /** Ends leadership and all work within a second. */
  stop(): Promise<void>;
  /** One pass: becomes the leader if there is none. Never throws. */
  pass(): Promise<RouterPass>;
}

const POLL_MS = 250;

/** How long a standby waits before it asks for the lock again, in polls. */
const STANDBY_POLLS = 4;

/** Retries grow up to this: the whole system is to be ready within 35 s of a crash. */
const MAX_BACKOFF_MS = 2_000;

/** It holds up a kill-switch while it runs. */
const BATCH = 200;

const STATEMENT_TIMEOUT_MS = 5_000;
const TOO_LONG = ["57014"];

/** A reorg holds the indexer's tables: circuits do not wait for it. */
const SETTINGS = "set lock_timeout = '500ms'; set plan_cache_mode = force_custom_plan; set jit = off;";

export function createRouter(options: RouterOptions): Router {
  const { policy, now, pollMs = POLL_MS, batch = BATCH } = options;
  const log = options.log.child({ part: "router" });
  const stopping = new AbortController();
  const connection = lasting(
    () =>
      openConnection({
        connectionString: options.connectionString,
        viewsSchema: options.viewsSchema,
        applicationName: "din-router",
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
        settings: SETTINGS,
        onLost: (error) => setFailing(true, error),
      }),
    stopping.signal,
    async () => resign(),
  );
  let leading = false;
  let cursor: RouterCursor | null = null;
  let live: LiveSlashes | null = null;
  let size = batch;
  let failing = false;
  let failures = 0;

  /** A new connection has no lock; whoever had it in between may have written. */
  function resign(): void {
    leading = false;
    cursor = null;
    live = null;
  }

  function setFailing(now: boolean, error?: unknown): void {
    if (failing === now || stopping.signal.aborted) return;
    failing = now;
    if (now) log.warn({ err: error }, "cannot route, retrying");
    else log.info("routing again");
  }

  async function tryLead(client: pg.ClientBase): Promise<boolean> {
    if (leading) return true;
    const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [LOCKS.router]);
    leading = rows[0]?.held === true;
    if (leading) log.info("leading");
    return leading;
  }

  /** @returns the block that it saw; null while the indexer is away, when slashes stay what they were */
  async function look(client: pg.ClientBase): Promise<number | null> {
    try {
      const seen = await lookAtChain(client, options.registry);
      live = seen.live;
      return seen.block;
    } catch (error) {
      if (!isIndexerAway(error)) throw error;
      return null;
    }
  }

  async function attempt(): Promise<RouterPass> {
    try {
      const { client } = await connection.get();
      if (!(await tryLead(client))) return { role: "STANDBY" };
      const block = await look(client);
      const outcome = await runPass(client, { policy, now: now(), live, block, cursor, batch: size });
      cursor = outcome.cursor;
      if (!outcome.more) size = batch;
      failures = 0;
      setFailing(false);
      return { role: "LEADER", ...outcome };
    } catch (error) {
      failures += 1;
      // What was too much for one statement is not tried again all at once, until all that waits is done.
      if (hasState(error, TOO_LONG)) size = Math.max(1, Math.floor(size / 2));
      // Only the server's own word for it leaves the connection good for another statement.
      if (!(error instanceof pg.DatabaseError)) connection.end();
      setFailing(true, error);
      return { role: "FAILED", error };
    }
  }

  function delayAfter(result: RouterPass): number {
    if (result.role === "FAILED") return Math.min(pollMs * 2 ** Math.min(failures, 10), MAX_BACKOFF_MS);
    if (result.role === "STANDBY") return pollMs * STANDBY_POLLS;
    return result.more ? 0 : pollMs;
  }

  return createPasses({ stopping, attempt, delayAfter, cut: () => connection.end() });
}
