import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ETH } from "../../../api/domain/policy.ts";
import { requiredStake, STATUS_REASONS, STATUSES, type StatusFacts, statusOf } from "../../../api/domain/status.ts";

const NOW = 1_800_000_000;
const NONE = { eth: 0n, wsteth: 0n };

/** An operator with exactly its minimum of 1 ETH, that was Active before. */
const facts: StatusFacts = {
  active: { eth: ETH, wsteth: 0n },
  unbonding: NONE,
  rates: { eth: ETH, wsteth: 1_200_000_000_000_000_000n },
  minStake: ETH,
  protocolMinStake: ETH,
  everStaked: true,
  everActive: true,
  slashedUntil: 0,
};
const eth = (wei: bigint) => ({ eth: wei, wsteth: 0n });
const wsteth = (units: bigint) => ({ eth: 0n, wsteth: units });
const fresh = { everStaked: false, everActive: false, active: NONE };

describe("statusOf: one row for each status and reason, and each boundary", () => {
  test.each<[string, Partial<StatusFacts>, string, string[], number | null]>([
    ["registered, nothing staked yet", fresh, "PENDING", ["NEVER_STAKED"], null],
    [
      "less than the minimum, never met",
      { everActive: false, active: eth(ETH - 1n) },
      "PENDING",
      ["MINIMUM_STAKE_NEVER_MET"],
      null,
    ],
    ["exactly the minimum", {}, "ACTIVE", ["STAKE_SUFFICIENT"], null],
    ["exactly the minimum for the first time", { everActive: false }, "ACTIVE", ["STAKE_SUFFICIENT"], null],
    ["a wei under it, after having been Active", { active: eth(ETH - 1n) }, "INACTIVE", ["STAKE_BELOW_MINIMUM"], null],
    ["its own commitment is larger", { minStake: 2n * ETH }, "INACTIVE", ["STAKE_BELOW_MINIMUM"], null],
    [
      "its own commitment is larger, and met",
      { minStake: 2n * ETH, active: eth(2n * ETH) },
      "ACTIVE",
      ["STAKE_SUFFICIENT"],
      null,
    ],
    ["the registry's minimum was raised", { protocolMinStake: 2n * ETH }, "INACTIVE", ["STAKE_BELOW_MINIMUM"], null],
    [
      "wstETH counts by its rate: 0.83… × 1.2",
      { active: wsteth(833_333_333_333_333_334n) },
      "ACTIVE",
      ["STAKE_SUFFICIENT"],
      null,
    ],
    [
      "… and a wei of value short",
      { active: wsteth(833_333_333_333_333_333n) },
      "INACTIVE",
      ["STAKE_BELOW_MINIMUM"],
      null,
    ],
    ["wstETH without a rate", { active: wsteth(9n * ETH), rates: eth(ETH) }, "INACTIVE", ["STAKE_BELOW_MINIMUM"], null],
    [
      "unbonding does not count",
      { active: eth(ETH - 1n), unbonding: eth(9n * ETH) },
      "INACTIVE",
      ["STAKE_BELOW_MINIMUM"],
      null,
    ],

    ["everything unbonding", { active: NONE, unbonding: eth(ETH) }, "LEAVING", ["EVERYTHING_UNBONDING"], null],
    ["the last wei unbonding", { active: NONE, unbonding: wsteth(1n) }, "LEAVING", ["EVERYTHING_UNBONDING"], null],
    [
      "a wei still active is not leaving",
      { active: eth(1n), unbonding: eth(ETH) },
      "INACTIVE",
      ["STAKE_BELOW_MINIMUM"],
      null,
    ],
    [
      "leaving without ever having been Active",
      { everActive: false, active: NONE, unbonding: eth(1n) },
      "LEAVING",
      ["EVERYTHING_UNBONDING"],
      null,
    ],

    ["everything withdrawn", { active: NONE }, "EXITED", ["EVERYTHING_WITHDRAWN"], null],
    [
      "exited before a slash ran out",
      { active: NONE, slashedUntil: NOW + 1 },
      "EXITED",
      ["EVERYTHING_WITHDRAWN"],
      null,
    ],
    ["never Active, and all withdrawn", { everActive: false, active: NONE }, "EXITED", ["EVERYTHING_WITHDRAWN"], null],

    ["slashed, enough left, in the cooldown", { slashedUntil: NOW + 60 }, "SLASHED", ["SLASH_COOLDOWN"], NOW + 61],
    ["the cooldown's last second: strictly after", { slashedUntil: NOW }, "SLASHED", ["SLASH_COOLDOWN"], NOW + 1],
    ["the cooldown passed, enough left", { slashedUntil: NOW - 1 }, "ACTIVE", ["STAKE_SUFFICIENT"], null],
    [
      "the cooldown passed, too little left",
      { slashedUntil: NOW - 1, active: eth(ETH - 1n) },
      "SLASHED",
      ["STAKE_BELOW_MINIMUM_AFTER_SLASH"],
      null,
    ],
    [
      "both",
      { slashedUntil: NOW, active: eth(ETH - 1n) },
      "SLASHED",
      ["SLASH_COOLDOWN", "STAKE_BELOW_MINIMUM_AFTER_SLASH"],
      NOW + 1,
    ],
    [
      "slashed comes before leaving",
      { slashedUntil: NOW - 1, active: NONE, unbonding: eth(ETH) },
      "SLASHED",
      ["STAKE_BELOW_MINIMUM_AFTER_SLASH"],
      null,
    ],
    [
      "slashed comes before pending",
      { slashedUntil: NOW, everActive: false, active: eth(1n) },
      "SLASHED",
      ["SLASH_COOLDOWN", "STAKE_BELOW_MINIMUM_AFTER_SLASH"],
      NOW + 1,
    ],
  ])("%s", (_name, change, status, reasons, nextChangeAt) => {
    expect(statusOf({ ...facts, ...change }, NOW)).toEqual({ status, reasons, nextChangeAt });
  });
});

describe("requiredStake", () => {
  test.each([
    [ETH, ETH, ETH],
    [2n * ETH, ETH, 2n * ETH],
    [ETH, 3n * ETH, 3n * ETH],
  ])("own %i, the registry's %i: %i", (minStake, protocolMinStake, required) => {
    expect(requiredStake({ minStake, protocolMinStake })).toBe(required);
  });
});

describe("properties", () => {
  const wei = fc.oneof(fc.constant(0n), fc.constant(ETH), fc.bigInt({ min: 0n, max: 200n * ETH }));
  const units = fc.record({ eth: wei, wsteth: wei });
  const anyFacts: fc.Arbitrary<StatusFacts> = fc.record({
    active: units,
    unbonding: units,
    rates: fc.record({ eth: fc.constant(ETH), wsteth: wei }),
    minStake: wei,
    protocolMinStake: wei,
    everStaked: fc.boolean(),
    everActive: fc.boolean(),
    slashedUntil: fc.oneof(fc.constant(0), fc.integer({ min: NOW - 3, max: NOW + 3 })),
  });

  test("every state of the facts has a known status with at least one known reason", () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const verdict = statusOf(any, NOW);
        expect(STATUSES).toContain(verdict.status);
        expect(verdict.status).not.toBe("DEGRADED");
        expect(verdict.reasons.length).toBeGreaterThan(0);
        for (const reason of verdict.reasons) expect(STATUS_REASONS).toContain(reason);
      }),
    );
  });

  test("time alone changes a verdict exactly when it said so", () => {
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: 1, max: 10 }), (any, seconds) => {
        const now = statusOf(any, NOW);
        const later = statusOf(any, NOW + seconds);
        const due = now.nextChangeAt !== null && NOW + seconds >= now.nextChangeAt;
        if (due) expect(later).not.toEqual(now);
        else expect(later).toEqual(now);
      }),
    );
  });
});
