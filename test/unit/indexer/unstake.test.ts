import { describe, expect, test } from "vitest";
import { cancelledColumns, claimedColumns, requestedRow, type UnstakeRow } from "../../../indexer/src/lib/unstake.ts";
import { EVENT, OPERATOR, OTHER, TRANSACTION } from "./event.ts";

const row: UnstakeRow = requestedRow(EVENT, {
  operator: OPERATOR,
  requestId: 9n,
  recipient: OTHER,
  asset: 1,
  units: 100n,
  factor: 10n ** 27n,
  epoch: 2n,
  unlockAt: 1_800_604_807n,
  activeAfter: 0n,
  unbondingAfter: 100n,
  seq: 4n,
});

test("requestedRow", () => {
  expect(row).toEqual({
    id: 9n,
    operator: OPERATOR,
    recipient: OTHER,
    asset: "WSTETH",
    state: "OPEN",
    unitsRequested: 100n,
    units: 100n,
    factor: 10n ** 27n,
    epoch: 2,
    unitsPaid: 0n,
    unitsSlashed: 0n,
    unlockAt: 1_800_604_807,
    requestedAt: 1_800_000_007,
    requestedTransaction: TRANSACTION,
    closedAt: null,
    closedTransaction: null,
  });
});

test("cancelledColumns closes with nothing left", () => {
  expect(cancelledColumns({ ...row, unitsSlashed: 1n }, EVENT, 10n)).toEqual({
    state: "CANCELLED",
    units: 0n,
    unitsSlashed: 11n,
    closedAt: 1_800_000_007,
    closedTransaction: TRANSACTION,
  });
});

describe("claimedColumns", () => {
  const closed = { closedAt: 1_800_000_007, closedTransaction: TRANSACTION };
  const open = { closedAt: null, closedTransaction: null };
  test.each([
    [
      "all of it",
      {},
      { unitsPaid: 100n, unitsSlashed: 0n, unitsRemaining: 0n, factor: 5n },
      { state: "CLAIMED", units: 0n, factor: 5n, unitsPaid: 100n, unitsSlashed: 0n, ...closed },
    ],
    [
      "what a live slash leaves, re-based",
      {},
      { unitsPaid: 30n, unitsSlashed: 10n, unitsRemaining: 60n, factor: 5n },
      { state: "OPEN", units: 60n, factor: 5n, unitsPaid: 30n, unitsSlashed: 10n, ...open },
    ],
    [
      "the rest of it later",
      { units: 60n, unitsPaid: 30n, unitsSlashed: 10n },
      { unitsPaid: 55n, unitsSlashed: 5n, unitsRemaining: 0n, factor: 4n },
      { state: "CLAIMED", units: 0n, factor: 4n, unitsPaid: 85n, unitsSlashed: 15n, ...closed },
    ],
    [
      "nothing: its epoch was slashed away",
      {},
      { unitsPaid: 0n, unitsSlashed: 100n, unitsRemaining: 0n, factor: 5n },
      { state: "CLAIMED", units: 0n, factor: 5n, unitsPaid: 0n, unitsSlashed: 100n, ...closed },
    ],
  ] as const)("%s", (_name, before, claim, expected) => {
    expect(claimedColumns({ ...row, ...before }, EVENT, claim)).toEqual(expected);
  });
});
