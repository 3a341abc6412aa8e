/** What subscriptions have in common: where they begin. */
import { Feed } from "../alerts/feed.ts";
import type { Tail } from "../alerts/tail.ts";
import { RequestError } from "../loaders/errors.ts";
import { builder } from "./builder.ts";

builder.subscriptionType({
  description:
    "Everything that is told as it happens, over SSE and graphql-ws. What is told has one order for all servers; after a break go on with the last `cursor`. " +
    "A reader that is too slow is cut off: SLOW_CONSUMER over SSE, close code 4410 over graphql-ws.",
});

/**
 * The rows of a log that match, after a cursor or from now on.
 *
 * @param after a place in the log, decimal; null for now
 * @throws RequestError INVALID_CURSOR if nothing has come that far yet
 */
export async function feedOf<Row>(
  tail: Tail<Row>,
  after: string | null,
  matches: (row: Row) => boolean,
): Promise<Feed<Row>> {
  const place = after === null ? await tail.now() : BigInt(after);
  if (after !== null && !(await tail.hasReached(place))) {
    throw new RequestError(
      "INVALID_CURSOR",
      "The cursor is of something that has not happened. Start again without it.",
    );
  }
  return new Feed({ tail, after: place, told: { is: "EACH", matches } });
}

/**
 * A state, now and after each change.
 *
 * @param root what the field resolves from
 * @param everyMs milliseconds from one to the next, at least
 */
export async function stateFeedOf<Row>(
  tail: Tail<Row>,
  matches: (row: Row) => boolean,
  root: object,
  everyMs: number,
): Promise<Feed<Row>> {
  return new Feed({ tail, after: await tail.now(), told: { is: "LATEST", matches, root, everyMs } });
}

/** Whether a value is among those asked for; all are if none is. */
export const isWanted = <Value>(wanted: readonly Value[] | null | undefined, value: Value): boolean =>
  wanted === null || wanted === undefined || wanted.includes(value);
