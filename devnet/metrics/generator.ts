import { setTimeout as delay } from "node:timers/promises";
import type { TimePolicy } from "../../api/domain/policy.ts";
import { intervalStart } from "../../api/domain/window.ts";
import { messageOf } from "../errors.ts";
import type { Actor } from "../scenario/actors.ts";
import type { Sample } from "./deliveries.ts";
import { type Memory, readMemory, writeMemory } from "./memory.ts";
import { type Outlet, openOutlet } from "./outlet.ts";
import { present } from "./presence.ts";
import { batchesOf, beginning, skipTooOld, takeUp } from "./progress.ts";

export interface GeneratorOptions {
  /** The API's GraphQL endpoint. */
  readonly graphql: string;
  /** The API's database, where the first key is made, as `npm run keys` does it. */
  readonly database: string;
  /** Where it remembers how far it has come. */
  readonly memoryFile: string;
  /** Of the policy that the API goes by. */
  readonly time: TimePolicy;
  /** Intervals before the epoch that are sent at the start. */
  readonly history?: number;
  readonly seed?: number;
  /** Whom it measures, by address; default: everybody who is registered. */
  readonly measures?: (address: string) => boolean;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Told what is worth knowing: what was refused, and when the API did not answer. */
  readonly log: (line: string) => void;
  /** Told of samples that the API has acknowledged. */
  readonly onAcknowledged?: (samples: readonly Sample[]) => void;
}

/** A little more than a day of the devnet, and less than what the API takes of the past. */
const HISTORY = 1_500;

/** How often it is asked who is registered, and noted how far it has come, in seconds. */
const LOOK_SECONDS = 10;

/**
 * Measures all operators until the signal aborts, as Metrics Core would: first the recent past at once, then each interval
 * when it has ended. Nothing is counted as sent before the API has acknowledged it, and what is sent twice is the same, so
 * it may be stopped, and the API be gone, at any moment.
 */
export async function generateMetrics(options: GeneratorOptions): Promise<void> {
  const { memoryFile, signal, log, now, time, seed = 1, history = HISTORY, measures = () => true } = options;
  const begun = unixSeconds(now());
  const memory = readMemory(memoryFile) ?? beginning(begun, { time, history, seed });
  const remember = () =>
    writeMemory(memoryFile, memory).catch((error: unknown) => log(`not noted: ${messageOf(error)}`));
  try {
    skipTooOld(memory, begun, { time, history });
    // Before anything is sent: whoever goes on from here has to say the same of the same interval.
    await remember();
    const outlet = await openOutlet({ ...options, keys: memory.keys, onKey: remember });
    const strangers = new Set(present(measures));
    const introduced: Actor[] = [];
    let lookAt = 0;
    let beatAt = 0;
    while (!signal.aborted) {
      const seconds = unixSeconds(now());
      if (seconds >= lookAt) {
        const registered = (await outlet.operators()).filter(({ address }) => measures(address));
        const newcomers = takeUp(memory, registered, time);
        // The API may just be learning of them: more may follow.
        lookAt = seconds + (newcomers > 0 || Object.keys(memory.operators).length === 0 ? 1 : LOOK_SECONDS);
        await remember();
        for (const actor of strangers) {
          if (!(await outlet.introduce(actor, seconds))) continue;
          strangers.delete(actor);
          introduced.push(actor);
        }
      }
      if (seconds >= beatAt) {
        beatAt = seconds + time.intervalSeconds;
        await outlet.beat(introduced, seconds - memory.epoch);
      }
      if (await sendEnded(memory, outlet, options)) await untilNextInterval(options);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await remember();
  }
}

/**
 * Sends what is due of the intervals that have ended, until another one ends: while there is a past to make up for, the
 * present does not wait for it. Tells whether all was sent.
 */
async function sendEnded(memory: Memory, outlet: Outlet, { now, time, onAcknowledged }: GeneratorOptions) {
  const ended = intervalStart(unixSeconds(now()), time);
  for (const batch of batchesOf(memory, ended, time)) {
    if (intervalStart(unixSeconds(now()), time) > ended) return false;
    const taken = await outlet.send(batch.samples);
    onAcknowledged?.(taken);
    batch.done();
  }
  return true;
}

/** The pace of the generator, not a wait for anything. */
async function untilNextInterval({ now, time, signal }: GeneratorOptions): Promise<void> {
  const step = time.intervalSeconds * 1_000;
  await delay(step - (now().getTime() % step), undefined, { signal });
}

const unixSeconds = (date: Date) => Math.floor(date.getTime() / 1_000);
