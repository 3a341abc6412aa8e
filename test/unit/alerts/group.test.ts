/** Any order of writes, subscribers and cursors: each subscriber gets what comes after its place, once, in order. */
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Feed } from "../../../api/alerts/feed.ts";
import { type EndReason, Group, type Subscriber } from "../../../api/alerts/group.ts";
import type { Entry, Log } from "../../../api/alerts/logs.ts";
import { oneAtATime, Tail } from "../../../api/alerts/tail.ts";
import { waitFor } from "../../../devnet/wait.ts";

/** A table in memory. It fails as often as it is told to. */
class MemoryLog implements Log<number> {
  readonly name = "memory";
  readonly entries: Entry<number>[] = [];
  reads = 0;
  failures = 0;
  /** Reads for those that are behind, on their way. */
  behind = 0;
  /** What these wait for. */
  held: Promise<void> | null = null;

  write(...values: readonly number[]): void {
    // Ids have gaps: transactions that were rolled back took them.
    for (const row of values) this.entries.push({ id: (this.entries.at(-1)?.id ?? 0n) + 1n + BigInt(row % 3), row });
  }

  async head(): Promise<bigint> {
    await this.#answer();
    return this.entries.at(-1)?.id ?? 0n;
  }

  async read(after: bigint, upTo: bigint | null, limit: number): Promise<Entry<number>[]> {
    if (upTo !== null) this.behind += 1;
    await this.#answer();
    if (upTo !== null) {
      await this.held;
      this.behind -= 1;
    }
    return this.entries.filter(({ id }) => id > after && (upTo === null || id <= upTo)).slice(0, limit);
  }

  async #answer(): Promise<void> {
    this.reads += 1;
    await turn();
    if (this.failures === 0) return;
    this.failures -= 1;
    throw new Error("away");
  }
}

class Listener implements Subscriber {
  readonly results: string[] = [];
  ended: EndReason | null = null;

  take(result: string): void {
    this.results.push(result);
  }

  async ready(): Promise<void> {
    await turn();
  }

  end(reason: EndReason): void {
    this.ended = reason;
  }
}

function world(errors: unknown[] = []) {
  const log = new MemoryLog();
  const tail = new Tail({ log, pollMs: 1, inTurn: oneAtATime(), onError: (error) => errors.push(error) });
  let made = 0;
  const groupOf = (feed: Feed<number>, onEmpty: () => void = () => undefined) =>
    new Group({
      ...{ feed, onEmpty },
      resultOf: async (root) => {
        made += 1;
        // Results take as long as they take.
        for (let n = 0; n < Number(root) % 3; n += 1) await turn();
        return String(root);
      },
      onFailure: (error) => errors.push(error),
    });
  return { log, tail, groupOf, made: () => made };
}

const each = (tail: Tail<number>, matches: (row: number) => boolean = () => true) =>
  new Feed({ tail, after: 0n, told: { is: "EACH", matches } });

describe("each row", () => {
  const step = fc.oneof(
    fc.record({ write: fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 8 }) }),
    fc.record({ join: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({ turns: fc.integer({ min: 1, max: 6 }) }),
  );

  test("any schedule: no gap, no duplicate, in order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { log, tail, groupOf } = world();
        const isEven = (row: number) => row % 2 === 0;
        const group = groupOf(each(tail, isEven));
        const first = new Listener();
        const leave = [group.add(first, 0n)];
        const listeners = [{ listener: first, after: 0n }];
        for (const action of steps) {
          if ("write" in action) log.write(...action.write);
          else if ("turns" in action) for (let n = 0; n < action.turns; n += 1) await turn();
          else {
            const after = log.entries[Math.floor(action.join * log.entries.length)]?.id ?? 0n;
            const listener = new Listener();
            listeners.push({ listener, after });
            leave.push(group.add(listener, after));
          }
        }
        log.write(2);
        const expected = (after: bigint) =>
          log.entries.filter(({ id, row }) => id > after && isEven(row)).map(({ row }) => String(row));
        await waitFor(
          () => listeners.every(({ listener, after }) => listener.results.length >= expected(after).length),
          { what: "all", timeoutMs: 2_000, everyMs: 1 },
        );
        for (let n = 0; n < 4; n += 1) await turn();
        for (const { listener, after } of listeners) expect(listener.results).toEqual(expected(after));
        for (const go of leave) go();
      }),
      { numRuns: 150 },
    );
  }, 30_000);

  test("one result for all that listen, and those a little behind", async () => {
    const { log, tail, groupOf, made } = world();
    const group = groupOf(each(tail));
    const listeners = Array.from({ length: 50 }, () => new Listener());
    const leave = listeners.map((listener) => group.add(listener, 0n));
    for (let n = 0; n < 10; n += 1) await turn();
    log.write(1, 2, 3);
    await waitFor(() => listeners.every(({ results }) => results.length === 3), { what: "three", timeoutMs: 2_000 });
    const late = new Listener();
    leave.push(group.add(late, 0n));
    await waitFor(() => late.results.length === 3, { what: "the late one", timeoutMs: 2_000 });
    expect(made()).toBe(3);
    for (const go of leave) go();
  });

  test("many that are behind get a turn each, so that others get theirs", async () => {
    const { log, tail, groupOf } = world();
    log.write(...Array.from({ length: 400 }, () => 3));
    const group = groupOf(each(tail));
    let told = 0;
    const listeners = Array.from({ length: 20 }, () => {
      const listener = new Listener();
      listener.take = () => {
        told += 1;
      };
      listener.ready = async () => undefined;
      return listener;
    });
    const leave = listeners.map((listener) => group.add(listener, 0n));
    let most = 0;
    while (told < 20 * 400) {
      const before = told;
      await turn();
      most = Math.max(most, told - before);
    }
    expect(most).toBeLessThanOrEqual(20);
    for (const go of leave) go();
  });

  test("those that are behind read one after the other, and what is new does not wait for them", async () => {
    const { log, tail, groupOf } = world();
    log.write(...Array.from({ length: 10 }, () => 3));
    const group = groupOf(each(tail));
    const live = new Listener();
    const leave = [group.add(live, log.entries.at(-1)?.id ?? 0n)];
    await waitFor(() => tail.position !== null, { what: "a look", timeoutMs: 2_000, everyMs: 1 });
    let go = () => {};
    log.held = new Promise((resolve) => {
      go = resolve;
    });
    const behind = log.entries.slice(0, 5).map(({ id }) => {
      const listener = new Listener();
      leave.push(group.add(listener, id));
      return listener;
    });
    await waitFor(() => log.behind > 0, { what: "a read", timeoutMs: 2_000, everyMs: 1 });
    log.write(6);
    await waitFor(() => live.results.length === 1, { what: "what is new", timeoutMs: 2_000, everyMs: 1 });
    expect(log.behind).toBe(1);
    go();
    await waitFor(() => behind.every(({ results }, n) => results.length === 10 - n), { what: "all", timeoutMs: 2_000 });
    for (const each of leave) each();
  });

  test("nobody looks once the last has left, and the group is over", async () => {
    let empty = 0;
    const { log, tail, groupOf } = world();
    const group = groupOf(each(tail), () => {
      empty += 1;
    });
    const leave = [new Listener(), new Listener()].map((listener) => group.add(listener, 0n));
    await waitFor(() => log.reads > 3, { what: "looks", timeoutMs: 2_000, everyMs: 1 });
    for (const go of leave) go();
    for (const go of leave) go();
    expect([empty, group.size, tail.position]).toEqual([1, 0, null]);
    for (let n = 0; n < 3; n += 1) await turn();
    const { reads } = log;
    for (let n = 0; n < 30; n += 1) await turn();
    expect(log.reads).toBe(reads);
  });

  test("an outage is told once, waited for, and nothing is missed", async () => {
    const errors: unknown[] = [];
    const { log, tail, groupOf } = world(errors);
    log.write(...Array.from({ length: 1_200 }, (_, n) => n));
    const group = groupOf(each(tail));
    log.failures = 2;
    const listener = new Listener();
    const leave = group.add(listener, 0n);
    await waitFor(() => listener.results.length === 1_200, { what: "all", timeoutMs: 10_000 });
    expect(errors).toHaveLength(1);
    expect(listener.results).toEqual(log.entries.map(({ row }) => String(row)));
    leave();
  });
});

describe("the latest state", () => {
  test("at once, then after changes, never the same twice, and many changes at once are one", async () => {
    const { log, tail } = world();
    let state = 0;
    let made = 0;
    const feed = new Feed({
      tail,
      after: 0n,
      told: { is: "LATEST", matches: (row) => row < 50, root: {}, everyMs: 5 },
    });
    const group = new Group({
      feed,
      resultOf: async () => {
        made += 1;
        return String(state);
      },
      onEmpty: () => undefined,
      onFailure: (error) => expect(error).toBeUndefined(),
    });
    const listener = new Listener();
    const leave = group.add(listener, 0n);
    await waitFor(() => listener.results.length === 1, { what: "the first", timeoutMs: 2_000, everyMs: 1 });
    state = 1;
    log.write(...Array.from({ length: 100 }, () => 7));
    await waitFor(() => listener.results.length === 2, { what: "the change", timeoutMs: 2_000, everyMs: 1 });
    // Another's change, and one that changes nothing that is asked for.
    const before = made;
    log.write(60);
    log.write(8);
    await waitFor(() => made > before, { what: "a look", timeoutMs: 2_000, everyMs: 1 });
    state = 2;
    log.write(9);
    await waitFor(() => listener.results.length === 3, { what: "the last", timeoutMs: 2_000, everyMs: 1 });
    expect(listener.results).toEqual(["0", "1", "2"]);
    expect(made).toBeLessThan(10);
    leave();
  });
});
