import { describe, expect, it } from "vitest";
import { POLICY } from "../../../api/domain/policy.ts";
import { type LastAlert, laggingSignals, staleRateSignals } from "../../../api/domain/time-alerts.ts";

const OPEN: LastAlert = { closedAt: null, closedBy: null };
const BLOCK = 1_700_000_000;
const by = (closedBy: string | null, closedAt: number): LastAlert => ({ closedAt, closedBy });

describe("laggingSignals", () => {
  it.each<[string, number, LastAlert | null, string[]]>([
    ["as far behind as may be", 60, null, []],
    ["further", 61, null, ["FIRING"]],
    ["ahead of our clock", -5, null, []],
    ["told already", 100, OPEN, []],
    ["half as far behind", 30, OPEN, []],
    ["nearer", 29, OPEN, ["CLEAR"]],
    ["again, after it resolved by itself", 61, by(null, BLOCK + 60), ["FIRING"]],
    ["resolved by hand since it lags", 100, by("key", BLOCK + 60), []],
    ["resolved by hand before", 100, by("key", BLOCK + 59), ["FIRING"]],
  ])("%s", (_what, lag, last, expected) => {
    const signals = laggingSignals(BLOCK, last, { now: BLOCK + lag, maxLagSeconds: 60 });
    expect(signals.map(({ is }) => is)).toEqual(expected);
  });
});

describe("staleRateSignals", () => {
  const policy = { ...POLICY.alerts, rateStaleSeconds: 100, rateFreshSeconds: 90 };

  it.each<[string, number, boolean, LastAlert | null, string[]]>([
    ["not stale yet", 99, true, null, []],
    ["stale", 100, true, null, ["FIRING"]],
    ["stale, and nobody cares", 100, false, null, []],
    ["stale and told", 100, true, OPEN, []],
    ["not fresh yet", 90, true, OPEN, []],
    ["fresh", 89, true, OPEN, ["CLEAR"]],
    ["nobody cares any more", 100, false, OPEN, ["CLEAR"]],
    ["resolved by hand since", 500, true, by("key", BLOCK + 100), []],
    ["resolved by hand before", 500, true, by("key", BLOCK + 99), ["FIRING"]],
  ])("%s", (_what, age, isHeld, last, expected) => {
    const signals = staleRateSignals({ rateUpdatedAt: BLOCK, isHeld }, last, { now: BLOCK + age, policy });
    expect(signals.map(({ is }) => is)).toEqual(expected);
  });
});
