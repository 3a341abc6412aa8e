/**
 * The watcher: each second one of all API processes looks at what time alone changes in alerts. It outlives everything it
 * looks at: a database that goes and comes back, the indexer's tables while they are missing or held by a reorg.
 */
import pg from "pg";
import type { Logger } from "pino";
import { openConnection } from "../db/connection.ts";
import { isIndexerAway } from "../db/indexer-away.ts";
import { lasting } from "../db/lasting.ts";
import { createPasses } from "../db/passes.ts";
import { createTrouble } from "../db/trouble.ts";
import type { Policy } from "../domain/policy.ts";
import { type RequestsSeen, watchMirror, watchOwn } from "./watch.ts";

export interface WatcherOptions {
  readonly connectionString: string;
  readonly viewsSchema: string;
  /** The chain whose mirror is watched. */
  readonly chainId: number;
  readonly policy: Policy;
  /** From which lag on the mirror is too far behind, as for `/ready`. */
  readonly maxLagSeconds: number;
  /** Unix seconds, wall clock. */
  readonly now: () => number;
  readonly log: Logger;
  /** Milliseconds between looks. */
  readonly pollMs?: number;
  /** Most alerts of a kind in one transaction. */
  readonly batch?: number;
}

export interface WatchPass {
  /** Whether it looked: otherwise another process was at it. */
  readonly looked: boolean;
  readonly more: boolean;
  /** What kept it from looking at everything; null if nothing did. */
  readonly error: unknown;
}

export interface Watcher {
  /** Looks again and again until `stop`. */
  start(): void;
  /** Ends all work within a second. */
  stop(): Promise<void>;
  /** One look. Never throws. */
  pass(): Promise<WatchPass>;
}

const POLL_MS = 1_000;
const BATCH = 500;
const STATEMENT_TIMEOUT_MS = 5_000;

export function createWatcher(options: WatcherOptions): Watcher {
  const log = options.log.child({ part: "watcher" });
  const { pollMs = POLL_MS, batch: limit = BATCH } = options;
  const stopping = new AbortController();
  const trouble = createTrouble({
    log,
    begins: "cannot watch, retrying",
    ends: "watching again",
    isExpected: isIndexerAway,
    stopping: stopping.signal,
  });
  const connection = lasting(
    () =>
      openConnection({
        connectionString: options.connectionString,
        viewsSchema: options.viewsSchema,
        applicationName: "din-watcher",
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
        settings: "",
        onLost: trouble.begin,
      }),
    stopping.signal,
  );
  let seen: RequestsSeen | null = null;

  async function attempt(): Promise<WatchPass> {
    try {
      const { client } = await connection.get();
      const { policy, maxLagSeconds, chainId } = options;
      const at = { policy, maxLagSeconds, chainId, now: options.now(), limit };
      // First, since it needs no indexer.
      const own = await watchOwn(client, at);
      const mirror = await watchMirror(client, at, seen);
      seen = mirror.seen;
      trouble.end();
      const looked = own !== null || mirror.more !== null;
      return { looked, more: own === true || mirror.more === true, error: null };
    } catch (error) {
      seen = null;
      // Only the server's own word for it leaves the connection good for another statement.
      if (!(error instanceof pg.DatabaseError)) connection.end();
      trouble.begin(error);
      return { looked: false, more: false, error };
    }
  }

  const delayAfter = ({ more }: WatchPass) => (more ? 0 : pollMs);
  return createPasses({ stopping, attempt, delayAfter, cut: () => connection.end() });
}
