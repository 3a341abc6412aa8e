/** The life of an alert: what it becomes when something is said of what it is about. Pure. */

export const ALERT_KINDS = [
  "OPERATOR_OFFLINE",
  "MISSED_REPORTS",
  "POOR_PERFORMANCE",
  "STAKE_DECREASED",
  "SLASHING_RISK",
  "SLASH_PROPOSED",
  "SLASH_DISPUTED",
  "SLASH_EXECUTED",
  "SLASH_CANCELLED",
  "TIER_CHANGED",
  "STATUS_CHANGED",
  "SCORE_DROPPED",
  "SCORE_LOW",
  "REPUTATION_CHANGED",
  "BACKUP_FAILOVER",
  "REPORTER_DISAGREEMENT",
  "UNSTAKE_CLAIMABLE",
  "INDEXER_LAGGING",
  "RATE_STALE",
  "REGISTRY_PAUSED",
  "KEEPER_FAILING",
  "KEEPER_PAUSED",
  "DISPUTE_DRAFTED",
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Ascending. */
export const ALERT_SEVERITIES = ["INFO", "WARNING", "CRITICAL"] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

/** RESOLVED and RETRACTED are closed. */
export const ALERT_STATES = ["PENDING", "FIRING", "ACKNOWLEDGED", "RESOLVED", "RETRACTED"] as const;
export type AlertState = (typeof ALERT_STATES)[number];

export const ALERT_FINALITIES = ["PENDING", "FINALIZED"] as const;
export type AlertFinality = (typeof ALERT_FINALITIES)[number];

/** What one step in an alert's life was. */
export const ALERT_EVENT_TYPES = [
  "PENDING",
  "FIRED",
  "UPDATED",
  "ACKNOWLEDGED",
  "FINALIZED",
  "RESOLVED",
  "RETRACTED",
  "REOPENED",
] as const;
export type AlertEventType = (typeof ALERT_EVENT_TYPES)[number];

/** Figures and names behind the message. Wei, and anything past 2^53, as decimal strings. */
export type AlertDetails = Readonly<Record<string, string | number | boolean | null>>;

/** All of an alert that can change, and what it is about. Times are Unix seconds. */
export interface Alert {
  readonly correlationId: string;
  readonly kind: AlertKind;
  readonly severity: AlertSeverity;
  readonly state: AlertState;
  /** Null for what does not come from the chain. */
  readonly finality: AlertFinality | null;
  /** Lowercase address; null for what is about all. */
  readonly operator: string | null;
  /** Which slash, request, reporter or metric. */
  readonly subject: string | null;
  readonly message: string;
  readonly details: AlertDetails;
  readonly openedAt: number;
  readonly firedAt: number | null;
  readonly changedAt: number;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
  readonly note: string | null;
  readonly closedAt: number | null;
  readonly closedBy: string | null;
}

/** An alert as an event tells it: with its id, decimal. */
export interface ToldAlert extends Alert {
  readonly id: string;
}

/** A step as the log tells it. */
export interface ToldEvent {
  /** Decimal: its place in the log. */
  readonly id: string;
  readonly type: AlertEventType;
  /** Unix seconds. */
  readonly at: number;
  /** Whether a silence covered it. */
  readonly silenced: boolean;
  readonly alert: ToldAlert;
}

/**
 * What somebody who watches says. Saying the same again changes nothing, so it may be said as often as one likes.
 *
 * `CLEAR`: it does not hold (any more). `PENDING`: it seems to hold. `FIRING`: it holds. `RETRACTED`: it never was; a reorg
 * took it back. `KEEP`: as it was; only the finality is news.
 */
export interface AlertSignal {
  readonly is: "CLEAR" | "PENDING" | "FIRING" | "RETRACTED" | "KEEP";
  readonly correlationId: string;
  readonly kind: AlertKind;
  readonly severity: AlertSeverity;
  readonly operator: string | null;
  readonly subject: string | null;
  /** What is the case; of which operator says `operator`. */
  readonly message: string;
  /** When they change while the alert is open, it is told again: nothing that changes all the time belongs here. */
  readonly details: AlertDetails;
  /** Of the chain's event behind it; null for what does not come from the chain. */
  readonly finality: AlertFinality | null;
}

export interface AlertStep {
  readonly type: AlertEventType;
  readonly alert: Alert;
}

/**
 * The steps an alert takes by a signal, in their order; none if nothing changes.
 *
 * What comes from the chain is one alert for ever, so a closed one may be reopened by a reorg, unless somebody resolved it
 * by hand. Anything else that is said again after it was resolved is another alert.
 *
 * @param current the newest alert with the signal's correlation id; null if there is none
 * @param at Unix seconds
 */
export function nextAlert(current: Alert | null, signal: AlertSignal, at: number): readonly AlertStep[] {
  const step = changeOf(current, signal, at);
  const alert = step?.alert ?? current;
  const settled = alert === null ? null : finalized(alert, signal, at);
  return [step, settled].filter((taken) => taken !== null);
}

function changeOf(current: Alert | null, signal: AlertSignal, at: number): AlertStep | null {
  if (current === null) return opened(signal, at);
  if (current.closedAt !== null)
    return current.finality === null ? opened(signal, at) : afterwards(current, signal, at);
  if (signal.is === "RETRACTED") return closed(current, "RETRACTED", at);
  if (signal.is === "CLEAR") return closed(current, "RESOLVED", at);
  if (signal.is === "KEEP") return null;
  return ongoing(current, signal, at);
}

function opened({ is, ...about }: AlertSignal, at: number): AlertStep | null {
  if (is !== "PENDING" && is !== "FIRING") return null;
  return {
    type: is === "PENDING" ? "PENDING" : "FIRED",
    alert: {
      ...about,
      state: is,
      openedAt: at,
      firedAt: is === "FIRING" ? at : null,
      changedAt: at,
      acknowledgedAt: null,
      acknowledgedBy: null,
      note: null,
      closedAt: null,
      closedBy: null,
    },
  };
}

/** Of a closed alert from the chain. */
function afterwards(current: Alert, signal: AlertSignal, at: number): AlertStep | null {
  const isRetracted = current.state === "RETRACTED";
  if (signal.is === "RETRACTED") return isRetracted ? null : closed(current, "RETRACTED", at);
  if (signal.is !== "FIRING" || current.closedBy !== null) return null;
  // What was retracted is on the chain again, in whatever block; what was final stays so.
  const finality = isRetracted ? (signal.finality ?? current.finality) : current.finality;
  const alert: Alert = { ...current, ...changeable(signal), finality, state: "FIRING", changedAt: at };
  return { type: "REOPENED", alert: { ...alert, firedAt: current.firedAt ?? at, closedAt: null } };
}

function closed(current: Alert, state: "RESOLVED" | "RETRACTED", at: number): AlertStep {
  return { type: state, alert: { ...current, state, changedAt: at, closedAt: at, closedBy: null } };
}

function ongoing(current: Alert, signal: AlertSignal, at: number): AlertStep | null {
  const holds = signal.is === "FIRING";
  // What has fired stays fired until it is clear.
  if (!holds && current.firedAt !== null) return null;
  const worse = rankOf(signal.severity) > rankOf(current.severity);
  // Who acknowledged that it seems to hold, or a warning, has not seen that it holds, or that it became critical.
  const fires = holds && (current.firedAt === null || (worse && current.state === "ACKNOWLEDGED"));
  if (!fires && signal.severity === current.severity && isSameDetails(signal.details, current.details)) return null;
  const alert: Alert = { ...current, ...changeable(signal), changedAt: at };
  if (!fires) return { type: "UPDATED", alert };
  return { type: "FIRED", alert: { ...alert, state: "FIRING", firedAt: current.firedAt ?? at } };
}

/** What is final stays so, and what was retracted is not waited for. */
function finalized(alert: Alert, { finality }: AlertSignal, at: number): AlertStep | null {
  if (finality !== "FINALIZED" || alert.finality !== "PENDING" || alert.state === "RETRACTED") return null;
  return { type: "FINALIZED", alert: { ...alert, finality, changedAt: at } };
}

const rankOf = (severity: AlertSeverity): number => ALERT_SEVERITIES.indexOf(severity);

function changeable({ severity, message, details }: AlertSignal) {
  return { severity, message, details };
}

/** Whether two hold the same figures, in whatever order. */
export function isSameDetails(a: AlertDetails, b: AlertDetails): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
