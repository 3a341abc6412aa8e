/** What a slash would leave of an operator, as the registry would take it: contract.md, "Stake and unbonding". */
import type { Policy, Tier } from "./policy.ts";
import { type AssetUnits, stakeValue } from "./stake.ts";
import { type StatusFacts, type StatusVerdict, statusOf } from "./status.ts";
import { tierOf } from "./tier.ts";
import type { UnbondingPool } from "./unbonding.ts";

/** A factor below this has too few digits left: the registry ends the pool's epoch, and what is left is active again. */
const FACTOR_MIN = 10n ** 18n;

export interface SlashImpactFacts extends Omit<StatusFacts, "active" | "unbonding"> {
  readonly pools: { readonly eth: UnbondingPool; readonly wsteth: UnbondingPool };
  /** How long an executed slash keeps an operator SLASHED at least, seconds. */
  readonly cooldown: number;
}

/** An operator right after the slash was executed. */
export interface SlashImpact {
  /** Units taken of each asset. */
  readonly taken: AssetUnits;
  /** ETH value of what is left, wei. */
  readonly activeValue: bigint;
  readonly unbondingValue: bigint;
  readonly tier: Tier;
  readonly verdict: StatusVerdict;
  /** End of the cooldown, Unix seconds; 0 if none runs. */
  readonly slashedUntil: number;
}

/**
 * What an operator would be if a slash were proposed and executed now, without a dispute. A slash that takes no unit is
 * refused by the registry, and changes nothing.
 *
 * @param amount ETH value, wei; at most all that is staked and unbonding counts
 * @param now Unix seconds
 */
export function slashImpact(facts: SlashImpactFacts, amount: bigint, policy: Policy, now: number): SlashImpact {
  const { pools, rates } = facts;
  const whole = stakeValue(
    { eth: pools.eth.active + pools.eth.unbonding, wsteth: pools.wsteth.active + pools.wsteth.unbonding },
    rates,
  );
  const eth = takenOf(pools.eth, amount, whole);
  const wsteth = takenOf(pools.wsteth, amount, whole);
  const left = { eth: poolAfter(pools.eth, eth), wsteth: poolAfter(pools.wsteth, wsteth) };
  const active = { eth: left.eth.active, wsteth: left.wsteth.active };
  const unbonding = { eth: left.eth.unbonding, wsteth: left.wsteth.unbonding };
  const until = eth + wsteth === 0n ? 0 : now + facts.cooldown;
  const slashedUntil = Math.max(facts.slashedUntil, until);
  const activeValue = stakeValue(active, rates);
  return {
    taken: { eth, wsteth },
    activeValue,
    unbondingValue: stakeValue(unbonding, rates),
    tier: tierOf(activeValue, policy),
    verdict: statusOf({ ...facts, active, unbonding, slashedUntil }, now),
    slashedUntil,
  };
}

/** Its share of all that is held, rounded down, and never what other slashes have reserved. */
function takenOf({ active, unbonding, locked }: UnbondingPool, amount: bigint, whole: bigint): bigint {
  if (whole === 0n) return 0n;
  const held = active + unbonding;
  const share = (held * (amount < whole ? amount : whole)) / whole;
  const free = held - locked;
  return share < free ? share : free;
}

/** Pro rata over both parts of a pool; the odd unit comes from active. */
function poolAfter(
  { active, unbonding, factor }: UnbondingPool,
  taken: bigint,
): Pick<UnbondingPool, "active" | "unbonding"> {
  if (taken === 0n) return { active, unbonding };
  const fromUnbonding = (taken * unbonding) / (active + unbonding);
  const left = { active: active - (taken - fromUnbonding), unbonding: unbonding - fromUnbonding };
  if (fromUnbonding === 0n) return left;
  const lowered = (factor * left.unbonding) / unbonding;
  return lowered < FACTOR_MIN ? { active: left.active + left.unbonding, unbonding: 0n } : left;
}
