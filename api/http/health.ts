import { and, eq, ne, notExists, or, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type pg from "pg";
import { createDatabase } from "../db/pool.ts";
import { type ExpectedRegistry, registryKey } from "../db/registry-key.ts";
import { dirtyOperator, followerState, metricDirty } from "../db/schema.ts";
import { isHealthy, lagSeconds } from "../domain/mirror-health.ts";
import { loadChainState } from "../loaders/chain-state.ts";
import { RequestError } from "../loaders/errors.ts";
import { databaseError } from "./mask-error.ts";

/** Why the API should not be given traffic now. */
type NotReadyCode =
  | "MIGRATIONS_PENDING"
  | "DATABASE_UNAVAILABLE"
  | "INDEXER_UNAVAILABLE"
  | "REGISTRY_MISMATCH"
  | "INDEXER_BEHIND"
  | "EVENTS_MISSING"
  | "TIMEOUT"
  | "FOLLOWER_BEHIND"
  | "EVALUATOR_BEHIND"
  | "INTERNAL_SERVER_ERROR";

export interface Readiness {
  readonly ready: boolean;
  readonly code?: NotReadyCode;
  readonly message?: string;
  readonly block?: number;
  readonly lagSeconds?: number;
}

export interface ReadinessSource {
  readonly pool: pg.Pool;
  readonly migrated: boolean;
  readonly registry: ExpectedRegistry;
  readonly maxLagSeconds: number;
  /** Unix seconds. */
  readonly now: number;
}

/** Whether answers would be true now: database there, migrations done, mirror complete and not behind. Never throws. */
export async function checkReadiness(source: ReadinessSource): Promise<Readiness> {
  try {
    await source.pool.query("select 1");
    if (!source.migrated) return notReady("MIGRATIONS_PENDING", "Migrations have not run yet.");
    const chain = await loadChainState(createDatabase(source.pool), source.registry);
    const at = { block: chain.block, lagSeconds: lagSeconds(chain.blockTime, source.now) };
    if (chain.operatorsWithGaps > 0) {
      return { ...notReady("EVENTS_MISSING", "Events are missing from the mirror: reindex."), ...at };
    }
    if (!isHealthy(chain, source)) {
      return { ...notReady("INDEXER_BEHIND", `The latest block mirrored is ${at.lagSeconds} s old.`), ...at };
    }
    if (!(await listsAreCurrent(source))) {
      return { ...notReady("FOLLOWER_BEHIND", "Lists of operators are not computed up to the mirror yet."), ...at };
    }
    if (await measurementsWait(source)) {
      return { ...notReady("EVALUATOR_BEHIND", "Measurements have waited too long for their evaluation."), ...at };
    }
    return { ready: true, ...at };
  } catch (error) {
    if (error instanceof RequestError && (error.code === "INDEXER_UNAVAILABLE" || error.code === "REGISTRY_MISMATCH")) {
      return notReady(error.code, error.message);
    }
    const known = databaseError(error);
    return known === null
      ? notReady("INTERNAL_SERVER_ERROR", "Something went wrong on our side.")
      : notReady(known.code, known.message);
  }
}

/**
 * Whether some process follows the mirror and has computed what lists sort and filter by. In a pass the rows it found
 * stale and their replacements are committed together, so stale ones are seen only when there is a backlog of them.
 */
async function listsAreCurrent({ pool, registry, maxLagSeconds }: ReadinessSource): Promise<boolean> {
  const db = createDatabase(pool);
  // The evaluator marks operators all the time, between two passes: these are a backlog only when they grow old.
  const isBacklog = or(ne(dirtyOperator.reason, "EVALUATION"), isOlderThan(dirtyOperator.createdAt, maxLagSeconds));
  const following = await db
    .select({ registry: followerState.registry })
    .from(followerState)
    .where(
      and(
        eq(followerState.registry, registryKey(registry)),
        ne(followerState.inputsDigest, ""),
        sql`${followerState.passedAt} > now() - make_interval(secs => ${maxLagSeconds})`,
        notExists(db.select().from(dirtyOperator).where(isBacklog)),
      ),
    );
  return following.length > 0;
}

/**
 * Whether samples have waited for longer than answers may be old: then windows and scores are not what was measured, no
 * matter which process should have evaluated them. Where nothing is measured nothing waits, and no evaluator is needed.
 */
async function measurementsWait({ pool, maxLagSeconds }: ReadinessSource): Promise<boolean> {
  const [oldest] = await createDatabase(pool)
    .select({ isLate: isOlderThan(metricDirty.createdAt, maxLagSeconds) })
    .from(metricDirty)
    .orderBy(metricDirty.id)
    .limit(1);
  return oldest?.isLate === true;
}

function isOlderThan(column: AnyPgColumn, seconds: number): SQL<boolean> {
  return sql<boolean>`${column} < now() - make_interval(secs => ${seconds})`;
}

function notReady(code: NotReadyCode, message: string): Readiness {
  return { ready: false, code, message };
}
