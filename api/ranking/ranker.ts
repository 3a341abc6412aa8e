/**
 * The ranker: one leader among all API processes sums what was measured of services and regions, and takes a snapshot of
 * all operators soon after each hour. It may be killed at any moment: a snapshot is there whole or not at all, and is taken
 * again. It outlives a database that goes and comes back, and the indexer's tables while they are missing.
 */
import pg from "pg";
import type { Logger } from "pino";
import { isIndexerAway } from "../db/indexer-away.ts";
import { lasting } from "../db/lasting.ts";
import { openLeader } from "../db/leader.ts";
import { LOCKS } from "../db/locks.ts";
import { keptSince } from "../db/partitions.ts";
import { createPasses, type Passes } from "../db/passes.ts";
import { createTrouble } from "../db/trouble.ts";
import type { Policy } from "../domain/policy.ts";
import type { Retention } from "../domain/resolution.ts";
import { sumCells } from "./cells.ts";
import { isOverdue, snapshotDue, snapshotMoment } from "./due.ts";
import { pruneSnapshots } from "./prune.ts";
import { takeSnapshot } from "./snapshot.ts";

export interface RankerOptions {
  /** Of the database itself, not of a pooler that shares connections between transactions: the lock is a session's. */
  readonly connectionString: string;
  readonly viewsSchema: string;
  readonly policy: Policy;
  readonly retention: Retention;
  /** Unix seconds, wall clock. */
  readonly now: () => number;
  readonly log: Logger;
  /** Milliseconds between looks. */
  readonly pollMs?: number;
}

export interface RankPass {
  readonly role: "LEADER" | "STANDBY" | "FAILED";
  /** The moment that a snapshot was taken of, Unix seconds; null if none was. */
  readonly taken: number | null;
  /** Whether there is more to do at once. */
  readonly more: boolean;
  /** What kept it from it; null if nothing did. */
  readonly error: unknown;
}

export type Ranker = Passes<RankPass>;

const POLL_MS = 1_000;
const STATEMENT_TIMEOUT_MS = 30_000;

/** A statement over thousands of hours costs enough for Postgres to compile it, and is over sooner if it does not. */
const SETTINGS = "set jit = off;";

export function createRanker(options: RankerOptions): Ranker {
  const { policy, retention, pollMs = POLL_MS } = options;
  const log = options.log.child({ part: "ranker" });
  const stopping = new AbortController();
  const trouble = createTrouble({
    log,
    begins: "cannot rank, retrying",
    ends: "ranking again",
    isExpected: isIndexerAway,
    stopping: stopping.signal,
  });
  const connection = lasting(
    () =>
      openLeader({
        lock: LOCKS.ranker,
        connectionString: options.connectionString,
        viewsSchema: options.viewsSchema,
        applicationName: "din-ranker",
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
        settings: SETTINGS,
        onLost: trouble.begin,
      }),
    stopping.signal,
  );
  /** The moment whose snapshot is known to be there. */
  let takenOf = Number.NEGATIVE_INFINITY;
  /** Whether old snapshots may be left. */
  let littered = true;

  async function attempt(): Promise<RankPass> {
    try {
      const held = await connection.get();
      if (!(await held.tryLead())) return { role: "STANDBY", taken: null, more: false, error: null };
      const outcome = await lead(held.client);
      trouble.end();
      return { role: "LEADER", ...outcome, error: null };
    } catch (error) {
      // Only the server's own word for it leaves the connection good for another statement.
      if (!(error instanceof pg.DatabaseError)) connection.end();
      trouble.begin(error);
      return { role: "FAILED", taken: null, more: false, error };
    }
  }

  async function lead(client: pg.PoolClient): Promise<Pick<RankPass, "taken" | "more">> {
    const now = options.now();
    const at = snapshotMoment(now, policy);
    // First, since a snapshot is made of them.
    const more = await sumCells(client, { policy, now, keptSince: keptSince(now, retention) });
    if (more && !isOverdue(at, now, policy)) return { taken: null, more };
    const taken = await takeDue(client, at, now);
    if (taken !== null) littered = true;
    if (littered) littered = await pruneSnapshots(client, policy.ranking.keptSnapshots);
    return { taken, more: more || littered };
  }

  async function takeDue(client: pg.PoolClient, at: number, now: number): Promise<number | null> {
    if (at <= takenOf) return null;
    const due = await snapshotDue(client, at, { policy, now });
    if (due === "DUE") {
      const operators = await takeSnapshot(client, { at, policy, now });
      log.info({ at, operators }, "ranked");
    }
    if (due !== "WAIT") takenOf = at;
    return due === "DUE" ? at : null;
  }

  return createPasses({
    stopping,
    attempt,
    delayAfter: ({ more }) => (more ? 0 : pollMs),
    cut: () => connection.end(),
  });
}
