/**
 * The results of one subscription on their way to one subscriber, already written as JSON: the same text goes to all that
 * asked the same. Whoever reads slower than they come is cut off, and goes on from its cursor when it is back.
 */
import type { ExecutionResult } from "graphql";
import type { EndReason, Subscriber } from "../alerts/group.ts";

/** Results that wait for one reader, at most. */
export const MAX_WAITING = 1_000;
/** And their UTF-16 code units, unless it is one alone. */
export const MAX_WAITING_LENGTH = 1_048_576;
/** Milliseconds that a reader may take for one result while it catches up. */
const PATIENCE_MS = 30_000;

/** What Yoga writes to a stream: it asks a result for its text. */
export interface WrittenResult extends ExecutionResult {
  readonly stringify: () => string;
}

/** A way to a subscriber that takes results as they come, instead of asking for them. */
export interface Sink {
  /** Whether it was taken: not if too much waits already. */
  send(result: string): boolean;
  /** Resolves when little waits. */
  ready(): Promise<void>;
  /** Ends the connection, with the reason. */
  cutOff(reason: EndReason): void;
}

export interface ResultStreamOptions {
  /** Begins to listen; answers what ends that. Called when the first result is asked for. */
  readonly start: (subscriber: Subscriber) => () => void;
  /** Called when the reader was cut off and has been told, if it listens. */
  readonly onCutOff: () => void;
}

const REASONS: Record<EndReason, string> = {
  SLOW_CONSUMER: "Results come faster than they are read: reconnect with your cursor.",
  SERVER_STOPPING: "This server stops: reconnect with your cursor.",
  FAILED: "Something went wrong on our side: reconnect with your cursor.",
};

interface Waiting {
  readonly resolve: (result: IteratorResult<WrittenResult, undefined>) => void;
}

export class ResultStream implements AsyncGenerator<WrittenResult, undefined, undefined>, Subscriber {
  readonly #options: ResultStreamOptions;
  #leave: (() => void) | null = null;
  #sink: Sink | null = null;
  #queue: string[] = [];
  #length = 0;
  #ended = false;
  #reader: Waiting | null = null;
  #onTaken: (() => void) | null = null;

  constructor(options: ResultStreamOptions) {
    this.#options = options;
  }

  /** From now on results go there; iterating only waits for the end. */
  pushTo(sink: Sink): void {
    this.#sink = sink;
  }

  take(result: string): void {
    if (this.#ended) return;
    if (this.#sink !== null) {
      if (!this.#sink.send(result)) this.end("SLOW_CONSUMER");
    } else if (this.#reader !== null) {
      this.#answer({ done: false, value: written(result) });
    } else if (
      this.#queue.length >= MAX_WAITING ||
      (this.#length > 0 && this.#length + result.length > MAX_WAITING_LENGTH)
    ) {
      this.end("SLOW_CONSUMER");
    } else {
      this.#queue.push(result);
      this.#length += result.length;
    }
  }

  async ready(): Promise<void> {
    if (this.#ended) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.end("SLOW_CONSUMER");
        resolve();
      }, PATIENCE_MS);
    });
    await Promise.race([this.#sink?.ready() ?? this.#taken(), late]);
    clearTimeout(timer);
  }

  /** Says why and is over; what was waiting is dropped, since the reader will ask for it again. */
  end(reason: EndReason): void {
    if (this.#ended) return;
    this.#stop();
    this.#queue = [];
    if (this.#sink === null) this.#queue = [errorText(reason)];
    else this.#sink.cutOff(reason);
    const [last] = this.#queue;
    if (this.#reader !== null && last !== undefined) {
      this.#queue = [];
      this.#answer({ done: false, value: written(last) });
    } else this.#answer({ done: true, value: undefined });
    if (reason === "SLOW_CONSUMER") this.#options.onCutOff();
  }

  next(): Promise<IteratorResult<WrittenResult, undefined>> {
    if (this.#leave === null && !this.#ended) this.#leave = this.#options.start(this);
    const first = this.#queue.shift();
    if (first !== undefined) {
      this.#length -= first.length;
      if (this.#queue.length === 0) this.#onTaken?.();
      return Promise.resolve({ done: false, value: written(first) });
    }
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => {
      this.#reader = { resolve };
    });
  }

  return(): Promise<IteratorResult<WrittenResult, undefined>> {
    this.#stop();
    this.#queue = [];
    this.#answer({ done: true, value: undefined });
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(): Promise<IteratorResult<WrittenResult, undefined>> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #stop(): void {
    this.#ended = true;
    this.#length = 0;
    this.#leave?.();
    this.#onTaken?.();
  }

  #answer(result: IteratorResult<WrittenResult, undefined>): void {
    const reader = this.#reader;
    this.#reader = null;
    reader?.resolve(result);
  }

  #taken(): Promise<void> {
    if (this.#queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onTaken = () => {
        this.#onTaken = null;
        resolve();
      };
    });
  }
}

const written = (text: string): WrittenResult => ({ stringify: () => text });

function errorText(code: EndReason): string {
  const extensions = { code: code === "FAILED" ? "INTERNAL_SERVER_ERROR" : code };
  return JSON.stringify({ errors: [{ message: REASONS[code], extensions }] });
}
