import { zeroAddress } from "viem";
import { describe, expect, test } from "vitest";
import { eventId } from "../../fold/canonical.ts";
import { foldEvents } from "../../fold/fold.ts";
import { address, hash, history, moment, START, type Unplaced } from "./events.ts";

const ETH = 10n ** 18n;
const ONE = 10n ** 27n;
const deployment = { chainId: 31337, address: address(0xdeb) };
const [operator, treasury, proposer] = [address(0xaa), address(0xbb), address(0xcc)];

const registered: Unplaced = {
  eventName: "OperatorRegistered",
  args: { operator, manager: zeroAddress, minStake: ETH, metadataURI: "", seq: 1n },
};
const staked: Unplaced = {
  eventName: "Staked",
  args: {
    ...{ operator, payer: proposer, asset: 0, amountIn: 10n * ETH, units: 10n * ETH, rateE18: ETH },
    ...{ activeAfter: 10n * ETH, totalAfter: 10n * ETH, seq: 2n },
  },
};
const requested: Unplaced = {
  eventName: "UnstakeRequested",
  args: {
    ...{ operator, requestId: 1n, recipient: operator, asset: 0, units: 4n * ETH, factor: ONE, epoch: 0n },
    ...{ unlockAt: BigInt(START + 100_000), activeAfter: 6n * ETH, unbondingAfter: 4n * ETH, seq: 3n },
  },
};
const proposed: Unplaced = {
  eventName: "SlashProposed",
  args: {
    ...{ slashId: 1n, operator, proposer, reason: "down", evidenceURI: "ipfs://x", seq: 4n },
    terms: {
      ...{ violationType: 1, severity: 4, bps: 1_000, snapshotValue: 10n * ETH, value: ETH, approved: false },
      ...{ units: [ETH, 0n], ratesE18: [ETH, 0n], lockedAfter: [ETH, 0n], faultStart: 1n, faultEnd: 2n },
      ...{ incidentKey: hash(1), evidenceHash: hash(2), disputeUntil: 10n, executeBy: 20n, resolutionWindow: 5n },
      ...{ executionWindow: 10n, cooldown: 60n, largeSlashBps: 1_000, disputeBond: 5n },
    },
  },
};
const executed: Unplaced = {
  eventName: "SlashExecuted",
  args: {
    ...{ slashId: 1n, operator, asset: 0, seq: 5n },
    execution: {
      ...{ executor: proposer, recipient: treasury, fromActive: (6n * ETH) / 10n, fromUnbonding: (4n * ETH) / 10n },
      ...{ rateE18: ETH, activeAfter: (54n * ETH) / 10n, unbondingAfter: (36n * ETH) / 10n, lockedAfter: 0n },
      ...{
        factorAfter: (9n * ONE) / 10n,
        epochAfter: 0n,
        cumulativeBpsAfter: 1_000n,
        slashedUntil: BigInt(START + 9_999),
      },
    },
  },
};
const claimed: Unplaced = {
  eventName: "UnstakeClaimed",
  args: {
    ...{
      operator,
      requestId: 1n,
      recipient: operator,
      asset: 0,
      unitsPaid: (36n * ETH) / 10n,
      factor: (9n * ONE) / 10n,
    },
    ...{ unitsSlashed: (4n * ETH) / 10n, unitsRemaining: 0n, unbondingAfter: 0n, seq: 6n },
  },
};

test("eventId is Ponder's checkpoint of a log", () => {
  expect(eventId(1_700_000_000n, 31337, 5n, 1, 2)).toBe(
    "170000000000000000000313370000000000000005000000000000000150000000000000002",
  );
});

describe("an operator's life", () => {
  const tables = foldEvents(history(registered, staked, requested, proposed, executed, claimed), deployment);

  test("every event is in the journal, with whom and what it is about", () => {
    const rows = [...tables.event.values()].map(({ name, operator: of, seq, subject }) => [name, of, seq, subject]);
    expect(rows).toEqual([
      ["OperatorRegistered", operator, 1, null],
      ["Staked", operator, 2, null],
      ["UnstakeRequested", operator, 3, 1n],
      ["SlashProposed", operator, 4, 1n],
      ["SlashExecuted", operator, 5, 1n],
      ["UnstakeClaimed", operator, 6, 1n],
    ]);
  });

  test("the operator stands where its last events left it", () => {
    expect(tables.operator.get(operator)).toMatchObject({
      registeredAt: START + 60,
      registeredBy: null,
      firstStakedAt: START + 120,
      ethActive: (54n * ETH) / 10n,
      ethUnbonding: 0n,
      ethLocked: 0n,
      ethFactor: (9n * ONE) / 10n,
      wstethFactor: ONE,
      slashCount: 1,
      liveSlashCount: 0,
      slashedValue: ETH,
      slashedUntil: START + 9_999,
      cumulativeSlashedBps: 1_000,
      seq: 6,
      seqGaps: 0,
      lastEventId: moment(6).id,
      updatedBlock: 6,
    });
  });

  test("the request is closed with what was paid and what was lost", () => {
    expect(tables.unstakeRequest.get("1")).toMatchObject({
      ...{ state: "CLAIMED", unitsRequested: 4n * ETH, units: 0n, closedAt: START + 360 },
      ...{ unitsPaid: (36n * ETH) / 10n, unitsSlashed: (4n * ETH) / 10n },
    });
  });

  test("the slash is executed, and the treasury owed what it took", () => {
    expect(tables.slash.get("1")).toMatchObject({
      ...{ state: "EXECUTED", violationType: "DOWNTIME", severity: "CRITICAL", executor: proposer },
      ...{ slashedEthUnits: ETH, slashedWstethUnits: 0n, slashedValue: ETH, executedAt: START + 300 },
    });
    expect([...tables.registry.values()]).toMatchObject([{ chainId: 31337, treasuryOwedEth: ETH }]);
  });

  test("the ledger has a line for each move", () => {
    const lines = [...tables.stakingEvent.values()].map((row) => [
      row.kind,
      row.units,
      row.activeAfter,
      row.unbondingAfter,
    ]);
    expect(lines).toEqual([
      ["STAKED", 10n * ETH, 10n * ETH, 0n],
      ["UNSTAKE_REQUESTED", 4n * ETH, 6n * ETH, 4n * ETH],
      ["SLASHED", ETH, (54n * ETH) / 10n, (36n * ETH) / 10n],
      ["UNSTAKE_CLAIMED", (36n * ETH) / 10n, null, 0n],
    ]);
  });
});

describe("what is missing shows", () => {
  test("a lost event is a gap in the counter", () => {
    const [row] = foldEvents(history(registered, requested), deployment).operator.values();
    expect(row).toMatchObject({ seq: 3, seqGaps: 1 });
  });

  test("a step of a slash that nothing proposed", () => {
    expect(() => foldEvents(history(registered, executed), deployment)).toThrow("slash 1, which no event made");
  });

  test("a claim of bonds that were never returned", () => {
    const claim: Unplaced = { eventName: "BondClaimed", args: { account: operator, amount: 1n } };
    expect(() => foldEvents(history(claim), deployment)).toThrow("claimed more bonds");
  });
});
