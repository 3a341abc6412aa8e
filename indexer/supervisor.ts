/** Keeps Ponder running: whatever ends it, it is started again once what it needs is there. */
import { landmarks, releaseLock, setAside, withDatabase } from "./database.ts";
import type { IndexerEnv } from "./env.ts";
import { FatalError } from "./errors.ts";
import type { Log } from "./log.ts";
import { type PonderExit, runPonder } from "./ponder.ts";
import { preflight, stillCanonical } from "./preflight.ts";
import { backoff, pause, untilItWorks } from "./retry.ts";

/** A run this long was a good one: the next restart is quick again. */
const GOOD_RUN_MS = 60_000;

type Supervision = {
  readonly env: IndexerEnv;
  readonly schema: string;
  readonly log: Log;
  readonly signal: AbortSignal;
};
type Death = { readonly exit: PonderExit; readonly at: number };

/** A registry that was there at the start and is gone now comes back, or nobody is helped by giving up. */
const forgiving =
  <T>(work: () => Promise<T>) =>
  async () => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof FatalError) throw new Error(`${error.code}: ${error.message} ${error.action}`);
      throw error;
    }
  };

/** The tables may be of a chain that no longer exists: a development chain started anew, or a reorg past finality. */
const isOtherChain = ({ env, schema, log }: Supervision) =>
  withDatabase(env.DATABASE_URL, async (db) => !(await stillCanonical(env, await landmarks(db, schema), log)));

async function discardOtherChain(supervision: Supervision, known: boolean): Promise<void> {
  const { env, schema, log } = supervision;
  if (!known && !(await isOtherChain(supervision))) return;
  log.warn("The chain is not the one that was indexed; indexing again from START_BLOCK", {
    code: "CHAIN_REPLACED",
    schema,
    set_aside_as: `${schema}_replaced`,
  });
  await withDatabase(env.DATABASE_URL, (db) => setAside(db, schema, env.CHAIN_ID));
}

async function prepare(supervision: Supervision, death: Death | undefined): Promise<void> {
  const { env, schema } = supervision;
  if (death === undefined) await preflight(env, supervision);
  else
    await untilItWorks(
      "NOT_READY",
      forgiving(() => preflight(env, supervision)),
      supervision,
    );
  await untilItWorks(
    "DATABASE_UNREACHABLE",
    async () => {
      if (death !== undefined) await withDatabase(env.DATABASE_URL, (db) => releaseLock(db, schema, death.at));
      await discardOtherChain(supervision, death?.exit.deepReorg ?? false);
    },
    supervision,
  );
}

/**
 * Runs until `signal` aborts.
 *
 * @throws {FatalError} when the first start cannot work with this environment
 */
export async function supervise(supervision: Supervision): Promise<void> {
  const { env, schema, log, signal } = supervision;
  let death: Death | undefined;
  for (let failures = 0; ; failures++) {
    await prepare(supervision, death);
    const startedAt = Date.now();
    log.info("Starting Ponder", { schema, views_schema: env.VIEWS_SCHEMA, port: env.INDEXER_PORT });
    const exit = await runPonder({ env, schema, signal, isOtherChain: () => isOtherChain(supervision) });
    signal.throwIfAborted();
    death = { exit, at: Date.now() };
    if (death.at - startedAt >= GOOD_RUN_MS) failures = 0;
    const delay = backoff(failures);
    log.error("Ponder ended", { code: "INDEXER_EXITED", exit: exit.code, signal: exit.signal, retry_delay: delay });
    await pause(delay, signal);
  }
}
