import { describe, expect, test } from "vitest";
import { SLASH_STATES } from "../../../indexer/ponder.schema.ts";
import { endsLife, executedColumns, proposedRow, stateAfter, taken } from "../../../indexer/src/lib/slash.ts";
import { EVENT, HASH, OPERATOR, OTHER, TRANSACTION } from "./event.ts";

const ETH = 10n ** 18n;

describe("endsLife", () => {
  const live = ["PROPOSED", "DISPUTED", "UPHELD"] as const;
  const over = ["EXECUTED", "CANCELLED", "EXPIRED"] as const;
  test.each(live.flatMap((before) => over.map((after) => [before, after] as const)))(
    "%s → %s ends",
    (before, after) => {
      expect(endsLife(before, after)).toBe(true);
    },
  );
  test.each(live.flatMap((before) => live.map((after) => [before, after] as const)))(
    "%s → %s lives",
    (before, after) => {
      expect(endsLife(before, after)).toBe(false);
    },
  );
  test.each(over.flatMap((before) => SLASH_STATES.map((after) => [before, after] as const)))(
    "%s → %s had ended before",
    (before, after) => {
      expect(endsLife(before, after)).toBe(false);
    },
  );
});

test.each([
  ["OVERTURNED", "CANCELLED"],
  ["REDUCED", "UPHELD"],
  ["UPHELD", "UPHELD"],
] as const)("stateAfter(%s)", (outcome, state) => {
  expect(stateAfter(outcome)).toBe(state);
});

test.each([
  [
    { fromActive: 3n * ETH, fromUnbonding: ETH, rateE18: ETH },
    { units: 4n * ETH, value: 4n * ETH },
  ],
  [
    { fromActive: 1n, fromUnbonding: 2n, rateE18: 1_500_000_000_000_000_000n },
    { units: 3n, value: 4n },
  ],
  [
    { fromActive: 0n, fromUnbonding: 0n, rateE18: ETH },
    { units: 0n, value: 0n },
  ],
])("taken(%o)", (execution, expected) => {
  expect(taken(execution)).toEqual(expected);
});

const proposed = proposedRow(EVENT, {
  slashId: 5n,
  operator: OPERATOR,
  proposer: OTHER,
  reason: "down\u0000time",
  evidenceURI: "ipfs://e",
  seq: 4n,
  terms: {
    violationType: 1,
    severity: 3,
    bps: 500,
    snapshotValue: 100n * ETH,
    value: 5n * ETH,
    units: [3n * ETH, ETH],
    ratesE18: [ETH, 2n * ETH],
    lockedAfter: [3n * ETH, ETH],
    faultStart: 1_799_999_000n,
    faultEnd: 18_446_744_073_709_551_615n,
    incidentKey: HASH,
    evidenceHash: HASH,
    disputeUntil: 1_800_172_807n,
    executeBy: 1_800_259_207n,
    resolutionWindow: 259_200n,
    executionWindow: 86_400n,
    cooldown: 3_600n,
    largeSlashBps: 1_000,
    disputeBond: 20_000_000_000_000_000n,
    approved: false,
  },
});

test("proposedRow keeps the terms", () => {
  expect(proposed).toMatchObject({
    id: 5n,
    state: "PROPOSED",
    violationType: "DOWNTIME",
    severity: "HIGH",
    reason: "downtime",
    bps: 500,
    proposedBps: 500,
    proposedValue: 5n * ETH,
    ethUnits: 3n * ETH,
    proposedEthUnits: 3n * ETH,
    proposedWstethUnits: ETH,
    wstethUnits: ETH,
    wstethRateE18: 2n * ETH,
    faultEnd: Number.MAX_SAFE_INTEGER,
    approvedAtBirth: false,
    proposer: OTHER,
    proposedAt: 1_800_000_007,
    proposedBlock: 70,
    proposedTransaction: TRANSACTION,
    lastEventId: "event-7",
  });
});

describe("executedColumns", () => {
  const execution = {
    executor: OTHER,
    fromActive: 2n,
    fromUnbonding: 1n,
    rateE18: ETH,
    slashedUntil: 1_800_003_607n,
  } as const;
  const before = { slashedEthUnits: null, slashedWstethUnits: null, slashedValue: null };
  const always = {
    state: "EXECUTED",
    executor: OTHER,
    executedAt: 1_800_000_007,
    executedTransaction: TRANSACTION,
    slashedUntil: 1_800_003_607,
    lastEventId: "event-7",
  };
  test.each([
    ["ETH", before, execution, { slashedEthUnits: 3n, slashedWstethUnits: 0n, slashedValue: 3n }],
    ["WSTETH", before, execution, { slashedEthUnits: 0n, slashedWstethUnits: 3n, slashedValue: 3n }],
    [
      "WSTETH",
      { slashedEthUnits: 3n, slashedWstethUnits: 0n, slashedValue: 3n },
      { ...execution, rateE18: 2n * ETH },
      { slashedEthUnits: 3n, slashedWstethUnits: 3n, slashedValue: 9n },
    ],
  ] as const)("%s after %o", (asset, row, how, expected) => {
    expect(executedColumns(row, EVENT, asset, how)).toEqual({ ...always, ...expected });
  });
});
