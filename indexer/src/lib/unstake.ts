/** The life of a request to take stake back. */
import type { Event } from "ponder:registry";
import type { unstakeRequest } from "../../ponder.schema.ts";
import { assetOf } from "./enums.ts";
import { toNumber } from "./numbers.ts";
import { type ChainEvent, timeOf } from "./provenance.ts";

export type UnstakeRow = typeof unstakeRequest.$inferSelect;

/** A new request. */
export const requestedRow = (event: ChainEvent, args: Event<"DINRegistry:UnstakeRequested">["args"]): UnstakeRow => ({
  id: args.requestId,
  operator: args.operator,
  recipient: args.recipient,
  asset: assetOf(args.asset),
  state: "OPEN",
  unitsRequested: args.units,
  units: args.units,
  factor: args.factor,
  epoch: toNumber(args.epoch),
  unitsPaid: 0n,
  unitsSlashed: 0n,
  unlockAt: toNumber(args.unlockAt),
  requestedAt: timeOf(event),
  requestedTransaction: event.transaction.hash,
  closedAt: null,
  closedTransaction: null,
});

/** What was left went back to active stake. */
export const cancelledColumns = (row: UnstakeRow, event: ChainEvent, unitsSlashed: bigint) => ({
  state: "CANCELLED" as const,
  units: 0n,
  unitsSlashed: row.unitsSlashed + unitsSlashed,
  closedAt: timeOf(event),
  closedTransaction: event.transaction.hash,
});

type Claim = {
  readonly unitsPaid: bigint;
  readonly unitsSlashed: bigint;
  /** As of `factor`. */
  readonly unitsRemaining: bigint;
  readonly factor: bigint;
};

/** A claim pays what it may and re-bases the rest; nothing left closes the request. */
export function claimedColumns(row: UnstakeRow, event: ChainEvent, claim: Claim) {
  const closed = claim.unitsRemaining === 0n;
  return {
    state: closed ? ("CLAIMED" as const) : ("OPEN" as const),
    units: claim.unitsRemaining,
    factor: claim.factor,
    unitsPaid: row.unitsPaid + claim.unitsPaid,
    unitsSlashed: row.unitsSlashed + claim.unitsSlashed,
    closedAt: closed ? timeOf(event) : null,
    closedTransaction: closed ? event.transaction.hash : null,
  };
}
