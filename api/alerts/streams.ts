/** All that a process streams: the tails of its logs, and the groups of subscribers that read them. */
import type pg from "pg";
import type { ToldEvent } from "../domain/alert.ts";
import type { Feed } from "./feed.ts";
import { Group, type Subscriber } from "./group.ts";
import { alertLog, type ChainLogRow, chainLog, type Log, type OperatorLogRow, operatorLog } from "./logs.ts";
import { oneAtATime, Tail } from "./tail.ts";

type AnyGroup = Pick<Group<never>, "add" | "end" | "size">;

export interface StreamsOptions {
  /** Of its own: what is streamed must not wait for answers, nor answers for it. */
  readonly pool: pg.Pool;
  /** Milliseconds between looks at a log, while somebody follows it. */
  readonly pollMs: number;
  /** Called once for each outage of a log, and for what must not happen. */
  readonly onError: (error: unknown, where: string) => void;
}

export interface StreamCounts {
  readonly subscribers: number;
  readonly groups: number;
}

export class Streams {
  readonly alerts: Tail<ToldEvent>;
  readonly chain: Tail<ChainLogRow>;
  readonly operators: Tail<OperatorLogRow>;
  readonly #groups = new Map<string, AnyGroup>();
  readonly #onError: StreamsOptions["onError"];
  #stopped = false;

  constructor({ pool, pollMs, onError }: StreamsOptions) {
    this.#onError = onError;
    const inTurn = oneAtATime();
    const tailOf = <Row>(log: Log<Row>) =>
      new Tail<Row>({ log, pollMs, inTurn, onError: (error) => onError(error, log.name) });
    this.alerts = tailOf(alertLog(pool));
    this.chain = tailOf(chainLog(pool));
    this.operators = tailOf(operatorLog(pool));
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  /**
   * Adds a subscriber to those that asked the same.
   *
   * @param key what was asked: feeds of one key have the same rows, and their results are the same
   * @returns what makes it leave
   */
  join<Row>(
    key: string,
    feed: Feed<Row>,
    resultOf: (root: unknown) => Promise<string>,
    subscriber: Subscriber,
  ): () => void {
    if (this.#stopped) {
      subscriber.end("SERVER_STOPPING");
      return () => undefined;
    }
    const group = this.#groups.get(key) ?? this.#found(key, feed, resultOf);
    return group.add(subscriber, feed.after);
  }

  counts(): StreamCounts {
    const sizes = [...this.#groups.values()].map(({ size }) => size);
    return { subscribers: sizes.reduce((sum, size) => sum + size, 0), groups: sizes.length };
  }

  /** Tells all subscribers, and takes no more. */
  stop(): void {
    this.#stopped = true;
    for (const group of [...this.#groups.values()]) group.end("SERVER_STOPPING");
  }

  #found<Row>(key: string, feed: Feed<Row>, resultOf: (root: unknown) => Promise<string>): AnyGroup {
    const group = new Group({
      ...{ feed, resultOf },
      onEmpty: () => this.#groups.delete(key),
      onFailure: (error) => this.#onError(error, "a group of subscribers"),
    });
    this.#groups.set(key, group);
    return group;
  }
}
