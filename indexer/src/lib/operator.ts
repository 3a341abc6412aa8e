/** How an event changes an operator's row. */
import type { Hex } from "viem";
import type { Asset, OperatorStatus, operator } from "../../ponder.schema.ts";
import { toNumber } from "./numbers.ts";
import { type ChainEvent, timeOf } from "./provenance.ts";

export type OperatorRow = typeof operator.$inferSelect;
type OperatorPatch = Partial<Omit<OperatorRow, "address">>;
/** Pure: it may run on a row that is then not written. */
export type OperatorChange = (row: OperatorRow) => OperatorPatch;

/** The unbonding factor of an epoch in which nothing was slashed. */
export const FACTOR_ONE = 10n ** 27n;

/** A row before its first event. */
export const blankOperator = (address: Hex): OperatorRow => ({
  address,
  registeredAt: null,
  registeredBlock: null,
  registeredTransaction: null,
  registeredBy: null,
  minStake: 0n,
  metadataUri: "",
  ethActive: 0n,
  ethUnbonding: 0n,
  ethLocked: 0n,
  ethFactor: FACTOR_ONE,
  ethEpoch: 0,
  wstethActive: 0n,
  wstethUnbonding: 0n,
  wstethLocked: 0n,
  wstethFactor: FACTOR_ONE,
  wstethEpoch: 0,
  emittedStatus: "NONE",
  firstActiveAt: null,
  firstStakedAt: null,
  slashedUntil: 0,
  score: null,
  scoreWindowEnd: null,
  scoreUpdatedAt: null,
  slashCount: 0,
  liveSlashCount: 0,
  slashedValue: 0n,
  cumulativeSlashedBps: 0,
  seq: 0,
  seqGaps: 0,
  lastEventId: "",
  updatedBlock: 0,
  updatedAt: 0,
});

/** A change plus what every event of an operator moves: its counter, the gaps in it and the time of the row. */
export function applyEvent(row: OperatorRow, change: OperatorChange, seq: number, event: ChainEvent) {
  return {
    ...change(row),
    seq,
    seqGaps: row.seqGaps + (seq === row.seq + 1 ? 0 : 1),
    lastEventId: event.id,
    updatedBlock: toNumber(event.block.number),
    updatedAt: timeOf(event),
  };
}

/** The state of one asset of an operator; what an event leaves out stays. */
export type AssetState = {
  readonly active?: bigint;
  readonly unbonding?: bigint;
  readonly locked?: bigint;
  readonly factor?: bigint;
  readonly epoch?: number;
};

const COLUMNS = {
  ETH: { active: "ethActive", unbonding: "ethUnbonding", locked: "ethLocked", factor: "ethFactor", epoch: "ethEpoch" },
  WSTETH: {
    active: "wstethActive",
    unbonding: "wstethUnbonding",
    locked: "wstethLocked",
    factor: "wstethFactor",
    epoch: "wstethEpoch",
  },
} as const satisfies Record<Asset, Record<keyof AssetState, keyof OperatorRow>>;

/** @example assetColumns("WSTETH", { active: 5n }) // { wstethActive: 5n } */
export function assetColumns(asset: Asset, state: AssetState): OperatorPatch {
  const columns = COLUMNS[asset];
  const patch: OperatorPatch = {};
  if (state.active !== undefined) patch[columns.active] = state.active;
  if (state.unbonding !== undefined) patch[columns.unbonding] = state.unbonding;
  if (state.locked !== undefined) patch[columns.locked] = state.locked;
  if (state.factor !== undefined) patch[columns.factor] = state.factor;
  if (state.epoch !== undefined) patch[columns.epoch] = state.epoch;
  return patch;
}

/** `lockedAfter` of both assets, in asset order. */
export const lockedColumns = (locked: readonly [bigint, bigint]): OperatorPatch => ({
  ethLocked: locked[0],
  wstethLocked: locked[1],
});

/** A status that the registry emitted. Any but SLASHED forgets a cooldown that is over; an exit does not end one. */
export const statusColumns = (row: OperatorRow, to: OperatorStatus, at: number): OperatorPatch => ({
  emittedStatus: to,
  firstActiveAt: to === "ACTIVE" ? (row.firstActiveAt ?? at) : row.firstActiveAt,
  slashedUntil: to !== "SLASHED" && at > row.slashedUntil ? 0 : row.slashedUntil,
});
