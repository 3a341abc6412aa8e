/** What a subscription's root field hands on: which rows of a log it is about, and from where. */
import type { Tail } from "./tail.ts";

/** How rows become what a subscriber is told: each of them as it is. */
interface EachRow<Row> {
  readonly is: "EACH";
  readonly matches: (row: Row) => boolean;
}

/** Or the present state: at once, and again when a row says that it changed; never the same twice in a row. */
interface LatestState<Row> {
  readonly is: "LATEST";
  readonly matches: (row: Row) => boolean;
  /** What the root field resolves from. */
  readonly root: object;
  /** Milliseconds from one to the next, at least. */
  readonly everyMs: number;
}

export interface FeedOptions<Row> {
  readonly tail: Tail<Row>;
  /** The place after which it begins. */
  readonly after: bigint;
  readonly told: EachRow<Row> | LatestState<Row>;
}

/** An async iterable, because that is what graphql-js asks of a source; groups of subscribers read it by its parts. */
export class Feed<Row> implements AsyncIterable<Row> {
  readonly tail: Tail<Row>;
  readonly after: bigint;
  readonly told: EachRow<Row> | LatestState<Row>;

  constructor({ tail, after, told }: FeedOptions<Row>) {
    this.tail = tail;
    this.after = after;
    this.told = told;
  }

  /** The rows it is about, for ever. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Row, void, undefined> {
    const release = this.tail.hold();
    try {
      const never = new AbortController().signal;
      for (let place = this.after; ; ) {
        const page = await this.tail.next(place, never);
        for (const { row } of page.entries) if (this.told.matches(row)) yield row;
        place = page.position;
      }
    } finally {
      release();
    }
  }
}
