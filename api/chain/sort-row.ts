import type { operator } from "../db/chain.ts";
import type { operatorEvaluation, operatorSort } from "../db/schema.ts";
import type { Policy } from "../domain/policy.ts";
import { type Rates, stakeValue } from "../domain/stake.ts";
import { measuredFactsOf, statusOf } from "../domain/status.ts";
import { tierOf } from "../domain/tier.ts";

type OperatorFacts = typeof operator.$inferSelect;
/** What the evaluator came to, as far as a sort row shows it. */
export type EvaluationFacts = Pick<typeof operatorEvaluation.$inferSelect, "score" | "measuredUntil" | "judgement">;
export type SortRow = Omit<typeof operatorSort.$inferInsert, "computedAt">;

/** Everything outside the operator's own row, and its evaluation, that its sort row is computed from. */
export interface SortInputs {
  readonly rates: Rates;
  /** The registry's minimum stake, wei. */
  readonly protocolMinStake: bigint;
  readonly policy: Policy;
}

/**
 * What lists of operators sort and filter by; null for an address that is not an operator (yet).
 *
 * @param evaluation null if the operator was never measured
 * @param now Unix seconds
 */
export function sortRowOf(
  facts: OperatorFacts,
  evaluation: EvaluationFacts | null,
  inputs: SortInputs,
  now: number,
): SortRow | null {
  if (facts.registeredAt === null) return null;
  const active = { eth: facts.ethActive, wsteth: facts.wstethActive };
  const value = stakeValue(active, inputs.rates);
  const verdict = statusOf(
    {
      active,
      unbonding: { eth: facts.ethUnbonding, wsteth: facts.wstethUnbonding },
      rates: inputs.rates,
      minStake: facts.minStake,
      protocolMinStake: inputs.protocolMinStake,
      everStaked: facts.firstStakedAt !== null,
      everActive: facts.firstActiveAt !== null,
      slashedUntil: facts.slashedUntil,
      measured: measuredFactsOf(evaluation),
      time: inputs.policy.time,
    },
    now,
  );
  return {
    address: facts.address,
    registeredAt: facts.registeredAt,
    stakeValue: value.toString(),
    tier: tierOf(value, inputs.policy),
    status: verdict.status,
    score: evaluation?.score.value ?? null,
    slashedValue: facts.slashedValue.toString(),
    searchText: `${facts.address} ${facts.metadataUri}`.toLowerCase(),
    policyVersion: inputs.policy.version,
    sourceEventId: facts.lastEventId,
    nextDueAt: verdict.nextChangeAt,
  };
}

/** Names the inputs and the rules: when it changes, every row has to be computed again. */
export function digestOf(inputs: SortInputs, deployment: string): string {
  const { rates, protocolMinStake } = inputs;
  return `${rulesOf(inputs, deployment)}, eth ${rates.eth}, wsteth ${rates.wsteth}, minimum ${protocolMinStake}`;
}

/**
 * Whether rows of that digest were computed by the same policy from the same deployment. If not, nothing has happened to
 * an operator whose row is another now.
 */
export function hasSameRules(digest: string, inputs: SortInputs, deployment: string): boolean {
  return digest.startsWith(`${rulesOf(inputs, deployment)}, `);
}

function rulesOf({ policy }: SortInputs, deployment: string): string {
  return `policy ${policy.version} ${policy.profile}, deployment ${deployment}`;
}
