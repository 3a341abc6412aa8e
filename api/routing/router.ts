/**
 * The router: one leader among all API processes keeps what the router of requests is told in step with circuits, scores,
 * status and slashes. It outlives a database that goes and comes back; while the indexer is away, what it says of slashes
 * stays as it was and everything else goes on. See docs/routing.md.
 */
import pg from "pg";
import type { Logger } from "pino";
import { isIndexerAway } from "../db/indexer-away.ts";
import { lasting } from "../db/lasting.ts";
import { openLeader } from "../db/leader.ts";
import { LOCKS } from "../db/locks.ts";
import { createPasses, type Passes } from "../db/passes.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { hasState } from "../db/transaction.ts";
import { createTrouble } from "../db/trouble.ts";
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

export type Router = Passes<RouterPass>;

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
  const trouble = createTrouble({
    log,
    begins: "cannot route, retrying",
    ends: "routing again",
    stopping: stopping.signal,
  });
  const connection = lasting(
    () =>
      openLeader({
        lock: LOCKS.router,
        connectionString: options.connectionString,
        viewsSchema: options.viewsSchema,
        applicationName: "din-router",
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
        settings: SETTINGS,
        onLost: trouble.begin,
      }),
    stopping.signal,
    async () => resign(),
  );
  let leading = false;
  let cursor: RouterCursor | null = null;
  let live: LiveSlashes | null = null;
  let size = batch;
  let failures = 0;

  /** A new connection has no lock; whoever had it in between may have written. */
  function resign(): void {
    leading = false;
    cursor = null;
    live = null;
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
      const { client, tryLead } = await connection.get();
      if (!(await tryLead())) return { role: "STANDBY" };
      if (!leading) log.info("leading");
      leading = true;
      const block = await look(client);
      const outcome = await runPass(client, { policy, now: now(), live, block, cursor, batch: size });
      cursor = outcome.cursor;
      if (!outcome.more) size = batch;
      failures = 0;
      trouble.end();
      return { role: "LEADER", ...outcome };
    } catch (error) {
      failures += 1;
      // What was too much for one statement is not tried again all at once, until all that waits is done.
      if (hasState(error, TOO_LONG)) size = Math.max(1, Math.floor(size / 2));
      // Only the server's own word for it leaves the connection good for another statement.
      if (!(error instanceof pg.DatabaseError)) connection.end();
      trouble.begin(error);
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
