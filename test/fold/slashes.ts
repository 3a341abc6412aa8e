/** A slash from its proposal to its end. */
import type { Args, Moment } from "./canonical.ts";
import { ASSET, nameOf, OUTCOME, SEVERITY, VIOLATION } from "./enums.ts";
import { touch } from "./operators.ts";
import { newSlash } from "./slash-row.ts";
import { putStakingEvent, setPool } from "./staking.ts";
import { existing, lower, put, type Rows, type Tables, text } from "./tables.ts";

type Slash = Rows["slash"];

/** 1e18 units at a rate of 1e18 are worth 1e18 wei. */
const RATE_ONE = 10n ** 18n;

export function proposed(tables: Tables, args: Args<"SlashProposed">, at: Moment): void {
  const row = touch(tables, args.operator, args.seq, at);
  setLocked(row, args.terms.lockedAfter);
  row.liveSlashCount += 1;
  put(tables, "slash", {
    ...newSlash(args.terms, at),
    id: args.slashId,
    operator: row.address,
    violationType: nameOf(VIOLATION, args.terms.violationType),
    severity: nameOf(SEVERITY, args.terms.severity),
    reason: text(args.reason),
    evidenceUri: text(args.evidenceURI),
    proposer: lower(args.proposer),
  });
}

export function approved(tables: Tables, args: Args<"SlashApproved">, at: Moment): void {
  touch(tables, args.operator, args.seq, at);
  const slash = step(tables, args.slashId, at);
  slash.approver = lower(args.approver);
  slash.approvedAt = at.blockTime;
  slash.approvedTransaction = at.transactionHash;
}

export function disputed(tables: Tables, args: Args<"SlashDisputed">, at: Moment): void {
  touch(tables, args.operator, args.seq, at);
  const slash = step(tables, args.slashId, at);
  slash.state = "DISPUTED";
  slash.disputer = lower(args.disputer);
  slash.disputedAt = at.blockTime;
  slash.disputedTransaction = at.transactionHash;
  slash.disputeEvidenceHash = args.evidenceHash;
  slash.disputeUri = text(args.uri);
  slash.bond = args.bond;
  slash.resolveBy = Number(args.resolveBy);
  slash.executeBy = Number(args.executeBy);
}

export function resolved(tables: Tables, args: Args<"SlashResolved">, at: Moment): void {
  const row = touch(tables, args.operator, args.seq, at);
  setLocked(row, args.lockedAfter);
  const slash = step(tables, args.slashId, at);
  const outcome = nameOf(OUTCOME, args.outcome);
  if (outcome === "OVERTURNED") end(row, slash, "CANCELLED");
  else slash.state = "UPHELD";
  slash.resolver = lower(args.resolver);
  slash.resolvedAt = at.blockTime;
  slash.resolvedTransaction = at.transactionHash;
  slash.outcome = outcome;
  slash.resolution = text(args.reason);
  slash.bps = args.bpsAfter;
  [slash.ethUnits, slash.wstethUnits] = args.units;
  slash.executeBy = Number(args.executeBy);
}

/** Comes once for each asset the slash took units of; the first one ends it. */
export function executed(tables: Tables, args: Args<"SlashExecuted">, at: Moment): void {
  const { execution } = args;
  const row = touch(tables, args.operator, args.seq, at);
  setPool(row, args.asset, {
    active: execution.activeAfter,
    unbonding: execution.unbondingAfter,
    locked: execution.lockedAfter,
    factor: execution.factorAfter,
    epoch: Number(execution.epochAfter),
  });
  const slash = step(tables, args.slashId, at);
  if (slash.state !== "EXECUTED") {
    end(row, slash, "EXECUTED");
    row.slashCount += 1;
  }
  const asset = nameOf(ASSET, args.asset);
  const units = execution.fromActive + execution.fromUnbonding;
  const value = (units * execution.rateE18) / RATE_ONE;
  slash.executor = lower(execution.executor);
  slash.executedAt = at.blockTime;
  slash.executedTransaction = at.transactionHash;
  slash.slashedEthUnits = (slash.slashedEthUnits ?? 0n) + (asset === "ETH" ? units : 0n);
  slash.slashedWstethUnits = (slash.slashedWstethUnits ?? 0n) + (asset === "WSTETH" ? units : 0n);
  slash.slashedValue = (slash.slashedValue ?? 0n) + value;
  slash.slashedUntil = Number(execution.slashedUntil);
  row.slashedValue += value;
  row.cumulativeSlashedBps = Number(execution.cumulativeBpsAfter);
  row.slashedUntil = Number(execution.slashedUntil);
  putStakingEvent(tables, at, {
    kind: "SLASHED",
    operator: row.address,
    asset,
    units,
    activeAfter: execution.activeAfter,
    unbondingAfter: execution.unbondingAfter,
    seq: Number(args.seq),
    rateE18: execution.rateE18,
    recipient: lower(execution.recipient),
    slashId: args.slashId,
    fromActive: execution.fromActive,
    fromUnbonding: execution.fromUnbonding,
  });
}

export function cancelled(tables: Tables, args: Args<"SlashCancelled">, at: Moment): void {
  const row = touch(tables, args.operator, args.seq, at);
  setLocked(row, args.lockedAfter);
  const slash = step(tables, args.slashId, at);
  end(row, slash, "CANCELLED");
  slash.cancelledBy = lower(args.by);
  slash.cancelledAt = at.blockTime;
  slash.cancelledTransaction = at.transactionHash;
  slash.cancelReason = text(args.reason);
}

export function expired(tables: Tables, args: Args<"SlashExpired">, at: Moment): void {
  const row = touch(tables, args.operator, args.seq, at);
  setLocked(row, args.lockedAfter);
  const slash = step(tables, args.slashId, at);
  end(row, slash, "EXPIRED");
  slash.expiredAt = at.blockTime;
  slash.expiredTransaction = at.transactionHash;
}

/** The slash an event is a step of. */
export function step(tables: Tables, slashId: bigint, at: Moment): Slash {
  const slash = existing(tables, "slash", String(slashId));
  slash.lastEventId = at.id;
  return slash;
}

function end(row: Rows["operator"], slash: Slash, state: Slash["state"]): void {
  slash.state = state;
  row.liveSlashCount -= 1;
}

function setLocked(row: Rows["operator"], lockedAfter: readonly [bigint, bigint]): void {
  [row.ethLocked, row.wstethLocked] = lockedAfter;
}
