/** What runs in the background of an API process, as far as its environment wants it. */
import type { Logger } from "pino";
import { createWatcher } from "./alerts/watcher.ts";
import { createFollower } from "./chain/follower.ts";
import { createPool } from "./db/pool.ts";
import type { Environment } from "./env.ts";
import { createDrafter } from "./monitoring/disputes-drafter.ts";
import { createEvaluator } from "./monitoring/evaluator.ts";
import { createHousekeeping } from "./monitoring/housekeeping.ts";
import { createRanker } from "./ranking/ranker.ts";
import { createRouter } from "./routing/router.ts";
import { createSender, type Sender } from "./webhooks/sender.ts";

export interface Workers {
  /** To be called once migrations have run. */
  start(): void;
  /** Ends all work within a second. */
  stop(): Promise<void>;
}

export interface WorkersOptions {
  readonly environment: Environment;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
}

export function createWorkers({ environment, log, now }: WorkersOptions): Workers {
  const { database, registry, policy, retention } = environment;
  const shared = { connectionString: database.url, viewsSchema: database.viewsSchema, policy, now, log };
  const { pollMs } = environment.evaluator;
  // Of its own: a drop of a partition that waits for a lock takes no connection from those who ask.
  const housekeepingPool = createPool({
    connectionString: database.url,
    viewsSchema: database.viewsSchema,
    applicationName: "din-housekeeping",
    max: 1,
    statementTimeoutMs: database.statementTimeoutMs,
    onError: (error) => log.warn({ err: error }, "the database connection of housekeeping was lost"),
  });
  const workers = [
    createHousekeeping({ pool: housekeepingPool, time: policy.time, retention, now, log }),
    ...(environment.follower.enabled
      ? [
          createFollower({ ...shared, registry, pollMs: environment.follower.pollMs }),
          createWatcher({ ...shared, chainId: registry.chainId, maxLagSeconds: environment.maxLagSeconds }),
          createDrafter({ ...shared, registry, retention }),
          createRouter({ ...shared, registry }),
          createRanker({ ...shared, retention }),
        ]
      : []),
    ...(environment.evaluator.mode === "off" ? [] : [createEvaluator({ ...shared, registry, retention, pollMs })]),
    ...(environment.webhooks.enabled ? [createSenderOf(environment, now, log)] : []),
  ];
  return {
    start: () => {
      for (const worker of workers) worker.start();
    },
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await housekeepingPool.end();
    },
  };
}

function createSenderOf({ database, webhooks }: Environment, now: () => number, log: Logger): Sender {
  return createSender({
    connectionString: database.url,
    viewsSchema: database.viewsSchema,
    allowPrivate: webhooks.allowPrivate,
    now: () => now() * 1_000,
    log,
  });
}
