/** Slices of violations: what an assessment starts from, and what came of it with its dossier. */
import type pg from "pg";
import { columnTypes } from "../db/rows.ts";
import { API_SCHEMA } from "../db/schema.ts";
import { type AssessedSlice, assessSlice, type SliceFacts } from "../domain/dossier.ts";
import { type Policy, RATE_ONE } from "../domain/policy.ts";
import { type AssetUnits, type Rates, stakeValue } from "../domain/stake.ts";
import { sealLongJson } from "./seal.ts";
import { incidentKeyOf } from "./violation-ids.ts";

/** What an operator has at stake, as the indexer's view knows it. */
export interface OperatorStake {
  readonly active: AssetUnits;
  readonly unbonding: AssetUnits;
  readonly rates: Rates;
  readonly everStaked: boolean;
}

interface StakeRow {
  readonly address: string;
  readonly ethActive: bigint;
  readonly ethUnbonding: bigint;
  readonly wstethActive: bigint;
  readonly wstethUnbonding: bigint;
  readonly wstethRate: bigint;
  readonly everStaked: boolean;
}

const STAKES = {
  name: "din_stakes_to_assess",
  text: `
    select address, eth_active as "ethActive", eth_unbonding as "ethUnbonding", wsteth_active as "wstethActive",
      wsteth_unbonding as "wstethUnbonding", first_staked_at is not null as "everStaked",
      coalesce((select rate_e_18 from asset_rate where asset = 'WSTETH'), 0) as "wstethRate"
    from "operator" where address = any($1::text[]) and registered_at is not null`,
  types: columnTypes,
};

/** What these operators have at stake; those that are not registered (any more, after a reorg) are left out. */
export async function loadStakes(
  client: pg.ClientBase,
  operators: readonly string[],
): Promise<Map<string, OperatorStake>> {
  const { rows } = await client.query<StakeRow>({ ...STAKES, values: [operators] });
  return new Map(
    rows.map((row) => [
      row.address,
      {
        active: { eth: row.ethActive, wsteth: row.wstethActive },
        unbonding: { eth: row.ethUnbonding, wsteth: row.wstethUnbonding },
        rates: { eth: RATE_ONE, wsteth: row.wstethRate },
        everStaked: row.everStaked,
      },
    ]),
  );
}

/** ETH value of active and unbonding stake, wei: what basis points are taken of. Rounded down once for each asset, as the registry's snapshot is. */
export function slashableValue({ active, unbonding, rates }: OperatorStake): bigint {
  return stakeValue({ eth: active.eth + unbonding.eth, wsteth: active.wsteth + unbonding.wsteth }, rates);
}

/**
 * Basis points of an operator's slices that were assessed in the last `capIntervals`: what counts towards the cap, however
 * long ago it happened. Whoever means to add one holds the operator's `EVALUATION_LOCK`.
 */
export async function loadAlreadyBps(
  client: pg.ClientBase,
  operator: string,
  now: number,
  { slash, time }: Policy,
): Promise<number> {
  const { rows } = await client.query<{ bps: number }>({
    name: "din_already_charged",
    text: `select coalesce(sum(bps), 0)::integer as bps from ${API_SCHEMA}.violation_slice
           where operator = $1 and assessed_at > $2`,
    values: [operator, now - slash.capIntervals * time.intervalSeconds],
  });
  return rows[0]?.bps ?? 0;
}

export interface WrittenSlice extends AssessedSlice {
  readonly incidentKey: string;
  readonly evidenceHash: string;
}

/**
 * Assesses a slice, seals its dossier and stores both, within the caller's transaction. It is written once: what is known
 * later never raises it.
 *
 * @param now Unix seconds
 */
export async function writeSlice(
  client: pg.ClientBase,
  facts: SliceFacts,
  policy: Policy,
  now: number,
): Promise<WrittenSlice> {
  const assessed = assessSlice(facts, policy);
  const { charge, assessment, confidence, dossier } = assessed;
  const { text, hash: evidenceHash } = await sealLongJson(dossier);
  const incidentKey = incidentKeyOf(facts.violationId, facts.slice);
  await client.query({
    name: "din_write_slice",
    text: `insert into ${API_SCHEMA}.violation_slice
             (violation_id, slice, operator, start_at, end_at, final, charged, charged_bps, bps, severity, confidence,
              stake_value, amount, incident_key, evidence_hash, dossier, assessed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    values: [
      ...[facts.violationId, facts.slice, facts.operator, facts.period.start, facts.period.end, facts.final],
      ...[charge.charged, charge.chargedBps, assessment.bps, assessment.severity, confidence],
      ...[facts.stakeValue.toString(), assessment.amount.toString(), incidentKey, evidenceHash, text, now],
    ],
  });
  return { ...assessed, incidentKey, evidenceHash };
}
