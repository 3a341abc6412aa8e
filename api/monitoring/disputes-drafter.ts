/**
 * The drafter: reviews slashes that can be disputed as long as they can, in the background of every API process; one at a time
 * does. It outlives a database that goes and comes back, and the indexer's tables while they are missing.
 */
import pg from "pg";
import type { Logger } from "pino";
import { openConnection } from "../db/connection.ts";
import { isIndexerAway } from "../db/indexer-away.ts";
import { lasting } from "../db/lasting.ts";
import { createPasses, type Passes } from "../db/passes.ts";
import type { ExpectedRegistry } from "../db/registry-key.ts";
import { createTrouble } from "../db/trouble.ts";
import type { Policy } from "../domain/policy.ts";
import type { Retention } from "../domain/resolution.ts";
import { clearDrafted, type Disputable, type DisputeOptions, loadDisputable, reviewDisputable } from "./disputes.ts";

export interface DrafterOptions {
  readonly connectionString: string;
  readonly viewsSchema: string;
  readonly registry: ExpectedRegistry;
  readonly policy: Policy;
  readonly retention: Retention;
  /** Unix seconds, wall clock. */
  readonly now: () => number;
  readonly log: Logger;
  /** Milliseconds between looks. */
  readonly pollMs?: number;
}

export interface DraftPass {
  /** How many slashes were reviewed. */
  readonly reviewed: number;
  /** What kept it from looking at everything; null if nothing did. */
  readonly error: unknown;
}

export type Drafter = Passes<DraftPass>;

const POLL_MS = 1_000;
/** Slashes reviewed before those are looked for that were proposed meanwhile: a review may take seconds. */
const AT_ONCE = 20;
const STATEMENT_TIMEOUT_MS = 10_000;

export function createDrafter(options: DrafterOptions): Drafter {
  const log = options.log.child({ part: "drafter" });
  const { policy, registry, retention, pollMs = POLL_MS } = options;
  const stopping = new AbortController();
  const trouble = createTrouble({
    log,
    begins: "cannot draft, retrying",
    ends: "drafting again",
    isExpected: isIndexerAway,
    stopping: stopping.signal,
  });
  /** When each was reviewed last by this process, Unix seconds. */
  let reviewedAt = new Map<string, number>();
  const connection = lasting(
    () =>
      openConnection({
        connectionString: options.connectionString,
        viewsSchema: options.viewsSchema,
        applicationName: "din-drafter",
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
        settings: "",
        onLost: trouble.begin,
      }),
    stopping.signal,
  );
  /** Later data may come for as long as that, and is told of no more often. */
  const again = policy.time.closeAfterIntervals * policy.time.intervalSeconds;

  async function attempt(): Promise<DraftPass> {
    try {
      const { client } = await connection.get();
      const at = { policy, registry, retention, now: options.now() };
      const found = await loadDisputable(client, at);
      if (found === null) return { reviewed: 0, error: null };
      await clearDrafted(client, found.over, at.now);
      const before = reviewedAt;
      reviewedAt = new Map(found.slashes.map(keyOf).flatMap((key) => entryOf(before, key)));
      const due = found.slashes
        .map((slash) => ({ slash, last: before.get(keyOf(slash)) ?? NEVER }))
        .filter(({ last }) => at.now >= last + again)
        .sort((a, b) => a.last - b.last);
      let reviewed = 0;
      for (const { slash } of due.slice(0, AT_ONCE)) {
        if (stopping.signal.aborted) break;
        const outcome = await review(client, slash, at);
        if (outcome === "BUSY") break;
        if (outcome === "REVIEWED") reviewed += 1;
      }
      trouble.end();
      return { reviewed, error: null };
    } catch (error) {
      // Only the server's own word for it leaves the connection good for another statement.
      if (!(error instanceof pg.DatabaseError)) connection.end();
      trouble.begin(error);
      return { reviewed: 0, error };
    }
  }

  /** One that cannot be reviewed must not hold up the others: it is tried again an interval later. */
  async function review(
    client: pg.ClientBase,
    slash: Disputable,
    at: DisputeOptions,
  ): Promise<"REVIEWED" | "FAILED" | "BUSY"> {
    try {
      if (!(await reviewDisputable(client, slash, at))) return "BUSY";
      reviewedAt.set(keyOf(slash), at.now);
      return "REVIEWED";
    } catch (error) {
      reviewedAt.set(keyOf(slash), at.now - again + policy.time.intervalSeconds);
      if (!(error instanceof pg.DatabaseError)) throw error;
      log[isIndexerAway(error) ? "debug" : "warn"]({ err: error, slashId: slash.id }, "cannot review a slash");
      return "FAILED";
    }
  }

  return createPasses({
    stopping,
    attempt,
    delayAfter: ({ reviewed }) => (reviewed < AT_ONCE ? pollMs : 0),
    cut: () => connection.end(),
  });
}

/** Of one that this process has not reviewed: it comes first. */
const NEVER = 0;

const keyOf = ({ id, incidentKey }: Disputable): string => `${id}/${incidentKey}`;

function entryOf(marks: ReadonlyMap<string, number>, key: string): [string, number][] {
  const at = marks.get(key);
  return at === undefined ? [] : [[key, at]];
}
