import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ETH, policyOf, type Tier } from "../../../api/domain/policy.ts";
import { type SlashImpactFacts, slashImpact } from "../../../api/domain/slash-impact.ts";
import type { Status, StatusReason } from "../../../api/domain/status.ts";
import type { UnbondingPool } from "../../../api/domain/unbonding.ts";

const POLICY = policyOf("production");
const NOW = 1_800_000_000;
const COOLDOWN = 3_600;
const FACTOR_ONE = 10n ** 27n;

const pool = (active: bigint, told: Partial<UnbondingPool> = {}): UnbondingPool => ({
  ...{ active, unbonding: 0n, locked: 0n, factor: FACTOR_ONE, epoch: 0 },
  ...told,
});

/** Active, measured, nothing wrong; wstETH is worth 1.2 ETH. */
function facts(eth: UnbondingPool, wsteth = pool(0n), told: Partial<SlashImpactFacts> = {}): SlashImpactFacts {
  return {
    pools: { eth, wsteth },
    rates: { eth: ETH, wsteth: (12n * ETH) / 10n },
    ...{ minStake: ETH, protocolMinStake: ETH, everStaked: true, everActive: true, slashedUntil: 0 },
    measured: { initialCheckAt: NOW - 86_400, measuredUntil: NOW, openBreaches: [] },
    time: POLICY.time,
    cooldown: COOLDOWN,
    ...told,
  };
}

const impact = (given: SlashImpactFacts, amount: bigint) => slashImpact(given, amount, POLICY, NOW);

describe("what a slash leaves", () => {
  test.each<[string, bigint, bigint, { active: bigint; tier: Tier; status: Status; reasons: StatusReason[] }]>([
    [
      "12 %",
      9n * ETH,
      (108n * ETH) / 100n,
      { active: (792n * ETH) / 100n, tier: "TIER_1", status: "SLASHED", reasons: ["SLASH_COOLDOWN"] },
    ],
    [
      "it loses its tier",
      10n * ETH,
      1n,
      { active: 10n * ETH - 1n, tier: "TIER_1", status: "SLASHED", reasons: ["SLASH_COOLDOWN"] },
    ],
    [
      "it falls under its minimum",
      (15n * ETH) / 10n,
      (75n * ETH) / 100n,
      {
        active: (75n * ETH) / 100n,
        tier: "NONE",
        status: "SLASHED",
        reasons: ["SLASH_COOLDOWN", "STAKE_BELOW_MINIMUM_AFTER_SLASH"],
      },
    ],
    [
      "nothing is taken",
      9n * ETH,
      0n,
      { active: 9n * ETH, tier: "TIER_1", status: "ACTIVE", reasons: ["STAKE_SUFFICIENT"] },
    ],
  ])("%s", (_what, stake, amount, { active, tier, status, reasons }) => {
    const found = impact(facts(pool(stake)), amount);
    expect(found).toMatchObject({ activeValue: active, unbondingValue: 0n, tier, verdict: { status, reasons } });
    expect(found.slashedUntil).toBe(amount === 0n ? 0 : NOW + COOLDOWN);
  });

  test("active and unbonding pay in their proportion, the odd wei comes from active", () => {
    const found = impact(facts(pool(7n, { unbonding: 3n }), pool(0n), { minStake: 1n, protocolMinStake: 1n }), 5n);
    expect(found).toMatchObject({ taken: { eth: 5n, wsteth: 0n }, activeValue: 3n, unbondingValue: 2n });
  });

  test("both assets pay in their proportion, in units rounded down", () => {
    // 4 ETH and 5 wstETH worth 6: of the 10, a quarter.
    const found = impact(facts(pool(4n * ETH), pool(5n * ETH)), (25n * ETH) / 10n);
    expect(found.taken).toEqual({ eth: ETH, wsteth: (125n * ETH) / 100n });
    expect(found.activeValue).toBe((75n * ETH) / 10n);
  });

  test("what other slashes have reserved is not taken twice", () => {
    expect(impact(facts(pool(10n * ETH, { locked: 8n * ETH })), 5n * ETH).taken.eth).toBe(2n * ETH);
  });

  test("a longer cooldown that runs goes on", () => {
    const given = facts(pool(9n * ETH), pool(0n), { slashedUntil: NOW + 9 * COOLDOWN });
    expect(impact(given, ETH).slashedUntil).toBe(NOW + 9 * COOLDOWN);
  });

  test("a factor without digits ends the epoch: what is left is active again", () => {
    const worn = pool(ETH, { unbonding: ETH, factor: 10n ** 18n });
    expect(impact(facts(worn), ETH)).toMatchObject({ activeValue: ETH, unbondingValue: 0n });
    expect(impact(facts({ ...worn, factor: 2n * 10n ** 18n }), ETH)).toMatchObject({
      activeValue: ETH / 2n,
      unbondingValue: ETH / 2n,
    });
  });

  test("who leaves is slashed all the same; who has nothing has nothing to lose", () => {
    const leaving = facts(pool(0n, { unbonding: 2n * ETH }));
    expect(impact(leaving, ETH)).toMatchObject({ unbondingValue: ETH, verdict: { status: "SLASHED" } });
    expect(impact(facts(pool(0n)), ETH)).toMatchObject({ taken: { eth: 0n }, verdict: { status: "EXITED" } });
  });
});

test("no slash takes more than was asked, nor more than a few wei less, nor makes a pool negative", () => {
  const units = fc.oneof(fc.bigInt(0n, 100n), fc.bigInt(0n, 10n ** 24n));
  const bps = fc.bigInt(0n, 5_000n);
  fc.assert(
    fc.property(units, units, units, units, bps, (a, b, c, d, share) => {
      const given = facts(pool(a, { unbonding: b }), pool(c, { unbonding: d }));
      const whole = a + b + ((c + d) * 12n) / 10n;
      const asked = (whole * share) / 10_000n;
      const found = impact(given, asked);
      const { eth, wsteth } = found.taken;
      const value = eth + (wsteth * 12n) / 10n;
      expect(value <= asked && asked - value <= 3n).toBe(true);
      expect(found.activeValue >= 0n && found.unbondingValue >= 0n).toBe(true);
      const left = found.activeValue + found.unbondingValue;
      const rounding = whole - value - left;
      expect(rounding >= -2n && rounding <= 2n).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
