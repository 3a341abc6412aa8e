/** The life of a slash. */
import type { Event } from "ponder:registry";
import type { Asset, DisputeOutcome, SlashState, slash } from "../../ponder.schema.ts";
import { severityOf, violationTypeOf } from "./enums.ts";
import { ethValue, toNumber } from "./numbers.ts";
import { type ChainEvent, timeOf } from "./provenance.ts";
import { storable } from "./text.ts";

export type SlashRow = typeof slash.$inferSelect;
type SlashInsert = typeof slash.$inferInsert;
export type SlashPatch = Partial<Omit<SlashRow, "id">>;

const LIVE: ReadonlySet<SlashState> = new Set<SlashState>(["PROPOSED", "DISPUTED", "UPHELD"]);

/**
 * Whether a step ends a slash that was live. False for a second step out of the same ending, as the second asset of an
 * execution is.
 *
 * @example endsLife("PROPOSED", "EXECUTED") // true
 * @example endsLife("EXECUTED", "EXECUTED") // false
 */
export const endsLife = (before: SlashState, after: SlashState): boolean => LIVE.has(before) && !LIVE.has(after);

/** A new slash on its terms. */
export function proposedRow(event: ChainEvent, args: Event<"DINRegistry:SlashProposed">["args"]): SlashInsert {
  const { terms } = args;
  return {
    id: args.slashId,
    operator: args.operator,
    state: "PROPOSED",
    violationType: violationTypeOf(terms.violationType),
    severity: severityOf(terms.severity),
    reason: storable(args.reason),
    evidenceUri: storable(args.evidenceURI),
    evidenceHash: terms.evidenceHash,
    incidentKey: terms.incidentKey,
    faultStart: toNumber(terms.faultStart),
    faultEnd: toNumber(terms.faultEnd),
    bps: terms.bps,
    proposedBps: terms.bps,
    snapshotValue: terms.snapshotValue,
    proposedValue: terms.value,
    ethUnits: terms.units[0],
    wstethUnits: terms.units[1],
    proposedEthUnits: terms.units[0],
    proposedWstethUnits: terms.units[1],
    ethRateE18: terms.ratesE18[0],
    wstethRateE18: terms.ratesE18[1],
    largeSlashBps: terms.largeSlashBps,
    approvedAtBirth: terms.approved,
    disputeUntil: toNumber(terms.disputeUntil),
    executeBy: toNumber(terms.executeBy),
    resolutionWindow: toNumber(terms.resolutionWindow),
    executionWindow: toNumber(terms.executionWindow),
    cooldown: toNumber(terms.cooldown),
    disputeBond: terms.disputeBond,
    proposer: args.proposer,
    proposedAt: timeOf(event),
    proposedBlock: toNumber(event.block.number),
    proposedTransaction: event.transaction.hash,
    lastEventId: event.id,
  };
}

/** Overturned cancels the slash; reduced and upheld leave it to be executed. */
export const stateAfter = (outcome: DisputeOutcome): SlashState => (outcome === "OVERTURNED" ? "CANCELLED" : "UPHELD");

type Execution = {
  readonly executor: SlashRow["proposer"];
  readonly fromActive: bigint;
  readonly fromUnbonding: bigint;
  readonly rateE18: bigint;
  readonly slashedUntil: bigint;
};

/** What one asset's execution took: units of the asset, and their value in wei of ETH. */
export function taken(execution: Pick<Execution, "fromActive" | "fromUnbonding" | "rateE18">) {
  const units = execution.fromActive + execution.fromUnbonding;
  return { units, value: ethValue(units, execution.rateE18) };
}

type Slashed = Pick<SlashRow, "slashedEthUnits" | "slashedWstethUnits" | "slashedValue">;

/** An execution comes once for each asset that it took units of: what is slashed adds up. */
export function executedColumns(row: Slashed, event: ChainEvent, asset: Asset, execution: Execution) {
  const { units, value } = taken(execution);
  return {
    state: "EXECUTED" as const,
    executor: execution.executor,
    executedAt: timeOf(event),
    executedTransaction: event.transaction.hash,
    slashedEthUnits: (row.slashedEthUnits ?? 0n) + (asset === "ETH" ? units : 0n),
    slashedWstethUnits: (row.slashedWstethUnits ?? 0n) + (asset === "WSTETH" ? units : 0n),
    slashedValue: (row.slashedValue ?? 0n) + value,
    slashedUntil: toNumber(execution.slashedUntil),
    lastEventId: event.id,
  };
}
