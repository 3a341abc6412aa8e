/** Stake in, asked back, returned, paid. */
import type { Args, Moment } from "./canonical.ts";
import { ASSET, nameOf } from "./enums.ts";
import { touch } from "./operators.ts";
import { existing, lower, put, type Rows, type Tables } from "./tables.ts";

type Operator = Rows["operator"];
type StakingEvent = Rows["stakingEvent"];

/** Sets what an event says of a pool after it; what it does not say stays. */
export function setPool(
  row: Operator,
  asset: number,
  after: { active?: bigint; unbonding?: bigint; locked?: bigint; factor?: bigint; epoch?: number },
): void {
  if (nameOf(ASSET, asset) === "ETH") {
    row.ethActive = after.active ?? row.ethActive;
    row.ethUnbonding = after.unbonding ?? row.ethUnbonding;
    row.ethLocked = after.locked ?? row.ethLocked;
    row.ethFactor = after.factor ?? row.ethFactor;
    row.ethEpoch = after.epoch ?? row.ethEpoch;
  } else {
    row.wstethActive = after.active ?? row.wstethActive;
    row.wstethUnbonding = after.unbonding ?? row.wstethUnbonding;
    row.wstethLocked = after.locked ?? row.wstethLocked;
    row.wstethFactor = after.factor ?? row.wstethFactor;
    row.wstethEpoch = after.epoch ?? row.wstethEpoch;
  }
}

/** A row of the ledger; what does not concern its kind is null. */
export function putStakingEvent(
  tables: Tables,
  at: Moment,
  row: Pick<StakingEvent, "kind" | "operator" | "asset" | "units" | "seq"> & Partial<StakingEvent>,
): void {
  put(tables, "stakingEvent", {
    activeAfter: null,
    unbondingAfter: null,
    payer: null,
    amountIn: null,
    rateE18: null,
    requestId: null,
    recipient: null,
    unlockAt: null,
    unitsSlashed: null,
    unitsRemaining: null,
    slashId: null,
    fromActive: null,
    fromUnbonding: null,
    ...at,
    ...row,
  });
}

export function staked(tables: Tables, args: Args<"Staked">, at: Moment): void {
  const row = touch(tables, args.operator, args.seq, at);
  const unbonding = args.totalAfter - args.activeAfter;
  row.firstStakedAt ??= at.blockTime;
  setPool(row, args.asset, { active: args.activeAfter, unbonding });
  putStakingEvent(tables, at, {
    kind: "STAKED",
    operator: row.address,
    asset: nameOf(ASSET, args.asset),
    units: args.units,
    activeAfter: args.activeAfter,
    unbondingAfter: unbonding,
    seq: Number(args.seq),
    payer: lower(args.payer),
    amountIn: args.amountIn,
    rateE18: args.rateE18,
  });
}

export function unstakeRequested(tables: Tables, args: Args<"UnstakeRequested">, at: Moment): void {
  const row = touch(tables, args.operator, args.seq, at);
  const asset = nameOf(ASSET, args.asset);
  setPool(row, args.asset, {
    active: args.activeAfter,
    unbonding: args.unbondingAfter,
    factor: args.factor,
    epoch: Number(args.epoch),
  });
  put(tables, "unstakeRequest", {
    id: args.requestId,
    operator: row.address,
    recipient: lower(args.recipient),
    asset,
    state: "OPEN",
    unitsRequested: args.units,
    units: args.units,
    factor: args.factor,
    epoch: Number(args.epoch),
    unitsPaid: 0n,
    unitsSlashed: 0n,
    unlockAt: Number(args.unlockAt),
    requestedAt: at.blockTime,
    requestedTransaction: at.transactionHash,
    closedAt: null,
    closedTransaction: null,
  });
  putStakingEvent(tables, at, {
    kind: "UNSTAKE_REQUESTED",
    operator: row.address,
    asset,
    units: args.units,
    activeAfter: args.activeAfter,
    unbondingAfter: args.unbondingAfter,
    seq: Number(args.seq),
    requestId: args.requestId,
    recipient: lower(args.recipient),
    unlockAt: Number(args.unlockAt),
  });
}

export function unstakeCancelled(tables: Tables, args: Args<"UnstakeCancelled">, at: Moment): void {
  const row = touch(tables, args.operator, args.seq, at);
  setPool(row, args.asset, { active: args.activeAfter, unbonding: args.unbondingAfter });
  const request = existing(tables, "unstakeRequest", String(args.requestId));
  request.unitsSlashed += args.unitsSlashed;
  close(request, "CANCELLED", at);
  putStakingEvent(tables, at, {
    kind: "UNSTAKE_CANCELLED",
    operator: row.address,
    asset: nameOf(ASSET, args.asset),
    units: args.units,
    activeAfter: args.activeAfter,
    unbondingAfter: args.unbondingAfter,
    seq: Number(args.seq),
    requestId: args.requestId,
    unitsSlashed: args.unitsSlashed,
  });
}

export function unstakeClaimed(tables: Tables, args: Args<"UnstakeClaimed">, at: Moment): void {
  const row = touch(tables, args.operator, args.seq, at);
  setPool(row, args.asset, { unbonding: args.unbondingAfter });
  const request = existing(tables, "unstakeRequest", String(args.requestId));
  request.unitsPaid += args.unitsPaid;
  request.unitsSlashed += args.unitsSlashed;
  request.units = args.unitsRemaining;
  request.factor = args.factor;
  if (args.unitsRemaining === 0n) close(request, "CLAIMED", at);
  putStakingEvent(tables, at, {
    kind: "UNSTAKE_CLAIMED",
    operator: row.address,
    asset: nameOf(ASSET, args.asset),
    units: args.unitsPaid,
    unbondingAfter: args.unbondingAfter,
    seq: Number(args.seq),
    requestId: args.requestId,
    recipient: lower(args.recipient),
    unitsSlashed: args.unitsSlashed,
    unitsRemaining: args.unitsRemaining,
  });
}

function close(request: Rows["unstakeRequest"], state: "CLAIMED" | "CANCELLED", at: Moment): void {
  request.state = state;
  request.units = 0n;
  request.closedAt = at.blockTime;
  request.closedTransaction = at.transactionHash;
}
