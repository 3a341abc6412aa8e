import type { Asset } from "../db/chain.ts";
import { stakeValue } from "../domain/stake.ts";
import { measuredFactsOf, requiredStake, type StatusFacts, type StatusVerdict, statusOf } from "../domain/status.ts";
import { type TierProgress, tierProgress } from "../domain/tier.ts";
import type { UnbondingPool } from "../domain/unbonding.ts";
import type { ChainState } from "../loaders/chain-state.ts";
import type { OperatorRow } from "../loaders/operators.ts";
import type { Context } from "./context.ts";

/** An operator's row with the chain state it is judged by: all that its fields need, so that they resolve at once. */
export interface OperatorView {
  readonly row: OperatorRow;
  readonly chain: ChainState;
}

/** An operator by its lowercase address; null if it is not registered. */
export async function loadOperatorView(context: Context, address: string): Promise<OperatorView | null> {
  const [row, chain] = await Promise.all([context.loaders.operator.load(address), context.chain()]);
  return row === null ? null : { row, chain };
}

export function tierProgressOf(view: OperatorView, context: Context): TierProgress {
  return tierProgress(heldValue(view, "active"), context.policy);
}

export function requiredStakeOf({ row, chain }: OperatorView): bigint {
  return requiredStake({ minStake: row.minStake, protocolMinStake: chain.registry.minStake });
}

export function statusVerdictOf(view: OperatorView, context: Context): StatusVerdict {
  return statusOf(statusFactsOf(view, context), context.now);
}

export function statusFactsOf({ row, chain }: OperatorView, { policy }: Pick<Context, "policy">): StatusFacts {
  return {
    active: { eth: row.ethActive, wsteth: row.wstethActive },
    unbonding: { eth: row.ethUnbonding, wsteth: row.wstethUnbonding },
    rates: chain.rates,
    minStake: row.minStake,
    protocolMinStake: chain.registry.minStake,
    everStaked: row.firstStakedAt !== null,
    everActive: row.firstActiveAt !== null,
    slashedUntil: row.slashedUntil,
    measured: measuredFactsOf(row.evaluation),
    time: policy.time,
  };
}

/** An operator's pool of one asset. */
export function poolOf(row: OperatorRow, asset: Asset): UnbondingPool {
  return asset === "ETH"
    ? {
        active: row.ethActive,
        unbonding: row.ethUnbonding,
        locked: row.ethLocked,
        factor: row.ethFactor,
        epoch: row.ethEpoch,
      }
    : {
        active: row.wstethActive,
        unbonding: row.wstethUnbonding,
        locked: row.wstethLocked,
        factor: row.wstethFactor,
        epoch: row.wstethEpoch,
      };
}

export function rateOf(chain: ChainState, asset: Asset): bigint {
  return asset === "ETH" ? chain.rates.eth : chain.rates.wsteth;
}

/** ETH value of what both pools hold of one kind, wei. */
export function heldValue({ row, chain }: OperatorView, kind: "active" | "unbonding" | "locked"): bigint {
  return stakeValue({ eth: poolOf(row, "ETH")[kind], wsteth: poolOf(row, "WSTETH")[kind] }, chain.rates);
}
