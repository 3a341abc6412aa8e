import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BREACHES } from "../../../api/domain/judgement.ts";
import { ETH, policyOf } from "../../../api/domain/policy.ts";
import {
  type MeasuredFacts,
  requiredStake,
  STATUS_REASONS,
  STATUSES,
  type Status,
  type StatusFacts,
  type StatusReason,
  type StatusVerdict,
  statusOf,
} from "../../../api/domain/status.ts";

const NOW = 1_800_000_000;
const NONE = { eth: 0n, wsteth: 0n };

/** Passed its initial check long ago, measured until a minute ago, nothing wrong. */
const MEASURED: MeasuredFacts = { initialCheckAt: NOW - 86_400, measuredUntil: NOW - 60, openBreaches: [] };
/** 15 minutes after the last measurement. */
const SILENT_AT = NOW + 840;

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
  measured: MEASURED,
  time: policyOf("production").time,
};
const measured = (change: Partial<MeasuredFacts>) => ({ measured: { ...MEASURED, ...change } });
const eth = (wei: bigint) => ({ eth: wei, wsteth: 0n });
const wsteth = (units: bigint) => ({ eth: 0n, wsteth: units });
const fresh = { everStaked: false, everActive: false, active: NONE };
const unchecked = measured({ initialCheckAt: null });
const silent = measured({ measuredUntil: NOW - 900 });
const devnet = { time: policyOf("devnet").time };

const verdict = (status: Status, reasons: StatusReason[], nextChangeAt: number | null = null): StatusVerdict => ({
  status,
  reasons,
  nextChangeAt,
});
const UNDERSTAKED = verdict("INACTIVE", ["STAKE_BELOW_MINIMUM"]);
const LEAVING = verdict("LEAVING", ["EVERYTHING_UNBONDING"]);
const EXITED = verdict("EXITED", ["EVERYTHING_WITHDRAWN"]);
const SILENT = verdict("INACTIVE", ["NOTHING_MEASURED"]);
const activeUntil = (at: number) => verdict("ACTIVE", ["STAKE_SUFFICIENT"], at);
const pending = (...reasons: StatusReason[]) => verdict("PENDING", reasons);
const degraded = (...reasons: StatusReason[]) => verdict("DEGRADED", reasons, SILENT_AT);
const ACTIVE = activeUntil(SILENT_AT);
const UNCHECKED = pending("INITIAL_CHECK_NOT_PASSED");

describe("statusOf: one row for each status and reason, and each boundary", () => {
  test.each<[string, Partial<StatusFacts>, StatusVerdict]>([
    ["registered, nothing staked yet", fresh, pending("NEVER_STAKED")],
    [
      "less than the minimum, never met",
      { everActive: false, active: eth(ETH - 1n) },
      pending("MINIMUM_STAKE_NEVER_MET"),
    ],
    ["exactly the minimum", {}, ACTIVE],
    ["exactly the minimum for the first time", { everActive: false }, ACTIVE],
    ["a wei under it, after having been Active", { active: eth(ETH - 1n) }, UNDERSTAKED],
    ["its own commitment is larger", { minStake: 2n * ETH }, UNDERSTAKED],
    ["its own commitment is larger, and met", { minStake: 2n * ETH, active: eth(2n * ETH) }, ACTIVE],
    ["the registry's minimum was raised", { protocolMinStake: 2n * ETH }, UNDERSTAKED],
    ["wstETH counts by its rate: 0.83… × 1.2", { active: wsteth(833_333_333_333_333_334n) }, ACTIVE],
    ["… and a wei of value short", { active: wsteth(833_333_333_333_333_333n) }, UNDERSTAKED],
    ["wstETH without a rate", { active: wsteth(9n * ETH), rates: eth(ETH) }, UNDERSTAKED],
    ["unbonding does not count", { active: eth(ETH - 1n), unbonding: eth(9n * ETH) }, UNDERSTAKED],

    ["everything unbonding", { active: NONE, unbonding: eth(ETH) }, LEAVING],
    ["the last wei unbonding", { active: NONE, unbonding: wsteth(1n) }, LEAVING],
    ["a wei still active is not leaving", { active: eth(1n), unbonding: eth(ETH) }, UNDERSTAKED],
    ["leaving without ever having been Active", { everActive: false, active: NONE, unbonding: eth(1n) }, LEAVING],

    ["everything withdrawn", { active: NONE }, EXITED],
    ["exited before a slash ran out", { active: NONE, slashedUntil: NOW + 1 }, EXITED],
    ["never Active, and all withdrawn", { everActive: false, active: NONE }, EXITED],

    [
      "slashed, enough left, in the cooldown",
      { slashedUntil: NOW + 60 },
      verdict("SLASHED", ["SLASH_COOLDOWN"], NOW + 61),
    ],
    [
      "the cooldown's last second: strictly after",
      { slashedUntil: NOW },
      verdict("SLASHED", ["SLASH_COOLDOWN"], NOW + 1),
    ],
    ["the cooldown passed, enough left", { slashedUntil: NOW - 1 }, ACTIVE],
    [
      "the cooldown passed, too little left",
      { slashedUntil: NOW - 1, active: eth(ETH - 1n) },
      verdict("SLASHED", ["STAKE_BELOW_MINIMUM_AFTER_SLASH"]),
    ],
    [
      "both",
      { slashedUntil: NOW, active: eth(ETH - 1n) },
      verdict("SLASHED", ["SLASH_COOLDOWN", "STAKE_BELOW_MINIMUM_AFTER_SLASH"], NOW + 1),
    ],
    [
      "slashed comes before leaving",
      { slashedUntil: NOW - 1, active: NONE, unbonding: eth(ETH) },
      verdict("SLASHED", ["STAKE_BELOW_MINIMUM_AFTER_SLASH"]),
    ],
    [
      "slashed comes before pending",
      { slashedUntil: NOW, everActive: false, active: eth(1n) },
      verdict("SLASHED", ["SLASH_COOLDOWN", "STAKE_BELOW_MINIMUM_AFTER_SLASH"], NOW + 1),
    ],
    ["leaving comes before pending", { ...unchecked, active: NONE, unbonding: eth(1n) }, LEAVING],

    ["never measured", { measured: null }, UNCHECKED],
    ["measured, the initial check not passed", unchecked, UNCHECKED],
    ["neither staked nor measured", { ...fresh, measured: null }, pending("NEVER_STAKED", "INITIAL_CHECK_NOT_PASSED")],
    [
      "too little stake and no check",
      { ...unchecked, everActive: false, active: eth(1n) },
      pending("MINIMUM_STAKE_NEVER_MET", "INITIAL_CHECK_NOT_PASSED"),
    ],
    ["pending comes before too little stake", { ...unchecked, active: eth(1n) }, UNCHECKED],
    ["pending comes before silent", measured({ initialCheckAt: null, measuredUntil: 0 }), UNCHECKED],
    ["pending comes before degraded", measured({ initialCheckAt: null, openBreaches: ["LATENCY"] }), UNCHECKED],
    ["the initial check passed just now", measured({ initialCheckAt: NOW }), ACTIVE],

    ["measured until this moment", measured({ measuredUntil: NOW }), activeUntil(NOW + 900)],
    ["a second less than 15 minutes without", measured({ measuredUntil: NOW - 899 }), activeUntil(NOW + 1)],
    ["nothing measured for exactly 15 minutes", measured({ measuredUntil: NOW - 900 }), SILENT],
    ["devnet: 14 intervals of a second", { ...measured({ measuredUntil: NOW - 14 }), ...devnet }, activeUntil(NOW + 1)],
    ["devnet: 15 intervals of a second", { ...measured({ measuredUntil: NOW - 15 }), ...devnet }, SILENT],
    ["too little stake comes before silent", { ...silent, active: eth(1n) }, UNDERSTAKED],
    ["silent comes before degraded", measured({ measuredUntil: NOW - 900, openBreaches: ["UPTIME"] }), SILENT],

    ["success rate", measured({ openBreaches: ["SUCCESS_RATE"] }), degraded("SUCCESS_RATE_BREACH")],
    ["latency", measured({ openBreaches: ["LATENCY"] }), degraded("LATENCY_BREACH")],
    ["throughput", measured({ openBreaches: ["THROUGHPUT"] }), degraded("THROUGHPUT_BREACH")],
    ["uptime", measured({ openBreaches: ["UPTIME"] }), degraded("UPTIME_BREACH")],
    [
      "every breach is told",
      measured({ openBreaches: [...BREACHES] }),
      degraded("SUCCESS_RATE_BREACH", "LATENCY_BREACH", "THROUGHPUT_BREACH", "UPTIME_BREACH"),
    ],
    [
      "too little stake comes before degraded",
      { ...measured({ openBreaches: ["UPTIME"] }), active: eth(1n) },
      UNDERSTAKED,
    ],
    [
      "leaving comes before degraded",
      { ...measured({ openBreaches: ["UPTIME"] }), active: NONE, unbonding: eth(1n) },
      LEAVING,
    ],
    [
      "slashed comes before degraded",
      { ...measured({ openBreaches: ["UPTIME"] }), slashedUntil: NOW },
      verdict("SLASHED", ["SLASH_COOLDOWN"], NOW + 1),
    ],
    ["exited comes before all", { ...silent, active: NONE, slashedUntil: NOW }, EXITED],
  ])("%s", (_name, change, expected) => {
    expect(statusOf({ ...facts, ...change }, NOW)).toEqual(expected);
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
  const anyMeasured: fc.Arbitrary<MeasuredFacts> = fc.record({
    initialCheckAt: fc.constantFrom(null, 0, NOW - 3_600),
    measuredUntil: fc.oneof(fc.constant(0), fc.integer({ min: NOW - 905, max: NOW })),
    openBreaches: fc.subarray([...BREACHES]),
  });
  const anyFacts: fc.Arbitrary<StatusFacts> = fc.record({
    active: units,
    unbonding: units,
    rates: fc.record({ eth: fc.constant(ETH), wsteth: wei }),
    minStake: wei,
    protocolMinStake: wei,
    everStaked: fc.boolean(),
    everActive: fc.boolean(),
    slashedUntil: fc.oneof(fc.constant(0), fc.integer({ min: NOW - 3, max: NOW + 3 })),
    measured: fc.oneof(fc.constant(null), anyMeasured),
    time: fc.constantFrom(policyOf("production").time, policyOf("devnet").time),
  });

  test("every state of the facts has a known status with at least one known reason", () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const verdict = statusOf(any, NOW);
        expect(STATUSES).toContain(verdict.status);
        expect(verdict.reasons.length).toBeGreaterThan(0);
        for (const reason of verdict.reasons) expect(STATUS_REASONS).toContain(reason);
      }),
    );
  });

  test("the first status in the order whose condition holds", () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const value = any.active.eth + (any.active.wsteth * any.rates.wsteth) / ETH;
        const enough = value >= any.minStake && value >= any.protocolMinStake;
        const active = any.active.eth + any.active.wsteth > 0n;
        const unbonding = any.unbonding.eth + any.unbonding.wsteth > 0n;
        const silence = NOW - (any.measured?.measuredUntil ?? 0);
        const holds: Record<string, boolean> = {
          EXITED: any.everStaked && !active && !unbonding,
          SLASHED: any.slashedUntil > 0 && (any.slashedUntil >= NOW || !enough),
          LEAVING: !active && unbonding,
          PENDING: !(enough || any.everActive) || any.measured === null || any.measured.initialCheckAt === null,
          INACTIVE: !enough || silence >= 15 * any.time.intervalSeconds,
          DEGRADED: (any.measured?.openBreaches ?? []).length > 0,
          ACTIVE: true,
        };
        expect(statusOf(any, NOW).status).toBe(STATUSES.find((status) => holds[status]));
      }),
      { numRuns: 1_000 },
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
      { numRuns: 1_000 },
    );
  });
});
