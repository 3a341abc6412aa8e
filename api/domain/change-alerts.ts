/** Which alerts a change of an operator's tier or status calls for. Pure. */
import type { AlertFinality, AlertSeverity, AlertSignal } from "./alert.ts";
import { TIERS, type Tier } from "./policy.ts";
import type { Status } from "./status.ts";

export const CHANGE_KINDS = ["TIER_CHANGED", "STATUS_CHANGED"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface Standing {
  readonly tier: Tier;
  readonly status: Status;
}

/** An open alert of such a change. */
export interface OpenChange {
  readonly correlationId: string;
  readonly kind: ChangeKind;
  readonly finality: AlertFinality | null;
  readonly from: string;
  readonly to: string;
}

export interface StandingChange {
  /** Lowercase address. */
  readonly operator: string;
  /** Null for an operator that appears. */
  readonly before: Standing | null;
  /** Null for one whose registration was taken back. */
  readonly after: Standing | null;
  /** Grows with every change of any operator: names this one. */
  readonly version: string;
  readonly open: readonly OpenChange[];
  /** Whether events that it depends on are told that are not final. */
  readonly isPending: boolean;
  /** Whether events of the operator were taken back just now. */
  readonly isRetraction: boolean;
  /** Whether events of the operator that a reorg had undone came back just now, so that nothing has changed. */
  readonly isReturn: boolean;
}

/**
 * What to say of an operator whose standing was computed again. An alert that is open speaks of all changes since its
 * first `from`, and is clear when the operator is back there. One that is final does not speak of what is not.
 */
export function changeSignals(change: StandingChange): AlertSignal[] {
  const { before, after } = change;
  return [
    ...signalsOf(change, "TIER_CHANGED", before?.tier, after?.tier),
    ...signalsOf(change, "STATUS_CHANGED", before?.status, after?.status),
  ];
}

type Value = Tier | Status;

function signalsOf(
  change: StandingChange,
  kind: ChangeKind,
  before: Value | undefined,
  after: Value | undefined,
): AlertSignal[] {
  const open = change.open.find((alert) => alert.kind === kind);
  if (open === undefined) {
    if (before === undefined || after === undefined || after === before || change.isReturn) return [];
    return [fires(change, { kind, from: before, to: after, correlationId: correlationOf(kind, change) })];
  }
  if (after === undefined) return [ends(change, open, "RETRACTED")];
  if (after === open.to) return [];
  const isOther = open.finality === "FINALIZED" && change.isPending;
  if (after === open.from && !isOther) {
    return [ends(change, open, open.finality === "PENDING" && change.isRetraction ? "RETRACTED" : "CLEAR")];
  }
  if (!isOther) return [fires(change, { ...open, to: after })];
  const next = { kind, from: open.to, to: after, correlationId: correlationOf(kind, change) };
  return [ends(change, open, "CLEAR"), fires(change, next)];
}

interface Told {
  readonly kind: ChangeKind;
  readonly correlationId: string;
  readonly from: string;
  readonly to: Value;
}

function fires(change: StandingChange, { kind, correlationId, from, to }: Told): AlertSignal {
  return {
    ...{
      is: "FIRING",
      kind,
      correlationId,
      operator: change.operator,
      subject: null,
      finality: finalityOf(kind, change),
    },
    severity: severityOf(from, to),
    message: `The ${kind === "TIER_CHANGED" ? "tier" : "status"} changed from ${from} to ${to}.`,
    details: { from, to },
  };
}

function ends(
  { operator }: StandingChange,
  { kind, correlationId, finality }: OpenChange,
  is: "CLEAR" | "RETRACTED",
): AlertSignal {
  return { is, kind, correlationId, operator, subject: null, finality, severity: "INFO", message: "", details: {} };
}

/** A tier comes from the chain, so each change is an alert for ever; a status may come from measurements. */
function correlationOf(kind: ChangeKind, { operator, version }: StandingChange): string {
  return kind === "TIER_CHANGED" ? `${kind}/${operator}/${version}` : `${kind}/${operator}`;
}

function finalityOf(kind: ChangeKind, { isPending }: StandingChange): AlertFinality | null {
  if (kind === "STATUS_CHANGED") return null;
  return isPending ? "PENDING" : "FINALIZED";
}

/** How bad it is to be in a status. */
const STATUS_SEVERITY: Readonly<Record<Status, AlertSeverity>> = {
  ACTIVE: "INFO",
  PENDING: "INFO",
  EXITED: "WARNING",
  LEAVING: "WARNING",
  DEGRADED: "WARNING",
  INACTIVE: "CRITICAL",
  SLASHED: "CRITICAL",
};

function severityOf(from: string, to: Tier | Status): AlertSeverity {
  if (!isTier(to)) return STATUS_SEVERITY[to];
  const ascending: readonly string[] = TIERS;
  return ascending.indexOf(to) < ascending.indexOf(from) ? "WARNING" : "INFO";
}

function isTier(value: Tier | Status): value is Tier {
  return TIERS.some((tier) => tier === value);
}
