import { setTimeout as delay } from "node:timers/promises";
import type { Service } from "./child.ts";
import { DevnetError, messageOf } from "./errors.ts";
import type { Stack } from "./stack.ts";

/** So many restarts of one service in a row are a service that does not work. */
const PATIENCE = 3;
/** A service that ran this long had recovered. */
const GOOD_RUN_MS = 60_000;
const PAUSE_MS = 1_000;

/**
 * Watches over a running devnet: the indexer, the API and the keeper are started again when they end by themselves. Without Postgres
 * or the chain there is nothing to go on with: then, and when patience ends, `giveUp` is told.
 */
export function supervise(stack: Stack, say: (line: string) => void, giveUp: (error: DevnetError) => void): void {
  for (const service of [stack.postgres, stack.anvil]) service.onUnexpectedExit = giveUp;
  for (const service of [stack.indexer, stack.api, stack.keeper])
    service.onUnexpectedExit = restarter(service, say, giveUp);
}

function restarter(service: Service, say: (line: string) => void, giveUp: (error: DevnetError) => void) {
  let failures = 0;
  let startedAt = performance.now();
  return async function restart(error: DevnetError): Promise<void> {
    failures = performance.now() - startedAt > GOOD_RUN_MS ? 1 : failures + 1;
    if (failures > PATIENCE) return giveUp(error);
    say(`${error.message}\nStarting ${service.name} again.`);
    await delay(PAUSE_MS);
    startedAt = performance.now();
    try {
      await service.start();
      say(`${service.name} is back.`);
    } catch (again) {
      giveUp(again instanceof DevnetError ? again : new DevnetError(messageOf(again), undefined, { cause: again }));
    }
  };
}
