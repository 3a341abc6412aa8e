/**
 * Subscribers that asked the same: what they are told is made once for all of them. Who is behind catches up on its own,
 * with the same results, and joins the others where it meets them.
 */
import { setMaxListeners } from "node:events";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import type { Feed } from "./feed.ts";

/** Subscribers told before others get their turn at the processor. */
const TURN = 1_000;
/** Results kept for those that are a little behind. */
const KEPT_RESULTS = 64;
/** How old a state may be that is shown to somebody new, milliseconds: many come at once after an outage. */
const KEPT_STATE_MS = 1_000;

export type EndReason = "SLOW_CONSUMER" | "SERVER_STOPPING" | "FAILED";

export interface Subscriber {
  /** Takes a result, as JSON, at once or into a buffer of its own; one that is full ends itself. */
  take(result: string): void;
  /** Resolves when a result more would not fill the buffer. For those that catch up: they can wait. */
  ready(): Promise<void>;
  end(reason: EndReason): void;
}

interface Member {
  readonly subscriber: Subscriber;
  /** What it was told last. */
  place: bigint;
  /** Whether it is told with the others. */
  live: boolean;
  left: boolean;
  /** Its last result, of a state; null before. */
  last: string | null;
}

export interface GroupOptions<Row> {
  readonly feed: Feed<Row>;
  /** A row's result, or that of the present state. Must not throw. */
  readonly resultOf: (root: unknown) => Promise<string>;
  /** Called when the last subscriber has left. */
  readonly onEmpty: () => void;
  /** Called with what must not happen; its subscribers have been told. */
  readonly onFailure: (error: unknown) => void;
}

export class Group<Row> {
  readonly #feed: Feed<Row>;
  readonly #resultOf: (root: unknown) => Promise<string>;
  readonly #onEmpty: () => void;
  readonly #onFailure: (error: unknown) => void;
  readonly #members = new Set<Member>();
  readonly #over = new AbortController();
  readonly #release: () => void;
  /** Where the tail was at first. */
  readonly #started: Promise<bigint>;
  /** By place. */
  readonly #results = new Map<bigint, Promise<string>>();

  constructor({ feed, resultOf, onEmpty, onFailure }: GroupOptions<Row>) {
    this.#feed = feed;
    this.#resultOf = resultOf;
    this.#onEmpty = onEmpty;
    this.#onFailure = onFailure;
    this.#release = feed.tail.hold();
    // Of those that catch up, each may wait for the database.
    setMaxListeners(0, this.#over.signal);
    this.#started = feed.tail.started(this.#over.signal);
    void this.#untilOver(() => this.#follow());
  }

  get size(): number {
    return this.#members.size;
  }

  /** @returns what makes it leave */
  add(subscriber: Subscriber, after: bigint): () => void {
    const member: Member = { subscriber, place: after, live: false, left: false, last: null };
    this.#members.add(member);
    void this.#untilOver(() => (this.#feed.told.is === "EACH" ? this.#catchUp(member) : this.#show(member)));
    return () => this.#leave(member);
  }

  end(reason: EndReason): void {
    for (const { subscriber } of [...this.#members]) subscriber.end(reason);
  }

  #leave(member: Member): void {
    if (member.left) return;
    member.left = true;
    member.live = false;
    this.#members.delete(member);
    if (this.#members.size > 0) return;
    this.#over.abort();
    this.#release();
    this.#onEmpty();
  }

  /** What waits ends with the group. */
  async #untilOver(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#over.signal.aborted) return;
      this.end("FAILED");
      this.#onFailure(error);
    }
  }

  /** From its place to where the tail is: there, and without a moment between, it becomes one of the others. */
  async #catchUp(member: Member): Promise<void> {
    const { tail, told } = this.#feed;
    await this.#started;
    while (!member.left) {
      if (tail.position !== null && member.place >= tail.position) {
        member.live = true;
        return;
      }
      const page = await tail.next(member.place, this.#over.signal);
      for (const { id, row } of page.entries) {
        if (!told.matches(row)) continue;
        const result = await this.#resultAt(id, row);
        await member.subscriber.ready();
        // Many that come back together would hold the processor until all of them are there.
        await turn();
        if (member.left) return;
        member.place = id;
        member.subscriber.take(result);
      }
      member.place = page.position;
    }
  }

  /** The present state for somebody new. It is live before it is read, so that no change can fall between. */
  async #show(member: Member): Promise<void> {
    const { tail, told } = this.#feed;
    if (told.is !== "LATEST") return;
    const place = tail.position ?? (await this.#started);
    if (member.left) return;
    member.place = place;
    member.live = true;
    const result = await this.#resultAt(place, told.root);
    // It may have been told of a later state meanwhile.
    if (member.left || member.place !== place || member.last !== null) return;
    member.last = result;
    member.subscriber.take(result);
  }

  async #follow(): Promise<void> {
    const { tail, told } = this.#feed;
    const { signal } = this.#over;
    let place = await this.#started;
    for (;;) {
      const page = await tail.next(place, signal);
      place = page.position;
      if (told.is === "EACH") {
        for (const { id, row } of page.entries) {
          if (told.matches(row)) await this.#tell(id, await this.#resultAt(id, row));
        }
        continue;
      }
      if (!page.entries.some(({ row }) => told.matches(row))) continue;
      await this.#tell(place, await this.#resultAt(place, told.root));
      await sleep(told.everyMs, undefined, { signal });
    }
  }

  async #tell(place: bigint, result: string): Promise<void> {
    const isState = this.#feed.told.is === "LATEST";
    let told = 0;
    for (const member of [...this.#members]) {
      if (!member.live || member.place >= place) continue;
      member.place = place;
      if (isState && member.last === result) continue;
      if (isState) member.last = result;
      member.subscriber.take(result);
      told += 1;
      if (told % TURN === 0) await turn();
    }
  }

  #resultAt(place: bigint, root: unknown): Promise<string> {
    const known = this.#results.get(place);
    if (known !== undefined) return known;
    const result = this.#resultOf(root);
    this.#results.set(place, result);
    if (this.#feed.told.is === "LATEST") setTimeout(() => this.#results.delete(place), KEPT_STATE_MS).unref();
    if (this.#results.size > KEPT_RESULTS) {
      const [oldest] = this.#results.keys();
      if (oldest !== undefined) this.#results.delete(oldest);
    }
    return result;
  }
}
