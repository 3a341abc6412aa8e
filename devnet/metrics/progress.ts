/** How far the generator has come with whom, and what is next. No clock and no network: only the memory is changed. */
import type { TimePolicy } from "../../api/domain/policy.ts";
import { intervalStart } from "../../api/domain/window.ts";
import { characterOf } from "./characters.ts";
import { dueAt, type Sample } from "./deliveries.ts";
import { MEMORY_VERSION, type Memory } from "./memory.ts";
import type { World } from "./model.ts";
import type { Registered } from "./outlet.ts";

/** As many samples as the API takes in one request. */
export const BATCH = 1_000;

export interface Past {
  readonly time: TimePolicy;
  /** Intervals of the past that are made up for. */
  readonly history: number;
}

/** Nothing sent yet. @param now Unix seconds */
export function beginning(now: number, { time, history, seed }: Past & { readonly seed: number }): Memory {
  const epoch = intervalStart(now, time);
  return {
    version: MEMORY_VERSION,
    ...{ seed, epoch, start: epoch - history * time.intervalSeconds },
    operators: {},
    keys: { admin: null, metrics: null },
  };
}

/** After a long rest only the recent past is made up for; nobody measured the time before it. @param now Unix seconds */
export function skipTooOld(memory: Memory, now: number, { time, history }: Past): void {
  const oldest = intervalStart(now, time) - history * time.intervalSeconds;
  memory.start = Math.max(memory.start, oldest);
  for (const progress of Object.values(memory.operators)) {
    if (progress.until < oldest) Object.assign(progress, { since: oldest, until: oldest });
  }
}

/**
 * Takes up those that are new, from their registration on; tells how many they are. The punctual ones go first: while the pasts
 * of others are made up for, their present must not come late.
 */
export function takeUp(memory: Memory, registered: readonly Registered[], time: TimePolicy): number {
  const newcomers = registered
    .filter(({ address }) => memory.operators[address] === undefined)
    .sort((a, b) => Number(isPunctual(b.address)) - Number(isPunctual(a.address)));
  for (const { address, registeredAt } of newcomers) {
    const since = Math.max(memory.start, intervalStart(registeredAt, time) + time.intervalSeconds);
    memory.operators[address] = { since, until: since };
  }
  return newcomers.length;
}

const isPunctual = (address: string): boolean => characterOf(address)?.punctual ?? false;

export interface Batch {
  readonly samples: readonly Sample[];
  /** Notes that the API has it. */
  done(): void;
}

/**
 * What is due of all intervals that have ended: one operator after another, each from its oldest on; those of whom the least
 * is missing come first, so that who was measured a moment ago goes on being measured while others catch up.
 *
 * A past begins in a batch of its own. An operator is judged from what comes first, and what comes for the time before
 * that is late: with the first few seconds of a past alone, it would have to pass its initial check again in the present.
 *
 * @param ended end of the last interval that has ended, Unix seconds
 */
export function* batchesOf({ seed, epoch, operators }: Memory, ended: number, time: TimePolicy): Generator<Batch> {
  const world: World = { seed, epoch, intervalSeconds: time.intervalSeconds, dayIntervals: time.dayIntervals };
  let samples: Sample[] = [];
  let reached = new Map<{ until: number }, number>();
  const batch = (): Batch => {
    const notes = [...reached];
    return {
      samples,
      done: () => {
        for (const [progress, until] of notes) progress.until = until;
      },
    };
  };
  const fromAhead = Object.entries(operators).sort(([, a], [, b]) => b.until - a.until);
  for (const [operator, progress] of fromAhead) {
    const isPast = ended - progress.until > time.initialCheckIntervals * time.intervalSeconds;
    if (isPast && samples.length > 0) {
      yield batch();
      [samples, reached] = [[], new Map()];
    }
    for (let at = progress.until; at < ended; at += time.intervalSeconds) {
      const due = dueAt(world, operator, progress.since, at);
      if (samples.length + due.length > BATCH) {
        yield batch();
        [samples, reached] = [[], new Map()];
      }
      samples.push(...due);
      reached.set(progress, at + time.intervalSeconds);
    }
  }
  if (samples.length > 0) yield batch();
}
