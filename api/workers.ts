/** What runs in the background of an API process, as far as its environment wants it. */
import type pg from "pg";
import type { Logger } from "pino";
import { createWatcher } from "./alerts/watcher.ts";
import { createFollower } from "./chain/follower.ts";
import type { Environment } from "./env.ts";
import { createDrafter } from "./monitoring/disputes-drafter.ts";
import { createEvaluator } from "./monitoring/evaluator.ts";
import { createHousekeeping } from "./monitoring/housekeeping.ts";
import { createSender, type Sender } from "./webhooks/sender.ts";

export interface Workers {
  /** To be called once migrations have run. */
  start(): void;
  /** Ends all work within a second. */
  stop(): Promise<void>;
}

export interface WorkersOptions {
  readonly environment: Environment;
  readonly pool: pg.Pool;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
}

export function createWorkers({ environment, pool, log, now }: WorkersOptions): Workers {
  const { database, registry, policy, retention } = environment;
  const shared = { connectionString: database.url, viewsSchema: database.viewsSchema, policy, now, log };
  const { pollMs } = environment.evaluator;
  const workers = [
    createHousekeeping({ pool, time: policy.time, retention, now, log }),
    ...(environment.follower.enabled
      ? [
          createFollower({ ...shared, registry, pollMs: environment.follower.pollMs }),
          createWatcher({ ...shared, chainId: registry.chainId, maxLagSeconds: environment.maxLagSeconds }),
          createDrafter({ ...shared, registry, retention }),
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
