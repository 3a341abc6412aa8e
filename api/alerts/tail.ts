/**
 * Follows one log for all subscribers of a process: one poll for everybody, and only while there is somebody. No NOTIFY,
 * which would make the writers' commits wait for each other.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Entry, Log } from "./logs.ts";

/** Rows of one statement. */
const PAGE = 500;
/** Rows kept in memory: who comes back within moments is served without the database. */
const RECENT = 2_000;
/** Milliseconds between attempts while the database cannot be reached. */
const RETRY_MS = 500;

export interface TailOptions<Row> {
  readonly log: Log<Row>;
  /** Milliseconds. */
  readonly pollMs: number;
  /** Called once for each outage. */
  readonly onError: (error: unknown) => void;
  /** Runs what reads for those that are behind; of many, one at a time, or they would hold up what is new. */
  readonly inTurn: InTurn;
}

export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Runs works one after the other, whatever becomes of each. */
export function oneAtATime(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}

/** The rows after a place, in their order, and how far they reach: whoever has them is at `position`. */
export interface Page<Row> {
  readonly entries: readonly Entry<Row>[];
  readonly position: bigint;
}

export class Tail<Row> {
  readonly #log: Log<Row>;
  readonly #pollMs: number;
  readonly #onError: (error: unknown) => void;
  readonly #inTurn: InTurn;
  #holders = 0;
  #run: AbortController | null = null;
  /** The last place polled; null while nobody follows, and until the first look. */
  #position: bigint | null = null;
  #recent: Entry<Row>[] = [];
  /** Every row after this place and up to the position is in `#recent`. */
  #recentFrom = 0n;
  readonly #waiting = new Set<() => void>();
  /** Reads on their way, by where they begin and end: who reconnects together reads the same. */
  readonly #reads = new Map<string, Promise<Entry<Row>[]>>();
  #failing = false;

  constructor({ log, pollMs, onError, inTurn }: TailOptions<Row>) {
    this.#log = log;
    this.#pollMs = pollMs;
    this.#onError = onError;
    this.#inTurn = inTurn;
  }

  /** Polls until what it answers is called. */
  hold(): () => void {
    this.#holders += 1;
    if (this.#run === null) {
      this.#run = new AbortController();
      void this.#poll(this.#run.signal);
    }
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#holders -= 1;
      if (this.#holders > 0) return;
      this.#run?.abort();
      this.#run = null;
      this.#position = null;
      this.#recent = [];
      this.#wake();
    };
  }

  /** How far it has come; null before the first look. */
  get position(): bigint | null {
    return this.#position;
  }

  /** Waits for the first look. @throws the signal's reason when it is aborted */
  async started(signal: AbortSignal): Promise<bigint> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#position !== null) return this.#position;
      await this.#news(signal);
    }
  }

  /** Where somebody begins who wants what is still to come. @throws if the database must be asked and cannot be */
  async now(): Promise<bigint> {
    return this.#position ?? this.#log.head();
  }

  /** Whether a place has been reached. Another process may have seen rows that this one has not yet. @throws likewise */
  async hasReached(place: bigint): Promise<boolean> {
    if (this.#position !== null && place <= this.#position) return true;
    return place <= (await this.#log.head());
  }

  /**
   * The next rows after a place; waits until there are any, or until the place is passed, and through outages of the
   * database. To be called by holders.
   *
   * @throws the signal's reason when it is aborted
   */
  async next(after: bigint, signal: AbortSignal): Promise<Page<Row>> {
    for (;;) {
      signal.throwIfAborted();
      const head = this.#position;
      if (head === null || after >= head) {
        await this.#news(signal);
        continue;
      }
      const entries = await this.#read(after, head, signal);
      if (entries === null) continue;
      const last = entries.at(-1);
      return { entries, position: entries.length === PAGE && last !== undefined ? last.id : head };
    }
  }

  async #poll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let delayMs = this.#pollMs;
      try {
        if (this.#position === null) {
          const head = await this.#log.head();
          if (signal.aborted) return;
          this.#position = head;
          this.#recentFrom = head;
          this.#wake();
        } else {
          const entries = await this.#log.read(this.#position, null, PAGE);
          if (signal.aborted) return;
          this.#append(entries);
          if (entries.length === PAGE) delayMs = 0;
        }
        this.#failing = false;
      } catch (error) {
        this.#fail(error);
        delayMs = Math.max(delayMs, RETRY_MS);
      }
      await sleep(delayMs, undefined, { signal }).catch(() => undefined);
    }
  }

  #append(entries: readonly Entry<Row>[]): void {
    const last = entries.at(-1);
    if (last === undefined) return;
    this.#recent.push(...entries);
    // Not at every row, so that moving the rest down costs little.
    if (this.#recent.length > 2 * RECENT) {
      const dropped = this.#recent.splice(0, this.#recent.length - RECENT).at(-1);
      if (dropped !== undefined) this.#recentFrom = dropped.id;
    }
    this.#position = last.id;
    this.#wake();
  }

  /** Null after a failure: the caller looks again. */
  async #read(after: bigint, head: bigint, signal: AbortSignal): Promise<readonly Entry<Row>[] | null> {
    if (after >= this.#recentFrom) {
      const from = firstAfter(this.#recent, after);
      return this.#recent.slice(from, from + PAGE);
    }
    const key = `${after} ${head}`;
    let read = this.#reads.get(key);
    if (read === undefined) {
      read = this.#inTurn(() => this.#log.read(after, head, PAGE)).finally(() => this.#reads.delete(key));
      this.#reads.set(key, read);
    }
    try {
      return await read;
    } catch (error) {
      this.#fail(error);
      await sleep(RETRY_MS, undefined, { signal });
      return null;
    }
  }

  #fail(error: unknown): void {
    if (!this.#failing) this.#onError(error);
    this.#failing = true;
  }

  #news(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener("abort", wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

/** Index of the first entry after a place. */
function firstAfter(entries: readonly Entry<unknown>[], place: bigint): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.id ?? place) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
