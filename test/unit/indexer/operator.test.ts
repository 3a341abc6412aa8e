import { describe, expect, test } from "vitest";
import {
  applyEvent,
  assetColumns,
  blankOperator,
  lockedColumns,
  statusColumns,
} from "../../../indexer/src/lib/operator.ts";
import { blankRegistry, owedColumns } from "../../../indexer/src/lib/registry.ts";
import { EVENT, OPERATOR } from "./event.ts";

const blank = blankOperator(OPERATOR);

describe("applyEvent", () => {
  test.each([
    ["the first event", 0, 0, 1, 0],
    ["the next event", 7, 0, 8, 0],
    ["one event missing", 7, 0, 9, 1],
    ["many missing are one gap", 7, 2, 90, 3],
    ["a counter that stands still", 7, 0, 7, 1],
    ["a counter that runs back", 7, 0, 3, 1],
    ["the first event seen is not the first", 0, 0, 5, 1],
  ])("%s", (_name, seq, seqGaps, next, gaps) => {
    expect(applyEvent({ ...blank, seq, seqGaps }, () => ({}), next, EVENT)).toEqual({
      seq: next,
      seqGaps: gaps,
      lastEventId: "event-7",
      updatedBlock: 70,
      updatedAt: 1_800_000_007,
    });
  });

  test("keeps what the change says, computed from the row", () => {
    const patch = applyEvent({ ...blank, slashCount: 4 }, (row) => ({ slashCount: row.slashCount + 1 }), 1, EVENT);
    expect(patch).toMatchObject({ slashCount: 5, seq: 1 });
  });
});

test.each([
  ["ETH", { active: 5n }, { ethActive: 5n }],
  ["WSTETH", { active: 0n, unbonding: 7n }, { wstethActive: 0n, wstethUnbonding: 7n }],
  ["ETH", { locked: 1n, factor: 2n, epoch: 0 }, { ethLocked: 1n, ethFactor: 2n, ethEpoch: 0 }],
  ["WSTETH", { locked: 1n, factor: 2n, epoch: 3 }, { wstethLocked: 1n, wstethFactor: 2n, wstethEpoch: 3 }],
  ["ETH", {}, {}],
] as const)("assetColumns(%s, %o)", (asset, state, expected) => {
  expect(assetColumns(asset, state)).toEqual(expected);
});

test("lockedColumns", () => {
  expect(lockedColumns([3n, 4n])).toEqual({ ethLocked: 3n, wstethLocked: 4n });
});

describe("statusColumns", () => {
  test.each([
    ["becomes active first", {}, "ACTIVE", { firstActiveAt: 50, slashedUntil: 0 }],
    ["becomes active again", { firstActiveAt: 20 }, "ACTIVE", { firstActiveAt: 20, slashedUntil: 0 }],
    ["leaves", { firstActiveAt: 20 }, "LEAVING", { firstActiveAt: 20, slashedUntil: 0 }],
    ["is slashed: the cooldown stays", { slashedUntil: 99 }, "SLASHED", { firstActiveAt: null, slashedUntil: 99 }],
    ["recovers, or is back after an exit", { slashedUntil: 49 }, "ACTIVE", { firstActiveAt: 50, slashedUntil: 0 }],
    ["exits during the cooldown", { slashedUntil: 50 }, "INACTIVE", { firstActiveAt: null, slashedUntil: 50 }],
  ] as const)("%s", (_name, row, to, expected) => {
    expect(statusColumns({ ...blank, ...row }, to, 50)).toEqual({ emittedStatus: to, ...expected });
  });
});

describe("owedColumns", () => {
  const registry = { ...blankRegistry(OPERATOR, 31337), treasuryOwedEth: 10n, treasuryOwedWsteth: 20n };
  test.each([
    ["ETH", 5n, { treasuryOwedEth: 15n }],
    ["ETH", -10n, { treasuryOwedEth: 0n }],
    ["WSTETH", 5n, { treasuryOwedWsteth: 25n }],
    ["WSTETH", -20n, { treasuryOwedWsteth: 0n }],
  ] as const)("%s %s", (asset, delta, expected) => {
    expect(owedColumns(registry, asset, delta)).toEqual(expected);
  });
});
