/** Events written by hand, for tests of the fold. */
import type { Hex } from "viem";
import type { Args, CanonicalEvent, EventName, Moment } from "../../fold/canonical.ts";

export const address = (index: number): Hex => `0x${index.toString(16).padStart(40, "0")}`;
export const hash = (index: number): Hex => `0x${index.toString(16).padStart(64, "0")}`;

export const START = 1_800_000_000;

/** The place of the event number `index`: a block and a minute each. */
export function moment(index: number): Moment {
  return {
    id: String(index).padStart(75, "0"),
    blockNumber: index,
    blockHash: hash(index),
    blockTime: START + 60 * index,
    transactionHash: hash(1_000 + index),
    logIndex: 0,
  };
}

export type Unplaced = { [Name in EventName]: { readonly eventName: Name; readonly args: Args<Name> } }[EventName];

/** Gives events their places, in order and from 1. */
export function history(...events: readonly Unplaced[]): CanonicalEvent[] {
  return events.map(
    (event, index): CanonicalEvent => ({ ...event, moment: moment(index + 1), sender: address(9_999) }),
  );
}
