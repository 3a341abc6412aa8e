/**
 * What has to be done now and then, whoever evaluates: partitions made ahead and dropped, and the network's hourly
 * snapshot. Every API process does it; the first one that comes does all.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Logger } from "pino";
import { maintainPartitions, type Retention } from "../db/partitions.ts";
import type { TimePolicy } from "../domain/policy.ts";
import { hourStart } from "../domain/window.ts";
import { takeSnapshot } from "./snapshot.ts";

export interface HousekeepingOptions {
  readonly pool: pg.Pool;
  readonly time: TimePolicy;
  readonly retention: Retention;
  /** Unix seconds, wall clock. */
  readonly now: () => number;
  readonly log: Logger;
}

export interface Housekeeping {
  /** Again and again until `stop`. Without it there is no partition for a sample to go to. */
  start(): void;
  stop(): Promise<void>;
}

/** Seconds between two looks at partitions, which are made days ahead. */
const HOURLY = 3_600;

/**
 * Seconds after which partitions are looked at again that could not be maintained. Not sooner: a drop that waits for a
 * long reader, such as a backup, holds up all who come after it.
 */
const RETRY_AFTER = 60;

/** Milliseconds between two looks at the clock, which is mostly all there is to do, and after a failure. */
const POLL_MS = 1_000;

export function createHousekeeping(options: HousekeepingOptions): Housekeeping {
  const { pool, time, retention, now } = options;
  const log = options.log.child({ part: "housekeeping" });
  const stopping = new AbortController();
  let maintainAt = Number.NEGATIVE_INFINITY;
  let snapshotOf = Number.NEGATIVE_INFINITY;
  let loop: Promise<void> | null = null;

  async function maintain(at: number): Promise<void> {
    if (at < maintainAt) return;
    maintainAt = at + RETRY_AFTER;
    const { made, dropped } = await maintainPartitions(pool, at, retention);
    if (made.length + dropped.length > 0) log.info({ made, dropped }, "partitions changed");
    maintainAt = at + HOURLY;
  }

  async function snapshot(at: number): Promise<void> {
    const hour = hourStart(at, time);
    if (hour === snapshotOf) return;
    if (await takeSnapshot(pool, at, time)) snapshotOf = hour;
  }

  async function run(): Promise<void> {
    let failing = false;
    while (!stopping.signal.aborted) {
      try {
        const at = now();
        await maintain(at);
        await snapshot(at);
        failing = false;
      } catch (error) {
        if (!failing && !stopping.signal.aborted) log.warn({ err: error }, "housekeeping failed, retrying");
        failing = true;
      }
      // Rejects when stopped, which the loop's condition sees.
      await sleep(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    start() {
      loop ??= run();
    },
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}
