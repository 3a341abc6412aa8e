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
  "REPORTER_DISAGREEMENT",
  "UNSTAKE_CLAIMABLE",
  "INDEXER_LAGGING",
  "RATE_STALE",
  "REGISTRY_PAUSED",
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
 * What an alert becomes by a signal; null if nothing changes.
 *
 * What comes from the chain is one alert for ever, so a closed one may be reopened by a reorg. Anything else that happens
 * again after it was resolved is another alert.
 *
 * @param current the newest alert with the signal's correlation id; null if there is none
 * @param at Unix seconds
 */
export function nextAlert(current: Alert | null, signal: AlertSignal, at: number): AlertStep | null {
  if (current === null) return opens(signal) ? opened(signal, at) : null;
  if (current.closedAt !== null) return afterwards(current, signal, at);
  if (signal.is === "RETRACTED") return closed(current, "RETRACTED", at);
  if (signal.is === "CLEAR") return closed(current, "RESOLVED", at);
  if (signal.is === "FIRING" && current.state === "PENDING") return fired(current, signal, at);
  return updated(current, signal, at);
}

const opens = ({ is }: AlertSignal): boolean => is === "PENDING" || is === "FIRING";

function opened({ is, ...about }: AlertSignal, at: number): AlertStep {
  const state = is === "PENDING" ? "PENDING" : "FIRING";
  return {
    type: is === "PENDING" ? "PENDING" : "FIRED",
    alert: {
      ...about,
      state,
      openedAt: at,
      firedAt: state === "FIRING" ? at : null,
      changedAt: at,
      acknowledgedAt: null,
      acknowledgedBy: null,
      note: null,
      closedAt: null,
      closedBy: null,
    },
  };
}

function afterwards(current: Alert, signal: AlertSignal, at: number): AlertStep | null {
  if (current.finality === null) return opens(signal) ? opened(signal, at) : null;
  if (signal.is === "RETRACTED") return current.state === "RETRACTED" ? null : closed(current, "RETRACTED", at);
  if (signal.is === "FIRING") {
    const alert: Alert = { ...current, ...changeable(signal), state: "FIRING", changedAt: at, closedAt: null };
    return { type: "REOPENED", alert: { ...alert, closedBy: null } };
  }
  return finalized(current, signal, at);
}

function closed(current: Alert, state: "RESOLVED" | "RETRACTED", at: number): AlertStep {
  return { type: state, alert: { ...current, state, changedAt: at, closedAt: at } };
}

function fired(current: Alert, signal: AlertSignal, at: number): AlertStep {
  return {
    type: "FIRED",
    alert: { ...current, ...changeable(signal), state: "FIRING", firedAt: at, changedAt: at },
  };
}

function updated(current: Alert, signal: AlertSignal, at: number): AlertStep | null {
  // What has fired stays fired until it is clear; what is KEPT has nothing new to say but its finality.
  const news = signal.is === "KEEP" || (signal.is === "PENDING" && current.state !== "PENDING");
  if (news) return finalized(current, signal, at);
  const same = signal.severity === current.severity && isSameDetails(signal.details, current.details);
  if (same) return finalized(current, signal, at);
  const worse = ALERT_SEVERITIES.indexOf(signal.severity) > ALERT_SEVERITIES.indexOf(current.severity);
  // Who acknowledged a warning has not seen that it became critical.
  const state = worse && current.state === "ACKNOWLEDGED" ? "FIRING" : current.state;
  return { type: "UPDATED", alert: { ...current, ...changeable(signal), state, changedAt: at } };
}

function finalized(current: Alert, { finality }: AlertSignal, at: number): AlertStep | null {
  if (finality !== "FINALIZED" || current.finality !== "PENDING" || current.state === "RETRACTED") return null;
  return { type: "FINALIZED", alert: { ...current, finality, changedAt: at } };
}

function changeable({ severity, message, details, finality }: AlertSignal) {
  return { severity, message, details, finality };
}

/** Whether two hold the same figures; their order says nothing. */
export function isSameDetails(a: AlertDetails, b: AlertDetails): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
